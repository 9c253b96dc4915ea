//! `include_relations` of table views: relations are references, and their fields those of the
//! entity that they lead to.

use specql_language::reserved::reserved_field;
use specql_yaml::{NodeId, Span, Value};

use super::{Context, UNKNOWN_RELATION, name_of, span_within, with_entities};
use crate::db::File;
use crate::diagnostic::{Diagnostic, Fix};
use crate::expression::infer::Type;
use crate::index::{self, find_entity};
use crate::inherited;
use crate::rules::nearest;

/// So deep are relations looked into: an alias may hold itself.
const MAX_DEPTH: usize = 16;

pub(super) fn check(context: &mut Context<'_>) {
    if !context.is_yaml {
        return;
    }
    let document = context.document;
    let views = document.get(document.root(), "table_views");
    if let Some(relations) = views.and_then(|views| document.get(views, "include_relations")) {
        list(context, relations, context.file, 0);
    }
}

fn list(context: &mut Context<'_>, relations: NodeId, of: File, depth: usize) {
    let document = context.document;
    let Value::Sequence(items) = document.value(relations) else {
        return;
    };
    for item in items {
        let Value::Mapping(entries) = document.value(*item) else {
            continue;
        };
        // What has another shape is refused.
        if entries.len() == 1
            && let Some(entry) = entries.first()
            && let Some(name) = document.value(entry.last_key).as_str()
        {
            let target = relation(context, context.span(entry.last_key), name, of);
            if let Some(target) = target.filter(|_| depth < MAX_DEPTH) {
                inside(context, entry.value, target, depth);
            }
        }
    }
}

fn inside(context: &mut Context<'_>, value: NodeId, target: File, depth: usize) {
    let document = context.document;
    let fields = document.get(value, "fields");
    if let Some(Value::Sequence(fields)) = fields.map(|node| document.value(node)) {
        for field in fields {
            if let Some(name) = document.value(*field).as_str() {
                included(context, context.span(*field), name, target);
            }
        }
    }
    if let Some(relations) = document.get(value, "include_relations") {
        list(context, relations, target, depth + 1);
    }
}

/// Where a relation leads to. One that leads nowhere has its message elsewhere.
fn relation(context: &mut Context<'_>, span: Span, name: &str, of: File) -> Option<File> {
    index::entity(context.db, of)?;
    let is_reference = |ty: &Type| matches!(ty, Type::Reference(_));
    let found = inherited::field(context.db, of, name);
    match found.map(|(from, field)| (from, &field.field_type)) {
        Some((from, Type::Reference(targets))) => {
            let (schema, name) = targets.first()?;
            find_entity(context.db, from, schema.as_deref(), name).ok()
        }
        Some(_) => {
            let message = format!("`{name}` is no reference, so there is nothing to include of it");
            let diagnostic = Diagnostic::new(&UNKNOWN_RELATION, span, message)
                .with_help("list only fields of type `ref(...)` in `include_relations`");
            context.report(diagnostic);
            None
        }
        None => {
            let fields = inherited::fields(context.db, of).into_iter();
            let references = fields.filter(|(_, field)| is_reference(&field.field_type));
            let names: Vec<&str> = references.map(|(_, field)| field.name.as_str()).collect();
            report(context, span, name, of, "reference", &names);
            None
        }
    }
}

fn included(context: &mut Context<'_>, span: Span, name: &str, of: File) {
    let is_known = index::entity(context.db, of).is_none()
        || inherited::field(context.db, of, name).is_some()
        || reserved_field(name).is_some();
    if name != "*" && !is_known {
        let fields = inherited::fields(context.db, of).into_iter();
        let names: Vec<&str> = fields.map(|(_, field)| field.name.as_str()).collect();
        report(context, span, name, of, "field", &names);
    }
}

fn report(context: &mut Context<'_>, span: Span, name: &str, of: File, what: &str, known: &[&str]) {
    let entity = name_of(context, of);
    let meant = nearest(name, known.iter().copied());
    let message = match meant {
        Some(meant) => format!("`{entity}` has no {what} `{name}`; did you mean `{meant}`?"),
        None => format!("`{entity}` has no {what} `{name}`; name one that it has"),
    };
    let mut diagnostic = Diagnostic::new(&UNKNOWN_RELATION, span, message);
    if let Some((meant, place)) = meant.zip(span_within(context, span, name)) {
        let edit = context.edit(place, meant);
        let title = format!("Change to `{meant}`");
        diagnostic = diagnostic.with_fix(Fix::suggestion(title, vec![edit]));
    }
    if of != context.file {
        let message = |_| format!("`{entity}` is described here");
        diagnostic = with_entities(context, diagnostic, &[of], message);
    }
    context.report(diagnostic);
}
