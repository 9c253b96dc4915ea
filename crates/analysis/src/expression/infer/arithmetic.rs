//! Computing: which types go together, and what comes out.

use specql_language::expression::ValueType::{
    self, Bigint, Date, DateTime, Integer, Interval, Json, Literal, Null, Number, Text, Time,
    Unknown,
};

use crate::expression::ast::BinaryOperator;

/// The type that an operator gives for two operands; none when it does not take these.
pub(super) fn outcome(
    operator: BinaryOperator,
    left: ValueType,
    right: ValueType,
) -> Option<ValueType> {
    if operator == BinaryOperator::Concatenate {
        return concatenated(left, right);
    }
    match (left, right) {
        (Unknown, _) | (_, Unknown) => Some(Unknown),
        (Null, other) | (other, Null) => Some(other),
        // The quotes hold a number beside a number, but what they hold beside a date is not said.
        (Literal, other) | (other, Literal) if other.is_number() => Some(other),
        (Literal, Literal) => None,
        (Literal, _) | (_, Literal) => Some(Unknown),
        _ if left.is_number() && right.is_number() => left.common_with(right),
        _ => match operator {
            BinaryOperator::Add => sum(left, right).or_else(|| sum(right, left)),
            BinaryOperator::Subtract => difference(left, right),
            BinaryOperator::Multiply if left == Interval && right.is_number() => Some(Interval),
            BinaryOperator::Multiply if left.is_number() && right == Interval => Some(Interval),
            BinaryOperator::Divide if left == Interval && right.is_number() => Some(Interval),
            _ => None,
        },
    }
}

fn sum(left: ValueType, right: ValueType) -> Option<ValueType> {
    Some(match (left, right) {
        (Date, Integer | Bigint) => Date,
        (Date | DateTime, Interval) | (Date, Time) => DateTime,
        (Time, Interval) => Time,
        (Interval, Interval) => Interval,
        _ => return None,
    })
}

fn difference(left: ValueType, right: ValueType) -> Option<ValueType> {
    Some(match (left, right) {
        (Date, Date) => Integer,
        (Date, Integer | Bigint) => Date,
        (Date | DateTime, Date | DateTime) | (Time, Time) | (Interval, Interval) => Interval,
        (Date | DateTime, Interval) => DateTime,
        (Time, Interval) => Time,
        (Json, Text | Integer) => Json,
        _ => return None,
    })
}

fn concatenated(left: ValueType, right: ValueType) -> Option<ValueType> {
    if left.is_json() && right.is_json() {
        return Some(Json);
    }
    if left.is_text() || right.is_text() {
        return Some(Text);
    }
    (left.is_open() || right.is_open()).then_some(Unknown)
}

/// The type of the mean of values of this type.
pub(super) fn mean(value: ValueType) -> ValueType {
    if value == Interval { Interval } else { Number }
}
