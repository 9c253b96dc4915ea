//! A file with a word in it that is still to be typed.
//!
//! Where a cursor stands, there is often nothing yet: behind `ref(`, behind `status =`. With a word
//! put there, the text is a whole one, so tree, spec and names say what may stand in its place.

use std::sync::Arc;

use specql_syntax::Tree;
use specql_yaml::{Document, Span};

use crate::around::Known;
use crate::db::{Db, File};
use crate::host::point_behind;
use crate::source;
use crate::spec::{self, Spec};

/// A file's text with a word put into it.
pub struct HalfTyped {
    file: File,
    text: Arc<str>,
    tree: Tree,
}

impl HalfTyped {
    /// The text of a file with something else in place of a stretch of it. A stretch that is none
    /// of the text, or splits a character, leaves the text as it is.
    #[must_use]
    pub fn new(db: &dyn Db, file: File, replaced: Span, with: &str) -> Self {
        let text = source::text(db, file);
        let tree = source::tree(db, file);
        let (start, end) = (replaced.start as usize, replaced.end as usize);
        let parts = (text.get(..start), text.get(start..end), text.get(end..));
        let (Some(before), Some(inside), Some(behind)) = parts else {
            return Self {
                file,
                text: text.clone(),
                tree: tree.clone(),
            };
        };
        let start_position = point_behind(Default::default(), before.as_bytes());
        let mut tree = tree.clone();
        tree.edit(&specql_syntax::InputEdit {
            start_byte: start,
            old_end_byte: end,
            new_end_byte: start + with.len(),
            start_position,
            old_end_position: point_behind(start_position, inside.as_bytes()),
            new_end_position: point_behind(start_position, with.as_bytes()),
        });
        let text: Arc<str> = [before, with, behind].concat().into();
        let tree = source::parse_text(&text, Some(&tree));
        Self { file, text, tree }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its tree.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Its values.
    #[must_use]
    pub fn document(&self) -> Document<'static> {
        source::tolerant_values(&self.tree, &self.text).document
    }

    /// What it means.
    #[must_use]
    pub fn spec(&self) -> Spec {
        spec::spec_of_text(&self.document(), &self.tree, &self.text)
    }

    /// What can be named at a place of it.
    #[must_use]
    pub fn known_at(&self, db: &dyn Db, offset: u32) -> Known {
        Known::at(db, self.file, &self.spec(), offset)
    }
}
