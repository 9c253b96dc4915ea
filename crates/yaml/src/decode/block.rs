//! Block scalars: literal `|` keeps line breaks, folded `>` joins lines.

use crate::chars::{break_len, break_text, byte, describe, is_line_end, rest_of_line};
use crate::error::{Error, ErrorKind};
use crate::span::Span;

/// A decoded block scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its value.
    pub value: String,
    /// How much of the given text it takes: up to the beginning of the first line that does not
    /// belong to it.
    pub len: usize,
}

/// Decodes the block scalar at the beginning of `text`, which starts with its `|` or `>`.
///
/// `parent_indent` is the column of the collection around it, -1 at the top of a document.
///
/// # Errors
/// When the header (the line with `|` or `>`) is wrong.
pub fn block(text: &str, parent_indent: isize) -> Result<Block, Error> {
    let bytes = text.as_bytes();
    let folded = byte(bytes, 0) == b'>';
    let header = header(text)?;
    let least = usize::try_from(parent_indent.saturating_add(1))
        .unwrap_or(0)
        .max(1);

    let mut reader = Reader {
        bytes,
        at: header.len,
        column: 0,
        end: header.len,
    };
    // Line breaks that count only if more text follows.
    let mut pending = String::new();
    let indent = match header.indentation {
        Some(explicit) => {
            let indent = least + explicit - 1;
            reader.empty_lines(indent, &mut pending);
            indent
        }
        None => reader.find_indentation(&mut pending).max(least),
    };

    let mut value = String::new();
    let mut line_break = "";
    while reader.column == indent && byte(bytes, reader.at) != 0 {
        value.push_str(&pending);
        pending.clear();
        let indented_more = matches!(byte(bytes, reader.at), b' ' | b'\t');
        let len = rest_of_line(bytes, reader.at);
        value.push_str(text.get(reader.at..reader.at + len).unwrap_or_default());
        reader.at += len;
        reader.column += len;
        line_break = reader.line_break();
        reader.empty_lines(indent, &mut pending);
        if reader.column != indent || byte(bytes, reader.at) == 0 {
            break;
        }
        // Only lines that both start at the indentation itself are joined.
        let joins = folded
            && line_break == "\n"
            && !indented_more
            && !matches!(byte(bytes, reader.at), b' ' | b'\t');
        if !joins {
            value.push_str(line_break);
        } else if pending.is_empty() {
            value.push(' ');
        }
    }
    match header.chomping {
        Chomping::Strip => {}
        Chomping::Clip => value.push_str(line_break),
        Chomping::Keep => {
            value.push_str(line_break);
            value.push_str(&pending);
        }
    }
    Ok(Block {
        value,
        len: reader.end,
    })
}

#[derive(Clone, Copy)]
enum Chomping {
    Strip,
    Clip,
    Keep,
}

struct Header {
    chomping: Chomping,
    indentation: Option<usize>,
    /// With the line break.
    len: usize,
}

fn header(text: &str) -> Result<Header, Error> {
    let bytes = text.as_bytes();
    let mut chomping = None;
    let mut indentation = None;
    let mut at = 1;
    // One sign and one digit, in either order.
    loop {
        match byte(bytes, at) {
            b'+' if chomping.is_none() => chomping = Some(Chomping::Keep),
            b'-' if chomping.is_none() => chomping = Some(Chomping::Strip),
            b'0' if indentation.is_none() => {
                let message = "an indentation of 0 is impossible; write a digit from 1 to 9, or \
                               leave it out";
                return Err(wrong(at, message.to_owned()));
            }
            digit @ b'1'..=b'9' if indentation.is_none() => {
                indentation = Some(usize::from(digit - b'0'));
            }
            _ => break,
        }
        at += 1;
    }
    if byte(bytes, at) != b' ' && !is_line_end(bytes, at) {
        let message = format!(
            "only `+`, `-` and a digit may follow `|` and `>` directly, not {}; the text itself \
             begins on the next line",
            describe(text, at)
        );
        return Err(wrong(at, message));
    }
    while byte(bytes, at) == b' ' {
        at += 1;
    }
    if byte(bytes, at) == b'#' {
        at += rest_of_line(bytes, at);
    }
    if !is_line_end(bytes, at) {
        let message = format!(
            "only a comment may follow on this line, not {}; the text itself begins on the next \
             line",
            describe(text, at)
        );
        return Err(wrong(at, message));
    }
    at += break_len(bytes, at);
    Ok(Header {
        chomping: chomping.unwrap_or(Chomping::Clip),
        indentation,
        len: at,
    })
}

fn wrong(at: usize, message: String) -> Error {
    Error::new(ErrorKind::Scanner, Span::new(at, at + 1), message)
        .with_related(Span::new(0, 1), "the block text begins here")
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Characters since the line's beginning, exact as long as only spaces were passed.
    column: usize,
    /// Behind the last line break that was passed, or behind text that ends without one.
    end: usize,
}

impl Reader<'_> {
    fn line_break(&mut self) -> &'static str {
        let len = break_len(self.bytes, self.at);
        if len == 0 {
            return "";
        }
        let text = break_text(self.bytes, self.at);
        self.at += len;
        self.column = 0;
        self.end = self.at;
        text
    }

    /// Passes empty lines and up to `indent` spaces of the next line.
    fn empty_lines(&mut self, indent: usize, breaks: &mut String) {
        self.end = self.at;
        loop {
            while self.column < indent && byte(self.bytes, self.at) == b' ' {
                self.at += 1;
                self.column += 1;
            }
            match self.line_break() {
                "" => return,
                text => breaks.push_str(text),
            }
        }
    }

    /// Passes empty lines and all spaces of the next line; returns the largest indentation seen,
    /// even if only on an empty line.
    fn find_indentation(&mut self, breaks: &mut String) -> usize {
        let mut largest = 0;
        loop {
            while byte(self.bytes, self.at) == b' ' {
                self.at += 1;
                self.column += 1;
            }
            largest = largest.max(self.column);
            match self.line_break() {
                "" => return largest,
                text => breaks.push_str(text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> String {
        block(text, -1).unwrap().value
    }

    #[test]
    fn literal_text_keeps_its_line_breaks() {
        assert_eq!(value("|\n a\n  b\n\n c\n"), "a\n b\n\nc\n");
        assert_eq!(value("|\r\n a\r\n b\r\n"), "a\nb\n");
        assert_eq!(value("| # comment\n a\u{85} b\u{2028} c"), "a\nb\u{2028}c");
    }

    #[test]
    fn folded_text_joins_lines_of_equal_indentation() {
        assert_eq!(value(">\n a\n b\n\n c\n"), "a b\nc\n");
        assert_eq!(value(">\n a\n  b\n c\n"), "a\n b\nc\n");
        assert_eq!(value(">\n a\n \tb\n c\n"), "a\n\tb\nc\n");
        assert_eq!(value(">\n a\u{2028} b\n"), "a\u{2028}b\n");
    }

    #[test]
    fn the_last_line_break_is_kept_dropped_or_all_of_them_are_kept() {
        assert_eq!(value("|\n a\n\n\n"), "a\n");
        assert_eq!(value("|-\n a\n\n\n"), "a");
        assert_eq!(value("|+\n a\n\n\n"), "a\n\n\n");
        assert_eq!(
            value("|\n a"),
            "a",
            "no line break at the text's end, none in the value"
        );
        assert_eq!(value("|+\n\n\n"), "\n\n");
        assert_eq!(value("|\n\n\n"), "");
    }

    #[test]
    fn the_indentation_is_found_or_given() {
        assert_eq!(value("|2\n   a\n  b\n"), " a\nb\n");
        assert_eq!(value("|-2\n   a\n"), " a");
        assert_eq!(value("|2-\n   a\n"), " a");
        assert_eq!(block("|1\n   a\n", 1).unwrap().value, " a\n");
        assert_eq!(
            block("|\n a\n", 1).unwrap(),
            Block {
                value: String::new(),
                len: 2
            }
        );
        assert_eq!(
            value("|\n   \n a\n"),
            "",
            "an empty line with more spaces sets the bar"
        );
    }

    #[test]
    fn it_ends_where_a_line_is_indented_less() {
        assert_eq!(
            block("|\n  a\n\n b: c", 0).unwrap(),
            Block {
                value: "a\n".into(),
                len: 7
            }
        );
        assert_eq!(
            block("|", 0).unwrap(),
            Block {
                value: String::new(),
                len: 1
            }
        );
        assert_eq!(
            block("|\n a", 0).unwrap(),
            Block {
                value: "a".into(),
                len: 4
            }
        );
    }

    #[test]
    fn wrong_headers() {
        for (text, offset) in [
            ("|0\n", 1),
            ("|+0", 2),
            ("|+-\n", 2),
            ("|12", 2),
            ("|a", 1),
            ("| a", 2),
            ("|#", 1),
            ("|\t", 1),
        ] {
            let error = block(text, -1).unwrap_err();
            assert_eq!(
                (error.kind(), error.span().start),
                (ErrorKind::Scanner, offset),
                "{text}"
            );
        }
    }
}
