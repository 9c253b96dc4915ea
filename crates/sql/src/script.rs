//! Scripts: objects in an order that loads.

use std::collections::{HashMap, HashSet};

use crate::catalogue::{Catalogue, LeftOut, Object, Stage};
use crate::name::{Name, ObjectName};
use crate::text::{Text, Writer};

/// A file of a migration folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFile {
    /// Its name; in the order of their names the files load.
    pub name: String,
    /// Its SQL.
    pub sql: String,
}

/// Said once, before everything else: how the text is to be read.
const SETTINGS_FILE: &str = "000_settings.sql";
const SETTINGS: &str = "\
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET client_min_messages = warning;
";

/// The names of all files that there may be, in their order.
pub fn file_names() -> impl Iterator<Item = String> {
    let stages = Stage::ALL.into_iter().enumerate();
    let stages = stages.map(|(number, stage)| file_name(number, stage));
    std::iter::once(SETTINGS_FILE.to_owned()).chain(stages)
}

fn file_name(number: usize, stage: Stage) -> String {
    format!("{:03}_{}.sql", (number + 1) * 10, stage.word())
}

/// The SQL of all catalogues, a file for each stage in which there is something.
#[must_use]
pub fn files<'c>(catalogues: impl IntoIterator<Item = &'c Catalogue>) -> Vec<ScriptFile> {
    let catalogues: Vec<_> = catalogues.into_iter().collect();
    let mut taken = Taken::default();
    let mut files = vec![ScriptFile {
        name: SETTINGS_FILE.to_owned(),
        sql: SETTINGS.to_owned(),
    }];
    for (number, stage) in Stage::ALL.into_iter().enumerate() {
        let parts = catalogues.iter().enumerate();
        let objects = parts
            .flat_map(|(number, part)| part.of_stage(stage).map(move |object| (number, object)));
        let objects: Vec<_> = objects
            .filter_map(|(number, object)| taken.made(number, object))
            .collect();
        if !objects.is_empty() {
            files.push(ScriptFile {
                name: file_name(number, stage),
                sql: text_of(&objects).sql,
            });
        }
    }
    files
}

/// The SQL of these objects, in this order.
pub(crate) fn text_of<'o>(objects: impl IntoIterator<Item = &'o Object>) -> Text {
    let mut out = Writer::default();
    let mut before = None;
    for object in objects {
        let stage = object.stage();
        // What is one line each stands together.
        let is_short = matches!(
            stage,
            Stage::Remarks | Stage::Extensions | Stage::Schemas | Stage::Indexes
        );
        if before.is_some_and(|before| before != stage || !is_short) {
            out.line();
        }
        before = Some(stage);
        object.write(&mut out);
    }
    out.finish()
}

/// What is there already. Tables, views, composite types and indexes of a schema share their names,
/// and so do functions with the same arguments.
#[derive(Default)]
struct Taken {
    /// What is there by its kind and name, and its SQL.
    objects: HashMap<String, String>,
    relations: HashSet<ObjectName>,
    /// Tables that are not made, each with the number of its catalogue.
    left_out: HashSet<(usize, ObjectName)>,
}

impl Taken {
    /// What is made of an object: itself, perhaps by another name; nothing where it is there
    /// already; a remark where something else has its name.
    fn made(&mut self, catalogue: usize, object: &Object) -> Option<Object> {
        if let Some(table) = table_of(object)
            && self.left_out.contains(&(catalogue, table.clone()))
        {
            return None;
        }
        let mut object = object.clone();
        match &mut object {
            Object::Index(index) => {
                let wanted = beside(&index.table, &index.name);
                index.name = self.free(wanted);
                return Some(object);
            }
            Object::Constraint(table, constraint) => {
                if constraint.has_index() {
                    constraint.name = self.free(beside(table, &constraint.name));
                }
                return Some(object);
            }
            Object::Trigger(_) | Object::Policy(_) | Object::LeftOut(_) => return Some(object),
            _ => {}
        }
        let (key, shown, relation) = identity(&object);
        let sql = text_of([&object]).sql;
        let is_free = relation.is_none_or(|name| self.relations.insert(name.clone()));
        let known = self.objects.get(&key);
        if known.is_some_and(|known| *known == sql) {
            return None;
        }
        if known.is_some() || !is_free {
            let table = relation.cloned();
            self.left_out.extend(table.map(|table| (catalogue, table)));
            return Some(Object::LeftOut(LeftOut {
                subject: String::new(),
                reason: format!("a second `{shown}`"),
                origin: object.origin(),
            }));
        }
        self.objects.insert(key, sql);
        if let Object::Table(table) = &mut object {
            let constraints = table.constraints.iter_mut();
            for constraint in constraints.filter(|constraint| constraint.has_index()) {
                constraint.name = self.free(beside(&table.name, &constraint.name));
            }
        }
        Some(object)
    }

    fn free(&mut self, wanted: ObjectName) -> Name {
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.relations.insert(name.clone()) {
            name.name = Name::of_table(&wanted.name, &number.to_string());
            number += 1;
        }
        name.name
    }
}

fn beside(table: &ObjectName, name: &Name) -> ObjectName {
    ObjectName {
        schema: table.schema.clone(),
        name: name.clone(),
    }
}

/// What tells an object from others: by its kind and name, as it is shown, and as a relation.
fn identity(object: &Object) -> (String, String, Option<&ObjectName>) {
    let (kind, shown, relation) = match object {
        Object::Extension(name) => ("extension", (*name).to_owned(), None),
        Object::Schema(name, _) => ("schema", name.to_string(), None),
        Object::Composite(composite) => {
            let name = &composite.name;
            ("relation", name.to_string(), Some(name))
        }
        Object::Table(table) => ("relation", table.name.to_string(), Some(&table.name)),
        Object::View(view) => ("relation", view.name.to_string(), Some(&view.name)),
        Object::Function(function) => {
            let mut out = Writer::default();
            function.write_signature(&mut out);
            ("function", out.finish().sql, None)
        }
        Object::RowSecurity(security) => ("row security", security.table.to_string(), None),
        _ => ("", String::new(), None),
    };
    (format!("{kind} {shown}"), shown, relation)
}

/// The table that an object belongs to.
fn table_of(object: &Object) -> Option<&ObjectName> {
    Some(match object {
        Object::Constraint(table, _) => table,
        Object::Index(index) => &index.table,
        Object::Trigger(trigger) => &trigger.table,
        Object::RowSecurity(security) => &security.table,
        Object::Policy(policy) => &policy.table,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Column, Index, IndexColumn, Table};
    use crate::data_type::DataType;
    use crate::expression::Expression;
    use crate::function::{Body, Function};

    fn table(name: &str) -> Table {
        Table {
            name: ObjectName::new("s", name),
            columns: vec![Column::new("a", DataType::TEXT)],
            constraints: Vec::new(),
            comment: None,
            origin: None,
        }
    }

    fn function(value: i64) -> Function {
        let value = Body::Value(Expression::integer(value));
        Function::new(
            ObjectName::new("s", "f"),
            Vec::new(),
            DataType::INTEGER,
            value,
        )
    }

    fn written(catalogues: &[Catalogue]) -> String {
        let files = files(catalogues);
        let texts: Vec<_> = files.into_iter().skip(1).map(|file| file.sql).collect();
        texts.join("\n")
    }

    #[test]
    fn stages_come_one_after_another_and_files_in_the_order_of_their_names() {
        let mut first = Catalogue::default();
        first.add(function(1));
        first.add(table("one"));
        let mut second = Catalogue::default();
        second.add(table("two"));
        let names: Vec<_> = files([&first, &second])
            .into_iter()
            .map(|file| file.name)
            .collect();
        assert_eq!(
            names,
            ["000_settings.sql", "050_tables.sql", "080_functions.sql"]
        );
        let all: Vec<_> = file_names().collect();
        assert!(all.is_sorted());
    }

    #[test]
    fn the_same_thing_is_made_once_and_another_one_is_told() {
        let mut first = Catalogue::default();
        first.add(function(1));
        let mut second = first.clone();
        second.add(function(2));
        assert_eq!(
            written(&[first, second]),
            "\
CREATE FUNCTION s.f()
RETURNS integer
LANGUAGE sql
AS $$
    SELECT 1
$$;

-- Left out: a second `s.f()`
"
        );
    }

    #[test]
    fn what_belongs_to_a_table_that_is_not_made_is_not_made() {
        let mut first = Catalogue::default();
        first.add(table("one"));
        let mut second = Catalogue::default();
        let mut other = table("one");
        other.columns.push(Column::new("b", DataType::TEXT));
        second.add(Index::new("i", &other.name, [IndexColumn::of("b")]));
        second.add(other);
        assert_eq!(
            written(&[first, second]),
            "CREATE TABLE s.one (\n    a text\n);\n\n-- Left out: a second `s.one`\n"
        );
    }

    #[test]
    fn indexes_have_names_of_their_own() {
        let mut catalogue = Catalogue::default();
        catalogue.add(table("one"));
        for name in ["i", "i", "one"] {
            catalogue.add(Index::new(
                name,
                &ObjectName::new("s", "one"),
                [IndexColumn::of("a")],
            ));
        }
        let sql = written(&[catalogue]);
        assert!(sql.ends_with(
            "\
CREATE INDEX i ON s.one (a);
CREATE INDEX i_2 ON s.one (a);
CREATE INDEX one_2 ON s.one (a);
"
        ));
    }
}
