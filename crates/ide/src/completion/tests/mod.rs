//! What is offered where, and what it does to the text. How often the wanted item is among the
//! first, `tests/completion.rs` counts.

mod edits;
mod places;
mod robust;

use super::{Completion, Item, completion, resolve_completion};
use crate::fixture::Fixture;

/// The first items, each with what it is.
fn offered(text: &str, count: usize) -> String {
    let found = of(text);
    let items = found.items.iter().take(count);
    let mut shown: Vec<String> = items.map(line).collect();
    if found.items.len() > count {
        shown.push("…".to_owned());
    }
    shown.join("\n")
}

fn of(text: &str) -> Completion {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    completion(fixture.db(), file, offset)
}

fn line(item: &Item) -> String {
    let (label, kind) = (&item.label, item.kind);
    let detail = item.detail.as_deref().unwrap_or("-");
    format!("{label} ({kind:?}): {detail}")
}

/// The text after an item was taken, by its snippet or without.
fn taken(text: &str, label: &str, with_snippet: bool) -> String {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    let found = completion(fixture.db(), file, offset);
    let item = found.items.iter().find(|item| item.label == label);
    let item = item.unwrap_or_else(|| panic!("{label} is offered"));
    let whole = fixture.text(file);
    let line = &whole[crate::context::line_start(&whole, offset as usize)..];
    let blanks = line.len() - line.trim_start_matches(' ').len();
    let line = format!("\n{}", " ".repeat(blanks));
    let snippet = item.snippet.as_ref().filter(|_| with_snippet);
    let snippet = snippet.map(|snippet| snippet.replace('\n', &line));
    let mut edits = item.extra_edits.clone();
    edits.push(super::Edit {
        span: item.edit.span,
        text: snippet.unwrap_or_else(|| item.edit.text.clone()),
    });
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = fixture.text(file);
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

/// The documentation of an item.
fn documented(text: &str, label: &str) -> String {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    let found = completion(fixture.db(), file, offset);
    let item = found.items.iter().find(|item| item.label == label);
    let item = item.unwrap_or_else(|| panic!("{label} is offered"));
    resolve_completion(fixture.db(), &item.subject).unwrap_or_default()
}
