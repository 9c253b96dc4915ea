//! The files that an entity consists of: its own, and those that it takes something over from. What it
//! has itself comes before theirs.
//!
//! Fields and actions come along, and so does what is said of the rows: what is worked out from
//! them, what has to hold for them, how they are looked up, shown, translated and protected, and
//! which events they send. What all entities share is not made twice: reports, read models, streams and
//! services stay where they are written, and so does the code of a table.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::Name;
use specql_analysis::inherited::{file_of_path, sources};
use specql_analysis::source;
use specql_analysis::spec::{self, Spec};
use specql_sql::Origin;

use crate::block::{Block, origin};

/// A file that fields and actions come from.
#[derive(Clone, Copy)]
pub(crate) struct Provider<'db> {
    pub(crate) file: File,
    pub(crate) spec: &'db Spec,
    pub(crate) root: Block<'db>,
    /// The place in the entity's own file that asks for it; none for that file itself.
    pub(crate) asked: Option<Origin>,
}

impl<'db> Provider<'db> {
    /// What stands behind a key of it.
    pub(crate) fn get(&self, key: &str) -> Option<Block<'db>> {
        let own = self.root.get(key);
        own.or_else(|| self.root.get("entity")?.get(key))
    }
}

/// The files that an entity consists of, the furthest first, its own last.
pub(crate) fn providers<'db>(db: &'db dyn Db, file: File, spec: &'db Spec) -> Vec<Provider<'db>> {
    let of = |file: File, spec, asked| Provider {
        file,
        spec,
        root: Block::root(&source::values(db, file).document).asked_at(asked),
        asked,
    };
    let asked = |path: &String| {
        let written = spec.paths.iter().find(|written| written.text == *path);
        written.map(|written| origin(written.span))
    };
    let others = sources(db, file).iter();
    let others = others.map(|other| of(other.file, spec::spec(db, other.file), asked(&other.path)));
    others.chain([of(file, spec, None)]).collect()
}

/// What an entity asks for and is not there.
pub(crate) fn missing<'s>(db: &dyn Db, file: File, spec: &'s Spec) -> Vec<&'s Name> {
    let paths = spec.paths.iter();
    paths
        .filter(|path| file_of_path(db, file, &path.text).is_none())
        .collect()
}
