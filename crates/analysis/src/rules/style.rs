//! Rules about style: names, conventions, clearer or safer ways.

mod actions;
mod anchors;
mod entity;
mod fields;
mod names;
mod types;

use specql_yaml::Span;

use super::{Context, Group, Rule};
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::expression::ast::Name;
use crate::project::FileKind;
use crate::resolve::{Reference, Target};

pub(super) const RULES: &[Rule] = &[
    names::UPPERCASE_FIELD,
    names::ENTITY_NAME_STYLE,
    names::ACTION_NAME_STYLE,
    names::UNDERSCORES_IN_NAME,
    names::ENUM_VALUE_STYLE,
    entity::PUBLIC_SCHEMA,
    entity::MISSING_DESCRIPTION,
    entity::NO_FIELDS,
    entity::MANY_FIELDS,
    fields::LONG_FORM_FIELD,
    types::PLAIN_TEXT_FIELD,
    types::ID_FIELD,
    types::SECRET_IN_CLEAR,
    types::MONEY_WITHOUT_CURRENCY,
    actions::VALIDATE_WITHOUT_ERROR,
    actions::ERROR_CODE_STYLE,
    actions::EMPTY_ACTION,
    anchors::UNUSED_ANCHOR,
];

pub(super) fn check(context: &mut Context<'_>) {
    if context.kind != FileKind::EntitySpec {
        return;
    }
    names::check(context);
    entity::check(context);
    fields::check(context);
    types::check(context);
    actions::check(context);
    anchors::check(context);
}

/// A name in `snake_case`: `dueDate` becomes `due_date`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut letters = name.chars().peekable();
    let mut last: Option<char> = None;
    while let Some(letter) = letters.next() {
        let after_small = last.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        let ends_capitals = last.is_some_and(char::is_uppercase)
            && letters.peek().is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (after_small || ends_capitals) {
            snake.push('_');
        }
        if matches!(letter, ' ' | '-') {
            snake.push('_');
        } else {
            snake.extend(letter.to_lowercase());
        }
        last = Some(letter);
    }
    snake
}

/// Whether the letters are those of a name in SQL, whatever their case.
fn is_plain_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_letter)
}

/// Changes a name where it is given and wherever this file says it.
fn rename(
    context: &Context<'_>,
    name: &Name,
    new: &str,
    is_meant: impl Fn(&Target) -> bool,
) -> Vec<Edit> {
    let mut spans: Vec<Span> = vec![name.span];
    for Reference { span, target, .. } in context.references() {
        let is_it = target.as_ref().is_ok_and(&is_meant);
        if is_it && context.source(*span) == name.text && !spans.contains(span) {
            spans.push(*span);
        }
    }
    spans
        .into_iter()
        .map(|span| context.edit(span, new))
        .collect()
}

/// The changes that give a field of this file another name.
fn rename_field(context: &Context<'_>, name: &Name, new: &str) -> Vec<Edit> {
    rename(
        context,
        name,
        new,
        |target| matches!(target, Target::Field(file, field) if *file == context.file && *field == name.text),
    )
}

/// Whether a field may be called like this.
fn is_free_field_name(context: &Context<'_>, name: &str) -> bool {
    use specql_language::reserved::{is_postgres_reserved, is_reserved_field};
    is_plain_name(name)
        && !context.has_field(name)
        && is_reserved_field(name).is_none()
        && !is_postgres_reserved(name)
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_in_snake_case() {
        assert_eq!(snake_case("dueDate"), "due_date");
        assert_eq!(snake_case("HTTPServer"), "http_server");
        assert_eq!(snake_case("Created_At"), "created_at");
        assert_eq!(snake_case("InProgress"), "in_progress");
        assert_eq!(snake_case("in progress"), "in_progress");
        assert_eq!(snake_case("line2Total"), "line2_total");
    }
}
