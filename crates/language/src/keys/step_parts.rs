//! The mappings that stand inside steps.

use super::{ENTITIES, STEPS};
use crate::key::{Choice, Key, Name, Place, Shape};

pub(super) const REFRESH_TABLE_VIEW: &[Key] = &[
    Key::new(
        "scope",
        Shape::Choice(&[
            Choice::new("self", "The row that the action was called for."),
            Choice::new(
                "related",
                "The row, and every row that shows it as a relation.",
            ),
            Choice::new(
                "propagate",
                "The row, and the entities listed in `propagate`.",
            ),
            Choice::new("batch", "All rows that the action touched, at its end."),
        ]),
        "How much of the table views is brought up to date.",
    )
    .default("self")
    .near(&["Scope", "scopes"]),
    Key::new(
        "propagate",
        ENTITIES,
        "The other entities whose table views show this row.",
    )
    .default("[]")
    .example("[Customer, Payment]")
    .near(&["propagates", "propagate_to"]),
    Key::new(
        "strategy",
        Shape::Choice(&[
            Choice::new("immediate", "Within the action, before it answers."),
            Choice::new("deferred", "Later, so that the action answers sooner."),
        ]),
        "When the table views are brought up to date.",
    )
    .default("immediate")
    .near(&["stratergy", "mode"]),
];

pub(super) const SWITCH: &[Key] = &[
    Key::new(
        "expression",
        Shape::Expression,
        "The value by which a way is chosen.",
    )
    .refused()
    .example("status")
    .near(&["expr", "value"]),
    Key::new(
        "cases",
        Shape::List(&Shape::Mapping(Place::Case)),
        "The ways, of which the first that fits is taken.",
    )
    .refused()
    .example("- when: \"'draft'\"\n  then:\n    - reject: still_a_draft")
    .near(&["case"]),
    Key::new("default", STEPS, "The steps to take when no case fits.")
        .refused()
        .example("- return: \"Fine\"")
        .near(&["else", "otherwise"]),
];

pub(super) const CASE: &[Key] = &[
    Key::new(
        "when",
        Shape::Expression,
        "The value, condition or error for which this way is taken.",
    )
    .refused()
    .example("\"'draft'\"")
    .near(&["if", "case", "value"]),
    Key::new("then", STEPS, "The steps of this way.")
        .refused()
        .example("- reject: still_a_draft")
        .near(&["than", "steps", "do"]),
];

pub(super) const AGGREGATE: &[Key] = &[
    Key::new(
        "operation",
        Shape::Choice(&[
            Choice::new("count", "How many rows."),
            Choice::new("sum", "All values together."),
            Choice::new("avg", "The mean of the values."),
            Choice::new("min", "The least value."),
            Choice::new("max", "The greatest value."),
        ]),
        "What is worked out.",
    )
    .refused()
    .near(&["function", "op"]),
    Key::new(
        "field",
        Shape::Reference(Name::TargetField),
        "The field whose values are taken.",
    )
    .refused()
    .example("total")
    .near(&["column", "fields"]),
    Key::new(
        "from",
        Shape::Reference(Name::Entity),
        "The entity or table whose rows are taken.",
    )
    .refused()
    .example("tb_invoice")
    .near(&["source", "table"]),
    Key::new("where", Shape::Expression, "Which rows are taken.")
        .refused()
        .example("status = 'sent'")
        .near(&["filter", "condition"]),
    Key::new(
        "group_by",
        Shape::List(&Shape::Reference(Name::TargetField)),
        "What there is one figure for each of.",
    )
    .refused()
    .example("[customer]")
    .near(&["groupby", "group"]),
    Key::new(
        "as",
        Shape::Name(Name::Other),
        "The name by which later steps know the figure.",
    )
    .refused()
    .example("turnover")
    .near(&["alias", "into"]),
];

pub(super) const DECLARE: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the variable.")
        .refused()
        .example("attempts")
        .near(&["variable", "variable_name"]),
    Key::new(
        "type",
        Shape::Type,
        "What kind of value the variable holds.",
    )
    .refused()
    .example("integer")
    .near(&["tipe", "variable_type"]),
    Key::new("default", Shape::Any, "The value it has at first.")
        .refused()
        .example("0")
        .near(&["value", "default_value", "initial"]),
];

pub(super) const QUERY: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Other),
        "The name by which later questions know a `cte`.",
    )
    .refused()
    .example("open_invoices")
    .near(&["cte_name"]),
    Key::new("query", Shape::Sql, "The question, as a SELECT.")
        .refused()
        .example("SELECT * FROM billing.tb_invoice WHERE status = 'sent'")
        .near(&["sql", "select"]),
    Key::new(
        "as",
        Shape::Name(Name::Other),
        "The name by which later steps know the answer.",
    )
    .refused()
    .example("highest_total")
    .near(&["alias", "into"]),
    Key::new(
        "materialized",
        Shape::Boolean,
        "Whether PostgreSQL works a `cte` out once, apart from the question that uses \
            it.",
    )
    .refused()
    .default("false")
    .example("true")
    .near(&["materialised"]),
];

pub(super) const CALL_FUNCTION: &[Key] = &[
    Key::new(
        "function",
        Shape::Reference(Name::Other),
        "The function to call, with its schema.",
    )
    .refused()
    .example("billing.next_number")
    .near(&["func", "function_name", "name"]),
    Key::new(
        "arguments",
        Shape::Any,
        "What the function is given: a list, or a value for each name.",
    )
    .refused()
    .example("year: 2026")
    .near(&["args", "params", "parameters"]),
    Key::new(
        "returns",
        Shape::Name(Name::Other),
        "The name by which later steps know the result.",
    )
    .refused()
    .example("number")
    .near(&["return", "result", "into"]),
    Key::new(
        "service",
        Shape::Reference(Name::Other),
        "The service to ask, for `call_service`.",
    )
    .refused()
    .example("mailer")
    .near(&["services"]),
    Key::new("operation", Shape::Text, "What the service is asked to do.")
        .refused()
        .example("send")
        .near(&["method", "action"]),
    Key::new(
        "input",
        Shape::Named(Name::Parameter, &Shape::Any),
        "What the service is given.",
    )
    .refused()
    .example("to: email")
    .near(&["inputs", "payload"]),
];

pub(super) const EXCEPTION_HANDLING: &[Key] = &[
    Key::new("try", STEPS, "The steps that may fail.")
        .refused()
        .example("- call: charge_card()")
        .near(&["steps"]),
    Key::new(
        "catch",
        Shape::List(&Shape::Mapping(Place::Case)),
        "What to do for which error.",
    )
    .refused()
    .example("- when: unique_violation\n  then:\n    - reject: number_taken")
    .near(&["except", "rescue"]),
    Key::new(
        "finally",
        STEPS,
        "The steps to take in the end, whether it failed or not.",
    )
    .refused()
    .example("- call: release_lock()")
    .near(&["ensure"]),
];
