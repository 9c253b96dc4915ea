//! What stands in the blocks of a spec, value by value. What is not as it should be is not there.

mod json;

use std::collections::{HashMap, HashSet};

use specql_sql::Origin;
use specql_yaml::{Document, NodeId, Span, Value};

/// A value in a spec.
#[derive(Clone, Copy)]
pub(crate) struct Block<'d> {
    document: &'d Document<'static>,
    node: NodeId,
    /// The place in another file that asks for it, where its own is not of the entity's file.
    asked: Option<Origin>,
}

impl<'d> Block<'d> {
    /// The whole of a document.
    pub(crate) fn root(document: &'d Document<'static>) -> Self {
        Self {
            document,
            node: document.root(),
            asked: None,
        }
    }

    /// The same where another file asks for it, at this place of that file.
    pub(crate) fn asked_at(self, asked: Option<Origin>) -> Self {
        Self { asked, ..self }
    }

    /// Whether another file asks for it.
    pub(crate) const fn is_inherited(self) -> bool {
        self.asked.is_some()
    }

    /// Whether both stand in one file.
    pub(crate) fn is_beside(self, other: Self) -> bool {
        std::ptr::eq(self.document, other.document)
    }

    fn at(self, node: NodeId) -> Self {
        Self { node, ..self }
    }

    /// The value.
    pub(crate) fn value(self) -> &'d Value<'static> {
        self.document.value(self.node)
    }

    /// What stands behind a key.
    pub(crate) fn get(self, key: &str) -> Option<Self> {
        let node = self.document.get(self.node, key)?;
        Some(self.at(node))
    }

    /// What stands behind the first of some keys that is there.
    pub(crate) fn first(self, keys: &[&str]) -> Option<Self> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// The items of a list.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let items: &[NodeId] = match self.value() {
            Value::Sequence(items) => items,
            _ => &[],
        };
        items.iter().map(move |item| self.at(*item))
    }

    /// The items of a list, or a single value in its place.
    pub(crate) fn items_or_self(self) -> Vec<Self> {
        match self.value() {
            Value::Sequence(_) => self.items().collect(),
            Value::Null => Vec::new(),
            _ => vec![self],
        }
    }

    /// Keys that are text, with their values.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'d str, Self)> {
        let entries = match self.value() {
            Value::Mapping(entries) => &entries[..],
            _ => &[],
        };
        entries.iter().filter_map(move |entry| {
            let key = self.document.value(entry.key).as_str()?;
            Some((key, self.at(entry.value)))
        })
    }

    /// This and all mappings inside of it, by their places.
    pub(crate) fn mappings(self) -> HashMap<Span, Self> {
        let mut found = HashMap::new();
        let mut seen = HashSet::new();
        let mut open = vec![self.node];
        while let Some(node) = open.pop() {
            // An alias may lead back to where it stands.
            if !seen.insert(node) {
                continue;
            }
            match self.document.value(node) {
                Value::Mapping(entries) => {
                    found.insert(self.document.span(node), self.at(node));
                    open.extend(entries.iter().map(|entry| entry.value));
                }
                Value::Sequence(items) => open.extend(items),
                _ => {}
            }
        }
        found
    }

    /// The text.
    pub(crate) fn text(self) -> Option<&'d str> {
        self.value().as_str()
    }

    /// The text behind a key.
    pub(crate) fn text_of(self, key: &str) -> Option<&'d str> {
        self.get(key)?.text()
    }

    /// Whether it says true.
    pub(crate) fn is_true(self) -> bool {
        matches!(self.value(), Value::Bool(true))
    }

    /// `true` or `false`, where it says one of them.
    pub(crate) fn truth(self) -> Option<bool> {
        match self.value() {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether this stands behind a key; the other where nothing does.
    pub(crate) fn flag(self, key: &str, otherwise: bool) -> bool {
        match self.get(key).map(Self::value) {
            Some(Value::Bool(value)) => *value,
            _ => otherwise,
        }
    }

    /// A whole number.
    pub(crate) fn integer(self) -> Option<i64> {
        match self.value() {
            Value::Int(number) => number.to_i64(),
            _ => None,
        }
    }

    /// A number as it is written in SQL.
    pub(crate) fn number(self) -> Option<String> {
        match self.value() {
            Value::Int(number) => Some(number.to_string()),
            Value::Float(number) if number.is_finite() => Some(number.to_string()),
            _ => None,
        }
    }

    /// The value as JSON, where JSON has a form for it.
    pub(crate) fn json(self) -> Option<String> {
        json::of(self.document, self.node)
    }

    /// Where it stands, in bytes of the file.
    pub(crate) fn span(self) -> Span {
        self.document.span(self.node)
    }

    /// Where it stands in the entity's file, or what asks for it there.
    pub(crate) fn origin(self) -> Option<Origin> {
        let own = || origin(self.document.span(self.node));
        Some(self.asked.unwrap_or_else(own))
    }
}

/// A place in a spec, as the catalogue knows it.
pub(crate) const fn origin(span: Span) -> Origin {
    Origin::new(span.start, span.end)
}
