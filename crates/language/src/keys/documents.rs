//! Blocks that SpecQL's documents describe and the released one passes over.

use super::{FIELDS, INDEX_METHODS};
use crate::key::{Choice, Key, Name, Shape};

pub(super) const EXTENDS: &[Key] = &[Key::new(
    "from",
    Shape::Path,
    "The entity of the standard library to start from.",
)
.next()
.example("stdlib/crm/contact")
.near(&["form", "path", "base", "source"])];

pub(super) const INDEX: &[Key] = &[
    Key::new(
        "columns",
        Shape::List(&Shape::Reference(Name::Field)),
        "The fields the index is over, in the order in which they narrow a search \
            down.",
    )
    .next()
    .example("[customer, due_on]")
    .near(&["column", "cols"]),
    Key::new("fields", FIELDS, "Another spelling of `columns`.")
        .next()
        .example("[customer, due_on]")
        .near(&["field", "feilds"]),
    Key::new(
        "name",
        Shape::Name(Name::Other),
        "Names the index, if the name that it gets by itself will not do.",
    )
    .next()
    .example("idx_invoice_due")
    .near(&["Name", "index_name"]),
    Key::new(
        "type",
        Shape::Choice(INDEX_METHODS),
        "How PostgreSQL builds the index.",
    )
    .next()
    .default("btree")
    .near(&["method", "index_type", "kind"]),
    Key::new(
        "using",
        Shape::Choice(INDEX_METHODS),
        "Another spelling of `type`.",
    )
    .next()
    .default("btree")
    .near(&["use"]),
    Key::new(
        "where",
        Shape::Expression,
        "Only rows for which this holds are indexed, which keeps the index small.",
    )
    .next()
    .example("status = 'sent'")
    .near(&["condition", "filter"]),
];

pub(super) const CONSTRAINT: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Other),
        "Names the constraint; the name shows up in errors.",
    )
    .next()
    .example("one_invoice_per_number")
    .near(&["Name", "constraint_name"]),
    Key::new(
        "type",
        Shape::Choice(&[
            Choice::new("unique", "The values of `fields` occur together only once."),
            Choice::new("check", "The `expression` holds for every row."),
            Choice::new("exclusion", "No two rows overlap in all of `fields`."),
        ]),
        "What kind of rule it is.",
    )
    .next()
    .near(&["kind", "typ"]),
    Key::new(
        "fields",
        Shape::OneOf(&[FIELDS, Shape::List(&Shape::Any)]),
        "The fields the rule is over; for an exclusion, each with the operator that \
            two rows are compared by.",
    )
    .next()
    .example("[customer, number]")
    .near(&["field", "feilds", "columns"]),
    Key::new(
        "expression",
        Shape::Expression,
        "What has to hold, for a check.",
    )
    .next()
    .example("due_on >= issued_on")
    .near(&["expr", "check", "condition"]),
    Key::new(
        "using",
        Shape::Choice(INDEX_METHODS),
        "The index behind an exclusion; usually `gist`.",
    )
    .next()
    .near(&["method", "use"]),
    Key::new(
        "message",
        Shape::Text,
        "What the caller is told when the rule is broken.",
    )
    .next()
    .example("This number is taken")
    .near(&["error", "error_message"]),
];

pub(super) const FOREIGN_KEY: &[Key] = &[
    Key::new(
        "columns",
        Shape::List(&Shape::Reference(Name::Field)),
        "The fields of this entity that lead to the target.",
    )
    .next()
    .example("[order_number, order_date]")
    .near(&["column", "fields"]),
    Key::new(
        "references",
        Shape::Text,
        "The entity that is meant, with the fields that are compared.",
    )
    .next()
    .example("Order(order_number, order_date)")
    .near(&["reference", "target", "ref"]),
];

pub(super) const RELATION: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the relation.")
        .next()
        .example("customer")
        .near(&["Name", "relation"]),
    Key::new(
        "type",
        Shape::Choice(&[
            Choice::new("belongs_to", "A row refers to one row of the other entity."),
            Choice::new("has_many", "Rows of the other entity refer to this one."),
        ]),
        "Which of the two sides refers to the other.",
    )
    .next()
    .near(&["kind", "typ"]),
    Key::new(
        "entity",
        Shape::Reference(Name::Entity),
        "The entity on the other side.",
    )
    .next()
    .example("Customer")
    .near(&["target", "model"]),
    Key::new(
        "foreign_key",
        Shape::Reference(Name::TargetField),
        "The reference by which the rows of the other entity lead back to this one.",
    )
    .next()
    .example("customer")
    .near(&["via", "key"]),
];

pub(super) const VALIDATION: &[Key] = &[
    Key::new(
        "field",
        Shape::Reference(Name::Field),
        "The field that the rules are for.",
    )
    .next()
    .example("status")
    .near(&["fields", "column", "name"]),
    Key::new(
        "rules",
        Shape::List(&Shape::Any),
        "What its values have to satisfy, such as the order of states.",
    )
    .next()
    .example("- transitions: {draft: [sent], sent: [paid]}")
    .near(&["rule", "checks"]),
];

pub(super) const VIEW: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the view.")
        .next()
        .example("unpaid_invoices")
        .near(&["Name", "view"]),
    Key::new("description", Shape::Text, "Says what the view shows.")
        .next()
        .example("Invoices that wait for money")
        .near(&["desc", "comment"]),
    Key::new("base_table", Shape::Text, "The table whose rows are shown.")
        .next()
        .example("tb_invoice")
        .near(&["table", "source", "from"]),
    Key::new("where", Shape::Sql, "Which rows are shown.")
        .next()
        .example("status = 'sent'")
        .near(&["filter", "condition"]),
];
