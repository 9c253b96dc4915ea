//! The values of enums.

use specql_yaml::{Span, Value};

use super::FieldType;
use super::written::Kind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::{Brackets, EnumValue, TypeKind};
use crate::rules::{Context, Group, Rule, nearest};

pub(super) const ENUM_VALUES: Rule = Rule::new(
    "odd-enum-values",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/odd-enum-values.md"),
);

pub(super) const UNKNOWN_ENUM_DEFAULT: Rule = Rule::new(
    "unknown-enum-default",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unknown-enum-default.md"),
);

pub(super) fn check(context: &mut Context<'_>, field: &FieldType<'_>) {
    let Kind::Enum(values) = &field.written.kind else {
        return;
    };
    let TypeKind::Enum {
        values: meant,
        brackets,
    } = &field.meant.kind
    else {
        return;
    };
    // Quotes belong to the values, and break the SQL: a rule of its own.
    if values.iter().any(|value| value.contains(['\'', '"'])) {
        return;
    }
    let brackets = brackets.filter(|brackets| brackets.closed);
    odd(context, field, values, meant, brackets);
    default(context, field, values);
}

/// Empty and repeated values, and an enum of one.
fn odd(
    context: &mut Context<'_>,
    field: &FieldType<'_>,
    values: &[&str],
    meant: &[EnumValue],
    brackets: Option<Brackets>,
) {
    let span = brackets.map_or(field.span, |brackets| brackets.span);
    let repeated = meant.iter().enumerate().find(|(at, value)| {
        let earlier = meant.iter().take(*at);
        earlier.into_iter().any(|known| known.text == value.text)
    });
    let is_empty = values.iter().any(|value| value.is_empty());
    let (span, message) = if meant.is_empty() {
        (
            span,
            "this enum has no values, so the column takes the empty text only".to_owned(),
        )
    } else if is_empty {
        (
            span,
            "an empty value stands between these commas, and the column takes it".to_owned(),
        )
    } else if let Some((_, value)) = repeated {
        (
            value.span,
            format!("`{}` is a value of this enum already", value.text),
        )
    } else if let ([only], true) = (meant, values.len() == 1) {
        let message = format!("`{}` is the only value of this enum", only.text);
        let mut diagnostic = Diagnostic::new(&ENUM_VALUES, only.span, message)
            .with_help("Separate several values by commas.");
        diagnostic.severity = Severity::Hint;
        context.report(diagnostic);
        return;
    } else {
        return;
    };
    let diagnostic = Diagnostic::new(&ENUM_VALUES, span, message);
    let diagnostic = match brackets.and_then(|brackets| tidied(context, brackets.span, meant)) {
        Some(fix) => diagnostic.with_fix(fix),
        None => diagnostic,
    };
    context.report(diagnostic);
}

/// The values, each once and none empty.
fn tidied(context: &Context<'_>, brackets: Span, meant: &[EnumValue]) -> Option<Fix> {
    let mut kept: Vec<&str> = Vec::new();
    for value in meant {
        let word = context.source(value.span);
        if !word.is_empty() && !kept.contains(&word) {
            kept.push(word);
        }
    }
    // One value alone is worth a word as well.
    if kept.len() < 2 {
        return None;
    }
    let edits = vec![context.edit(brackets, format!("({})", kept.join(", ")))];
    Some(Fix::safe("Leave each value once", edits))
}

/// A default that is none of the values.
fn default(context: &mut Context<'_>, field: &FieldType<'_>, values: &[&str]) {
    let Some((text, span)) = default_of(context, field) else {
        return;
    };
    if text.is_empty() || values.contains(&text.as_str()) {
        return;
    }
    // A single letter is near to every other one.
    let is_word = text.chars().count() > 1;
    let meant = nearest(&text, values.iter().copied().filter(|_| is_word));
    let message = match meant {
        Some(meant) => {
            format!("the default `{text}` is no value of this enum; did you mean `{meant}`?")
        }
        None => format!("the default `{text}` is no value of this enum"),
    };
    let mut diagnostic = Diagnostic::new(&UNKNOWN_ENUM_DEFAULT, span, message);
    if let Some(meant) = meant {
        let edits = vec![context.edit(span, meant)];
        diagnostic = diagnostic.with_fix(Fix::suggestion(format!("Write `{meant}`"), edits));
    }
    context.report(diagnostic);
}

/// The default as 0.8.7 has it, and its place.
fn default_of(context: &Context<'_>, field: &FieldType<'_>) -> Option<(String, Span)> {
    let Some(mapping) = field.mapping else {
        let default = field.meant.default.as_ref()?;
        return Some((field.written.default?.to_owned(), default.span));
    };
    let node = context.document.get(mapping, "default")?;
    // What YAML does not take for text is told elsewhere.
    let Value::Str(text) = context.document.value(node) else {
        return None;
    };
    Some((text.as_str().to_owned(), context.span(node)))
}
