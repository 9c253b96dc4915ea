//! Pattern files and security specs.

use super::TEXTS;
use crate::key::{Choice, Key, Name, Place, Shape};

const PARAMETERS: Shape = Shape::OneOf(&[
    Shape::List(&Shape::Mapping(Place::PatternFileParameter)),
    Shape::Named(
        Name::PatternParameter,
        &Shape::Mapping(Place::PatternFileParameter),
    ),
]);

pub(super) const PATTERN_FILE: &[Key] = &[
    Key::new(
        "pattern",
        Shape::Name(Name::SchemaPattern),
        "Names the pattern, as a spec will call it.",
    )
    .required()
    .carried()
    .example("opening_times")
    .near(&["name", "patterns", "Pattern"]),
    Key::new("version", Shape::Text, "The version of the pattern.")
        .next()
        .example("1.0.0")
        .near(&["Version"]),
    Key::new(
        "description",
        Shape::Text,
        "Says what the pattern adds, and to whom that is of use.",
    )
    .next()
    .example("Something that opens and closes every day")
    .near(&["desc", "decription"]),
    Key::new(
        "category",
        Shape::Text,
        "The shelf it stands on: `schema`, `temporal`, `validation`.",
    )
    .next()
    .example("temporal")
    .near(&["categories"]),
    Key::new(
        "type",
        Shape::Choice(&[Choice::new("schema_pattern", "It adds to a table.")]),
        "What kind of pattern it is.",
    )
    .next()
    .near(&["typ", "kind"]),
    Key::new("author", Shape::Text, "Who wrote it.")
        .next()
        .example("Data team")
        .near(&["authors"]),
    Key::new("created", Shape::Text, "When it was written.")
        .next()
        .example("'2026-01-01'")
        .near(&["created_at", "date"]),
    Key::new("tags", TEXTS, "Words by which it can be found.")
        .next()
        .example("[time, calendar]")
        .near(&["tag", "keywords"]),
    Key::new(
        "parameters",
        PARAMETERS,
        "What a spec fills in. In the templates each is known by its name, and all of \
            them as `params`.",
    )
    .carried()
    .example("- name: opens\n  type: string\n  required: true")
    .near(&["params", "parameter"]),
    Key::new(
        "includes",
        Shape::List(&Shape::Path),
        "Other patterns that this one builds on.",
    )
    .next()
    .example("- patterns/address")
    .near(&["include", "imports"]),
    Key::new(
        "fields",
        Shape::Named(
            Name::Field,
            &Shape::OneOf(&[Shape::Type, Shape::Mapping(Place::Field)]),
        ),
        "Fields that an entity gets from a pattern of your own.",
    )
    .next()
    .example("opens_at: time!")
    .near(&["feilds", "field"]),
    Key::new(
        "actions",
        Shape::List(&Shape::Mapping(Place::Action)),
        "Actions that an entity gets from a pattern of your own.",
    )
    .next()
    .example("- name: close_for_today")
    .near(&["action"]),
    Key::new(
        "template",
        Shape::Text,
        "A Jinja text that turns into the `steps` of an action. It sees `entity`, \
            `params` and each parameter by name.",
    )
    .next()
    .example("|\n  steps:\n    - validate: status = '{{ from_state }}'")
    .near(&["templates", "steps"]),
    Key::new(
        "validation_helper",
        Shape::Any,
        "A function that the steps of the template call.",
    )
    .next()
    .example("function: check_cycle")
    .near(&["helper", "validation_helpers"]),
    Key::new(
        "schema_extensions",
        Shape::Mapping(Place::PatternFileExtensions),
        "What the table gets: fields, computed columns, constraints, indexes.",
    )
    .carried()
    .example("fields:\n  - {name: opens_at, type: time}")
    .near(&["schema_extension", "extensions"]),
    Key::new(
        "schema_template",
        Shape::Sql,
        "A Jinja text that turns into SQL beside the table.",
    )
    .carried()
    .example(
        "|\
            \n  CREATE INDEX ON {{ entity.schema }}.tb_{{ entity.name | lower }} \
            (opens_at);",
    )
    .near(&["sql_template", "schema_templates"]),
    Key::new(
        "action_helpers",
        Shape::List(&Shape::Mapping(Place::PatternFileHelper)),
        "Functions that come with the pattern, for actions to call.",
    )
    .next()
    .example("- function: is_open\n  returns: boolean")
    .near(&["action_helper", "helpers"]),
    Key::new(
        "validation",
        Shape::Any,
        "What must hold of the parameters.",
    )
    .next()
    .example("- opens < closes")
    .near(&["validations"]),
    Key::new("examples", Shape::Any, "How the pattern is used.")
        .next()
        .example("- name: shop\n  config: {opens: \"09:00\"}")
        .near(&["example"]),
    Key::new("usage", Shape::Text, "How to bring it into a spec.")
        .next()
        .example("Add it to `patterns` of an entity")
        .near(&["how_to"]),
    Key::new("notes", Shape::Any, "What else is good to know.")
        .next()
        .example("- Times are local")
        .near(&["note"]),
    Key::new("performance", Shape::Any, "What it costs.")
        .next()
        .example("- One more index")
        .near(&["costs"]),
    Key::new("limitations", Shape::Any, "What it cannot do.")
        .next()
        .example("- No holidays")
        .near(&["limits"]),
    Key::new("best_practices", Shape::Any, "How it is used well.")
        .next()
        .example("- One time zone per table")
        .near(&["best_practice"]),
];

pub(super) const PATTERN_FILE_PARAMETER: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::PatternParameter),
        "Names the parameter.",
    )
    .carried()
    .example("opens")
    .near(&["Name", "param"]),
    Key::new(
        "type",
        Shape::Text,
        "What kind of value it takes: `string`, `boolean`, `integer`, `number`, \
            `object`, `enum`, `array<string>`, `array<object>` or `enum[a, b]`.",
    )
    .carried()
    .example("array<string>")
    .near(&["typ", "kind"]),
    Key::new("required", Shape::Boolean, "Whether a spec has to give it.")
        .carried()
        .default("false")
        .example("true")
        .near(&["mandatory"]),
    Key::new(
        "default",
        Shape::Any,
        "What holds when a spec does not give it.",
    )
    .carried()
    .example("\"09:00\"")
    .near(&["defualt"]),
    Key::new("description", Shape::Text, "Says what it is for.")
        .next()
        .example("When the doors open")
        .near(&["desc"]),
    Key::new("example", Shape::Any, "A value that makes sense.")
        .next()
        .example("\"09:00\"")
        .near(&["examples"]),
    Key::new("values", TEXTS, "The words that an `enum` takes.")
        .next()
        .example("[strict, warning]")
        .near(&["choices", "options", "enum"]),
    Key::new(
        "validation",
        Shape::Text,
        "A regular expression that the value has to match.",
    )
    .next()
    .example("\"^[a-z_]+$\"")
    .near(&["regex", "validate"]),
    Key::new("properties", Shape::Any, "What an `object` is made of.")
        .next()
        .example("- {name: max_attempts, type: integer}")
        .near(&["property", "fields"]),
];

pub(super) const PATTERN_FILE_EXTENSIONS: &[Key] = &[
    Key::new("fields", Shape::Any, "Columns that are added to the table.")
        .carried()
        .example("- {name: opens_at, type: time, nullable: false}")
        .near(&["field", "columns"]),
    Key::new(
        "computed_columns",
        Shape::Any,
        "Columns that the database works out.",
    )
    .carried()
    .example("- {name: search_name, type: text, expression: lower(name), stored: true}")
    .near(&["computed_column", "computed_fields"]),
    Key::new("constraints", Shape::Any, "Rules that the database keeps.")
        .carried()
        .example("- {type: check, name: chk_times, expression: opens_at < closes_at}")
        .near(&["constraint"]),
    Key::new(
        "indexes",
        Shape::Any,
        "Indexes, each with `when` if it is not always wanted.",
    )
    .carried()
    .example("- {fields: [opens_at], using: btree, when: index}")
    .near(&["index", "indices"]),
];

pub(super) const PATTERN_FILE_HELPER: &[Key] = &[
    Key::new("function", Shape::Name(Name::Other), "Names the function.")
        .next()
        .example("is_open")
        .near(&["name", "func"]),
    Key::new(
        "returns",
        Shape::Text,
        "The PostgreSQL type of what it returns.",
    )
    .next()
    .example("boolean")
    .near(&["return"]),
    Key::new("params", Shape::Any, "What it is given.")
        .next()
        .example("- {name: at, type: time}")
        .near(&["parameters", "args"]),
    Key::new("logic", Shape::Sql, "Its body.")
        .next()
        .example("RETURN at BETWEEN '09:00' AND '17:00';")
        .near(&["body", "sql"]),
];

const PRESETS: &[Choice] = &[
    Choice::new("standard", "Sound settings for most applications."),
    Choice::new(
        "hardened",
        "Stricter than the standard: less is open by default.",
    ),
    Choice::new("pci-compliant", "What handling payment cards asks for."),
    Choice::new(
        "pci-dss",
        "What handling payment cards asks for, by the name of the standard.",
    ),
    Choice::new(
        "hipaa",
        "What handling health data in the United States asks for.",
    ),
    Choice::new("soc2", "What a SOC 2 audit asks for."),
    Choice::new("iso27001", "What the ISO 27001 standard asks for."),
];

pub(super) const SECURITY_FILE: &[Key] = &[
    Key::new(
        "security",
        Shape::Mapping(Place::SecurityFileSecurity),
        "Networks, firewalls and the standard they follow.",
    )
    .required()
    .carried()
    .example(
        "compliance_preset: hardened\
            \nnetwork_tiers:\
            \n  - name: web\
            \n    firewall_rules:\
            \n      - allow: https\
            \n        from: internet",
    )
    .near(&["Security", "securities"]),
    Key::new(
        "database",
        Shape::Any,
        "The database behind the networks, for readers.",
    )
    .next()
    .example("type: postgresql\nversion: \"15\"")
    .near(&["databases", "db"]),
];

pub(super) const SECURITY_FILE_SECURITY: &[Key] = &[
    Key::new(
        "compliance_preset",
        Shape::Choice(PRESETS),
        "A standard that sets everything you do not write yourself. An unknown word \
            is passed over.",
    )
    .carried()
    .near(&["compliance", "preset"]),
    Key::new(
        "tier",
        Shape::Choice(PRESETS),
        "Another spelling of `compliance_preset`.",
    )
    .carried()
    .near(&["level", "tiers"]),
    Key::new(
        "network_tiers",
        Shape::List(&Shape::Mapping(Place::NetworkTier)),
        "The layers of the network, each with what may reach it.",
    )
    .carried()
    .default("[]")
    .example(
        "- name: database\
            \n  firewall_rules:\
            \n    - allow: postgresql\
            \n      from: api",
    )
    .near(&["network_tier", "networks"]),
    Key::new(
        "firewall",
        Shape::Named(
            Name::Other,
            &Shape::List(&Shape::Mapping(Place::FirewallRule)),
        ),
        "An older form of `network_tiers`: the rules of each layer by its name.",
    )
    .carried()
    .example("web:\n  - allow: https\n    from: internet")
    .near(&["firewalls", "rules"]),
    Key::new(
        "waf",
        Shape::Choice(&[Choice::new("enabled", "Requests are filtered.")]),
        "Puts a web application firewall in front. Write the one word; a mapping is \
            passed over.",
    )
    .carried()
    .near(&["web_application_firewall"]),
    Key::new(
        "vpn",
        Shape::Choice(&[Choice::new(
            "enabled",
            "Administration goes through a private network.",
        )]),
        "Lets administrators in through a private network only. Write the one word; a \
            mapping is passed over.",
    )
    .carried()
    .near(&["VPN"]),
    Key::new(
        "encryption_at_rest",
        Shape::Boolean,
        "Whether stored data is encrypted. Pick a `compliance_preset` instead.",
    )
    .ignored()
    .example("true"),
    Key::new(
        "encryption_in_transit",
        Shape::Boolean,
        "Whether data on the wire is encrypted. Pick a `compliance_preset` instead.",
    )
    .ignored()
    .example("true"),
    Key::new(
        "audit_logging",
        Shape::Boolean,
        "Whether access is recorded. Pick a `compliance_preset` instead.",
    )
    .ignored()
    .example("true"),
];

pub(super) const NETWORK_TIER: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Other),
        "Names the layer; rules of others refer to it. A layer without a name is \
            passed over.",
    )
    .required()
    .carried()
    .example("web")
    .near(&["Name", "tier"]),
    Key::new(
        "firewall_rules",
        Shape::List(&Shape::Mapping(Place::FirewallRule)),
        "What may reach the layer; everything else is kept out.",
    )
    .carried()
    .default("[]")
    .example("- allow: https\n  from: internet")
    .near(&["firewall_rule", "rules", "firewall"]),
    Key::new(
        "description",
        Shape::Text,
        "Is not read; write a comment with `#` for the readers of the file.",
    )
    .ignored()
    .example("Load balancers"),
    Key::new(
        "cidr_blocks",
        TEXTS,
        "Was meant to give the addresses of the layer; nothing reads them.",
    )
    .ignored()
    .example("[\"10.0.1.0/24\"]"),
];

pub(super) const FIREWALL_RULE: &[Key] = &[
    Key::new(
        "allow",
        Shape::OneOf(&[Shape::Text, Shape::Integer]),
        "What may come in: a port, a service such as `https` or `postgresql`, a range \
            `8000-9000`, or several of one kind with commas, as one text. A rule with a \
            YAML list here is dropped.",
    )
    .required()
    .carried()
    .example("http, https")
    .near(&["allows", "permit"]),
    Key::new(
        "from",
        Shape::Reference(Name::Other),
        "Where it may come from: `internet`, or the name of another layer.",
    )
    .required()
    .carried()
    .example("internet")
    .near(&["form", "origin"]),
    Key::new(
        "name",
        Shape::Text,
        "Is not read; write a comment with `#` for the readers of the file.",
    )
    .ignored()
    .example("web_traffic"),
    Key::new(
        "description",
        Shape::Text,
        "Is not read; write a comment with `#` for the readers of the file.",
    )
    .ignored()
    .example("Web traffic"),
    Key::new(
        "protocol",
        Shape::Text,
        "Is not read, and a rule without `allow` is dropped. Write `allow` and \
            `from`.",
    )
    .ignored()
    .example("tcp"),
    Key::new(
        "ports",
        Shape::List(&Shape::Integer),
        "Is not read, and a rule without `allow` is dropped. Write `allow: \"80, \
            443\"`.",
    )
    .ignored()
    .example("[80, 443]"),
    Key::new(
        "source",
        Shape::Text,
        "Is not read, and a rule without `from` is dropped. Write `from: internet`.",
    )
    .ignored()
    .example("internet"),
];
