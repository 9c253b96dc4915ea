//! Single expressions.

use specql_syntax::Kind;
use specql_yaml::Span;
use tree_sitter::Node;

use super::MAX_DEPTH;
use super::elements::{Group, Item, Word, brackets, items, one, split, unreadable};
use super::join::{existing, missing, open_test, question_mark};
use super::names::{self, as_entity};
use super::source::{Source, children, span};
use crate::expression::ast::{
    BinaryOperator, Branch, Call, Exists, Expression, ExpressionKind, Literal, Mark, Parameter,
    Path, Test, UnaryOperator,
};

/// The expression that a node is.
pub(super) fn operand(source: &Source<'_>, node: Node<'_>, depth: usize) -> Expression {
    let at = span(&node);
    if depth > MAX_DEPTH {
        return unreadable(at, Vec::new());
    }
    let depth = depth + 1;
    let kind = match Kind::of(&node) {
        Kind::Identifier => ExpressionKind::Name(source.written(at).to_owned()),
        Kind::Path => ExpressionKind::Path(names::path(source, node)),
        Kind::Parameter => ExpressionKind::Parameter(parameter(source, node)),
        Kind::Number => ExpressionKind::Literal(Literal::Number(source.written(at).to_owned())),
        Kind::String | Kind::UnclosedString => ExpressionKind::Literal(source.string(&node)),
        Kind::True => ExpressionKind::Literal(Literal::Boolean(true)),
        Kind::False => ExpressionKind::Literal(Literal::Boolean(false)),
        Kind::Null => ExpressionKind::Literal(Literal::Null),
        Kind::BinaryExpression => binary(source, node, depth),
        Kind::BetweenExpression => between(source, node, depth),
        Kind::UnaryExpression => unary(source, node, depth),
        Kind::ParenthesizedExpression => return brackets(source, node, false, depth),
        Kind::FunctionCall => call(source, node, depth),
        Kind::CaseExpression => case(source, node, depth),
        Kind::CastExpression => cast(source, node, depth),
        Kind::Stray if source.written(at) == "?" => return question_mark(at),
        _ => ExpressionKind::Unreadable(Vec::new()),
    };
    Expression { kind, span: at }
}

/// The expression of a field of a node; missing, and where, when there is none.
pub(super) fn field(
    source: &Source<'_>,
    node: Node<'_>,
    name: &str,
    at: usize,
    depth: usize,
) -> Expression {
    let child = node.child_by_field_name(name);
    child.map_or_else(|| missing(at), |child| operand(source, child, depth))
}

fn boxed_field(source: &Source<'_>, node: Node<'_>, name: &str, depth: usize) -> Box<Expression> {
    Box::new(field(source, node, name, node.end_byte(), depth))
}

fn parameter(source: &Source<'_>, node: Node<'_>) -> Parameter {
    let nodes = children(&node);
    let whole = span(&node);
    let mark = match source.written(whole).chars().next() {
        Some(':') => Mark::Colon,
        Some('?') => Mark::Question,
        _ => Mark::Dollar,
    };
    // The mark and the first name are one token, which has no node of its own.
    let first_end = nodes.first().map_or(whole.end as usize, Node::start_byte);
    let start = (whole.start as usize + 1).min(first_end);
    let mut parts = vec![source.name(Span::new(start, first_end))];
    parts.extend(names::names(source, &nodes, whole.end as usize));
    Parameter { mark, parts }
}

fn unary(source: &Source<'_>, node: Node<'_>, depth: usize) -> ExpressionKind {
    let operator = node.child_by_field_name("operator");
    let operator = match operator.map(|operator| operator.kind()) {
        Some("EXISTS") => return ExpressionKind::Exists(exists(source, node, depth)),
        Some("NOT") => UnaryOperator::Not,
        Some("DISTINCT") => UnaryOperator::Distinct,
        _ => UnaryOperator::Negate,
    };
    let operand = boxed_field(source, node, "argument", depth);
    ExpressionKind::Unary { operator, operand }
}

fn exists(source: &Source<'_>, node: Node<'_>, depth: usize) -> Exists {
    let argument = node.child_by_field_name("argument");
    let in_brackets =
        argument.filter(|argument| Kind::of(argument) == Kind::ParenthesizedExpression);
    let Some(argument) = in_brackets else {
        return existing(source, *boxed_field(source, node, "argument", depth));
    };
    let inside = items(source, &children(&argument), depth);
    if let [Item::Operand(entity), Item::Word(Word::Where, _), ..] | [Item::Operand(entity)] =
        inside.as_slice()
        && let Some(entity) = as_entity(source, entity)
    {
        let mut condition = None;
        let mut inside = inside.into_iter().skip(1);
        if let Some(Item::Word(_, word)) = inside.next() {
            let rest = inside.collect();
            condition = Some(Box::new(one(source, rest, word.end as usize)));
        }
        return Exists::Entity { entity, condition };
    }
    Exists::Other(Box::new(brackets(source, argument, false, depth)))
}

fn between(source: &Source<'_>, node: Node<'_>, depth: usize) -> ExpressionKind {
    let nodes = children(&node);
    ExpressionKind::Between {
        value: boxed_field(source, node, "value", depth),
        negated: nodes.iter().any(|child| child.kind() == "NOT"),
        low: boxed_field(source, node, "low", depth),
        high: boxed_field(source, node, "high", depth),
    }
}

fn binary(source: &Source<'_>, node: Node<'_>, depth: usize) -> ExpressionKind {
    let left = boxed_field(source, node, "left", depth);
    let Some(operator) = node.child_by_field_name("operator") else {
        return ExpressionKind::Unreadable(vec![*left]);
    };
    match Kind::of(&operator) {
        Kind::IsOperator => is(source, node, operator, left, depth),
        Kind::NegatedOperator => {
            let words = children(&operator);
            let word = words.iter().map(Node::kind).find(|word| *word != "NOT");
            word_operation(source, node, word.unwrap_or_default(), left, true, depth)
        }
        _ => match BinaryOperator::of_symbol(operator.kind()) {
            Some(known) => ExpressionKind::Binary {
                operator: known,
                operator_span: span(&operator),
                left,
                right: boxed_field(source, node, "right", depth),
            },
            None => word_operation(source, node, operator.kind(), left, false, depth),
        },
    }
}

/// `IN`, `LIKE`, `ILIKE` or `MATCHES`; or `NOT` with none of them behind it yet.
fn word_operation(
    source: &Source<'_>,
    node: Node<'_>,
    word: &str,
    value: Box<Expression>,
    negated: bool,
    depth: usize,
) -> ExpressionKind {
    let right = node.child_by_field_name("right");
    if word == "IN" {
        let in_brackets = right.filter(|right| Kind::of(right) == Kind::ParenthesizedExpression);
        let list = match in_brackets {
            Some(list) => Box::new(brackets(source, list, true, depth)),
            None => boxed_field(source, node, "right", depth),
        };
        return ExpressionKind::In {
            value,
            negated,
            list,
        };
    }
    let right = boxed_field(source, node, "right", depth);
    match word {
        "LIKE" | "ILIKE" => ExpressionKind::Like {
            value,
            negated,
            ignores_case: word == "ILIKE",
            template: right,
        },
        "MATCHES" => ExpressionKind::Matches {
            value,
            negated,
            pattern: right,
        },
        _ => ExpressionKind::Unreadable(vec![*value, *right]),
    }
}

fn is(
    source: &Source<'_>,
    node: Node<'_>,
    operator: Node<'_>,
    value: Box<Expression>,
    depth: usize,
) -> ExpressionKind {
    let words = children(&operator);
    let has = |word: &str| words.iter().any(|one| one.kind() == word);
    let negated = has("NOT");
    if has("DISTINCT") {
        let test = Test::DistinctFrom(boxed_field(source, node, "right", depth));
        return ExpressionKind::Is {
            value,
            negated,
            test,
        };
    }
    let Some(right) = node.child_by_field_name("right") else {
        let test = open_test(node.end_byte());
        return ExpressionKind::Is {
            value,
            negated,
            test,
        };
    };
    match Kind::of(&right) {
        Kind::Null | Kind::True | Kind::False | Kind::Identifier => {
            let test = Test::Word(source.name(span(&right)));
            ExpressionKind::Is {
                value,
                negated,
                test,
            }
        }
        _ => ExpressionKind::Unreadable(vec![*value, operand(source, right, depth)]),
    }
}

fn cast(source: &Source<'_>, node: Node<'_>, depth: usize) -> ExpressionKind {
    let nodes = children(&node);
    let value = nodes.first().map_or_else(
        || missing(node.start_byte()),
        |value| operand(source, *value, depth),
    );
    let type_name = nodes.iter().find(|child| Kind::of(child) == Kind::TypeName);
    let type_name = type_name.map_or_else(
        || names::nothing(node.end_byte()),
        |name| source.name(span(name)),
    );
    ExpressionKind::Cast {
        value: Box::new(value),
        type_name,
    }
}

fn call(source: &Source<'_>, node: Node<'_>, depth: usize) -> ExpressionKind {
    let name = node.child_by_field_name("name").unwrap_or(node);
    let function = names::path(source, name);
    let nodes = node.child_by_field_name("arguments");
    let around = nodes.map_or(span(&node), |nodes| span(&nodes));
    let nodes = nodes.map(|nodes| children(&nodes)).unwrap_or_default();
    let inside = Span::new(around.start as usize + 1, around.end as usize);
    let closed = nodes.last().is_some_and(|last| last.kind() == ")");
    let groups = split_arguments(items(source, &nodes, depth), inside);
    let mut arguments: Vec<_> = groups
        .into_iter()
        .map(|group| group.into_one(source))
        .collect();
    let distinct = take_distinct(&mut arguments);
    let known = function.single().map(|name| name.text.to_ascii_lowercase());
    match known.as_deref() {
        Some("cast") => return as_cast(source, function, arguments, closed),
        Some("position") => arguments = around_in(arguments),
        _ => {}
    }
    ExpressionKind::Call(Call {
        function,
        distinct,
        arguments,
        closed,
    })
}

/// The arguments of a call; `FROM`, `AS` and `FOR` stand between some of SQL's.
fn split_arguments(items: Vec<Item>, around: Span) -> Vec<Group> {
    let mut is_first = true;
    let items = items.into_iter().map(|item| {
        let was_first = std::mem::replace(&mut is_first, matches!(item, Item::Comma(_)));
        match item {
            Item::Word(Word::From | Word::As, span) => Item::Comma(span),
            Item::Operand(word) if !was_first && is_for(&word) => Item::Comma(word.span),
            item => item,
        }
    });
    split(items.collect(), around)
}

fn is_for(word: &Expression) -> bool {
    matches!(&word.kind, ExpressionKind::Name(name) if name.eq_ignore_ascii_case("for"))
}

fn take_distinct(arguments: &mut [Expression]) -> bool {
    let Some(first) = arguments.first_mut() else {
        return false;
    };
    let ExpressionKind::Unary {
        operator: UnaryOperator::Distinct,
        operand,
    } = &mut first.kind
    else {
        return false;
    };
    let inner = std::mem::replace(operand.as_mut(), missing(0));
    *first = inner;
    true
}

/// `CAST(a AS text)`; a call where it is half typed.
fn as_cast(
    source: &Source<'_>,
    function: Path,
    mut arguments: Vec<Expression>,
    closed: bool,
) -> ExpressionKind {
    let is_type = |expression: &Expression| {
        matches!(
            expression.kind,
            ExpressionKind::Name(_) | ExpressionKind::Call(_)
        )
    };
    if let [value, type_name] = arguments.as_mut_slice()
        && is_type(type_name)
    {
        let type_name = source.name(type_name.span);
        let value = Box::new(std::mem::replace(value, missing(0)));
        return ExpressionKind::Cast { value, type_name };
    }
    ExpressionKind::Call(Call {
        function,
        distinct: false,
        arguments,
        closed,
    })
}

/// `position('a' IN b)`: its `IN` stands for a comma.
fn around_in(mut arguments: Vec<Expression>) -> Vec<Expression> {
    match arguments.as_mut_slice() {
        [
            Expression {
                kind:
                    ExpressionKind::In {
                        value,
                        list,
                        negated: false,
                    },
                ..
            },
        ] => {
            let part = std::mem::replace(value.as_mut(), missing(0));
            let text = std::mem::replace(list.as_mut(), missing(0));
            vec![part, text]
        }
        _ => arguments,
    }
}

fn case(source: &Source<'_>, node: Node<'_>, depth: usize) -> ExpressionKind {
    let mut subject = Vec::new();
    let mut otherwise = Vec::new();
    let mut branches = Vec::new();
    let mut else_end = None;
    for child in children(&node) {
        match (Kind::of(&child), child.kind()) {
            (Kind::WhenClause, _) => branches.push(branch(source, child, depth)),
            (Kind::Anonymous, "ELSE") => else_end = Some(child.end_byte()),
            (Kind::Anonymous, _) => {}
            _ if else_end.is_some() => otherwise.push(child),
            _ => subject.push(child),
        }
    }
    let subject = (!subject.is_empty()).then(|| row(source, &subject, 0, depth));
    let otherwise = else_end.map(|at| row(source, &otherwise, at, depth));
    ExpressionKind::Case {
        subject,
        branches,
        otherwise,
    }
}

fn row(source: &Source<'_>, nodes: &[Node<'_>], at: usize, depth: usize) -> Box<Expression> {
    Box::new(one(source, items(source, nodes, depth), at))
}

fn branch(source: &Source<'_>, node: Node<'_>, depth: usize) -> Branch {
    let nodes = children(&node);
    let then = nodes.iter().position(|child| child.kind() == "THEN");
    let (condition, result) = nodes.split_at(then.unwrap_or(nodes.len()));
    let behind_word = |nodes: &[Node<'_>]| match nodes.split_first() {
        Some((word, rest)) => *row(source, rest, word.end_byte(), depth),
        None => missing(node.end_byte()),
    };
    Branch {
        condition: behind_word(condition),
        result: behind_word(result),
        span: span(&node),
    }
}
