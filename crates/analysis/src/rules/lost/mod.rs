//! What is written in fields, steps and blocks, and lost.

mod blocks;
mod fields;
mod patterns;
mod shapes;
mod steps;

use specql_yaml::NodeId;

use super::keys::walk::Broken;
use super::{Context, Rule, nearest};
use crate::diagnostic::{Diagnostic, Fix};

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
    let seen = context.seen();
    let broken = Broken::of(context);
    for part in &*seen {
        steps::check(context, part, &broken);
        blocks::check(context, part, &broken);
        patterns::check(context, part, &broken);
        shapes::check(context, part, &broken);
    }
}

/// Says that a value, or the first part of the path that it is, names no field of the entity.
fn report_unknown_field(context: &mut Context<'_>, rule: &'static Rule, node: NodeId, name: &str) {
    let span = context.span(node);
    let nothing = format!("this entity has no field `{name}`");
    let meant = nearest(name, context.field_names());
    let diagnostic = match meant {
        Some(meant) => {
            let text = context.document.value(node).as_str().unwrap_or(name);
            let edits = vec![context.edit(span, text.replacen(name, meant, 1))];
            let message = format!("{nothing}; did you mean `{meant}`?");
            let fix = Fix::suggestion(format!("Write `{meant}`"), edits);
            Diagnostic::new(rule, span, message).with_fix(fix)
        }
        None => Diagnostic::new(rule, span, nothing),
    };
    context.report(diagnostic);
}
