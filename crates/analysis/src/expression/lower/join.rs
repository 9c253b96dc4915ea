//! Two expressions side by side that are one.
//!
//! The grammar knows no `interval '1 day'`: in `at < now() - interval '1 day' AND open` it sees
//! `at < now() - interval`, and beside it `'1 day' AND open`. The words that meet are put together
//! here, and what hangs on them is arranged by how strongly its operators bind.

use specql_language::expression::operator;
use specql_yaml::Span;

use super::MAX_DEPTH;
use super::names::{as_entity, nothing};
use super::source::Source;
use crate::expression::ast::{
    BinaryOperator, Exists, Expression, ExpressionKind, Literal, Mark, Name, Parameter, Test,
    UnaryOperator,
};

/// How many operators may be moved in one row of expressions, and how many from one to the next:
/// what is built here would else grow deeper than the tree it is made of.
const MAX_MOVES: usize = 50;
const MAX_MOVED: usize = 8;

/// Puts a row of expressions together.
#[derive(Default)]
pub(super) struct Joiner {
    parts: Vec<Expression>,
    /// An operator that is waiting for its right side.
    operator: Option<(BinaryOperator, Span)>,
    moves: usize,
}

impl Joiner {
    /// Adds the next expression.
    pub(super) fn add(&mut self, source: &Source<'_>, next: Expression) {
        let operator = self.operator.take();
        let Some(last) = self.parts.pop() else {
            self.parts.push(next);
            return;
        };
        let spine = spine(&next) + usize::from(operator.is_some());
        let may_move = spine == 0 || (spine <= MAX_MOVED && self.moves < MAX_MOVES);
        let joined = match operator {
            _ if !may_move => Err((last, next)),
            Some(operator) => Ok(operated(last, operator, next)),
            None => match fuse(source, rightmost(&last), leftmost(&next)) {
                Some(leaf) => Ok(joined(last, leaf, next)),
                None => Err((last, next)),
            },
        };
        match joined {
            Ok(joined) => {
                self.moves += usize::from(spine > 0);
                self.parts.push(joined);
            }
            Err((last, next)) => self.parts.extend([last, next]),
        }
    }

    /// Adds an operator that stands alone: the grammar has one after what it takes for no
    /// operand, as in `a = ? AND b`.
    pub(super) fn add_operator(&mut self, operator: BinaryOperator, span: Span) {
        // Not behind another operator, as in `a == b`.
        let is_whole = |last: &Expression| {
            let end = &rightmost(last).kind;
            !matches!(end, ExpressionKind::Unreadable(_) | ExpressionKind::Missing)
        };
        if self.operator.is_none() && self.parts.last().is_some_and(is_whole) {
            self.operator = Some((operator, span));
        } else {
            let kind = ExpressionKind::Unreadable(Vec::new());
            self.parts.push(Expression { kind, span });
        }
    }

    /// Adds the condition of a `WHERE`, which belongs to the `EXISTS` before it.
    pub(super) fn add_condition(&mut self, condition: Expression) {
        let rest = match self.parts.last_mut() {
            Some(last) => add_condition(last, condition).err(),
            None => Some(condition),
        };
        self.parts.extend(rest);
    }

    /// The one expression, or what is left of it.
    pub(super) fn finish(mut self, at: usize) -> Expression {
        if let Some(operator) = self.operator.take()
            && let Some(last) = self.parts.pop()
        {
            let nothing = missing(operator.1.end as usize);
            self.parts.push(operated(last, operator, nothing));
        }
        match (self.parts.pop(), self.parts.first()) {
            (None, _) => missing(at),
            (Some(only), None) => only,
            (Some(last), Some(first)) => {
                let span = first.span.to(last.span);
                self.parts.push(last);
                let kind = ExpressionKind::Unreadable(self.parts);
                Expression { kind, span }
            }
        }
    }
}

pub(super) fn missing(at: usize) -> Expression {
    let span = Span::at(at);
    Expression {
        kind: ExpressionKind::Missing,
        span,
    }
}

/// Gives an `EXISTS` at the end of an expression its condition; gives the condition back when
/// there is no such `EXISTS`, or it has one.
pub(super) fn add_condition(
    expression: &mut Expression,
    condition: Expression,
) -> Result<(), Expression> {
    add_condition_at(expression, condition, MAX_DEPTH)
}

fn add_condition_at(
    expression: &mut Expression,
    condition: Expression,
    depth: usize,
) -> Result<(), Expression> {
    let end = condition.span;
    let Some(depth) = depth.checked_sub(1) else {
        return Err(condition);
    };
    let result = match &mut expression.kind {
        ExpressionKind::Exists(Exists::Entity {
            condition: place, ..
        }) => match place {
            Some(before) => add_condition_at(before, condition, depth),
            None => {
                *place = Some(Box::new(condition));
                Ok(())
            }
        },
        _ => match right_operand(expression) {
            Some(right) => add_condition_at(right, condition, depth),
            None => Err(condition),
        },
    };
    if result.is_ok() {
        expression.span = expression.span.to(end);
    }
    result
}

/// What two expressions are that stand beside each other, neither of which has an operator on
/// that side.
fn fuse(source: &Source<'_>, left: &Expression, right: &Expression) -> Option<Expression> {
    let span = left.span.to(right.span);
    let kind = match (&left.kind, &right.kind) {
        // What the grammar could not take as an operand: `?`, `.5`.
        (ExpressionKind::Missing, _) if can_be_operand(right) => {
            return Some(right.clone());
        }
        (ExpressionKind::Name(name), ExpressionKind::Literal(Literal::Text { .. }))
            if is_literal_type(name) =>
        {
            let type_name = Name {
                text: name.clone(),
                span: left.span,
            };
            ExpressionKind::Cast {
                value: Box::new(right.clone()),
                type_name,
            }
        }
        (
            ExpressionKind::Cast { value, type_name },
            ExpressionKind::List(_) | ExpressionKind::Group(_),
        ) if !type_name.text.is_empty() && !type_name.text.contains('(') => {
            let type_name = source.name(type_name.span.to(right.span));
            ExpressionKind::Cast {
                value: value.clone(),
                type_name,
            }
        }
        (ExpressionKind::Cast { value, type_name }, ExpressionKind::Name(second))
            if is_type_of_two_words(&type_name.text, second) =>
        {
            let type_name = source.name(type_name.span.to(right.span));
            ExpressionKind::Cast {
                value: value.clone(),
                type_name,
            }
        }
        (
            ExpressionKind::Literal(Literal::Text {
                value: first,
                double_quoted,
                ..
            }),
            ExpressionKind::Literal(Literal::Text {
                value: second,
                double_quoted: same,
                closed,
            }),
        ) if left.span.end == right.span.start && double_quoted == same => {
            let quote = if *double_quoted { '"' } else { '\'' };
            ExpressionKind::Literal(Literal::Text {
                value: format!("{first}{quote}{second}"),
                double_quoted: *double_quoted,
                closed: *closed,
            })
        }
        // `customer EXISTS`
        (
            ExpressionKind::Name(_) | ExpressionKind::Path(_),
            ExpressionKind::Exists(Exists::Other(of)),
        ) if of.kind == ExpressionKind::Missing => {
            let (value, test) = (Box::new(left.clone()), Test::Existing);
            ExpressionKind::Is {
                value,
                negated: false,
                test,
            }
        }
        _ => return None,
    };
    Some(Expression { kind, span })
}

fn can_be_operand(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        ExpressionKind::Parameter(_) | ExpressionKind::Literal(_) | ExpressionKind::Cast { .. }
    )
}

/// `double precision`
fn is_type_of_two_words(first: &str, second: &str) -> bool {
    first.eq_ignore_ascii_case("double") && second.eq_ignore_ascii_case("precision")
}

/// Whether a text in quotes behind this word is a value of the type that the word names.
fn is_literal_type(word: &str) -> bool {
    ["interval", "date", "time", "timestamp", "timestamptz"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(word))
}

/// The two around a leaf that they have in common.
fn joined(mut left: Expression, leaf: Expression, right: Expression) -> Expression {
    set_rightmost(&mut left, leaf);
    let (_, operations) = unrolled(right);
    for operation in operations {
        attach(&mut left, operation);
    }
    left
}

/// The two around an operator.
fn operated(
    mut left: Expression,
    (operator, operator_span): (BinaryOperator, Span),
    right: Expression,
) -> Expression {
    let (leaf, operations) = unrolled(right);
    let span = leaf.span;
    let (open, right) = (
        Box::new(missing(operator_span.start as usize)),
        Box::new(leaf),
    );
    let kind = ExpressionKind::Binary {
        operator,
        operator_span,
        left: open,
        right,
    };
    attach(&mut left, Expression { kind, span });
    for operation in operations {
        attach(&mut left, operation);
    }
    left
}

/// The leftmost expression, and what is done with it, step by step. The left operand of each step
/// is open.
fn unrolled(expression: Expression) -> (Expression, impl Iterator<Item = Expression>) {
    let mut operations = Vec::new();
    let mut rest = expression;
    while let Some(operand) = left_operand(&mut rest) {
        let inner = std::mem::replace(operand, missing(0));
        operations.push(std::mem::replace(&mut rest, inner));
    }
    (rest, operations.into_iter().rev())
}

/// Puts an operation, whose left operand is open, where it belongs at the end of `left`.
fn attach(left: &mut Expression, mut operation: Expression) {
    let end = operation.span;
    let is_weaker = binding(left) < binding(&operation);
    if let Some(right) = right_operand(left).filter(|_| is_weaker) {
        attach(right, operation);
        left.span = left.span.to(end);
        return;
    }
    let start = left.span;
    if let Some(place) = left_operand_slot(&mut operation) {
        *place = std::mem::replace(left, missing(0));
        operation.span = start.to(end);
        *left = operation;
    }
}

/// How strongly an operation binds.
fn binding(expression: &Expression) -> u8 {
    let symbol = match &expression.kind {
        ExpressionKind::Binary { operator, .. } => operator.symbol(),
        ExpressionKind::Unary {
            operator: UnaryOperator::Not | UnaryOperator::Distinct,
            ..
        } => "NOT",
        ExpressionKind::Is { .. }
        | ExpressionKind::In { .. }
        | ExpressionKind::Between { .. }
        | ExpressionKind::Like { .. }
        | ExpressionKind::Matches { .. } => "IN",
        // A minus sign, a cast, and what has no operand.
        _ => return u8::MAX,
    };
    operator(symbol).map_or(u8::MAX, |operator| operator.precedence)
}

fn rightmost(expression: &Expression) -> &Expression {
    match right_operand_of(expression) {
        Some(right) => rightmost(right),
        None => expression,
    }
}

fn leftmost(expression: &Expression) -> &Expression {
    match left_operand_of(expression) {
        Some(left) => leftmost(left),
        None => expression,
    }
}

/// How many operations there are above the leftmost expression.
fn spine(expression: &Expression) -> usize {
    left_operand_of(expression).map_or(0, |left| 1 + spine(left))
}

fn set_rightmost(expression: &mut Expression, leaf: Expression) {
    let end = leaf.span;
    match right_operand(expression) {
        Some(right) => {
            set_rightmost(right, leaf);
            expression.span = expression.span.to(end);
        }
        None => *expression = leaf,
    }
}

fn right_operand_of(expression: &Expression) -> Option<&Expression> {
    Some(match &expression.kind {
        ExpressionKind::Unary { operand, .. } => operand,
        ExpressionKind::Binary { right, .. } => right,
        ExpressionKind::Is {
            test: Test::DistinctFrom(other),
            ..
        } => other,
        ExpressionKind::In { list, .. } => list,
        ExpressionKind::Between { high, .. } => high,
        ExpressionKind::Like { template, .. } => template,
        ExpressionKind::Matches { pattern, .. } => pattern,
        _ => return None,
    })
}

fn right_operand(expression: &mut Expression) -> Option<&mut Expression> {
    Some(match &mut expression.kind {
        ExpressionKind::Unary { operand, .. } => operand,
        ExpressionKind::Binary { right, .. } => right,
        ExpressionKind::Is {
            test: Test::DistinctFrom(other),
            ..
        } => other,
        ExpressionKind::In { list, .. } => list,
        ExpressionKind::Between { high, .. } => high,
        ExpressionKind::Like { template, .. } => template,
        ExpressionKind::Matches { pattern, .. } => pattern,
        _ => return None,
    })
}

/// The operand at the very beginning, if an expression has one.
fn left_operand_of(expression: &Expression) -> Option<&Expression> {
    let left: &Expression = match &expression.kind {
        ExpressionKind::Binary { left, .. } => left,
        ExpressionKind::Is { value, .. }
        | ExpressionKind::In { value, .. }
        | ExpressionKind::Between { value, .. }
        | ExpressionKind::Like { value, .. }
        | ExpressionKind::Matches { value, .. }
        | ExpressionKind::Cast { value, .. } => value,
        _ => return None,
    };
    // `CAST(a AS text)` and `interval '1 day'` do not begin with their operand.
    (left.span.start == expression.span.start).then_some(left)
}

fn left_operand(expression: &mut Expression) -> Option<&mut Expression> {
    left_operand_of(expression)?;
    left_operand_slot(expression)
}

fn left_operand_slot(expression: &mut Expression) -> Option<&mut Expression> {
    Some(match &mut expression.kind {
        ExpressionKind::Binary { left, .. } => left,
        ExpressionKind::Is { value, .. }
        | ExpressionKind::In { value, .. }
        | ExpressionKind::Between { value, .. }
        | ExpressionKind::Like { value, .. }
        | ExpressionKind::Matches { value, .. }
        | ExpressionKind::Cast { value, .. } => value,
        _ => return None,
    })
}

/// `?`, which the grammar takes for no operand.
pub(super) fn question_mark(span: Span) -> Expression {
    let parameter = Parameter {
        mark: Mark::Question,
        parts: Vec::new(),
    };
    let kind = ExpressionKind::Parameter(parameter);
    Expression { kind, span }
}

/// What `EXISTS` asks for, from the expression behind it.
pub(super) fn existing(source: &Source<'_>, of: Expression) -> Exists {
    match as_entity(source, &of) {
        Some(entity) => Exists::Entity {
            entity,
            condition: None,
        },
        None => Exists::Other(Box::new(of)),
    }
}

/// A name that is still to be typed, as a test behind `IS`.
pub(super) fn open_test(at: usize) -> Test {
    Test::Word(nothing(at))
}
