//! Where a spec gives patterns SQL over the columns of its own table.

use std::collections::HashSet;

use specql_language::pattern::{self, ParameterKind};
use specql_yaml::{Document, Entry, NodeId, Span, Value, load};

/// The key of the patterns that an entity asks for.
pub(super) const PATTERNS: &str = "patterns";

/// Keys of what a pattern is given in mappings, such as `aggregates`, that hold SQL.
const SQL: [&str; 3] = ["expression", "field", "filter"];

/// The scalars that are such SQL.
pub(super) fn places(text: &str) -> HashSet<Span> {
    let mut found = HashSet::new();
    let document = text.contains(PATTERNS).then(|| load(text).ok());
    let Some(document) = document.flatten() else {
        return found;
    };
    let patterns = document.get(document.root(), PATTERNS);
    for item in items(&document, patterns) {
        let name = document.get(*item, "type");
        let name = name.and_then(|name| document.value(name).as_str());
        let Some(pattern) = name.and_then(pattern::pattern) else {
            continue;
        };
        for entry in entries(&document, document.get(*item, "params")) {
            let name = document.value(entry.key).as_str().unwrap_or_default();
            match pattern.parameter(name).map(|parameter| parameter.kind) {
                Some(ParameterKind::SqlExpression) => {
                    found.insert(document.span(entry.value));
                }
                Some(ParameterKind::Mappings) => {
                    let mappings = items(&document, Some(entry.value)).iter();
                    let values = mappings.flat_map(|mapping| {
                        let keys = SQL.iter();
                        keys.filter_map(|key| document.get(*mapping, key))
                    });
                    found.extend(values.map(|value| document.span(value)));
                }
                _ => {}
            }
        }
    }
    found
}

fn items<'d>(document: &'d Document<'_>, list: Option<NodeId>) -> &'d [NodeId] {
    match list.map(|list| document.value(list)) {
        Some(Value::Sequence(items)) => items,
        _ => &[],
    }
}

fn entries<'d>(document: &'d Document<'_>, mapping: Option<NodeId>) -> &'d [Entry] {
    match mapping.map(|mapping| document.value(mapping)) {
        Some(Value::Mapping(entries)) => entries,
        _ => &[],
    }
}
