//! How SpecQL 0.8.7 reads a spec: the entity it makes of it, and everything it refuses.
//!
//! This is the released parser, rule by rule, over the values that PyYAML gives it. Where that
//! parser stops at its first refusal, this one goes on: refusals come in the order in which
//! SpecQL would meet them, so the first is the one it reports.
//!
//! What the author *meant* is another question: [`crate::spec`] has that.

mod action;
mod blocks;
mod entity;
mod field;
mod header;
mod python;
mod refusal;
mod step;
mod words;

use specql_yaml::{Document, Entry, NodeId, Span, Value, json, load};

pub use entity::*;
pub use refusal::{Refusal, Rule};
pub use words::{Word, words_of};

/// What SpecQL 0.8.7 makes of a file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The entity, when nothing is refused.
    pub entity: Option<Entity>,
    /// What is refused; the first is what SpecQL itself would report.
    pub refusals: Vec<Refusal>,
}

/// Reads a document.
#[must_use]
pub fn read(document: &Document<'_>) -> Reading {
    let mut reader = Reader {
        document,
        refusals: Vec::new(),
        budget: MAX_PARTS,
    };
    let entity = reader.entity();
    Reading {
        entity: entity.filter(|_| reader.refusals.is_empty()),
        refusals: reader.refusals,
    }
}

/// The entity that SpecQL makes of a text; none when it refuses it.
#[must_use]
pub fn entity_of(text: &str) -> Option<Entity> {
    read(&load(text).ok()?).entity
}

/// Aliases let a short text have endless parts. SpecQL would not come to an end with so many.
const MAX_PARTS: usize = 100_000;

/// The longest text of a value that is kept as it is.
const MAX_VALUE: usize = 1 << 20;

/// Nested more deeply, steps and relations use up Python's stack.
const MAX_NESTING: usize = 320;

struct Reader<'d> {
    document: &'d Document<'d>,
    refusals: Vec<Refusal>,
    /// So many parts may still be read.
    budget: usize,
}

impl<'d> Reader<'d> {
    fn refuse(&mut self, rule: Rule, node: NodeId) {
        self.refuse_text(rule, node, "");
    }

    fn refuse_text(&mut self, rule: Rule, node: NodeId, text: impl Into<String>) {
        self.refusals.push(Refusal {
            rule,
            span: self.document.span(node),
            text: text.into(),
        });
    }

    /// Counts a part; false, with a refusal, when there are too many.
    fn may_go_on(&mut self, node: NodeId, depth: usize) -> bool {
        if self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        if self.budget == 0 || depth > MAX_NESTING {
            self.refuse(Rule::TooDeep, node);
            return false;
        }
        true
    }

    fn value(&self, node: NodeId) -> &'d Value<'d> {
        self.document.value(node)
    }

    fn get(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        self.document.get(mapping, key)
    }

    /// The text, when it is one.
    fn text(&self, node: NodeId) -> Option<&'d str> {
        self.value(node).as_str()
    }

    fn entries(&self, node: NodeId) -> Option<&'d [Entry]> {
        match self.value(node) {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// A value that SpecQL keeps as it is.
    fn raw(&mut self, node: NodeId) -> Raw {
        match self.value(node) {
            Value::Null => return Raw::null(),
            Value::Bool(value) => return Raw::boolean(*value),
            Value::Str(text) if !text.has_surrogates() => {
                return Raw::text(text.as_str().to_owned());
            }
            _ => {}
        }
        match json::print_value(self.document, node, MAX_VALUE) {
            Some(printed) => Raw::from_json(printed),
            None => {
                self.refuse(Rule::TooDeep, node);
                Raw::null()
            }
        }
    }

    fn raw_of(&mut self, mapping: NodeId, key: &str) -> Option<Raw> {
        self.get(mapping, key).map(|node| self.raw(node))
    }

    /// What Python's `for` goes over: the items of a list, the keys of a mapping, the letters of
    /// a text. None where it cannot be gone over.
    fn items(&self, node: NodeId) -> Option<Vec<Item<'d>>> {
        match self.value(node) {
            Value::Sequence(items) | Value::Set(items) => {
                Some(items.iter().copied().map(Item::Node).collect())
            }
            Value::Mapping(entries) => Some(entries.iter().map(|e| Item::Node(e.key)).collect()),
            Value::Pairs(pairs) => Some(pairs.iter().map(|_| Item::Tuple).collect()),
            Value::Str(text) => Some(letters(text.as_str())),
            Value::Bytes(bytes) => Some(bytes.iter().map(|_| Item::Tuple).collect()),
            _ => None,
        }
    }
}

/// What is gone over: a value of the document, or a part that has no node of its own.
#[derive(Clone, Copy, Debug)]
enum Item<'d> {
    Node(NodeId),
    /// A letter of a text.
    Letter(&'d str),
    /// A pair of an ordered map, a byte: nothing that SpecQL can use.
    Tuple,
}

impl Item<'_> {
    /// The node to point at: the item, or the collection that it is a letter of.
    fn node_or(self, around: NodeId) -> NodeId {
        match self {
            Self::Node(node) => node,
            Self::Letter(_) | Self::Tuple => around,
        }
    }
}

fn letters(text: &str) -> Vec<Item<'_>> {
    text.char_indices()
        .filter_map(|(at, c)| text.get(at..at + c.len_utf8()))
        .map(Item::Letter)
        .collect()
}

/// Where a refusal stands, for tests.
impl Refusal {
    /// The place of what is refused.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }
}

#[cfg(test)]
mod tests;
