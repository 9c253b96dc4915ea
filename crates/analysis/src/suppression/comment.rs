//! Reading the comments that silence rules.

use ropey::Rope;
use specql_syntax::{Kind, Tree};
use specql_yaml::Span;

use crate::rules::nearest;

/// A comment that silences rules, or was meant to.
pub(super) struct Comment {
    /// Where it silences them.
    pub(super) scope: Scope,
    /// The codes that it names, and where.
    pub(super) codes: Vec<(String, Span)>,
    /// What has to go to be rid of it: all of its line, where it stands alone.
    pub(super) whole: Span,
    /// Why it silences nothing, if its form is wrong.
    pub(super) problem: Option<(&'static str, Span)>,
}

/// Where a comment silences rules.
pub(super) enum Scope {
    /// On a line, counted from 0.
    Line(usize),
    /// In the whole file.
    File,
    /// Nowhere.
    Nothing,
}

/// All comments of a text that silence rules.
pub(super) fn comments(text: &str, tree: &Tree, lines: &Rope) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut cursor = tree.root().walk();
    loop {
        let node = cursor.node();
        if Kind::of(&node) == Kind::Comment {
            let span = Span::new(node.start_byte(), node.end_byte());
            found.extend(read(text, lines, span));
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

fn read(text: &str, lines: &Rope, span: Span) -> Option<Comment> {
    let start = span.start as usize;
    let written = text.get(span.range())?.trim_end();
    let rest = written.trim_start_matches(['#', ' ', '\t']);
    let rest = rest.strip_prefix("specql:")?.trim_start();
    let at = |part: &str| start + (part.as_ptr() as usize - written.as_ptr() as usize);
    let word_end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
        .unwrap_or(rest.len());
    let (word, behind) = rest.split_at(word_end);
    let is_alone = is_blank(text.get(line_start(lines, start)..start)?);
    let mut comment = Comment {
        scope: Scope::Nothing,
        codes: Vec::new(),
        whole: whole(
            text,
            lines,
            Span::new(start, start + written.len()),
            is_alone,
        ),
        problem: None,
    };
    let word_span = Span::new(at(word), at(word) + word.len());
    comment.scope = match word {
        "ignore-file" => Scope::File,
        "ignore" => Scope::Line(line_meant(lines, start, is_alone)),
        // Other comments may begin so; only what was surely meant to be one of these is told.
        _ => {
            nearest(word, ["ignore", "ignore-file"])?;
            let message = "this silences nothing; write `ignore[code]` or `ignore-file[code]`";
            comment.problem = Some((message, word_span));
            return Some(comment);
        }
    };
    let listed = behind.trim_start().strip_prefix('[');
    let Some(listed) = listed.and_then(|listed| Some(listed.split_once(']')?.0)) else {
        let message = "this silences nothing; name the rules, as in `ignore[unknown-field]`";
        comment.problem = Some((message, word_span));
        return Some(comment);
    };
    for code in listed.split(',').map(str::trim) {
        if !code.is_empty() {
            let span = Span::new(at(code), at(code) + code.len());
            comment.codes.push((code.to_owned(), span));
        }
    }
    if comment.codes.is_empty() {
        let message = "this silences nothing; name the rules between the brackets";
        comment.problem = Some((message, word_span));
    }
    Some(comment)
}

fn line_start(lines: &Rope, offset: usize) -> usize {
    lines.line_to_byte(lines.byte_to_line(offset.min(lines.len_bytes())))
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// A comment beside something is about its own line, one alone about the next line that is no
/// comment.
fn line_meant(lines: &Rope, start: usize, is_alone: bool) -> usize {
    let own = lines.byte_to_line(start.min(lines.len_bytes()));
    if !is_alone {
        return own;
    }
    let mut line = own + 1;
    while let Some(content) = lines.get_line(line) {
        let first = content.chars().find(|c| !matches!(c, ' ' | '\t'));
        if first != Some('#') {
            break;
        }
        line += 1;
    }
    line
}

/// A comment alone goes with its line, another one with the blanks before it.
fn whole(text: &str, lines: &Rope, comment: Span, is_alone: bool) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let line = lines.byte_to_line(start.min(lines.len_bytes()));
    let from = lines.line_to_byte(line);
    if is_alone {
        let to = lines
            .try_line_to_byte(line + 1)
            .unwrap_or(lines.len_bytes());
        return Span::new(from, to);
    }
    let before = text.get(from..start).unwrap_or_default();
    Span::new(from + before.trim_end_matches([' ', '\t']).len(), end)
}
