//! The functions that carry actions out, in the schemas of their entities.

use specql_sql::DataType;
use specql_sql::Expression as Sql;
use specql_sql::Name;
use specql_sql::catalogue::Attribute;
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Body, Function, Statement};
use specql_sql::query::Update;

use super::answer::{Answer, in_words, keys_of_payload, texts};
use super::maker::{Blocks, Maker, ROW};
use super::naming::{Action, ActionKind};
use super::steps;
use crate::entity::Entity;
use crate::expression::Problem;
use crate::names::mutation_result;
use crate::security::Encrypted;

/// The function that carries an action out.
pub(super) struct Core {
    /// The function.
    pub(super) function: Function,
    /// What it takes beside what all actions of its kind take.
    pub(super) attributes: Vec<Attribute>,
    /// Whether it takes the fields of the entity.
    pub(super) takes_fields: bool,
    /// What is left out of it.
    pub(super) problems: Vec<Problem>,
}

/// The function that carries an action out; none where there is no entity.
///
/// It is called [`Action::core`] and gives back [`mutation_result`]. One that deletes takes
/// `auth_tenant_id uuid, input_entity_id uuid, auth_user_id uuid`, all others take
/// `auth_tenant_id uuid, input_data` of the type [`Action::input_type`],
/// `input_payload jsonb, auth_user_id uuid`.
pub(super) fn core<'db>(
    entity: &Entity<'db>,
    action: &Action<'db>,
    blocks: &Blocks<'db>,
) -> Option<Core> {
    let mut maker = Maker::new(entity, action, blocks)?;
    let body = match action.kind {
        ActionKind::Create => create(&mut maker),
        ActionKind::Update => update(&mut maker),
        ActionKind::Delete => delete(&mut maker),
        ActionKind::Custom => custom(&mut maker),
    };
    let (statements, attributes) = with_given(&mut maker, body);
    let takes_fields = maker.takes_fields;
    let (block, problems) = maker.block(statements);
    let function = Function::new(
        action.core(&entity.names),
        arguments(action),
        DataType::object(mutation_result()),
        Body::Block(block),
    )
    .with_comment(format!("Carries out the action {}.", action.name))
    .with_origin(action.origin());
    Some(Core {
        function,
        attributes,
        takes_fields,
        problems,
    })
}

fn arguments(action: &Action<'_>) -> Vec<Argument> {
    let argument = |name: &str, data_type| Argument::new(name, data_type);
    if action.kind == ActionKind::Delete {
        return ["auth_tenant_id", "input_entity_id", "auth_user_id"]
            .map(|name| argument(name, DataType::UUID))
            .to_vec();
    }
    vec![
        argument("auth_tenant_id", DataType::UUID),
        argument("input_data", DataType::object(action.input_type())),
        argument("input_payload", DataType::JSONB),
        argument("auth_user_id", DataType::UUID),
    ]
}

/// The statements of a function, in two parts: before and after what is handed over is looked at.
struct Parts {
    before: Vec<Statement>,
    after: Vec<Statement>,
}

/// Puts what the steps ask for in front of them.
fn with_given(maker: &mut Maker<'_, '_>, body: Parts) -> (Vec<Statement>, Vec<Attribute>) {
    let mut statements = body.before;
    let mut attributes = Vec::new();
    if let Some(given) = &mut maker.scope.given {
        given.declare(maker.entity, &maker.action.spec.parameters);
        let is_own = |name: &str| maker.takes_fields && maker.entity.field(name).is_some();
        let values = given.values.iter();
        attributes = values
            .filter(|value| !is_own(&value.name))
            .map(|value| value.attribute.clone())
            .collect();
        statements.extend(maker.check_given());
    }
    statements.extend(body.after);
    (statements, attributes)
}

fn create(maker: &mut Maker<'_, '_>) -> Parts {
    let before = maker.fill_row();
    let steps = &maker.action.spec.steps;
    let mut after = Vec::new();
    let inserts = steps
        .iter()
        .any(|step| steps::is_own(maker, step, "insert"));
    let first = if inserts {
        steps.len()
    } else {
        steps::first_change(steps)
    };
    let (early, late) = steps.split_at(first);
    after.extend(maker.steps(early));
    if !maker.is_stored {
        after.extend(maker.insert_row());
    }
    after.extend(maker.steps(late));
    after.push(told_at_the_end(maker).statement(maker.entity));
    Parts { before, after }
}

fn update(maker: &mut Maker<'_, '_>) -> Parts {
    let mut before = maker.find_row();
    before.extend(maker.check_changes());
    let steps = &maker.action.spec.steps;
    let updates = steps
        .iter()
        .position(|step| steps::is_own(maker, step, "update") && steps::is_bare(step));
    let first = updates.unwrap_or_else(|| steps::first_change(steps));
    let (early, late) = steps.split_at(first);
    let late = late
        .get(usize::from(updates.is_some())..)
        .unwrap_or_default();
    let mut after = maker.steps(early);
    after.extend(maker.update_row());
    after.extend(maker.steps(late));
    after.push(told_at_the_end(maker).statement(maker.entity));
    Parts { before, after }
}

fn delete(maker: &mut Maker<'_, '_>) -> Parts {
    let before = maker.find_row();
    let steps = &maker.action.spec.steps;
    let deletes = steps
        .iter()
        .any(|step| steps::is_own(maker, step, "delete"));
    let first = if deletes {
        steps.len()
    } else {
        steps::first_change(steps)
    };
    let (early, late) = steps.split_at(first);
    let mut after = maker.steps(early);
    if !deletes {
        after.push(delete_row(maker));
    }
    after.extend(maker.steps(late));
    after.push(told_at_the_end(maker).statement(maker.entity));
    Parts { before, after }
}

fn custom(maker: &mut Maker<'_, '_>) -> Parts {
    let steps = &maker.action.spec.steps;
    let inserts = steps::any(steps, &|step| {
        steps::is_own(maker, step, "insert") && steps::is_bare(step)
    });
    let before = match inserts {
        true => maker.fill_row(),
        false => maker.find_row(),
    };
    let mut after = maker.steps(steps);
    after.push(told_at_the_end(maker).statement(maker.entity));
    Parts { before, after }
}

/// Marks the row as deleted.
pub(super) fn delete_row(maker: &mut Maker<'_, '_>) -> Statement {
    let key = maker.entity.names.key();
    let update = Update {
        table: maker.entity.names.table(),
        alias: Some("t".into()),
        set: deleted_by().into(),
        from: None,
        condition: Some(Sql::of("t", key.clone()).equals(Sql::of(ROW, key))),
        returning: vec![Sql::Star],
    };
    maker.has_changed = true;
    Statement::Update(Box::new(update), vec![vec![Name::new(ROW)]])
}

/// Who deleted a row, and when.
pub(super) fn deleted_by() -> [(Name, Sql); 2] {
    [
        ("deleted_at".into(), Sql::call("now", [])),
        ("deleted_by".into(), Sql::name("auth_user_id")),
    ]
}

/// What the caller is told when all went well until here.
pub(super) fn told_at_the_end(maker: &Maker<'_, '_>) -> Answer {
    let entity = &maker.entity.names.entity;
    let (operation, fields, message) = match maker.action.kind {
        ActionKind::Create => (
            "INSERT",
            keys_of_payload(),
            format!("{entity} created successfully"),
        ),
        ActionKind::Update => (
            "UPDATE",
            keys_of_payload(),
            format!("{entity} updated successfully"),
        ),
        ActionKind::Delete => {
            let fields = texts(&["entity_id"]);
            ("DELETE", fields, format!("{entity} deleted successfully"))
        }
        ActionKind::Custom => {
            let message = format!("{} completed", in_words(&maker.action.name));
            ("CUSTOM", texts(&[]), message)
        }
    };
    let (id, object) = match maker.is_stored {
        true => (Sql::of(ROW, "id"), shown(maker.entity)),
        false => (Sql::Null, Sql::Null),
    };
    Answer {
        fields,
        ..Answer::success(id, operation, &message, object)
    }
}

/// The row as callers see it: without what is encrypted.
fn shown(entity: &Entity<'_>) -> Sql {
    let row = Sql::call("to_jsonb", [Sql::name(ROW)]);
    let hidden: Vec<_> = entity
        .fields
        .iter()
        .filter_map(|field| field.encrypted.as_ref())
        .flat_map(Encrypted::names)
        .map(Name::as_str)
        .collect();
    match hidden.as_slice() {
        [] => row,
        hidden => row.binary(BinaryOperator::Subtract, texts(hidden)),
    }
}
