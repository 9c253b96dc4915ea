//! Values of another shape than their key takes, where SpecQL does not say so.

use specql_language::key::{Choice, Key, Place, Shape};
use specql_yaml::{NodeId, Value};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::keys::walk::{Broken, Seen, has_refused, is_refused};
use crate::rules::{Context, Group, Rule, nearest};

pub(super) const EXPECTED_LIST: Rule = Rule::new(
    "expected-list",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/expected-list.md"),
);

pub(super) const EXPECTED_BOOLEAN: Rule = Rule::new(
    "expected-boolean",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/expected-boolean.md"),
);

pub(super) const UNKNOWN_CHOICE: Rule = Rule::new(
    "unknown-choice",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unknown-choice.md"),
);

pub(super) fn check(context: &mut Context<'_>, part: &Seen, broken: &Broken) {
    let Seen::Value {
        key,
        place,
        shape,
        node,
        ..
    } = *part
    else {
        return;
    };
    let span = context.span(node);
    let is_step = matches!(place, Place::Step) || matches!(key.name, "actions" | "steps");
    if is_step || is_refused(context, span) || broken.has(context, span) {
        return;
    }
    match shape {
        Shape::List(_) => list(context, key, node),
        Shape::Boolean => boolean(context, key, node),
        Shape::Choice(choices) => choice(context, key, choices, node),
        _ => {}
    }
}

/// A single word, or a mapping, where a list belongs.
fn list(context: &mut Context<'_>, key: &Key, node: NodeId) {
    let span = context.span(node);
    let name = key.name;
    let value = context.document.value(node);
    let message = match value {
        Value::Str(text) if !text.is_empty() => {
            format!("`{name}` takes a list; a word alone is read letter by letter, or not at all")
        }
        Value::Mapping(entries) if !entries.is_empty() && !has_refused(context, span) => {
            format!("`{name}` takes a list; of a mapping only the keys are read, or nothing")
        }
        _ => return,
    };
    let mut diagnostic = Diagnostic::new(&EXPECTED_LIST, span, message);
    if let Value::Str(_) = value {
        let word = context.source(span);
        if !word.contains(['\n', ',', '[', ']', '{', '}', '#']) {
            let edits = vec![context.edit(span, format!("[{word}]"))];
            diagnostic = diagnostic.with_fix(Fix::safe("Make it a list", edits));
        }
    }
    context.report(diagnostic);
}

/// `nullable: "false"`: whatever is not empty counts as true.
fn boolean(context: &mut Context<'_>, key: &Key, node: NodeId) {
    let value = context.document.value(node);
    if matches!(value, Value::Bool(_)) {
        return;
    }
    let span = context.span(node);
    let word = value.as_str().map(str::to_lowercase);
    let meant = match word.as_deref() {
        Some("true" | "yes" | "on" | "y" | "t") => Some("true"),
        Some("false" | "no" | "off" | "n" | "f") => Some("false"),
        _ => None,
    };
    let counts = match value {
        Value::Null => "false",
        Value::Str(text) if text.is_empty() => "false",
        Value::Int(number) if number.to_i64() == Some(0) => "false",
        Value::Sequence(items) if items.is_empty() => "false",
        Value::Mapping(entries) if entries.is_empty() => "false",
        _ => "true",
    };
    let message = format!(
        "`{}` takes `true` or `false`; this counts as {counts}",
        key.name
    );
    let mut diagnostic = Diagnostic::new(&EXPECTED_BOOLEAN, span, message);
    if let Some(meant) = meant {
        let edits = vec![context.edit(span, meant)];
        diagnostic = diagnostic.with_fix(Fix::safe(format!("Write `{meant}`"), edits));
    }
    context.report(diagnostic);
}

/// A word that is none of those that a key takes.
fn choice(context: &mut Context<'_>, key: &Key, choices: &[Choice], node: NodeId) {
    // What YAML does not take for text is told elsewhere.
    let Some(word) = context.document.value(node).as_str() else {
        return;
    };
    if choices.iter().any(|choice| choice.value == word) {
        return;
    }
    let span = context.span(node);
    let name = key.name;
    let words = choices.iter().map(|choice| choice.value);
    let diagnostic = match nearest(word, words.clone()) {
        Some(meant) => {
            let message = format!("`{name}` knows no `{word}`; did you mean `{meant}`?");
            let edits = vec![context.edit(span, meant)];
            Diagnostic::new(&UNKNOWN_CHOICE, span, message)
                .with_fix(Fix::suggestion(format!("Write `{meant}`"), edits))
        }
        None => {
            let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
            let message = format!("`{name}` knows no `{word}`, only {}", words.join(", "));
            Diagnostic::new(&UNKNOWN_CHOICE, span, message)
        }
    };
    context.report(diagnostic);
}
