//! In which of SpecQL's languages each scalar of a document is written.
//!
//! The grammar knows it from the keys above a scalar. Here the same is found without a tree, where
//! the keys are written so plainly that it cannot be otherwise.

use rustc_hash::FxHashMap;
use specql_syntax::{Language, Place};
use specql_yaml::{Document, NodeId, Value};

use super::read::MAX_DEPTH;
use crate::expression::plain::Scalar;

/// So many keys are remembered: the language has no more, and names of fields come once.
const MOST_KNOWN: usize = 128;

/// What is known of a value without a tree.
#[derive(Clone, Copy)]
pub(super) enum Written<'t> {
    /// It is a scalar in one of SpecQL's languages, written plainly.
    In(Language, Scalar<'t>),
    /// Nothing of SpecQL's languages is in it.
    Otherwise,
    /// Only a tree can tell.
    Unknown,
}

/// The places of all values of a document.
pub(super) struct Places<'d> {
    document: &'d Document<'d>,
    text: &'d str,
    /// By the numbers of the values; none where the keys above are not written plainly.
    places: Vec<Option<Place>>,
    /// The places behind keys, of which most come again and again.
    behind: FxHashMap<(Place, &'d str), Place>,
}

impl<'d> Places<'d> {
    pub(super) fn of(document: &'d Document<'d>, text: &'d str) -> Self {
        let mut places = Self::unknown(document, text);
        // What stands in two places through an alias, or is merged, was read in the one where it
        // is written; and what is behind `? ` looks like any other key in the values.
        let is_plain = !["&", "<<", "? ", "?\n", "!!"]
            .iter()
            .any(|sign| text.contains(sign));
        if is_plain {
            places.note(document.root(), Place::ROOT, 0);
        }
        places
    }

    /// Only the tree is to be asked.
    pub(super) fn unknown(document: &'d Document<'d>, text: &'d str) -> Self {
        Self {
            document,
            text,
            places: Vec::new(),
            behind: FxHashMap::default(),
        }
    }

    fn note(&mut self, node: NodeId, place: Place, depth: usize) {
        if depth > 2 * MAX_DEPTH {
            return;
        }
        if self.places.len() <= node.index() {
            self.places.resize(node.index() + 1, None);
        }
        if let Some(known) = self.places.get_mut(node.index()) {
            *known = Some(place);
        }
        match self.document.value(node) {
            Value::Mapping(entries) => {
                for entry in entries {
                    if let Some(key) = self.key(entry.last_key) {
                        let behind = self.behind(place, key);
                        self.note(entry.value, behind, depth + 1);
                    }
                }
            }
            Value::Sequence(items) => {
                let is_flow = self.written(node).starts_with('[');
                for item in items {
                    let is_scalar = !matches!(
                        self.document.value(*item),
                        Value::Mapping(_) | Value::Sequence(_)
                    );
                    // Single items of `[a, b]` are never read in a language of their own.
                    let place = match is_flow && is_scalar {
                        true => Place::ELSEWHERE,
                        false => place.of_item(),
                    };
                    self.note(*item, place, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// The place of the value behind a key.
    fn behind(&mut self, place: Place, key: &'d str) -> Place {
        if let Some(known) = self.behind.get(&(place, key)) {
            return *known;
        }
        let behind = place.of_value(key);
        if self.behind.len() < MOST_KNOWN {
            self.behind.insert((place, key), behind);
        }
        behind
    }

    /// A key that is written as it is meant.
    fn key(&self, node: NodeId) -> Option<&'d str> {
        let key = self.document.value(node).as_str()?;
        let written = self.written(node);
        let inside = written.trim_matches(['\'', '"']);
        (inside == key && !key.starts_with(['(', '[', '{'])).then_some(key)
    }

    fn written(&self, node: NodeId) -> &'d str {
        let span = self.document.span(node);
        self.text.get(span.range()).unwrap_or_default()
    }

    /// What is known of a value.
    pub(super) fn written_at(&self, node: NodeId) -> Written<'d> {
        let value = self.document.value(node);
        let span = self.document.span(node);
        let Some(place) = self.places.get(node.index()).copied().flatten() else {
            return Written::Unknown;
        };
        match (value, place.language()) {
            (Value::Mapping(_) | Value::Sequence(_), _) => Written::Otherwise,
            (Value::Str(_), Some(language)) => match Scalar::at(self.text, span) {
                Some(scalar) => Written::In(language, scalar),
                None => Written::Unknown,
            },
            // A block without a line is read as an empty text of every language.
            (Value::Str(_), None) if !self.written(node).starts_with(['|', '>']) => {
                Written::Otherwise
            }
            // Nor are numbers, dates and truth values read in a language where none is spoken.
            (Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Date(_), None) => {
                Written::Otherwise
            }
            _ => Written::Unknown,
        }
    }
}
