//! `validate`: ends the action where a condition does not hold.

use specql_analysis::spec::{Content, Step};
use specql_sql::Expression as Sql;
use specql_sql::function::Statement;

use crate::action::answer::{REFUSED, object};
use crate::action::maker::{Maker, problem};
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Content::Expression(expression) = &step.content else {
        return problem(step.key.span, "it has no condition");
    };
    let condition = maker.scope.condition(expression)?;
    let source = specql_analysis::source::text(maker.entity.db, maker.action.file);
    let written = source.get(expression.span.range()).unwrap_or_default();
    let written = crate::annotation::on_one_line(written);
    let error = maker
        .block_of(step)
        .and_then(|block| block.text_of("error"));
    let message = match error {
        Some(error) => error.to_owned(),
        None => format!("{written} does not hold"),
    };
    let context = object([
        ("error", Sql::text(&message)),
        ("condition", Sql::text(written)),
    ]);
    let fail = maker.fail(REFUSED, &[], Sql::text(message), context);
    Ok(vec![Statement::when(condition.is_not_true(), [fail])])
}
