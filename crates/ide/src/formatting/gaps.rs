//! What belongs between two pieces of a text: blanks, line breaks, blank lines.

use std::collections::HashSet;

use specql_analysis::Span;

use super::pieces::{Piece, PieceKind};

/// A change of what stands between two pieces.
pub(super) struct Gap {
    /// What stands there now.
    pub(super) span: Span,
    /// What belongs there.
    pub(super) text: String,
    /// The parts of the file on both sides.
    pub(super) parts: [Option<usize>; 2],
}

/// All gaps that have to change.
pub(super) fn gaps(text: &str, pieces: &[Piece]) -> Vec<Gap> {
    let Some((first, last)) = pieces.first().zip(pieces.last()) else {
        return Vec::new();
    };
    let mut found = Found {
        text,
        gaps: Vec::new(),
    };
    let columns = columns(pieces);
    let column = |at: usize| columns.get(at).copied().unwrap_or_default();
    let head = first.span.start as usize;
    let begin = text.len() - text.trim_start_matches('\u{feff}').len();
    let head = Span::new(begin.min(head), head);
    found.put(head, " ".repeat(column(0)), [None, first.part]);
    let apart = groups(text, pieces, &columns);
    for (at, pair) in pieces.windows(2).enumerate() {
        let [before, behind] = pair else { continue };
        let span = Span::new(before.span.end as usize, behind.span.start as usize);
        let gap = text.get(span.range()).unwrap_or_default();
        // Anything else than blanks is none of our business.
        if gap.contains(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')) {
            continue;
        }
        let wanted = if gap.contains(['\r', '\n']) {
            let least = usize::from(apart.contains(&(at + 1)));
            let breaks = line_break(gap).repeat(blank_lines(gap, text, before, least) + 1);
            format!("{breaks}{}", " ".repeat(column(at + 1)))
        } else {
            inline(gap, before, behind)
        };
        found.put(span, wanted, [before.part, behind.part]);
    }
    found.end(last);
    found.gaps
}

struct Found<'t> {
    text: &'t str,
    gaps: Vec<Gap>,
}

impl Found<'_> {
    fn put(&mut self, span: Span, text: String, parts: [Option<usize>; 2]) {
        if self.text.get(span.range()) != Some(text.as_str()) {
            self.gaps.push(Gap { span, text, parts });
        }
    }

    /// A file ends with one line break.
    fn end(&mut self, last: &Piece) {
        let span = Span::new(last.span.end as usize, self.text.len());
        let gap = self.text.get(span.range()).unwrap_or_default();
        let is_text = last.kind == PieceKind::Block;
        let is_kept = is_text && (keeps_breaks(self.text, last) || !gap.contains(['\r', '\n']));
        if gap.trim_matches([' ', '\t', '\r', '\n']).is_empty() && !is_kept {
            let line_break = if gap.contains(['\r', '\n']) {
                line_break(gap)
            } else {
                line_break(self.text)
            };
            self.put(span, line_break.to_owned(), [last.part, None]);
        }
    }
}

/// The pieces that a blank line has to stand before: the first ones of pairs at the top, or of
/// the comments above them, where one of two pairs goes over several lines.
fn groups(text: &str, pieces: &[Piece], columns: &[usize]) -> HashSet<usize> {
    let long = long_parts(text, pieces);
    let is_long = |part: Option<usize>| part.is_some_and(|part| long.contains(&part));
    let mut found = HashSet::new();
    let mut earlier = None;
    let numbered = pieces.iter().enumerate();
    for (at, piece) in numbered.filter(|(_, piece)| piece.begins_part) {
        if earlier.is_some() && (is_long(earlier) || is_long(piece.part)) {
            let before = pieces.iter().zip(columns).take(at).rev();
            let comments = before.take_while(|(piece, column)| {
                is_comment(piece) && piece.begins_line.is_some() && **column == 0
            });
            found.insert(at - comments.count());
        }
        earlier = piece.part;
    }
    found
}

fn is_comment(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::Comment(_))
}

/// The pairs at the top that go over several lines.
fn long_parts(text: &str, pieces: &[Piece]) -> HashSet<usize> {
    let mut long = HashSet::new();
    let of_parts = pieces.chunk_by(|a, b| a.part == b.part);
    for part in of_parts {
        let mut words = part.iter().filter(|piece| !is_comment(piece));
        let Some(first) = words.next() else { continue };
        let last = words.next_back().unwrap_or(first);
        let source = text.get(first.span.start as usize..last.span.end as usize);
        if let (Some(number), Some(source)) = (first.part, source)
            && source.contains(['\n', '\r'])
        {
            long.insert(number);
        }
    }
    long
}

/// The columns of all pieces, where they begin a line. A comment stands with what follows it,
/// where it did so before; else with the block whose column it had.
fn columns(pieces: &[Piece]) -> Vec<usize> {
    let mut columns = Vec::with_capacity(pieces.len());
    let mut next = None;
    for piece in pieces.iter().rev() {
        let PieceKind::Comment(block) = piece.kind else {
            next = piece.begins_line.map(|old| (old, piece.column));
            columns.push(piece.column);
            continue;
        };
        let own = piece.begins_line.unwrap_or_default();
        let exact = next.filter(|(old, _)| *old == own);
        let is_nearer = |(old, _): &(usize, usize)| {
            *old <= own && block.is_none_or(|(around, _)| around < *old)
        };
        let (_, new) = exact
            .or(next.filter(is_nearer))
            .or(block)
            .unwrap_or_default();
        columns.push(new);
    }
    columns.reverse();
    columns
}

/// What belongs between two pieces on one line.
fn inline(gap: &str, before: &Piece, behind: &Piece) -> String {
    use PieceKind::{Close, Colon, Comma, Comment, Dash, FlowComment, Mark, Open};
    match (&before.kind, &behind.kind) {
        // Comments stay where their author has aligned them.
        (_, Comment(_) | FlowComment) if !gap.is_empty() => gap.to_owned(),
        // `{a: }` and `*a :` would read as something else.
        (Colon, Comma | Close) | (Mark, Colon) => gap.to_owned(),
        (Open, _) | (_, Close | Comma) => String::new(),
        (_, Colon) => String::new(),
        (Dash | Colon | Comma, _) => " ".to_owned(),
        _ if gap.is_empty() => String::new(),
        _ => " ".to_owned(),
    }
}

/// How many blank lines belong between two pieces on different lines.
fn blank_lines(gap: &str, text: &str, before: &Piece, least: usize) -> usize {
    let feeds = gap.matches('\n').count();
    let breaks = if feeds == 0 {
        gap.matches('\r').count()
    } else {
        feeds
    };
    let now = breaks.saturating_sub(1);
    if before.kind == PieceKind::Block && keeps_breaks(text, before) {
        return now;
    }
    now.clamp(least, 1)
}

/// Whether the blank lines behind a block scalar are a part of it.
fn keeps_breaks(text: &str, piece: &Piece) -> bool {
    let source = text.get(piece.span.range()).unwrap_or_default();
    let header = source.split(['\n', '\r', '#']).next().unwrap_or_default();
    header.contains('+')
}

fn line_break(text: &str) -> &'static str {
    match text.find(['\r', '\n']) {
        Some(at) if text.get(at..).is_some_and(|t| t.starts_with("\r\n")) => "\r\n",
        Some(at) if text.get(at..).is_some_and(|t| t.starts_with('\r')) => "\r",
        _ => "\n",
    }
}
