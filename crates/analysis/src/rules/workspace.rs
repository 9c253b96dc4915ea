//! Rules about what shows only across files: names that lead to nothing, or to more than one
//! thing, and references in circles.

mod actions;
mod agents;
mod circles;
mod codes;
mod entities;
mod fields;
mod imports;
mod names;
mod relations;

use specql_language::Target;
use specql_language::key::Place;
use specql_yaml::{Span, Value};

use super::{Context, Group, Rule};
use crate::db::File;
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph;
use crate::index;
use crate::project::FileKind;

pub(super) const RULES: &[Rule] = &[
    UNKNOWN_ENTITY,
    WRONG_SCHEMA,
    AMBIGUOUS_ENTITY,
    ENTITY_CASE,
    DUPLICATE_ENTITY,
    CIRCULAR_REFERENCE,
    REQUIRED_CYCLE,
    SHARED_ACTION_NAME,
    UNKNOWN_FUNCTION,
    UNKNOWN_TARGET_FIELD,
    UNKNOWN_RELATION,
    UNKNOWN_AGENT_NAME,
    TABLE_CODE_TAKEN,
    INVALID_TABLE_CODE,
    UNKNOWN_IMPORT,
    FILE_NAME,
    UNUSED_ENTITY,
];

macro_rules! rule {
    ($name:ident, $code:literal, $severity:ident) => {
        const $name: Rule = Rule::new(
            $code,
            Group::Workspace,
            Severity::$severity,
            include_str!(concat!("../../rules/", $code, ".md")),
        );
    };
}

rule!(UNKNOWN_ENTITY, "unknown-entity", Error);
rule!(WRONG_SCHEMA, "wrong-schema", Error);
rule!(AMBIGUOUS_ENTITY, "ambiguous-entity", Warning);
rule!(ENTITY_CASE, "entity-case", Warning);
rule!(DUPLICATE_ENTITY, "duplicate-entity", Error);
rule!(CIRCULAR_REFERENCE, "circular-reference", Info);
rule!(REQUIRED_CYCLE, "required-cycle", Warning);
rule!(SHARED_ACTION_NAME, "shared-action-name", Warning);
rule!(UNKNOWN_FUNCTION, "unknown-function", Warning);
rule!(UNKNOWN_TARGET_FIELD, "unknown-target-field", Warning);
rule!(UNKNOWN_RELATION, "unknown-relation", Warning);
rule!(UNKNOWN_AGENT_NAME, "unknown-agent-name", Info);
rule!(TABLE_CODE_TAKEN, "table-code-taken", Warning);
rule!(INVALID_TABLE_CODE, "invalid-table-code", Warning);
rule!(UNKNOWN_IMPORT, "unknown-import", Warning);
rule!(FILE_NAME, "file-name", Hint);
rule!(UNUSED_ENTITY, "unused-entity", Hint);

pub(super) fn check(context: &mut Context<'_>) {
    if context.kind != FileKind::EntitySpec || index::entity(context.db, context.file).is_none() {
        return;
    }
    entities::check(context);
    relations::check(context);
    fields::check(context);
    names::check(context);
    circles::check(context);
    actions::check(context);
    agents::check(context);
    codes::check(context);
    imports::check(context);
}

/// The name of the entity of a file.
fn name_of(context: &Context<'_>, file: File) -> String {
    let entity = index::entity(context.db, file);
    entity.map_or_else(String::new, |entity| entity.name.clone())
}

fn schema_of<'db>(context: &Context<'db>, file: File) -> &'db str {
    index::entity(context.db, file).map_or("", |entity| entity.schema())
}

/// So many other places are pointed at.
const MOST_RELATED: usize = 5;

/// Points at the names of other files' entities.
fn with_entities(
    context: &Context<'_>,
    mut diagnostic: Diagnostic,
    files: &[File],
    message: impl Fn(File) -> String,
) -> Diagnostic {
    for file in files.iter().take(MOST_RELATED) {
        if let Some(span) = graph::name_span(context.db, *file) {
            diagnostic = diagnostic.with_related(*file, span, message(*file));
        }
    }
    diagnostic
}

/// Where a name stands within a place that may have quotes or a schema around it.
fn span_within(context: &Context<'_>, span: Span, name: &str) -> Option<Span> {
    let source = context.source(span);
    let start = span.start as usize + source.rfind(name)?;
    Some(Span::new(start, start + name.len()))
}

/// Whether a place lies in a block that SpecQL does not have yet. What is wrong there, the rules
/// about such blocks say.
fn is_planned(context: &Context<'_>, span: Span) -> bool {
    if context.target == Target::Next {
        return false;
    }
    let Value::Mapping(entries) = context.document.value(context.document.root()) else {
        return false;
    };
    let around = entries
        .iter()
        .filter(|entry| context.span(entry.last_key).end <= span.start)
        .max_by_key(|entry| context.span(entry.last_key).start);
    let name = around.and_then(|entry| context.document.value(entry.last_key).as_str());
    let key = name.and_then(|name| Place::Root.key(name));
    key.is_some_and(|key| key.target == Target::Next)
}
#[cfg(test)]
mod tests;
