//! What an entity takes over from other files: the fields and actions of the entities that it
//! extends, and of the files that it imports. What it has itself comes before theirs.
//!
//! SpecQL 0.8.7 passes over `extends` and `import`, so nothing is taken over there.
#![allow(
    missing_docs,
    reason = "the getters that salsa writes say what their fields say"
)]

use std::collections::HashSet;

use specql_language::Target;
use specql_language::stdlib::library_path;

use crate::db::{Db, File, Workspace};
use crate::expression::infer::Type;
use crate::graph::file_at;
use crate::index::{self, find_entity};
use crate::source;
use crate::summary::{Action, Entity, Field, makes_table_view, summary, table_view_mode};

/// What is taken over may itself be taken over, but not without an end.
const DEEPEST: usize = 32;

/// A file that something is taken over from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The file.
    pub file: File,
    /// The path that leads there, as it is written in the entity's own file.
    pub path: String,
}

/// The file that a path or the name of an entity leads to: `crm/contact`, `Contact`, or the copy of
/// an entity of the standard library.
#[must_use]
pub fn file_of_path(db: &dyn Db, from: File, written: &str) -> Option<File> {
    let path = written.split_whitespace().next()?;
    let name = library_path(path).map_or(path, |entity| entity.name);
    file_at(db, path).or_else(|| find_entity(db, from, None, name).ok())
}

/// Whether SpecQL takes something over at all.
#[must_use]
pub fn is_taken_over(db: &dyn Db) -> bool {
    let target = Workspace::try_get(db).map(|workspace| workspace.target(db));
    target == Some(Target::Next)
}

/// The files that an entity takes something over from, the furthest first.
#[must_use]
pub fn sources(db: &dyn Db, file: File) -> &[Source] {
    match is_taken_over(db) {
        true => asked_sources(db, file),
        false => &[],
    }
}

/// The same, also where SpecQL passes over it.
#[must_use]
pub fn asked_sources(db: &dyn Db, file: File) -> &[Source] {
    match paths(db, file) {
        [] => &[],
        _ => found_sources(db, file),
    }
}

#[salsa::tracked]
fn found_sources(db: &dyn Db, file: File) -> Vec<Source> {
    let mut search = Search {
        db,
        seen: HashSet::from([file]),
        found: Vec::new(),
    };
    for path in paths(db, file) {
        search.collect(file, path, path, DEEPEST);
    }
    search.found
}

struct Search<'db> {
    db: &'db dyn Db,
    seen: HashSet<File>,
    found: Vec<Source>,
}

impl Search<'_> {
    fn collect(&mut self, from: File, path: &str, asked: &str, depth: usize) {
        let Some(file) = file_of_path(self.db, from, path) else {
            return;
        };
        if depth == 0 || !self.seen.insert(file) {
            return;
        }
        for further in paths(self.db, file) {
            self.collect(file, further, asked, depth - 1);
        }
        let path = asked.to_owned();
        self.found.push(Source { file, path });
    }
}

/// What a file extends and imports.
fn paths(db: &dyn Db, file: File) -> &[String] {
    summary(db, file).given().map_or(&[], |given| given.paths)
}

/// The files whose fields and actions an entity has: its own, then the others, the nearest first.
fn files(db: &dyn Db, file: File) -> impl Iterator<Item = File> + '_ {
    let others = sources(db, file).iter().rev();
    std::iter::once(file).chain(others.map(|source| source.file))
}

/// The field of this name that an entity has, with the file that it stands in.
#[must_use]
pub fn field<'db>(db: &'db dyn Db, file: File, name: &str) -> Option<(File, &'db Field)> {
    files(db, file).find_map(|file| Some((file, written_field(db, file, name)?)))
}

/// The fields that an entity has, each with the file that it stands in.
#[must_use]
pub fn fields(db: &dyn Db, file: File) -> Vec<(File, &Field)> {
    fields_of(db, files(db, file))
}

/// The fields that an entity asks for and SpecQL passes over.
#[must_use]
pub fn fields_passed_over(db: &dyn Db, file: File) -> Vec<(File, &Field)> {
    if is_taken_over(db) {
        return Vec::new();
    }
    let others = asked_sources(db, file).iter().rev();
    let files = std::iter::once(file).chain(others.map(|source| source.file));
    let mut fields = fields_of(db, files);
    fields.retain(|(of, _)| *of != file);
    fields
}

fn fields_of(db: &dyn Db, files: impl Iterator<Item = File>) -> Vec<(File, &Field)> {
    let mut seen = HashSet::new();
    let given = |file| Some((file, summary(db, file).given()?));
    let fields = files.filter_map(given).flat_map(|(file, given)| {
        let fields = given.fields.iter();
        fields.map(move |field| (file, field))
    });
    fields
        .filter(|(_, field)| seen.insert(&field.name))
        .collect()
}

/// The field of this name that stands in a file.
#[must_use]
pub fn written_field<'db>(db: &'db dyn Db, file: File, name: &str) -> Option<&'db Field> {
    let mut fields = summary(db, file).given()?.fields.iter();
    fields.find(|field| field.name == name)
}

/// The action of this name that an entity has, with the file that it stands in.
#[must_use]
pub fn action<'db>(db: &'db dyn Db, file: File, name: &str) -> Option<(File, &'db Action)> {
    files(db, file).find_map(|file| {
        let mut actions = summary(db, file).given()?.actions.iter();
        Some((file, actions.find(|action| action.name == name)?))
    })
}

/// What other files may know of an entity, with the fields that it takes over.
#[must_use]
pub fn described(db: &dyn Db, file: File) -> Option<&Entity> {
    match sources(db, file) {
        [] => index::entity(db, file),
        _ => with_all_fields(db, file).as_ref(),
    }
}

#[salsa::tracked]
fn with_all_fields(db: &dyn Db, file: File) -> Option<Entity> {
    let mut entity = index::entity(db, file)?.clone();
    let fields = fields(db, file).into_iter();
    let fields = fields.map(|(of, field)| match of == file {
        true => field.clone(),
        false => settled(db, of, field),
    });
    entity.fields = fields.collect();
    entity.has_identifier =
        files(db, file).any(|of| index::entity(db, of).is_some_and(|it| it.has_identifier));
    let mode = files(db, file).find_map(|of| table_view_mode(source::document(db, of)));
    entity.has_table_view = makes_table_view(mode, || {
        let mut types = entity.fields.iter().map(|field| &field.field_type);
        types.any(|field_type| matches!(field_type, Type::Reference(_)))
    });
    Some(entity)
}

/// A field whose references mean the same in all files: a name alone means the nearest entity.
fn settled(db: &dyn Db, file: File, field: &Field) -> Field {
    let mut field = field.clone();
    if let Type::Reference(targets) = &field.field_type {
        let target = |(schema, name): &(Option<String>, String)| {
            let found = find_entity(db, file, schema.as_deref(), name).ok();
            let found = found.and_then(|found| index::entity(db, found));
            let near = found.map(|entity| entity.schema().to_owned());
            (near.or_else(|| schema.clone()), name.clone())
        };
        field.field_type = Type::Reference(targets.iter().map(target).collect());
    }
    field
}
