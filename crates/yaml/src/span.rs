//! Places in a text: byte offsets, and the lines and columns PyYAML would name.

use std::ops::Range;

use crate::chars;

/// A stretch of the source text, in bytes from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just behind the last byte.
    pub end: u32,
}

impl Span {
    /// The stretch from `start` to `end`. Offsets beyond 4 GiB are cut to that (such texts are
    /// refused before they are read).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// The empty stretch at `offset`.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The stretch from the beginning of `self` to the end of `last`.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self {
            start: self.start,
            end: last.end.max(self.start),
        }
    }

    /// The offsets as a range that slices a `str`.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The same stretch in a text that has `base` more bytes in front.
    pub(crate) fn shifted(self, base: usize) -> Self {
        Self::new(self.start as usize + base, self.end as usize + base)
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A line and a column as PyYAML counts them, both from 0, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line breaks before the place; NEL, LS and PS are line breaks too.
    pub line: usize,
    /// Characters between the line's beginning and the place; a byte order mark does not count.
    pub column: usize,
}

/// The line and column of a byte offset. An offset beyond the text means its end; one inside a
/// character means that character.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let bytes = text.as_bytes();
    let mut place = Position::default();
    for (at, c) in text.char_indices() {
        if at + c.len_utf8() > offset {
            break;
        }
        match c {
            '\r' if chars::byte(bytes, at + 1) == b'\n' => place.column += 1,
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                place.line += 1;
                place.column = 0;
            }
            '\u{feff}' => {}
            _ => place.column += 1,
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let place = position(text, offset);
        (place.line, place.column)
    }

    #[test]
    fn every_kind_of_line_break_starts_a_line() {
        for newline in ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}"] {
            let text = format!("a{newline}bc");
            assert_eq!(at(&text, text.len() - 1), (1, 1), "{newline:?}");
        }
    }

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        assert_eq!(at("é𝄞x", 6), (0, 2));
        assert_eq!(at("\u{feff}x", 3), (0, 0));
        assert_eq!(at("é", 1), (0, 0), "inside a character is at the character");
        assert_eq!(at("ab\n", 99), (1, 0), "beyond the end is the end");
    }
}
