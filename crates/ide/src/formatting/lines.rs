//! The lines of a value that goes over several: they move with the block around them, and the
//! words on them stay.

use specql_analysis::Span;

use super::pieces::{Piece, PieceKind};

/// A change of the blanks that a line begins with.
pub(super) struct Move {
    /// The blanks as they are.
    pub(super) span: Span,
    /// How many there have to be.
    pub(super) blanks: usize,
}

/// How the lines of a piece behind its first one move.
pub(super) fn moves(text: &str, piece: &Piece) -> Vec<Move> {
    let source = text.get(piece.span.range()).unwrap_or_default();
    if !source.contains('\n') && !source.contains('\r') {
        return Vec::new();
    }
    match piece.kind {
        PieceKind::Block => block(source, piece),
        PieceKind::Word => flow(source, piece),
        _ => Vec::new(),
    }
}

/// Blanks at the beginning of these lines mean nothing, so they may stand further to the right
/// than they have to.
fn flow(source: &str, piece: &Piece) -> Vec<Move> {
    let moves = later_lines(source).filter_map(|(at, line)| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        if is_blank(line) || line.trim_start_matches(' ').starts_with('\t') {
            return None;
        }
        let new = shifted(blanks, piece.shift).max(piece.column);
        change(piece, at, blanks, new)
    });
    moves.collect()
}

/// All lines move alike: how much deeper one stands than another is a part of the text.
fn block(source: &str, piece: &Piece) -> Vec<Move> {
    let words = later_lines(source).find(|(_, line)| !is_blank(line));
    let Some((_, first)) = words else {
        return Vec::new();
    };
    let header = source.split(['\n', '\r', '#']).next().unwrap_or_default();
    let old = first.len() - first.trim_start_matches(' ').len();
    let is_explicit = header.contains(|c: char| c.is_ascii_digit());
    let shift = if is_explicit {
        piece.shift
    } else {
        signed(piece.column) - signed(old)
    };
    let moves = later_lines(source).filter_map(|(at, line)| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        // A blank line is empty unless it is longer than the others are indented.
        let new = match is_blank(line) {
            true if blanks <= old => 0,
            _ => shifted(blanks, shift),
        };
        change(piece, at, blanks, new)
    });
    moves.collect()
}

fn change(piece: &Piece, at: usize, blanks: usize, new: usize) -> Option<Move> {
    let start = piece.span.start as usize + at;
    (new != blanks).then(|| Move {
        span: Span::new(start, start + blanks),
        blanks: new,
    })
}

/// All lines behind the first one, without their breaks, and where they begin.
fn later_lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let lines = source.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    });
    lines.skip(1)
}

fn is_blank(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).is_empty()
}

fn shifted(column: usize, shift: isize) -> usize {
    column.saturating_add_signed(shift)
}

fn signed(column: usize) -> isize {
    isize::try_from(column).unwrap_or(isize::MAX)
}
