//! Blocks of SpecQL's roadmap.

use super::{ENTITIES, FIELDS, TEXTS};
use crate::key::{Choice, Key, Name, Place, Shape};

/// A switch that is off unless it is written.
const fn switch(name: &'static str, doc: &'static str) -> Key {
    Key::new(name, Shape::Boolean, doc)
        .next()
        .default("false")
        .example("true")
}

pub(super) const EVENT: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Event),
        "Names the event by what has happened, in the past tense. A name in \
            `_created`, `_updated` or `_deleted` is sent by itself, any other by a step \
            `emit`.",
    )
    .next()
    .example("invoice_paid")
    .near(&["Name", "event"]),
    Key::new(
        "payload",
        FIELDS,
        "The values that go along. `id` is the public key of the row, and \
            `<reference>_id` the one of the row that is referred to.",
    )
    .next()
    .example("[id, number, customer_id]")
    .near(&["fields", "data", "payloads"]),
];

pub(super) const READ_MODEL: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the read model.")
        .next()
        .example("open_invoices")
        .near(&["Name", "model"]),
    Key::new(
        "fields",
        Shape::List(&Shape::OneOf(&[
            Shape::Reference(Name::FieldPath),
            Shape::Mapping(Place::ReadModelField),
        ])),
        "What is shown. `<entity>_<field>` is a field of a joined entity. Where rows are \
            summed up, `count_x`, `sum_x` or `total_x`, `avg_x` or `average_x`, `min_x` and \
            `max_x` are figures of a field `x`, and `count_<entities>` counts rows; \
            any other figure is written with its expression.",
    )
    .next()
    .example("[number, total, customer_name]")
    .near(&["field", "columns", "select"]),
    Key::new(
        "source",
        Shape::Text,
        "The entities it is made from, each joined along the only reference between it and \
            those before it. Without it, the entity of the file.",
    )
    .next()
    .example("Invoice JOIN Customer")
    .near(&["from", "sources"]),
    Key::new(
        "aggregation",
        Shape::Boolean,
        "Whether rows are summed up. The result is then kept, and brought up to date by \
            `read.refresh_dirty()` when something has changed.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["aggregate", "aggregations"]),
    Key::new(
        "sync",
        Shape::Choice(&[Choice::new(
            "table",
            "Rows are kept in a table, and each change of a source brings those up to date that \
                show it. Reading costs least, writing more.",
        )]),
        "How rows that are not summed up are kept. Without it they are joined anew whenever \
            they are read. SpecQL's roadmap has no such key; the name is a proposal.",
    )
    .next()
    .example("table")
    .near(&["synced", "keep", "refresh"]),
];

pub(super) const READ_MODEL_FIELD: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Other),
        "Names the value or the figure.",
    )
    .next()
    .example("paid_share")
    .near(&["Name", "alias", "as"]),
    Key::new(
        "expr",
        Shape::Text,
        "Works it out from the fields of the joined entities. Where rows are summed up, \
            every field in it stands inside of a function of many rows, such as `sum` or \
            `count`. SpecQL's roadmap has names only; this form is a proposal.",
    )
    .next()
    .example("sum(paid) / sum(total)")
    .near(&["expression", "formula"]),
];

pub(super) const ANALYTICS: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the report.")
        .next()
        .example("monthly_sales")
        .near(&["Name", "report"]),
    Key::new(
        "dimensions",
        TEXTS,
        "By what the figures are split. `date`, `month` and `hour` are periods, \
            anything else is a value of the rows.",
    )
    .next()
    .example("[month, country]")
    .near(&["dimension", "group_by"]),
    Key::new(
        "metrics",
        TEXTS,
        "What is counted or summed. Rates and averages are worked out when the report \
            is read, so that they stay right for any period.",
    )
    .next()
    .example("[invoice_count, revenue]")
    .near(&["metric", "measures"]),
];

pub(super) const FRONTEND: &[Key] = &[
    Key::new(
        "language",
        Shape::Choice(&[
            Choice::new("typescript", "TypeScript, for browsers and Node."),
            Choice::new("python", "Python, for scripts and servers."),
            Choice::new("go", "Go, for servers and tools."),
            Choice::new("rust", "Rust, for servers and tools."),
            Choice::new("kotlin", "Kotlin, for Android and the JVM."),
        ]),
        "The language that client code is generated in.",
    )
    .next()
    .near(&["lang", "languages"]),
    Key::new(
        "framework",
        Shape::Text,
        "The framework that the code is written for.",
    )
    .next()
    .example("react")
    .near(&["frameworks", "library"]),
    Key::new("features", TEXTS, "Which parts are wanted.")
        .next()
        .example("[forms, tables]")
        .near(&["feature", "components"]),
];

pub(super) const DEPLOYMENT: &[Key] = &[
    Key::new(
        "aws",
        Shape::Mapping(Place::DeploymentAws),
        "Services of Amazon.",
    )
    .next()
    .example("aurora: true")
    .near(&["amazon", "AWS"]),
    Key::new(
        "gcp",
        Shape::Mapping(Place::DeploymentGcp),
        "Services of Google.",
    )
    .next()
    .example("cloud_sql: true")
    .near(&["google", "GCP"]),
    Key::new(
        "azure",
        Shape::Mapping(Place::DeploymentAzure),
        "Services of Microsoft.",
    )
    .next()
    .example("functions: true")
    .near(&["Azure", "microsoft"]),
    Key::new(
        "kubernetes",
        Shape::Mapping(Place::DeploymentKubernetes),
        "What is generated for a Kubernetes cluster.",
    )
    .next()
    .example("manifests: true")
    .near(&["k8s", "kubernets"]),
    Key::new(
        "terraform",
        Shape::Mapping(Place::DeploymentTerraform),
        "What is generated as Terraform code.",
    )
    .next()
    .example("database: true")
    .near(&["tf", "teraform"]),
    Key::new(
        "monitoring",
        Shape::Mapping(Place::DeploymentMonitoring),
        "What watches the running system.",
    )
    .next()
    .example("prometheus: true")
    .near(&["observability", "monitor"]),
];

pub(super) const DEPLOYMENT_AWS: &[Key] = &[
    switch(
        "rds_proxy",
        "Puts RDS Proxy in front of the database, to share connections.",
    ),
    switch("lambda", "Runs actions as Lambda functions."),
    switch("aurora", "Runs the database on Aurora."),
];

pub(super) const DEPLOYMENT_GCP: &[Key] = &[
    switch("cloud_sql", "Runs the database on Cloud SQL."),
    switch("cloud_functions", "Runs actions as Cloud Functions."),
    switch("firestore", "Keeps documents in Firestore."),
];

pub(super) const DEPLOYMENT_AZURE: &[Key] = &[
    switch(
        "database_flexible",
        "Runs the database on Azure Database, flexible server.",
    ),
    switch("functions", "Runs actions as Azure Functions."),
    switch("cosmosdb", "Keeps documents in Cosmos DB."),
];

pub(super) const DEPLOYMENT_KUBERNETES: &[Key] = &[
    switch("manifests", "Plain manifests for `kubectl apply`."),
    switch("helm_charts", "A Helm chart."),
    switch("istio", "Rules for an Istio service mesh."),
];

pub(super) const DEPLOYMENT_TERRAFORM: &[Key] = &[
    switch("infrastructure", "Networks and machines."),
    switch("database", "The database server."),
    switch("monitoring", "What watches the rest."),
];

pub(super) const DEPLOYMENT_MONITORING: &[Key] = &[
    switch("prometheus", "Collects figures with Prometheus."),
    switch("grafana", "Shows figures in Grafana."),
    switch(
        "elk_stack",
        "Collects logs with Elasticsearch, Logstash and Kibana.",
    ),
];

pub(super) const SECURITY: &[Key] = &[
    Key::new(
        "encryption",
        Shape::Mapping(Place::SecurityEncryption),
        "Fields that are stored encrypted.",
    )
    .next()
    .example("fields: [tax_number]")
    .near(&["encrypt", "encrypted"]),
    Key::new(
        "masking",
        Shape::Mapping(Place::SecurityMasking),
        "Fields that most readers see only in part.",
    )
    .next()
    .example("fields: [phone]\npattern: partial")
    .near(&["mask", "masked"]),
    Key::new(
        "audit",
        Shape::Mapping(Place::SecurityAudit),
        "Keeps a record of who changed what, and when.",
    )
    .next()
    .example("level: detailed\nretention: 7_years")
    .near(&["auditing", "audit_log"]),
    Key::new(
        "compliance",
        Shape::Mapping(Place::SecurityCompliance),
        "Privacy laws and standards that the data falls under.",
    )
    .next()
    .example("gdpr: true")
    .near(&["complience", "compliances"]),
    Key::new(
        "row_security",
        Shape::Boolean,
        "Lets each tenant see and change its own rows only, by row-level security of \
            PostgreSQL. SpecQL's roadmap asks for this without a key; the name is a \
            proposal.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["rls", "row_level_security"]),
];

pub(super) const SECURITY_ENCRYPTION: &[Key] = &[
    Key::new(
        "fields",
        FIELDS,
        "The fields that are encrypted. They can still be looked up by their exact \
            value, but not sorted, compared or searched.",
    )
    .next()
    .example("[tax_number]")
    .near(&["field", "feilds"]),
    Key::new(
        "algorithm",
        Shape::Text,
        "How they are encrypted. PostgreSQL itself has no `aes-256-gcm`: it takes \
            AES-256 with a check of its own.",
    )
    .next()
    .example("aes-256-gcm")
    .near(&["algoritm", "cipher"]),
];

pub(super) const SECURITY_MASKING: &[Key] = &[
    Key::new("fields", FIELDS, "The fields that are masked.")
        .next()
        .example("[phone, email]")
        .near(&["field", "feilds"]),
    Key::new(
        "pattern",
        Shape::Text,
        "How much is hidden; `partial` leaves both ends readable, `full` leaves nothing.",
    )
    .next()
    .default("partial")
    .example("partial")
    .near(&["patern", "mode"]),
    Key::new(
        "roles",
        TEXTS,
        "Roles of PostgreSQL that see the masked rows, and the table itself no longer. \
            SpecQL's roadmap has no such key; the name is a proposal.",
    )
    .next()
    .example("[support]")
    .near(&["role", "readers"]),
];

pub(super) const SECURITY_AUDIT: &[Key] = &[
    Key::new(
        "level",
        Shape::Text,
        "How much is recorded; `detailed` keeps old and new values of every changed \
            field.",
    )
    .next()
    .example("detailed")
    .near(&["levels", "mode"]),
    Key::new(
        "retention",
        Shape::Text,
        "How long the records are kept, as a number and a unit.",
    )
    .next()
    .example("7_years")
    .near(&["retain", "keep"]),
];

pub(super) const SECURITY_COMPLIANCE: &[Key] = &[
    switch(
        "gdpr",
        "European privacy law: people can ask for their data, and for its erasure.",
    ),
    switch(
        "ccpa",
        "Californian privacy law: people can ask for their data, and for its erasure.",
    ),
    switch(
        "soc2",
        "The SOC 2 standard: a record of changes and narrow rights.",
    ),
    Key::new(
        "fields",
        FIELDS,
        "Further fields that tell of a person. Encrypted and masked ones count by \
            themselves, and so do names, addresses and other ways to reach somebody. \
            SpecQL's roadmap has no such key; the name is a proposal.",
    )
    .next()
    .example("[employer, shoe_size]")
    .near(&["field", "personal", "personal_fields"]),
];

pub(super) const SECURITY_POLICY: &[Key] =
    &[
        Key::new("name", Shape::Name(Name::Other), "Names the policy.")
            .next()
            .example("own_rows_only")
            .near(&["Name", "policy"]),
    ];

pub(super) const OPTIMIZATION: &[Key] = &[
    Key::new("ai_suggestions", TEXTS, "Advice for speed, in words.")
        .next()
        .example("- Split the table by year")
        .near(&["suggestions", "ai_suggestion"]),
    Key::new(
        "auto_tuning",
        Shape::Mapping(Place::OptimizationAutoTuning),
        "What may be looked at and proposed without asking.",
    )
    .next()
    .example("index_recommendations: true")
    .near(&["autotuning", "tuning"]),
];

pub(super) const OPTIMIZATION_AUTO_TUNING: &[Key] = &[
    switch(
        "query_analysis",
        "Looks at the questions that are asked most, and how long they take.",
    ),
    switch(
        "index_recommendations",
        "Proposes indexes that are missing, and names those that are of no use.",
    ),
    switch(
        "partitioning_suggestions",
        "Proposes how large tables could be divided.",
    ),
];

pub(super) const VALIDATION_RULE: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Other),
        "Names the rule; the name shows up in the database.",
    )
    .next()
    .example("due_after_issue")
    .near(&["Name", "rule"]),
    Key::new(
        "condition",
        Shape::Expression,
        "What has to hold for every row. A value that is missing counts as fine, so \
            add `IS NOT NULL` where it is not.",
    )
    .next()
    .example("due_on >= issued_on")
    .near(&["expression", "check", "rule_condition"]),
    Key::new(
        "when",
        Shape::Expression,
        "Narrows the rule to rows for which this holds.",
    )
    .next()
    .example("status = 'sent'")
    .near(&["if", "where"]),
    Key::new(
        "error",
        Shape::Text,
        "What the caller is told when the rule is broken.",
    )
    .next()
    .example("due_date_too_early")
    .near(&["message", "error_message"]),
];

pub(super) const SERVICE: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the service.")
        .next()
        .example("billing")
        .near(&["Name", "service"]),
    Key::new("entities", ENTITIES, "The entities that the service owns.")
        .next()
        .example("[Invoice, Payment]")
        .near(&["entity", "models"]),
    Key::new(
        "api",
        Shape::Choice(&[
            Choice::new("rest", "Resources over HTTP."),
            Choice::new("graphql", "One GraphQL endpoint."),
            Choice::new("events", "Messages only, no calls."),
        ]),
        "How others reach the service.",
    )
    .next()
    .near(&["apis", "interface"]),
];

pub(super) const STREAMING: &[Key] = &[
    Key::new(
        "events",
        Shape::List(&Shape::Reference(Name::Event)),
        "The events that leave the database.",
    )
    .next()
    .example("[invoice_paid]")
    .near(&["event"]),
    Key::new(
        "analytics",
        TEXTS,
        "Figures that are worked out along the stream.",
    )
    .next()
    .example("[revenue_per_minute]")
    .near(&["analytic", "metrics"]),
    Key::new(
        "infrastructure",
        Shape::Mapping(Place::StreamingInfrastructure),
        "What carries the stream.",
    )
    .next()
    .example("kafka: true")
    .near(&["infra", "transport"]),
];

pub(super) const STREAMING_INFRASTRUCTURE: &[Key] = &[
    switch("kafka", "Events go to Apache Kafka."),
    switch("kinesis", "Events go to Amazon Kinesis."),
    switch("redis", "Events go to Redis streams."),
];
