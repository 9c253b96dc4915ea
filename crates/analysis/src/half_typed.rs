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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Host;
    use crate::expression::infer::Type;
    use specql_language::expression::ValueType;

    /// Puts a word where `$0` stands, and tells what can be named there.
    fn known(text: &str) -> (Known, HalfTyped) {
        let offset = text.find("$0").unwrap();
        let text = text.replacen("$0", "", 1);
        let mut host = Host::new();
        let file = host.open("a.yaml", &text);
        let half = HalfTyped::new(host.db(), file, Span::at(offset), "word");
        let known = half.known_at(host.db(), u32::try_from(offset).unwrap());
        (known, half)
    }

    const ORDER: &str = "\
entity: Order
fields:
  total: money
  status: enum(open, paid)
actions:
  - name: pay
    params: {amount: money}
    steps:
      - foreach: Order WHERE total > 0 as other
        do:
          - validate: STEP
";

    #[test]
    fn the_text_has_the_word_and_its_meaning() {
        let (_, half) = known("entity: Order\nfields:\n  a: $0\n");
        assert_eq!(half.text(), "entity: Order\nfields:\n  a: word\n");
        assert_eq!(half.spec().fields.len(), 1);
    }

    #[test]
    fn names_are_those_of_the_place() {
        let (known, _) = known(&ORDER.replace("STEP", "total > $0"));
        let names = |list: &[(String, Type)]| {
            let names = list.iter().map(|(name, _)| name.clone());
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&known.parameters), ["amount"]);
        assert_eq!(names(&known.variables), ["other"]);
        assert_eq!(known.expected, Type::BOOLEAN);
    }

    #[test]
    fn paths_have_the_type_of_their_end() {
        let text = ORDER.replace("STEP", "$0");
        let offset = text.find("$0").unwrap();
        let mut host = Host::new();
        let file = host.open("a.yaml", &text.replacen("$0", "", 1));
        let half = HalfTyped::new(host.db(), file, Span::at(offset), "word");
        let known = half.known_at(host.db(), u32::try_from(offset).unwrap());
        let of = |path: &[&str]| known.type_of(host.db(), path).map(|ty| ty.value());
        assert_eq!(of(&["other", "status"]), Some(ValueType::Enum));
        assert_eq!(of(&["$amount"]), Some(ValueType::Number));
        assert_eq!(of(&["input", "amount"]), Some(ValueType::Number));
        assert_eq!(of(&["other", "nothing"]), None);
    }

    #[test]
    fn a_stretch_that_is_none_changes_nothing() {
        let mut host = Host::new();
        let file = host.open("a.yaml", "entity: Ä\n");
        let half = HalfTyped::new(host.db(), file, Span::at(9), "word");
        assert_eq!(half.text(), "entity: Ä\n");
    }
}
