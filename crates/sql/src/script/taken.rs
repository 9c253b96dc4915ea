//! What is there already while a script is written: names are taken once.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::part::{Identity, Prepared, Written, table_of};
use super::text_of;
use crate::catalogue::{LeftOut, Object, Stage};
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Text;

/// What is there already. Tables, views, composite types and indexes of a schema share their names,
/// and so do functions with the same arguments.
#[derive(Default)]
pub(super) struct Taken {
    /// What is there by its kind and name, and the number of its SQL.
    objects: HashMap<String, u64>,
    relations: HashSet<ObjectName>,
    /// Tables that are not made, each with the number of its catalogue.
    left_out: HashSet<(usize, ObjectName)>,
}

impl Taken {
    /// What is made of an object: itself, perhaps by another name; nothing where it is there
    /// already; a remark where something else has its name.
    pub(super) fn made(&mut self, catalogue: usize, object: Prepared) -> Option<(Stage, Text)> {
        let object = match object {
            Prepared::Open(object) => self.named(catalogue, object)?,
            Prepared::Written(written) => match self.of_written(catalogue, &written)? {
                Ok(()) => return Some((written.stage, written.text)),
                Err(left_out) => left_out,
            },
        };
        Some((object.stage(), text_of([&object])))
    }

    /// The same, as an object.
    pub(super) fn object(&mut self, catalogue: usize, object: &Object) -> Option<Object> {
        match Prepared::of(object) {
            Prepared::Open(object) => self.named(catalogue, object),
            Prepared::Written(written) => Some(match self.of_written(catalogue, &written)? {
                Ok(()) => object.clone(),
                Err(left_out) => left_out,
            }),
        }
    }

    fn of_written(&mut self, catalogue: usize, written: &Written) -> Option<Result<(), Object>> {
        if let Some(table) = &written.table
            && self.left_out.contains(&(catalogue, table.clone()))
        {
            return None;
        }
        match &written.identity {
            Some(identity) => self.first(catalogue, identity, &written.text.sql, written.origin),
            None => Some(Ok(())),
        }
    }

    /// What is made of an object whose names may be taken.
    fn named(&mut self, catalogue: usize, mut object: Object) -> Option<Object> {
        if let Some(table) = table_of(&object)
            && self.left_out.contains(&(catalogue, table.clone()))
        {
            return None;
        }
        if let Some(identity) = Identity::of(&object) {
            let sql = text_of([&object]).sql;
            if let Err(left_out) = self.first(catalogue, &identity, &sql, object.origin())? {
                return Some(left_out);
            }
        }
        match &mut object {
            Object::Index(index) => index.name = self.free(beside(&index.table, &index.name)),
            Object::Constraint(table, constraint) if constraint.has_index() => {
                constraint.name = self.free(beside(table, &constraint.name));
            }
            Object::Table(table) => {
                let constraints = table.constraints.iter_mut();
                for constraint in constraints.filter(|constraint| constraint.has_index()) {
                    constraint.name = self.free(beside(&table.name, &constraint.name));
                }
            }
            _ => {}
        }
        Some(object)
    }

    /// Whether something is the first one of its name: none where the same is there already, what
    /// is said in its place where something else is.
    fn first(
        &mut self,
        catalogue: usize,
        identity: &Identity,
        sql: &str,
        origin: Option<Origin>,
    ) -> Option<Result<(), Object>> {
        let Identity {
            key,
            shown,
            relation,
        } = identity;
        let hash = hash_of(sql);
        let is_free = relation
            .as_ref()
            .is_none_or(|name| self.relations.insert(name.clone()));
        let known = self.objects.get(key);
        if known.is_some_and(|known| *known == hash) {
            return None;
        }
        if known.is_some() || !is_free {
            let table = relation.clone();
            self.left_out.extend(table.map(|table| (catalogue, table)));
            return Some(Err(Object::LeftOut(LeftOut {
                subject: String::new(),
                reason: format!("a second `{shown}`"),
                origin,
            })));
        }
        self.objects.insert(key.clone(), hash);
        Some(Ok(()))
    }

    fn free(&mut self, wanted: ObjectName) -> Name {
        let ObjectName { schema, name } = wanted;
        name.free(|name| {
            let schema = schema.clone();
            let name = name.clone();
            self.relations.insert(ObjectName { schema, name })
        })
    }
}

fn beside(table: &ObjectName, name: &Name) -> ObjectName {
    ObjectName {
        schema: table.schema.clone(),
        name: name.clone(),
    }
}

/// Texts that are the same have the same number; two others hardly ever do.
fn hash_of(sql: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    sql.hash(&mut hasher);
    hasher.finish()
}
