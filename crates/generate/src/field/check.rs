//! What holds for the values of a field.

use specql_language::types::{self, Scalar};
use specql_sql::catalogue::{Constraint, ConstraintKind};
use specql_sql::expression::BinaryOperator;
use specql_sql::{DataType, Expression, Name};

use super::{Field, Kind};
use crate::names::Names;

pub(super) fn checks(field: &Field<'_>, names: &Names) -> Vec<Constraint> {
    let mut checks = Vec::new();
    let mut add = |ending: &str, condition: Option<Expression>| {
        let check = |condition| {
            let name = names.check(field.name(), ending);
            Constraint::new(name, ConstraintKind::Check(condition)).with_origin(field.origin())
        };
        checks.extend(condition.map(check));
    };
    let column = field.column_name();
    match &field.kind {
        Kind::Scalar(scalar) => {
            add("pattern", pattern(scalar, &column));
            add("bounds", bounds(scalar, &column));
            // A range of the field's own is narrower than that of its type, or both hold.
            let own = own_range(field, &column);
            let both = range(&column, number(scalar.min), number(scalar.max));
            add("range", Expression::all(both.into_iter().chain(own)));
        }
        Kind::Enum(words) if !words.is_empty() => {
            let words = words.iter().map(|word| Expression::text(*word));
            add("enum", Some(Expression::name(column).is_among(words)));
        }
        Kind::Limited(data_type, limits) => {
            let (least, most) = (limits.least, limits.most);
            let (least, most) = (
                least.map(Expression::integer),
                most.map(Expression::integer),
            );
            if *data_type == DataType::TEXT {
                let length = Expression::call("char_length", [Expression::name(column)]);
                add("length", within(&length, least, most));
            } else {
                add("range", range(&column, least, most));
            }
        }
        kind if kind.is_number() => add("range", own_range(field, &column)),
        _ => {}
    }
    checks
}

/// Patterns count as they are written: where both cases of letters are meant, both are in them.
fn pattern(scalar: &Scalar, column: &Name) -> Option<Expression> {
    let pattern = Expression::text(scalar.pattern?);
    Some(Expression::name(column.clone()).binary(BinaryOperator::Matches, pattern))
}

/// A point on earth has a latitude and a longitude.
fn bounds(scalar: &Scalar, column: &Name) -> Option<Expression> {
    if scalar.postgres != "POINT" {
        return None;
    }
    let parts = ["latitude", "longitude"].into_iter().enumerate();
    let conditions = parts.filter_map(|(number_of_part, name)| {
        let part = types::scalar(name)?;
        let index = Expression::integer(i64::try_from(number_of_part).ok()?);
        let value = Expression::Item(Box::new(Expression::name(column.clone())), Box::new(index));
        within(&value, number(part.min), number(part.max))
    });
    Expression::all(conditions)
}

/// What a field's mapping says of `min` and `max`.
fn own_range(field: &Field<'_>, column: &Name) -> Option<Expression> {
    let block = field.block?;
    let bound = |key: &str| Expression::number(&block.get(key)?.number()?);
    range(column, bound("min"), bound("max"))
}

fn range(column: &Name, min: Option<Expression>, max: Option<Expression>) -> Option<Expression> {
    within(&Expression::name(column.clone()), min, max)
}

fn within(
    value: &Expression,
    min: Option<Expression>,
    max: Option<Expression>,
) -> Option<Expression> {
    let least = min.map(|min| value.clone().binary(BinaryOperator::GreaterOrEqual, min));
    let most = max.map(|max| value.clone().binary(BinaryOperator::LessOrEqual, max));
    Expression::all(least.into_iter().chain(most))
}

fn number(number: Option<f64>) -> Option<Expression> {
    Expression::number(&number?.to_string())
}
