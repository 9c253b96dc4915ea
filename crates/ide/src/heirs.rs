//! Which entities take fields over from a file, and which fields stand in for each other there.

use specql_analysis::db::{Db, File};
use specql_analysis::inherited::{sources, written_field};

use crate::search::leading_to;

/// The files whose entities take something over from this one.
pub(crate) fn heirs(db: &dyn Db, file: File) -> Vec<File> {
    let takes_over = |heir: &File| sources(db, *heir).iter().any(|source| source.file == file);
    let others = leading_to(db, file).into_iter();
    others.filter(takes_over).collect()
}

/// The files with a field of this name that is there in place of that of this file, or the other
/// way round; this file first.
pub(crate) fn stand_ins(db: &dyn Db, file: File, name: &str) -> Vec<File> {
    let mut found = vec![file];
    let mut at = 0;
    while let Some(file) = found.get(at).copied() {
        at += 1;
        let above = sources(db, file).iter().map(|source| source.file);
        for other in above.chain(heirs(db, file)) {
            if !found.contains(&other) && written_field(db, other, name).is_some() {
                found.push(other);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
