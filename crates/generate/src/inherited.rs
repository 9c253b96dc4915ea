//! The files that an entity consists of: its own, and those that it takes fields and actions over
//! from.

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

/// The files that an entity consists of, the furthest first, its own last.
pub(crate) fn providers<'db>(db: &'db dyn Db, file: File, spec: &'db Spec) -> Vec<Provider<'db>> {
    let of = |file: File, spec, asked| Provider {
        file,
        spec,
        root: Block::root(&source::values(db, file).document),
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
