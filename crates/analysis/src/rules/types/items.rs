//! The items of lists, and embedded values that look like references.

use specql_language::types;

use super::FieldType;
use super::written::Kind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::{TypeExpression, TypeKind};
use crate::index::{EntityName, files_of_entity};
use crate::rules::{Context, Group, Rule};

pub(super) const UNCHECKED_ITEMS: Rule = Rule::new(
    "unchecked-list-items",
    Group::Ignored,
    Severity::Info,
    include_str!("../../../rules/unchecked-list-items.md"),
);

pub(super) const COMPOSITE_NOT_ENTITY: Rule = Rule::new(
    "composite-not-entity",
    Group::Workspace,
    Severity::Info,
    include_str!("../../../rules/composite-not-entity.md"),
);

pub(super) fn check(context: &mut Context<'_>, field: &FieldType<'_>) {
    let found = match (&field.written.kind, &field.meant.kind) {
        (Kind::List, TypeKind::List { item, .. }) => list(field, item.as_deref()),
        (Kind::Known, TypeKind::Named { name, .. }) => composite(context, field, &name.text),
        _ => None,
    };
    if let Some(diagnostic) = found {
        context.report(diagnostic);
    }
}

fn list(field: &FieldType<'_>, item: Option<&TypeExpression>) -> Option<Diagnostic> {
    let (span, message, help) = match item.map(|item| (item, &item.kind)) {
        None | Some((_, TypeKind::Missing)) => (
            field.span,
            "this list does not say what it holds".to_owned(),
            "Write a type in the brackets: `list(text)`.",
        ),
        Some((item, TypeKind::Reference { .. })) => (
            item.span,
            "a list holds no references: the column is JSON, and nothing leads to the other \
             entity"
                .to_owned(),
            "Make an entity between the two, with a reference to each.",
        ),
        Some((
            item,
            TypeKind::Named {
                name,
                arguments: None,
            },
        )) if types::is_type(&name.text) && item.stray.is_empty() => {
            return None;
        }
        Some((item, TypeKind::List { .. } | TypeKind::Enum { .. })) => (
            item.span,
            "the items of a list are not checked: the column is JSON and takes anything".to_owned(),
            "Keep values that have to be checked in a field or an entity of their own.",
        ),
        Some((item, _)) => (
            item.span,
            "this is no type, and the items of a list are not checked: the column is JSON"
                .to_owned(),
            "Name a type that there is, such as `text`.",
        ),
    };
    Some(Diagnostic::new(&UNCHECKED_ITEMS, span, message).with_help(help))
}

/// A composite type with the name of an entity of the workspace.
fn composite(context: &Context<'_>, field: &FieldType<'_>, name: &str) -> Option<Diagnostic> {
    types::composite(name)?;
    let key = EntityName::new(context.db, name.to_owned());
    let files = files_of_entity(context.db, key);
    let file = files.first()?;
    let TypeKind::Named { name: at, .. } = &field.meant.kind else {
        return None;
    };
    let message = format!(
        "`{name}` is a value kept inside of this row; for the entity of that name write \
         `ref({name})`"
    );
    let edits = vec![context.edit(at.span, format!("ref({name})"))];
    let fix = Fix::suggestion(format!("Write `ref({name})`"), edits);
    let diagnostic = Diagnostic::new(&COMPOSITE_NOT_ENTITY, at.span, message).with_fix(fix);
    Some(diagnostic.with_related(*file, specql_yaml::Span::at(0), "the entity"))
}
