//! Changes of a YAML text that more than one rule offers.

use specql_yaml::{NodeId, Span, Value};

use super::refused::{Site, entries};
use crate::diagnostic::Edit;
use crate::rules::Context;

/// A text as a YAML scalar in quotes.
pub(in crate::rules) fn quoted(text: &str) -> String {
    if text.contains('\'') && !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// The line that an offset lies in, without its end.
pub(in crate::rules) fn line_at(text: &str, offset: usize) -> Span {
    let before = text.get(..offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let behind = text.get(offset..).unwrap_or_default();
    let end = offset + behind.find('\n').unwrap_or(behind.len());
    let end = match text.get(start..end) {
        Some(line) if line.ends_with('\r') => end - 1,
        _ => end,
    };
    Span::new(start, end)
}

/// So many blanks as stand before the content at an offset, dashes of lists counted as blanks.
pub(in crate::rules) fn indent_at(text: &str, offset: usize) -> String {
    let line = line_at(text, offset);
    let before = text.get(line.start as usize..offset).unwrap_or_default();
    " ".repeat(before.chars().count())
}

/// Puts a value behind a key that has none.
pub(in crate::rules) fn fill(context: &Context<'_>, site: Site, value: &str) -> Option<Edit> {
    let key = context.span(site.key?).end as usize;
    let behind = context.text.get(key..)?;
    let colon = key + behind.find(':')? + 1;
    let span = context.span(site.node);
    if span.is_empty() {
        return Some(context.edit(Span::at(colon), format!(" {value}")));
    }
    Some(context.edit(span, value))
}

/// Removes an entry of a block mapping with its lines. None where it stands in a line with
/// others, or where the mapping would be left empty.
pub(in crate::rules) fn remove_entry(context: &Context<'_>, site: Site) -> Option<Edit> {
    let (key, around) = (site.key?, site.around?);
    if entries(context, around).len() < 2 {
        return None;
    }
    lines_of(context, context.span(key).to(context.span(site.node)))
}

/// Removes the lines of a place that has them for itself.
fn lines_of(context: &Context<'_>, span: Span) -> Option<Edit> {
    let text = context.text;
    let start = line_at(text, span.start as usize).start as usize;
    let before = text.get(start..span.start as usize)?;
    let end = line_at(text, span.end as usize).end as usize;
    let behind = text.get(span.end as usize..end)?.trim();
    let is_alone = behind.is_empty() || behind == ":" || behind.starts_with('#');
    if !before.trim().is_empty() || !is_alone {
        return None;
    }
    let rest = text.get(end..).unwrap_or_default();
    let end = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
    Some(context.edit(Span::new(start, end), ""))
}

/// Removes an item of a list.
pub(in crate::rules) fn remove_item(context: &Context<'_>, site: Site) -> Option<Edit> {
    let around = site.around?;
    let Value::Sequence(items) = context.document.value(around) else {
        return None;
    };
    if items.len() < 2 {
        return None;
    }
    let span = context.span(site.node);
    let before = context.text.get(..span.start as usize)?;
    if context.source(context.span(around)).starts_with('[') {
        let before = before.trim_end();
        let start = before.strip_suffix(',')?.len();
        return Some(context.edit(Span::new(start, span.end as usize), ""));
    }
    let start = before.trim_end().strip_suffix('-')?.len();
    lines_of(context, Span::new(start, span.end as usize))
}

/// Makes a list with one item of a block mapping that takes the lines behind its key.
pub(in crate::rules) fn into_item(context: &Context<'_>, node: NodeId) -> Option<Vec<Edit>> {
    let first = entries(context, node).first()?;
    let span = context.span(node);
    let source = context.source(span);
    let start = context.span(first.last_key).start;
    let is_block = !source.starts_with('{') && start == span.start;
    let line = line_at(context.text, start as usize).start as usize;
    let before = context.text.get(line..start as usize)?;
    if !is_block || !before.trim().is_empty() {
        return None;
    }
    let mut edits = vec![context.edit(Span::at(start as usize), "- ")];
    for (at, _) in source.match_indices('\n') {
        let at = start as usize + at + 1;
        let line = line_at(context.text, at);
        if !context.source(line).trim().is_empty() {
            edits.push(context.edit(Span::at(at), "  "));
        }
    }
    Some(edits)
}

/// The last part of a file's path without its ending, and the folder it lies in.
pub(in crate::rules) fn file_and_folder(path: &str) -> (&str, &str) {
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let file = file.split('.').next().unwrap_or_default();
    (file, parts.next().unwrap_or_default())
}
