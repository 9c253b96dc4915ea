//! How things are called.

use specql_language::reserved::is_reserved_field;
use specql_language::types::basic;

use super::{
    Context, Diagnostic, Group, Rule, Severity, is_free_field_name, is_plain_name, rename,
    rename_field, snake_case,
};
use crate::diagnostic::Fix;
use crate::expression::ast::{EnumValue, Name, TypeKind};
use crate::resolve::Target;

const fn hint(code: &'static str, doc: &'static str) -> Rule {
    Rule::new(code, Group::Style, Severity::Hint, doc)
}

pub(super) const UPPERCASE_FIELD: Rule = Rule::new(
    "uppercase-field",
    Group::Style,
    Severity::Warning,
    include_str!("../../../rules/uppercase-field.md"),
);

pub(super) const ENTITY_NAME_STYLE: Rule = hint(
    "entity-name-style",
    include_str!("../../../rules/entity-name-style.md"),
);

pub(super) const ACTION_NAME_STYLE: Rule = hint(
    "action-name-style",
    include_str!("../../../rules/action-name-style.md"),
);

pub(super) const UNDERSCORES_IN_NAME: Rule = hint(
    "underscores-in-name",
    include_str!("../../../rules/underscores-in-name.md"),
);

pub(super) const ENUM_VALUE_STYLE: Rule = hint(
    "enum-value-style",
    include_str!("../../../rules/enum-value-style.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    if let Some(name) = &spec.entity {
        entity(context, name);
        underscores(context, name);
    }
    for field in &spec.fields {
        uppercase(context, &field.name);
        underscores(context, &field.name);
        if let TypeKind::Enum { values, .. } = &field.field_type.kind {
            enum_values(context, values);
        }
    }
    for name in spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref())
    {
        action(context, name);
        underscores(context, name);
    }
}

fn entity(context: &mut Context<'_>, name: &Name) {
    if !is_plain_name(&name.text) || !name.text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return;
    }
    // Without a hump: of `OrderItem` SpecQL 0.8.7 makes SQL that does not load.
    let words = name.text.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    let better = words.collect::<Vec<_>>().join("_");
    let message = format!("entities are written with a capital: `{better}`");
    context.report(Diagnostic::new(&ENTITY_NAME_STYLE, name.span, message));
}

fn uppercase(context: &mut Context<'_>, name: &Name) {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    if !name.text.chars().any(char::is_uppercase) || !name.text.chars().all(is_letter) {
        return;
    }
    let snake = snake_case(&name.text);
    let reserved = is_reserved_field(&snake);
    let advice = match reserved {
        Some(_) => "see whether you need it".to_owned(),
        None => format!("call it `{snake}`"),
    };
    let message = format!(
        "the field `{}` has capitals, so no expression can name it; {advice}",
        name.text
    );
    let mut found = Diagnostic::new(&UPPERCASE_FIELD, name.span, message);
    if let Some(reason) = reserved {
        found = found.with_help(format!("`{snake}` is taken. {reason}"));
    } else if is_free_field_name(context, &snake) && context.source(name.span) == name.text {
        let edits = rename_field(context, name, &snake);
        found = found.with_fix(Fix::suggestion(format!("Rename it to `{snake}`"), edits));
    }
    context.report(found);
}

fn action(context: &mut Context<'_>, name: &Name) {
    if !is_plain_name(&name.text) {
        return;
    }
    if name.text.chars().any(|c| c.is_ascii_uppercase()) {
        let snake = snake_case(&name.text);
        let message = format!("actions are written in small letters: `{snake}`");
        let mut found = Diagnostic::new(&ACTION_NAME_STYLE, name.span, message);
        let mut others = context.spec.actions.iter().filter_map(|a| a.name.as_ref());
        let is_free = !others.any(|other| other.text == snake);
        if is_free && context.source(name.span) == name.text {
            let edits = rename(context, name, &snake, |target| {
                matches!(target, Target::Action(file, action)
                    if *file == context.file && *action == name.text)
            });
            found = found.with_fix(Fix::suggestion(format!("Rename it to `{snake}`"), edits));
        }
        context.report(found);
    } else if !name.text.contains('_') {
        let entity = context.spec.entity.as_ref();
        let entity = entity.map_or_else(|| "entity".to_owned(), |name| snake_case(&name.text));
        let message = format!(
            "`{}` does not say what it acts on; call it `{}_{entity}`, say",
            name.text, name.text
        );
        let help = "All actions of a project share one schema, so each name has to be unique.";
        let found = Diagnostic::new(&ACTION_NAME_STYLE, name.span, message).with_help(help);
        context.report(found);
    }
}

fn underscores(context: &mut Context<'_>, name: &Name) {
    let text = name.text.as_str();
    // Names that nobody may take are another matter.
    if is_reserved_field(text).is_some() {
        return;
    }
    let what = if text.starts_with('_') {
        "begins with an underscore"
    } else if text.ends_with('_') {
        "ends with an underscore"
    } else if text.contains("__") {
        "has two underscores in a row"
    } else {
        return;
    };
    let message = format!("`{text}` {what}");
    let help = "Generated names join theirs with underscores; keep to one between two words.";
    let found = Diagnostic::new(&UNDERSCORES_IN_NAME, name.span, message).with_help(help);
    context.report(found);
}

/// One message per enum is enough.
fn enum_values(context: &mut Context<'_>, values: &[EnumValue]) {
    let Some(value) = values.iter().find(|value| is_odd(&value.text)) else {
        return;
    };
    let snake = snake_case(&value.text);
    let message = format!("values of an enum are written in small letters: `{snake}`");
    context.report(Diagnostic::new(&ENUM_VALUE_STYLE, value.span, message));
}

/// `InProgress`, `in progress`; not codes such as `EUR`, `B2B`, `en-GB`.
fn is_odd(value: &str) -> bool {
    let is_wordy = value
        .chars()
        .all(|c| c.is_alphanumeric() || c == ' ' || c == '_');
    let letters: Vec<char> = value.chars().collect();
    let has_hump = letters
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.is_lowercase() && b.is_uppercase()));
    let is_capitalized = matches!(letters.as_slice(), [first, second, third, ..]
        if first.is_uppercase() && second.is_lowercase() && third.is_lowercase());
    // A type that has slipped into an enum is another matter.
    is_wordy && basic(value).is_none() && (has_hump || is_capitalized || value.trim().contains(' '))
}
