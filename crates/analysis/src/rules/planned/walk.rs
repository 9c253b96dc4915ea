//! Keys that are planned or only documented, and what stands below them, found by the shapes that
//! the language gives its values.

use specql_language::key::{Key, Name, Place, Shape};
use specql_language::step::step_kind;
use specql_language::{Effect, Target};
use specql_yaml::{Document, NodeId, Value};

use crate::rules::Context;

/// Aliases let a short text have endless parts; more than these are not looked at.
const MAX_PARTS: usize = 20_000;
const MAX_DEPTH: usize = 100;

/// A key that SpecQL 0.8.7 passes over and its documents or its roadmap describe.
pub(super) struct PlannedKey {
    /// The key in the language.
    pub(super) key: &'static Key,
    /// Where it is written.
    pub(super) node: NodeId,
}

/// A value somewhere below a planned key.
pub(super) struct PlannedValue {
    /// The key before it.
    pub(super) key: &'static str,
    /// The mapping that the key stands in.
    pub(super) place: Place,
    /// What it should look like.
    pub(super) shape: Shape,
    /// Where it is written.
    pub(super) node: NodeId,
    /// Whether it looks like that, by its outermost form.
    pub(super) fits: bool,
    /// Whether it is an item of the list behind the key.
    pub(super) is_item: bool,
    /// Whether it speaks of another entity's fields.
    pub(super) of_other: bool,
}

/// What is planned in a document.
#[derive(Default)]
pub(super) struct Planned {
    /// The keys; of those inside of each other the outermost.
    pub(super) keys: Vec<PlannedKey>,
    /// The values below them: all that are a mere word, and all of a wrong shape.
    pub(super) values: Vec<PlannedValue>,
}

/// Finds what is planned in an entity's document.
pub(super) fn planned(context: &Context<'_>) -> Planned {
    let own = context.spec.entity.as_ref().map(|name| name.text.as_str());
    let mut walker = Walker {
        document: context.document,
        own: own.unwrap_or_default(),
        reads_planned_steps: context.target == Target::Next,
        found: Planned::default(),
        budget: MAX_PARTS,
    };
    let top = At {
        key: "",
        place: Place::Root,
        planned: false,
        is_item: false,
        of_other: false,
        depth: 0,
    };
    walker.mapping(context.document.root(), Place::Root, top);
    walker.found
}

/// What is around a value.
#[derive(Clone, Copy)]
struct At {
    key: &'static str,
    place: Place,
    planned: bool,
    is_item: bool,
    of_other: bool,
    depth: usize,
}

struct Walker<'d> {
    document: &'d Document<'d>,
    own: &'d str,
    reads_planned_steps: bool,
    found: Planned,
    budget: usize,
}

impl Walker<'_> {
    fn value(&mut self, node: NodeId, shape: Shape, at: At) {
        if self.budget == 0 || at.depth > MAX_DEPTH {
            return;
        }
        self.budget -= 1;
        let document = self.document;
        let value = document.value(node);
        // What is not typed yet has no shape.
        if *value == Value::Null {
            return;
        }
        if let Shape::OneOf(shapes) = shape {
            let fitting = shapes.iter().find(|shape| fits(document, node, **shape));
            let fitting = fitting.or_else(|| shapes.iter().find(|shape| looks(value, **shape)));
            match fitting {
                Some(shape) => self.value(node, *shape, at),
                None => self.add(node, shape, false, at),
            }
            return;
        }
        if !looks(value, shape) {
            self.add(node, shape, false, at);
            return;
        }
        let below = At {
            depth: at.depth + 1,
            ..at
        };
        match (shape, value) {
            (Shape::List(item), Value::Sequence(items)) => {
                let below = At {
                    is_item: true,
                    ..below
                };
                for node in items {
                    self.value(*node, *item, below);
                }
            }
            (Shape::Mapping(place), _) => self.mapping(node, place, below),
            (Shape::Named(_, shape), Value::Mapping(entries)) => {
                for entry in entries {
                    self.value(entry.value, *shape, below);
                }
            }
            _ => self.add(node, shape, true, at),
        }
    }

    fn mapping(&mut self, mapping: NodeId, place: Place, at: At) {
        let document = self.document;
        let Value::Mapping(entries) = document.value(mapping) else {
            return;
        };
        if place == Place::Step && !self.is_read(mapping) {
            return;
        }
        let of_other = at.of_other || self.names_other_entity(mapping, place);
        for entry in entries {
            let name = document.value(entry.key).as_str().unwrap_or_default();
            let Some(key) = place.key(name) else {
                continue;
            };
            let begins = key.target == Target::Next && key.effect == Effect::Ignored;
            if begins && !at.planned {
                self.found.keys.push(PlannedKey {
                    key,
                    node: entry.last_key,
                });
            }
            // The events that steps send belong to the planned block that declares them.
            let sends = key.shape == Shape::Reference(Name::Event);
            let at = At {
                key: key.name,
                place,
                planned: at.planned || begins || sends,
                is_item: false,
                of_other,
                depth: at.depth,
            };
            self.value(entry.value, key.shape, at);
        }
    }

    /// Whether a step is one that is read. What stands in a step that is refused as a whole does
    /// not matter.
    fn is_read(&self, step: NodeId) -> bool {
        let Value::Mapping(entries) = self.document.value(step) else {
            return false;
        };
        let mut names = entries
            .iter()
            .filter_map(|e| self.document.value(e.key).as_str());
        names.any(|name| {
            step_kind(name)
                .is_some_and(|kind| kind.target == Target::V0_8 || self.reads_planned_steps)
        })
    }

    /// Whether a mapping names an entity before it speaks of fields, and not the one of the file.
    fn names_other_entity(&self, mapping: NodeId, place: Place) -> bool {
        let names_entity = |key: &&Key| key.shape == Shape::Reference(Name::Entity);
        let mut keys = place.keys().iter().filter(names_entity);
        keys.any(|key| {
            let named = self.document.get(mapping, key.name);
            named.is_some_and(|node| self.document.value(node).as_str() != Some(self.own))
        })
    }

    fn add(&mut self, node: NodeId, shape: Shape, fits: bool, at: At) {
        if at.planned {
            self.found.values.push(PlannedValue {
                key: at.key,
                place: at.place,
                shape,
                node,
                fits,
                is_item: at.is_item,
                of_other: at.of_other,
            });
        }
    }
}

/// Whether a value may be of a shape, by its outermost form.
fn looks(value: &Value<'_>, shape: Shape) -> bool {
    let is_scalar = !matches!(value, Value::Mapping(_) | Value::Sequence(_));
    match shape {
        Shape::Any => true,
        Shape::Mapping(_) | Shape::Named(..) => matches!(value, Value::Mapping(_)),
        Shape::List(_) => matches!(value, Value::Sequence(_)),
        Shape::Boolean => matches!(value, Value::Bool(_)),
        Shape::Integer => matches!(value, Value::Int(_)),
        Shape::OneOf(shapes) => shapes.iter().any(|shape| looks(value, *shape)),
        _ => is_scalar,
    }
}

/// The same, and the items of a list do, too.
fn fits(document: &Document<'_>, node: NodeId, shape: Shape) -> bool {
    let value = document.value(node);
    if let (Shape::List(item), Value::Sequence(items)) = (shape, value) {
        return items.iter().all(|node| looks(document.value(*node), *item));
    }
    looks(value, shape)
}
