//! `reject`: ends the action with an error.

use specql_analysis::spec::Step;
use specql_sql::Expression as Sql;
use specql_sql::function::Statement;

use crate::action::answer::{REFUSED, object};
use crate::action::maker::{Maker, problem};
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let block = maker.block_of(step);
    let message = block.and_then(|block| block.text_of("reject"));
    let Some(message) = message.filter(|message| !message.trim().is_empty()) else {
        return problem(step.key.span, "it does not say with which error");
    };
    let context = object([("error", Sql::text(message))]);
    Ok(vec![maker.fail(REFUSED, &[], Sql::text(message), context)])
}
