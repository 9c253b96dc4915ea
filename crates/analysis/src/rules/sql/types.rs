//! Types of fields that PostgreSQL refuses, or that fail when they are written to.

use std::sync::LazyLock;

use specql_language::types::{BASIC, Basic, SCALARS, Scalar};

use super::generated::{Read, listed, read, writing_actions};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::EnumValue;
use crate::rules::{Context, Group, Rule};
use crate::spec::Field;

pub(super) const FIELD_FAILS_IN_CREATE: Rule = Rule::new(
    "field-fails-in-create",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/field-fails-in-create.md"),
);

pub(super) const QUOTED_ENUM_VALUE: Rule = Rule::new(
    "quoted-enum-value",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/quoted-enum-value.md"),
);

/// The column of a composite type and of a list.
const JSON_COLUMN: &str = "JSONB";

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    for field in &spec.fields {
        match read(field) {
            Read::Enum(values) => {
                for value in values {
                    enum_value(context, value);
                }
            }
            Read::Scalar(Scalar {
                postgres,
                action_input,
                works_in_crud: false,
                ..
            })
            | Read::Basic(Basic {
                postgres,
                action_input,
                works_in_crud: false,
                ..
            }) => input(context, field, postgres, action_input),
            Read::Composite => input(context, field, JSON_COLUMN, "TEXT"),
            Read::List => input(context, field, JSON_COLUMN, "an array"),
            _ => {}
        }
    }
}

fn input(context: &mut Context<'_>, field: &Field, column: &str, given: &str) {
    let actions = writing_actions(context.spec);
    if actions.is_empty() {
        return;
    }
    let fails = if actions.len() == 1 { "fails" } else { "fail" };
    let actions = listed(actions.iter().map(|(_, name)| name.text.as_str()));
    let message = format!(
        "{actions} {fails} with this field: the column is {column}, and the input is {given} \
         (PostgreSQL, at run time: column `{}` is of another type)",
        field.name.text
    );
    let span = field.field_type.span;
    context
        .report(Diagnostic::new(&FIELD_FAILS_IN_CREATE, span, message).with_help(WORKING.as_str()));
}

/// Which types do work.
static WORKING: LazyLock<String> = LazyLock::new(|| {
    format!(
        "Enums and references work, and these types besides those that are kept as text: {}.",
        listed(working())
    )
});

/// The types whose input is what their column is, and no text.
fn working() -> impl Iterator<Item = &'static str> {
    let basic = BASIC
        .iter()
        .map(|basic| (basic.works_in_crud, basic.postgres, basic.name));
    let scalars = SCALARS.iter();
    let scalars = scalars.map(|scalar| (scalar.works_in_crud, scalar.postgres, scalar.name));
    basic
        .chain(scalars)
        .filter(|(works, postgres, _)| *works && !postgres.eq_ignore_ascii_case("TEXT"))
        .map(|(_, _, name)| name)
}

fn enum_value(context: &mut Context<'_>, value: &EnumValue) {
    let written = context.source(value.span);
    let has_apostrophe = value.text.contains('\'') || (value.quoted && written.contains('\''));
    if !has_apostrophe && !value.quoted {
        return;
    }
    let message = if has_apostrophe {
        format!(
            "SpecQL 0.8.7 puts {written} between apostrophes as it stands, so the check of the column \
             breaks (PostgreSQL: syntax error)"
        )
    } else {
        format!("the quotes become a part of the value: only {written} with its quotes is allowed")
    };
    let mut diagnostic = Diagnostic::new(&QUOTED_ENUM_VALUE, value.span, message);
    if !has_apostrophe {
        diagnostic.severity = Severity::Warning;
    }
    let is_plain =
        is_simply_quoted(context, value) && !value.text.contains(['\'', '"', ',', '(', ')', '=']);
    let diagnostic = if is_plain {
        let fix = Fix::safe(
            "Remove the quotes",
            vec![context.edit(value.span, &value.text)],
        );
        diagnostic.with_fix(fix)
    } else {
        diagnostic.with_help("Write values as plain words, with underscores between them.")
    };
    context.report(diagnostic);
}

/// Whether the quotes are the value's own: within a quoted scalar they may be written otherwise.
fn is_simply_quoted(context: &Context<'_>, value: &EnumValue) -> bool {
    let inner = context.source(value.span);
    let mut letters = inner.chars();
    let quotes = letters.next().zip(letters.next_back());
    let is_quoted = quotes.is_some_and(|(a, b)| a == b && matches!(a, '\'' | '"'));
    let range = value.span.range();
    let before = context.text.get(..range.start).unwrap_or_default();
    let behind = context.text.get(range.end..).unwrap_or_default();
    let doubled = before.ends_with(['\'', '"', '\\']) || behind.starts_with(['\'', '"', '\\']);
    value.quoted
        && is_quoted
        && !doubled
        && !value.text.is_empty()
        && letters.as_str() == value.text
}
