//! Names for what is made.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::index::{self, EntityName, files_of_entity};
use specql_analysis::naming::snake_case;
use specql_language::Target;

/// An entity's name from the words of others. SpecQL 0.8.7 gives an entity with a capital inside
/// of its name two tables, so for it there is none.
pub(super) fn entity_name(words: &[&str], target: Target) -> String {
    let words = words.iter().flat_map(|words| words.split('_'));
    let mut name = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        let first = chars.next().into_iter();
        if name.is_empty() || target == Target::Next {
            name.extend(first.flat_map(char::to_uppercase));
            name.push_str(chars.as_str());
        } else {
            name.push_str(&word.to_lowercase());
        }
    }
    name
}

/// The first of some names that no entity has.
pub(super) fn free_name(db: &dyn Db, names: impl IntoIterator<Item = String>) -> Option<String> {
    let is_free = |name: &String| files_of_entity(db, EntityName::new(db, name.clone())).is_empty();
    names.into_iter().find(is_free)
}

/// Where an entity of a schema is looked for, seen from another file: beside the other entities
/// of the schema, or else in a folder of the schema's name where others have one.
pub(super) fn usual_path(db: &dyn Db, from: File, schema: &str, entity: &str) -> Option<String> {
    let folder = folder_of_schema(db, from, schema);
    let name = format!("{}.yaml", snake_case(entity));
    Some(match folder.as_str() {
        "" => name,
        folder => format!("{folder}/{name}"),
    })
}

/// Whether the workspace has a file of this path.
pub(super) fn is_taken(db: &dyn Db, path: &str) -> bool {
    let workspace = Workspace::try_get(db);
    workspace.is_some_and(|workspace| workspace.files(db).any(|file| file.path(db) == path))
}

fn folder_of_schema(db: &dyn Db, from: File, schema: &str) -> String {
    let (folder, _) = split(from.path(db));
    let own = index::entity(db, from);
    if own.is_some_and(|own| own.schema() == schema) {
        return folder.to_owned();
    }
    let others = Workspace::try_get(db).into_iter().flat_map(|w| w.files(db));
    let of_schema = others.filter(|file| {
        *file != from && index::entity(db, *file).is_some_and(|e| e.schema() == schema)
    });
    let folders = of_schema.map(|file| split(file.path(db)).0);
    if let Some(folder) = folders.min() {
        return folder.to_owned();
    }
    let (above, name) = split(folder);
    match own {
        Some(own) if own.schema() == name && above.is_empty() => schema.to_owned(),
        Some(own) if own.schema() == name => format!("{above}/{schema}"),
        _ => folder.to_owned(),
    }
}

/// A path's folder and its name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// All schemas that entities of the workspace have, sorted.
pub(super) fn schemas(db: &dyn Db) -> Vec<String> {
    let files = Workspace::try_get(db).into_iter().flat_map(|w| w.files(db));
    let mut schemas: Vec<_> = files
        .filter_map(|file| index::entity(db, file)?.schema.clone())
        .filter(|schema| !schema.is_empty())
        .collect();
    schemas.sort();
    schemas.dedup();
    schemas
}
