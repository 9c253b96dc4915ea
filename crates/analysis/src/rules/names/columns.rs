//! Two columns, or two values of an input, with one name.

use std::collections::HashMap;

use specql_language::Target;
use specql_language::reserved::is_reserved_field;

use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::ast::Name;
use crate::index::is_multi_tenant;
use crate::rules::sql::generated::{Forms, reference, schema, writing_actions};
use crate::rules::{Context, Group, Rule};
use crate::spec::Field;

pub(super) const DUPLICATE_COLUMN: Rule = Rule::new(
    "duplicate-column",
    Group::Sql,
    Severity::Error,
    include_str!("../../../rules/duplicate-column.md"),
);

pub(super) const DUPLICATE_INPUT: Rule = Rule::new(
    "duplicate-input",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/duplicate-input.md"),
);

/// The columns that every table has beside its key.
const COLUMNS: [&str; 7] = [
    "id",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "deleted_at",
    "deleted_by",
];

pub(super) fn check(context: &mut Context<'_>) {
    columns(context);
    if context.target == Target::V0_8 {
        inputs(context);
    }
}

/// The column of a field, as PostgreSQL folds it.
fn column(field: &Field) -> String {
    let name = field.name.text.to_ascii_lowercase();
    match reference(field) {
        Some(_) => format!("fk_{name}"),
        None => name,
    }
}

fn columns(context: &mut Context<'_>) {
    let spec = context.spec;
    let mut own: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    own.extend(
        spec.entity
            .as_ref()
            .map(|entity| format!("pk_{}", Forms::of(&entity.text).joined)),
    );
    if is_multi_tenant(context.db, schema(spec)) {
        own.push("tenant_id".to_owned());
    }
    let mut known: HashMap<String, &Name> = HashMap::new();
    for field in &spec.fields {
        let name = &field.name;
        let column = column(field);
        // A name that SpecQL refuses is told of as such.
        if is_reserved_field(&name.text).is_some() {
            continue;
        }
        if own.contains(&column) {
            context.report(
                Diagnostic::new(
                    &DUPLICATE_COLUMN,
                    name.span,
                    format!(
                        "every table has a column `{column}` already, and capitals do not count \
                         (PostgreSQL: column specified more than once)"
                    ),
                )
                .with_help("Give the field another name."),
            );
            continue;
        }
        match known.get(&column) {
            None => {
                known.insert(column, name);
            }
            Some(first) if first.text != name.text => context.report(
                Diagnostic::new(
                    &DUPLICATE_COLUMN,
                    name.span,
                    format!(
                        "to PostgreSQL this is the column `{column}` of the field `{}` (column \
                         specified more than once)",
                        first.text
                    ),
                )
                .with_related(context.file, first.span, "the other field")
                .with_help("Give one of the two another name."),
            ),
            // The same key twice is another mistake.
            Some(_) => {}
        }
    }
}

/// A reference `owner` is handed over as `owner_id`, which may be a field, too.
fn inputs(context: &mut Context<'_>) {
    let spec = context.spec;
    if writing_actions(spec).is_empty() {
        return;
    }
    for field in spec
        .fields
        .iter()
        .filter(|field| reference(field).is_some())
    {
        let input = format!("{}_id", field.name.text);
        let others = spec
            .fields
            .iter()
            .filter(|other| reference(other).is_none());
        let mut clashing = others.filter(|other| other.name.text.eq_ignore_ascii_case(&input));
        if let Some(other) = clashing.next() {
            context.report(
                Diagnostic::new(
                    &DUPLICATE_INPUT,
                    other.name.span,
                    format!(
                        "in the input of actions the reference `{}` is called `{input}`, too: one \
                         of the two is lost",
                        field.name.text
                    ),
                )
                .with_related(context.file, field.name.span, "the reference")
                .with_help("Give one of the two another name."),
            );
        }
    }
}
