//! The blocks that SpecQL 0.8.7 reads below an entity.

use super::{ARGUMENTS, FIELDS};
use crate::key::{Choice, Key, Name, Place, Shape};

pub(super) const PATTERN: &[Key] = &[
    Key::new(
        "type",
        Shape::Reference(Name::SchemaPattern),
        "Which pattern is applied. The name is not checked, so a misspelt one passes \
            unseen.",
    )
    .required()
    .carried()
    .example("schema_computed_column")
    .near(&["typ", "pattern", "kind"]),
    Key::new(
        "params",
        ARGUMENTS,
        "Values for the parameters of the pattern.",
    )
    .carried()
    .default("{}")
    .example("column_name: search_name\nexpression: lower(name)\ntype: text")
    .near(&["param", "parameters", "options", "with"]),
    Key::new(
        "name",
        Shape::Text,
        "Is not read: the pattern is named by `type`.",
    )
    .ignored()
    .example("search_column"),
    Key::new(
        "config",
        ARGUMENTS,
        "Is not read: the values of a pattern go into `params`.",
    )
    .ignored()
    .example("column_name: search_name"),
    Key::new(
        "if",
        Shape::Expression,
        "Applies patterns only when something holds. An item needs a `type`, so 0.8.7 \
            refuses this form.",
    )
    .refused()
    .example("multi_tenant"),
    Key::new(
        "then",
        Shape::List(&Shape::Any),
        "The patterns that an `if` applies.",
    )
    .refused()
    .example("- soft_delete"),
];

pub(super) const AGENT: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the agent.")
        .required()
        .carried()
        .example("reminder")
        .near(&["Name", "agent", "id"]),
    Key::new(
        "type",
        Shape::Choice(&[
            Choice::new("rule_based", "Follows fixed rules."),
            Choice::new("ai_llm", "Lets a language model decide."),
        ]),
        "How the agent decides what to do.",
    )
    .carried()
    .default("rule_based")
    .near(&["typ", "kind"]),
    Key::new(
        "observes",
        Shape::List(&Shape::Reference(Name::Event)),
        "The events that wake the agent.",
    )
    .carried()
    .default("[]")
    .example("[invoice_overdue]")
    .near(&["observe", "events", "listens"]),
    Key::new(
        "can_execute",
        Shape::List(&Shape::Reference(Name::Action)),
        "The actions that the agent may run, and no others.",
    )
    .carried()
    .default("[]")
    .example("[send_reminder]")
    .near(&["can_run", "actions", "executes"]),
    Key::new(
        "strategy",
        Shape::Text,
        "Tells the agent in words what it should aim for.",
    )
    .carried()
    .default("''")
    .example("Remind gently, and never twice in a week")
    .near(&["stratergy", "prompt"]),
    Key::new(
        "audit",
        Shape::Text,
        "Whether what the agent does has to be written down.",
    )
    .carried()
    .default("required")
    .example("required")
    .near(&["auditing", "log"]),
];

pub(super) const ORGANIZATION: &[Key] = &[
    Key::new(
        "table_code",
        Shape::Text,
        "The number of the table: six hexadecimal digits for layer, domain, subdomain \
            and place in it. Always quote it, or YAML reads it as a number and a leading \
            zero changes it.",
    )
    .required()
    .example("\"012031\"")
    .near(&["tablecode", "tableCode", "code"]),
    Key::new(
        "domain_name",
        Shape::Reference(Name::Schema),
        "The domain that the number belongs to, for readers.",
    )
    .carried()
    .example("crm")
    .near(&["domain", "domainName"]),
    Key::new(
        "subdomain",
        Shape::Text,
        "Is not read: the subdomain is the fourth and fifth digit of the code.",
    )
    .ignored()
    .example("customer"),
];

const TRANSFORMS: &[Choice] = &[
    Choice::new(
        "slugify",
        "Lower case, with hyphens for everything that is no letter or digit.",
    ),
    Choice::new("uppercase", "In capitals."),
    Choice::new("lowercase", "In small letters."),
    Choice::new("none", "As it is."),
];

pub(super) const IDENTIFIER: &[Key] = &[
    Key::new(
        "strategy",
        Shape::Choice(&[
            Choice::new("simple", "The components of the row itself."),
            Choice::new(
                "hierarchical",
                "The identifier of the parent, then the components of the row.",
            ),
            Choice::new(
                "composite_flat",
                "Several values of the row side by side, without a tree.",
            ),
            Choice::new(
                "composite_hierarchical",
                "Identifiers from several trees put together; the one that SpecQL's own code \
                    can build.",
            ),
        ]),
        "How the identifier is built up.",
    )
    .carried()
    .default("simple")
    .near(&["stratergy", "type", "mode"]),
    Key::new(
        "components",
        Shape::List(&Shape::OneOf(&[
            Shape::Reference(Name::FieldPath),
            Shape::Mapping(Place::IdentifierComponent),
        ])),
        "The values the identifier is made of, in order: fields, or paths through \
            references.",
    )
    .carried()
    .default("[]")
    .example("- region.identifier\n- field: name\n  transform: slugify")
    .near(&["component", "parts", "fields"]),
    Key::new(
        "separator",
        Shape::Text,
        "What stands between parent and child.",
    )
    .carried()
    .default(".")
    .example("\".\"")
    .near(&["seperator", "sep"]),
    Key::new(
        "composition_separator",
        Shape::Text,
        "What stands between the identifiers of several trees.",
    )
    .carried()
    .default("∘")
    .example("\"∘\"")
    .near(&["composition_seperator"]),
    Key::new(
        "internal_separator",
        Shape::Text,
        "What stands between the parts of one entity's own values.",
    )
    .carried()
    .default("—")
    .example("\"—\"")
    .near(&["internal_seperator"]),
    Key::new(
        "lookup_by",
        Shape::Any,
        "By which values a row can be found instead of its key.",
    )
    .next()
    .example("[number]")
    .near(&["lookup", "find_by"]),
    Key::new(
        "deduplication",
        Shape::Any,
        "What makes two rows with the same identifier differ, such as a number behind \
            `#`.",
    )
    .next()
    .example("sequence")
    .near(&["dedup", "deduplicate"]),
    Key::new(
        "prefix",
        Shape::Any,
        "Is not read: write what should come first as the first of the `components`.",
    )
    .ignored()
    .example("tenant"),
];

pub(super) const IDENTIFIER_COMPONENT: &[Key] = &[
    Key::new(
        "field",
        Shape::Reference(Name::FieldPath),
        "The field, or the path through a reference, that the value comes from.",
    )
    .required()
    .carried()
    .example("region.identifier")
    .near(&["fields", "name", "column", "source"]),
    Key::new(
        "transform",
        Shape::Choice(TRANSFORMS),
        "What is done to the value before it goes in.",
    )
    .carried()
    .default("slugify")
    .near(&["transforms", "transformation"]),
    Key::new("format", Shape::Text, "How a number or a date is written.")
        .carried()
        .example("\"%Y-%m\"")
        .near(&["fmt", "formatting"]),
    Key::new(
        "separator",
        Shape::Text,
        "What stands in front of this part, when it differs from the rest.",
    )
    .carried()
    .default("''")
    .example("\"-\"")
    .near(&["seperator", "sep"]),
    Key::new(
        "replace",
        Shape::Named(Name::Other, &Shape::Text),
        "Pieces of the value that are written otherwise.",
    )
    .carried()
    .example("\" \": \"\"")
    .near(&["replacements", "replaces"]),
    Key::new(
        "strip_tenant_prefix",
        Shape::Boolean,
        "Takes the tenant off the front of a value that is itself an identifier.",
    )
    .carried()
    .default("false")
    .example("true")
    .near(&["strip_tenant", "strip_prefix"]),
];

const INCLUDED: Shape = Shape::List(&Shape::Named(
    Name::ReferenceField,
    &Shape::Mapping(Place::IncludeRelation),
));

pub(super) const TABLE_VIEWS: &[Key] = &[
    Key::new(
        "mode",
        Shape::Choice(&[
            Choice::new("auto", "When the entity refers to another one."),
            Choice::new("force", "Always."),
            Choice::new("disable", "Never."),
        ]),
        "When the entity has a table view. Write `disable`, not `off`, which YAML \
            reads as false.",
    )
    .default("auto")
    .near(&["Mode", "modes", "enabled"]),
    Key::new(
        "include_relations",
        INCLUDED,
        "The references whose rows are shown inside the view, each with the fields \
            that are wanted of it.",
    )
    .default("[]")
    .example(
        "- customer:\
            \n    fields: [name, email]\
            \n    include_relations:\
            \n      - country: {fields: [name]}",
    )
    .near(&["include_relation", "relations", "includes", "include"]),
    Key::new(
        "extra_filter_columns",
        Shape::List(&Shape::OneOf(&[
            Shape::Reference(Name::Field),
            Shape::Named(Name::Other, &Shape::Mapping(Place::ExtraFilterColumn)),
        ])),
        "Values that get a column and an index of their own, because lists are \
            filtered by them.",
    )
    .default("[]")
    .example(
        "- status\
            \n- customer_name: {source: customer.name, type: text, index: gin_trgm}",
    )
    .near(&["extra_filter_column", "filter_columns", "filters"]),
    Key::new(
        "refresh",
        Shape::Choice(&[Choice::new(
            "explicit",
            "When a step `refresh_table_view` asks for it.",
        )]),
        "When the view is brought up to date. There is one way only.",
    )
    .carried()
    .default("explicit")
    .near(&["refresh_mode", "refresh_strategy"]),
];

pub(super) const INCLUDE_RELATION: &[Key] = &[
    Key::new(
        "fields",
        Shape::List(&Shape::Reference(Name::TargetField)),
        "The fields of the other row that are shown; `[\"*\"]` stands for all.",
    )
    .required()
    .example("[name, email]")
    .near(&["field", "feilds", "columns"]),
    Key::new(
        "include_relations",
        INCLUDED,
        "References of the other row that are shown in turn.",
    )
    .default("[]")
    .example("- country: {fields: [name]}")
    .near(&["include_relation", "relations", "includes"]),
];

pub(super) const EXTRA_FILTER_COLUMN: &[Key] = &[
    Key::new(
        "source",
        Shape::Reference(Name::FieldPath),
        "The field, or the path through a reference, that the value comes from.",
    )
    .example("customer.name")
    .near(&["from", "field", "path"]),
    Key::new("type", Shape::Text, "The PostgreSQL type of the column.")
        .example("text")
        .near(&["typ", "tipe"]),
    Key::new(
        "index",
        Shape::Choice(&[
            Choice::new("btree", "Comparison and sorting."),
            Choice::new("gin", "Members of lists and JSON."),
            Choice::new(
                "gin_trgm",
                "Parts of a text, as `LIKE '%word%'` looks for; needs the extension pg_trgm.",
            ),
            Choice::new("gist", "Ranges and points."),
        ]),
        "How the column is indexed.",
    )
    .default("btree")
    .near(&["index_type", "using", "indexes"]),
];

pub(super) const NAMED_TABLE_VIEW: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the view.")
        .refused()
        .example("open_invoices")
        .near(&["Name", "view"]),
    Key::new("description", Shape::Text, "Says what the view shows.")
        .refused()
        .example("Invoices that wait for money")
        .near(&["desc", "comment"]),
    Key::new(
        "source",
        Shape::Reference(Name::Entity),
        "The entity whose rows are shown.",
    )
    .refused()
    .example("Invoice")
    .near(&["from", "entity"]),
    Key::new(
        "params",
        Shape::Any,
        "What a reader of the view hands over.",
    )
    .refused()
    .example("customer: uuid")
    .near(&["parameters", "param"]),
    Key::new("filters", Shape::Any, "Which rows are shown.")
        .refused()
        .example("- status = 'sent'")
        .near(&["filter", "where"]),
    Key::new(
        "includes",
        Shape::Any,
        "References whose rows are shown along.",
    )
    .refused()
    .example("- customer")
    .near(&["include"]),
    Key::new("fields", FIELDS, "The fields that are shown.")
        .refused()
        .example("[number, total]")
        .near(&["field", "columns"]),
    Key::new("order_by", Shape::Any, "In which order the rows come.")
        .refused()
        .example("due_on")
        .near(&["orderby", "sort"]),
    Key::new("group_by", Shape::Any, "What there is one row for.")
        .refused()
        .example("[customer]")
        .near(&["groupby"]),
    Key::new("limit", Shape::Integer, "How many rows there are at most.")
        .refused()
        .example("100")
        .near(&["max", "limits"]),
];

pub(super) const TRANSLATIONS: &[Key] = &[
    Key::new(
        "enabled",
        Shape::Boolean,
        "Whether the entity has translations. It must be a plain `true` or `false`, \
            without quotes.",
    )
    .carried()
    .default("false")
    .example("true")
    .near(&["enable", "active"]),
    Key::new(
        "table_name",
        Shape::Name(Name::Other),
        "The table that holds the translations, if it is not to be called \
            `tl_<entity>`.",
    )
    .carried()
    .example("tl_product")
    .near(&["table", "tablename"]),
    Key::new(
        "fields",
        FIELDS,
        "The fields that exist once per language; they should be of type `text`.",
    )
    .carried()
    .default("[]")
    .example("[name, summary]")
    .near(&["field", "feilds", "columns"]),
];
