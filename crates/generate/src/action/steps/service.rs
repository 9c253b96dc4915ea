//! `call_service`: asks another service to do something, through a channel of the database.

use specql_analysis::spec::Step;
use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::Statement;
use specql_sql::{DataType, Expression as Sql};

use super::call::plain;
use crate::action::answer::object;
use crate::action::maker::{Maker, ROW, problem};
use crate::block::Block;
use crate::expression::Found;

/// The channel that services listen to.
const CHANNEL: &str = "specql_services";

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let block = maker
        .block_of(step)
        .and_then(|block| block.get("call_service"));
    let Some(block) = block else {
        return problem(step.key.span, "it does not say which service");
    };
    let (Some(service), Some(operation)) = (block.text_of("service"), block.text_of("operation"))
    else {
        return problem(step.key.span, "it does not say which service is to do what");
    };
    let mut input = Vec::new();
    for (name, value) in block.get("input").into_iter().flat_map(Block::entries) {
        let value = match plain(value) {
            Some(value) => maker.scope.value(&value).map(|value| value.sql),
            None => Ok(Sql::text(value.text().unwrap_or_default())),
        };
        input.push((name, value?));
    }
    let asked = object([
        ("service", Sql::text(service)),
        ("operation", Sql::text(operation)),
        ("input", object(input)),
        ("entity", Sql::text(&maker.entity.names.base)),
        ("id", Sql::of(ROW, "id")),
    ]);
    Ok(vec![Statement::Perform(Call {
        function: FunctionName::BuiltIn("pg_notify"),
        distinct: false,
        arguments: vec![Sql::text(CHANNEL), asked.cast(DataType::TEXT)],
        filter: None,
    })])
}
