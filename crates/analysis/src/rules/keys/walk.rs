//! A walk through a document along the shapes that the language gives its values.

use rustc_hash::FxHashSet;
use specql_language::key::{Key, Place, Shape};
use specql_language::{Effect, Target};
use specql_syntax::marks;
use specql_yaml::{Document, Error, NodeId, Span, Value};

use crate::rules::Context;

/// Deeper than this nothing is looked at: an alias may hold itself.
const MAX_DEPTH: usize = 64;

/// So many values are looked at: aliases let a short text have endless ones.
const MAX_PARTS: usize = 20_000;

/// Something that a walk comes by.
#[derive(Clone, Copy)]
pub(in crate::rules) enum Seen {
    /// A mapping with the keys of a place.
    Mapping {
        /// Which keys may stand in it.
        place: Place,
        /// The mapping.
        node: NodeId,
    },
    /// A value, with the shape that it should have.
    Value {
        /// The key that it stands behind, perhaps in lists and mappings of the author's.
        key: &'static Key,
        /// Where that key stands.
        place: Place,
        /// What it should look like; of several shapes the one that it has.
        shape: Shape,
        /// The value.
        node: NodeId,
        /// Whether it belongs to another entity than that of the file.
        is_foreign: bool,
    },
}

/// Everything in a spec whose shape is known, in the order of the text.
///
/// What SpecQL 0.8.7 passes over is not looked into: one message about its key says it all.
pub(in crate::rules) fn walk(context: &Context<'_>) -> Vec<Seen> {
    let mut walker = Walker {
        document: context.document,
        target: context.target,
        seen: Vec::new(),
        known: FxHashSet::default(),
        budget: MAX_PARTS,
    };
    walker.mapping(Place::Root, context.document.root(), false, 0);
    walker.seen
}

/// What a value stands behind.
#[derive(Clone, Copy)]
struct Behind {
    key: &'static Key,
    place: Place,
    is_foreign: bool,
}

struct Walker<'d> {
    document: &'d Document<'d>,
    target: Target,
    seen: Vec<Seen>,
    /// The mappings that were looked into: an alias brings one more than once.
    known: FxHashSet<(NodeId, Place)>,
    budget: usize,
}

impl Walker<'_> {
    fn mapping(&mut self, place: Place, node: NodeId, is_foreign: bool, depth: usize) {
        let document = self.document;
        let Value::Mapping(entries) = document.value(node) else {
            return;
        };
        if !self.known.insert((node, place)) {
            return;
        }
        self.seen.push(Seen::Mapping { place, node });
        for entry in entries {
            let name = document.value(entry.key).as_str().unwrap_or_default();
            let Some(key) = place.key(name).filter(|key| self.is_read(key)) else {
                continue;
            };
            let behind = Behind {
                key,
                place,
                is_foreign: is_foreign || place == Place::IncludeRelation,
            };
            self.value(entry.value, key.shape, behind, depth + 1);
        }
    }

    fn is_read(&self, key: &Key) -> bool {
        key.target <= self.target && (key.effect != Effect::Ignored || key.target == Target::Next)
    }

    fn value(&mut self, node: NodeId, shape: Shape, behind: Behind, depth: usize) {
        if self.budget == 0 || depth > MAX_DEPTH {
            return;
        }
        self.budget -= 1;
        let document = self.document;
        let shape = self.fitting(node, shape);
        self.seen.push(Seen::Value {
            key: behind.key,
            place: behind.place,
            shape,
            node,
            is_foreign: behind.is_foreign,
        });
        match (shape, document.value(node)) {
            (Shape::Mapping(place), _) => {
                self.mapping(place, node, behind.is_foreign, depth);
            }
            (Shape::List(item), Value::Sequence(items)) => {
                for node in items {
                    self.value(*node, *item, behind, depth + 1);
                }
            }
            (Shape::Named(_, shape), Value::Mapping(entries)) => {
                for entry in entries {
                    self.value(entry.value, *shape, behind, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Of several shapes the first that a value has, by its outermost form; else as it is.
    fn fitting(&self, node: NodeId, shape: Shape) -> Shape {
        let Shape::OneOf(shapes) = shape else {
            return shape;
        };
        let fits = shapes
            .iter()
            .find(|shape| fits(self.document, node, **shape));
        fits.map_or(shape, |found| self.fitting(node, *found))
    }
}

/// Whether a value may be of a shape, by its outermost form.
pub(in crate::rules) fn fits(document: &Document<'_>, node: NodeId, shape: Shape) -> bool {
    let value = document.value(node);
    match shape {
        Shape::Any => true,
        Shape::Mapping(_) | Shape::Named(..) => matches!(value, Value::Mapping(_)),
        Shape::List(_) => matches!(value, Value::Sequence(_)),
        Shape::OneOf(shapes) => shapes.iter().any(|shape| fits(document, node, *shape)),
        Shape::Boolean => matches!(value, Value::Bool(_)),
        _ => !matches!(value, Value::Mapping(_) | Value::Sequence(_)),
    }
}

/// The lines that the YAML rules have something to say about: their words are half-typed.
pub(in crate::rules) struct Broken(Vec<Span>);

impl Broken {
    pub(in crate::rules) fn of(context: &Context<'_>) -> Self {
        if context.is_yaml {
            return Self(Vec::new());
        }
        let marks = marks(context.tree()).into_iter().map(|mark| mark.span);
        let errors = context.tolerant_errors();
        Self(marks.chain(errors.iter().map(Error::span)).collect())
    }

    /// Whether a mistake in the YAML stands in the same line.
    pub(in crate::rules) fn has(&self, context: &Context<'_>, span: Span) -> bool {
        let before = context.source(Span::new(0, span.start as usize));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let behind = context.source(Span::new(span.end as usize, context.text.len()));
        let end = span.end as usize + behind.find('\n').unwrap_or(behind.len());
        let touches = |bad: &Span| bad.start as usize <= end && bad.end as usize >= start;
        self.0.iter().any(touches)
    }
}

/// Whether SpecQL 0.8.7 refuses what stands at a place: other rules say so.
pub(in crate::rules) fn is_refused(context: &Context<'_>, span: Span) -> bool {
    let mut refusals = context.reading.refusals.iter();
    refusals.any(|refusal| refusal.span == span)
}

/// Whether SpecQL 0.8.7 refuses something that stands inside of a place.
pub(in crate::rules) fn has_refused(context: &Context<'_>, around: Span) -> bool {
    let mut refusals = context.reading.refusals.iter();
    refusals.any(|refusal| around.start <= refusal.span.start && refusal.span.end <= around.end)
}
