//! `update`: new values for fields of rows.

use specql_analysis::expression::ast::Name as Written;
use specql_analysis::spec::{Content, Step};
use specql_sql::function::Statement;

use super::{is_bare, is_own};
use crate::action::maker::{Maker, problem};
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Content::Statement(statement) = &step.content else {
        return problem(step.key.span, "it does not say of which entity");
    };
    if is_bare(step) && is_own(maker, step, "update") {
        if !maker.is_stored {
            // What the caller hands over is in the variable for it already.
            return Ok(Vec::new());
        }
        let mut statements = maker.check_changes();
        statements.extend(maker.update_row());
        return Ok(statements);
    }
    let mut assigned: Vec<(Written, _)> = Vec::new();
    for set in &statement.set {
        let Some(name) = set.field.single() else {
            let reason = format!("`{}` is no field", set.field.text());
            return problem(set.field.span, reason);
        };
        assigned.push((name.clone(), &set.value));
    }
    let is_field = |name: &Written| !matches!(name.text.as_str(), "where" | "condition");
    let further = step.expressions.iter();
    let fields = further.clone().filter(|(name, _)| is_field(name));
    assigned.extend(fields.map(|(name, value)| (name.clone(), value)));
    if assigned.is_empty() {
        return problem(
            step.key.span,
            "it does not say which field gets which value",
        );
    }
    let beside = further.clone().find(|(name, _)| !is_field(name));
    let condition = statement.condition.as_ref();
    let condition = condition.or(beside.map(|(_, condition)| condition));
    let target = maker.target(statement.target.as_ref(), condition, step.key.span)?;
    let set = maker.assignments(
        &target.row,
        assigned.iter().map(|(name, value)| (name, *value)),
    )?;
    maker.change(target, set)
}
