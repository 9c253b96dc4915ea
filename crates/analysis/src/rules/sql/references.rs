//! References that PostgreSQL cannot keep.

use specql_yaml::Span;

use super::generated::{Forms, listed, reference, schema, writing_actions};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::EntityName;
use crate::index::{self, NoEntity, find_entity};
use crate::rules::{Context, Group, Rule};
use crate::spec::Field;

pub(super) const FOREIGN_SCHEMA_REFERENCE: Rule = Rule::new(
    "foreign-schema-reference",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/foreign-schema-reference.md"),
);

pub(super) const LATER_TABLE_REFERENCE: Rule = Rule::new(
    "later-table-reference",
    Group::Workspace,
    Severity::Info,
    include_str!("../../../rules/later-table-reference.md"),
);

pub(super) const REQUIRED_REFERENCE_INPUT: Rule = Rule::new(
    "required-reference-input",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/required-reference-input.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    for field in &spec.fields {
        let Some(target) = reference(field).filter(|target| !target.name.text.is_empty()) else {
            continue;
        };
        if !foreign_schema(context, target) {
            later_table(context, target);
        }
        required(context, field);
    }
}

/// Reports a reference that leads out of the schema; false for one that does not.
fn foreign_schema(context: &mut Context<'_>, target: &EntityName) -> bool {
    let own = schema(context.spec);
    let name = target.name.text.as_str();
    let other = match &target.schema {
        Some(written) if written.text == own => return false,
        Some(written) => written.text.as_str(),
        None => match other_schema(context, own, name) {
            Some(other) => other,
            None => return false,
        },
    };
    let table = Forms::of(name).joined;
    let namesake =
        target.schema.is_some() && find_entity(context.db, context.file, Some(own), name).is_ok();
    let mut diagnostic = if namesake {
        Diagnostic::new(
            &FOREIGN_SCHEMA_REFERENCE,
            target.span,
            format!(
                "the foreign key is made to `{own}.tb_{table}`: SpecQL 0.8.7 does not read the schema of a reference"
            ),
        )
    } else {
        Diagnostic::new(
            &FOREIGN_SCHEMA_REFERENCE,
            target.span,
            format!(
                "`{name}` belongs to `{other}`, but SpecQL 0.8.7 looks for the table in the schema of this \
                 entity (PostgreSQL: relation `{own}.tb_{table}` does not exist)"
            ),
        )
    };
    if namesake {
        diagnostic.severity = Severity::Warning;
    }
    context.report(diagnostic.with_help(format!(
        "Keep both entities in one schema; or make the field a `uuid` that holds the `id` of the \
         {name}, without a foreign key."
    )));
    true
}

/// The schema of an entity that there is, but not in this one.
fn other_schema<'db>(context: &Context<'db>, own: &str, name: &str) -> Option<&'db str> {
    let file = match find_entity(context.db, context.file, None, name) {
        Ok(file) => file,
        Err(NoEntity::Ambiguous(files)) => *files.first()?,
        Err(_) => return None,
    };
    let found = index::entity(context.db, file)?.schema();
    (found != own).then_some(found)
}

/// Tables are loaded in the order of their files' names, and each brings its foreign keys along.
fn later_table(context: &mut Context<'_>, target: &EntityName) {
    let Some(entity) = &context.spec.entity else {
        return;
    };
    let schema = target.schema.as_ref().map(|schema| schema.text.as_str());
    let found = find_entity(context.db, context.file, schema, &target.name.text);
    let Some(file) = found.ok().filter(|file| *file != context.file) else {
        return;
    };
    let own = format!("{}.sql", Forms::of(&entity.text).joined);
    let other = format!("{}.sql", Forms::of(&target.name.text).joined);
    if other <= own {
        return;
    }
    let back = index::entity(context.db, file).is_some_and(|found| {
        let mut types = found.fields.iter().map(|field| &field.field_type);
        types.any(|ty| {
            matches!(ty, crate::expression::infer::Type::Reference(targets)
            if targets.iter().any(|(_, name)| *name == entity.text))
        })
    });
    let mut message = format!(
        "SpecQL 0.8.7 puts the foreign key into `{own}`, which is loaded before `{other}` \
         (PostgreSQL: relation does not exist)"
    );
    if back {
        message.push_str("; as both refer to each other, no order of files is right");
    }
    context.report(
        Diagnostic::new(&LATER_TABLE_REFERENCE, target.span, message).with_help(
            "Load the files once without stopping at errors and then again, or make the tables \
             first and the foreign keys afterwards.",
        ),
    );
}

fn required(context: &mut Context<'_>, field: &Field) {
    let actions = writing_actions(context.spec);
    if !field.required || actions.is_empty() {
        return;
    }
    let name = &field.name.text;
    let mark = field.field_type.required;
    let fails = if actions.len() == 1 { "fails" } else { "fail" };
    let actions = listed(actions.iter().map(|(_, name)| name.text.as_str()));
    let diagnostic = Diagnostic::new(
        &REQUIRED_REFERENCE_INPUT,
        mark.unwrap_or(field.field_type.span),
        format!(
            "{actions} {fails} for a required reference: the check reads `{name}` from the input, \
             which has `{name}_id` (PostgreSQL, at run time: record has no field `{name}`)"
        ),
    );
    let diagnostic = match mark {
        Some(mark) => diagnostic.with_fix(optional(context, mark)),
        None => {
            diagnostic.with_help("Leave `nullable: false` out; the caller has to send it then.")
        }
    };
    context.report(diagnostic);
}

fn optional(context: &Context<'_>, mark: Span) -> Fix {
    Fix::suggestion(
        "Let the reference be empty: remove the `!`",
        vec![context.edit(mark, "")],
    )
}
