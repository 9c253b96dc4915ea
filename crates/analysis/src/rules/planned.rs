//! Rules about what SpecQL's documents and its roadmap describe and 0.8.7 does not do yet.

mod events;
mod header;
mod names;
mod security;
mod values;
mod walk;

use specql_language::Target;

use super::{Context, Group, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::FileKind;

pub(super) const RULES: &[Rule] = &[
    PLANNED_KEY,
    header::SENTENCE_AS_ENTITY,
    security::MISPLACED_SECURITY,
    values::PLANNED_WRONG_VALUE,
    names::PLANNED_UNKNOWN_FIELD,
    names::PLANNED_UNKNOWN_ENTITY,
    events::UNDECLARED_EVENT,
    events::REPEATED_EVENT,
];

const PLANNED_KEY: Rule = Rule::new(
    "planned-key",
    Group::Planned,
    Severity::Info,
    include_str!("../../rules/planned-key.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    security::check(context);
    if context.kind != FileKind::EntitySpec {
        return;
    }
    let planned = walk::planned(context);
    if context.target == Target::Next {
        values::check(context, &planned.values);
        names::check(context, &planned.values);
        events::check(context, &planned.values);
    } else {
        keys(context, &planned.keys);
        header::check(context);
    }
}

fn keys(context: &mut Context<'_>, keys: &[walk::PlannedKey]) {
    for walk::PlannedKey { key, node } in keys {
        if key.name == "security" && security::is_all_misplaced(context) {
            continue;
        }
        let message = format!(
            "`{}` has no effect yet: SpecQL 0.8.7 passes over it",
            key.name
        );
        let help = format!(
            "{} If the spec is written for a later SpecQL, set `target = \"next\"` in \
             `specql.toml`.",
            key.doc
        );
        let found = Diagnostic::new(&PLANNED_KEY, context.span(*node), message).with_help(help);
        context.report(found);
    }
}
