//! Actions that PostgreSQL refuses, or that fail when they are called.

use std::collections::HashMap;

use super::generated::{Forms, Verb, compiled_steps, crud_verb, rename, writing_actions};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::ast::Name;
use crate::resolve::Target;
use crate::rules::names::identifier::is_identifier;
use crate::rules::{Context, Group, Rule};

pub(super) const CRUD_ACTION_NAME: Rule = Rule::new(
    "crud-action-name",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/crud-action-name.md"),
);

pub(super) const DUPLICATE_ACTION_NAME: Rule = Rule::new(
    "duplicate-action-name",
    Group::Sql,
    Severity::Error,
    include_str!("../../../rules/duplicate-action-name.md"),
);

pub(super) const NO_FIELDS_TO_WRITE: Rule = Rule::new(
    "no-fields-to-write",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/no-fields-to-write.md"),
);

pub(super) const REFRESH_FAILS: Rule = Rule::new(
    "refresh-fails",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/refresh-fails.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    crud_names(context);
    no_fields(context);
    for found in compiled_steps(context) {
        let kind = context.document.entry(found.step, "refresh_table_view");
        if let Some(entry) = kind {
            context.report(
                Diagnostic::new(
                    &REFRESH_FAILS,
                    context.span(entry.last_key),
                    "this step fails when the action is called: the function uses variables that \
                     it does not declare (PostgreSQL: column does not exist)",
                )
                .with_help("Refresh the view from outside, after the action."),
            );
        }
    }
}

/// Two actions of one name: PostgreSQL does not tell capitals and small letters apart.
pub(super) fn duplicates(context: &mut Context<'_>) {
    let mut known: HashMap<String, &Name> = HashMap::new();
    let names = context
        .spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref());
    for name in names {
        let folded = name.text.to_ascii_lowercase();
        let Some(first) = known.get(&folded) else {
            known.insert(folded, name);
            continue;
        };
        let alike = if first.text == name.text {
            "another action has this name".to_owned()
        } else {
            format!(
                "to PostgreSQL this is the name of the action `{}`",
                first.text
            )
        };
        let message = format!(
            "{alike}: their input types clash (type `app.type_{folded}_input` already exists)"
        );
        context.report(
            Diagnostic::new(&DUPLICATE_ACTION_NAME, name.span, message)
                .with_related(context.file, first.span, "the first one")
                .with_help("Give one of the two another name."),
        );
    }
}

fn crud_names(context: &mut Context<'_>) {
    let spec = context.spec;
    let Some(entity) = spec
        .entity
        .as_ref()
        .filter(|name| is_identifier(&name.text))
    else {
        return;
    };
    let joined = Forms::of(&entity.text).joined;
    for name in spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref())
    {
        let Some(verb) = Verb::of(&name.text) else {
            continue;
        };
        if crud_verb(spec, &name.text).is_some() || !is_identifier(&name.text) {
            continue;
        }
        let own = format!("{}_{joined}", verb.word());
        let mut diagnostic = Diagnostic::new(
            &CRUD_ACTION_NAME,
            name.span,
            format!(
                "a name that begins with `{}` is taken for `{own}`, so the function `{}` is never \
                 made (PostgreSQL: could not find a function)",
                verb.word(),
                name.text
            ),
        )
        .with_help(format!(
            "Call it `{own}` if it is that, and otherwise by another verb, such as `{}`.",
            verb.instead()
        ));
        let new = better(&name.text, verb, &own);
        let is_free = |new: &String| {
            let mut names = spec
                .actions
                .iter()
                .filter_map(|action| action.name.as_ref());
            names.all(|known| !known.text.eq_ignore_ascii_case(new))
        };
        if let Some(new) = new.filter(is_free) {
            let fix = rename(context, name, &new, |target| {
                matches!(target, Target::Action(file, action)
                    if *file == context.file && *action == name.text)
            });
            diagnostic.fixes.extend(fix);
        }
        context.report(diagnostic);
    }
}

/// `createItem` is meant to be `create_item`; `update_status` is another action.
fn better(name: &str, verb: Verb, own: &str) -> Option<String> {
    let letters = |text: &str| text.replace('_', "").to_lowercase();
    if letters(name) == letters(own) {
        return Some(own.to_owned());
    }
    let object = name.strip_prefix(verb.word())?.strip_prefix('_')?;
    let new = format!("{}_{object}", verb.instead());
    (!object.is_empty()).then_some(new)
}

fn no_fields(context: &mut Context<'_>) {
    let spec = context.spec;
    // While the fields are still to be typed there is nothing to say.
    if !spec.fields.is_empty() || !context.is_yaml {
        return;
    }
    for (verb, name) in writing_actions(spec) {
        let mut diagnostic = Diagnostic::new(
            &NO_FIELDS_TO_WRITE,
            name.span,
            format!(
                "the entity has no fields to {}, and SpecQL 0.8.7 makes no sound function of that",
                verb.word()
            ),
        );
        if verb == Verb::Update {
            diagnostic.severity = Severity::Warning;
        }
        context.report(diagnostic.with_help("Give the entity a field, or leave the action out."));
    }
}
