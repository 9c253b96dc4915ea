//! The type that a name has, going by what stands beside it.

use specql_language::expression::ValueType;

use super::chain::{At, holds};
use super::names::Names;
use crate::expression::ast::{BinaryOperator, Expression, ExpressionKind, Literal};
use crate::expression::infer::Type;

/// The type of what a name is compared with or put into.
pub(super) fn beside(names: &Names<'_>, at: &At<'_>) -> Type {
    let around: Vec<_> = at
        .chain
        .iter()
        .filter(|part| !matches!(part.kind, ExpressionKind::Group(_)))
        .collect();
    let Some((name, parents)) = around.split_last() else {
        return Type::UNKNOWN;
    };
    let parent = parents.last().map(|parent| &parent.kind);
    let grandparent = parents
        .len()
        .checked_sub(2)
        .and_then(|place| parents.get(place))
        .map(|parent| &parent.kind);
    match (parent, grandparent) {
        (None, _) => at
            .assignment
            .map_or(Type::UNKNOWN, |to| names.type_at(to.field.span).clone()),
        (
            Some(ExpressionKind::Binary {
                operator: BinaryOperator::Equal | BinaryOperator::NotEqual,
                left,
                right,
                ..
            }),
            _,
        ) if holds(right.span, name.span) => names.type_at(left.span).clone(),
        (Some(ExpressionKind::List(_)), Some(ExpressionKind::In { value, .. })) => {
            names.type_at(value.span).clone()
        }
        _ => Type::UNKNOWN,
    }
}

/// The type that an unknown field most likely has.
pub(super) fn type_for(names: &Names<'_>, at: &At<'_>) -> &'static str {
    let literal = |side: &Expression| match &side.kind {
        ExpressionKind::Literal(Literal::Number(digits)) if digits.contains('.') => "float",
        ExpressionKind::Literal(Literal::Number(_)) => "integer",
        ExpressionKind::Literal(Literal::Boolean(_)) => "boolean",
        _ => type_like(names.type_at(side.span)),
    };
    let Some((name, parents)) = at.chain.split_last() else {
        return "text";
    };
    let parent = parents
        .iter()
        .rev()
        .find(|part| !matches!(part.kind, ExpressionKind::Group(_)));
    match (parent.map(|parent| &parent.kind), at.assignment) {
        (None, Some(assignment)) => type_like(names.type_at(assignment.field.span)),
        (None, None) | (Some(ExpressionKind::Unary { .. }), _) => "boolean",
        (
            Some(ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            }),
            _,
        ) => {
            let is_left = holds(left.span, name.span);
            match operator {
                BinaryOperator::And | BinaryOperator::Or => "boolean",
                _ => literal(if is_left { right } else { left }),
            }
        }
        _ => "text",
    }
}

/// A type for a field that stands beside a value of this one.
fn type_like(ty: &Type) -> &'static str {
    match ty.value() {
        ValueType::Boolean => "boolean",
        ValueType::Integer | ValueType::Bigint => "integer",
        ValueType::Number => "float",
        ValueType::Date => "date",
        ValueType::DateTime => "datetime",
        _ => "text",
    }
}
