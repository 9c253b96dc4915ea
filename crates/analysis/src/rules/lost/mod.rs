//! What is written in fields, steps and blocks, and lost.

mod blocks;
mod fields;
mod patterns;
mod shapes;
mod steps;

use super::keys::walk::{Broken, walk};
use super::{Context, Rule};

pub(super) const RULES: &[Rule] = &[
    fields::DROPPED_FIELDS,
    steps::SECOND_STEP_KIND,
    steps::UNREAD_STEP_KEY,
    steps::STEP_NOT_GENERATED,
    steps::CRUD_STEPS_IGNORED,
    blocks::BLOCK_NOT_GENERATED,
    blocks::UNKNOWN_FIELD_IN_BLOCK,
    blocks::TRANSLATED_FIELD_TYPE,
    patterns::UNKNOWN_PATTERN,
    patterns::PLANNED_PATTERN,
    patterns::PATTERN_PARAMETER,
    shapes::EXPECTED_LIST,
    shapes::EXPECTED_BOOLEAN,
    shapes::UNKNOWN_CHOICE,
];

pub(super) fn check(context: &mut Context<'_>) {
    let root = context.document.root();
    if !context.is_spec() || context.document.get(root, "entity").is_none() {
        return;
    }
    fields::check(context);
    steps::actions(context);
    let seen = walk(context);
    let broken = Broken::of(context);
    for part in &seen {
        steps::check(context, part, &broken);
        blocks::check(context, part, &broken);
        patterns::check(context, part, &broken);
        shapes::check(context, part, &broken);
    }
}
