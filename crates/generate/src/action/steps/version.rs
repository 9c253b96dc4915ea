//! `update_scd`: new values for the row in a new version of it; the old one stays as history.

use specql_analysis::spec::Step;
use specql_sql::function::Statement;
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression as Sql, Name};

use super::change::assigned_in;
use super::is_own;
use crate::action::answer::object;
use crate::action::maker::{Maker, ROW, problem};
use crate::expression::Found;
use crate::pattern::has_versions;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    if !is_own(maker, step, "update_scd") {
        return problem(
            step.key.span,
            "only the row of the action gets a new version",
        );
    }
    if !has_versions(maker.entity) {
        let reason = "rows have no versions without the pattern `temporal_scd_type2_helper`";
        return problem(step.key.span, reason);
    }
    if !maker.is_stored {
        return problem(step.key.span, "the row is not in its table yet");
    }
    let mut assigned = assigned_in(&step.content);
    let beside = step.expressions.iter();
    assigned.extend(beside.map(|(name, value)| (name.clone(), value)));
    let pairs = assigned.iter().map(|(name, value)| (name, *value));
    let row = maker.row();
    let set = maker.assignments(&row, pairs)?;
    if set.is_empty() {
        let reason = "it does not say which field gets which value";
        return problem(step.key.span, reason);
    }
    let names = &maker.entity.names;
    let values = set
        .iter()
        .map(|(column, value)| (column.as_str(), value.clone()));
    let version = Sql::call_object(
        names.object(&format!("create_new_version_{}", names.base)),
        [
            Sql::of(ROW, "id"),
            object(values),
            Sql::name("auth_user_id"),
        ],
    );
    let rows = Source::aliased(names.table(), "t");
    let id = maker.variable("v_version", DataType::UUID);
    let new =
        Select::one(Sql::Star, rows).filtered(Sql::of("t", "id").equals(Sql::name(id.clone())));
    maker.has_changed = true;
    Ok(vec![
        Statement::assign(id, version),
        Statement::SelectInto {
            query: Box::new(new),
            targets: vec![vec![Name::new(ROW)]],
            is_strict: false,
        },
    ])
}
