//! Where in a workspace something is spoken of.

use specql_analysis::Span;
use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::index;
use specql_analysis::resolve::{Target, references};

/// So many files are looked into just to see whether something can be done.
const MOST_FILES: usize = 64;

/// Everywhere that the entity of a file is spoken of.
pub(super) fn uses_of_entity(db: &dyn Db, of: File) -> Vec<(File, Span)> {
    let Some(entity) = index::entity(db, of) else {
        return Vec::new();
    };
    let target = Target::Entity(of);
    let files = speaking_of(db, &entity.name);
    let uses = files.flat_map(|file| uses_in(db, file, &target).map(move |span| (file, span)));
    uses.collect()
}

/// Whether a field is spoken of anywhere; also where that would take long to find out.
pub(super) fn may_be_used(db: &dyn Db, of: File, field: &str) -> bool {
    let target = Target::Field(of, field.to_owned());
    if uses_in(db, of, &target).next().is_some() {
        return true;
    }
    let files: Vec<_> = speaking_of(db, field)
        .filter(|file| *file != of)
        .take(MOST_FILES + 1)
        .collect();
    files.len() > MOST_FILES
        || files
            .into_iter()
            .any(|file| uses_in(db, file, &target).next().is_some())
}

fn uses_in<'db>(
    db: &'db dyn Db,
    file: File,
    target: &'db Target,
) -> impl Iterator<Item = Span> + 'db {
    let spoken = references(db, file).iter();
    let meant = spoken.filter(move |reference| reference.target.as_ref() == Ok(target));
    meant.map(|reference| reference.span)
}

/// The files with an entity in whose text a name stands. Looking for a text is much cheaper than
/// finding out what names stand for.
fn speaking_of(db: &dyn Db, name: &str) -> impl Iterator<Item = File> {
    let files = Workspace::try_get(db)
        .into_iter()
        .flat_map(|workspace| workspace.files(db));
    files.filter(move |file| {
        index::entity(db, *file).is_some() && file.content(db).as_text().contains(name)
    })
}
