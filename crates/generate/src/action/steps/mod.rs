//! Steps: what each kind of them is as statements.
//!
//! A file for each kind, with a function that makes its statements or says why that cannot be.

mod aggregate;
mod assign;
mod branch;
mod call;
mod change;
mod declare;
mod delete;
mod emit;
mod exception;
mod find;
mod insert;
mod notify;
mod question;
mod refresh;
mod reject;
mod repeat;
mod returning;
mod service;
mod target;
mod unique;
mod update;
mod validate;
mod version;

use specql_analysis::spec::{Content, Step};
use specql_sql::function::Statement;

use super::maker::{Maker, problem};
use crate::expression::Found;

/// The statements of a step.
pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Some(kind) = step.kind else {
        let reason = format!("there is no step `{}`", step.key.text);
        return problem(step.key.span, reason);
    };
    match kind.key {
        "validate" => validate::make(maker, step),
        "if" => branch::make(maker, step),
        "switch" => branch::make_switch(maker, step),
        "insert" => insert::make(maker, step),
        "update" => update::make(maker, step),
        "update_scd" => version::make(maker, step),
        "set" => change::make_set(maker, step),
        "increment" | "decrement" => change::make_count(maker, step),
        "default" => change::make_default(maker, step),
        "delete" => delete::make(maker, step),
        "find" | "select" | "fetch" => find::make(maker, step),
        "call" | "perform" => call::make(maker, step),
        "call_function" => call::make_function(maker, step),
        "notify" => notify::make(maker, step),
        "reject" => reject::make(maker, step),
        "refresh_table_view" => refresh::make_table_view(maker, step),
        "refresh" => refresh::make(maker, step),
        "foreach" => repeat::make_foreach(maker, step),
        "while" => repeat::make_while(maker, step),
        "return" | "return_early" => returning::make(maker, step),
        "declare" => declare::make(maker, step),
        "assign" | "compute" => assign::make(maker, step),
        "aggregate" => aggregate::make(maker, step),
        "query" | "subquery" => question::make(maker, step),
        "cte" => question::make_cte(maker, step),
        "for_query" => question::make_for(maker, step),
        "return_table" => question::make_return(maker, step),
        "raw_sql" => question::make_raw(maker, step),
        "call_service" => service::make(maker, step),
        "transition" => change::make_transition(maker, step),
        "duplicate_check" => unique::make(maker, step),
        "emit" => emit::make(maker, step),
        "exception_handling" => exception::make(maker, step),
        other => problem(step.key.span, format!("`{other}` is not compiled yet")),
    }
}

/// Whether a step of this kind is about the entity itself.
pub(super) fn is_own(maker: &Maker<'_, '_>, step: &Step, key: &str) -> bool {
    let Content::Statement(statement) = &step.content else {
        return false;
    };
    let target = statement.target.as_ref();
    step.kind.is_some_and(|kind| kind.key == key)
        && target
            .and_then(|target| maker.scope.table_named(target).ok())
            .is_some_and(|table| table.file == maker.entity.file)
}

/// Whether a step says which entity it is about, and nothing more.
pub(super) fn is_bare(step: &Step) -> bool {
    let Content::Statement(statement) = &step.content else {
        return true;
    };
    step.expressions.is_empty()
        && statement.set.is_empty()
        && statement.arguments.is_empty()
        && statement.values.is_empty()
        && statement.condition.is_none()
}

/// Whether some step is so, also one inside of another.
pub(super) fn any(steps: &[Step], is_so: &dyn Fn(&Step) -> bool) -> bool {
    steps
        .iter()
        .any(|step| is_so(step) || step.branches.iter().any(|branch| any(&branch.steps, is_so)))
}

/// How many steps at the beginning only look at things.
pub(super) fn first_change(steps: &[Step]) -> usize {
    const LOOKING: [&str; 17] = [
        "validate",
        "if",
        "switch",
        "find",
        "select",
        "fetch",
        "reject",
        "declare",
        "assign",
        "compute",
        "aggregate",
        "query",
        "duplicate_check",
        "return",
        "return_early",
        "cte",
        "subquery",
    ];
    let is_looking = |step: &Step| step.kind.is_some_and(|kind| LOOKING.contains(&kind.key));
    let is_change = |step: &Step| any(std::slice::from_ref(step), &|step| !is_looking(step));
    steps.iter().position(is_change).unwrap_or(steps.len())
}
