//! The domain registry, Confiture's settings and the project file.

use super::TEXTS;
use crate::key::{Key, Name, Place, Shape};

pub(super) const REGISTRY: &[Key] = &[
    Key::new(
        "domains",
        Shape::Named(Name::Other, &Shape::Mapping(Place::RegistryDomain)),
        "The domains of the project, by a code of one character. Quote the code, or \
            YAML makes a number of it that is never found.",
    )
    .required()
    .example(
        "'2':\
            \n  name: crm\
            \n  description: Customers and what we know of them\
            \n  multi_tenant: true\
            \n  subdomains: {}",
    )
    .near(&["domain", "Domains"]),
    Key::new(
        "version",
        Shape::Text,
        "The version of the registry, for its readers.",
    )
    .carried()
    .example("1.0.0")
    .near(&["Version"]),
    Key::new(
        "schema_layers",
        Shape::Named(Name::Other, &Shape::Text),
        "The layers that the first two digits of a table code stand for.",
    )
    .carried()
    .example("'01': write_side\n'02': read_side")
    .near(&["layers", "schema_layer"]),
    Key::new(
        "subdomain_inference",
        Shape::Named(
            Name::Schema,
            &Shape::Named(Name::Other, &Shape::Mapping(Place::RegistryInference)),
        ),
        "Tells by an entity's name which subdomain it falls into. It is asked with \
            `--use-registry` only.",
    )
    .example("crm:\n  customer: {patterns: [contact, person]}")
    .near(&["inference", "subdomain_rules"]),
    Key::new(
        "reserved_codes",
        TEXTS,
        "Table codes that are never given out. Quote them.",
    )
    .default("[]")
    .example("['000000', '999999']")
    .near(&["reserved", "reserved_code"]),
    Key::new(
        "validation",
        Shape::Any,
        "Was meant to switch the registry's own checks on and off; nothing reads it.",
    )
    .ignored()
    .example("enforce_uniqueness: true"),
    Key::new(
        "schemas",
        Shape::Any,
        "Belongs to another shape of registry, which means nothing to SpecQL. Give \
            the schema a domain with `multi_tenant: true` under `domains`.",
    )
    .ignored()
    .example("crm: {tier: multi_tenant}"),
    Key::new(
        "config",
        Shape::Any,
        "Belongs to the registry that `init registry` writes, which `generate` cannot \
            read.",
    )
    .ignored(),
];

pub(super) const REGISTRY_DOMAIN: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Schema),
        "Names the domain; it is the `schema` of the entities in it.",
    )
    .required()
    .example("crm")
    .near(&["Name", "domain", "schema"]),
    Key::new(
        "description",
        Shape::Text,
        "Says what belongs into the domain. Without it every entity of the schema \
            fails.",
    )
    .required()
    .example("Customers and what we know of them")
    .near(&["desc", "decription"]),
    Key::new(
        "multi_tenant",
        Shape::Boolean,
        "Whether rows of this schema belong to a tenant; their tables then get a \
            `tenant_id`. Text counts as true, even `\"false\"`.",
    )
    .default("false")
    .example("true")
    .near(&["multitenant", "multi-tenant", "multiTenant", "tenant"]),
    Key::new(
        "aliases",
        Shape::List(&Shape::Name(Name::Schema)),
        "Other schema names that mean this domain.",
    )
    .default("[]")
    .example("[customers]")
    .near(&["alias"]),
    Key::new(
        "subdomains",
        Shape::Named(Name::Other, &Shape::Mapping(Place::RegistrySubdomain)),
        "The parts of the domain, by a code of two characters. Quote the code.",
    )
    .required()
    .example(
        "'03':\
            \n  name: customer\
            \n  description: People and companies\
            \n  next_entity_sequence: 1",
    )
    .near(&["subdomain", "sub_domains"]),
];

pub(super) const REGISTRY_SUBDOMAIN: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Other),
        "Names the part of the domain.",
    )
    .required()
    .example("customer")
    .near(&["Name", "subdomain"]),
    Key::new("description", Shape::Text, "Says what belongs into it.")
        .required()
        .example("People and companies")
        .near(&["desc", "decription"]),
    Key::new(
        "next_entity_sequence",
        Shape::Integer,
        "The number that the next registered entity gets. SpecQL counts it up by two \
            per entity.",
    )
    .required()
    .example("1")
    .near(&["next_sequence", "sequence"]),
    Key::new(
        "entities",
        Shape::Named(Name::Entity, &Shape::Mapping(Place::RegistryEntity)),
        "The entities that have a code already.",
    )
    .default("{}")
    .example("Contact: {table_code: '012031', entity_code: CNT, assigned_at: '2026-01-01'}")
    .near(&["entity", "tables"]),
];

pub(super) const REGISTRY_ENTITY: &[Key] = &[
    Key::new(
        "table_code",
        Shape::Text,
        "The number of the table: six hexadecimal digits. Quote it.",
    )
    .required()
    .example("'012031'")
    .near(&["tablecode", "code"]),
    Key::new(
        "entity_code",
        Shape::Text,
        "A short code of the entity, usually three letters.",
    )
    .required()
    .example("CNT")
    .near(&["entitycode", "short_code"]),
    Key::new(
        "assigned_at",
        Shape::Text,
        "The day on which the code was given out. Quote it.",
    )
    .required()
    .example("'2026-01-01'")
    .near(&["assigned", "date"]),
];

pub(super) const REGISTRY_INFERENCE: &[Key] = &[Key::new(
    "patterns",
    TEXTS,
    "Pieces of an entity's name in small letters; the first subdomain with a \
        piece that occurs in it is taken.",
)
.example("[contact, person]")
.near(&["pattern", "words"])];

pub(super) const CONFITURE: &[Key] = &[
    Key::new(
        "schema_dirs",
        Shape::List(&Shape::Mapping(Place::ConfitureDirectory)),
        "The folders with SQL that make up the schema, and in which order they load. \
            Confiture reads it, not SpecQL.",
    )
    .example("- path: db/schema/10_tables\n  order: 10")
    .near(&["schema_dir", "schemas", "dirs"]),
    Key::new(
        "environments",
        Shape::Named(Name::Other, &Shape::Mapping(Place::ConfitureEnvironment)),
        "The databases that the schema is loaded into, by name.",
    )
    .example(
        "local:\
            \n  database_url: postgresql://localhost/shop\
            \n  migrations_dir: db/migrations",
    )
    .near(&["environment", "envs"]),
    Key::new(
        "project",
        Shape::Any,
        "Written by `init project`; neither Confiture nor SpecQL reads it.",
    )
    .ignored(),
    Key::new(
        "database",
        Shape::Any,
        "Written by `init project`; the databases that count are those of \
            `environments`.",
    )
    .ignored(),
    Key::new(
        "registry",
        Shape::Any,
        "Written by `init project`; the registry is always \
            `registry/domain_registry.yaml`.",
    )
    .ignored(),
    Key::new(
        "patterns",
        Shape::Any,
        "Written by `init project`; neither Confiture nor SpecQL reads it.",
    )
    .ignored(),
];

pub(super) const CONFITURE_DIRECTORY: &[Key] = &[
    Key::new(
        "path",
        Shape::Path,
        "The folder, seen from the root of the project.",
    )
    .required()
    .example("db/schema/10_tables")
    .near(&["dir", "directory"]),
    Key::new(
        "order",
        Shape::Integer,
        "Its place in the order of loading, small numbers first.",
    )
    .example("10")
    .near(&["priority", "sequence"]),
];

pub(super) const CONFITURE_ENVIRONMENT: &[Key] = &[
    Key::new(
        "database_url",
        Shape::Text,
        "Where the database is. Take secrets from the environment: `${DATABASE_URL}`.",
    )
    .example("postgresql://localhost/shop")
    .near(&["url", "database"]),
    Key::new(
        "migrations_dir",
        Shape::Path,
        "The folder with the migrations.",
    )
    .example("db/migrations")
    .near(&["migrations", "migration_dir"]),
    Key::new(
        "include_dirs",
        Shape::List(&Shape::Path),
        "The folders with SQL that this environment loads, in a file of its own under \
            `db/environments`.",
    )
    .example("- db/schema/10_tables")
    .near(&["include", "include_dir"]),
];

pub(super) const PROJECT: &[Key] = &[
    Key::new("name", Shape::Name(Name::Other), "Names the project.")
        .carried()
        .example("shop")
        .near(&["Name", "project"]),
    Key::new("version", Shape::Text, "The version of the project.")
        .carried()
        .example("1.0.0")
        .near(&["Version"]),
    Key::new(
        "description",
        Shape::Text,
        "Says what the project is about.",
    )
    .carried()
    .example("Invoices and payments")
    .near(&["desc"]),
    Key::new(
        "schemas",
        Shape::List(&Shape::Mapping(Place::ProjectSchema)),
        "The schemas of the database.",
    )
    .carried()
    .example("- name: crm\n  multi_tenant: true")
    .near(&["schema"]),
    Key::new("extensions", TEXTS, "The extensions that PostgreSQL needs.")
        .carried()
        .example("[pg_trgm, ltree]")
        .near(&["extension"]),
    Key::new(
        "registry_enabled",
        Shape::Boolean,
        "Whether table codes come from the domain registry.",
    )
    .carried()
    .example("true")
    .near(&["use_registry"]),
    Key::new(
        "registry_path",
        Shape::Path,
        "Where the registry is. The command line always looks at \
            `registry/domain_registry.yaml`.",
    )
    .carried()
    .example("registry/domain_registry.yaml")
    .near(&["registry"]),
    Key::new(
        "output_format",
        Shape::Text,
        "How the generated files are laid out.",
    )
    .carried()
    .example("confiture")
    .near(&["format"]),
    Key::new(
        "trinity_pattern",
        Shape::Boolean,
        "Whether tables have an internal key, a public key and an identifier.",
    )
    .carried()
    .example("true")
    .near(&["trinity"]),
    Key::new(
        "audit_fields",
        Shape::Boolean,
        "Whether tables say who made and changed a row, and when.",
    )
    .carried()
    .example("true")
    .near(&["audit"]),
    Key::new(
        "soft_delete",
        Shape::Boolean,
        "Whether deleted rows stay in the table, marked as deleted.",
    )
    .carried()
    .example("true")
    .near(&["softdelete"]),
    Key::new(
        "settings",
        Shape::Any,
        "More of these keys, one level down; they count as if they stood at the top.",
    )
    .carried()
    .example("soft_delete: true")
    .near(&["setting", "options"]),
    Key::new(
        "_metadata",
        Shape::Any,
        "Notes of the tool that wrote the file; they are dropped.",
    )
    .ignored(),
];

pub(super) const PROJECT_SCHEMA: &[Key] = &[
    Key::new("name", Shape::Name(Name::Schema), "Names the schema.")
        .carried()
        .example("crm")
        .near(&["Name", "schema"]),
    Key::new(
        "description",
        Shape::Text,
        "Says what belongs into the schema.",
    )
    .carried()
    .example("Customers and what we know of them")
    .near(&["desc"]),
    Key::new(
        "multi_tenant",
        Shape::Boolean,
        "Whether its rows belong to a tenant. For `generate`, say so in the domain \
            registry.",
    )
    .carried()
    .default("false")
    .example("true")
    .near(&["multitenant", "tenant"]),
];
