//! `notify`: tells somebody something, through a channel of the database.

use specql_analysis::expression::ast::{Argument, ExpressionKind, Literal};
use specql_analysis::spec::{Content, Step};
use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::Statement;
use specql_sql::{DataType, Expression as Sql};

use crate::action::answer::object;
use crate::action::maker::{Maker, ROW, problem};
use crate::expression::{Found, Shape, Table};

/// PostgreSQL takes no longer names of channels.
const LONGEST_CHANNEL: usize = 63;

/// A notification has room for 8000 bytes in all.
const LONGEST_MESSAGE: i64 = 1500;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Content::Call(call) = &step.content else {
        return problem(step.key.span, "it does not say who is told");
    };
    let Some(recipient) = &call.function else {
        return problem(call.span, "it does not say who is told");
    };
    let name = recipient.text();
    // `notify: invoice_sent` names nobody: the channel is for all who listen to it.
    let (channel_name, message) = match call.arguments.split_first() {
        None => (name.clone(), [].as_slice()),
        Some((channel, message)) => match &channel.value.kind {
            ExpressionKind::Literal(Literal::Text { value, .. }) => (value.clone(), message),
            ExpressionKind::Name(name) => (name.clone(), message),
            _ => return problem(channel.span, "it is no channel"),
        },
    };
    if channel_name.is_empty() || channel_name.len() > LONGEST_CHANNEL {
        return problem(call.span, "no channel can be called so");
    }
    let said = maker
        .block_of(step)
        .and_then(|block| block.text_of("notify"))
        .map(said);
    let worked_out = match message {
        [only] if !is_said(only) => maker.scope.value(&only.value).ok(),
        _ => None,
    };
    let message = match (worked_out, said) {
        (Some(value), _) => value.sql.cast(DataType::TEXT),
        (None, Some(said)) if !said.is_empty() => Sql::text(said),
        (None, _) => Sql::Null,
    };
    let message = match message {
        Sql::Null => Sql::Null,
        message => Sql::call("left", [message, Sql::integer(LONGEST_MESSAGE)]),
    };
    let mut told = vec![("recipient", Sql::text(&name))];
    told.extend(recipient_of(maker, &name));
    told.extend([
        ("message", message),
        ("action", Sql::text(&maker.action.name)),
        ("entity", Sql::text(&maker.entity.names.base)),
        ("id", Sql::of(ROW, "id")),
    ]);
    if maker.entity.names.is_multi_tenant {
        told.push(("tenant_id", Sql::name("auth_tenant_id")));
    }
    let payload = object(told).cast(DataType::TEXT);
    Ok(vec![Statement::Perform(Call {
        function: FunctionName::BuiltIn("pg_notify"),
        distinct: false,
        arguments: vec![Sql::text(channel_name), payload],
        filter: None,
    })])
}

/// Whether a message stands there as it is said to people.
fn is_said(message: &Argument) -> bool {
    matches!(
        message.value.kind,
        ExpressionKind::Literal(_) | ExpressionKind::Unreadable(_)
    )
}

/// The message in a step: what stands behind the first comma, without the quotes around it.
fn said(written: &str) -> &str {
    let inside = written
        .split_once('(')
        .map_or(written, |(_, inside)| inside);
    let message = inside.split_once(',').map_or("", |(_, message)| message);
    let message = message
        .rfind(')')
        .and_then(|end| message.get(..end))
        .unwrap_or(message);
    let message = message.trim();
    for quote in ['"', '\''] {
        let inner = message.strip_prefix(quote);
        if let Some(inner) = inner.and_then(|inner| inner.strip_suffix(quote)) {
            return inner;
        }
    }
    message
}

/// Who is told, where that is a field: the id of the row, or the value.
fn recipient_of(maker: &Maker<'_, '_>, name: &str) -> Option<(&'static str, Sql)> {
    let (column, shape) = maker.table.field(name)?;
    let value = Sql::of(ROW, column);
    match &shape {
        Shape::Key(_) => {
            let table = Table::of(maker.entity.db, shape.target()?)?;
            let id = Sql::call_object(table.names.id_function(), [value]);
            Some(("recipient_id", id))
        }
        Shape::Plain(_) => Some(("address", Sql::call("to_jsonb", [value]))),
    }
}
