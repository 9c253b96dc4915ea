//! Steps.

use super::{STEPS, TEXTS};
use crate::key::{Key, Name, Place, Shape};
use crate::step::{StepKind, planned, released};

/// The key that makes a step one of a kind.
const fn of_kind(kind: &StepKind, shape: Shape, example: &'static str) -> Key {
    let mut key = Key::new(kind.key, shape, kind.doc).example(example);
    key.effect = kind.effect;
    key.target = kind.target;
    key
}

const VALUE: Shape = Shape::OneOf(&[Shape::Expression, Shape::Text]);

pub(super) const STEP: &[Key] = &[
    of_kind(
        &released::VALIDATE,
        Shape::Expression,
        "status = 'draft' AND total > 0",
    )
    .near(&[
        "vaildate",
        "Validate",
        "validates",
        "check",
        "assert",
        "require",
    ]),
    of_kind(&released::IF, Shape::Expression, "status = 'draft'").near(&["If", "iff", "when"]),
    of_kind(&released::INSERT, Shape::Statement, "Invoice")
        .near(&["Insert", "inser", "create", "add"]),
    of_kind(
        &released::UPDATE,
        Shape::Statement,
        "Invoice SET status = 'sent', attempts = attempts + 1",
    )
    .near(&["Update", "udpate", "updates", "modify", "change"]),
    of_kind(
        &released::DELETE,
        Shape::Statement,
        "Invoice WHERE status = 'draft'",
    )
    .near(&["Delete", "delte", "remove"]),
    of_kind(
        &released::FIND,
        Shape::Statement,
        "Invoice WHERE number = 'A-1'",
    )
    .near(&["Find", "lookup", "get", "load"]),
    of_kind(&released::CALL, Shape::Call, "send_reminder(days = 3)")
        .near(&["Call", "execute", "run", "invoke"]),
    of_kind(
        &released::NOTIFY,
        Shape::Call,
        "customer(email, \"Your invoice is ready\")",
    )
    .near(&["Notify", "notifiy", "send", "notification"]),
    of_kind(&released::REJECT, Shape::Text, "invoice_already_paid")
        .near(&["Reject", "fail", "raise", "throw", "abort"]),
    of_kind(
        &released::REFRESH_TABLE_VIEW,
        Shape::Mapping(Place::RefreshTableView),
        "scope: propagate\npropagate: [Customer]",
    )
    .near(&["refresh_table_views", "refresh_view", "refreshTableView"]),
    Key::new(
        "error",
        Shape::Text,
        "What the caller is told when a `validate` fails, as a short code in \
            snake_case. Alone it is no step: to fail in any case, write `reject`.",
    )
    .example("invoice_not_draft")
    .near(&["err", "errors", "Error", "error_code"]),
    Key::new(
        "then",
        STEPS,
        "The steps to take when the condition of an `if` holds. It is a list, even \
            for one step.",
    )
    .carried()
    .default("[]")
    .example("- update: Invoice SET status = 'sent'")
    .near(&["Then", "than"]),
    Key::new(
        "else",
        STEPS,
        "The steps to take when the condition of an `if` does not hold. It is a list, \
            even for one step.",
    )
    .carried()
    .default("[]")
    .example("- reject: invoice_not_draft")
    .near(&["Else", "otherwise", "esle"]),
    Key::new(
        "store",
        Shape::Name(Name::Other),
        "The name by which later steps know the result of a `call`.",
    )
    .carried()
    .example("reminder_count")
    .near(&["store_as", "save_as"]),
    of_kind(
        &planned::FOREACH,
        Shape::Statement,
        "Line WHERE invoice = id as line",
    )
    .near(&["for_each", "forEach", "for", "each"]),
    of_kind(&planned::WHILE, Shape::Expression, "attempts < 3").near(&["While", "until"]),
    of_kind(
        &planned::SWITCH,
        Shape::OneOf(&[Shape::Mapping(Place::Switch), Shape::Expression]),
        "expression: status\
            \ncases:\
            \n  - when: \"'draft'\"\
            \n    then:\
            \n      - reject: still_a_draft",
    )
    .near(&["Switch", "case", "match"]),
    of_kind(&planned::RETURN, VALUE, "total").near(&["Return", "returns"]),
    of_kind(&planned::RETURN_EARLY, VALUE, "\"Nothing to do\"").near(&["early_return", "exit"]),
    of_kind(
        &planned::RETURN_TABLE,
        Shape::Sql,
        "SELECT id, number FROM billing.tb_invoice",
    )
    .near(&["return_query"]),
    of_kind(
        &planned::DECLARE,
        Shape::OneOf(&[
            Shape::Mapping(Place::Declare),
            Shape::List(&Shape::Mapping(Place::Declare)),
        ]),
        "name: attempts\ntype: integer\ndefault: 0",
    )
    .near(&["Declare", "variable", "variables"]),
    of_kind(
        &planned::ASSIGN,
        Shape::Statement,
        "attempts = attempts + 1",
    )
    .near(&["Assign", "let"]),
    of_kind(
        &planned::QUERY,
        Shape::OneOf(&[Shape::Sql, Shape::Statement, Shape::Mapping(Place::Query)]),
        "SELECT count(*) FROM billing.tb_invoice",
    )
    .near(&["Query", "sql"]),
    of_kind(
        &planned::SELECT,
        Shape::Statement,
        "Invoice WHERE status = 'sent'",
    )
    .near(&["Select"]),
    of_kind(
        &planned::CTE,
        Shape::Mapping(Place::Query),
        "name: open_invoices\nquery: SELECT * FROM billing.tb_invoice",
    )
    .near(&["with"]),
    of_kind(
        &planned::SUBQUERY,
        Shape::Mapping(Place::Query),
        "query: SELECT max(total) FROM billing.tb_invoice\nas: highest_total",
    )
    .near(&["sub_query"]),
    of_kind(
        &planned::AGGREGATE,
        Shape::Mapping(Place::Aggregate),
        "operation: sum\
            \nfield: total\
            \nfrom: tb_invoice\
            \nas: turnover",
    )
    .near(&["aggregation"]),
    of_kind(
        &planned::CALL_FUNCTION,
        Shape::Mapping(Place::CallFunction),
        "function: billing.next_number\nreturns: number",
    )
    .near(&["callFunction", "function_call"]),
    of_kind(
        &planned::CALL_SERVICE,
        Shape::Mapping(Place::CallFunction),
        "service: mailer\noperation: send",
    )
    .near(&["callService", "service"]),
    of_kind(
        &planned::EXCEPTION_HANDLING,
        Shape::Mapping(Place::ExceptionHandling),
        "try:\
            \n  - call: charge_card()\
            \ncatch:\
            \n  - when: others\
            \n    then:\
            \n      - reject: payment_failed",
    )
    .near(&["try", "try_catch", "exception"]),
    of_kind(
        &planned::FOR_QUERY,
        Shape::Sql,
        "SELECT id, total FROM billing.tb_invoice",
    )
    .near(&["forQuery"]),
    of_kind(
        &planned::REFRESH,
        Shape::Reference(Name::Other),
        "mv_open_invoices",
    )
    .near(&["Refresh"]),
    of_kind(
        &planned::EMIT,
        Shape::Reference(Name::Event),
        "invoice_sent",
    )
    .near(&["Emit", "publish", "emits", "event"]),
    of_kind(&planned::RAW_SQL, Shape::Sql, "PERFORM billing.renumber();")
        .near(&["rawsql", "execute_sql"]),
    of_kind(
        &planned::DUPLICATE_CHECK,
        Shape::Any,
        "fields: [number]\nerror_message: Number is taken",
    )
    .near(&["check_duplicate", "unique_check"]),
    of_kind(&planned::FETCH, Shape::Statement, "customer AS buyer").near(&["Fetch"]),
    of_kind(
        &planned::COMPUTE,
        Shape::Statement,
        "due_on = issued_on + 30",
    )
    .near(&["calculate"]),
    of_kind(&planned::SET, Shape::Statement, "status = 'sent'").near(&["Set"]),
    of_kind(&planned::INCREMENT, Shape::Statement, "attempts").near(&["inc"]),
    of_kind(&planned::DECREMENT, Shape::Statement, "stock").near(&["dec"]),
    of_kind(&planned::TRANSITION, Shape::Text, "sent").near(&["transition_to"]),
    of_kind(&planned::PERFORM, Shape::Call, "renumber_lines()").near(&["Perform"]),
    of_kind(
        &planned::UPDATE_SCD,
        Shape::Statement,
        "Price SET amount = 10",
    )
    .near(&["scd_update"]),
    of_kind(
        &planned::DEFAULT,
        Shape::OneOf(&[Shape::Statement, STEPS]),
        "currency = 'EUR'",
    )
    .near(&["Default"]),
    Key::new("do", STEPS, "The steps that a `foreach` runs for each row.")
        .next()
        .example("- update: Line SET status = 'sent'")
        .near(&["body"]),
    Key::new("steps", STEPS, "Another spelling of `do` in a `foreach`.")
        .next()
        .example("- update: Line SET status = 'sent'")
        .near(&["step"]),
    Key::new(
        "loop",
        STEPS,
        "The steps that a `while` or a `for_query` runs again and again.",
    )
    .next()
    .example("- assign: attempts = attempts + 1"),
    Key::new(
        "cases",
        Shape::OneOf(&[
            Shape::List(&Shape::Mapping(Place::Case)),
            Shape::Named(Name::Other, &STEPS),
        ]),
        "The ways of a `switch` that is written on one line.",
    )
    .next()
    .example("- when: \"'draft'\"\n  then:\n    - reject: still_a_draft"),
    Key::new(
        "as",
        Shape::Name(Name::Other),
        "The name of the current row in a `for_query`.",
    )
    .next()
    .example("invoice")
    .near(&["alias"]),
    Key::new(
        "into",
        Shape::Name(Name::Other),
        "The name by which later steps know the answer of a `query`.",
    )
    .next()
    .example("invoice_count"),
    Key::new(
        "result",
        Shape::Name(Name::Other),
        "The name by which later steps know the answer of a `query` or a `call`. For \
            `call`, 0.8.7 reads `store`.",
    )
    .next()
    .example("invoice_count")
    .near(&["results"]),
    Key::new(
        "values",
        Shape::Named(Name::Field, &Shape::Expression),
        "The values of the new row of an `insert`.",
    )
    .next()
    .example("number: \"'A-1'\"\ntotal: 0")
    .near(&["value"]),
    Key::new(
        "fields",
        Shape::OneOf(&[Shape::Named(Name::Field, &Shape::Expression), TEXTS]),
        "The fields that an `insert` or `update` writes. In an `update`, 0.8.7 reads \
            them behind `SET`.",
    )
    .next()
    .example("status: \"'sent'\"")
    .near(&["feilds", "field"]),
    Key::new(
        "return_id",
        Shape::Any,
        "The name by which later steps know the key of the row that an `insert` \
            added.",
    )
    .next()
    .example("invoice_id")
    .near(&["returning_id"]),
    Key::new(
        "returning",
        Shape::Any,
        "What an `insert` or `update` gives back of the row it wrote.",
    )
    .next()
    .example("id"),
    Key::new(
        "hard",
        Shape::Boolean,
        "Whether a `delete` removes the row for good, rather than marking it as \
            deleted.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["hard_delete"]),
    Key::new(
        "args",
        Shape::Any,
        "The arguments of a `call`. With 0.8.7 they stand in parentheses: `call: \
            send_reminder(days = 3)`.",
    )
    .next()
    .example("days: 3")
    .near(&["arguments", "arg"]),
    Key::new(
        "to",
        Shape::Any,
        "Who gets the message of a `notify`. With 0.8.7 that is the word in front of \
            the parentheses.",
    )
    .next()
    .example("customer")
    .near(&["recipient"]),
    Key::new(
        "payload",
        Shape::Any,
        "What goes along with a `notify` or an `emit`.",
    )
    .next()
    .example("number: number"),
    Key::new("data", Shape::Any, "Another spelling of `payload`.")
        .next()
        .example("number: number"),
    Key::new(
        "context",
        Shape::Any,
        "More for the caller to know about why a `validate` failed.",
    )
    .next()
    .example("status: status"),
    Key::new(
        "concurrently",
        Shape::Boolean,
        "Whether a view can still be read while a `refresh` works it out.",
    )
    .next()
    .default("false")
    .example("true"),
    Key::new(
        "message",
        Shape::Text,
        "Is not read. What the caller is told when a `validate` fails goes into \
            `error`.",
    )
    .ignored()
    .example("Only drafts can be sent"),
    Key::new(
        "error_message",
        Shape::Text,
        "Is not read. What the caller is told when a `validate` fails goes into \
            `error`.",
    )
    .ignored()
    .example("Only drafts can be sent"),
    Key::new(
        "elif",
        Shape::Any,
        "Is not read. Put another `if` into `else`.",
    )
    .ignored()
    .near(&["elseif", "else_if", "elsif"]),
    Key::new(
        "type",
        Shape::Text,
        "Is not read: a step is told by its key. The reverse-engineering tools write \
            steps this way, and 0.8.7 refuses them.",
    )
    .ignored()
    .example("declare"),
    Key::new(
        "variable_name",
        Shape::Name(Name::Other),
        "Is not read. The reverse-engineering tools write it; the documented form is \
            `declare` with a `name`.",
    )
    .ignored()
    .example("attempts"),
    Key::new(
        "variable_type",
        Shape::Type,
        "Is not read. The reverse-engineering tools write it; the documented form is \
            `declare` with a `type`.",
    )
    .ignored()
    .example("integer"),
    Key::new(
        "default_value",
        Shape::Any,
        "Is not read. The reverse-engineering tools write it; the documented form is \
            `declare` with a `default`.",
    )
    .ignored()
    .example("0"),
];
