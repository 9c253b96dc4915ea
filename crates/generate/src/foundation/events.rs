//! The log of events, the outbox from which consumers take them, and the functions of both.
//!
//! An event is written in the transaction of the change that it tells of: either both happen or
//! neither does.

mod delivery;
mod emit;

use specql_sql::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Filled, Index, IndexColumn, Object, Partition,
    Table,
};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::PARTITIONS;
use crate::names::APP;

/// By this, catalogues ask for the log.
pub(crate) const EVENTS: &str = "events";

/// The channel on which each event is told as soon as its transaction is through.
const CHANNEL: &str = "specql_events";

const PENDING: &str = "pending";
const CLAIMED: &str = "claimed";
const DEAD: &str = "dead";

pub(super) fn events() -> Catalogue {
    let mut catalogue = Catalogue::of(EVENTS);
    catalogue.need(PARTITIONS);
    catalogue.add(Object::Schema(Name::new(APP), None));
    catalogue.add(log());
    catalogue.add(Partition::of_the_rest(&event_log()));
    catalogue.add(streams());
    catalogue.add(outbox());
    for index in indexes() {
        catalogue.add(index);
    }
    catalogue.add(emit::emit());
    catalogue.add(delivery::claim());
    catalogue.add(delivery::acknowledge());
    catalogue.add(delivery::fail());
    catalogue.add(delivery::release());
    catalogue
}

/// `app.tb_event`
pub(crate) fn event_log() -> ObjectName {
    ObjectName::new(APP, "tb_event")
}

/// `app.emit_event`
pub(crate) fn emit_function() -> ObjectName {
    ObjectName::new(APP, "emit_event")
}

pub(crate) fn stream_table() -> ObjectName {
    ObjectName::new(APP, "tb_event_stream")
}

pub(crate) fn outbox_table() -> ObjectName {
    ObjectName::new(APP, "tb_event_outbox")
}

fn column(name: &str, data_type: DataType, doc: &str) -> Column {
    Column::new(name, data_type).with_comment(doc)
}

fn now() -> Filled {
    Filled::Default(Expression::call("now", []))
}

fn primary_key(table: &ObjectName, columns: &[&str]) -> Constraint {
    let columns = columns.iter().map(|column| Name::new(column)).collect();
    Constraint::new(
        Name::of_table(&table.name, "pkey"),
        ConstraintKind::PrimaryKey(columns),
    )
}

fn log() -> Table {
    let columns = vec![
        column("pk_event", DataType::BIGINT, "The number of the event.")
            .required()
            .filled(Filled::AlwaysCounted),
        column("id", DataType::UUID, "The id by which listeners are told.")
            .required()
            .filled(Filled::Default(Expression::call("gen_random_uuid", []))),
        column(
            "tenant_id",
            DataType::UUID,
            "The tenant whose row it is about, where there are tenants.",
        ),
        column("event_type", DataType::TEXT, "What has happened.").required(),
        column("aggregate_type", DataType::TEXT, "To which entity.").required(),
        column("aggregate_id", DataType::UUID, "To which row of it.").required(),
        column(
            "aggregate_version",
            DataType::BIGINT,
            "The how manieth event of that row it is.",
        )
        .required(),
        column("payload", DataType::JSONB, "What is told of it.").required(),
        column("caused_by", DataType::UUID, "Who did it."),
        column("occurred_at", DataType::TIMESTAMPTZ, "When it happened.")
            .required()
            .filled(now()),
    ];
    Table {
        name: event_log(),
        columns,
        // What the rows are divided by has to be a part of the key.
        constraints: vec![primary_key(&event_log(), &["occurred_at", "pk_event"])],
        partitioned_by: Some("occurred_at".into()),
        comment: Some(
            "All events, by months. app.ensure_monthly_partitions makes months ahead, and \
             app.drop_partitions_before drops old ones."
                .to_owned(),
        ),
        origin: None,
    }
}

/// Whoever changes a line of it keeps others from it until the end of the transaction, so the
/// versions of a row have no gaps and come in their order.
fn streams() -> Table {
    Table {
        name: stream_table(),
        columns: vec![
            column("aggregate_type", DataType::TEXT, "The entity.").required(),
            column("aggregate_id", DataType::UUID, "The row.").required(),
            column("version", DataType::BIGINT, "How many events it has had.").required(),
        ],
        constraints: vec![primary_key(
            &stream_table(),
            &["aggregate_type", "aggregate_id"],
        )],
        partitioned_by: None,
        comment: Some("How many events each row has had.".to_owned()),
        origin: None,
    }
}

fn outbox() -> Table {
    let states = [PENDING, CLAIMED, DEAD].map(Expression::text);
    let known = Constraint::new(
        "chk_tb_event_outbox_status_enum",
        ConstraintKind::Check(Expression::name("status").is_among(states)),
    );
    let columns = vec![
        column("pk_event", DataType::BIGINT, "The number of the event.").required(),
        column("occurred_at", DataType::TIMESTAMPTZ, "When it happened.").required(),
        column("status", DataType::TEXT, "How far its delivery is.")
            .required()
            .filled(Filled::Default(Expression::text(PENDING))),
        column("attempts", DataType::INTEGER, "How often it was taken.")
            .required()
            .filled(Filled::Default(Expression::integer(0))),
        column(
            "next_attempt_at",
            DataType::TIMESTAMPTZ,
            "From when on it may be taken.",
        )
        .required()
        .filled(now()),
        column("claimed_by", DataType::TEXT, "Who took it."),
        column("claimed_at", DataType::TIMESTAMPTZ, "When it was taken."),
        column("last_error", DataType::TEXT, "What was in the way."),
    ];
    Table {
        name: outbox_table(),
        columns,
        constraints: vec![primary_key(&outbox_table(), &["pk_event"]), known],
        partitioned_by: None,
        comment: Some("Events that no consumer has dealt with yet.".to_owned()),
        origin: None,
    }
}

fn indexes() -> [Index; 4] {
    let index = |name: &str, table: &ObjectName, columns: &[&str]| {
        let columns = columns.iter().map(|column| IndexColumn::of(*column));
        Index::new(name, table, columns)
    };
    let log = event_log();
    let is_pending = Expression::name("status").equals(Expression::text(PENDING));
    [
        index("idx_tb_event_id", &log, &["id"]),
        index(
            "idx_tb_event_aggregate",
            &log,
            &["aggregate_type", "aggregate_id", "aggregate_version"],
        ),
        index(
            "idx_tb_event_tenant_type",
            &log,
            &["tenant_id", "event_type", "occurred_at"],
        ),
        index(
            "idx_tb_event_outbox_due",
            &outbox_table(),
            &["next_attempt_at"],
        )
        .filtered(is_pending),
    ]
}
