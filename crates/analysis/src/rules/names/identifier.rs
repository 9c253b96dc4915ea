//! Words that PostgreSQL takes for no name unless they are quoted.

use specql_language::reserved::{is_postgres_reserved, is_reserved_field};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::Name;
use crate::resolve::Target;
use crate::rules::sql::generated::{Forms, reference, rename};
use crate::rules::{Context, Group, Rule};
use crate::spec::Field;

pub(super) const INVALID_SQL_NAME: Rule = Rule::new(
    "invalid-sql-name",
    Group::Sql,
    Severity::Error,
    include_str!("../../../rules/invalid-sql-name.md"),
);

pub(super) const RESERVED_SQL_WORD: Rule = Rule::new(
    "reserved-sql-word",
    Group::Sql,
    Severity::Error,
    include_str!("../../../rules/reserved-sql-word.md"),
);

/// Whether PostgreSQL takes it for a name as it is, or would if it were not reserved.
pub(in crate::rules) fn is_identifier(name: &str) -> bool {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    // Letters of any script, also those that stand over or under another.
    let goes_on = |c: char| starts(c) || c.is_ascii_digit() || c == '$' || !c.is_ascii();
    name.starts_with(starts) && name.chars().all(goes_on)
}

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    if let Some(entity) = &spec.entity {
        invalid(context, "entity", entity, None);
    }
    if let Some(schema) = &spec.schema {
        invalid(context, "schema", schema, None);
        if is_postgres_reserved(&schema.text) {
            context.report(reserved("schema", schema).with_help(format!(
                "Give the schema another name, such as `{}_data`.",
                schema.text
            )));
        }
    }
    for field in &spec.fields {
        let name = &field.name;
        if !is_identifier(&name.text) {
            let new = field_name(context, &plain(&name.text));
            let fix = new.and_then(|new| rename_field(context, name, &new));
            invalid(context, "field", name, fix);
        }
        if is_postgres_reserved(&name.text) && reference(field).is_none() {
            reserved_field(context, field);
        }
    }
    for name in spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref())
    {
        if is_identifier(&name.text) {
            continue;
        }
        let new = plain(&name.text);
        let mut names = spec
            .actions
            .iter()
            .filter_map(|action| action.name.as_ref());
        let is_free =
            is_identifier(&new) && names.all(|known| !known.text.eq_ignore_ascii_case(&new));
        let fix = is_free.then(|| {
            rename(context, name, &new, |target| {
                matches!(target, Target::Action(file, action)
                    if *file == context.file && *action == name.text)
            })
        });
        invalid(context, "action", name, fix.flatten());
    }
}

fn invalid(context: &mut Context<'_>, what: &str, name: &Name, fix: Option<Fix>) {
    let text = name.text.as_str();
    if is_identifier(text) {
        return;
    }
    let starts = text.chars().next().unwrap_or_default();
    let why = if starts.is_ascii_digit() || starts == '$' {
        "begins with a digit or `$`".to_owned()
    } else {
        let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii();
        match text.chars().find(|c| !goes_on(*c)) {
            Some('`') => "has a backtick in it".to_owned(),
            Some(' ') => "has a blank in it".to_owned(),
            Some(c) if c.is_ascii_graphic() => format!("has a `{c}` in it"),
            _ => "has a character in it that is no letter".to_owned(),
        }
    };
    let message = format!(
        "the name of the {what} {why}, and SpecQL 0.8.7 quotes no names (PostgreSQL: syntax error)"
    );
    let mut diagnostic = Diagnostic::new(&INVALID_SQL_NAME, name.span, message);
    match fix {
        Some(fix) => diagnostic.fixes.push(fix),
        None => {
            let help = "Write letters, digits and underscores, and a letter first.";
            diagnostic.help = Some(help.to_owned());
        }
    }
    context.report(diagnostic);
}

/// The name with an underscore for whatever cannot be in one.
fn plain(name: &str) -> String {
    let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
    let parts = name.split(|c: char| !goes_on(c));
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

fn reserved(what: &str, name: &Name) -> Diagnostic {
    Diagnostic::new(
        &RESERVED_SQL_WORD,
        name.span,
        format!(
            "`{}` is a word of SQL, and SpecQL 0.8.7 quotes no names: no {what} can be called so \
             (PostgreSQL: syntax error at or near \"{}\")",
            name.text, name.text
        ),
    )
}

fn reserved_field(context: &mut Context<'_>, field: &Field) {
    let name = &field.name;
    let entity = context.spec.entity.as_ref();
    let entity = entity.filter(|entity| is_identifier(&entity.text));
    let prefix = entity.map(|entity| Forms::of(&entity.text).split);
    let new = prefix.map(|prefix| format!("{prefix}_{}", name.text));
    let new = new.and_then(|new| field_name(context, &new));
    let fix = new.and_then(|new| rename_field(context, name, &new));
    let mut diagnostic = reserved("column", name);
    match fix {
        Some(fix) => diagnostic.fixes.push(fix),
        None => {
            diagnostic.help =
                Some("Say more in the name, such as `sort_order` or `owner`.".to_owned());
        }
    }
    context.report(diagnostic);
}

/// A name that the entity may have a field of.
fn field_name(context: &Context<'_>, name: &str) -> Option<String> {
    let is_free = context.spec.field_ignoring_case(name).is_none();
    let is_good =
        is_identifier(name) && !is_postgres_reserved(name) && is_reserved_field(name).is_none();
    (is_free && is_good).then(|| name.to_owned())
}

fn rename_field(context: &Context<'_>, name: &Name, new: &str) -> Option<Fix> {
    rename(context, name, new, |target| {
        matches!(target, Target::Field(file, field)
            if *file == context.file && *field == name.text)
    })
}
