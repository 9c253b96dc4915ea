//! `app.emit_event`: writes an event down.

use specql_sql::expression::{BinaryOperator, Call};
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable, target};
use specql_sql::query::{Insert, OnConflict, Values};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::{CHANNEL, emit_function, event_log, outbox_table, stream_table};

/// A notification has room for 8000 bytes in all.
const LONGEST_TYPE: i64 = 1000;

pub(super) fn emit() -> Function {
    let given = |name: &str| Expression::name(name);
    let count = Insert {
        on_conflict: Some(OnConflict {
            columns: vec!["aggregate_type".into(), "aggregate_id".into()],
            set: vec![(
                "version".into(),
                version().binary(BinaryOperator::Add, Expression::integer(1)),
            )],
        }),
        returning: vec![version()],
        ..insert(
            stream_table(),
            [
                ("aggregate_type", given("p_aggregate_type")),
                ("aggregate_id", given("p_aggregate_id")),
                ("version", Expression::integer(1)),
            ],
        )
    };
    let write = Insert {
        returning: ["pk_event", "occurred_at", "id"]
            .map(|column| Expression::of("tb_event", column))
            .to_vec(),
        ..insert(
            event_log(),
            [
                ("tenant_id", given("p_tenant_id")),
                ("event_type", given("p_event_type")),
                ("aggregate_type", given("p_aggregate_type")),
                ("aggregate_id", given("p_aggregate_id")),
                ("aggregate_version", given("v_version")),
                ("payload", given("p_payload")),
                ("caused_by", given("p_user_id")),
            ],
        )
    };
    let offer = insert(
        outbox_table(),
        [
            ("pk_event", given("v_event")),
            ("occurred_at", given("v_occurred_at")),
        ],
    );
    let block = Block {
        variables: vec![
            Variable::new("v_version", DataType::BIGINT),
            Variable::new("v_event", DataType::BIGINT),
            Variable::new("v_occurred_at", DataType::TIMESTAMPTZ),
            Variable::new("v_id", DataType::UUID),
        ],
        statements: vec![
            Statement::Insert(Box::new(count), vec![target("v_version")]),
            Statement::Insert(
                Box::new(write),
                vec![target("v_event"), target("v_occurred_at"), target("v_id")],
            ),
            Statement::Insert(Box::new(offer), Vec::new()),
            Statement::Perform(tell()),
            Statement::Return(Some(given("v_id"))),
        ],
        handlers: Vec::new(),
    };
    let argument = |name: &str, data_type| Argument::new(name, data_type);
    Function::new(
        emit_function(),
        vec![
            argument("p_tenant_id", DataType::UUID),
            argument("p_user_id", DataType::UUID),
            argument("p_event_type", DataType::TEXT),
            argument("p_aggregate_type", DataType::TEXT),
            argument("p_aggregate_id", DataType::UUID),
            argument("p_payload", DataType::JSONB),
        ],
        DataType::UUID,
        Body::Block(block),
    )
    .with_comment(
        "Writes an event down, offers it to consumers and tells listeners, all in the \
         transaction of the caller. Gives back the id of the event.",
    )
}

/// Listeners hear of it when the transaction is through.
fn tell() -> Call {
    let kind = Expression::call(
        "left",
        [
            Expression::name("p_event_type"),
            Expression::integer(LONGEST_TYPE),
        ],
    );
    let told = Expression::call(
        "jsonb_build_object",
        [
            Expression::text("type"),
            kind,
            Expression::text("id"),
            Expression::name("v_id"),
        ],
    );
    Call::built_in(
        "pg_notify",
        [Expression::text(CHANNEL), told.cast(DataType::TEXT)],
    )
}

fn version() -> Expression {
    Expression::of("tb_event_stream", "version")
}

fn insert<'c>(
    table: ObjectName,
    values: impl IntoIterator<Item = (&'c str, Expression)>,
) -> Insert {
    let (columns, values) = values
        .into_iter()
        .map(|(column, value)| (Name::new(column), value))
        .unzip();
    Insert {
        table,
        columns,
        values: Values::Rows(vec![values]),
        on_conflict: None,
        returning: Vec::new(),
    }
}
