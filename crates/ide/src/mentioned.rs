//! Who speaks of an entity, as far as summaries tell: no other file is read for it.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::infer::Type;
use specql_analysis::index::{self, find_entity};

/// A field of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldOf {
    /// The file that describes the entity.
    pub(crate) file: File,
    /// The field's name.
    pub(crate) field: String,
}

/// The fields that refer to the entity of a file, in the order of their files' paths.
pub(crate) fn fields_that_refer_to(db: &dyn Db, file: File) -> Vec<FieldOf> {
    let mut found = Vec::new();
    for_each_file(db, file, |from, entity, name| {
        for field in &entity.fields {
            if refers_to(db, from, &field.field_type, file, name) {
                found.push(FieldOf {
                    file: from,
                    field: field.name.clone(),
                });
            }
        }
    });
    found.sort_by(|a, b| a.file.path(db).cmp(b.file.path(db)));
    found
}

/// The files that may speak of the entity of a file by its name, that file included.
pub(crate) fn files_that_speak_of(db: &dyn Db, file: File) -> Vec<File> {
    let mut found = vec![file];
    for_each_file(db, file, |from, entity, name| {
        let is_named = entity.named.iter().any(|named| named == name);
        let has_field = || entity.fields.iter().any(|f| names(&f.field_type, name));
        if from != file && (is_named || has_field()) {
            found.push(from);
        }
    });
    found.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    found
}

fn for_each_file(
    db: &dyn Db,
    file: File,
    mut look: impl FnMut(File, &specql_analysis::summary::Entity, &str),
) {
    let (Some(own), Some(workspace)) = (index::entity(db, file), Workspace::try_get(db)) else {
        return;
    };
    for from in workspace.files(db) {
        if let Some(entity) = index::entity(db, from) {
            look(from, entity, &own.name);
        }
    }
}

/// Whether a type speaks of an entity of this name.
fn names(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Reference(targets) => targets.iter().any(|(_, target)| target == name),
        Type::List(item) => names(item, name),
        _ => false,
    }
}

fn refers_to(db: &dyn Db, from: File, ty: &Type, file: File, name: &str) -> bool {
    match ty {
        Type::Reference(targets) => targets.iter().any(|(schema, target)| {
            target == name && find_entity(db, from, schema.as_deref(), target) == Ok(file)
        }),
        Type::List(item) => refers_to(db, from, item, file, name),
        _ => false,
    }
}
