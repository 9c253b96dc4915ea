//! `notify`: tells somebody something, through a channel of the database.

use specql_analysis::expression::ast::{Argument, ExpressionKind, Literal};
use specql_analysis::spec::{Content, Step};
use specql_sql::Expression as Sql;
use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::Statement;

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
    let [channel, message @ ..] = call.arguments.as_slice() else {
        return problem(call.span, "it does not say through which channel");
    };
    let source = specql_analysis::source::text(maker.entity.db, maker.entity.file);
    let written = |argument: &Argument| {
        let written = source.get(argument.span.range()).unwrap_or_default();
        crate::annotation::on_one_line(written)
    };
    let channel_name = match &channel.value.kind {
        ExpressionKind::Literal(Literal::Text { value, .. }) => value.clone(),
        ExpressionKind::Name(name) => name.clone(),
        _ => written(channel),
    };
    if channel_name.is_empty() || channel_name.len() > LONGEST_CHANNEL {
        return problem(channel.span, "no channel can be called so");
    }
    let message = match message {
        [] => Sql::Null,
        [only] => match &only.value.kind {
            ExpressionKind::Literal(Literal::Text { value, .. }) => Sql::text(value),
            _ => match maker.scope.value(&only.value) {
                Ok(value) => value.sql.cast(specql_sql::DataType::TEXT),
                Err(_) => Sql::text(written(only)),
            },
        },
        [first, .., last] => {
            let written = source.get(first.span.to(last.span).range());
            Sql::text(crate::annotation::on_one_line(written.unwrap_or_default()))
        }
    };
    let message = match message {
        Sql::Null => Sql::Null,
        message => Sql::call("left", [message, Sql::integer(LONGEST_MESSAGE)]),
    };
    let name = recipient.text();
    let mut told = vec![("recipient", Sql::text(&name))];
    told.extend(recipient_of(maker, &name));
    told.extend([
        ("message", message),
        ("action", Sql::text(maker.action.name)),
        ("entity", Sql::text(&maker.entity.names.base)),
        ("id", Sql::of(ROW, "id")),
    ]);
    if maker.entity.names.is_multi_tenant {
        told.push(("tenant_id", Sql::name("auth_tenant_id")));
    }
    let payload = object(told).cast(specql_sql::DataType::TEXT);
    Ok(vec![Statement::Perform(Call {
        function: FunctionName::BuiltIn("pg_notify"),
        distinct: false,
        arguments: vec![Sql::text(channel_name), payload],
        filter: None,
    })])
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
