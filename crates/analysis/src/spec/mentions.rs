//! Names in the blocks of a spec, found by the shapes that the language gives its values.
//!
//! Fields, actions and steps are read one by one elsewhere. What all other blocks hold follows
//! from the tables of the language alone.

use specql_language::key::{Name as What, Place, Shape};
use specql_yaml::{Document, NodeId, Value};

use super::read::{MAX_DEPTH, MAX_PARTS};
use super::{Mention, named};
use crate::expression::ast::Name;

/// Keys of the root that are read elsewhere.
const READ_ELSEWHERE: [&str; 5] = ["entity", "schema", "description", "fields", "actions"];

/// The names that stand for something, and those that are given.
pub(super) fn mentions(document: &Document<'_>) -> (Vec<Mention>, Vec<Mention>) {
    let mut finder = Finder {
        document,
        mentions: Vec::new(),
        definitions: Vec::new(),
        budget: MAX_PARTS,
    };
    if let Value::Mapping(entries) = document.value(document.root()) {
        for entry in entries {
            let name = document.value(entry.key).as_str().unwrap_or_default();
            let key = Place::Root
                .key(name)
                .filter(|_| !READ_ELSEWHERE.contains(&name));
            if let Some(key) = key {
                finder.value(entry.value, key.shape, key.name, None, 0);
            }
        }
    }
    (finder.mentions, finder.definitions)
}

struct Finder<'d> {
    document: &'d Document<'d>,
    mentions: Vec<Mention>,
    definitions: Vec<Mention>,
    budget: usize,
}

impl Finder<'_> {
    /// Looks into a value. `of` is the entity whose fields are meant, where that is another one.
    fn value(
        &mut self,
        node: NodeId,
        shape: Shape,
        key: &'static str,
        of: Option<&Name>,
        depth: usize,
    ) {
        if self.budget == 0 || depth > MAX_DEPTH {
            return;
        }
        self.budget -= 1;
        let document = self.document;
        match shape {
            Shape::Reference(what) => self.name(node, what, key, of, false),
            Shape::Name(what) => self.name(node, what, key, of, true),
            Shape::List(item) => {
                if let Value::Sequence(items) = document.value(node) {
                    for node in items {
                        self.value(*node, *item, key, of, depth + 1);
                    }
                }
            }
            Shape::Mapping(place) => {
                let other = self.other_entity(node, place);
                let of = other.as_ref().or(of);
                self.entries(
                    node,
                    |name| {
                        let key = place.key(name)?;
                        Some((None, key.shape, key.name))
                    },
                    key,
                    of,
                    depth,
                );
            }
            Shape::Named(what, shape) => {
                self.entries(node, |_| Some((Some(what), *shape, key)), key, of, depth);
            }
            Shape::OneOf(shapes) => {
                if let Some(shape) = shapes.iter().find(|shape| self.fits(node, **shape)) {
                    self.value(node, *shape, key, of, depth + 1);
                }
            }
            Shape::Any
            | Shape::Text
            | Shape::Boolean
            | Shape::Integer
            | Shape::Choice(_)
            | Shape::Type
            | Shape::Expression
            | Shape::Statement
            | Shape::Call
            | Shape::Sql
            | Shape::Path => {}
        }
    }

    /// Looks into the entries of a mapping. `shape_of` says what a key's name is the name of, if
    /// the author gives it, and what its value looks like.
    fn entries(
        &mut self,
        mapping: NodeId,
        shape_of: impl Fn(&str) -> Option<(Option<What>, Shape, &'static str)>,
        around: &'static str,
        of: Option<&Name>,
        depth: usize,
    ) {
        let document = self.document;
        let Value::Mapping(entries) = document.value(mapping) else {
            return;
        };
        for entry in entries {
            let name = document.value(entry.key).as_str().unwrap_or_default();
            let Some((what, shape, key)) = shape_of(name) else {
                continue;
            };
            if let Some(what) = what {
                self.name(entry.key, what, around, of, true);
            }
            self.value(entry.value, shape, key, of, depth + 1);
        }
    }

    fn name(
        &mut self,
        node: NodeId,
        what: What,
        key: &'static str,
        of: Option<&Name>,
        given: bool,
    ) {
        let Some(name) = named(self.document, node).filter(|name| !name.text.is_empty()) else {
            return;
        };
        let list = if given {
            &mut self.definitions
        } else {
            &mut self.mentions
        };
        list.push(Mention {
            what,
            name,
            key,
            of: of.cloned(),
        });
    }

    /// The entity that a mapping names before it speaks of that one's fields.
    fn other_entity(&self, mapping: NodeId, place: Place) -> Option<Name> {
        let is_entity = |shape: Shape| match shape {
            Shape::Reference(What::Entity) => true,
            Shape::OneOf(shapes) => shapes.contains(&Shape::Reference(What::Entity)),
            _ => false,
        };
        let mut keys = place.keys().iter().filter(|key| is_entity(key.shape));
        keys.find_map(|key| named(self.document, self.document.get(mapping, key.name)?))
    }

    /// Whether a value may be of a shape, by its outermost form.
    fn fits(&self, node: NodeId, shape: Shape) -> bool {
        let value = self.document.value(node);
        match shape {
            Shape::Mapping(_) | Shape::Named(..) => matches!(value, Value::Mapping(_)),
            Shape::List(_) => matches!(value, Value::Sequence(_)),
            Shape::OneOf(shapes) => shapes.iter().any(|shape| self.fits(node, *shape)),
            Shape::Boolean => matches!(value, Value::Bool(_)),
            Shape::Any => true,
            _ => !matches!(
                value,
                Value::Mapping(_) | Value::Sequence(_) | Value::Bool(_)
            ),
        }
    }
}
