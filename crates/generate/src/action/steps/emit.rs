//! `emit`: sends one of the entity's events, in the same transaction as the change it tells of.

use specql_analysis::spec::Step;
use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::Statement;
use specql_sql::{DataType, Expression as Sql};

use crate::action::answer::object;
use crate::action::maker::{Maker, ROW, problem};
use crate::block::Block;
use crate::expression::{Found, Shape, Table};

/// The channel through which all events are sent.
const CHANNEL: &str = "specql_events";

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Some(name) = maker.block_of(step).and_then(|block| block.text_of("emit")) else {
        return problem(step.key.span, "it does not say which event");
    };
    let events = maker
        .entity
        .get("events")
        .map(Block::items_or_self)
        .unwrap_or_default();
    let mut events = events.into_iter();
    let event =
        events.find(|event| event.text() == Some(name) || event.text_of("name") == Some(name));
    let Some(event) = event else {
        return problem(step.key.span, format!("there is no event `{name}`"));
    };
    let listed = event
        .get("payload")
        .map(Block::items_or_self)
        .unwrap_or_default();
    let mut payload = Vec::new();
    for key in listed.into_iter().filter_map(Block::text) {
        let Some(value) = value(maker, key) else {
            let reason = format!("there is no `{key}` that an event could tell");
            return problem(step.key.span, reason);
        };
        payload.push((key, value));
    }
    let mut told = vec![
        ("type", Sql::text(name)),
        ("entity", Sql::text(&maker.entity.names.base)),
        ("id", Sql::of(ROW, "id")),
        ("caused_by", Sql::name("auth_user_id")),
        ("payload", object(payload)),
    ];
    if maker.entity.names.is_multi_tenant {
        told.push(("tenant_id", Sql::name("auth_tenant_id")));
    }
    Ok(vec![Statement::Perform(Call {
        function: FunctionName::BuiltIn("pg_notify"),
        distinct: false,
        arguments: vec![Sql::text(CHANNEL), object(told).cast(DataType::TEXT)],
        filter: None,
    })])
}

/// What an event tells by a name: a field, or the id of the row that a reference leads to.
fn value(maker: &Maker<'_, '_>, name: &str) -> Option<Sql> {
    if name == "id" {
        return Some(Sql::of(ROW, "id"));
    }
    let found = maker.table.column(name);
    let (column, shape) = found.or_else(|| maker.table.field(name.strip_suffix("_id")?))?;
    let value = Sql::of(ROW, column);
    match &shape {
        Shape::Key(_) => {
            let table = Table::of(maker.entity.db, shape.target()?)?;
            Some(Sql::call_object(table.names.id_function(), [value]))
        }
        Shape::Plain(_) => Some(value),
    }
}
