//! Words that mean text to their author and something else to YAML.

use specql_language::key::{Place, Shape};
use specql_yaml::{NodeId, ScalarStyle, Value, python};

use super::place_name;
use super::walk::{Broken, Seen, is_refused};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const UNQUOTED_TEXT: Rule = Rule::new(
    "unquoted-text",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unquoted-text.md"),
);

pub(super) fn check(context: &mut Context<'_>, part: &Seen, broken: &Broken) {
    match *part {
        Seen::Mapping { place, node } => {
            keys(context, place, node);
            if place == Place::Field {
                default(context, node);
            }
        }
        Seen::Value {
            place,
            key,
            shape,
            node,
            ..
        } => {
            let is_name = matches!(
                (place, key.name),
                (_, "name" | "entity") | (Place::Root | Place::Header, "schema")
            );
            let is_text = matches!(shape, Shape::Text | Shape::Reference(_) | Shape::Choice(_));
            if is_text && !is_name && !broken.has(context, context.span(node)) {
                value(context, node);
            }
        }
    }
}

/// Keys that are no text, where the language has keys of its own.
fn keys(context: &mut Context<'_>, place: Place, mapping: NodeId) {
    let Value::Mapping(entries) = context.document.value(mapping) else {
        return;
    };
    for entry in entries {
        let value = context.document.value(entry.key);
        let span = context.span(entry.last_key);
        if value.as_str().is_some() || *value == Value::Null {
            continue;
        }
        let Some(read) = python::str(context.document, entry.key, 80) else {
            continue;
        };
        let (word, there) = (context.source(span), place_name(place));
        let message = format!(
            "YAML reads the key `{word}` as {}, which means nothing {there}",
            plain(value, &read)
        );
        context.report(Diagnostic::new(&UNQUOTED_TEXT, span, message));
    }
}

/// The default of a field whose type is no help to YAML.
fn default(context: &mut Context<'_>, field: NodeId) {
    let document = context.document;
    let Some(node) = document.get(field, "default") else {
        return;
    };
    let type_name = document.get(field, "type").map(|node| document.value(node));
    let is_boolean = type_name.and_then(Value::as_str) == Some("boolean");
    let word = context.source(context.span(node));
    let is_trap = match document.value(node) {
        Value::Bool(_) => !is_boolean && !is_plain_boolean(word),
        Value::Int(_) => word.contains(':') || word.starts_with('0'),
        _ => false,
    };
    if is_trap {
        value(context, node);
    }
}

/// A value that comes out as another text than it is written.
fn value(context: &mut Context<'_>, node: NodeId) {
    let document = context.document;
    let span = context.span(node);
    let value = document.value(node);
    let is_plain = document.style(node) == Some(ScalarStyle::Plain);
    let is_other = !matches!(value, Value::Str(_) | Value::Null);
    if !is_plain || !is_other || is_refused(context, span) {
        return;
    }
    let word = context.source(span);
    let Some(read) = python::str(document, node, 200).filter(|read| read != word) else {
        return;
    };
    if word.contains(['"', '\'', '\\', '\n']) || word.starts_with(['&', '!']) {
        return;
    }
    let message = format!(
        "YAML reads `{word}` as {}; put it in quotes",
        plain(value, &read)
    );
    let edits = vec![context.edit(span, format!("\"{word}\""))];
    let fix = Fix::safe("Put it in quotes", edits);
    context.report(Diagnostic::new(&UNQUOTED_TEXT, span, message).with_fix(fix));
}

/// Whether a word is a truth value to everyone.
fn is_plain_boolean(word: &str) -> bool {
    word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
}

/// What YAML makes of a word, in plain words.
fn plain(value: &Value<'_>, read: &str) -> String {
    match value {
        Value::Bool(_) => format!("the truth value {}", read.to_lowercase()),
        Value::Int(_) | Value::Float(_) => format!("the number {read}"),
        Value::Date(_) | Value::DateTime(_) => format!("the date {read}"),
        _ => read.to_owned(),
    }
}
