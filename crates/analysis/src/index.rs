//! Which entity is described where.
#![allow(
    missing_docs,
    reason = "the getters that salsa writes say what their fields say"
)]

use std::collections::{BTreeMap, HashMap};

use crate::db::{Db, File, Folder, Workspace};
use crate::project::registry::{self, Registry};
use crate::source;
use crate::summary::{Entity, summary};

/// The name of an entity, as a key of queries.
#[salsa::interned(debug)]
pub struct EntityName<'db> {
    /// Without its schema.
    #[returns(deref)]
    pub text: String,
}

/// The files of a folder that describe an entity, by its name.
#[salsa::tracked]
pub fn entities_of_folder(db: &dyn Db, folder: Folder) -> BTreeMap<String, Vec<File>> {
    let mut found: BTreeMap<String, Vec<File>> = BTreeMap::new();
    for file in folder.files(db) {
        if let Some(entity) = &summary(db, *file).entity {
            found.entry(entity.name.clone()).or_default().push(*file);
        }
    }
    found
}

/// The files of all folders that describe an entity, by its name.
///
/// Looking a name up in every folder would cost each of very many names a step for each folder.
#[salsa::tracked]
pub(crate) fn entities(db: &dyn Db, workspace: Workspace) -> HashMap<String, Vec<File>> {
    let mut found: HashMap<String, Vec<File>> = HashMap::new();
    for folder in workspace.folders(db) {
        for (name, files) in entities_of_folder(db, *folder) {
            match found.get_mut(name) {
                Some(known) => known.extend(files),
                None => drop(found.insert(name.clone(), files.clone())),
            }
        }
    }
    found
}

/// All files that describe an entity of this name.
#[salsa::tracked]
pub fn files_of_entity<'db>(db: &'db dyn Db, name: EntityName<'db>) -> Vec<File> {
    let found = Workspace::try_get(db).and_then(|all| entities(db, all).get(name.text(db)));
    found.cloned().unwrap_or_default()
}

/// The entity that a file describes.
#[must_use]
pub fn entity(db: &dyn Db, file: File) -> Option<&Entity> {
    summary(db, file).entity.as_ref()
}

/// Why a name leads to no entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoEntity {
    /// There is none of this name.
    Unknown,
    /// There is one of this name, in these other schemas only.
    InOtherSchemas(Vec<File>),
    /// There are several that may be meant.
    Ambiguous(Vec<File>),
}

/// The file that describes the entity which is meant where a file says this name.
///
/// Without a schema the entity of the file's own schema is meant, or else the only one that
/// there is.
pub fn find_entity(
    db: &dyn Db,
    from: File,
    schema: Option<&str>,
    name: &str,
) -> Result<File, NoEntity> {
    let files = files_of_entity(db, EntityName::new(db, name));
    let is_of = |file: File, schema: &str| entity(db, file).map(Entity::schema) == Some(schema);
    // Nearly all names have one bearer or none.
    match (files.as_slice(), schema) {
        ([], _) => return Err(NoEntity::Unknown),
        ([file], None) => return Ok(*file),
        ([file], Some(schema)) if is_of(*file, schema) => return Ok(*file),
        _ => {}
    }
    let own = entity(db, from).map(Entity::schema);
    let of_schema = |schema: Option<&str>| -> Vec<File> {
        let has_schema = |file: &&File| entity(db, **file).map(Entity::schema) == schema;
        files.iter().filter(has_schema).copied().collect()
    };
    let candidates = match schema {
        Some(schema) => {
            let candidates = of_schema(Some(schema));
            if candidates.is_empty() && !files.is_empty() {
                return Err(NoEntity::InOtherSchemas(files.clone()));
            }
            candidates
        }
        None => {
            let near = of_schema(own);
            if near.is_empty() { files.clone() } else { near }
        }
    };
    match candidates.as_slice() {
        [] => Err(NoEntity::Unknown),
        [file] => Ok(*file),
        _ => Err(NoEntity::Ambiguous(candidates)),
    }
}

/// The domain registry of the workspace; empty where there is none.
#[salsa::tracked]
pub fn domain_registry(db: &dyn Db, workspace: Workspace) -> Registry {
    match workspace.registry(db) {
        Some(file) => registry::read(source::document(db, file)).value,
        None => Registry::default(),
    }
}

/// Whether the tables of a schema belong to a tenant each.
#[must_use]
pub fn is_multi_tenant(db: &dyn Db, schema: &str) -> bool {
    let registry = Workspace::try_get(db).map(|workspace| domain_registry(db, workspace));
    registry.is_some_and(|registry| registry.is_multi_tenant(schema))
}
