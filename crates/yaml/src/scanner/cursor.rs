//! Where the scanner is: offset, column and number of the character.

use crate::chars;

/// A place in the text that only moves forward.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    bytes: &'a [u8],
    offset: usize,
    /// Offset of the line's first byte.
    line_start: usize,
    /// Bytes more than characters, in the whole text up to here.
    surplus: usize,
    /// Bytes more than columns, in this line up to here.
    line_surplus: usize,
    /// Then there is nothing to count.
    is_ascii: bool,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            offset: 0,
            line_start: 0,
            surplus: 0,
            line_surplus: 0,
            is_ascii: text.is_ascii(),
        }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The whole text in bytes.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The text from here on.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// Offset of the line's beginning; it tells lines apart.
    pub(crate) fn line_start(&self) -> usize {
        self.line_start
    }

    /// How many characters there are before this one.
    pub(crate) fn index(&self) -> usize {
        self.offset - self.surplus
    }

    pub(crate) fn column(&self) -> isize {
        isize::try_from(self.offset - self.line_start - self.line_surplus).unwrap_or(isize::MAX)
    }

    /// The byte `ahead` bytes from here, 0 beyond the end.
    #[inline]
    pub(crate) fn byte(&self, ahead: usize) -> u8 {
        chars::byte(self.bytes, self.offset + ahead)
    }

    /// Whether the end of the text, a line break, a space or a tab is `ahead` bytes from here.
    #[inline]
    pub(crate) fn is_blank(&self, ahead: usize) -> bool {
        chars::is_blank(self.bytes, self.offset + ahead)
    }

    /// Goes `len` bytes forward, all in this line.
    #[inline]
    pub(crate) fn advance(&mut self, len: usize) {
        if !self.is_ascii {
            let passed = self
                .bytes
                .get(self.offset..self.offset + len)
                .unwrap_or_default();
            let surplus = surplus(passed);
            self.surplus += surplus;
            self.line_surplus += surplus + byte_order_marks(passed);
        }
        self.offset += len;
    }

    /// Passes spaces.
    #[inline]
    pub(crate) fn skip_spaces(&mut self) -> usize {
        let mut len = 0;
        while self.byte(len) == b' ' {
            len += 1;
        }
        self.offset += len;
        len
    }

    /// Passes the rest of the line, but not its line break.
    pub(crate) fn skip_line(&mut self) {
        self.advance(chars::rest_of_line(self.bytes, self.offset));
    }

    /// Passes a line break, if one is here.
    #[inline]
    pub(crate) fn skip_break(&mut self) -> bool {
        let len = chars::break_len(self.bytes, self.offset);
        if len == 0 {
            return false;
        }
        if !self.is_ascii {
            let passed = self
                .bytes
                .get(self.offset..self.offset + len)
                .unwrap_or_default();
            self.surplus += surplus(passed);
        }
        self.offset += len;
        self.line_start = self.offset;
        self.line_surplus = 0;
        true
    }

    /// Goes `len` bytes forward, perhaps over line breaks.
    pub(crate) fn advance_over_lines(&mut self, len: usize) {
        let end = self.offset + len;
        let passed = self.bytes.get(self.offset..end).unwrap_or_default();
        let Some(last_line) = behind_last_break(passed) else {
            return self.advance(len);
        };
        if !self.is_ascii {
            self.surplus += surplus(passed.get(..last_line).unwrap_or_default());
        }
        self.offset += last_line;
        self.line_start = self.offset;
        self.line_surplus = 0;
        self.advance(len - last_line);
    }
}

/// Bytes more than characters.
fn surplus(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (0x80..0xC0).contains(*b)).count()
}

fn byte_order_marks(bytes: &[u8]) -> usize {
    if bytes.contains(&0xEF) {
        bytes
            .windows(3)
            .filter(|three| *three == [0xEF, 0xBB, 0xBF])
            .count()
    } else {
        0
    }
}

fn behind_last_break(bytes: &[u8]) -> Option<usize> {
    let mut end = bytes.len();
    loop {
        let found = bytes
            .get(..end)?
            .iter()
            .rposition(|b| matches!(b, b'\n' | b'\r' | 0x85 | 0xA8 | 0xA9))?;
        let is_break = matches!(
            bytes.get(..=found)?,
            [.., b'\n' | b'\r'] | [.., 0xC2, 0x85] | [.., 0xE2, 0x80, 0xA8 | 0xA9]
        );
        if is_break {
            return Some(found + 1);
        }
        end = found;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_but_no_byte_order_mark() {
        let mut cursor = Cursor::new("é𝄞\u{feff}x\n\u{85}ab\u{2028}c");
        cursor.advance("é𝄞\u{feff}x".len());
        assert_eq!((cursor.column(), cursor.index()), (3, 4));
        assert!(cursor.skip_break() && cursor.skip_break() && !cursor.skip_break());
        assert_eq!((cursor.column(), cursor.index()), (0, 6));
        cursor.advance_over_lines("ab\u{2028}c".len());
        assert_eq!((cursor.column(), cursor.index()), (1, 10));
    }

    #[test]
    fn a_long_step_is_the_same_as_many_short_ones() {
        let text = "a\r\nb\rc\u{85}d\u{2029}éàèx\u{a8}";
        let mut long = Cursor::new(text);
        long.advance_over_lines(text.len());
        let mut short = Cursor::new(text);
        for c in text.chars() {
            short.advance_over_lines(c.len_utf8());
        }
        assert_eq!((long.column(), long.index()), (5, 14));
        assert_eq!((short.column(), short.index()), (5, 14));
        assert_eq!(long.line_start(), short.line_start());
    }
}
