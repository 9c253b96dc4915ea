//! The functions that leave of a value only so much as its readers may see.

use specql_sql::catalogue::{Catalogue, Object};
use specql_sql::expression::{BinaryOperator, Call};
use specql_sql::function::{Argument, Body, Function, Volatility};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name, ObjectName};

use crate::names::APP;

/// By this, catalogues ask for the functions.
pub(crate) const MASKING: &str = "masking";

pub(super) fn masking() -> Catalogue {
    let mut catalogue = Catalogue::of(MASKING);
    catalogue.add(Object::Schema(Name::new(APP), None));
    for function in [text(), email(), json()] {
        catalogue.add(function.with_volatility(Volatility::Immutable));
    }
    catalogue
}

/// `app.mask_text`
pub(crate) fn mask_text() -> ObjectName {
    ObjectName::new(APP, "mask_text")
}

/// `app.mask_email`
pub(crate) fn mask_email() -> ObjectName {
    ObjectName::new(APP, "mask_email")
}

fn concatenated(parts: impl IntoIterator<Item = Expression>) -> Expression {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or(Expression::Null);
    parts.fold(first, |all, part| {
        all.binary(BinaryOperator::Concatenate, part)
    })
}

fn stars(count: Expression) -> Expression {
    Expression::call("repeat", [Expression::text("*"), count])
}

/// The first and the last letters of a text. Of a short one nothing is left.
fn text() -> Function {
    let name = mask_text();
    let value = || Function::argument(&name, "p_value");
    let keep = || {
        let keep = Function::argument(&name, "p_keep");
        Expression::call("greatest", [keep, Expression::integer(0)])
    };
    let length = || Expression::call("char_length", [value()]);
    let both = || keep().binary(BinaryOperator::Multiply, Expression::integer(2));
    let is_short = length().binary(BinaryOperator::LessOrEqual, both());
    let hidden = length().binary(BinaryOperator::Subtract, both());
    let shown = concatenated([
        Expression::call("left", [value(), keep()]),
        stars(hidden),
        Expression::call("right", [value(), keep()]),
    ]);
    let masked = Expression::when(is_short, stars(length()), Some(shown));
    let arguments = vec![
        Argument::new("p_value", DataType::TEXT),
        Argument::new("p_keep", DataType::INTEGER).with_default(Expression::integer(2)),
    ];
    Function::new(name.clone(), arguments, DataType::TEXT, Body::Value(masked))
        .with_comment("A text of which only the first and the last letters can be read.")
}

/// The first letter of a mailbox, and whose it is.
fn email() -> Function {
    let name = mask_email();
    let value = || Function::argument(&name, "p_value");
    let domain = [value(), Expression::text("@"), Expression::integer(2)];
    let masked = concatenated([
        Expression::call("left", [value(), Expression::integer(1)]),
        Expression::text("***@"),
        Expression::call("split_part", domain),
    ]);
    let arguments = vec![Argument::new("p_value", DataType::TEXT)];
    Function::new(name.clone(), arguments, DataType::TEXT, Body::Value(masked))
        .with_comment("A mail address of which the mailbox cannot be read.")
}

/// An object whose members of some names are hidden, as for lines of the log of actions.
fn json() -> Function {
    let name = ObjectName::new(APP, "mask_jsonb");
    let given = |argument: &str| Function::argument(&name, argument);
    let member = |part: &str| Expression::of("e", part);
    let is_hidden = Expression::Any {
        value: Box::new(member("key")),
        operator: BinaryOperator::Equal,
        array: Box::new(given("p_fields")),
    };
    let is_there = member("value").binary(
        BinaryOperator::NotEqual,
        Expression::text("null").cast(DataType::JSONB),
    );
    let hidden = Expression::call("to_jsonb", [Expression::text("***").cast(DataType::TEXT)]);
    let shown = Expression::when(is_hidden.and(is_there), hidden, Some(member("value")));
    let all = Expression::call("jsonb_object_agg", [member("key"), shown]);
    let empty = Expression::text("{}").cast(DataType::JSONB);
    let members = Call::built_in("jsonb_each", [given("p_object")]);
    let query = Select::one(
        Expression::call("coalesce", [all, empty]),
        Source::Function(members, "e".into()),
    );
    let arguments = vec![
        Argument::new("p_object", DataType::JSONB),
        Argument::new("p_fields", DataType::TEXT.array()),
    ];
    let body = Body::Select(Box::new(query));
    Function::new(name.clone(), arguments, DataType::JSONB, body)
        .with_comment("An object of which some members cannot be read.")
}
