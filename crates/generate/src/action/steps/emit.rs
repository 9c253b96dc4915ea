//! `emit`: sends one of the entity's events, in the same transaction as the change it tells of.

use specql_analysis::spec::Step;
use specql_sql::Expression as Sql;
use specql_sql::expression::Call;
use specql_sql::function::Statement;

use crate::action::maker::{Maker, ROW, problem};
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Some(name) = maker.block_of(step).and_then(|block| block.text_of("emit")) else {
        return problem(step.key.span, "it does not say which event");
    };
    if !maker.entity.is_next() {
        let reason = "events are of the SpecQL to come: `target` says for which one this is";
        return problem(step.key.span, reason);
    }
    let Some(function) = maker.entity.events.get(name) else {
        return problem(step.key.span, format!("there is no event `{name}`"));
    };
    if !maker.is_stored {
        return problem(step.key.span, "the row is not in its table yet");
    }
    let row_and_user = [Sql::name(ROW), Sql::name("auth_user_id")];
    let send = Statement::Perform(Call::object(function.clone(), row_and_user));
    // A trigger may have changed the row behind the steps.
    let read_again = maker.has_changed.then(|| maker.read_again());
    Ok(read_again.into_iter().chain([send]).collect())
}
