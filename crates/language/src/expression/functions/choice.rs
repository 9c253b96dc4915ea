//! Functions that choose a value.

use super::accepts::ANY;
use super::{Function, Group, Parameter, Returns};
use crate::expression::ValueType;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "coalesce",
        Group::Choice,
        &[Parameter::new("value", ANY).variadic()],
        Returns::Common(0),
        "The first value that is not NULL.",
        "coalesce(nickname, first_name)",
    ),
    Function::new(
        "nullif",
        Group::Choice,
        &[Parameter::new("value", ANY), Parameter::new("nothing", ANY)],
        Returns::Argument(0),
        "The value, or NULL when it equals the second.",
        "total / nullif(quantity, 0)",
    ),
    Function::new(
        "greatest",
        Group::Choice,
        &[Parameter::new("value", ANY).variadic()],
        Returns::Common(0),
        "The greatest of the values; NULL ones do not count.",
        "greatest(price, minimum_price)",
    ),
    Function::new(
        "least",
        Group::Choice,
        &[Parameter::new("value", ANY).variadic()],
        Returns::Common(0),
        "The least of the values; NULL ones do not count.",
        "least(quantity, stock)",
    ),
    Function::new(
        "gen_random_uuid",
        Group::Choice,
        &[],
        Returns::Type(ValueType::Uuid),
        "A new random identifier.",
        "SET token = gen_random_uuid()",
    ),
    Function::new(
        "any",
        Group::Choice,
        &[Parameter::new("values", ANY)],
        Returns::Type(ValueType::Unknown),
        "Behind a comparison: whether it holds for at least one value of a list.",
        "$status = ANY(allowed)",
    ),
    Function::new(
        "all",
        Group::Choice,
        &[Parameter::new("values", ANY)],
        Returns::Type(ValueType::Unknown),
        "Behind a comparison: whether it holds for all values of a list.",
        "$price > ALL(offers)",
    ),
];
