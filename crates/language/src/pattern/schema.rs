//! The patterns for tables that SpecQL's own code knows.

use super::ParameterKind as Kind;
use super::{Parameter, Pattern};
use crate::key::Choice;

pub(super) const COMPUTED_COLUMN: Pattern = Pattern::known(
    "schema_computed_column",
    &[
        Parameter::new(
            "column_name",
            Kind::NewField,
            "The name of the new column, in snake_case.",
        )
        .required(),
        Parameter::new(
            "expression",
            Kind::SqlExpression,
            "How the value is worked out. It may use columns of the same row only, and no \
                function whose result can change, such as `now()`.",
        )
        .required(),
        Parameter::new("type", Kind::SqlType, "The PostgreSQL type of the value.").required(),
        Parameter::new(
            "stored",
            Kind::Boolean,
            "Whether the value is kept in the table; PostgreSQL 15 knows no other way.",
        )
        .default("true"),
        Parameter::new("index", Kind::Boolean, "Whether the column gets an index.")
            .default("false"),
        Parameter::new(
            "index_type",
            Kind::Choice(&[
                Choice::new("btree", "Comparison and sorting."),
                Choice::new("gin", "Members of lists, JSON, words of a text."),
                Choice::new("gist", "Ranges and points."),
                Choice::new("hash", "Equality only."),
            ]),
            "How the index is built.",
        )
        .default("btree"),
        Parameter::new(
            "comment",
            Kind::Text,
            "The comment of the column in the database.",
        ),
        Parameter::new("nullable", Kind::Boolean, "Whether the value may be empty.")
            .default("false"),
        Parameter::new(
            "computed_columns",
            Kind::Mappings,
            "Several columns at once, each with `name`, `type`, `expression`, `stored` \
                and `nullable`.",
        ),
    ],
    "Adds a column that the database works out from others. Use it for search \
        keys, totals of a row and ranges.",
)
.aliases(&["computed_column"]);

pub(super) const AGGREGATE_VIEW: Pattern = Pattern::known(
    "aggregate_view",
    &[
        Parameter::new(
            "group_by",
            Kind::Fields,
            "What the view has one row for; a path such as `customer.country` needs the \
                entity in `join_entities`.",
        )
        .required()
        .alias("group_by_fields"),
        Parameter::new(
            "aggregates",
            Kind::Mappings,
            "The figures, each with a `function`, a `field` or `expression`, an `alias`, \
                and a `filter` if only some rows count. Functions are `count`, \
                `count_distinct`, `sum`, `avg`, `min`, `max`, `jsonb_agg` and `array_agg`.",
        )
        .required(),
        Parameter::new(
            "source_entity",
            Kind::Entity,
            "The entity whose rows are summed up, if it is not this one.",
        ),
        Parameter::new(
            "join_entities",
            Kind::Mappings,
            "Entities that are joined: each with `schema`, `entity` and `on_condition`.",
        ),
        Parameter::new("where_clause", Kind::SqlExpression, "Which rows count."),
        Parameter::new(
            "refresh_mode",
            Kind::Choice(&[
                Choice::new("manual", "When somebody asks for it."),
                Choice::new("auto", "By a trigger, after changes."),
                Choice::new("incremental", "Only what has changed."),
            ]),
            "When the view is worked out anew.",
        )
        .default("manual"),
        Parameter::new(
            "refresh_dependencies",
            Kind::Texts,
            "Views and tables that must be up to date before this one.",
        ),
        Parameter::new(
            "indexes",
            Kind::Mappings,
            "Indexes of the view: each with `name`, `fields` and `using`.",
        ),
    ],
    "Keeps sums and counts over the rows of an entity in a materialised view. Use \
        it for figures that are read often and may be a little old.",
)
.aliases(&["schema_aggregate_view"]);

pub(super) const SCD_TYPE2: Pattern = Pattern::known(
    "temporal_scd_type2_helper",
    &[
        Parameter::new(
            "natural_key",
            Kind::Fields,
            "The fields that stay the same through all versions of a thing.",
        )
        .required(),
        Parameter::new(
            "tracked_fields",
            Kind::Fields,
            "The fields whose change makes a new version; without it, any change does.",
        ),
        Parameter::new(
            "version_field",
            Kind::NewField,
            "The column that counts the versions.",
        )
        .default("version_number"),
        Parameter::new(
            "is_current_field",
            Kind::NewField,
            "The column that marks the version of today.",
        )
        .default("is_current"),
        Parameter::new(
            "effective_date_field",
            Kind::NewField,
            "The column with the moment from which a version holds.",
        )
        .default("effective_date")
        .alias("effective_from_field"),
        Parameter::new(
            "expiry_date_field",
            Kind::NewField,
            "The column with the moment at which a version was replaced; empty for the \
                current one.",
        )
        .default("expiry_date")
        .alias("effective_to_field"),
        Parameter::new(
            "auto_version",
            Kind::Boolean,
            "Whether an update makes the new version by itself.",
        )
        .default("true"),
    ],
    "Keeps the history of rows: a change makes a new version and leaves the old \
        one in place. Use it where you have to answer what held at some day.",
)
.aliases(&["scd_type2_helper", "schema_scd_type2_helper"]);

pub(super) const NON_OVERLAPPING: Pattern = Pattern::known(
    "temporal_non_overlapping_daterange",
    &[
        Parameter::new(
            "scope_fields",
            Kind::Fields,
            "The fields within which periods must not overlap, such as the room of a \
                booking.",
        )
        .required(),
        Parameter::new(
            "start_date_field",
            Kind::Field,
            "The field with the first day of the period.",
        )
        .required(),
        Parameter::new(
            "end_date_field",
            Kind::Field,
            "The field with the last day of the period; empty means without an end.",
        )
        .required(),
        Parameter::new(
            "check_mode",
            Kind::Choice(&[
                Choice::new("strict", "An overlap is refused."),
                Choice::new("warning", "An overlap is let through and reported."),
            ]),
            "What happens when two periods overlap.",
        )
        .default("strict"),
        Parameter::new(
            "inclusive_bounds",
            Kind::Choice(&[
                Choice::new("[]", "Both days belong to the period."),
                Choice::new("[)", "The last day does not belong to it."),
                Choice::new("(]", "The first day does not belong to it."),
                Choice::new("()", "Neither day belongs to it."),
            ]),
            "Whether the first and the last day belong to the period.",
        )
        .default("[]"),
        Parameter::new(
            "allow_adjacent",
            Kind::Boolean,
            "Whether one period may begin where another ends.",
        )
        .default("true"),
    ],
    "Lets no two periods overlap within the same scope. Use it for bookings, \
        contracts and assignments.",
)
.aliases(&["non_overlapping_daterange"]);

pub(super) const RECURSIVE_DEPENDENCY: Pattern = Pattern::known(
    "validation_recursive_dependency_validator",
    &[
        Parameter::new(
            "parent_field",
            Kind::Field,
            "The reference to this entity itself that must not run in a circle. Write \
                this or `dependency_entity`.",
        ),
        Parameter::new(
            "dependency_entity",
            Kind::Entity,
            "The entity whose rows say what depends on what. Write this or \
                `parent_field`.",
        ),
        Parameter::new("max_depth", Kind::Integer, "How long a chain may become.").default("10"),
        Parameter::new(
            "allow_cycles",
            Kind::Boolean,
            "Whether a chain may come back to its start.",
        )
        .default("false"),
    ],
    "Refuses chains of references that run in a circle or become too long. Give \
        it exactly one of `parent_field` and `dependency_entity`.",
)
.aliases(&["recursive_dependency_validator"]);

pub(super) const TEMPLATE_INHERITANCE: Pattern = Pattern::known(
    "validation_template_inheritance",
    &[
        Parameter::new(
            "template_entity",
            Kind::Entity,
            "The entity that holds the templates; it may be this one.",
        )
        .required(),
        Parameter::new(
            "template_field",
            Kind::NewField,
            "The column that leads to the template.",
        )
        .default("template_id"),
        Parameter::new(
            "config_field",
            Kind::NewField,
            "The column with the settings, as JSON.",
        )
        .default("config_data"),
        Parameter::new(
            "merge_strategy",
            Kind::Choice(&[
                Choice::new(
                    "override",
                    "What the row says replaces what the template says.",
                ),
                Choice::new("merge", "Both are merged, level by level."),
                Choice::new("append", "Lists are joined, mappings are merged."),
            ]),
            "How settings of a row and of its template are put together.",
        )
        .default("override"),
        Parameter::new(
            "max_depth",
            Kind::Integer,
            "How many templates may build on each other.",
        )
        .default("5"),
    ],
    "Lets rows take settings over from a template. Use it for product lines and \
        configurations that differ in little.",
)
.aliases(&["template_inheritance"]);
