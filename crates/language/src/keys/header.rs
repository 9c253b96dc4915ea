//! The long form of the header of an entity file.

use super::entity::FIELD_BLOCK;
use crate::key::{Key, Name, Shape};

/// What is a key at the top of the file, and not below `entity`.
const fn top_only(name: &'static str, doc: &'static str) -> Key {
    Key::new(name, Shape::Any, doc).ignored()
}

pub(super) const HEADER: &[Key] = &[
    Key::new(
        "name",
        Shape::Name(Name::Entity),
        "Names the entity. It becomes the table `tb_<name>`; take a name without a \
            hump, such as `Invoice` or `Order_Item`.",
    )
    .required()
    .example("Invoice")
    .near(&["Name", "entity", "title"]),
    Key::new(
        "schema",
        Shape::Reference(Name::Schema),
        "The PostgreSQL schema of the table. It wins over a `schema` at the top of \
            the file.",
    )
    .default("public")
    .example("billing")
    .near(&["shema", "scheme", "namespace"]),
    Key::new(
        "description",
        Shape::Text,
        "Says in one line what the entity is; it becomes the comment of the table. It \
            wins over a `description` at the top of the file.",
    )
    .example("Bill that a customer has to pay")
    .near(&["desc", "decription", "descripton", "comment"]),
    Key::new(
        "fields",
        FIELD_BLOCK,
        "The business data of the entity. When it stands here, a `fields` at the top \
            of the file is dropped.",
    )
    .example("number: text!\ntotal: money!")
    .near(&["feilds", "field", "fileds", "columns", "attributes"]),
    top_only(
        "actions",
        "Actions are read at the top of the file only. Move the block out of \
            `entity`.",
    ),
    top_only(
        "patterns",
        "Patterns are read at the top of the file only. Move the block out of \
            `entity`.",
    ),
    top_only(
        "table_views",
        "Table views are read at the top of the file only. Move the block out of \
            `entity`.",
    ),
    top_only(
        "translations",
        "Translations are read at the top of the file only. Move the block out of \
            `entity`.",
    ),
    top_only(
        "identifier",
        "The identifier is read at the top of the file only. Move the block out of \
            `entity`.",
    ),
    top_only(
        "organization",
        "The organization is read at the top of the file only. Move the block out of \
            `entity`.",
    ),
    top_only(
        "agents",
        "Agents are read at the top of the file only. Move the block out of `entity`.",
    ),
    top_only(
        "table_code",
        "The table's number is not read here. Write it as `table_code` under \
            `organization`, at the top of the file.",
    ),
    top_only(
        "indexes",
        "Indexes belong to the top of the file, beside `entity`.",
    ),
    top_only(
        "validation",
        "Rules for fields belong to the top of the file, beside `entity`.",
    ),
    top_only(
        "foreign_keys",
        "Foreign keys are not read here. A field of type `ref(Entity)` makes one.",
    ),
    top_only(
        "hierarchy",
        "Is not read here. Write `hierarchical: true` at the top of the file.",
    ),
    top_only(
        "notes",
        "Is not read; write a comment with `#` for the readers of the file.",
    ),
    top_only(
        "operations",
        "Is not read. List the operations you want under `actions`, at the top of the \
            file.",
    ),
    top_only("deduplication", "Is not read, here or elsewhere."),
    top_only(
        "trinity_helpers",
        "Is not read: the functions between the keys of a row are always generated.",
    ),
    top_only(
        "fraiseql",
        "Is not read: the GraphQL type follows from the entity and its fields.",
    ),
];
