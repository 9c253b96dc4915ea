//! Names, paths and entities.

use specql_syntax::Kind;
use specql_yaml::Span;
use tree_sitter::Node;

use super::source::{Source, children, span};
use crate::expression::ast::{EntityName, Expression, ExpressionKind, Name, Path};

/// A path, from its node or from that of a single name.
pub(super) fn path(source: &Source<'_>, node: Node<'_>) -> Path {
    let span = span(&node);
    let mut parts = names(source, &children(&node), node.end_byte());
    if parts.is_empty() {
        parts.push(source.name(span));
    }
    Path { parts, span }
}

/// The names among nodes, with an empty one behind a dot at the end.
pub(super) fn names(source: &Source<'_>, nodes: &[Node<'_>], end: usize) -> Vec<Name> {
    let mut names = Vec::new();
    let mut is_open = false;
    for node in nodes {
        if Kind::of(node) == Kind::Identifier {
            names.push(source.name(span(node)));
            is_open = false;
        } else {
            is_open = node.kind() == ".";
        }
    }
    if is_open {
        names.push(nothing(end));
    }
    names
}

/// A name that is still to be typed.
pub(super) fn nothing(at: usize) -> Name {
    Name {
        text: String::new(),
        span: Span::at(at),
    }
}

/// An entity, from a node with its name in it.
pub(super) fn entity(source: &Source<'_>, node: Node<'_>) -> EntityName {
    entity_of(source, path(source, node))
}

/// A path read as the name of an entity: all behind the first dot belongs to the entity.
pub(super) fn entity_of(source: &Source<'_>, path: Path) -> EntityName {
    let span = path.span;
    let mut parts = path.parts.into_iter();
    let first = parts.next().unwrap_or_else(|| nothing(span.end as usize));
    let Some(second) = parts.next() else {
        return EntityName {
            schema: None,
            name: first,
            span,
        };
    };
    let last = parts.last().map_or(second.span, |last| last.span);
    let name = source.name(second.span.to(last));
    EntityName {
        schema: Some(first),
        name,
        span,
    }
}

/// An expression read as the name of an entity, when it can be one.
pub(super) fn as_entity(source: &Source<'_>, expression: &Expression) -> Option<EntityName> {
    as_path(expression).map(|path| entity_of(source, path))
}

/// A name or path as a path; none for all other expressions.
pub(super) fn as_path(expression: &Expression) -> Option<Path> {
    let span = expression.span;
    match &expression.kind {
        ExpressionKind::Name(text) => {
            let parts = vec![Name {
                text: text.clone(),
                span,
            }];
            Some(Path { parts, span })
        }
        ExpressionKind::Path(path) => Some(path.clone()),
        _ => None,
    }
}
