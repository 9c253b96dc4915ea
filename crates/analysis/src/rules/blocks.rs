//! Rules about the blocks beside fields and actions.

mod rejected;
mod views;

use super::{Context, Rule};

pub(super) const RULES: &[Rule] = &[
    rejected::MALFORMED_PATTERN,
    rejected::MALFORMED_AGENT,
    rejected::MALFORMED_ORGANIZATION,
    rejected::MALFORMED_IDENTIFIER,
    rejected::MALFORMED_TRANSLATIONS,
    views::TABLE_VIEWS_NOT_MAPPING,
    views::MALFORMED_TABLE_VIEWS,
];

pub(super) fn check(context: &mut Context<'_>) {
    rejected::check(context);
    views::check(context);
}
