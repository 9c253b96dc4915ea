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

/// A rule of this area.
const fn rule(code: &'static str, severity: Severity, doc: &'static str) -> Rule {
    Rule::new(code, Group::Workspace, severity, doc)
}

const UNKNOWN_ENTITY: Rule = rule(
    "unknown-entity",
    Severity::Error,
    include_str!("../../rules/unknown-entity.md"),
);

const WRONG_SCHEMA: Rule = rule(
    "wrong-schema",
    Severity::Error,
    include_str!("../../rules/wrong-schema.md"),
);

const AMBIGUOUS_ENTITY: Rule = rule(
    "ambiguous-entity",
    Severity::Warning,
    include_str!("../../rules/ambiguous-entity.md"),
);

const ENTITY_CASE: Rule = rule(
    "entity-case",
    Severity::Warning,
    include_str!("../../rules/entity-case.md"),
);

const DUPLICATE_ENTITY: Rule = rule(
    "duplicate-entity",
    Severity::Error,
    include_str!("../../rules/duplicate-entity.md"),
);

const CIRCULAR_REFERENCE: Rule = rule(
    "circular-reference",
    Severity::Info,
    include_str!("../../rules/circular-reference.md"),
);

const REQUIRED_CYCLE: Rule = rule(
    "required-cycle",
    Severity::Warning,
    include_str!("../../rules/required-cycle.md"),
);

const SHARED_ACTION_NAME: Rule = rule(
    "shared-action-name",
    Severity::Warning,
    include_str!("../../rules/shared-action-name.md"),
);

const UNKNOWN_FUNCTION: Rule = rule(
    "unknown-function",
    Severity::Warning,
    include_str!("../../rules/unknown-function.md"),
);

const UNKNOWN_TARGET_FIELD: Rule = rule(
    "unknown-target-field",
    Severity::Warning,
    include_str!("../../rules/unknown-target-field.md"),
);

const UNKNOWN_RELATION: Rule = rule(
    "unknown-relation",
    Severity::Warning,
    include_str!("../../rules/unknown-relation.md"),
);

const UNKNOWN_AGENT_NAME: Rule = rule(
    "unknown-agent-name",
    Severity::Info,
    include_str!("../../rules/unknown-agent-name.md"),
);

const TABLE_CODE_TAKEN: Rule = rule(
    "table-code-taken",
    Severity::Warning,
    include_str!("../../rules/table-code-taken.md"),
);

const INVALID_TABLE_CODE: Rule = rule(
    "invalid-table-code",
    Severity::Warning,
    include_str!("../../rules/invalid-table-code.md"),
);

const UNKNOWN_IMPORT: Rule = rule(
    "unknown-import",
    Severity::Warning,
    include_str!("../../rules/unknown-import.md"),
);

const FILE_NAME: Rule = rule(
    "file-name",
    Severity::Hint,
    include_str!("../../rules/file-name.md"),
);

const UNUSED_ENTITY: Rule = rule(
    "unused-entity",
    Severity::Hint,
    include_str!("../../rules/unused-entity.md"),
);

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
