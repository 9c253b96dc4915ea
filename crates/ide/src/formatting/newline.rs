//! Where the next line begins, when a line has just been ended.

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::diagnostic::Edit;
use specql_analysis::source;
use specql_syntax::{Kind, Tree};

use crate::around::nodes_around;

/// How much deeper what belongs to something stands.
const STEP: usize = 2;

/// The change of the blanks at the beginning of the line that a place is on, just behind a line
/// break. Nothing where they are as they belong, or where every blank counts.
#[must_use]
pub fn format_on_newline(db: &dyn Db, file: File, offset: u32) -> Vec<Edit> {
    let text = source::text(db, file);
    let offset = offset as usize;
    let Some(before) = text.get(..offset) else {
        return Vec::new();
    };
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let blanks = text.get(start..).unwrap_or_default();
    let blanks = blanks.len() - blanks.trim_start_matches([' ', '\t']).len();
    let above = text.get(..start).unwrap_or_default().trim_end();
    let Some(wanted) = indent_below(source::tree(db, file), text, above) else {
        return Vec::new();
    };
    let span = Span::new(start, start + blanks);
    let wanted = " ".repeat(wanted);
    if start == 0 || text.get(span.range()) == Some(wanted.as_str()) {
        return Vec::new();
    }
    vec![Edit {
        file,
        span,
        text: wanted,
    }]
}

/// How far a line is indented below a text that ends here.
fn indent_below(tree: &Tree, text: &str, above: &str) -> Option<usize> {
    let line_start = above.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = above.get(line_start..)?.trim_start_matches('\u{feff}');
    let indent = line.len() - line.trim_start_matches(' ').len();
    let words = line.trim_start_matches(' ');
    if words.is_empty() {
        return None;
    }
    if words.starts_with('#') {
        return Some(indent);
    }
    if is_in_long_value(tree, text, above.len().saturating_sub(1)) {
        return Some(indent);
    }
    let dashes = dashes(words);
    let content = indent + dashes;
    let words = words.get(dashes..).unwrap_or_default();
    let words = without_comment(words);
    let opens = words.ends_with(':') || words.ends_with(['[', '{']) || is_header(words);
    Some(if opens { content + STEP } else { content })
}

/// Whether a place is in a value that began on a line before. What has been typed there goes on
/// as it was.
fn is_in_long_value(tree: &Tree, text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    let row = before.matches('\n').count();
    let mut around = nodes_around(tree, offset).into_iter();
    around.any(|node| is_value(Kind::of(&node)) && node.start_position().row < row)
}

/// What may go over several lines and is no block.
fn is_value(kind: Kind) -> bool {
    kind.is_text() || matches!(kind, Kind::FlowMapping | Kind::FlowSequence)
}

/// How long the dashes at the beginning of a line are, with the blanks behind them.
fn dashes(words: &str) -> usize {
    let mut rest = words;
    while let Some(behind) = rest.strip_prefix("- ") {
        rest = behind.trim_start_matches(' ');
    }
    if rest == "-" {
        return words.len() + 1;
    }
    words.len() - rest.len()
}

fn without_comment(words: &str) -> &str {
    match words.find(" #") {
        Some(at) => words.get(..at).unwrap_or(words).trim_end(),
        None => words,
    }
}

/// Whether a line ends with the header of a block scalar.
fn is_header(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default();
    let rest = last.strip_prefix(['|', '>']);
    rest.is_some_and(|rest| {
        rest.chars()
            .all(|c| matches!(c, '+' | '-') || c.is_ascii_digit())
    })
}
