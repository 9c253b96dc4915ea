//! Events that nobody sends: those whose name says which change they tell of are sent by a trigger.

use std::collections::HashSet;

use specql_language::event::Change;
use specql_sql::catalogue::{Catalogue, Event as On, Timing, Trigger};
use specql_sql::expression::{BinaryOperator, Call};
use specql_sql::function::{Block, Function, Statement};
use specql_sql::{Expression, Name};

use super::Event;
use crate::block::Block as Written;
use crate::entity::Entity;
use crate::names::part;

/// Adds the trigger of an event, if it has one.
pub(super) fn add(entity: &Entity<'_>, event: &Event<'_>, catalogue: &mut Catalogue) {
    let Some(change) = Change::of_event(&part(event.name)) else {
        return;
    };
    let names = &entity.names;
    let name = part(event.name);
    let name = match name.starts_with(&format!("{}_", names.base)) {
        true => format!("trg_tb_{name}"),
        false => format!("trg_tb_{}_{name}", names.base),
    };
    let of_new = |column: &str| Expression::of("new", column);
    let user = of_new(match change {
        Change::Created => "created_by",
        Change::Updated => "updated_by",
        Change::Deleted => "deleted_by",
    });
    let send = Call::object(event.function.clone(), [Expression::name("new"), user]);
    let body = Block::of([
        Statement::Perform(send),
        Statement::Return(Some(Expression::Null)),
    ]);
    let function = names.object(&name);
    catalogue.add(
        Function::of_trigger(function.clone(), body)
            .with_comment(format!("Sends the event {} after a change.", event.name))
            .with_origin(event.origin),
    );
    let is_live = of_new("deleted_at").is_null();
    let was_live = Expression::of("old", "deleted_at").is_null();
    let (on, condition) = match change {
        Change::Created => (On::Insert, None),
        Change::Updated => {
            let old = Expression::name("old");
            let differs = old.binary(BinaryOperator::DifferentRow, Expression::name("new"));
            (On::Update(Vec::new()), Some(is_live.and(differs)))
        }
        // Deleted rows stay in their table.
        Change::Deleted => (
            On::Update(vec!["deleted_at".into()]),
            Some(was_live.and(of_new("deleted_at").is_not_null())),
        ),
    };
    catalogue.add(Trigger {
        name: Name::new(&name),
        table: names.table(),
        timing: Timing::After,
        events: vec![on],
        for_each_row: true,
        is_deferrable: false,
        condition,
        function,
        arguments: Vec::new(),
        origin: event.origin,
    });
}

/// The names of the events that steps of the entity's actions send.
pub(super) fn sent<'db>(entity: &Entity<'db>) -> HashSet<&'db str> {
    let blocks = entity.all("actions").flat_map(Written::mappings);
    let mut sent = HashSet::new();
    for (_, block) in blocks {
        sent.extend(block.text_of("emit"));
    }
    sent
}
