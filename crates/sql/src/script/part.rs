//! A catalogue as a part of scripts: what can be written without knowing the other parts is written.

use std::collections::BTreeSet;

use super::text_of;
use crate::catalogue::{Catalogue, Object, Stage};
use crate::map::Origin;
use crate::name::ObjectName;
use crate::text::{Text, written};

/// A catalogue, written as far as that is possible without knowing the others. It takes less room
/// than the catalogue.
#[derive(Debug)]
pub struct Part {
    /// Which catalogues there have to be beside it.
    pub needs: BTreeSet<&'static str>,
    pub(super) objects: Vec<Prepared>,
}

impl Part {
    /// A catalogue, as a part of scripts.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let objects = catalogue.objects.iter();
        Self {
            needs: catalogue.needs.clone(),
            objects: objects.map(Prepared::of).collect(),
        }
    }

    /// Whether something is left out of it.
    #[must_use]
    pub fn lacks_something(&self) -> bool {
        let mut objects = self.objects.iter();
        objects.any(|object| object.stage() == Stage::Remarks)
    }
}

/// An object of a script.
#[derive(Debug)]
pub(super) enum Prepared {
    /// One of whose names others may have taken, so that it is written late.
    Open(Object),
    /// One that is made as it is, or not at all.
    Written(Box<Written>),
}

/// An object that is written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) stage: Stage,
    /// Where it can be there only once.
    pub(super) identity: Option<Identity>,
    /// The table without which it cannot be made.
    pub(super) table: Option<ObjectName>,
    pub(super) origin: Option<Origin>,
    pub(super) text: Text,
}

impl Prepared {
    pub(super) fn of(object: &Object) -> Self {
        match object {
            Object::Table(_) | Object::Constraint(..) | Object::Index(_) => {
                Self::Open(object.clone())
            }
            _ => Self::Written(Box::new(Written::of(object))),
        }
    }

    pub(super) const fn stage(&self) -> Stage {
        match self {
            Self::Open(object) => object.stage(),
            Self::Written(written) => written.stage,
        }
    }
}

impl Written {
    fn of(object: &Object) -> Self {
        Self {
            stage: object.stage(),
            identity: Identity::of(object),
            table: table_of(object).cloned(),
            origin: object.origin(),
            text: text_of([object]),
        }
    }
}

/// What tells an object from others of which there can be only one.
#[derive(Debug)]
pub(super) struct Identity {
    /// Its kind and name.
    pub(super) key: String,
    /// Its name, as it is shown.
    pub(super) shown: String,
    /// Its name as a relation.
    pub(super) relation: Option<ObjectName>,
}

impl Identity {
    pub(super) fn of(object: &Object) -> Option<Self> {
        let of_relation = |name: &ObjectName| ("relation", name.to_string(), Some(name.clone()));
        let (kind, shown, relation) = match object {
            Object::Extension(name) => ("extension", (*name).to_owned(), None),
            Object::Schema(name, _) => ("schema", name.to_string(), None),
            Object::Composite(composite) => of_relation(&composite.name),
            Object::Table(table) => of_relation(&table.name),
            Object::Partition(partition) => of_relation(&partition.name),
            Object::Share(share) => of_relation(&share.name),
            Object::View(view) => of_relation(&view.name),
            Object::Gate(gate) => of_relation(&gate.name),
            Object::Function(function) => {
                let shown = written(|out| function.write_signature(out));
                ("function", shown, None)
            }
            Object::Trigger(trigger) => {
                let shown = format!("{} of {}", trigger.name, trigger.table);
                ("trigger", shown, None)
            }
            Object::Role(role) => ("role", role.name.to_string(), None),
            Object::Grant(_) => ("right", text_of([object]).sql, None),
            Object::RowSecurity(security) => ("row security", security.table.to_string(), None),
            Object::Publication(publication) => ("publication", publication.name.to_string(), None),
            _ => return None,
        };
        Some(Self {
            key: format!("{kind} {shown}"),
            shown,
            relation,
        })
    }
}

/// The table that an object belongs to.
pub(super) fn table_of(object: &Object) -> Option<&ObjectName> {
    Some(match object {
        Object::Constraint(table, _) => table,
        Object::Index(index) => &index.table,
        Object::Partition(partition) => &partition.table,
        Object::Share(share) => &share.table,
        Object::Trigger(trigger) => &trigger.table,
        Object::RowSecurity(security) => &security.table,
        Object::Policy(policy) => &policy.table,
        _ => return None,
    })
}
