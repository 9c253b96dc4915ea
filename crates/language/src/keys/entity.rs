//! The top of an entity file.

use super::{ENTITIES, FIELDS, TEXTS};
use crate::key::{Choice, Key, Name, Place, Shape};

pub(super) const FIELD_BLOCK: Shape = Shape::Named(
    Name::Field,
    &Shape::OneOf(&[Shape::Type, Shape::Mapping(Place::Field)]),
);

pub(super) const ROOT: &[Key] = &[
    Key::new(
        "entity",
        Shape::OneOf(&[Shape::Name(Name::Entity), Shape::Mapping(Place::Header)]),
        "Names the business entity that this file describes. It becomes the table \
            `tb_<name>` with its keys, audit columns and helper functions.\
            \n\nThe long form is a mapping with `name`, `schema`, `description` and \
            `fields`. Take a name without a hump (`Invoice`, `Order_Item`): SpecQL 0.8.7 \
            spells the table of `OrderItem` in two ways, and its SQL does not load.",
    )
    .required()
    .example("Invoice")
    .near(&["Entity", "entitiy", "enity", "entities", "model"]),
    Key::new(
        "schema",
        Shape::Reference(Name::Schema),
        "The PostgreSQL schema that holds the table and its functions. Whether rows \
            belong to a tenant is decided by the domain registry, by this name.\
            \n\nDo not use `app`, which is kept for the API functions.",
    )
    .default("public")
    .example("billing")
    .near(&["shema", "scheme", "namespace"]),
    Key::new(
        "description",
        Shape::Text,
        "Says in one line what the entity is; it becomes the comment of the table. An \
            apostrophe or a line break in it breaks the generated SQL of 0.8.7.",
    )
    .example("Bill that a customer has to pay")
    .near(&["desc", "decription", "descripton", "comment"]),
    Key::new(
        "fields",
        FIELD_BLOCK,
        "The business data of the entity: one name and one type a line. Keys, tenant, \
            timestamps and authors are columns that SpecQL adds itself, so their names \
            are reserved.",
    )
    .example(
        "number: text!\
            \ncustomer: ref(Customer)!\
            \nstatus: enum(draft, sent, paid) = draft",
    )
    .near(&[
        "feilds",
        "field",
        "fileds",
        "columns",
        "attributes",
        "properties",
    ]),
    Key::new(
        "actions",
        Shape::List(&Shape::Mapping(Place::Action)),
        "What can be done with the entity; each action becomes a function in the \
            database and a mutation in the API. `create_<entity>`, `update_<entity>` and \
            `delete_<entity>` get a ready-made body, all others do what their `steps` \
            say.",
    )
    .example(
        "- name: create_invoice\
            \n- name: send_invoice\
            \n  steps:\
            \n    - validate: status = 'draft'\
            \n      error: invoice_not_draft\
            \n    - update: Invoice SET status = 'sent'",
    )
    .near(&["action", "Actions", "acitons", "mutations", "methods"]),
    Key::new(
        "patterns",
        Shape::List(&Shape::OneOf(&[
            Shape::Mapping(Place::Pattern),
            Shape::Reference(Name::SchemaPattern),
        ])),
        "Ready-made additions to the table, such as a computed column or periods that \
            may not overlap. Each item names a pattern in `type` and fills in its \
            `params`.",
    )
    .carried()
    .example(
        "- type: schema_computed_column\
            \n  params:\
            \n    column_name: search_name\
            \n    expression: lower(name)\
            \n    type: text",
    )
    .near(&["Patterns", "paterns", "mixins"]),
    Key::new(
        "table_views",
        Shape::OneOf(&[
            Shape::Mapping(Place::TableViews),
            Shape::List(&Shape::Mapping(Place::NamedTableView)),
        ]),
        "A denormalised copy of each row with the rows it refers to, as JSON that is \
            quick to read. It is generated only with `generate --include-tv`.\
            \n\nA list of named views, which the documents show here, is refused by \
            0.8.7.",
    )
    .example(
        "mode: auto\
            \ninclude_relations:\
            \n  - customer: {fields: [name, email]}\
            \nextra_filter_columns: [status]",
    )
    .near(&["table_view", "tableviews", "tableViews", "views_table"]),
    Key::new(
        "translations",
        Shape::Mapping(Place::Translations),
        "Texts that exist once per language, kept in a table beside the entity.",
    )
    .carried()
    .example("enabled: true\nfields: [name, summary]")
    .near(&["translation", "translatable", "i18n"]),
    Key::new(
        "identifier",
        Shape::Mapping(Place::Identifier),
        "How a readable identifier is put together from the values of a row, for \
            example `acme|north.hall2`.",
    )
    .carried()
    .example(
        "strategy: composite_hierarchical\
            \ncomponents:\
            \n  - field: name\
            \n    transform: slugify",
    )
    .near(&["identifer", "identifiers", "indentifier"]),
    Key::new(
        "organization",
        Shape::Mapping(Place::Organization),
        "Where the table stands in the numbering of the whole database. 0.8.7 prints \
            the code in a comment and uses it nowhere else.",
    )
    .example("table_code: \"012031\"\ndomain_name: crm")
    .near(&["organisation", "organizations", "organistion"]),
    Key::new(
        "agents",
        Shape::List(&Shape::Mapping(Place::Agent)),
        "Programs that watch events of the entity and run its actions on their own.",
    )
    .carried()
    .example(
        "- name: reminder\
            \n  observes: [invoice_overdue]\
            \n  can_execute: [send_reminder]",
    )
    .near(&["agent", "bots"]),
    Key::new(
        "extends",
        Shape::OneOf(&[
            Shape::Path,
            Shape::Reference(Name::Entity),
            Shape::Mapping(Place::Extends),
        ]),
        "Starts from the fields and actions of another entity, usually one of the \
            standard library. With 0.8.7 nothing comes in, so copy the fields you need.",
    )
    .next()
    .example("stdlib/crm/contact")
    .near(&["extend", "inherits", "extands"]),
    Key::new(
        "import",
        Shape::OneOf(&[Shape::List(&Shape::Path), Shape::Path]),
        "Files with patterns that this entity wants to use.",
    )
    .next()
    .example("- patterns/opening_times")
    .near(&["imports", "include", "includes"]),
    Key::new(
        "computed_fields",
        Shape::List(&Shape::Named(Name::Field, &Shape::Expression)),
        "Fields that are worked out from others rather than stored. The form that \
            SpecQL's own code knows is the pattern `schema_computed_column`.",
    )
    .next()
    .example("- is_overdue: status = 'sent' AND due_on < current_date")
    .near(&["computed_field", "computed", "calculated_fields"]),
    Key::new(
        "indexes",
        Shape::List(&Shape::Mapping(Place::Index)),
        "Indexes for the questions that are asked most often.",
    )
    .next()
    .example("- columns: [customer, due_on]\n  where: status = 'sent'")
    .near(&["index", "indices", "indexs"]),
    Key::new(
        "constraints",
        Shape::List(&Shape::Mapping(Place::Constraint)),
        "Rules that the database itself keeps: unique values, checks, ranges that \
            exclude each other.",
    )
    .next()
    .example("- name: one_invoice_per_number\n  type: unique\n  fields: [number]")
    .near(&["constraint", "contraints"]),
    Key::new(
        "unique_together",
        Shape::OneOf(&[Shape::List(&FIELDS), FIELDS]),
        "Fields whose values together may occur only once. Each item is one such \
            combination.",
    )
    .next()
    .example("- [customer, number]")
    .near(&["uniqueTogether", "unique_fields"]),
    Key::new(
        "unique_constraints",
        Shape::List(&Shape::OneOf(&[Shape::Mapping(Place::Constraint), FIELDS])),
        "Combinations of fields that may occur only once, each with a name of its own \
            if wanted.",
    )
    .next()
    .example("- name: one_invoice_per_number\n  fields: [number]")
    .near(&["unique_constraint"]),
    Key::new(
        "composite_foreign_keys",
        Shape::List(&Shape::Mapping(Place::ForeignKey)),
        "References that need more than one column to find their target.",
    )
    .next()
    .example(
        "- columns: [order_number, order_date]\
            \n  references: Order(order_number, order_date)",
    )
    .near(&["composite_foreign_key"]),
    Key::new(
        "foreign_keys",
        Shape::List(&Shape::Mapping(Place::ForeignKey)),
        "Foreign keys written out by hand. A field of type `ref(Entity)` makes one by \
            itself.",
    )
    .next()
    .example("- columns: [customer]\n  references: Customer(id)")
    .near(&["foreign_key"]),
    Key::new(
        "reverse_relationships",
        Shape::List(&Shape::Mapping(Place::Relation)),
        "Names for the way back along a reference, such as the invoices of a \
            customer.",
    )
    .next()
    .example("- name: invoices\n  entity: Invoice\n  foreign_key: customer")
    .near(&["reverse_relations", "reverse_relationship"]),
    Key::new(
        "relations",
        Shape::List(&Shape::Mapping(Place::Relation)),
        "Relations to other entities, written apart from the fields. A field of type \
            `ref(Entity)` says the same.",
    )
    .next()
    .example("- name: customer\n  type: belongs_to\n  entity: Customer")
    .near(&["relation", "relationships"]),
    Key::new(
        "validation",
        Shape::List(&Shape::Mapping(Place::Validation)),
        "Rules for single fields, such as the order in which a status may change. For \
            rules over the whole row see `validations`.",
    )
    .next()
    .example("- field: status\n  rules:\n    - transitions: {draft: [sent], sent: [paid]}")
    .near(&["validate"]),
    Key::new(
        "validations",
        Shape::List(&Shape::OneOf(&[
            Shape::Mapping(Place::ValidationRule),
            Shape::Text,
        ])),
        "Business rules that hold for every row, whoever writes it. A rule with a \
            `condition` can become a check in the database; a plain sentence only \
            documents it.",
    )
    .next()
    .example(
        "- name: due_after_issue\
            \n  condition: due_on >= issued_on\
            \n  error: due_date_too_early",
    )
    .near(&["validation_rules", "business_rules"]),
    Key::new(
        "events",
        Shape::List(&Shape::Mapping(Place::Event)),
        "What the entity tells others when something has happened to it. A step \
            `emit` sends one; names in `_created`, `_updated` and `_deleted` are sent by \
            themselves.",
    )
    .next()
    .example("- name: invoice_paid\n  payload: [id, number, total]")
    .near(&["event", "domain_events"]),
    Key::new(
        "read_models",
        Shape::List(&Shape::Mapping(Place::ReadModel)),
        "Views for screens and lists, joined or summed up from several entities.",
    )
    .next()
    .example(
        "- name: open_invoices\
            \n  fields: [number, total, customer_name]\
            \n  source: Invoice JOIN Customer",
    )
    .near(&["read_model", "readmodels", "projections"]),
    Key::new(
        "analytics",
        Shape::List(&Shape::Mapping(Place::Analytics)),
        "Figures for reports: what to count or sum, and by what to split it.",
    )
    .next()
    .example(
        "- name: monthly_sales\
            \n  dimensions: [month, country]\
            \n  metrics: [invoice_count, revenue]",
    )
    .near(&["analytic", "reports"]),
    Key::new(
        "security",
        Shape::OneOf(&[
            Shape::Mapping(Place::Security),
            Shape::List(&Shape::Mapping(Place::SecurityPolicy)),
        ]),
        "How the data of the entity is protected: encryption, masking, audit, privacy \
            law. A spec of networks and firewalls uses the same word, in a file of its \
            own.",
    )
    .next()
    .example(
        "encryption:\
            \n  fields: [tax_number]\
            \naudit:\
            \n  level: detailed",
    )
    .near(&["secure", "privacy"]),
    Key::new(
        "hierarchical",
        Shape::Boolean,
        "The rows form a tree, through a reference of the entity to itself.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["hierarchy", "tree"]),
    Key::new(
        "views",
        Shape::List(&Shape::Mapping(Place::View)),
        "Plain SQL views over the table of the entity.",
    )
    .next()
    .example("- name: unpaid_invoices\n  base_table: tb_invoice\n  where: status = 'sent'")
    .near(&["view"]),
    Key::new(
        "services",
        Shape::List(&Shape::Mapping(Place::Service)),
        "How the entities are divided into services, and by what each is reached.",
    )
    .next()
    .example("- name: billing\n  entities: [Invoice, Payment]\n  api: graphql")
    .near(&["service", "microservices"]),
    Key::new(
        "streaming",
        Shape::Mapping(Place::Streaming),
        "Which events leave the database as a stream, and through what.",
    )
    .next()
    .example("events: [invoice_paid]\ninfrastructure:\n  kafka: true")
    .near(&["stream", "streams"]),
    Key::new(
        "frontend",
        Shape::List(&Shape::Mapping(Place::Frontend)),
        "Client code that is generated for the entity.",
    )
    .next()
    .example("- language: typescript\n  framework: react\n  features: [forms, tables]")
    .near(&["frontends", "front_end"]),
    Key::new(
        "deployment",
        Shape::Mapping(Place::Deployment),
        "Where the generated system runs, and which services of that place it uses.",
    )
    .next()
    .example("aws:\n  aurora: true")
    .near(&["deployments", "deploy"]),
    Key::new(
        "optimization",
        Shape::Mapping(Place::Optimization),
        "Hints for speed: what to look at, and what may be tuned without asking.",
    )
    .next()
    .example("auto_tuning:\n  index_recommendations: true")
    .near(&["optimisation", "optimizations"]),
    Key::new(
        "bypass_rls",
        Shape::Boolean,
        "Lets the rows of all tenants be read at once, past row-level security; it is \
            meant for reports of administrators.",
    )
    .next()
    .default("false")
    .example("true")
    .near(&["bypassRls"]),
    Key::new(
        "table_settings",
        Shape::Named(Name::Other, &Shape::Any),
        "Storage parameters of the table, such as when it is vacuumed.",
    )
    .next()
    .example("autovacuum_vacuum_scale_factor: 0.05")
    .near(&["table_options", "storage_parameters"]),
    Key::new(
        "type",
        Shape::Choice(&[Choice::new(
            "aggregate_view",
            "The file describes a summary, not a table of its own.",
        )]),
        "Makes the file describe something other than a table. The pattern \
            `aggregate_view` is the form that SpecQL's own code knows.",
    )
    .next(),
    Key::new(
        "pattern",
        Shape::Reference(Name::SchemaPattern),
        "The one pattern that an aggregate-view entity is made by. For the patterns \
            of an ordinary entity write `patterns`, with a list.",
    )
    .next()
    .example("aggregate_view"),
    Key::new(
        "aggregate_from",
        Shape::Reference(Name::Entity),
        "The entity whose rows an aggregate-view entity sums up.",
    )
    .next()
    .example("Invoice")
    .near(&["aggregates_from"]),
    Key::new(
        "group_by",
        Shape::List(&Shape::Reference(Name::FieldPath)),
        "What an aggregate-view entity has one row for.",
    )
    .next()
    .example("[customer, status]")
    .near(&["groupby", "group_by_fields"]),
    Key::new(
        "aggregates",
        Shape::Any,
        "The figures of an aggregate-view entity.",
    )
    .next()
    .example("- {name: total, function: sum, field: amount}")
    .near(&["aggregate", "aggregations"]),
    Key::new(
        "refresh",
        Shape::Any,
        "When an aggregate-view entity is worked out anew.",
    )
    .next()
    .example("manual"),
    Key::new(
        "dependencies",
        ENTITIES,
        "Entities whose changes make an aggregate-view entity stale.",
    )
    .next()
    .example("[Invoice, Payment]")
    .near(&["depends_on", "dependency"]),
    Key::new(
        "query",
        Shape::Any,
        "The question behind an aggregate-view entity: its source, joins, columns and \
            groups.",
    )
    .next()
    .example("from: Invoice\nselect: [status]\ngroup_by: [status]"),
    Key::new(
        "tier",
        Shape::Choice(&[Choice::new("multi_tenant", "Rows belong to a tenant.")]),
        "Was meant to say that rows belong to a tenant. Mark the schema in \
            `registry/domain_registry.yaml` with `multi_tenant: true` instead.",
    )
    .ignored(),
    Key::new(
        "table_code",
        Shape::Text,
        "The table's number. Write it as `table_code` under `organization`, in \
            quotes.",
    )
    .ignored()
    .example("\"012031\""),
    Key::new(
        "_metadata",
        Shape::Any,
        "Notes that the reverse-engineering tools leave about where a spec came from. \
            Delete it once you maintain the file by hand.",
    )
    .ignored(),
    Key::new(
        "metadata_split",
        Shape::Boolean,
        "Belongs to an abandoned design that divided a table in two. Delete it.",
    )
    .ignored(),
    Key::new(
        "table",
        Shape::Any,
        "Is not a key of the language: the table's name follows from `entity`.",
    )
    .ignored(),
    Key::new(
        "notes",
        Shape::Text,
        "Is not read; write a comment with `#` for the readers of the file.",
    )
    .ignored(),
    Key::new(
        "operations",
        Shape::Any,
        "Was meant to switch single operations on and off. List the ones you want \
            under `actions`.",
    )
    .ignored(),
    Key::new(
        "deduplication",
        Shape::Any,
        "Was meant to number rows that have the same identifier. Nothing stands in \
            for it today.",
    )
    .ignored(),
    Key::new(
        "graphql",
        Shape::Any,
        "Was meant to set names and options of the GraphQL type. They follow from the \
            entity and its fields.",
    )
    .ignored(),
    Key::new(
        "trinity_helpers",
        Shape::Any,
        "Was meant to ask for the functions between the keys of a row. They are \
            always generated.",
    )
    .ignored(),
    Key::new(
        "is_catalog_table",
        Shape::Boolean,
        "Was meant to mark tables with reference data. Put such entities into a \
            schema that is not multi-tenant.",
    )
    .ignored(),
    Key::new(
        "tracked_fields",
        TEXTS,
        "Was meant for the history of rows. Use the parameter of this name in the \
            pattern `temporal_scd_type2_helper`.",
    )
    .ignored(),
    Key::new(
        "natural_key_fields",
        TEXTS,
        "Was meant for the history of rows. Use `natural_key` in the pattern \
            `temporal_scd_type2_helper`.",
    )
    .ignored(),
];
