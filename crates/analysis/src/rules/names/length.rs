//! Names of which PostgreSQL keeps only the beginning.

use std::collections::HashMap;

use super::identifier::is_identifier;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::ast::Name;
use crate::rules::sql::generated::{Forms, reference};
use crate::rules::{Context, Group, Rule};
use crate::spec::Field;

pub(super) const NAME_TOO_LONG: Rule = Rule::new(
    "name-too-long",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/name-too-long.md"),
);

/// So many bytes of a name are kept.
const KEPT: usize = 63;

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    if let Some(entity) = spec
        .entity
        .as_ref()
        .filter(|name| is_identifier(&name.text))
    {
        table(context, entity);
    }
    let columns = spec.fields.iter().map(|field| (&field.name, column(field)));
    family(context, columns.collect());
    let names = spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref());
    let inputs = names.map(|name| {
        (
            name,
            format!("type_{}_input", name.text.to_ascii_lowercase()),
        )
    });
    family(context, inputs.collect());
}

fn column(field: &Field) -> String {
    let name = field.name.text.to_ascii_lowercase();
    match reference(field) {
        Some(_) => format!("fk_{name}"),
        None => name,
    }
}

/// The beginning that PostgreSQL keeps.
fn kept(name: &str) -> &str {
    let mut end = KEPT.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or(name)
}

/// The names that are made of the entity's.
fn table(context: &mut Context<'_>, entity: &Name) {
    let joined = Forms::of(&entity.text).joined;
    let table = format!("tb_{joined}");
    let names = [format!("{table}_id_key"), format!("{table}_pkey")];
    let same = |a: &str, b: &str| kept(a) == kept(b);
    let [unique, key] = &names;
    if same(&table, unique) || same(&table, key) || same(unique, key) {
        let mut diagnostic = Diagnostic::new(
            &NAME_TOO_LONG,
            entity.span,
            format!(
                "PostgreSQL keeps {KEPT} bytes of a name: so cut, the table and its keys are called \
                 alike (relation `{}` already exists)",
                kept(&table)
            ),
        );
        diagnostic.severity = Severity::Error;
        context.report(diagnostic.with_help("Give the entity a shorter name."));
    }
}

/// Names that have to be told apart once they are cut.
fn family(context: &mut Context<'_>, names: Vec<(&Name, String)>) {
    let mut known: HashMap<String, &Name> = HashMap::new();
    for (name, made) in names {
        let Some(first) = known.insert(kept(&made).to_owned(), name) else {
            if made.len() > KEPT {
                context.report(
                    Diagnostic::new(
                        &NAME_TOO_LONG,
                        name.span,
                        format!(
                            "PostgreSQL keeps {KEPT} bytes of a name, and of this one `{}`",
                            kept(&made)
                        ),
                    )
                    .with_help("Give it a shorter name."),
                );
            }
            continue;
        };
        // Two that are equal without being cut are another mistake.
        if made.len() <= KEPT || first.text.eq_ignore_ascii_case(&name.text) {
            continue;
        }
        let mut diagnostic = Diagnostic::new(
            &NAME_TOO_LONG,
            name.span,
            format!(
                "PostgreSQL keeps {KEPT} bytes of a name: so cut, this one and `{}` are the same",
                first.text
            ),
        );
        diagnostic.severity = Severity::Error;
        context.report(
            diagnostic
                .with_related(context.file, first.span, "the other one")
                .with_help("Give one of the two a shorter name."),
        );
    }
}
