//! `exception_handling`: what is done when steps fail.

use specql_analysis::expression::ast::{Expression, ExpressionKind, Literal};
use specql_analysis::spec::Step;
use specql_sql::function::{Block, Handler, Statement};

use crate::action::maker::{Maker, problem, undo_handler};
use crate::expression::Found;

/// The errors that can be told apart, by PostgreSQL's words for them.
const ERRORS: [&str; 22] = [
    "others",
    "check_violation",
    "unique_violation",
    "foreign_key_violation",
    "not_null_violation",
    "exclusion_violation",
    "integrity_constraint_violation",
    "data_exception",
    "division_by_zero",
    "numeric_value_out_of_range",
    "invalid_text_representation",
    "string_data_right_truncation",
    "datetime_field_overflow",
    "no_data_found",
    "too_many_rows",
    "raise_exception",
    "lock_not_available",
    "deadlock_detected",
    "serialization_failure",
    "query_canceled",
    "undefined_function",
    "insufficient_privilege",
];

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let of = |key: &'static str| {
        let branches = step.branches.iter();
        branches.filter(move |branch| branch.key.text == key)
    };
    let mut statements = Vec::new();
    for branch in of("try") {
        statements.extend(maker.steps(&branch.steps));
    }
    let mut handlers = vec![undo_handler()];
    let mut has_others = false;
    for branch in of("catch") {
        let word = branch.condition.as_ref().map_or(Some("others"), error);
        let Some(word) = word else {
            return problem(branch.key.span, "there is no such error");
        };
        has_others |= word == "others";
        let statements = maker.steps(&branch.steps);
        handlers.push(Handler {
            conditions: vec![word],
            statements,
        });
    }
    let last: Vec<_> = of("finally").collect();
    if !last.is_empty() && !has_others {
        let mut statements = Vec::new();
        for branch in &last {
            statements.extend(maker.steps(&branch.steps));
        }
        statements.push(Statement::RaiseAgain);
        handlers.push(Handler {
            conditions: vec!["others"],
            statements,
        });
    }
    let block = Block {
        variables: Vec::new(),
        statements,
        handlers,
    };
    let mut statements = vec![Statement::Block(Box::new(block))];
    for branch in last {
        statements.extend(maker.steps(&branch.steps));
    }
    Ok(statements)
}

fn error(written: &Expression) -> Option<&'static str> {
    let word = match &written.kind {
        ExpressionKind::Name(word) => word,
        ExpressionKind::Literal(Literal::Text { value, .. }) => value,
        _ => return None,
    };
    ERRORS
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(word))
}
