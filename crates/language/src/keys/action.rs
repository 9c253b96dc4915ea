//! Actions, their parameters, and what they say they change.

use super::{ARGUMENTS, FIELDS, STEPS, TEXTS};
use crate::key::{Choice, Key, Name, Place, Shape};

const PARAMETERS: Shape = Shape::OneOf(&[
    Shape::Named(
        Name::Parameter,
        &Shape::OneOf(&[Shape::Type, Shape::Mapping(Place::Parameter)]),
    ),
    Shape::List(&Shape::OneOf(&[
        Shape::Mapping(Place::Parameter),
        Shape::Name(Name::Parameter),
    ])),
]);

const HIERARCHY_IMPACTS: &[Choice] = &[
    Choice::new("recalculate_subtree", "The row and everything below it."),
    Choice::new("recalculate_tenant", "Every tree of the tenant."),
    Choice::new("recalculate_global", "Every tree of every tenant."),
];

const OPERATIONS: &[Choice] = &[
    Choice::new("create", "Rows come into being."),
    Choice::new("insert", "Another word for `create`."),
    Choice::new("update", "Rows change."),
    Choice::new("delete", "Rows go."),
];

const CACHE_STRATEGIES: &[Choice] = &[
    Choice::new("refetch", "Ask the server again."),
    Choice::new("evict", "Forget what is held; ask when it is needed."),
];

pub(super) const ACTION: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Action),
        "Names the action, verb first: `send_invoice`. The name is also the one of \
            the API function `app.<name>`, so it must be unique in the whole project.\
            \n\nA name that begins with `create`, `update` or `delete` gets the \
            ready-made body and must be exactly `<verb>_<entity>`; call anything else by \
            another verb, such as `change_status`.",
    )
    .required()
    .example("send_invoice")
    .near(&["Name", "action", "nam", "id"]),
    Key::new(
        "description",
        Shape::Text,
        "Says what the action does, for the readers of the spec.",
    )
    .carried()
    .example("Send the invoice to the customer and start the due date")
    .near(&["desc", "decription", "descripton", "comment"]),
    Key::new(
        "steps",
        STEPS,
        "What the action does, in order. An action without steps reports success and \
            does nothing, unless it is a create, update or delete action.",
    )
    .default("[]")
    .example(
        "- validate: status = 'draft'\
            \n  error: invoice_not_draft\
            \n- update: Invoice SET status = 'sent'",
    )
    .near(&["step", "Steps", "stpes", "body", "logic"]),
    Key::new(
        "params",
        PARAMETERS,
        "What the caller hands over; a step reads it as `$name`. With 0.8.7 an action \
            takes the fields of its entity and nothing else.",
    )
    .next()
    .example("reason: text!\nrefund: money")
    .near(&["param", "arguments"]),
    Key::new(
        "parameters",
        PARAMETERS,
        "Another spelling of `params`; the shorter one is the usual one.",
    )
    .next()
    .example("reason: text!")
    .near(&["parameter"]),
    Key::new(
        "inputs",
        PARAMETERS,
        "Another spelling of `params`; the shorter one is the usual one.",
    )
    .next()
    .example("amount: money!")
    .near(&["input"]),
    Key::new(
        "input_type",
        Shape::Name(Name::Other),
        "A name for the type of what the caller hands over.",
    )
    .next()
    .example("SendInvoiceInput")
    .near(&["inputType"]),
    Key::new(
        "returns",
        Shape::OneOf(&[Shape::Type, Shape::Any]),
        "What the caller gets back beside success or failure.",
    )
    .next()
    .example("money")
    .near(&["result", "output"]),
    Key::new(
        "requires",
        Shape::Expression,
        "Who may run the action, as a condition over the user.",
    )
    .next()
    .example("user.role = 'accountant'")
    .near(&["require", "permission", "permissions"]),
    Key::new(
        "requires_role",
        Shape::OneOf(&[TEXTS, Shape::Text]),
        "The roles of which a user needs one to run the action.",
    )
    .next()
    .example("[accountant, admin]")
    .near(&["role", "require_role"]),
    Key::new(
        "impact",
        Shape::Mapping(Place::Impact),
        "What the action changes, so that clients know which of their data is stale.",
    )
    .next()
    .example(
        "primary:\
            \n  entity: Invoice\
            \n  operation: update\
            \n  fields: [status]",
    )
    .near(&["impakt", "effects"]),
    Key::new(
        "impacts",
        Shape::OneOf(&[
            Shape::List(&Shape::Mapping(Place::ImpactItem)),
            Shape::Mapping(Place::Impact),
        ]),
        "Another spelling of `impact`, as a list of what is changed.",
    )
    .next()
    .example("- entity: Invoice\n  operation: update\n  fields: [status]"),
    Key::new(
        "hierarchy_impact",
        Shape::Choice(HIERARCHY_IMPACTS),
        "How much of a tree has to be worked out anew after the action.",
    )
    .next()
    .near(&["hierarchyImpact"]),
    Key::new(
        "pattern",
        Shape::Path,
        "Fills the action from a ready-made one of the standard library, with the \
            values of `config`. With 0.8.7 nothing is filled in: write the steps.",
    )
    .next()
    .example("state_machine/transition")
    .near(&["template", "use"]),
    Key::new(
        "config",
        ARGUMENTS,
        "Values for the parameters of the action's `pattern`.",
    )
    .next()
    .example("from_states: [draft]\nto_state: sent")
    .near(&["configuration", "options"]),
    Key::new(
        "trigger",
        Shape::Any,
        "What starts the action, when it is not a caller.",
    )
    .next()
    .example("on_create")
    .near(&["triggers", "when"]),
    Key::new(
        "idempotent",
        Shape::Boolean,
        "Running it twice with the same input has the effect of running it once.",
    )
    .next()
    .default("false")
    .example("true"),
    Key::new(
        "idempotency_key",
        Shape::Expression,
        "By what two runs are told to be the same one.",
    )
    .next()
    .example("number")
    .near(&["idempotence_key"]),
    Key::new(
        "entity",
        Shape::Reference(Name::Entity),
        "Is not read: an action belongs to the entity of its file.",
    )
    .ignored()
    .example("Invoice"),
    Key::new(
        "type",
        Shape::Text,
        "Is not read: what an action does follows from its name and its steps.",
    )
    .ignored()
    .example("custom"),
];

pub(super) const PARAMETER: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Parameter),
        "Names the parameter, where parameters are written as a list.",
    )
    .next()
    .example("reason")
    .near(&["param"]),
    Key::new(
        "type",
        Shape::Type,
        "What kind of value the caller hands over.",
    )
    .next()
    .default("text")
    .example("money")
    .near(&["tipe", "typ", "kind"]),
    Key::new(
        "required",
        Shape::Boolean,
        "Whether the caller has to hand it over. In the short form that is the `!` \
            behind the type.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["mandatory"]),
    Key::new(
        "default",
        Shape::Any,
        "What holds when the caller hands over nothing.",
    )
    .next()
    .example("0")
    .near(&["defualt", "default_value"]),
    Key::new(
        "description",
        Shape::Text,
        "Says what the parameter is for.",
    )
    .next()
    .example("Why the invoice is cancelled")
    .near(&["desc", "comment"]),
];

pub(super) const IMPACT: &[Key] = &[
    Key::new(
        "primary",
        Shape::Mapping(Place::ImpactItem),
        "The entity that the action is about, and what happens to it.",
    )
    .next()
    .example("entity: Invoice\noperation: update\nfields: [status]")
    .near(&["main"]),
    Key::new(
        "side_effects",
        Shape::List(&Shape::Mapping(Place::ImpactItem)),
        "Other entities that change along the way.",
    )
    .next()
    .example("- entity: Reminder\n  operation: delete")
    .near(&["side_effect", "sideEffects"]),
    Key::new(
        "cache_invalidations",
        Shape::List(&Shape::Mapping(Place::CacheInvalidation)),
        "Queries whose answers a client should no longer trust.",
    )
    .next()
    .example("- query: open_invoices\n  strategy: refetch")
    .near(&["cache_invalidation", "cacheInvalidations"]),
    Key::new(
        "description",
        Shape::Text,
        "Says in words what the action changes.",
    )
    .next()
    .example("The invoice leaves the list of drafts")
    .near(&["desc"]),
    Key::new(
        "optimistic_safe",
        Shape::Boolean,
        "A client may show the result before the server has answered.",
    )
    .next()
    .example("true")
    .near(&["optimistic"]),
    Key::new(
        "idempotent",
        Shape::Boolean,
        "Running it twice with the same input has the effect of running it once.",
    )
    .next()
    .example("false"),
    Key::new(
        "estimated_duration_ms",
        Shape::Integer,
        "About how long the action takes, in milliseconds.",
    )
    .next()
    .example("150")
    .near(&["estimated_duration", "duration_ms"]),
    Key::new("permissions", TEXTS, "What a user must be allowed to do.")
        .next()
        .example("[billing_write]")
        .near(&["permission"]),
];

pub(super) const IMPACT_ITEM: &[Key] = &[
    Key::new(
        "entity",
        Shape::Reference(Name::Entity),
        "The entity whose rows are touched.",
    )
    .next()
    .example("Invoice")
    .near(&["Entity"]),
    Key::new(
        "operation",
        Shape::Choice(OPERATIONS),
        "What happens to those rows.",
    )
    .next()
    .near(&["op", "action"]),
    Key::new(
        "fields",
        FIELDS,
        "The fields that may have another value afterwards.",
    )
    .next()
    .example("[status, sent_at]")
    .near(&["feilds", "field", "columns"]),
    Key::new(
        "relationships",
        Shape::List(&Shape::Reference(Name::ReferenceField)),
        "References whose targets come along in the answer.",
    )
    .next()
    .example("[customer]")
    .near(&["relationship"]),
    Key::new(
        "include_relations",
        Shape::List(&Shape::Reference(Name::ReferenceField)),
        "Another spelling of `relationships`.",
    )
    .next()
    .example("[customer]")
    .near(&["include_relation"]),
    Key::new(
        "collection",
        Shape::Name(Name::Other),
        "Under what name the answer lists these rows.",
    )
    .next()
    .example("deleted_reminders")
    .near(&["collections"]),
    Key::new(
        "condition",
        Shape::Text,
        "When this happens at all, if not always.",
    )
    .next()
    .example("only when the customer wants reminders")
    .near(&["when"]),
];

pub(super) const CACHE_INVALIDATION: &[Key] = &[
    Key::new(
        "query",
        Shape::Reference(Name::Other),
        "The query whose cached answers are stale.",
    )
    .next()
    .example("open_invoices")
    .near(&["queries"]),
    Key::new(
        "filter",
        Shape::Any,
        "Which of the cached answers, by the values they were asked for with.",
    )
    .next()
    .example("{status: draft}")
    .near(&["filters"]),
    Key::new(
        "strategy",
        Shape::Choice(CACHE_STRATEGIES),
        "What the client does with a stale answer.",
    )
    .next()
    .near(&["policy"]),
    Key::new("reason", Shape::Text, "Why the answer is stale.")
        .next()
        .example("The invoice left the list of drafts")
        .near(&["because"]),
];
