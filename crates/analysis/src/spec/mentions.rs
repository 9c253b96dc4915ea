//! Names in the blocks of a spec, found by the shapes that the language gives its values.
//!
//! Fields, actions and steps are read one by one elsewhere. What all other blocks hold follows
//! from the tables of the language alone.

use specql_language::key::{Key, Name as What, Place, Shape};
use specql_language::pattern::{self, ParameterKind};
use specql_language::read_model::JOIN;
use specql_yaml::{Document, Entry, NodeId, Span, Value};

use super::read::{MAX_DEPTH, MAX_PARTS};
use super::{Mention, named};
use crate::expression::ast::Name;

/// Keys of the root that are read elsewhere.
const READ_ELSEWHERE: [&str; 5] = ["entity", "schema", "description", "fields", "actions"];

/// What is named in the blocks of a spec.
#[derive(Default)]
pub(super) struct Found {
    /// Names that stand for something.
    pub(super) mentions: Vec<Mention>,
    /// Names that may stand for something, in what is text otherwise.
    pub(super) asides: Vec<Mention>,
    /// Names that are given.
    pub(super) definitions: Vec<Mention>,
    /// Paths of other files.
    pub(super) paths: Vec<Name>,
    /// Those of them that the entity extends.
    pub(super) extends: Vec<Name>,
    /// Values that are expressions.
    pub(super) expressions: Vec<NodeId>,
}

/// Keys of the root in which there are names beside those that are read elsewhere.
const WITH_ASIDES: [&str; 2] = ["fields", "actions"];

/// All names in the blocks of a spec.
pub(super) fn mentions(document: &Document<'_>) -> Found {
    let mut found = below_keys(document, |name| !READ_ELSEWHERE.contains(&name));
    let extended = document.get(document.root(), "extends");
    let extended = extended.map_or(Span::at(0), |node| document.span(node));
    let is_extended =
        |path: &&Name| extended.start <= path.span.start && path.span.end <= extended.end;
    found.extends = found.paths.iter().filter(is_extended).cloned().collect();
    found
}

/// The names in fields and actions that nobody else reads.
pub(super) fn asides(document: &Document<'_>) -> Vec<Mention> {
    below_keys(document, |name| WITH_ASIDES.contains(&name)).mentions
}

fn below_keys(document: &Document<'_>, is_wanted: impl Fn(&str) -> bool) -> Found {
    let mut finder = Finder {
        document,
        found: Found::default(),
        budget: MAX_PARTS,
    };
    for entry in finder.entries(document.root()) {
        let name = document.value(entry.key).as_str().unwrap_or_default();
        if let Some(key) = Place::Root.key(name).filter(|_| is_wanted(name)) {
            let around = Around::of(key.name);
            finder.value(entry.value, key.shape, around);
        }
    }
    finder.found
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Around<'a> {
    /// Behind this key.
    key: &'static str,
    /// Below the name of this entity, whose fields are meant.
    of: Option<&'a Name>,
    /// Below the names of these references, to whose end fields are meant.
    through: &'a [Name],
    depth: usize,
}

impl Around<'_> {
    fn of(key: &'static str) -> Self {
        Self {
            key,
            of: None,
            through: &[],
            depth: 0,
        }
    }

    fn deeper(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }
}

struct Finder<'d> {
    document: &'d Document<'d>,
    found: Found,
    budget: usize,
}

impl<'d> Finder<'d> {
    fn entries(&self, node: NodeId) -> &'d [Entry] {
        match self.document.value(node) {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    fn items(&self, node: NodeId) -> &'d [NodeId] {
        match self.document.value(node) {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    fn value(&mut self, node: NodeId, shape: Shape, around: Around<'_>) {
        if self.budget == 0 || around.depth > MAX_DEPTH {
            return;
        }
        self.budget -= 1;
        match shape {
            Shape::Expression => self.found.expressions.push(node),
            Shape::Path => self.found.paths.extend(named(self.document, node)),
            Shape::Reference(what) => self.mention(node, what, around),
            Shape::Name(what) => self.definition(node, what, around),
            Shape::List(item) => {
                for node in self.items(node) {
                    self.value(*node, *item, around.deeper());
                }
            }
            Shape::Mapping(Place::Pattern) => self.pattern(node, around),
            Shape::Mapping(place) => self.mapping(node, place, around),
            Shape::Named(what, shape) => self.named(node, what, *shape, around),
            Shape::OneOf(shapes) => {
                if let Some(shape) = shapes.iter().find(|shape| self.fits(node, **shape)) {
                    self.value(node, *shape, around.deeper());
                }
            }
            _ => {}
        }
    }

    fn mapping(&mut self, node: NodeId, place: Place, around: Around<'_>) {
        let entries = self.entries(node);
        let document = self.document;
        let known = entries.iter().filter_map(|entry| {
            let name = document.value(entry.key).as_str().unwrap_or_default();
            Some((place.key(name)?, entry.value))
        });
        let known: Vec<(&'static Key, NodeId)> = known.collect();
        let other = self.other_entity(&known, place);
        for (key, value) in known {
            let below = Around {
                key: key.name,
                of: other.as_ref().or(around.of),
                ..around.deeper()
            };
            self.value(value, key.shape, below);
            if place == Place::ReadModel && key.name == "source" {
                self.joined(value, below);
            }
        }
    }

    /// `Invoice JOIN Customer`: entities with a word between them.
    fn joined(&mut self, node: NodeId, around: Around<'_>) {
        let Some(text) = named(self.document, node) else {
            return;
        };
        let length = text.span.end.saturating_sub(text.span.start) as usize;
        if length != text.text.len() {
            return;
        }
        let mut start = text.span.start as usize;
        for word in text.text.split(' ') {
            let span = Span::new(start, start + word.len());
            start += word.len() + 1;
            if !word.is_empty() && word != JOIN {
                self.found.asides.push(Mention {
                    what: What::Entity,
                    name: Name {
                        text: word.to_owned(),
                        span,
                    },
                    key: around.key,
                    of: None,
                    through: Vec::new(),
                });
            }
        }
    }

    /// A mapping whose keys are names: of something elsewhere, or given here.
    fn named(&mut self, node: NodeId, what: What, shape: Shape, around: Around<'_>) {
        for entry in self.entries(node) {
            let mut below = around.deeper();
            let mut through = Vec::new();
            if what == What::ReferenceField {
                self.mention(entry.key, what, around);
                through.extend_from_slice(around.through);
                through.extend(named(self.document, entry.key));
                below.through = &through;
            } else if what != What::PatternParameter {
                // Those of a pattern are given by the pattern.
                self.definition(entry.key, what, around);
            }
            self.value(entry.value, shape, below);
        }
    }

    /// `{type: pattern, params: {...}}`: what a parameter names, its table says.
    fn pattern(&mut self, node: NodeId, around: Around<'_>) {
        self.mapping(node, Place::Pattern, around);
        let kind = self.document.get(node, "type");
        let name = kind.and_then(|kind| self.document.value(kind).as_str());
        let Some(pattern) = name.and_then(pattern::pattern) else {
            return;
        };
        let params = self.document.get(node, "params");
        for entry in params.map_or(&[][..], |params| self.entries(params)) {
            let name = self.document.value(entry.key).as_str().unwrap_or_default();
            let Some(parameter) = pattern.parameter(name) else {
                continue;
            };
            let around = Around {
                key: parameter.name,
                ..around.deeper()
            };
            const FIELD: Shape = Shape::Reference(What::Field);
            let shape = match parameter.kind {
                ParameterKind::Field => FIELD,
                ParameterKind::Fields => Shape::List(&FIELD),
                ParameterKind::Entity => Shape::Reference(What::Entity),
                _ => continue,
            };
            self.value(entry.value, shape, around);
        }
    }

    fn mention(&mut self, node: NodeId, what: What, around: Around<'_>) {
        let mention = self.name(node, what, around);
        self.found.mentions.extend(mention);
    }

    fn definition(&mut self, node: NodeId, what: What, around: Around<'_>) {
        let definition = self.name(node, what, around);
        self.found.definitions.extend(definition);
    }

    fn name(&self, node: NodeId, what: What, around: Around<'_>) -> Option<Mention> {
        let name = named(self.document, node).filter(|name| !name.text.is_empty())?;
        Some(Mention {
            what,
            name,
            key: around.key,
            of: around.of.cloned(),
            through: around.through.to_vec(),
        })
    }

    /// The entity that a mapping names before it speaks of that one's fields: behind the first of
    /// its keys that may name one, in the order in which the language has them.
    fn other_entity(&self, known: &[(&'static Key, NodeId)], place: Place) -> Option<Name> {
        let is_entity = |shape: Shape| match shape {
            Shape::Reference(What::Entity) => true,
            Shape::OneOf(shapes) => shapes.contains(&Shape::Reference(What::Entity)),
            _ => false,
        };
        let naming = known.iter().filter(|(key, _)| is_entity(key.shape));
        let names = naming.filter_map(|(key, value)| Some((key, named(self.document, *value)?)));
        let (_, name) = names.min_by_key(|(key, _)| {
            let mut keys = place.keys().iter();
            keys.position(|other| other.name == key.name)
        })?;
        Some(name)
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
