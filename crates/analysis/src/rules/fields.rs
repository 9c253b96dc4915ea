//! Rules about fields.

mod rejected;

use super::{Context, Rule};

pub(super) const RULES: &[Rule] = &[
    rejected::FIELDS_NOT_MAPPING,
    rejected::FIELD_NAME_NOT_TEXT,
    rejected::RESERVED_FIELD_NAME,
    rejected::TYPE_NOT_TEXT,
    rejected::MARKUP_IN_FIELD_NAME,
];

pub(super) fn check(context: &mut Context<'_>) {
    rejected::check(context);
}
