//! `return`: ends the action, and says with what.

use specql_analysis::spec::{Content, Step};
use specql_language::expression::ValueType;
use specql_sql::DataType;
use specql_sql::Expression as Sql;
use specql_sql::function::Statement;

use crate::action::answer::{Answer, object};
use crate::action::core::told_at_the_end;
use crate::action::maker::{Maker, problem};
use crate::expression::{Found, Shape, Value};

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let block = maker
        .block_of(step)
        .and_then(|block| block.get(&step.key.text));
    let answer = told_at_the_end(maker);
    let value = match &step.content {
        Content::Expression(expression) => maker.scope.value(expression).ok(),
        _ => None,
    };
    let answer = match (value, block.and_then(crate::block::Block::text)) {
        (Some(value), _) if value.shape.value() != ValueType::Literal => Answer {
            more: object([("result", result(maker, value))]),
            ..answer
        },
        (Some(Value { sql, .. }), _) => Answer {
            message: sql,
            ..answer
        },
        // What is said to people.
        (None, Some(text)) => Answer {
            message: Sql::text(text),
            ..answer
        },
        (None, None) => return problem(step.key.span, "it does not say with what"),
    };
    Ok(vec![answer.statement(maker.entity)])
}

/// A value as it is told to the caller: of a row, its id.
fn result(maker: &Maker<'_, '_>, value: Value) -> Sql {
    let target = value.shape.target();
    let table = target.and_then(|file| crate::expression::Table::of(maker.entity.db, file));
    match (table, &value.shape) {
        (Some(table), Shape::Key(_)) => Sql::call_object(table.names.id_function(), [value.sql]),
        _ if value.sql == Sql::Null => Sql::Null.cast(DataType::TEXT),
        _ => value.sql,
    }
}
