//! What a word means, as Markdown: its documentation, its type, what becomes of it.
//!
//! A hover begins with a line of code that says what the word is; texts about the language come
//! from its tables.

mod keys;
mod language;
mod names;
mod symbols;
#[cfg(test)]
mod tests;

pub(crate) use symbols::content_span;

use specql_analysis::db::{Db, File};
use specql_analysis::rules::{self, Rule};
use specql_analysis::{settings, source, suppression};
use specql_yaml::Span;

use crate::keyed::keyed_at;
use crate::place::touches;
use crate::symbol::symbol_at;
use crate::told::{block, code};
use crate::word::{span_of, word_at};

/// What is told about a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The word.
    pub span: Span,
    /// What is told: Markdown.
    pub markdown: String,
}

impl Hover {
    fn new(span: Span, paragraphs: impl IntoIterator<Item = String>) -> Self {
        let paragraphs = paragraphs.into_iter().filter(|text| !text.is_empty());
        Self {
            span,
            markdown: paragraphs.collect::<Vec<_>>().join("\n\n"),
        }
    }
}

/// What the word at a place means; nothing where there is nothing to tell.
#[must_use]
pub fn hover(db: &dyn Db, file: File, offset: u32) -> Option<Hover> {
    if file.path(db).rsplit('/').next() == Some(settings::FILE_NAME) {
        return rule_in_settings(source::text(db, file), offset);
    }
    if let Some(found) = suppressed(db, file, offset) {
        return Some(found);
    }
    let text = source::text(db, file);
    let word = word_at(source::tree(db, file), offset);
    if let Some(word) = word
        && let Some(told) = language::word(text, &word)
    {
        return Some(Hover::new(span_of(&word), told));
    }
    if let Some(word) = word
        && let Some(found) = names::name(db, file, &word)
    {
        return Some(found);
    }
    if let Some(found) = symbol_at(db, file, offset)
        && let Some(told) = symbols::symbol(db, file, &found)
    {
        return Some(Hover::new(found.span, told));
    }
    keys::keyed(db, file, keyed_at(db, file, offset)?)
}

// Rules

fn rule(rule: &'static Rule) -> Vec<String> {
    let head = format!(
        "{}: {} ({})",
        rule.severity.name(),
        rule.code,
        rule.group.name()
    );
    // The documentation begins with a title, which is the code, and ends with examples.
    let doc = rule.doc.trim();
    let doc = match doc.split_once('\n') {
        Some((title, doc)) if title.starts_with('#') => doc.trim(),
        _ => doc,
    };
    let doc = doc.split("\n## ").next().unwrap_or_default().trim();
    let link = format!("[{}]({})", rule.code, rule.url());
    vec![block("text", &head), doc.to_owned(), link]
}

fn unknown_rule(name: &str) -> Option<Vec<String>> {
    let meant = rules::suggestion(name)?;
    let text = format!(
        "There is no rule {}; {} may be meant.",
        code(name),
        code(meant)
    );
    Some(vec![text])
}

fn about_rule(name: &str, span: Span) -> Option<Hover> {
    let told = match rules::rule(name) {
        Some(found) => rule(found),
        None => unknown_rule(name)?,
    };
    Some(Hover::new(span, told))
}

/// A code in a comment that silences rules.
fn suppressed(db: &dyn Db, file: File, offset: u32) -> Option<Hover> {
    let mut codes = suppression::codes(db, file).into_iter();
    let (name, span) = codes.find(|(_, span)| touches(*span, offset))?;
    about_rule(&name, span)
}

/// A code in the settings: any word there that is one, in a line that is no comment.
fn rule_in_settings(text: &str, offset: u32) -> Option<Hover> {
    let at = offset as usize;
    let (before, behind) = text.split_at_checked(at)?;
    let is_of_code = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let start = before.trim_end_matches(is_of_code).len();
    let end = at + (behind.len() - behind.trim_start_matches(is_of_code).len());
    let line = before.rfind('\n').map_or(0, |feed| feed + 1);
    if text.get(line..)?.trim_start().starts_with('#') {
        return None;
    }
    let name = text.get(start..end)?;
    let found = rules::rule(name)?;
    Some(Hover::new(Span::new(start, end), rule(found)))
}
