//! `query`: asks the database.

use specql_analysis::spec::{Content, Step};
use specql_sql::function::Statement;

use super::find;
use crate::action::maker::{Maker, problem};
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    match &step.content {
        Content::Statement(statement) if statement.target.is_some() => find::make(maker, step),
        _ => problem(step.key.span, "questions in SQL are not compiled"),
    }
}
