//! Names of entities that lead to none, or to more than one.

use specql_language::Target;
use specql_language::stdlib::library_entity;
use specql_yaml::Span;

use super::{
    AMBIGUOUS_ENTITY, Context, ENTITY_CASE, MOST_RELATED, UNKNOWN_ENTITY, WRONG_SCHEMA, is_planned,
    name_of, schema_of, span_within, with_entities,
};
use crate::db::{File, Workspace};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::{EntityName, TypeExpression, TypeKind};
use crate::graph::{self, NameKey, NameKind};
use crate::index::NoEntity;
use crate::resolve::{Reference, Unresolved};
use crate::spec::Content;

pub(super) fn check(context: &mut Context<'_>) {
    let references: &[Reference] = context.references();
    for reference in references {
        let Err(Unresolved::Entity(reason, name)) = &reference.target else {
            continue;
        };
        let span = reference.span;
        if !may_be_entity(name) || is_planned(context, span) {
            continue;
        }
        match reason {
            NoEntity::Unknown => unknown(context, span, name),
            NoEntity::InOtherSchemas(files) => wrong_schema(context, span, name, files),
            NoEntity::Ambiguous(files) => ambiguous(context, span, name, files),
        }
    }
}

/// Of odd texts and names of tables, other rules speak.
fn may_be_entity(name: &str) -> bool {
    let is_word = name.chars().all(|c| c == '_' || c.is_alphanumeric());
    let is_table = ["tb_", "tv_", "tl_", "v_"]
        .iter()
        .any(|prefix| name.starts_with(prefix));
    is_word && !is_table && name.starts_with(|c: char| !c.is_ascii_digit())
}

fn unknown(context: &mut Context<'_>, span: Span, name: &str) {
    if other_case(context, span, name) {
        return;
    }
    let Some(workspace) = Workspace::try_get(context.db) else {
        return;
    };
    let names = graph::entity_names(context.db, workspace);
    let is_alone = names.count() <= 1;
    let key = NameKey::new(context.db, NameKind::Entity, name.to_owned());
    let meant = graph::meant_by(context.db, key).as_deref();
    // What an expression asks for may be a variable, or a table.
    let is_doubtful = name.starts_with(char::is_lowercase) && meant.is_none();
    let is_field = context.has_field(name);
    let is_entity = is_reference(context, span) || (is_changed(context, span) && !is_field);
    if is_doubtful && !is_entity {
        return;
    }
    let mut diagnostic = Diagnostic::new(
        &UNKNOWN_ENTITY,
        span,
        match meant {
            Some(meant) => format!("there is no entity `{name}`; did you mean `{meant}`?"),
            None if is_alone => format!(
                "there is no entity `{name}` among the files that are checked; check its file along"
            ),
            None => format!("there is no entity `{name}`; describe it, or refer to another one"),
        },
    );
    // A column refers to nothing; a step is something that 0.8.7 mostly leaves out.
    if is_alone || !is_reference_field(context, span) || library_entity(name).is_some() {
        diagnostic.severity = Severity::Warning;
    }
    if let Some(library) = library_entity(name) {
        diagnostic = diagnostic.with_help(format!(
            "SpecQL's standard library has one: copy `{}.yaml` into the project",
            library.path
        ));
    }
    if let Some((meant, place)) = meant.zip(span_within(context, span, name)) {
        let edit = context.edit(place, meant);
        diagnostic =
            diagnostic.with_fix(Fix::suggestion(format!("Refer to `{meant}`"), vec![edit]));
    }
    context.report(diagnostic);
}

/// Whether an entity has the name but for the case of letters. Tables have the same name then.
fn other_case(context: &mut Context<'_>, span: Span, name: &str) -> bool {
    let files = graph::files_with(context.db, NameKind::Entity, name).iter();
    let source = context.source(span).trim_matches(['\'', '"']);
    let schema = source
        .strip_suffix(name)
        .and_then(|before| before.strip_suffix('.'));
    let may_be = |file: &File| schema.is_none_or(|schema| schema_of(context, *file) == schema);
    let files: Vec<File> = files.copied().filter(may_be).collect();
    let Some(file) = files.first() else {
        return false;
    };
    let known = name_of(context, *file);
    let message = format!("the entity is called `{known}`, and case matters in names of entities");
    let mut diagnostic = Diagnostic::new(&ENTITY_CASE, span, message);
    if let ([_], Some(place)) = (files.as_slice(), span_within(context, span, name)) {
        let edit = context.edit(place, known.as_str());
        diagnostic = diagnostic.with_fix(Fix::safe(format!("Write `{known}`"), vec![edit]));
    }
    diagnostic = with_entities(context, diagnostic, &files, |_| "it is here".to_owned());
    context.report(diagnostic);
    true
}

fn wrong_schema(context: &mut Context<'_>, span: Span, name: &str, files: &[File]) {
    let mut schemas: Vec<&str> = files.iter().map(|file| schema_of(context, *file)).collect();
    schemas.sort_unstable();
    schemas.dedup();
    let listed: Vec<String> = schemas.iter().map(|schema| format!("`{schema}`")).collect();
    let message = format!(
        "there is no `{name}` in this schema; it is in {}",
        listed.join(" and in ")
    );
    let mut diagnostic = Diagnostic::new(&WRONG_SCHEMA, span, message);
    if let Some(place) = qualified(context, span, name) {
        for schema in schemas.into_iter().take(MOST_RELATED) {
            let edit = context.edit(place, format!("{schema}.{name}"));
            let title = format!("Write `{schema}.{name}`");
            diagnostic = diagnostic.with_fix(Fix::suggestion(title, vec![edit]));
        }
    }
    diagnostic = with_entities(context, diagnostic, files, |_| "it is here".to_owned());
    context.report(diagnostic);
}

/// The place of a name with its schema, without quotes.
fn qualified(context: &Context<'_>, span: Span, name: &str) -> Option<Span> {
    let name = span_within(context, span, name)?;
    let before = Span::new(span.start as usize, name.start as usize);
    let quote = context.source(before).starts_with(['\'', '"']);
    let start = span.start as usize + usize::from(quote);
    Some(Span::new(start, name.end as usize))
}

fn ambiguous(context: &mut Context<'_>, span: Span, name: &str, files: &[File]) {
    let mut schemas: Vec<&str> = files.iter().map(|file| schema_of(context, *file)).collect();
    schemas.sort_unstable();
    schemas.dedup();
    // Of an entity that one schema has twice, those who describe it are told.
    if schemas.len() < 2 {
        return;
    }
    let listed: Vec<String> = schemas.iter().map(|schema| format!("`{schema}`")).collect();
    let message = format!(
        "`{name}` may be the one in {}; write the schema, too",
        listed.join(" or in ")
    );
    let mut diagnostic = Diagnostic::new(&AMBIGUOUS_ENTITY, span, message);
    if let Some(place) = span_within(context, span, name) {
        for schema in schemas.into_iter().take(MOST_RELATED) {
            let edit = context.edit(place, format!("{schema}.{name}"));
            let title = format!("Write `{schema}.{name}`");
            diagnostic = diagnostic.with_fix(Fix::suggestion(title, vec![edit]));
        }
    }
    diagnostic = with_entities(context, diagnostic, files, |_| "this one".to_owned());
    context.report(diagnostic);
}

/// Whether a name stands in the type of a field, so that a column refers to it.
fn is_reference_field(context: &Context<'_>, span: Span) -> bool {
    let mut fields = context.spec.fields.iter();
    fields.any(|field| {
        targets(&field.field_type)
            .first()
            .is_some_and(|target| target.span == span)
    })
}

/// Whether a name stands in the type of a field, or of what an action takes.
fn is_reference(context: &Context<'_>, span: Span) -> bool {
    let fields = context.spec.fields.iter().map(|field| &field.field_type);
    let actions = context.spec.actions.iter();
    let parameters = actions.flat_map(|action| &action.parameters);
    let parameters = parameters.filter_map(|parameter| parameter.parameter_type.as_ref());
    let mut types = fields.chain(parameters);
    types.any(|written| targets(written).iter().any(|target| target.span == span))
}

fn targets(written: &TypeExpression) -> &[EntityName] {
    match &written.kind {
        TypeKind::Reference { targets, .. } => targets,
        TypeKind::List {
            item: Some(item), ..
        } => targets(item),
        _ => &[],
    }
}

/// Whether a name says what a step of SpecQL 0.8.7 changes or looks for.
fn is_changed(context: &Context<'_>, span: Span) -> bool {
    context.spec.steps().any(|step| {
        let is_released = step.kind.is_some_and(|kind| kind.target == Target::V0_8);
        let target = match &step.content {
            Content::Statement(statement) => statement.target.as_ref(),
            _ => None,
        };
        is_released && target.is_some_and(|target| target.span == span)
    })
}
