//! From values and tree to a spec.

use specql_syntax::{Language, Tree};
use specql_yaml::{Document, Entry, NodeId, Span, Value};
use tree_sitter::Node;

use super::places::{Places, Written};
use super::{Content, Spec, mentions, named};
use crate::expression::ast::{Expression, Name, TypeExpression};
use crate::expression::lower;

/// Deeper than this, collections are not looked into: an alias may hold itself.
pub(super) const MAX_DEPTH: usize = 64;

/// So many steps and names are read: aliases let a short text have endless ones.
pub(super) const MAX_PARTS: usize = 100_000;

/// Reads the spec of a text. Its tree is asked for only where something is not written plainly.
pub(super) fn spec<'d>(
    document: &'d Document<'d>,
    text: &'d str,
    tree: &'d dyn Fn() -> &'d Tree,
) -> Spec {
    read(document, text, tree, Places::of(document, text))
}

/// The same, with nothing taken for plain.
#[cfg(test)]
pub(super) fn spec_by_tree<'d>(
    document: &'d Document<'d>,
    text: &'d str,
    tree: &'d dyn Fn() -> &'d Tree,
) -> Spec {
    read(document, text, tree, Places::unknown(document, text))
}

fn read<'d>(
    document: &'d Document<'d>,
    text: &'d str,
    tree: &'d dyn Fn() -> &'d Tree,
    places: Places<'d>,
) -> Spec {
    let mut reader = Reader {
        document,
        text,
        tree,
        places,
        budget: MAX_PARTS,
    };
    let root = document.root();
    let mut spec = Spec::default();
    reader.header(root, &mut spec);
    spec.actions = reader.actions(root);
    let found = mentions::mentions(document);
    spec.mentions = found.mentions;
    spec.definitions = found.definitions;
    spec.paths = found.paths;
    spec.extends = found.extends;
    spec.asides = found.asides;
    spec.asides.extend(mentions::asides(document));
    let expressions = found.expressions.into_iter();
    spec.expressions = expressions
        .filter_map(|node| reader.expression(node))
        .collect();
    spec
}

pub(super) struct Reader<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) text: &'d str,
    tree: &'d dyn Fn() -> &'d Tree,
    places: Places<'d>,
    /// So many parts may still be read.
    pub(super) budget: usize,
}

impl<'d> Reader<'d> {
    fn header(&mut self, root: NodeId, spec: &mut Spec) {
        let Some(entity) = self.get(root, "entity") else {
            // Half-typed: the entity's name is still to come.
            spec.fields = self.fields_below(&[root]);
            return;
        };
        let is_complex = matches!(self.document.value(entity), Value::Mapping(_));
        let places: &[NodeId] = if is_complex { &[entity, root] } else { &[root] };
        let name = if is_complex {
            self.get(entity, "name")
        } else {
            Some(entity)
        };
        let first = |key: &str| places.iter().find_map(|place| self.get(*place, key));
        spec.entity = name.and_then(|name| self.name(name));
        spec.schema = first("schema").and_then(|node| self.name(node));
        spec.description = first("description").and_then(|node| self.name(node));
        spec.fields = self.fields_below(places);
    }

    fn fields_below(&mut self, places: &[NodeId]) -> Vec<super::Field> {
        let fields = places.iter().find_map(|place| self.get(*place, "fields"));
        fields.map_or_else(Vec::new, |fields| self.fields(fields))
    }

    // What the other modules build on.

    pub(super) fn get(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        self.document.get(mapping, key)
    }

    pub(super) fn entries(&self, node: NodeId) -> &'d [Entry] {
        match self.document.value(node) {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self, node: NodeId) -> &'d [NodeId] {
        match self.document.value(node) {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    pub(super) fn span(&self, node: NodeId) -> Span {
        self.document.span(node)
    }

    /// A name that is not empty.
    pub(super) fn name(&self, node: NodeId) -> Option<Name> {
        named(self.document, node).filter(|name| !name.text.is_empty())
    }

    pub(super) fn name_of(&self, mapping: NodeId, key: &str) -> Option<Name> {
        self.get(mapping, key).and_then(|node| self.name(node))
    }

    /// The node of the tree that a value stands in.
    fn tree_node(&self, node: NodeId) -> Option<Node<'d>> {
        let span = self.span(node);
        let (start, end) = (span.start as usize, span.end as usize);
        let mut found = (self.tree)()
            .root()
            .named_descendant_for_byte_range(start, end)?;
        // The outermost of the nodes that are as large.
        while let Some(parent) = found.parent() {
            if parent.byte_range() != found.byte_range() {
                break;
            }
            found = parent;
        }
        Some(found)
    }

    pub(super) fn type_expression(&self, node: NodeId) -> Option<TypeExpression> {
        match self.places.written_at(node) {
            Written::In(Language::Type, scalar) => {
                let read = scalar.type_expression();
                read.or_else(|| lower::type_expression(self.tree_node(node)?, self.text))
            }
            Written::In(..) | Written::Otherwise => None,
            Written::Unknown => lower::type_expression(self.tree_node(node)?, self.text),
        }
    }

    pub(super) fn expression(&self, node: NodeId) -> Option<Expression> {
        match self.places.written_at(node) {
            Written::In(Language::Expression, scalar) => {
                let read = scalar.expression();
                read.or_else(|| lower::expression(self.tree_node(node)?, self.text))
            }
            Written::In(..) | Written::Otherwise => None,
            Written::Unknown => lower::expression(self.tree_node(node)?, self.text),
        }
    }

    /// The statement, call or expression that a value is.
    pub(super) fn content(&self, node: NodeId) -> Option<Content> {
        let plain = match self.places.written_at(node) {
            Written::In(Language::Statement, scalar) => {
                let statement = scalar.statement();
                statement.map(|statement| Content::Statement(Box::new(statement)))
            }
            Written::In(Language::Call, scalar) => scalar.call().map(Content::Call),
            Written::In(Language::Expression, scalar) => {
                scalar.expression().map(Content::Expression)
            }
            Written::In(Language::Type, _) | Written::Otherwise => return None,
            Written::Unknown => None,
        };
        plain.or_else(|| {
            let node = self.tree_node(node)?;
            if let Some(statement) = lower::statement(node, self.text) {
                return Some(Content::Statement(Box::new(statement)));
            }
            if let Some(call) = lower::call(node, self.text) {
                return Some(Content::Call(call));
            }
            lower::expression(node, self.text).map(Content::Expression)
        })
    }

    /// Counts a part; false when there are too many.
    pub(super) fn may_go_on(&mut self, depth: usize) -> bool {
        let may = self.budget > 0 && depth < MAX_DEPTH;
        self.budget = self.budget.saturating_sub(1);
        may
    }
}
