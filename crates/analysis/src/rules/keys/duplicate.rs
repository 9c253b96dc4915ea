//! Keys that stand in one mapping twice, and entities that stand in one file.

use specql_yaml::{Document, Entry, NodeId, Span, Value, position};

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const DUPLICATE_KEY: Rule = Rule::new(
    "duplicate-key",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/duplicate-key.md"),
);

pub(super) const SEVERAL_ENTITIES: Rule = Rule::new(
    "several-entities",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/several-entities.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    let root = context.document.root();
    let entity = context.document.entry(root, "entity");
    let is_several = entity.is_some_and(|entity| entity.key != entity.last_key);
    for (mapping, entry) in repeated(context.document) {
        let is_root = mapping == root;
        if is_merged(context, mapping, &entry) {
            continue;
        }
        let first = context.span(entry.key);
        let last = context.span(entry.last_key);
        let name = context.source(first).trim_matches(['"', '\'']);
        let is_entity = is_root && name == "entity";
        if is_root && is_several && !is_entity {
            // All of it is lost with the entity.
            continue;
        }
        let (rule, message, help) = if is_entity {
            let message = "a second entity follows in this file, and this one is lost with its \
                           fields";
            let help = "Give each entity a file of its own.";
            (&SEVERAL_ENTITIES, message.to_owned(), help)
        } else {
            let message = format!("`{name}` is written again below, and this one is lost");
            let help = "Remove one of the two, or bring them together.";
            (&DUPLICATE_KEY, message, help)
        };
        let said = format!("only this `{name}` counts");
        let diagnostic = Diagnostic::new(rule, first, message)
            .with_related(context.file, last, said)
            .with_help(help);
        context.report(diagnostic);
    }
}

/// The entries of all mappings whose key is there more than once.
fn repeated(document: &Document<'_>) -> Vec<(NodeId, Entry)> {
    let mut found = Vec::new();
    let mut known: Vec<bool> = Vec::new();
    let mut open = vec![document.root()];
    while let Some(node) = open.pop() {
        if known.len() <= node.index() {
            known.resize(node.index() + 1, false);
        }
        // An alias brings a value more than once.
        match known.get_mut(node.index()) {
            Some(is_known) if !*is_known => *is_known = true,
            _ => continue,
        }
        match document.value(node) {
            Value::Mapping(entries) => {
                let twice = entries.iter().filter(|entry| entry.key != entry.last_key);
                found.extend(twice.map(|entry| (node, *entry)));
                open.extend(entries.iter().map(|entry| entry.value));
            }
            Value::Sequence(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// Whether the first of two equal keys has come in by `<<`: then it is meant to be replaced.
///
/// Such a key stands in another mapping, at another place of the page.
fn is_merged(context: &Context<'_>, mapping: NodeId, entry: &Entry) -> bool {
    let around = context.span(mapping);
    let first = context.span(entry.key);
    let last = context.span(entry.last_key);
    let is_inside = around.start <= first.start && first.end <= around.end;
    if !is_inside || first.start > last.start {
        return true;
    }
    let is_flow = context.source(around).starts_with('{');
    if is_flow {
        return depth(context, around, first) != depth(context, around, last);
    }
    let column = |span: Span| position(context.text, span.start as usize).column;
    column(first) != column(last)
}

/// How many brackets are open at a place of a flow mapping.
fn depth(context: &Context<'_>, around: Span, at: Span) -> usize {
    let before = context.source(Span::new(around.start as usize, at.start as usize));
    let count = |wanted: [char; 2]| before.matches(wanted).count();
    count(['{', '[']).saturating_sub(count(['}', ']']))
}
