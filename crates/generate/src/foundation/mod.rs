//! What all entities need: what actions give back, and the log of what they did. And what only
//! some need: a set of objects in a file of its own, which is there when a catalogue asks for it.

mod audit;
mod encryption;
mod events;
mod masking;
mod partitions;
mod read_models;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use specql_sql::catalogue::{
    Attribute, Catalogue, Column, Composite, Constraint, ConstraintKind, Filled, Index,
    IndexColumn, Object, Table,
};
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable, target};
use specql_sql::query::{Insert, Values};
use specql_sql::{DataType, Expression, Name, ObjectName};

use crate::annotation;
use crate::names::{APP, mutation_result};

pub(crate) use audit::{AUDIT, audit_row, row_audit, table_in_audit};
pub(crate) use encryption::{ENCRYPTION, KEY_SETTING, blind_index, decrypt_text, encrypt_text};
pub(crate) use events::{EVENTS, emit_function, event_log, outbox_table, stream_table};
pub(crate) use masking::{MASKING, mask_email, mask_text};
pub(crate) use partitions::PARTITIONS;
pub(crate) use read_models::{READ, READ_MODELS, mark_function};

type Made = fn() -> Catalogue;

/// Sets of objects that only some entities need: by what catalogues ask for them, and how they are
/// made. One that needs another stands behind it.
const SETS: [(&str, Made); 6] = [
    (PARTITIONS, partitions::partitions),
    (EVENTS, events::events),
    (READ_MODELS, read_models::read_models),
    (ENCRYPTION, encryption::encryption),
    (MASKING, masking::masking),
    (AUDIT, audit::audit),
];

/// The objects that all entities need, and those that some ask for in [`Catalogue::needs`].
#[must_use]
pub fn foundation<'n>(needs: impl IntoIterator<Item = &'n &'static str>) -> Vec<Catalogue> {
    let mut needed: BTreeSet<_> = needs.into_iter().copied().collect();
    let mut made = Vec::new();
    for (name, set) in SETS.into_iter().rev() {
        if needed.contains(name) {
            let set = set();
            needed.extend(&set.needs);
            made.push(set);
        }
    }
    made.push(for_all());
    made.reverse();
    made
}

/// Whether a table is one of those that entities may need: its name is not free.
pub(crate) fn has_table(table: &ObjectName) -> bool {
    static TABLES: LazyLock<Vec<ObjectName>> = LazyLock::new(|| {
        let sets = SETS.into_iter().map(|(_, made)| made());
        let objects = sets.chain([for_all()]).flat_map(|set| set.objects);
        let tables = objects.filter_map(|object| match object {
            Object::Table(table) => Some(table.name),
            _ => None,
        });
        tables.collect()
    });
    TABLES.contains(table)
}

fn for_all() -> Catalogue {
    let mut catalogue = Catalogue::default();
    catalogue.add(Object::Schema(Name::new(APP), None));
    catalogue.add(result_type());
    catalogue.add(log_table());
    for index in log_indexes() {
        catalogue.add(index);
    }
    catalogue.add(log_function());
    catalogue
}

/// The id of nothing.
pub(crate) const NO_ID: &str = "00000000-0000-0000-0000-000000000000";

/// `app.log_and_return_mutation`
pub(crate) fn log_function_name() -> ObjectName {
    ObjectName::new(APP, "log_and_return_mutation")
}

/// `app.tb_mutation_audit_log`
pub(crate) fn mutation_log() -> ObjectName {
    ObjectName::new(APP, "tb_mutation_audit_log")
}

fn result_type() -> Composite {
    let attribute = |name: &str, data_type, graphql_name: &str, graphql: &str, is_required, doc| {
        let comment = annotation::field(doc, graphql_name, graphql, is_required, &[]);
        Attribute::new(name, data_type).with_comment(comment)
    };
    let texts = DataType::TEXT.array();
    Composite {
        name: mutation_result(),
        attributes: vec![
            attribute(
                "id",
                DataType::UUID,
                "id",
                "UUID",
                true,
                "The row that it is about.",
            ),
            attribute(
                "updated_fields",
                texts,
                "updatedFields",
                "[String]",
                false,
                "The fields that were given, or that something is wrong with.",
            ),
            attribute(
                "status",
                DataType::TEXT,
                "status",
                "String",
                true,
                "How it went: `success`, or what was in the way.",
            ),
            attribute(
                "message",
                DataType::TEXT,
                "message",
                "String",
                false,
                "The same in words.",
            ),
            attribute(
                "object_data",
                DataType::JSONB,
                "object",
                "JSON",
                false,
                "The row as it is now.",
            ),
            attribute(
                "extra_metadata",
                DataType::JSONB,
                "extra",
                "JSON",
                false,
                "What else there is to know.",
            ),
        ],
        comment: Some(annotation::block(
            "What every action gives back.",
            "composite",
            &[
                ("name", "MutationResult"),
                ("tier", "1"),
                ("storage", "composite"),
            ],
        )),
        origin: None,
    }
}

/// The log has no tenant where a table has none.
fn log_table() -> Table {
    let column = |name: &str, data_type, doc: &str| Column::new(name, data_type).with_comment(doc);
    let default = |function| Filled::Default(Expression::call(function, []));
    Table {
        name: mutation_log(),
        columns: vec![
            column("id", DataType::UUID, "The entry.")
                .required()
                .filled(default("gen_random_uuid")),
            column(
                "tenant_id",
                DataType::UUID,
                "For whom it was done, where there are tenants.",
            ),
            column("user_id", DataType::UUID, "Who did it."),
            column("entity_type", DataType::TEXT, "The entity.").required(),
            column(
                "entity_id",
                DataType::UUID,
                "The row, or zeros where there is none.",
            )
            .required(),
            column("operation", DataType::TEXT, "What was done.").required(),
            column("status", DataType::TEXT, "How it went.").required(),
            column(
                "updated_fields",
                DataType::TEXT.array(),
                "The fields that it was about.",
            ),
            column("message", DataType::TEXT, "How it went, in words."),
            column("object_data", DataType::JSONB, "The row afterwards."),
            column(
                "extra_metadata",
                DataType::JSONB,
                "What else the caller was told.",
            ),
            column("error_context", DataType::JSONB, "What was in the way."),
            column("created_at", DataType::TIMESTAMPTZ, "When it was done.")
                .required()
                .filled(default("now")),
        ],
        constraints: vec![Constraint::new(
            "tb_mutation_audit_log_pkey",
            ConstraintKind::PrimaryKey(vec!["id".into()]),
        )],
        partitioned_by: None,
        comment: Some("What actions did, or could not do.".to_owned()),
        origin: None,
    }
}

fn log_indexes() -> [Index; 3] {
    let index = |name: &str, columns: &[&str]| {
        let columns = columns.iter().map(|column| IndexColumn::of(*column));
        Index::new(name, &mutation_log(), columns)
    };
    [
        index("idx_mutation_audit_tenant", &["tenant_id"]),
        index("idx_mutation_audit_entity", &["entity_type", "entity_id"]),
        index("idx_mutation_audit_created", &["created_at"]),
    ]
}

/// Writes an entry of the log and gives back what the caller is told.
fn log_function() -> Function {
    let given = |name: &str| Expression::name(name);
    let id = || Expression::call("coalesce", [given("p_entity_id"), zeros()]);
    let entry = [
        ("tenant_id", given("p_tenant_id")),
        ("user_id", given("p_user_id")),
        ("entity_type", given("p_entity")),
        ("entity_id", id()),
        ("operation", given("p_operation")),
        ("status", given("p_status")),
        ("updated_fields", given("p_updated_fields")),
        ("message", given("p_message")),
        ("object_data", given("p_object_data")),
        ("extra_metadata", given("p_extra_metadata")),
        ("error_context", given("p_error_context")),
    ];
    let (columns, values): (Vec<_>, Vec<_>) = entry
        .into_iter()
        .map(|(column, value)| (Name::new(column), value))
        .unzip();
    let insert = Insert {
        table: mutation_log(),
        columns,
        values: Values::Rows(vec![values]),
        on_conflict: None,
        returning: Vec::new(),
    };
    let result = DataType::object(mutation_result());
    let told = [
        id(),
        given("p_updated_fields"),
        given("p_status"),
        given("p_message"),
        given("p_object_data"),
        // What was in the way is told where nothing else is.
        Expression::call(
            "coalesce",
            [given("p_extra_metadata"), given("p_error_context")],
        ),
    ];
    let block = Block {
        variables: vec![Variable::new("v_result", result.clone())],
        statements: vec![
            Statement::Insert(Box::new(insert), Vec::new()),
            Statement::Assign(target("v_result"), Expression::Row(told.into())),
            Statement::Return(Some(given("v_result"))),
        ],
        handlers: Vec::new(),
    };
    let argument = |name: &str, data_type| Argument::new(name, data_type);
    Function::new(
        log_function_name(),
        vec![
            argument("p_tenant_id", DataType::UUID),
            argument("p_user_id", DataType::UUID),
            argument("p_entity", DataType::TEXT),
            argument("p_entity_id", DataType::UUID),
            argument("p_operation", DataType::TEXT),
            argument("p_status", DataType::TEXT),
            argument("p_updated_fields", DataType::TEXT.array()),
            argument("p_message", DataType::TEXT),
            argument("p_object_data", DataType::JSONB),
            argument("p_extra_metadata", DataType::JSONB).with_default(Expression::Null),
            argument("p_error_context", DataType::JSONB).with_default(Expression::Null),
        ],
        result,
        Body::Block(block),
    )
    .with_comment("Writes down what an action did, and gives back what its caller is told.")
}

/// The id of nothing, as a value.
pub(crate) fn zeros() -> Expression {
    Expression::text(NO_ID).cast(DataType::UUID)
}
