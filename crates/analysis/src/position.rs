//! Positions in a text, as editors count them.
//!
//! Inside, a place is an offset in bytes. Editors speak of lines and of characters in them, and
//! differ in what they count as one. This is the only module that knows how.

use ropey::Rope;
use specql_yaml::Span;

/// What an editor counts as one character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of two bytes: what the protocol asks of everyone.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A line and a character in it, both from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// How many characters stand before it on its line.
    pub character: u32,
}

/// Two positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
}

/// Where a byte stands. An offset inside of a character is taken for its start, one behind the
/// end for the end.
#[must_use]
pub fn position(text: &Rope, offset: usize, encoding: Encoding) -> Position {
    let character = text.byte_to_char(offset.min(text.len_bytes()));
    let line = text.char_to_line(character);
    let start = text.line_to_char(line);
    let units = match encoding {
        Encoding::Utf8 => text.char_to_byte(character) - text.char_to_byte(start),
        Encoding::Utf16 => text.char_to_utf16_cu(character) - text.char_to_utf16_cu(start),
        Encoding::Utf32 => character - start,
    };
    Position {
        line: narrow(line),
        character: narrow(units),
    }
}

/// Where a stretch of bytes stands.
#[must_use]
pub fn range(text: &Rope, span: Span, encoding: Encoding) -> Range {
    Range {
        start: position(text, span.start as usize, encoding),
        end: position(text, span.end as usize, encoding),
    }
}

/// The byte at a position. A character behind the end of its line is the line's end, before the
/// break; a line behind the last one is the text's end.
#[must_use]
pub fn offset(text: &Rope, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= text.len_lines() {
        return text.len_bytes();
    }
    let start = text.line_to_char(line);
    let end = start + content_length(text, line);
    let units = position.character as usize;
    let character = match encoding {
        Encoding::Utf8 => {
            let byte = text.char_to_byte(start).saturating_add(units);
            text.byte_to_char(byte.min(text.char_to_byte(end)))
        }
        Encoding::Utf16 => {
            let unit = text.char_to_utf16_cu(start).saturating_add(units);
            text.utf16_cu_to_char(unit.min(text.char_to_utf16_cu(end)))
        }
        Encoding::Utf32 => start.saturating_add(units).min(end),
    };
    text.char_to_byte(character)
}

/// The stretch of bytes between two positions; empty where they stand the wrong way round.
#[must_use]
pub fn span(text: &Rope, range: Range, encoding: Encoding) -> Span {
    let start = offset(text, range.start, encoding);
    Span::new(start, offset(text, range.end, encoding).max(start))
}

/// The characters of a line without its break.
fn content_length(text: &Rope, line: usize) -> usize {
    let line = text.line(line);
    let mut length = line.len_chars();
    let last = |length: usize| length.checked_sub(1).and_then(|at| line.get_char(at));
    if last(length) == Some('\n') {
        length -= 1;
    }
    if last(length) == Some('\r') {
        length -= 1;
    }
    length
}

/// Texts of more than 4 GiB are not read.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn every_character_is_found_again() {
        let text = "a: é\r\n😀: \"漢\"\rb\n\n c\u{2028}d";
        let rope = Rope::from_str(text);
        for encoding in ALL {
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                if text[..at].ends_with('\r') && text[at..].starts_with('\n') {
                    continue;
                }
                let found = position(&rope, at, encoding);
                assert_eq!(offset(&rope, found, encoding), at, "{encoding:?} {found:?}");
            }
        }
    }

    #[test]
    fn characters_are_counted_as_agreed() {
        let rope = Rope::from_str("x\né😀b\n");
        let of_b = ALL.map(|encoding| position(&rope, 8, encoding).character);
        assert_eq!(of_b, [6, 3, 2]);
    }

    #[test]
    fn lines_end_as_the_protocol_says() {
        let rope = Rope::from_str("a\rb\r\nc\nd\u{85}e");
        let lines: Vec<u32> = [0, 2, 5, 7, 10]
            .map(|at| position(&rope, at, Encoding::Utf16).line)
            .into();
        assert_eq!(lines, [0, 1, 2, 3, 3]);
    }

    #[test]
    fn positions_that_are_not_there_are_the_nearest() {
        let rope = Rope::from_str("ab\r\nc");
        let at = |line, character| {
            ALL.map(|encoding| offset(&rope, Position { line, character }, encoding))
        };
        assert_eq!(
            at(0, 9),
            [2; 3],
            "the end of a line stands before its break"
        );
        assert_eq!(at(7, 0), [5; 3]);
        assert_eq!(at(1, u32::MAX), [5; 3]);
        let inside = Position {
            line: 0,
            character: 1,
        };
        let rope = Rope::from_str("😀");
        assert_eq!(
            offset(&rope, inside, Encoding::Utf16),
            0,
            "half a character is its start"
        );
        assert_eq!(offset(&rope, inside, Encoding::Utf8), 0);
        assert_eq!(position(&rope, 2, Encoding::Utf16).character, 0);
    }
}
