//! Which key or value of the language stands at a place of a file.

use specql_analysis::db::{Db, File};
use specql_analysis::project::FileKind;
use specql_analysis::source;
use specql_analysis::summary::summary;
use specql_language::key::{self, Key, Place, Shape};
use specql_yaml::{Document, Entry, NodeId, Span, Value};

use crate::place::touches;

/// Deeper than this nothing is looked at: an alias may hold itself.
const MAX_DEPTH: usize = 64;

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keyed {
    /// A key of the language.
    Key {
        /// Which.
        key: &'static Key,
        /// Where it may stand.
        place: Place,
        /// Where it stands.
        span: Span,
    },
    /// The key of a mapping that holds names of the author's.
    Name {
        /// What it is the name of.
        what: key::Name,
        /// The pattern around, where there is one: a mapping.
        pattern: Option<NodeId>,
        /// The name.
        node: NodeId,
    },
    /// A value that is neither a list nor a mapping.
    Value {
        /// The key that it stands behind.
        key: &'static Key,
        /// What it should look like.
        shape: Shape,
        /// The value.
        node: NodeId,
    },
}

/// What stands at a place of a file; nothing in a file of a kind without keys of its own.
pub(crate) fn keyed_at(db: &dyn Db, file: File, offset: u32) -> Option<Keyed> {
    let document = &source::values(db, file).document;
    let mut way = Way {
        document,
        offset,
        pattern: None,
    };
    way.mapping(root_place(summary(db, file).kind)?, document.root(), 0)
}

/// The keys at the top of a kind of file.
fn root_place(kind: FileKind) -> Option<Place> {
    Some(match kind {
        FileKind::EntitySpec => Place::Root,
        FileKind::DomainRegistry => Place::Registry,
        FileKind::ActionPattern | FileKind::SchemaPattern => Place::PatternFile,
        FileKind::SecuritySpec => Place::SecurityFile,
        FileKind::Confiture => Place::Confiture,
        FileKind::ConfitureEnvironment => Place::ConfitureEnvironment,
        FileKind::ProjectFile => Place::Project,
        _ => return None,
    })
}

/// The way from the top of a document to a place.
struct Way<'d> {
    document: &'d Document<'static>,
    offset: u32,
    pattern: Option<NodeId>,
}

impl<'d> Way<'d> {
    fn is_at(&self, node: NodeId) -> bool {
        touches(self.document.span(node), self.offset)
    }

    fn entries(&self, node: NodeId) -> &'d [Entry] {
        match self.document.value(node) {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The entry whose key is at the place, with that key.
    fn key(&self, entries: &[Entry]) -> Option<NodeId> {
        let keys = entries.iter().flat_map(|entry| [entry.key, entry.last_key]);
        keys.into_iter().find(|key| self.is_at(*key))
    }

    fn mapping(&mut self, place: Place, node: NodeId, depth: usize) -> Option<Keyed> {
        if place == Place::Pattern {
            self.pattern = Some(node);
        }
        let entries = self.entries(node);
        let key_of = |node: NodeId| place.key(self.document.value(node).as_str()?);
        if let Some(found) = self.key(entries) {
            return Some(Keyed::Key {
                key: key_of(found)?,
                place,
                span: self.document.span(found),
            });
        }
        let entry = entries.iter().find(|entry| self.is_at(entry.value))?;
        let key = key_of(entry.key)?;
        self.value(entry.value, key.shape, key, depth + 1)
    }

    fn value(
        &mut self,
        node: NodeId,
        shape: Shape,
        key: &'static Key,
        depth: usize,
    ) -> Option<Keyed> {
        if depth > MAX_DEPTH {
            return None;
        }
        match (self.fitting(node, shape), self.document.value(node)) {
            (Shape::Mapping(place), Value::Mapping(_)) => self.mapping(place, node, depth),
            (Shape::List(item), Value::Sequence(items)) => {
                let node = items.iter().find(|item| self.is_at(**item))?;
                self.value(*node, *item, key, depth + 1)
            }
            (Shape::Named(what, shape), Value::Mapping(entries)) => {
                if let Some(node) = self.key(entries) {
                    let pattern = self.pattern;
                    return Some(Keyed::Name {
                        what,
                        pattern,
                        node,
                    });
                }
                let entry = entries.iter().find(|entry| self.is_at(entry.value))?;
                self.value(entry.value, *shape, key, depth + 1)
            }
            (_, Value::Mapping(_) | Value::Sequence(_)) => None,
            (shape, _) => Some(Keyed::Value { key, shape, node }),
        }
    }

    /// Of several shapes the first that a value has, by its outermost form; else as it is.
    fn fitting(&self, node: NodeId, shape: Shape) -> Shape {
        let Shape::OneOf(shapes) = shape else {
            return shape;
        };
        let fits = |shape: &&Shape| match shape {
            Shape::Mapping(_) | Shape::Named(..) => {
                matches!(self.document.value(node), Value::Mapping(_))
            }
            Shape::List(_) => matches!(self.document.value(node), Value::Sequence(_)),
            Shape::Any => true,
            _ => !matches!(
                self.document.value(node),
                Value::Mapping(_) | Value::Sequence(_)
            ),
        };
        shapes.iter().find(fits).copied().unwrap_or(shape)
    }
}
