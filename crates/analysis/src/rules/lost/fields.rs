//! Fields that are dropped.

use specql_yaml::Value;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const DROPPED_FIELDS: Rule = Rule::new(
    "dropped-fields",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/dropped-fields.md"),
);

/// Fields below `entity` win over those at the top of the file.
pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let root = document.root();
    let inner = document
        .get(root, "entity")
        .and_then(|entity| document.entry(entity, "fields"));
    let (Some(inner), Some(outer)) = (inner, document.entry(root, "fields")) else {
        return;
    };
    let is_empty = match document.value(outer.value) {
        Value::Mapping(entries) => entries.is_empty(),
        value => *value == Value::Null,
    };
    if is_empty {
        return;
    }
    let message = "these fields are dropped, because `entity` has `fields` of its own; move them \
                   there";
    let span = context.span(outer.last_key);
    let diagnostic = Diagnostic::new(&DROPPED_FIELDS, span, message).with_related(
        context.file,
        context.span(inner.last_key),
        "these fields count",
    );
    context.report(diagnostic);
}
