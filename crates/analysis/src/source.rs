//! What a file says before anyone asks what it means: its text, its tree, its values.

use std::cell::RefCell;
use std::sync::Arc;

use ropey::Rope;
use specql_syntax::{Parser, Tree, events};
use specql_yaml::{Document, Error, load, read_tolerantly};

use crate::db::{Db, File};

/// The text in one piece.
#[salsa::tracked(lru = 128)]
pub fn text(db: &dyn Db, file: File) -> Arc<str> {
    in_one_piece(file.text(db))
}

/// The tree of a file's text. Nothing of a file is refused; what is broken is marked.
#[salsa::tracked(no_eq, lru = 128)]
pub fn tree(db: &dyn Db, file: File) -> Tree {
    let tree = parse(file.text(db), file.earlier(db).as_ref());
    db.note_tree(file, file.revision(db), &tree);
    tree
}

/// What a file says as YAML.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The values. Of a text that PyYAML refuses, those that are sound.
    pub document: Document<'static>,
    /// Why PyYAML refuses the values of the text, if it does; mistakes in its syntax are marks in
    /// the tree.
    pub errors: Vec<Error>,
}

/// The values of a file, read as tolerantly as its tree.
#[salsa::tracked(lru = 128)]
pub fn values(db: &dyn Db, file: File) -> Values {
    tolerant_values(tree(db, file), text(db, file))
}

/// The values as PyYAML has them, or why it refuses the file. It stops at the first error.
#[salsa::tracked(lru = 128)]
pub fn strict_values(db: &dyn Db, file: File) -> Result<Document<'static>, Error> {
    load(text(db, file)).map(Document::into_owned)
}

/// A file's text, tree and values, made for one use and not kept.
pub(crate) struct Once {
    pub(crate) text: Arc<str>,
    pub(crate) tree: Tree,
    pub(crate) values: Values,
}

impl Once {
    pub(crate) fn of(db: &dyn Db, file: File) -> Self {
        let rope = file.text(db);
        let text = in_one_piece(rope);
        let tree = parse(rope, None);
        let values = tolerant_values(&tree, &text);
        Self { text, tree, values }
    }

    /// The same of a text that is no file of a database.
    pub(crate) fn of_text(text: &str) -> Self {
        let tree = Parser::new().parse(text, None);
        let values = tolerant_values(&tree, text);
        let text = text.into();
        Self { text, tree, values }
    }
}

fn in_one_piece(rope: &Rope) -> Arc<str> {
    match rope.slice(..).as_str() {
        Some(text) => text.into(),
        None => String::from(rope).into(),
    }
}

/// The tree of a text that is no file of a database.
pub(crate) fn parse_text(text: &str, earlier: Option<&Tree>) -> Tree {
    with_parser(|parser| parser.parse(text, earlier))
}

fn parse(rope: &Rope, earlier: Option<&Tree>) -> Tree {
    let chunk = |offset: usize| match rope.get_chunk_at_byte(offset) {
        Some((chunk, start, _, _)) => chunk.as_bytes().get(offset - start..).unwrap_or_default(),
        None => &[],
    };
    with_parser(|parser| parser.parse_chunks(chunk, earlier))
}

/// Making a parser takes longer than most files do.
fn with_parser<T>(run: impl FnOnce(&mut Parser) -> T) -> T {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::default();
    }
    PARSER.with_borrow_mut(run)
}

pub(crate) fn tolerant_values(tree: &Tree, text: &str) -> Values {
    let (document, errors) = read_tolerantly(events(tree, text));
    Values {
        document: document.into_owned(),
        errors,
    }
}
