//! What a file says before anyone asks what it means: its text, its tree, its values.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use ropey::Rope;
use specql_syntax::{Parser, Tree, events};
use specql_yaml::{Document, Error, load, read_tolerantly};

use crate::db::{Content, Db, File};

/// The text in one piece.
#[salsa::tracked(lru = 128)]
pub fn text(db: &dyn Db, file: File) -> Arc<str> {
    match file.content(db) {
        Content::Plain(text) => text.clone(),
        Content::Edited(rope) => in_one_piece(rope),
    }
}

/// The text of a closed file in the form that editors' places are looked up in.
#[salsa::tracked(lru = 128)]
pub(crate) fn rope(db: &dyn Db, file: File) -> Rope {
    file.content(db).to_rope()
}

/// The tree of a file's text. Nothing of a file is refused; what is broken is marked.
#[salsa::tracked(no_eq, lru = 128)]
pub fn tree(db: &dyn Db, file: File) -> Tree {
    let earlier = file.earlier(db).as_ref();
    let tree = match file.content(db) {
        Content::Plain(text) => parse_text(text, earlier),
        Content::Edited(rope) => parse(rope, earlier),
    };
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

/// The values of a file, read as tolerantly as its tree. Of a sound text they are the strict ones,
/// which are to be had for much less: see [`document`].
#[salsa::tracked(lru = 128)]
pub fn values(db: &dyn Db, file: File) -> Values {
    tolerant_values(tree(db, file), text(db, file))
}

/// The values as PyYAML has them, or why it refuses the file. It stops at the first error.
#[salsa::tracked(lru = 128)]
pub fn strict_values(db: &dyn Db, file: File) -> Result<Document<'static>, Error> {
    load(text(db, file)).map(Document::into_owned)
}

/// The values of a file: PyYAML's, or of a text that PyYAML refuses those that are sound.
pub fn document(db: &dyn Db, file: File) -> &Document<'static> {
    match strict_values(db, file) {
        Ok(document) => document,
        Err(_) => &values(db, file).document,
    }
}

/// A text with its values and its tree, made for one use and not kept.
pub(crate) struct Once<'t> {
    pub(crate) text: &'t str,
    /// The values as PyYAML has them, or why it refuses the text.
    pub(crate) strict: Result<Document<'t>, Error>,
    values: OnceCell<Values>,
    tree: OnceCell<Tree>,
}

impl<'t> Once<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self {
            text,
            strict: load(text),
            values: OnceCell::new(),
            tree: OnceCell::new(),
        }
    }

    /// Its values: PyYAML's, or of a text that PyYAML refuses those that are sound.
    pub(crate) fn document(&self) -> &Document<'t> {
        match &self.strict {
            Ok(document) => document,
            Err(_) => &self.values().document,
        }
    }

    /// Its values, read as tolerantly as its tree.
    pub(crate) fn values(&self) -> &Values {
        self.values
            .get_or_init(|| tolerant_values(self.tree(), self.text))
    }

    /// Its tree, which is made when it is asked for: few texts need it.
    pub(crate) fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| parse_text(self.text, None))
    }

    /// Whether anyone needed its tree.
    #[cfg(test)]
    pub(crate) fn has_tree(&self) -> bool {
        self.tree.get().is_some()
    }
}

/// The text of a file, for one use.
pub(crate) fn text_once(db: &dyn Db, file: File) -> Cow<'_, str> {
    file.content(db).as_text()
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
fn with_parser<R>(run: impl FnOnce(&mut Parser) -> R) -> R {
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
