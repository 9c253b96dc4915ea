//! The database: what is given, and what follows from it.
//!
//! Files and settings are inputs. Everything else is a function of them that salsa computes when
//! it is asked for, keeps, and computes again only when something that it looked at has changed.
//!
//! What costs memory is kept for open files only: of a closed one, its summary stays.
#![allow(
    missing_docs,
    reason = "the getters that salsa writes say what their fields say"
)]

use std::collections::HashSet;
use std::sync::Arc;

use ropey::Rope;
use specql_language::Target;
use specql_syntax::Tree;

/// What queries need of a database.
#[salsa::db]
pub trait Db: salsa::Database {
    /// Takes note of the tree of a file's text, for the next change to that file.
    fn note_tree(&self, file: File, revision: u64, tree: &Tree);
}

/// A file of the workspace.
#[salsa::input(debug)]
pub struct File {
    /// Its path, as the workspace names it: with `/`.
    #[returns(deref)]
    pub path: Arc<str>,
    /// Its text.
    pub text: Rope,
    /// Counts the changes of its text.
    #[returns(copy)]
    pub revision: u64,
    /// The tree of an earlier text, in which the changes since then are noted. It speeds up the
    /// next parse and changes nothing about its result.
    pub earlier: Option<Tree>,
    /// Whether an editor has it open.
    #[returns(copy)]
    pub is_open: bool,
}

/// Some files of the workspace. There are many of these, so that a change of one file's names
/// touches few others.
#[salsa::input(debug)]
pub struct Folder {
    /// Its files, in the order of their paths.
    #[returns(deref)]
    pub files: Arc<[File]>,
}

/// All that is given.
#[salsa::input(singleton, debug)]
pub struct Workspace {
    /// All folders.
    #[returns(deref)]
    pub folders: Arc<[Folder]>,
    /// The domain registry, where there is one.
    #[returns(copy)]
    pub registry: Option<File>,
    /// For which SpecQL the specs are written.
    #[returns(copy)]
    pub target: Target,
    /// The files that are checked by name: specs, unless they are clearly something else.
    pub named: HashSet<File>,
    /// Whether these are specs whatever they hold, as SpecQL's `validate` takes them.
    #[returns(copy)]
    pub takes_named_for_specs: bool,
}

impl Workspace {
    /// All files, in no order that means anything.
    pub fn files(self, db: &dyn Db) -> impl Iterator<Item = File> + '_ {
        let folders = self.folders(db).iter();
        folders.flat_map(move |folder| folder.files(db).iter().copied())
    }
}
