//! Table views that PostgreSQL refuses, or that fail when they are refreshed.

use specql_language::Target;
use specql_yaml::{NodeId, Value};

use super::generated::reference;
use super::indexes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const TABLE_VIEW_WITH_REFERENCES: Rule = Rule::new(
    "table-view-with-references",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/table-view-with-references.md"),
);

pub(super) const TRIGRAM_INDEX: Rule = Rule::new(
    "trigram-index",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/trigram-index.md"),
);

/// The index for parts of words; it comes with an extension.
const TRIGRAM: &str = "gin_trgm";

pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let Some(entry) = document.entry(document.root(), "table_views") else {
        return;
    };
    if !matches!(document.value(entry.value), Value::Mapping(_)) {
        return;
    }
    let mode = document.get(entry.value, "mode");
    let mode = mode.and_then(|mode| document.value(mode).as_str());
    let fields = context.spec.fields.iter();
    let references = fields.filter(|field| reference(field).is_some()).count();
    if mode == Some("disable") || (references == 0 && mode != Some("force")) {
        return;
    }
    view_indexes(context, entry.value);
    if context.target == Target::Next {
        return;
    }
    let message = match references {
        0 => None,
        1 => Some(
            "the view cannot be filled: it looks for the view of the other entity by the name \
             `tv_ref` (PostgreSQL, at run time: relation does not exist)",
        ),
        _ => Some(
            "the view is not made: every reference gets a column of the name `fk_ref` \
             (PostgreSQL: column specified more than once)",
        ),
    };
    if let Some(message) = message {
        let span = context.span(entry.last_key);
        context.report(
            Diagnostic::new(&TABLE_VIEW_WITH_REFERENCES, span, message).with_help(
                "Generate without `--include-tv`, or switch the view off: `mode: disable`.",
            ),
        );
    }
}

/// The indexes of its columns.
fn view_indexes(context: &mut Context<'_>, views: NodeId) {
    let document = context.document;
    let columns = document.get(views, "extra_filter_columns");
    let Some(Value::Sequence(columns)) = columns.map(|node| document.value(node)) else {
        return;
    };
    let settings = columns
        .iter()
        .flat_map(|column| match document.value(*column) {
            Value::Mapping(entries) => entries.as_ref(),
            _ => &[],
        });
    for entry in settings {
        let Some(index) = document.get(entry.value, "index") else {
            continue;
        };
        if document.value(index).as_str() != Some(TRIGRAM) {
            let column = document.value(entry.key).as_str().unwrap_or_default();
            indexes::check_column(context, column, entry.value, index);
        } else if context.target == Target::V0_8 {
            context.report(
                Diagnostic::new(
                    &TRIGRAM_INDEX,
                    context.span(index),
                    "this index needs the extension `pg_trgm`, which SpecQL 0.8.7 does not install \
                     (PostgreSQL: operator class does not exist)",
                )
                .with_help(
                    "Run `CREATE EXTENSION IF NOT EXISTS pg_trgm` first, or choose `btree`.",
                ),
            );
        }
    }
}
