//! Scripts: objects in an order that loads.

use std::collections::HashSet;

use crate::catalogue::{Catalogue, Object, Stage, Table};
use crate::name::Name;
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
const SETTINGS: &str = "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n";

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
    let mut names = Names::default();
    let mut files = vec![ScriptFile {
        name: SETTINGS_FILE.to_owned(),
        sql: SETTINGS.to_owned(),
    }];
    for (number, stage) in Stage::ALL.into_iter().enumerate() {
        let objects = catalogues.iter().flat_map(|part| part.of_stage(stage));
        let objects: Vec<_> = objects.filter_map(|object| names.taken(object)).collect();
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

/// The names that are taken already. Tables, views, composite types and indexes of a schema share
/// their names, and so do functions with the same arguments.
#[derive(Default)]
struct Names {
    once: HashSet<String>,
    relations: HashSet<(Option<Name>, Name)>,
}

impl Names {
    /// The object, by another name where its own is taken; none where it is there already.
    fn taken(&mut self, object: &Object) -> Option<Object> {
        let mut object = object.clone();
        match &mut object {
            Object::Extension(_) | Object::Schema(..) => {
                let mut out = Writer::default();
                object.write(&mut out);
                return self.once.insert(out.finish().sql).then_some(object);
            }
            Object::Table(table) => {
                self.relations
                    .insert((table.name.schema.clone(), table.name.name.clone()));
                self.rename_constraints(table);
            }
            Object::Index(index) => {
                let schema = index.table.schema.clone();
                index.name = self.free(schema.as_ref(), &index.name);
            }
            _ => {}
        }
        Some(object)
    }

    fn rename_constraints(&mut self, table: &mut Table) {
        let schema = table.name.schema.clone();
        let constraints = table.constraints.iter_mut();
        for constraint in constraints.filter(|constraint| constraint.has_index()) {
            constraint.name = self.free(schema.as_ref(), &constraint.name);
        }
    }

    fn free(&mut self, schema: Option<&Name>, wanted: &Name) -> Name {
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.relations.insert((schema.cloned(), name.clone())) {
            name = Name::of_table(wanted, &number.to_string());
            number += 1;
        }
        name
    }
}
