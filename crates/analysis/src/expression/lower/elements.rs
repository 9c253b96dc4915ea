//! What stands side by side: in brackets, behind a word, or at the top of an expression.
//!
//! The tree has such parts in a row, with commas and words between them. Here they become one
//! expression, or one for each comma.

use specql_syntax::Kind;
use specql_yaml::Span;
use tree_sitter::Node;

use super::join::{self, Joiner};
use super::names;
use super::operand::operand;
use super::source::{Source, children, span};
use super::statement;
use crate::expression::ast::{
    Argument, Assignment, BinaryOperator, Expression, ExpressionKind, Subquery,
};

/// One of the things in a row.
pub(super) enum Item {
    /// An expression.
    Operand(Expression),
    /// An operator that stands alone.
    Operator(BinaryOperator, Span),
    /// `a = 1` in a `SET`.
    Assignment(Assignment),
    /// `a = 1` in the brackets of a call.
    Argument(Argument),
    /// `WHERE` with what belongs to it.
    Where(Expression),
    /// `,`
    Comma(Span),
    /// A word such as `FROM`.
    Word(Word, Span),
}

/// A word between expressions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Where,
    From,
    As,
    Other,
}

/// An expression that is all there is in its scalar.
pub(super) fn expression(source: &Source<'_>, node: Node<'_>) -> Expression {
    let items = items(source, &children(&node), 0);
    let whole = span(&node);
    let mut groups = split(items, whole);
    match groups.len() {
        0 | 1 => {
            let items = groups.pop().map(|group| group.items).unwrap_or_default();
            one(source, items, whole.start as usize)
        }
        _ => Expression {
            kind: ExpressionKind::Unreadable(
                groups
                    .into_iter()
                    .map(|group| group.into_one(source))
                    .collect(),
            ),
            span: whole,
        },
    }
}

/// The things that nodes in a row stand for. Brackets are left out: who has some, has seen them.
pub(super) fn items(source: &Source<'_>, nodes: &[Node<'_>], depth: usize) -> Vec<Item> {
    let mut items = Vec::new();
    for node in nodes {
        let at = span(node);
        items.push(match (Kind::of(node), node.kind()) {
            (Kind::Assignment, _) => Item::Assignment(statement::assignment(source, *node, depth)),
            (Kind::NamedArgument, _) => Item::Argument(statement::argument(source, *node, depth)),
            (Kind::WhereClause, _) => Item::Where(where_clause(source, *node, depth)),
            (Kind::Anonymous, "(" | ")") => continue,
            (Kind::Anonymous, ",") => Item::Comma(at),
            (Kind::Anonymous, "*") => Item::Operand(Expression {
                kind: ExpressionKind::Star,
                span: at,
            }),
            (Kind::Anonymous, "WHERE") => Item::Word(Word::Where, at),
            (Kind::Anonymous, "FROM") => Item::Word(Word::From, at),
            (Kind::Anonymous, "AS") => Item::Word(Word::As, at),
            (Kind::Anonymous, _) => Item::Word(Word::Other, at),
            _ => match lone_operator(source, node) {
                Some(operator) => Item::Operator(operator, at),
                None => Item::Operand(operand(source, *node, depth)),
            },
        });
    }
    items
}

/// The operator that a stray node is.
fn lone_operator(source: &Source<'_>, node: &Node<'_>) -> Option<BinaryOperator> {
    let is_stray = Kind::of(node) == Kind::Stray;
    is_stray.then(|| BinaryOperator::of_symbol(source.written(span(node))))?
}

/// The condition of a `WHERE`.
pub(super) fn where_clause(source: &Source<'_>, node: Node<'_>, depth: usize) -> Expression {
    let nodes = children(&node);
    let (word, rest) = nodes
        .split_first()
        .map_or((None, &[] as &[_]), |(word, rest)| (Some(word), rest));
    let at = word.map_or(node.end_byte(), Node::end_byte);
    one(source, items(source, rest, depth), at)
}

/// Things between two commas.
pub(super) struct Group {
    pub(super) items: Vec<Item>,
    /// Where they begin, also when there are none.
    pub(super) at: usize,
}

impl Group {
    pub(super) fn into_one(self, source: &Source<'_>) -> Expression {
        one(source, self.items, self.at)
    }
}

/// The things between commas. Nothing at all is no group; nothing behind the last comma is one.
pub(super) fn split(items: Vec<Item>, around: Span) -> Vec<Group> {
    if items.is_empty() {
        return Vec::new();
    }
    let mut groups = Vec::new();
    let mut group = Group {
        items: Vec::new(),
        at: around.start as usize,
    };
    for item in items {
        if let Item::Comma(comma) = item {
            let next = Group {
                items: Vec::new(),
                at: comma.end as usize,
            };
            groups.push(std::mem::replace(&mut group, next));
        } else {
            group.items.push(item);
        }
    }
    groups.push(group);
    groups
}

/// The one expression that things in a row are; `at` is where it has to be when there are none.
pub(super) fn one(source: &Source<'_>, items: Vec<Item>, at: usize) -> Expression {
    let mut joiner = Joiner::default();
    // What stands before the last `WHERE`.
    let mut before: Option<Joiner> = None;
    let mut start = at;
    for item in items {
        match item {
            Item::Operand(expression) => joiner.add(source, expression),
            Item::Operator(operator, span) => joiner.add_operator(operator, span),
            Item::Assignment(assignment) => {
                joiner.add(source, unreadable(assignment.span, vec![assignment.value]));
            }
            Item::Argument(argument) => {
                joiner.add(source, unreadable(argument.span, vec![argument.value]));
            }
            Item::Where(condition) => joiner.add_condition(condition),
            Item::Word(Word::Where, word) => {
                before = Some(with_condition(before, joiner, start));
                joiner = Joiner::default();
                start = word.end as usize;
            }
            Item::Comma(span) | Item::Word(_, span) => {
                joiner.add(source, unreadable(span, Vec::new()));
            }
        }
    }
    match before {
        None => joiner.finish(start),
        before => with_condition(before, joiner, start).finish(at),
    }
}

/// What stands before a `WHERE` with what stands behind it; just that when nothing stands before.
fn with_condition(before: Option<Joiner>, behind: Joiner, at: usize) -> Joiner {
    match before {
        None => behind,
        Some(mut before) => {
            before.add_condition(behind.finish(at));
            before
        }
    }
}

/// What stands in round brackets: a group, a list, or a query. A list of one needs no comma where
/// `is_list` says so.
pub(super) fn brackets(
    source: &Source<'_>,
    node: Node<'_>,
    is_list: bool,
    depth: usize,
) -> Expression {
    let whole = span(&node);
    let items = items(source, &children(&node), depth);
    if is_query(&items) {
        let kind = ExpressionKind::Subquery(query(source, items));
        return Expression { kind, span: whole };
    }
    let inside = Span::new(whole.start as usize + 1, whole.end as usize);
    let groups = split(items, inside);
    let mut parts: Vec<_> = groups
        .into_iter()
        .map(|group| group.into_one(source))
        .collect();
    let kind = if is_list || parts.len() > 1 {
        ExpressionKind::List(parts)
    } else {
        let nothing = || join::missing(inside.start as usize);
        ExpressionKind::Group(Box::new(parts.pop().unwrap_or_else(nothing)))
    };
    Expression { kind, span: whole }
}

pub(super) fn is_query(items: &[Item]) -> bool {
    items.first().is_some_and(|item| is_word(item, "SELECT"))
}

/// Whether a thing is this word, standing alone.
pub(super) fn is_word(item: &Item, word: &str) -> bool {
    let Item::Operand(Expression {
        kind: ExpressionKind::Name(name),
        ..
    }) = item
    else {
        return false;
    };
    name.eq_ignore_ascii_case(word)
}

/// A query, whose parts are not put in any order: it is SQL, and only looked through for names.
fn query(source: &Source<'_>, items: Vec<Item>) -> Subquery {
    let mut from = None;
    let mut is_behind_from = false;
    let mut parts = Vec::new();
    for item in items {
        let word = match &item {
            Item::Word(word, _) => Some(*word),
            _ => None,
        };
        match item {
            Item::Operand(expression) => {
                if is_behind_from && from.is_none() {
                    from = names::as_entity(source, &expression);
                }
                parts.push(expression);
            }
            Item::Assignment(assignment) => parts.push(assignment.value),
            Item::Argument(argument) => parts.push(argument.value),
            Item::Where(condition) => parts.push(condition),
            Item::Comma(_) | Item::Word(..) | Item::Operator(..) => {}
        }
        is_behind_from = word == Some(Word::From);
    }
    Subquery { from, parts }
}

pub(super) fn unreadable(span: Span, parts: Vec<Expression>) -> Expression {
    let kind = ExpressionKind::Unreadable(parts);
    Expression { kind, span }
}
