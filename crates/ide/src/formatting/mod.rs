//! Formatting: indentation, blanks, blank lines. Words, their order and comments stay.
//!
//! A text is formatted piece by piece: only what stands between two pieces changes, and the
//! blanks that the lines of a long value begin with. What a text says is the same then; where it
//! would not be, nothing is changed. Parts of a file with mistakes in their YAML are left alone.

mod gaps;
mod lines;
mod newline;
mod pieces;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::diagnostic::Edit;
use specql_analysis::source;
use specql_syntax::{Parser, Tree, events, marks};
use specql_yaml::{Error, Event, EventKind};

pub use newline::format_on_newline;
use pieces::{Piece, PieceKind, pieces};

/// Why a file is not formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFormatted {
    /// There is a mistake in its YAML that other parts of the file may depend on.
    Mistake(Span),
    /// Its text would say something else then.
    MeaningWouldChange,
}

impl NotFormatted {
    /// The reason in words.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        match self {
            Self::Mistake(_) => "not formatted, because of a mistake in its YAML here",
            Self::MeaningWouldChange => "not formatted, because it would say something else",
        }
    }
}

/// The changes that format a file, in the order of the text. Parts with mistakes stay as they are.
pub fn format(db: &dyn Db, file: File) -> Result<Vec<Edit>, NotFormatted> {
    let text = source::text(db, file);
    let changes = changes(source::tree(db, file), text)?;
    Ok(edits(file, changes))
}

/// The changes that format the lines that a selection touches; where these lines cannot be
/// formatted alone, the blocks at the top of the file that they are in.
pub fn format_range(db: &dyn Db, file: File, range: Span) -> Result<Vec<Edit>, NotFormatted> {
    let text = source::text(db, file);
    let tree = source::tree(db, file);
    let lines = whole_lines(text, range);
    let all = changes(tree, text)?;
    let within = |part: Span| {
        let touches =
            move |change: &&Change| change.span.start >= part.start && change.span.end <= part.end;
        all.iter().filter(touches).cloned().collect::<Vec<_>>()
    };
    let own = within(lines);
    if is_same(tree, text, &own) {
        return Ok(edits(file, own));
    }
    let blocks = within(around(&pieces(tree, text), lines));
    if is_same(tree, text, &blocks) {
        return Ok(edits(file, blocks));
    }
    Err(NotFormatted::MeaningWouldChange)
}

/// The text of a file with its formatting; none where there is nothing to change.
pub fn formatted(text: &str) -> Result<Option<String>, NotFormatted> {
    let tree = Parser::new().parse(text, None);
    let changes = changes(&tree, text)?;
    Ok((!changes.is_empty()).then(|| apply(text, &changes)))
}

/// A change of blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    span: Span,
    text: String,
}

fn edits(file: File, changes: Vec<Change>) -> Vec<Edit> {
    let edits = changes.into_iter().map(|change| Edit {
        file,
        span: change.span,
        text: change.text,
    });
    edits.collect()
}

/// All changes of a text, in its order.
fn changes(tree: &Tree, text: &str) -> Result<Vec<Change>, NotFormatted> {
    let pieces = pieces(tree, text);
    let broken = broken_parts(tree, &pieces)?;
    let is_sound = |part: Option<usize>| part.is_none_or(|part| !broken.contains(&part));
    let mut changes = Vec::new();
    for gap in gaps::gaps(text, &pieces) {
        if gap.parts.into_iter().all(is_sound) {
            let (span, text) = (gap.span, gap.text);
            changes.push(Change { span, text });
        }
    }
    for piece in pieces.iter().filter(|piece| is_sound(piece.part)) {
        let moves = lines::moves(text, piece).into_iter();
        changes.extend(moves.map(|moved| Change {
            span: moved.span,
            text: " ".repeat(moved.blanks),
        }));
    }
    changes.sort_by_key(|change| change.span);
    if is_same(tree, text, &changes) {
        Ok(changes)
    } else {
        Err(NotFormatted::MeaningWouldChange)
    }
}

/// The pairs at the top that have mistakes in them, or something that is not formatted.
fn broken_parts(tree: &Tree, pieces: &[Piece]) -> Result<BTreeSet<usize>, NotFormatted> {
    let explicit = pieces
        .iter()
        .filter(|piece| piece.kind == PieceKind::Question);
    let mut broken: BTreeSet<_> = explicit.filter_map(|piece| piece.part).collect();
    for mark in marks(tree) {
        let at = pieces.partition_point(|piece| piece.span.end <= mark.span.start);
        let around = pieces.get(at.saturating_sub(1)..).unwrap_or_default();
        let parts: Vec<_> = around
            .iter()
            .take(2)
            .filter_map(|piece| piece.part)
            .collect();
        if parts.is_empty() {
            return Err(NotFormatted::Mistake(mark.span));
        }
        broken.extend(parts);
    }
    // These parts stay where they are, so what is beside them has to stay, too.
    let first = pieces.iter().find(|piece| piece.begins_part);
    match first {
        Some(first) if !broken.is_empty() && first.shift != 0 => {
            Err(NotFormatted::Mistake(first.span))
        }
        _ => Ok(broken),
    }
}

/// Whether a text says the same with some changes.
fn is_same(tree: &Tree, text: &str, changes: &[Change]) -> bool {
    if changes.is_empty() {
        return true;
    }
    let changed = apply(text, changes);
    let new = Parser::new().parse(&changed, None);
    let before = events(tree, text).map(said);
    let after = events(&new, &changed).map(said);
    before.eq(after) && marks(tree).len() == marks(&new).len()
}

/// What an event says, wherever it stands.
fn said<'t>(event: Result<Event<'t>, Error>) -> Result<EventKind<'t>, String> {
    match event {
        Ok(event) => Ok(event.kind),
        Err(error) => Err(error.message().to_owned()),
    }
}

/// A text with some changes, which are in its order.
fn apply(text: &str, changes: &[Change]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        let (start, end) = (change.span.start as usize, change.span.end as usize);
        changed.push_str(text.get(at..start).unwrap_or_default());
        changed.push_str(&change.text);
        at = end.max(at);
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    changed
}

/// From the end of the line before a selection to the end of its last line.
fn whole_lines(text: &str, range: Span) -> Span {
    let (start, end) = (range.start as usize, range.end as usize);
    let before = text.get(..start).unwrap_or(text);
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at);
    let start = text.get(..start).map_or(0, |t| t.trim_end().len());
    let behind = text.get(end..).unwrap_or_default();
    let end = end + behind.find(['\n', '\r']).unwrap_or(behind.len());
    Span::new(start, end)
}

/// The pairs at the top that some lines are in.
fn around(pieces: &[Piece], lines: Span) -> Span {
    let touches = |piece: &&Piece| piece.span.end >= lines.start && piece.span.start <= lines.end;
    let parts: BTreeSet<_> = pieces
        .iter()
        .filter(touches)
        .filter_map(|p| p.part)
        .collect();
    let inside = pieces
        .iter()
        .filter(|piece| piece.part.is_some_and(|part| parts.contains(&part)));
    inside.fold(lines, |span, piece| {
        let start = span.start.min(piece.span.start);
        Span::new(start as usize, span.end.max(piece.span.end) as usize)
    })
}
