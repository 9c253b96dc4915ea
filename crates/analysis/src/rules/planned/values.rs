//! Values in planned blocks: their form, and words out of a list.

use specql_language::key::{Choice, Shape};
use specql_yaml::{NodeId, Value};

use super::walk::PlannedValue;
use super::{Context, Diagnostic, Group, Rule, Severity};
use crate::diagnostic::Fix;
use crate::rules::nearest;

pub(super) const PLANNED_WRONG_VALUE: Rule = Rule::new(
    "planned-wrong-value",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/planned-wrong-value.md"),
);

pub(super) fn check(context: &mut Context<'_>, values: &[PlannedValue]) {
    for value in values {
        match value.shape {
            // In an action that is made by a pattern, these are values of the pattern's.
            _ if !value.fits && value.key == "parameters" => {}
            shape if !value.fits => {
                let message = if value.is_item {
                    format!("an item of `{}` is {}", value.key, wanted(shape))
                } else {
                    format!("`{}` takes {}", value.key, wanted(shape))
                };
                let mut found =
                    Diagnostic::new(&PLANNED_WRONG_VALUE, place(context, value.node), message);
                if let Some(fix) = unquoted(context, value) {
                    found = found.with_fix(fix);
                }
                context.report(found);
            }
            Shape::Choice(choices) => choice(context, value, choices),
            _ => {}
        }
    }
}

fn choice(context: &mut Context<'_>, value: &PlannedValue, choices: &'static [Choice]) {
    let span = context.span(value.node);
    let written = context.document.value(value.node).as_str();
    let written = written.unwrap_or_else(|| context.source(span));
    let words = || choices.iter().map(|choice| choice.value);
    if words().any(|word| word == written) {
        return;
    }
    let meant = nearest(written, words());
    let one_of = wanted(Shape::Choice(choices));
    let mut found = match meant {
        Some(word) => {
            let message = format!(
                "`{}` does not know `{written}`; did you mean `{word}`?",
                value.key
            );
            let edits = vec![context.edit(span, word)];
            Diagnostic::new(&PLANNED_WRONG_VALUE, span, message)
                .with_fix(Fix::suggestion(format!("Write `{word}`"), edits))
        }
        None => {
            let message = format!("`{}` does not know `{written}`", value.key);
            Diagnostic::new(&PLANNED_WRONG_VALUE, span, message)
        }
    };
    found = found.with_help(format!("It takes {one_of}."));
    context.report(found);
}

/// `"true"` without its quotes.
fn unquoted(context: &Context<'_>, value: &PlannedValue) -> Option<Fix> {
    let text = context.document.value(value.node).as_str()?;
    let is_word = value.shape == Shape::Boolean && matches!(text, "true" | "false");
    let edits = vec![context.edit(context.span(value.node), text)];
    is_word.then(|| Fix::suggestion("Remove the quotes", edits))
}

/// A scalar, or the beginning of a collection: its first line says enough.
fn place(context: &Context<'_>, node: NodeId) -> specql_yaml::Span {
    let span = context.span(node);
    let first = match context.document.value(node) {
        Value::Mapping(entries) => entries.first().map(|entry| entry.key),
        Value::Sequence(items) => items.first().copied(),
        _ => None,
    };
    match first.map(|first| context.span(first)) {
        Some(first) if first.start >= span.start => {
            let text = context.source(first);
            let line = text.lines().next().unwrap_or_default();
            let start = first.start as usize;
            specql_yaml::Span::new(start, start + line.trim_end().len())
        }
        _ => span,
    }
}

/// A form in words.
fn wanted(shape: Shape) -> String {
    let plain = match shape {
        Shape::Boolean => "`true` or `false`",
        Shape::Integer => "a whole number",
        Shape::List(Shape::Mapping(_)) => "a list of mappings: `- key: value`",
        Shape::List(_) => "a list: `[a, b]`, or lines that begin with `-`",
        Shape::Mapping(_) => "a mapping: `key: value`",
        Shape::Named(..) => "a mapping from names to values",
        Shape::Type => "a type",
        Shape::Expression | Shape::Sql => "an expression",
        Shape::Name(_) | Shape::Reference(_) => "a name",
        Shape::Choice(choices) => {
            let words: Vec<_> = choices.iter().map(|c| format!("`{}`", c.value)).collect();
            return match words.as_slice() {
                [rest @ .., last] if !rest.is_empty() => {
                    format!("{} or {last}", rest.join(", "))
                }
                _ => words.concat(),
            };
        }
        Shape::OneOf(shapes) => {
            let forms: Vec<_> = shapes.iter().map(|shape| wanted(*shape)).collect();
            return forms.join(", or ");
        }
        Shape::Any | Shape::Text | Shape::Statement | Shape::Call | Shape::Path => "text",
    };
    plain.to_owned()
}
