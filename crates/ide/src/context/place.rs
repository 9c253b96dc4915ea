//! The way from the top of a text down to a place, and what the language has for it.

use std::collections::BTreeSet;

use specql_analysis::HalfTyped;
use specql_language::key::{Key, Name, Shape};
use specql_language::pattern::{self, Parameter, ParameterKind};
use specql_syntax::Kind;
use specql_yaml::Span;
use tree_sitter::Node;

use super::{Above, Keys, Spot, ValueSpot, line_start};

/// What may stand at a word of a text.
pub(super) fn spot(half: &HalfTyped, word: Span, root: Option<Shape>) -> Spot {
    let mut way = Way {
        text: half.text(),
        word,
        expected: root.into_iter().collect(),
        key: None,
        is_item: false,
        spot: Spot::default(),
    };
    way.down(half.tree().root());
    way.spot
}

struct Way<'t> {
    text: &'t str,
    word: Span,
    /// What may stand here.
    expected: Vec<Shape>,
    /// Behind this key.
    key: Option<&'static Key>,
    /// In an item of a list.
    is_item: bool,
    spot: Spot,
}

impl<'t> Way<'t> {
    fn down(&mut self, root: Node<'t>) {
        let mut node = root;
        loop {
            let next = match Kind::of(&node) {
                Kind::BlockMapping | Kind::FlowMapping => self.mapping(node),
                Kind::BlockSequence | Kind::FlowSequence => self.sequence(node),
                Kind::Stream | Kind::Document | Kind::DecoratedNode => self.child(node),
                Kind::BlockSequenceItem => self.child(node),
                _ => return self.scalar(node),
            };
            match next {
                Some(next) => node = next,
                None => return,
            }
        }
    }

    fn child(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut cursor = node.walk();
        cursor.goto_first_child_for_byte(self.word.start as usize)?;
        let child = cursor.node();
        (child.start_byte() <= self.word.start as usize).then_some(child)
    }

    // Mappings

    fn mapping(&mut self, node: Node<'t>) -> Option<Node<'t>> {
        self.spot.is_flow |= Kind::of(&node) == Kind::FlowMapping;
        self.spot.items.clear();
        let child = self.child(node)?;
        let siblings = self.siblings(node, child);
        let shapes = flat(&self.expected);
        let shapes = shapes.filter(|shape| matches!(shape, Shape::Mapping(_) | Shape::Named(..)));
        let shapes: Vec<Shape> = shapes.collect();
        let is_pair = matches!(Kind::of(&child), Kind::Pair | Kind::FlowPair);
        let key = child.child_by_field_name("key").unwrap_or(child);
        let is_in_key = self.word.start as usize <= key.end_byte() || !is_pair;
        if is_in_key {
            self.key_spot(shapes, siblings, is_pair, key);
            return None;
        }
        let name = self.name(key);
        self.enter(&shapes, name, siblings);
        // The value, or what stands where it belongs.
        self.child(child)
    }

    fn key_spot(
        &mut self,
        shapes: Vec<Shape>,
        siblings: Vec<(String, String)>,
        has_colon: bool,
        key: Node<'t>,
    ) {
        let present = siblings.iter().map(|(name, _)| name.clone()).collect();
        self.above(&shapes, None, siblings);
        self.spot.keys = Some(Keys {
            shapes,
            present,
            has_colon,
            column: self.column(key.start_byte()),
            is_likely: false,
        });
    }

    /// Goes behind a key.
    fn enter(&mut self, shapes: &[Shape], name: String, siblings: Vec<(String, String)>) {
        self.key = None;
        self.is_item = false;
        let mut below = Vec::new();
        for shape in shapes {
            match shape {
                Shape::Mapping(place) => {
                    if let Some(key) = place.key(&name) {
                        self.key = self.key.or(Some(key));
                        below.push(key.shape);
                    }
                }
                Shape::Named(Name::PatternParameter, shape) => {
                    let parameter = self.pattern().and_then(|known| known.parameter(&name));
                    below.push(parameter.map_or(**shape, shape_of));
                }
                Shape::Named(_, shape) => below.push(**shape),
                _ => {}
            }
        }
        self.above(shapes, Some(name), siblings);
        self.expected = below;
    }

    fn above(&mut self, shapes: &[Shape], key: Option<String>, siblings: Vec<(String, String)>) {
        let place = shapes.iter().find_map(|shape| match shape {
            Shape::Mapping(place) => Some(*place),
            _ => None,
        });
        let names = shapes.iter().find_map(|shape| match shape {
            Shape::Named(name, _) => Some(*name),
            _ => None,
        });
        self.spot.above.push(Above {
            place,
            key,
            names: names.filter(|_| place.is_none()),
            siblings,
        });
    }

    /// The pattern whose parameters the mapping below is for.
    fn pattern(&self) -> Option<&'static pattern::Pattern> {
        self.spot.above.last()?.pattern()
    }

    /// The keys of a mapping with their values, but for one pair.
    fn siblings(&self, mapping: Node<'t>, but: Node<'t>) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut cursor = mapping.walk();
        for pair in mapping.named_children(&mut cursor) {
            if pair.id() == but.id() {
                continue;
            }
            let key = match Kind::of(&pair) {
                Kind::Pair | Kind::FlowPair | Kind::IncompletePair => {
                    pair.child_by_field_name("key").unwrap_or(pair)
                }
                Kind::PlainScalar | Kind::QuotedScalar => pair,
                _ => continue,
            };
            let value = pair.child_by_field_name("value");
            let value = value.filter(|value| !is_collection(value));
            let value = value.map(|value| self.name(value)).unwrap_or_default();
            found.push((self.name(key), value));
        }
        found
    }

    // Sequences

    fn sequence(&mut self, node: Node<'t>) -> Option<Node<'t>> {
        self.spot.is_flow |= Kind::of(&node) == Kind::FlowSequence;
        self.expected = items(&self.expected);
        self.is_item = true;
        let child = self.child(node)?;
        self.spot.items = self.items(node, child);
        self.spot.is_first = node
            .named_child(0)
            .is_some_and(|first| first.id() == child.id());
        if Kind::of(&child) == Kind::IncompletePair {
            self.spot.misses_dash = true;
            let column = self.column(child.start_byte()) + 2;
            self.either(child, column);
            return None;
        }
        Some(child)
    }

    /// The scalars of a list, but for one item.
    fn items(&self, sequence: Node<'t>, but: Node<'t>) -> BTreeSet<String> {
        let mut cursor = sequence.walk();
        let items = sequence.named_children(&mut cursor);
        let items = items
            .filter(|item| item.id() != but.id())
            .filter_map(|item| {
                let value = match Kind::of(&item) {
                    Kind::BlockSequenceItem => item.named_child(0)?,
                    _ => item,
                };
                (!is_collection(&value)).then(|| self.name(value))
            });
        items.collect()
    }

    // Scalars

    fn scalar(&mut self, node: Node<'t>) {
        let is_inside = node.start_byte() <= self.word.start as usize
            && self.word.end as usize <= node.end_byte();
        if !is_inside {
            return;
        }
        let column = self.column(node.start_byte());
        if self.begins_line(node) && !self.spot.is_flow {
            let is_list = |shape: &Shape| matches!(shape, Shape::List(_));
            let shapes: Vec<Shape> = flat(&self.expected).collect();
            if shapes.iter().any(is_list) && !shapes.iter().any(is_mapping) {
                self.expected = items(&self.expected);
                self.spot.misses_dash = true;
                self.either(node, column + 2);
                return;
            }
        }
        self.either(node, column);
    }

    /// A word that may become a key as well as a value.
    fn either(&mut self, node: Node<'t>, column: usize) {
        let shapes: Vec<Shape> = flat(&self.expected).collect();
        let maps: Vec<Shape> = shapes.iter().copied().filter(is_mapping).collect();
        let may_be_key = self.word.start as usize == node.start_byte()
            && Kind::of(&node) != Kind::QuotedScalar
            && (self.begins_line(node) || self.spot.misses_dash);
        if may_be_key && !maps.is_empty() {
            self.above(&maps, None, Vec::new());
            self.spot.keys = Some(Keys {
                shapes: maps,
                present: BTreeSet::new(),
                has_colon: false,
                column,
                is_likely: !self.is_item && !self.spot.is_flow,
            });
        }
        let values = shapes.into_iter().filter(|shape| !is_mapping(shape));
        let (content, quote) = self.content(node);
        self.spot.value = Some(ValueSpot {
            shapes: values.collect(),
            key: self.key,
            content,
            quote,
        });
    }

    /// What stands in a scalar, without what is around it.
    fn content(&self, node: Node<'t>) -> (Span, Option<char>) {
        let (start, end) = (node.start_byte(), node.end_byte());
        let text = self.text.get(start..end).unwrap_or_default();
        match Kind::of(&node) {
            Kind::QuotedScalar | Kind::SingleQuotedScalar | Kind::DoubleQuotedScalar => {
                let quote = text.chars().next();
                let is_closed = text.len() > 1 && quote.is_some_and(|quote| text.ends_with(quote));
                let end = if is_closed { end - 1 } else { end };
                (Span::new(start + 1, end), quote)
            }
            Kind::BlockScalar => {
                let header = text.find('\n').map_or(text.len(), |at| at + 1);
                (Span::new(start + header, end), None)
            }
            _ => (Span::new(start, end), None),
        }
    }

    /// Whether nothing but the beginning of an item stands before it on its line.
    fn begins_line(&self, node: Node<'t>) -> bool {
        let start = node.start_byte();
        let line = line_start(self.text, start);
        let before = self.text.get(line..start).unwrap_or_default();
        before.chars().all(|c| c == ' ' || c == '-')
    }

    fn column(&self, offset: usize) -> usize {
        let line = line_start(self.text, offset);
        self.text
            .get(line..offset)
            .map_or(0, |before| before.chars().count())
    }

    /// A scalar as it is meant.
    fn name(&self, node: Node<'t>) -> String {
        let (span, _) = self.content(node);
        let text = self.text.get(span.range()).unwrap_or_default();
        text.trim_matches(['"', '\'']).to_owned()
    }
}

impl Above {
    /// The pattern that is named in this mapping.
    pub(crate) fn pattern(&self) -> Option<&'static pattern::Pattern> {
        let named = |key: &str| {
            let mut siblings = self.siblings.iter();
            siblings
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.as_str())
        };
        let of_action = named("pattern").and_then(pattern::action_pattern);
        of_action.or_else(|| named("type").and_then(pattern::pattern))
    }
}

/// What the value of a pattern's parameter looks like.
pub(crate) fn shape_of(parameter: &Parameter) -> Shape {
    match parameter.kind {
        ParameterKind::Boolean => Shape::Boolean,
        ParameterKind::Integer => Shape::Integer,
        ParameterKind::Choice(choices) => Shape::Choice(choices),
        ParameterKind::Field => Shape::Reference(Name::Field),
        ParameterKind::Fields => Shape::List(&Shape::Reference(Name::FieldPath)),
        ParameterKind::Entity => Shape::Reference(Name::Entity),
        _ => Shape::Any,
    }
}

fn is_mapping(shape: &Shape) -> bool {
    matches!(shape, Shape::Mapping(_) | Shape::Named(..))
}

fn is_collection(node: &Node<'_>) -> bool {
    matches!(
        Kind::of(node),
        Kind::BlockMapping | Kind::FlowMapping | Kind::BlockSequence | Kind::FlowSequence
    )
}

/// Shapes with their choices laid open.
fn flat(shapes: &[Shape]) -> impl Iterator<Item = Shape> {
    let mut open: Vec<Shape> = shapes.iter().rev().copied().collect();
    std::iter::from_fn(move || {
        loop {
            match open.pop()? {
                Shape::OneOf(shapes) => open.extend(shapes.iter().rev()),
                shape => return Some(shape),
            }
        }
    })
}

fn items(shapes: &[Shape]) -> Vec<Shape> {
    let item = |shape| match shape {
        Shape::List(item) => Some(*item),
        _ => None,
    };
    flat(shapes).filter_map(item).collect()
}
