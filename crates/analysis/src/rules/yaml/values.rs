//! Values that PyYAML refuses although the syntax is sound: aliases of nothing, unknown tags,
//! dates that are none.

use specql_syntax::{Mistake, marks};
use specql_yaml::{Error, ErrorKind, Span};

use super::change::{line_at, quoted};
use super::{
    COLLECTION_AS_KEY, Context, INVALID_ALIAS, INVALID_MERGE, INVALID_TAG, INVALID_YAML,
    MALFORMED_VALUE, NESTED_TOO_DEEPLY, Rule, SEVERAL_DOCUMENTS, UNQUOTED_VALUE, related,
};
use crate::diagnostic::{Diagnostic, Fix};
use crate::rules::nearest;

pub(super) fn mistakes(context: &Context<'_>) -> Vec<Diagnostic> {
    let marks = marks(context.tree());
    let has_escapes = marks.iter().any(|m| m.mistake == Mistake::InvalidEscape);
    let errors = context.tolerant_errors();
    let told = errors.iter().filter(|error| match error.kind() {
        // The tree has a mark for each of these, at a better place.
        ErrorKind::Scanner => marks.is_empty(),
        ErrorKind::Value => !has_escapes,
        _ => true,
    });
    let mut found: Vec<Diagnostic> = Vec::new();
    for error in told {
        let diagnostic = mistake(context, error);
        let is_new = found.iter().all(|known| known.span != diagnostic.span);
        if is_new {
            found.push(related(context, error, diagnostic));
        }
    }
    found
}

fn mistake(context: &Context<'_>, error: &Error) -> Diagnostic {
    let span = error.span();
    let written = context.source(span);
    let message = error.message().to_owned();
    let rule: &'static Rule = match error.kind() {
        ErrorKind::Composer => match written.chars().next() {
            Some('*') => return alias(context, span, message),
            Some('&') => return Diagnostic::new(&INVALID_ALIAS, anchor(written, span), message),
            _ => return second_document(context, span),
        },
        ErrorKind::TooDeep => &NESTED_TOO_DEEPLY,
        ErrorKind::Constructor | ErrorKind::Value if written.starts_with('!') => {
            return tag(context, span, message);
        }
        ErrorKind::Constructor if matches!(written, "<<" | "=") => {
            return quotable(context, &UNQUOTED_VALUE, span, message);
        }
        ErrorKind::Constructor if message.starts_with("`<<`") => &INVALID_MERGE,
        ErrorKind::Constructor if message.contains("cannot be a key") => &COLLECTION_AS_KEY,
        ErrorKind::Constructor if message.starts_with("the tag") => &INVALID_TAG,
        ErrorKind::Value => return quotable(context, &MALFORMED_VALUE, span, message),
        _ => &INVALID_YAML,
    };
    let diagnostic = Diagnostic::new(rule, first_line(written, span), message);
    let is_brief = !written.contains(['\n', '\'', '"']);
    if *rule == COLLECTION_AS_KEY && is_brief {
        let edits = vec![context.edit(span, quoted(written))];
        return diagnostic.with_fix(Fix::suggestion("Put it in quotes", edits));
    }
    diagnostic
}

fn first_line(written: &str, span: Span) -> Span {
    let length = written.lines().next().unwrap_or_default().len();
    Span::new(span.start as usize, span.start as usize + length)
}

/// The part of a value that is its anchor or tag.
fn anchor(written: &str, span: Span) -> Span {
    let length = written.find(char::is_whitespace).unwrap_or(written.len());
    Span::new(span.start as usize, span.start as usize + length)
}

/// A value that would be text in quotes.
fn quotable(context: &Context<'_>, rule: &'static Rule, span: Span, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(rule, span, message);
    let written = context.source(span);
    if written.is_empty() || written.len() > 100 {
        return diagnostic;
    }
    let edits = vec![context.edit(span, quoted(written))];
    diagnostic.with_fix(Fix::suggestion("Put it in quotes", edits))
}

fn alias(context: &Context<'_>, span: Span, message: String) -> Diagnostic {
    let written = context.source(span);
    let mut diagnostic = Diagnostic::new(&INVALID_ALIAS, span, message);
    let before = context.text.get(..span.start as usize).unwrap_or_default();
    let anchors = before
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('&'));
    if let Some(name) = nearest(written.trim_start_matches('*'), anchors) {
        let edits = vec![context.edit(span, format!("*{name}"))];
        let title = format!("Change it to `*{name}`");
        diagnostic = diagnostic.with_fix(Fix::suggestion(title, edits));
    }
    if before.trim_end().ends_with("<<:") {
        return diagnostic;
    }
    let edits = vec![context.edit(span, quoted(written))];
    diagnostic.with_fix(Fix::suggestion("Put it in quotes", edits))
}

fn tag(context: &Context<'_>, span: Span, message: String) -> Diagnostic {
    let written = context.source(span);
    let tag = anchor(written, span);
    let diagnostic = Diagnostic::new(&INVALID_TAG, tag, message);
    let behind = context.source(Span::new(tag.end as usize, span.end as usize));
    let value = behind.trim_start();
    if value.is_empty() {
        let edits = vec![context.edit(tag, quoted(written))];
        return diagnostic.with_fix(Fix::suggestion("Put it in quotes", edits));
    }
    let end = match behind.starts_with([' ', '\t']) {
        true if !behind.contains('\n') => span.end as usize - value.len(),
        _ => tag.end as usize,
    };
    let edits = vec![context.edit(Span::new(span.start as usize, end), "")];
    diagnostic.with_fix(Fix::suggestion("Remove the tag", edits))
}

/// Another document in the same file. The line that begins it is removed where nothing is
/// behind it, or before it.
fn second_document(context: &Context<'_>, span: Span) -> Diagnostic {
    let text = context.text;
    let line = line_at(text, span.start as usize);
    let begins = context.source(line);
    let place = if begins.starts_with("---") {
        Span::new(line.start as usize, line.start as usize + 3)
    } else {
        line
    };
    let message = "SpecQL reads one document per file, and a second one begins here";
    let diagnostic = Diagnostic::new(&SEVERAL_DOCUMENTS, place, message)
        .with_help("move it to a file of its own");
    let before = text.get(..line.start as usize).unwrap_or_default();
    let rest = text.get(line.end as usize..).unwrap_or_default();
    if begins.trim_end() != "---" || !(says_nothing(before) || says_nothing(rest)) {
        return diagnostic;
    }
    let end = line.end as usize + rest.find('\n').map_or(0, |at| at + 1);
    let edits = vec![context.edit(Span::new(line.start as usize, end), "")];
    diagnostic.with_fix(Fix::safe("Remove the line `---`", edits))
}

fn says_nothing(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.all(|line| line.is_empty() || line.starts_with('#') || matches!(line, "---" | "..."))
}
