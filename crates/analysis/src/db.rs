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

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use ropey::Rope;
use specql_language::Target;
use specql_syntax::Tree;
use specql_yaml::Span;

use crate::diagnostic::Severity;
use crate::summary::Summary;

/// What queries need of a database.
#[salsa::db]
pub trait Db: salsa::Database {
    /// Takes note of the tree of a file's text, for the next change to that file.
    fn note_tree(&self, file: File, revision: u64, tree: &Tree);

    /// The summary of a closed file, where someone who has read the file anyway hands it over. It
    /// is the same that would be made without that.
    fn at_hand(&self, file: File) -> Option<Summary>;

    /// What of a spec its SQL does not have, if someone makes SQL here.
    fn left_out(&self, file: File) -> Vec<LeftOut>;
}

/// What a spec asks for and its SQL does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The piece of the spec that asks for it.
    pub span: Span,
    /// What, and why.
    pub reason: String,
    /// How much it matters.
    pub severity: Severity,
}

/// Who makes SQL of specs says what is left out of it. It is a query like all others: a function
/// of what is given.
pub type SqlMaker = fn(&dyn Db, File) -> Vec<LeftOut>;

/// A file of the workspace.
#[salsa::input(debug)]
pub struct File {
    /// Its path, as the workspace names it: with `/`.
    #[returns(deref)]
    pub path: Arc<str>,
    /// What it says.
    pub content: Content,
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

/// What a file says. Of many thousand files few are ever edited, and a rope takes several times
/// the room of the text in it.
#[derive(Clone, Debug)]
pub enum Content {
    /// Of a file that nobody has open.
    Plain(Arc<str>),
    /// Of a file that an editor has open.
    Edited(Rope),
}

impl Content {
    /// In one piece.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Plain(text) => Cow::Borrowed(text),
            Self::Edited(rope) => match rope.slice(..).as_str() {
                Some(text) => Cow::Borrowed(text),
                None => Cow::Owned(String::from(rope)),
            },
        }
    }

    pub(crate) fn to_rope(&self) -> Rope {
        match self {
            Self::Plain(text) => Rope::from_str(text),
            Self::Edited(rope) => rope.clone(),
        }
    }

    /// Whether this is the text.
    pub(crate) fn is(&self, text: &str) -> bool {
        match self {
            Self::Plain(own) => **own == *text,
            Self::Edited(rope) => *rope == *text,
        }
    }
}

impl File {
    /// Its text, in the form in which places of editors are looked up and changes are made. Who
    /// goes through many closed files asks for their content instead: that is there already.
    pub fn text(self, db: &dyn Db) -> &Rope {
        match self.content(db) {
            Content::Edited(rope) => rope,
            Content::Plain(_) => crate::source::rope(db, self),
        }
    }
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
