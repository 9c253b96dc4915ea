//! Names in planned blocks: fields, entities.

use specql_language::key::{Name, Place, Shape};
use specql_language::read_model::{JOIN, figures};
use specql_language::reserved::is_reserved_field;
use specql_yaml::Span;

use super::walk::PlannedValue;
use super::{Context, Diagnostic, Group, Rule, Severity};
use crate::db::Workspace;
use crate::diagnostic::Fix;
use crate::index::{NoEntity, entities_of_folder, find_entity};
use crate::rules::nearest;

pub(super) const PLANNED_UNKNOWN_FIELD: Rule = Rule::new(
    "planned-unknown-field",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/planned-unknown-field.md"),
);

pub(super) const PLANNED_UNKNOWN_ENTITY: Rule = Rule::new(
    "planned-unknown-entity",
    Group::Workspace,
    Severity::Warning,
    include_str!("../../../rules/planned-unknown-entity.md"),
);

/// Keys that bring fields into an entity which do not stand in its file.
const BRING_FIELDS: [&str; 5] = ["extends", "import", "patterns", "aggregate_from", "query"];

pub(super) fn check(context: &mut Context<'_>, values: &[PlannedValue]) {
    let root = context.document.root();
    let brings = |key: &str| context.document.get(root, key).is_some();
    let is_certain = !BRING_FIELDS.iter().any(|key| brings(key));
    for value in values.iter().filter(|value| value.fits) {
        let Some(written) = context.document.value(value.node).as_str() else {
            continue;
        };
        let span = context.span(value.node);
        match value.shape {
            Shape::Reference(Name::Entity) => entity(context, written, span),
            Shape::Reference(Name::Field | Name::ReferenceField) if !value.of_other => {
                field(context, written, span, is_certain);
            }
            // It may be of another entity, or a figure: only what looks like a field counts.
            Shape::Reference(Name::FieldPath)
                if value.place == Place::ReadModel && figures(written).next().is_none() =>
            {
                field(context, written, span, false);
            }
            Shape::Text if value.key == "source" && value.place == Place::ReadModel => {
                source(context, written, span);
            }
            _ => {}
        }
    }
}

fn is_name(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    !text.is_empty() && text.chars().all(is_letter)
}

fn is_known(context: &Context<'_>, name: &str) -> bool {
    let has = |name: &str| {
        let given = context.spec.definitions.iter();
        let mut given = given.filter(|given| given.what == Name::Field);
        context.has_field(name) || given.any(|given| given.name.text == name)
    };
    let reference = name
        .strip_suffix("_id")
        .or_else(|| name.strip_prefix("fk_"))
        .is_some_and(has);
    has(name) || reference || is_reserved_field(name).is_some()
}

/// A field that is unknown. Where fields may come from elsewhere, only a typing mistake counts.
fn field(context: &mut Context<'_>, written: &str, span: Span, is_certain: bool) {
    let name = written.split('.').next().unwrap_or_default();
    if !is_name(name) || context.spec.fields.is_empty() || is_known(context, name) {
        return;
    }
    let meant = nearest(name, context.field_names());
    if meant.is_none() && !is_certain {
        return;
    }
    let entity = context.spec.entity.as_ref().map(|name| name.text.as_str());
    let entity = entity.unwrap_or("this entity");
    let message = format!("`{entity}` has no field `{name}`");
    report(context, &PLANNED_UNKNOWN_FIELD, span, name, &message, meant);
}

fn entity(context: &mut Context<'_>, written: &str, span: Span) {
    let (schema, name) = match written.split_once('.') {
        Some((schema, name)) => (Some(schema), name),
        None => (None, written),
    };
    if !is_name(name)
        || find_entity(context.db, context.file, schema, name) != Err(NoEntity::Unknown)
    {
        return;
    }
    let Some(workspace) = Workspace::try_get(context.db) else {
        return;
    };
    let db = context.db;
    let folders = workspace.folders(db).iter();
    let names = folders.flat_map(|folder| entities_of_folder(db, *folder).keys());
    let meant = nearest(name, names.map(String::as_str));
    let message = format!("there is no entity `{name}` in the workspace");
    report(
        context,
        &PLANNED_UNKNOWN_ENTITY,
        span,
        name,
        &message,
        meant,
    );
}

/// `Invoice JOIN Customer`. What is more than that is not looked into.
fn source(context: &mut Context<'_>, written: &str, span: Span) {
    let between = format!(" {JOIN} ");
    let parts: Vec<&str> = written.split(&between).collect();
    // Where the text is not written as it is, in quotes say, its parts have no places.
    let is_plain = context.source(span) == written;
    if !is_plain || !parts.iter().all(|part| is_name(part.trim())) {
        return;
    }
    let mut at = span.start as usize;
    for part in parts {
        let name = part.trim();
        let start = at + part.find(name).unwrap_or(0);
        entity(context, name, Span::new(start, start + name.len()));
        at += part.len() + between.len();
    }
}

fn report(
    context: &mut Context<'_>,
    rule: &'static Rule,
    span: Span,
    name: &str,
    message: &str,
    meant: Option<&str>,
) {
    let found = match meant {
        Some(meant) => {
            let message = format!("{message}; did you mean `{meant}`?");
            let found = Diagnostic::new(rule, span, message);
            let text = context.source(span).replacen(name, meant, 1);
            let edits = vec![context.edit(span, text)];
            found.with_fix(Fix::suggestion(format!("Write `{meant}`"), edits))
        }
        None => Diagnostic::new(rule, span, message),
    };
    context.report(found);
}
