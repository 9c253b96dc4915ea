//! What entity specs have to do with the project around them: registry and file names.

use super::{Context, REGISTERED_ELSEWHERE, SCHEMA_NOT_REGISTERED, YML_EXTENSION};
use crate::db::Workspace;
use crate::diagnostic::Diagnostic;
use crate::graph::{self, NameKind, SchemaEntry};
use crate::index::{self, domain_registry};
use crate::summary::Entity;

pub(super) fn check(context: &mut Context<'_>) {
    extension(context);
    if let Some(registration) = graph::registration(context.db, context.file) {
        if registration.schema == SchemaEntry::Unknown {
            unknown_schema(context);
        } else if let Some(domain) = &registration.elsewhere {
            elsewhere(context, domain);
        }
    }
}

fn extension(context: &mut Context<'_>) {
    let path = context.file.path(context.db);
    let Some(name) = context
        .spec
        .entity
        .as_ref()
        .filter(|_| path.ends_with(".yml"))
    else {
        return;
    };
    let message = "`specql workflow sync` looks for `*.yaml` only and passes over this file; \
                   rename it";
    context.report(Diagnostic::new(&YML_EXTENSION, name.span, message));
}

/// Who writes no schema is told that elsewhere.
fn unknown_schema(context: &mut Context<'_>) {
    let Some(schema) = &context.spec.schema else {
        return;
    };
    let message = format!(
        "the registry has no domain `{}`, so its tables have no tenant; add the domain if they \
         should",
        schema.text
    );
    context.report(Diagnostic::new(
        &SCHEMA_NOT_REGISTERED,
        schema.span,
        message,
    ));
}

fn elsewhere(context: &mut Context<'_>, domain: &str) {
    let Some((name, workspace)) = context
        .spec
        .entity
        .as_ref()
        .zip(Workspace::try_get(context.db))
    else {
        return;
    };
    let registry = domain_registry(context.db, workspace);
    let has_schema = |file| index::entity(context.db, file).map(Entity::schema);
    // Another entity of this name may be the one that is registered.
    let files = graph::files_with(context.db, NameKind::Entity, &name.text).iter();
    let mut others = files.filter(|file| **file != context.file);
    let is_meant = others.any(|file| {
        let domain_of = has_schema(*file).and_then(|schema| registry.schema(schema));
        domain_of.is_some_and(|of| of.names().any(|known| known.value == domain))
    });
    if is_meant {
        return;
    }
    let message = format!(
        "the registry has `{}` in domain `{domain}`, but its schema belongs to another; move one \
         of the two",
        name.text
    );
    let mut diagnostic = Diagnostic::new(&REGISTERED_ELSEWHERE, name.span, message);
    let entry = registry.entity(&name.text);
    if let (Some(file), Some((_, _, entry))) = (workspace.registry(context.db), entry) {
        diagnostic = diagnostic.with_related(file, entry.name.span, "it is registered here");
    }
    context.report(diagnostic);
}
