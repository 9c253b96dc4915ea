//! `refresh_table_view` and `refresh`: what is worked out from rows is worked out anew.

use specql_analysis::spec::Step;
use specql_sql::function::Statement;

use crate::action::maker::{Maker, problem};
use crate::expression::Found;

pub(super) fn make_table_view<'db>(
    _maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    problem(step.key.span, "the entity has no table view")
}

pub(super) fn make<'db>(_maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    problem(step.key.span, "there is no such view")
}
