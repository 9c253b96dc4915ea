//! A field that is written as a mapping.

use super::TEXTS;
use crate::key::{Choice, Key, Name, Shape};

/// What a foreign key does when its target goes.
const ON_CHANGE: &[Choice] = &[
    Choice::new(
        "cascade",
        "Rows that refer to the target go or change with it.",
    ),
    Choice::new("restrict", "The target stays as long as rows refer to it."),
    Choice::new("set_null", "The reference becomes empty."),
    Choice::new("set_default", "The reference falls back to its default."),
];

pub(super) const FIELD: &[Key] = &[
    Key::new(
        "type",
        Shape::Type,
        "What kind of value the field holds. In this long form neither `!` nor ` = \
            value` may stand behind the type: use `nullable` and `default`.",
    )
    .default("text")
    .example("money")
    .near(&["tipe", "typ", "Type", "kind", "datatype"]),
    Key::new(
        "nullable",
        Shape::Boolean,
        "Whether the field may be empty. `nullable: false` is the long form of the \
            `!` behind a type.",
    )
    .default("true")
    .example("false")
    .near(&["nulable", "null", "optional", "not_null"]),
    Key::new(
        "default",
        Shape::Any,
        "The value of a row that says nothing else. The generated table has no \
            default all the same, and for references and rich types even the value is \
            dropped.",
    )
    .carried()
    .example("draft")
    .near(&["defualt", "defaults", "default_value"]),
    Key::new(
        "description",
        Shape::Text,
        "Says what the field is for. It stays in the spec: no comment of the column \
            is generated.",
    )
    .carried()
    .example("Amount without tax")
    .near(&["desc", "decription", "descripton", "comment", "doc"]),
    Key::new(
        "unique",
        Shape::Boolean,
        "No two rows may hold the same value. With 0.8.7 the database does not keep \
            this.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["uniq"]),
    Key::new(
        "index",
        Shape::Boolean,
        "The field is searched for often enough to deserve an index.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["indexed"]),
    Key::new(
        "validation",
        Shape::Any,
        "A pattern or a rule that values have to satisfy. Many rich types bring one \
            along: `email`, `slug`, `countryCode`.",
    )
    .next()
    .example("\"^[A-Z]{3}$\"")
    .near(&["validate", "regex"]),
    Key::new(
        "on_delete",
        Shape::Choice(ON_CHANGE),
        "What happens to this row when the one it refers to is deleted.",
    )
    .next()
    .default("restrict")
    .near(&["ondelete", "onDelete"]),
    Key::new(
        "on_update",
        Shape::Choice(ON_CHANGE),
        "What happens to this row when the key of the one it refers to changes.",
    )
    .next()
    .near(&["onupdate", "onUpdate"]),
    Key::new(
        "required_if",
        Shape::Expression,
        "The field must have a value whenever this holds.",
    )
    .next()
    .example("payment_method = 'invoice'")
    .near(&["requiredIf", "required_when"]),
    Key::new(
        "computed",
        Shape::Any,
        "The value is worked out from other fields rather than written. The form that \
            SpecQL's own code knows is the pattern `schema_computed_column`.",
    )
    .next()
    .example("true")
    .near(&["calculated"]),
    Key::new(
        "expression",
        Shape::Expression,
        "How a computed field is worked out.",
    )
    .next()
    .example("quantity * unit_price")
    .near(&["expr", "formula"]),
    Key::new(
        "stored",
        Shape::Boolean,
        "Whether a computed field is kept in the table. PostgreSQL 15 can only do \
            that.",
    )
    .next()
    .default("true")
    .example("true"),
    Key::new(
        "generated",
        Shape::Sql,
        "SQL by which the database works the value out. The form that SpecQL's own \
            code knows is the pattern `schema_computed_column`.",
    )
    .next()
    .example("daterange(start_on, end_on, '[]')"),
    Key::new(
        "required",
        Shape::Boolean,
        "Does nothing: the column stays nullable. Write `nullable: false`, or the \
            short form with `!` behind the type, as in `name: text!`.",
    )
    .ignored()
    .example("true"),
    Key::new(
        "primary_key",
        Shape::Boolean,
        "Is not yours to set: every table gets its own keys, `pk_<entity>` and `id`.",
    )
    .ignored(),
    Key::new(
        "schema",
        Shape::Reference(Name::Schema),
        "Was meant to say where the target of a reference lives. Write it into the \
            type: `ref(crm.Customer)`.",
    )
    .ignored()
    .example("crm"),
    Key::new(
        "entity",
        Shape::Reference(Name::Entity),
        "Was meant to name the target of a reference. Write it into the type: `type: \
            ref(Customer)`.",
    )
    .ignored()
    .example("Customer"),
    Key::new(
        "values",
        TEXTS,
        "Was meant to list the words of an enum. Write them into the type: `type: \
            enum(draft, sent, paid)`.",
    )
    .ignored()
    .example("[draft, sent, paid]"),
    Key::new(
        "items",
        Shape::Type,
        "Was meant to say what a list holds. Write it into the type: `type: \
            list(text)`.",
    )
    .ignored()
    .example("text"),
    Key::new(
        "states",
        Shape::Any,
        "Was meant to list the states of a state machine. Write an enum: `type: \
            enum(open, closed)`.",
    )
    .ignored(),
    Key::new(
        "flags",
        Shape::Any,
        "Was meant to list on-off marks. Write a field of type `boolean` for each.",
    )
    .ignored(),
    Key::new(
        "fraiseql",
        Shape::Any,
        "Was meant for options of the GraphQL field. They follow from the type.",
    )
    .ignored(),
    Key::new(
        "group_leader",
        Shape::Any,
        "Belongs to a generator of test data that does not read entity files.",
    )
    .ignored(),
    Key::new(
        "generator_group",
        Shape::Any,
        "Belongs to a generator of test data that does not read entity files.",
    )
    .ignored(),
];
