//! `security` has two meanings: the data of an entity, and the networks of a project.

use specql_language::key::Place;
use specql_yaml::{NodeId, Value};

use super::{Context, Diagnostic, Group, Rule, Severity};
use crate::project::FileKind;

pub(super) const MISPLACED_SECURITY: Rule = Rule::new(
    "misplaced-security",
    Group::Ignored,
    Severity::Info,
    include_str!("../../../rules/misplaced-security.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    for (name, key) in misplaced(context) {
        let message = if context.kind == FileKind::EntitySpec {
            format!(
                "`{name}` is about networks: it belongs in a security file, not in an entity, \
                 where `security` is about fields"
            )
        } else {
            format!("`{name}` is about the fields of an entity: it belongs in the entity's file")
        };
        context.report(Diagnostic::new(
            &MISPLACED_SECURITY,
            context.span(key),
            message,
        ));
    }
}

/// Whether the block of an entity holds nothing of its own.
pub(super) fn is_all_misplaced(context: &Context<'_>) -> bool {
    let count = keys(context).len();
    count > 0 && misplaced(context).len() == count
}

fn misplaced(context: &Context<'_>) -> Vec<(String, NodeId)> {
    let (here, there) = match context.kind {
        FileKind::EntitySpec => (Place::Security, Place::SecurityFileSecurity),
        FileKind::SecuritySpec => (Place::SecurityFileSecurity, Place::Security),
        _ => return Vec::new(),
    };
    let mut keys = keys(context);
    keys.retain(|(name, _)| here.key(name).is_none() && there.key(name).is_some());
    keys
}

fn keys(context: &Context<'_>) -> Vec<(String, NodeId)> {
    let document = context.document;
    let block = document.get(document.root(), "security");
    let Some(Value::Mapping(entries)) = block.map(|node| document.value(node)) else {
        return Vec::new();
    };
    let names = entries.iter().filter_map(|entry| {
        let name = document.value(entry.key).as_str()?;
        Some((name.to_owned(), entry.key))
    });
    names.collect()
}
