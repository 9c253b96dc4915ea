//! Schemas that the generated SQL does not get along with.

use super::generated::{Verb, compiled_steps, listed, schema};
use crate::db::Workspace;
use crate::diagnostic::{Diagnostic, Severity};
use crate::index::is_multi_tenant;
use crate::rules::{Context, Group, Rule};

pub(super) const APP_SCHEMA: Rule = Rule::new(
    "app-schema",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/app-schema.md"),
);

pub(super) const SHARED_SCHEMA: Rule = Rule::new(
    "shared-schema",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/shared-schema.md"),
);

/// The schema in which the functions of the API are made.
const API: &str = "app";

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    let names = (spec.schema.as_ref(), spec.entity.as_ref());
    let (written, Some(place)) = (names.0, names.0.or(names.1)) else {
        return;
    };
    if written.is_some_and(|schema| schema.text == API) && !spec.actions.is_empty() {
        context.report(
            Diagnostic::new(
                &APP_SCHEMA,
                place.span,
                "each action would get two functions of one name in `app`: the API's and its own \
                 (PostgreSQL: function name is not unique)",
            )
            .with_help("Give the entity a schema of its own; `app` is the one of the API."),
        );
        return;
    }
    let name = schema(spec);
    if is_multi_tenant(context.db, name) {
        return;
    }
    let has_registry =
        Workspace::try_get(context.db).is_some_and(|w| w.registry(context.db).is_some());
    let diagnostic = match (failing(context), has_registry) {
        (Some(what), true) => Diagnostic::new(
            &SHARED_SCHEMA,
            place.span,
            format!(
                "tables of `{name}` have no `tenant_id`, but {what} (PostgreSQL, at run time: \
                 column does not exist)"
            ),
        ),
        (Some(what), false) => Diagnostic::new(
            &SHARED_SCHEMA,
            place.span,
            format!(
                "without `registry/domain_registry.yaml` tables of `{name}` get no `tenant_id`, \
                 but {what} (PostgreSQL, at run time: column does not exist)"
            ),
        ),
        // Without a registry nothing is known of tenants, and it would be said of every file.
        (None, false) => return,
        (None, true) => {
            let message = format!(
                "`{name}` is not multi-tenant, so PostgreSQL refuses one statement: the comment \
                 on the function that looks keys up names a parameter that is not there"
            );
            let mut diagnostic = Diagnostic::new(&SHARED_SCHEMA, place.span, message);
            diagnostic.severity = Severity::Info;
            diagnostic
        }
    };
    context.report(diagnostic.with_help(format!(
        "Give the domain of `{name}` the line `multi_tenant: true` in \
         `registry/domain_registry.yaml`, or move the entity to a schema that has it."
    )));
}

/// What reads the column that is not there.
fn failing(context: &Context<'_>) -> Option<String> {
    let spec = context.spec;
    let names = spec.actions.iter().filter_map(|a| a.name.as_ref());
    let names = names.map(|name| name.text.as_str());
    let crud: Vec<_> = names.filter(|name| Verb::of(name).is_some()).collect();
    if !crud.is_empty() {
        let verb = if crud.len() == 1 { "uses" } else { "use" };
        return Some(format!("{} {verb} it", listed(crud)));
    }
    let steps = compiled_steps(context);
    let mut validates = steps
        .iter()
        .filter(|found| context.document.get(found.step, "validate").is_some());
    validates.next().map(|_| "`validate` reads it".to_owned())
}
