//! `emit`: sends one of the entity's events.

use specql_analysis::spec::Step;
use specql_sql::function::Statement;

use crate::action::maker::{Maker, problem};
use crate::expression::Found;

pub(super) fn make<'db>(_maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    problem(step.key.span, "there is no such event")
}
