//! Functions over many rows.

use super::accepts::{ANY, CONDITIONS, NUMBERS_AND_SPANS, TEXTS};
use super::{Function, Group, Parameter, Returns};
use crate::expression::ValueType;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "count",
        Group::Aggregate,
        &[Parameter::new("value", ANY).optional()],
        Returns::Type(ValueType::Bigint),
        "How many rows there are, `count(*)`, or how many have a value.",
        "count(*) > 0",
    ),
    Function::new(
        "sum",
        Group::Aggregate,
        &[Parameter::new("value", NUMBERS_AND_SPANS)],
        Returns::Argument(0),
        "The sum of a value over all rows; NULL when there are none.",
        "sum(amount) <= credit_limit",
    ),
    Function::new(
        "avg",
        Group::Aggregate,
        &[Parameter::new("value", NUMBERS_AND_SPANS)],
        Returns::Average,
        "The mean of a value over all rows; NULL when there are none.",
        "avg(rating) >= 4",
    ),
    Function::new(
        "min",
        Group::Aggregate,
        &[Parameter::new("value", ANY)],
        Returns::Argument(0),
        "The least value; NULL when there are no rows.",
        "min(starts_on)",
    ),
    Function::new(
        "max",
        Group::Aggregate,
        &[Parameter::new("value", ANY)],
        Returns::Argument(0),
        "The greatest value; NULL when there are no rows.",
        "max(position) + 1",
    ),
    Function::new(
        "bool_and",
        Group::Aggregate,
        &[Parameter::new("condition", CONDITIONS)],
        Returns::Type(ValueType::Boolean),
        "Whether a condition holds for all rows.",
        "bool_and(is_paid)",
    ),
    Function::new(
        "bool_or",
        Group::Aggregate,
        &[Parameter::new("condition", CONDITIONS)],
        Returns::Type(ValueType::Boolean),
        "Whether a condition holds for at least one row.",
        "bool_or(is_late)",
    ),
    Function::new(
        "string_agg",
        Group::Aggregate,
        &[
            Parameter::new("text", TEXTS),
            Parameter::new("separator", TEXTS),
        ],
        Returns::Type(ValueType::Text),
        "The texts of all rows as one, with a separator between them.",
        "string_agg(name, ', ')",
    ),
    Function::new(
        "array_agg",
        Group::Aggregate,
        &[Parameter::new("value", ANY)],
        Returns::Type(ValueType::List),
        "The values of all rows as a list.",
        "array_agg(name)",
    ),
    Function::new(
        "json_agg",
        Group::Aggregate,
        &[Parameter::new("value", ANY)],
        Returns::Type(ValueType::Json),
        "The values of all rows as a JSON array.",
        "json_agg(name)",
    ),
    Function::new(
        "jsonb_agg",
        Group::Aggregate,
        &[Parameter::new("value", ANY)],
        Returns::Type(ValueType::Json),
        "The values of all rows as a JSON array that can be searched.",
        "jsonb_agg(name)",
    ),
    Function::new(
        "jsonb_object_agg",
        Group::Aggregate,
        &[Parameter::new("key", TEXTS), Parameter::new("value", ANY)],
        Returns::Type(ValueType::Json),
        "A JSON object with a key and a value for each row.",
        "jsonb_object_agg(code, name)",
    ),
];
