//! The basic types.

use super::Basic;

/// The basic types.
pub const BASIC: &[Basic] = &[
    Basic {
        name: "text",
        postgres: "TEXT",
        graphql: "Text",
        action_input: "TEXT",
        works_in_crud: true,
        doc: "Any text, short or long.",
        example: "Blue enamel mug",
    },
    Basic {
        name: "integer",
        postgres: "INTEGER",
        graphql: "Integer",
        action_input: "INTEGER",
        works_in_crud: true,
        doc: "A whole number, up to some two billion above or below zero.",
        example: "42",
    },
    Basic {
        name: "bigint",
        postgres: "BIGINT",
        graphql: "Bigint",
        action_input: "TEXT",
        works_in_crud: false,
        doc: "A whole number that is too large for `integer`.",
        example: "7800000000",
    },
    Basic {
        name: "float",
        postgres: "DOUBLE PRECISION",
        graphql: "Float",
        action_input: "TEXT",
        works_in_crud: false,
        doc: "A number with a fraction, which may be rounded: for measures, not for money.",
        example: "0.75",
    },
    Basic {
        name: "boolean",
        postgres: "BOOLEAN",
        graphql: "Boolean",
        action_input: "BOOLEAN",
        works_in_crud: true,
        doc: "Yes or no.",
        example: "true",
    },
];
