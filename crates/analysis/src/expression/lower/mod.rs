//! From the syntax tree to what is written.
//!
//! Every text has a tree and every tree can be read: what is half typed or makes no sense becomes
//! a part that says so. Nothing here fails.

mod elements;
mod join;
mod names;
mod operand;
mod source;
mod statement;
mod types;

use specql_syntax::Kind;
use specql_yaml::Span;
use tree_sitter::Node;

use self::source::Source;
use super::ast::{CallExpression, Expression, ExpressionKind, Statement, TypeExpression, TypeKind};

/// How deep expressions and types are read. No sensible text comes near, and deeper ones would
/// not fit on the stacks of those who walk through what is read.
const MAX_DEPTH: usize = 200;

/// The type in a node of the kind `type`, or in the scalar around one. None when there is none.
#[must_use]
pub fn type_expression(node: Node<'_>, text: &str) -> Option<TypeExpression> {
    Some(match find(node, Kind::Type, text)? {
        Found::Inner(node, source) => types::type_expression(&source, node),
        Found::Nothing(span) => TypeExpression {
            kind: TypeKind::Missing,
            required: None,
            optional: None,
            default: None,
            stray: Vec::new(),
            span,
        },
    })
}

/// The expression in a node of the kind `expression`, or in the scalar around one. None when
/// there is none.
#[must_use]
pub fn expression(node: Node<'_>, text: &str) -> Option<Expression> {
    Some(match find(node, Kind::Expression, text)? {
        Found::Inner(node, source) => elements::expression(&source, node),
        Found::Nothing(span) => Expression {
            kind: ExpressionKind::Missing,
            span,
        },
    })
}

/// The statement in a node of the kind `statement`, or in the scalar around one. None when there
/// is none.
#[must_use]
pub fn statement(node: Node<'_>, text: &str) -> Option<Statement> {
    Some(match find(node, Kind::Statement, text)? {
        Found::Inner(node, source) => statement::statement(&source, node),
        Found::Nothing(span) => Statement::empty(span),
    })
}

/// The call in a node of the kind `call_statement`, or in the scalar around one. None when there
/// is none.
#[must_use]
pub fn call(node: Node<'_>, text: &str) -> Option<CallExpression> {
    Some(match find(node, Kind::CallStatement, text)? {
        Found::Inner(node, source) => statement::call(&source, node),
        Found::Nothing(span) => CallExpression {
            function: None,
            arguments: Vec::new(),
            brackets: None,
            stray: Vec::new(),
            span,
        },
    })
}

/// What a scalar holds.
enum Found<'t> {
    /// A text in one of SpecQL's languages.
    Inner(Node<'t>, Source<'t>),
    /// Quotes with nothing between them, or a block without a line: the place inside.
    Nothing(Span),
}

fn find<'t>(node: Node<'t>, wanted: Kind, text: &'t str) -> Option<Found<'t>> {
    let kind = Kind::of(&node);
    if kind == wanted {
        let around = node.parent();
        let source = around.map_or_else(|| Source::plain(text), |around| Source::of(around, text));
        return Some(Found::Inner(node, source));
    }
    let mut cursor = node.walk();
    let mut inside = node
        .named_children(&mut cursor)
        .filter(|child| !child.is_extra());
    match kind {
        Kind::QuotedScalar | Kind::BlockScalar => {
            let mut empty_at = node.end_byte();
            for child in inside {
                match Kind::of(&child) {
                    Kind::Quote | Kind::UnclosedQuote | Kind::BlockHeader => {
                        empty_at = empty_at.min(child.end_byte());
                    }
                    found if found == wanted => {
                        return Some(Found::Inner(child, Source::of(node, text)));
                    }
                    _ => return None,
                }
            }
            Some(Found::Nothing(Span::at(empty_at)))
        }
        // Behind the anchor or tag stands one value, which is not decorated again.
        Kind::DecoratedNode => inside
            .find(|child| {
                !matches!(
                    Kind::of(child),
                    Kind::Anchor | Kind::Tag | Kind::DecoratedNode
                )
            })
            .and_then(|value| find(value, wanted, text)),
        _ => None,
    }
}
