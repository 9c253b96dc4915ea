//! What holds for the values of a field.

use specql_language::types::{self, Scalar};
use specql_sql::catalogue::{Constraint, ConstraintKind};
use specql_sql::expression::BinaryOperator;
use specql_sql::{DataType, Expression, Name};

use super::{Field, Kind, of_type};
use crate::names::Names;
use crate::planned::says_something;

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
            let of_type = range(&column, number(scalar.min), number(scalar.max));
            match Measure::of(field) {
                Some(Measure::Length) => {
                    add("range", of_type);
                    add("length", own_range(field, &column));
                }
                _ => {
                    let own = own_range(field, &column);
                    add("range", Expression::all(of_type.into_iter().chain(own)));
                }
            }
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
            let own = own_range(field, &column);
            if *data_type == DataType::TEXT {
                let of_type = within(&length(&column), least, most);
                add("length", Expression::all(of_type.into_iter().chain(own)));
            } else {
                let of_type = range(&column, least, most);
                add("range", Expression::all(of_type.into_iter().chain(own)));
            }
        }
        _ => match Measure::of(field) {
            Some(Measure::Length) => add("length", own_range(field, &column)),
            _ => add("range", own_range(field, &column)),
        },
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

/// What of a value `min` and `max` are about.
enum Measure {
    /// A number itself.
    Number,
    /// A day or a moment.
    Moment,
    /// How long a text is.
    Length,
}

impl Measure {
    fn of(field: &Field<'_>) -> Option<Self> {
        if field.kind.is_number() {
            return Some(Self::Number);
        }
        if let Kind::Enum(_) | Kind::Reference(_) = field.kind {
            return None;
        }
        match field.data_type().built_in_name()? {
            "text" => Some(Self::Length),
            "date" | "time" | "timestamp" | "timestamptz" => Some(Self::Moment),
            _ => None,
        }
    }
}

/// What a field's mapping says of `min` and `max`.
fn own_range(field: &Field<'_>, column: &Name) -> Option<Expression> {
    let value = match Measure::of(field)? {
        Measure::Number | Measure::Moment => Expression::name(column.clone()),
        Measure::Length => length(column),
    };
    within(&value, bound(field, "min"), bound(field, "max"))
}

/// The value of `min` or `max`.
fn bound(field: &Field<'_>, key: &str) -> Option<Expression> {
    let written = field.block?.get(key)?;
    match Measure::of(field)? {
        Measure::Number => Expression::number(&written.number()?),
        Measure::Length => Some(Expression::integer(written.integer()?)),
        Measure::Moment => {
            let json = written.json()?;
            let moment = of_type(&field.data_type(), json.trim_matches('"'))?;
            // A limit that moves by itself would let rows in that are out later.
            matches!(moment, Expression::Text(_)).then_some(moment)
        }
    }
}

/// Those of `min` and `max` that nothing follows from.
pub(super) fn unheeded(field: &Field<'_>) -> impl Iterator<Item = &'static str> {
    let says_something = |key: &&str| {
        let written = field.block.and_then(|block| block.get(key));
        written.is_some_and(says_something)
    };
    let keys = ["min", "max"].into_iter().filter(says_something);
    keys.filter(|key| bound(field, key).is_none())
}

fn length(column: &Name) -> Expression {
    Expression::call("char_length", [Expression::name(column.clone())])
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
