//! Keys that people write and SpecQL never reads.

use specql_language::key::{Key, Place};
use specql_language::{Effect, Target};
use specql_yaml::{Entry, NodeId, Value};

use super::place_name;
use super::walk::{Broken, Seen};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const IGNORED_KEY: Rule = Rule::new(
    "ignored-key",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/ignored-key.md"),
);

pub(super) fn check(context: &mut Context<'_>, part: &Seen, broken: &Broken) {
    let Seen::Mapping { place, node } = *part else {
        return;
    };
    let document = context.document;
    let Value::Mapping(entries) = document.value(node) else {
        return;
    };
    for entry in entries {
        let name = document.value(entry.key).as_str().unwrap_or_default();
        let Some(key) = place.key(name).filter(|key| is_ignored(key)) else {
            continue;
        };
        // In what is no step, the key that makes it none is told.
        let is_lost = place == Place::Step && is_no_step(context, node);
        if !is_lost && !broken.has(context, context.span(entry.last_key)) {
            let diagnostic = ignored(context, place, node, entry, key);
            context.report(diagnostic);
        }
    }
}

fn is_ignored(key: &Key) -> bool {
    key.effect == Effect::Ignored && key.target == Target::V0_8
}

fn is_no_step(context: &Context<'_>, node: NodeId) -> bool {
    let refusals = &context.reading.refusals;
    let span = context.span(node);
    refusals.iter().any(|refusal| refusal.span == span)
}

fn ignored(
    context: &Context<'_>,
    place: Place,
    mapping: NodeId,
    entry: &Entry,
    key: &Key,
) -> Diagnostic {
    let name = key.name;
    let span = context.span(entry.last_key);
    let message = format!("`{name}` is not read {}", place_name(place));
    let mut diagnostic = Diagnostic::new(&IGNORED_KEY, span, message).with_help(advice(key.doc));
    if name.starts_with('_') {
        // Tools leave such notes; no author expects anything of them.
        diagnostic.severity = Severity::Hint;
    }
    match (place, name) {
        (Place::Field, "required") => {
            diagnostic.with_fix_if(required_fix(context, mapping, entry, span))
        }
        (Place::Step, "message" | "error_message") => {
            diagnostic.with_fix_if(error_fix(context, mapping, span))
        }
        (Place::Pattern, "config") => {
            diagnostic.with_fix_if(rename_fix(context, mapping, span, "params"))
        }
        _ => diagnostic,
    }
}

impl Diagnostic {
    fn with_fix_if(self, fix: Option<Fix>) -> Self {
        match fix {
            Some(fix) => self.with_fix(fix),
            None => self,
        }
    }
}

/// What the documentation of a key says to do, without what the message has said.
fn advice(doc: &str) -> String {
    let rest = doc.strip_prefix("Is not read").unwrap_or(doc);
    let rest = rest.trim_start_matches([':', ';', ',', '.', ' ']);
    let mut letters = rest.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// `required: true` is `nullable: false`; and the other way around.
fn required_fix(
    context: &Context<'_>,
    mapping: NodeId,
    entry: &Entry,
    key: specql_yaml::Span,
) -> Option<Fix> {
    if context.document.get(mapping, "nullable").is_some() || entry.key != entry.last_key {
        return None;
    }
    let Value::Bool(required) = context.document.value(entry.value) else {
        return None;
    };
    let nullable = if *required { "false" } else { "true" };
    let edits = vec![
        context.edit(key, "nullable"),
        context.edit(context.span(entry.value), nullable),
    ];
    Some(Fix::safe(format!("Write `nullable: {nullable}`"), edits))
}

fn error_fix(context: &Context<'_>, mapping: NodeId, key: specql_yaml::Span) -> Option<Fix> {
    let is_check = context.document.get(mapping, "validate").is_some();
    is_check.then(|| rename_fix(context, mapping, key, "error"))?
}

fn rename_fix(
    context: &Context<'_>,
    mapping: NodeId,
    key: specql_yaml::Span,
    name: &str,
) -> Option<Fix> {
    if context.document.get(mapping, name).is_some() {
        return None;
    }
    let edits = vec![context.edit(key, name)];
    Some(Fix::suggestion(format!("Rename it to `{name}`"), edits))
}
