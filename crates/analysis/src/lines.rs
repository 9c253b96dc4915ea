//! Where the lines of a text stand that does not change any more.
//!
//! A rope knows that too, and takes changes; it also takes several times the room of its text. This
//! is for reports about very many texts. Lines end as they do in [`crate::position`].

use crate::position::Position;

/// So many bytes lie between two places whose characters are counted beforehand.
const STEP: usize = 1024;

/// The lines of a text.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The offset of each line's first byte.
    starts: Box<[u32]>,
    /// How many characters begin before each `STEP`th byte, so that no line is too long.
    counted: Box<[u32]>,
}

impl Lines {
    /// The lines of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let is_end = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if is_end {
                starts.push(narrow(at + 1));
            }
        }
        let mut count = 0;
        let counted = bytes.chunks(STEP).map(|chunk| {
            let before = narrow(count);
            count += characters(chunk);
            before
        });
        Self {
            counted: counted.collect(),
            starts: starts.into(),
        }
    }

    /// The line of an offset and the characters before it there, both from 0. An offset inside of
    /// a character is taken for its start, one behind the end for the end.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let behind = self
            .starts
            .partition_point(|start| *start as usize <= offset);
        let line = behind.saturating_sub(1);
        let start = self.start(line).unwrap_or_default();
        let character = if offset - start <= STEP {
            characters(text.as_bytes().get(start..offset).unwrap_or_default())
        } else {
            self.characters_before(text, offset) - self.characters_before(text, start)
        };
        Position {
            line: narrow(line),
            character: narrow(character),
        }
    }

    /// A line with its end, counting from 0.
    #[must_use]
    pub fn line<'t>(&self, text: &'t str, number: usize) -> Option<&'t str> {
        let end = self.start(number + 1).unwrap_or(text.len());
        text.get(self.start(number)?..end)
    }

    /// The offset at which a line begins, counting from 0.
    #[must_use]
    pub fn start(&self, number: usize) -> Option<usize> {
        self.starts.get(number).map(|start| *start as usize)
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let step = offset / STEP;
        let counted = self.counted.get(step).map(|count| *count as usize);
        // At the very end there may be no step of its own.
        let (step, counted) = match (counted, step.checked_sub(1)) {
            (None, Some(before)) => {
                let counted = self.counted.get(before).copied().unwrap_or_default();
                (before, counted as usize)
            }
            (counted, _) => (step, counted.unwrap_or_default()),
        };
        let rest = text.as_bytes().get(step * STEP..offset);
        counted + characters(rest.unwrap_or_default())
    }
}

/// How many characters begin in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| !matches!(byte, 0x80..=0xBF);
    bytes.iter().filter(begins).count()
}

/// Texts of more than 4 GiB are not read.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use ropey::Rope;

    use super::*;
    use crate::position::{Encoding, position};

    fn assert_same_as_rope(text: &str) {
        let (rope, lines) = (Rope::from_str(text), Lines::of(text));
        for offset in 0..text.len() + 2 {
            let expected = position(&rope, offset, Encoding::Utf32);
            assert_eq!(lines.position(text, offset), expected, "{offset}");
        }
        for number in 0..rope.len_lines() + 1 {
            let expected = rope.get_line(number).map(String::from);
            assert_eq!(lines.line(text, number), expected.as_deref(), "{number}");
        }
    }

    #[test]
    fn places_are_those_of_a_rope() {
        for text in [
            "",
            "\n",
            "a",
            "a: é\r\n😀: \"漢\"\rb\n\n c\u{2028}d\n",
            "a\r",
        ] {
            assert_same_as_rope(text);
        }
    }

    #[test]
    fn lines_may_be_long() {
        assert_same_as_rope(&"é漢a😀".repeat(400));
        assert_same_as_rope(&"x".repeat(2 * STEP));
    }
}
