//! Functions of JSON.

use super::accepts::{ANY, CONDITIONS, JSON, TEXTS, WHOLE};
use super::{Function, Group, Parameter, Returns};
use crate::expression::ValueType;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "jsonb_build_object",
        Group::Json,
        &[Parameter::new("key_and_value", ANY).optional().variadic()],
        Returns::Type(ValueType::Json),
        "A JSON object of keys and values in turn.",
        "jsonb_build_object('total', total, 'tax', tax)",
    ),
    Function::new(
        "jsonb_build_array",
        Group::Json,
        &[Parameter::new("value", ANY).optional().variadic()],
        Returns::Type(ValueType::Json),
        "A JSON array of values.",
        "jsonb_build_array(first_name, last_name)",
    ),
    Function::new(
        "to_jsonb",
        Group::Json,
        &[Parameter::new("value", ANY)],
        Returns::Type(ValueType::Json),
        "Any value as JSON.",
        "to_jsonb(tags)",
    ),
    Function::new(
        "jsonb_array_length",
        Group::Json,
        &[Parameter::new("array", JSON)],
        Returns::Type(ValueType::Integer),
        "How many values a JSON array has; that is how many a `list(…)` field has.",
        "jsonb_array_length(tags) <= 10",
    ),
    Function::new(
        "jsonb_typeof",
        Group::Json,
        &[Parameter::new("value", JSON)],
        Returns::Type(ValueType::Text),
        "What a JSON value is: `object`, `array`, `string`, `number`, `boolean` or `null`.",
        "jsonb_typeof(settings) = 'object'",
    ),
    Function::new(
        "jsonb_set",
        Group::Json,
        &[
            Parameter::new("target", JSON),
            Parameter::new("path", ANY),
            Parameter::new("new", JSON),
            Parameter::new("create", CONDITIONS).optional(),
        ],
        Returns::Type(ValueType::Json),
        "JSON with one value in it replaced.",
        "jsonb_set(settings, '{theme}', '\"dark\"')",
    ),
    Function::new(
        "jsonb_extract_path_text",
        Group::Json,
        &[
            Parameter::new("from", JSON),
            Parameter::new("key", TEXTS).variadic(),
        ],
        Returns::Type(ValueType::Text),
        "A value inside of JSON as a text.",
        "jsonb_extract_path_text(address, 'city')",
    ),
    Function::new(
        "jsonb_strip_nulls",
        Group::Json,
        &[Parameter::new("value", JSON)],
        Returns::Type(ValueType::Json),
        "JSON without the members that are null.",
        "jsonb_strip_nulls(settings)",
    ),
    Function::new(
        "row_to_json",
        Group::Json,
        &[Parameter::new("row", ANY)],
        Returns::Type(ValueType::Json),
        "A row as a JSON object.",
        "row_to_json(item)",
    ),
    Function::new(
        "array_length",
        Group::Json,
        &[
            Parameter::new("array", ANY),
            Parameter::new("dimension", WHOLE),
        ],
        Returns::Type(ValueType::Integer),
        "How many values an SQL array has. A `list(…)` field is JSON: use `jsonb_array_length`.",
        "array_length(codes, 1)",
    ),
    Function::new(
        "cardinality",
        Group::Json,
        &[Parameter::new("array", ANY)],
        Returns::Type(ValueType::Integer),
        "How many values an SQL array has.",
        "cardinality(codes)",
    ),
];
