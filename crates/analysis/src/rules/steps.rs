//! Rules about actions and their steps.

mod rejected;
mod statement;
pub(super) mod value;

use super::{Context, Rule};

pub(super) const RULES: &[Rule] = &[
    rejected::ACTIONS_NOT_LIST,
    rejected::ACTION_NOT_MAPPING,
    rejected::MISSING_ACTION_NAME,
    rejected::STEPS_NOT_LIST,
    rejected::STEP_NOT_MAPPING,
    rejected::UNKNOWN_STEP,
    rejected::UNSUPPORTED_STEP,
    statement::STATEMENT_NOT_TEXT,
    statement::UPDATE_WITHOUT_SET,
    statement::MALFORMED_CALL,
    statement::MALFORMED_NOTIFY,
    statement::MALFORMED_REFRESH,
];

pub(super) fn check(context: &mut Context<'_>) {
    rejected::check(context);
    statement::check(context);
}
