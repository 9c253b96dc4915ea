//! Events: what an entity tells others when something has happened to a row of it.
//!
//! Each event has a function that puts together what is told and writes it into the log. It is
//! called by the steps that send the event, or, where there are none, by a trigger.

mod payload;
mod trigger;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use specql_sql::catalogue::Catalogue;
use specql_sql::function::{Argument, Block as Steps, Body, Function, Statement};
use specql_sql::{DataType, Expression, ObjectName, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::foundation::{EVENTS, emit_function};
use crate::json;
use crate::names::part;
use crate::planned::says_something;

/// The row that a function tells of.
const ROW: &str = "p_row";

/// An event of an entity.
struct Event<'db> {
    /// As it is written.
    name: &'db str,
    /// The names of what is told.
    payload: Vec<Block<'db>>,
    /// The function that sends it: `crm.emit_order_paid`.
    function: ObjectName,
    origin: Option<Origin>,
}

/// Adds the functions that send the events of an entity. They are of the SpecQL to come.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let events = written(entity);
    if events.is_empty() {
        return;
    }
    let sent = trigger::sent(entity);
    for event in events {
        match event {
            Ok(event) => {
                event.add(entity, catalogue);
                if !sent.contains(event.name) {
                    trigger::add(entity, &event, catalogue);
                }
            }
            Err((reason, origin)) => catalogue.leave_out(reason, origin),
        }
    }
}

/// The functions that send the events of an entity, by the events' names.
pub(crate) fn functions<'db>(entity: &Entity<'db>) -> HashMap<&'db str, ObjectName> {
    let events = written(entity).into_iter().flatten();
    events.map(|event| (event.name, event.function)).collect()
}

type Written<'db> = Result<Event<'db>, (String, Option<Origin>)>;

/// The events as they are written, each once.
fn written<'db>(entity: &Entity<'db>) -> Vec<Written<'db>> {
    let blocks = entity.all("events").filter(|_| entity.is_next());
    let blocks = blocks.filter(|block| says_something(*block));
    let mut taken = HashSet::new();
    let event = |item: Block<'db>| -> Option<Written<'db>> {
        let name = item.text().or_else(|| item.text_of("name"));
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Some(Err(("an event without a name".to_owned(), item.origin())));
        };
        let function = entity.names.object(&format!("emit_{}", part(name)));
        if !taken.insert(function.clone()) {
            // What is taken over gives way to what the entity has itself.
            let reason = format!("a second event `{name}`");
            return (!item.is_inherited()).then(|| Err((reason, item.origin())));
        }
        let payload = item.get("payload").map(Block::items_or_self);
        Some(Ok(Event {
            name,
            payload: payload.unwrap_or_default(),
            function,
            origin: item.origin(),
        }))
    };
    let items = blocks.flat_map(Block::items_or_self);
    items.filter_map(event).collect()
}

impl Event<'_> {
    fn add(&self, entity: &Entity<'_>, catalogue: &mut Catalogue) {
        catalogue.need(EVENTS);
        let mut payload = Vec::new();
        for item in &self.payload {
            let named = item.text().unwrap_or_default();
            match payload::value(entity, named, &ROW.into()) {
                Ok(value) => payload.push((named.to_owned(), value)),
                Err(reason) => {
                    let reason = format!("`{named}` of the event `{}`: {reason}", self.name);
                    catalogue.leave_out(reason, item.origin());
                }
            }
        }
        catalogue.add(self.emit(entity, payload));
    }

    /// Sends the event of a row.
    fn emit(&self, entity: &Entity<'_>, payload: Vec<(String, Expression)>) -> Function {
        let names = &entity.names;
        let of_row = |column: &str| Expression::of(ROW, column);
        let tenant = match names.is_multi_tenant {
            true => of_row("tenant_id"),
            false => Expression::Null,
        };
        let sent = Expression::call_object(
            emit_function(),
            [
                tenant,
                Expression::name("p_user_id"),
                Expression::text(self.name),
                Expression::text(&names.base),
                of_row("id"),
                json::object(payload),
            ],
        );
        Function::new(
            self.function.clone(),
            vec![
                Argument::new(ROW, DataType::object(names.table())),
                Argument::new("p_user_id", DataType::UUID),
            ],
            DataType::UUID,
            // Read when it runs: it calls functions of entities that may come later.
            Body::Block(Steps::of([Statement::Return(Some(sent))])),
        )
        .with_comment(format!(
            "Sends the event {} of a row, and gives back the id of the event.",
            self.name
        ))
        .with_origin(self.origin)
    }
}
