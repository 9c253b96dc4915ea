//! Quoted scalars: `'single'`, where `''` is the only escape, and `"double"`, with backslashes.

use crate::chars::{break_len, break_text, byte, describe, is_document_marker};
use crate::error::{Error, ErrorKind};
use crate::span::Span;
use crate::text::{Text, TextBuilder};

/// The value of a single-quoted scalar from its source text, quotes included.
///
/// # Errors
/// When the text is not one single-quoted scalar from end to end.
pub fn single_quoted(source: &str) -> Result<Text<'_>, Error> {
    whole(source, Quote::Single)
}

/// The value of a double-quoted scalar from its source text, quotes included.
///
/// # Errors
/// When the text is not one double-quoted scalar from end to end, or an escape in it is wrong.
pub fn double_quoted(source: &str) -> Result<Text<'_>, Error> {
    whole(source, Quote::Double)
}

/// Which quotation mark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quote {
    Single,
    Double,
}

impl Quote {
    fn mark(self) -> u8 {
        match self {
            Self::Single => b'\'',
            Self::Double => b'"',
        }
    }
}

fn whole(source: &str, quote: Quote) -> Result<Text<'_>, Error> {
    if byte(source.as_bytes(), 0) != quote.mark() {
        let message = format!(
            "a quotation mark is expected here, not {}",
            describe(source, 0)
        );
        return Err(Error::new(ErrorKind::Scanner, Span::at(0), message));
    }
    let (value, len) = quoted(source, quote)?;
    if len == source.len() {
        Ok(value)
    } else {
        let span = Span::new(len, source.len());
        Err(Error::new(
            ErrorKind::Scanner,
            span,
            "nothing may follow the closing quotation mark",
        ))
    }
}

/// Reads the quoted scalar at the beginning of `text`; returns its value and its length.
pub(crate) fn quoted(text: &str, quote: Quote) -> Result<(Text<'_>, usize), Error> {
    let bytes = text.as_bytes();
    let mark = quote.mark();
    let end = ordinary(bytes, 1, quote);
    let closed = byte(bytes, end) == mark;
    if closed && (quote == Quote::Double || byte(bytes, end + 1) != mark) {
        return Ok((text.get(1..end).unwrap_or_default().into(), end + 1));
    }
    let reader = Reader {
        text,
        bytes,
        quote,
        value: TextBuilder::default(),
    };
    reader.read()
}

/// Where the ordinary characters from `at` on end: at a quotation mark, a backslash, a line break
/// or the end of the text.
fn ordinary(bytes: &[u8], mut at: usize, quote: Quote) -> usize {
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let special = |b: &u8| match *b {
            b'\n' | b'\r' | 0xC2 | 0xE2 | 0 => true,
            b'\'' => quote == Quote::Single,
            b'"' | b'\\' => quote == Quote::Double,
            _ => false,
        };
        at += rest.iter().position(special).unwrap_or(rest.len());
        if matches!(byte(bytes, at), 0xC2 | 0xE2) && break_len(bytes, at) == 0 {
            at += 1;
        } else {
            return at;
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    quote: Quote,
    value: TextBuilder,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Result<(Text<'a>, usize), Error> {
        let mark = self.quote.mark();
        let mut at = 1;
        loop {
            let end = ordinary(self.bytes, at, self.quote);
            let run = self.text.get(at..end).unwrap_or_default();
            at = end;
            match byte(self.bytes, at) {
                0 => return Err(self.unclosed(at)),
                b if b == mark => {
                    self.value.push_str(run);
                    if self.quote == Quote::Single && byte(self.bytes, at + 1) == mark {
                        self.value.push_str("'");
                        at += 2;
                    } else {
                        return Ok((self.value.finish(), at + 1));
                    }
                }
                b'\\' => {
                    self.value.push_str(run);
                    at = self.escape(at)?;
                }
                _ => {
                    // Blanks before a line break do not count.
                    self.value.push_str(run.trim_end_matches([' ', '\t']));
                    at = self.fold(at)?;
                }
            }
        }
    }

    /// The line break at `at` and the empty lines behind it.
    fn fold(&mut self, at: usize) -> Result<usize, Error> {
        let first = break_text(self.bytes, at);
        let behind = at + break_len(self.bytes, at);
        if first != "\n" {
            self.value.push_str(first);
        }
        let (next, any) = self.empty_lines(behind)?;
        if first == "\n" && !any {
            self.value.push_str(" ");
        }
        Ok(next)
    }

    /// Keeps the line breaks of the empty lines from `at` on; returns where the next line's text
    /// begins, and whether there were any.
    fn empty_lines(&mut self, mut at: usize) -> Result<(usize, bool), Error> {
        let mut any = false;
        loop {
            if is_document_marker(self.bytes, at) {
                return Err(self.document_marker(at));
            }
            while matches!(byte(self.bytes, at), b' ' | b'\t') {
                at += 1;
            }
            let len = break_len(self.bytes, at);
            if len == 0 {
                return Ok((at, any));
            }
            self.value.push_str(break_text(self.bytes, at));
            any = true;
            at += len;
        }
    }

    /// The escape whose backslash is at `at`.
    fn escape(&mut self, at: usize) -> Result<usize, Error> {
        let letter = byte(self.bytes, at + 1);
        let simple = match letter {
            b'0' => "\0",
            b'a' => "\x07",
            b'b' => "\x08",
            b't' | b'\t' => "\t",
            b'n' => "\n",
            b'v' => "\x0b",
            b'f' => "\x0c",
            b'r' => "\r",
            b'e' => "\x1b",
            b' ' => " ",
            b'"' => "\"",
            b'\\' => "\\",
            b'/' => "/",
            b'N' => "\u{85}",
            b'_' => "\u{a0}",
            b'L' => "\u{2028}",
            b'P' => "\u{2029}",
            b'x' => return self.code(at, 2),
            b'u' => return self.code(at, 4),
            b'U' => return self.code(at, 8),
            _ => {
                let len = break_len(self.bytes, at + 1);
                if len > 0 {
                    // An escaped line break joins the lines without a space.
                    return Ok(self.empty_lines(at + 1 + len)?.0);
                }
                return Err(self.unknown_escape(at));
            }
        };
        self.value.push_str(simple);
        Ok(at + 2)
    }

    /// A character given by `digits` hexadecimal digits.
    fn code(&mut self, at: usize, digits: usize) -> Result<usize, Error> {
        let from = at + 2;
        let mut code: u32 = 0;
        for index in from..from + digits {
            let Some(digit) = char::from(byte(self.bytes, index)).to_digit(16) else {
                let letter = char::from(byte(self.bytes, at + 1));
                let message = format!(
                    "`\\{letter}` needs {digits} hexadecimal digits, but {} follows; write `\\\\` \
                     for a backslash",
                    describe(self.text, index)
                );
                return Err(
                    Error::new(ErrorKind::Scanner, Span::new(from, index), message)
                        .with_related(Span::new(0, 1), "the quoted text begins here"),
                );
            };
            code = code << 4 | digit;
        }
        if self.value.push_code(code) {
            Ok(from + digits)
        } else {
            let message = format!("there is no character U+{code:X}; the last one is U+10FFFF");
            Err(Error::new(
                ErrorKind::Value,
                Span::new(at, from + digits),
                message,
            ))
        }
    }

    fn unknown_escape(&self, at: usize) -> Error {
        let message = match describe(self.text, at + 1) {
            c if byte(self.bytes, at + 1) == 0 => format!("a backslash may not stand before {c}"),
            c => format!(
                "a backslash before {c} means nothing in double quotes; write `\\\\` for a \
                 backslash, or use single quotes"
            ),
        };
        // PyYAML names the character behind the backslash.
        let len = self.text.get(at + 1..).and_then(|rest| rest.chars().next());
        let span = Span::new(at + 1, at + 1 + len.map_or(0, char::len_utf8));
        Error::new(ErrorKind::Scanner, span, message)
            .with_related(Span::new(0, 1), "the quoted text begins here")
    }

    fn unclosed(&self, at: usize) -> Error {
        let mark = char::from(self.quote.mark());
        let message = format!("the closing quotation mark {mark} is missing");
        Error::new(ErrorKind::Scanner, Span::at(at), message)
            .with_related(Span::new(0, 1), "the quoted text begins here")
    }

    fn document_marker(&self, at: usize) -> Error {
        let message = "a new document begins here, but a quotation mark is still open; close it, \
                       or indent this line";
        Error::new(ErrorKind::Scanner, Span::new(at, at + 3), message)
            .with_related(Span::new(0, 1), "the quoted text begins here")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn double(source: &str) -> String {
        double_quoted(source).unwrap().to_string()
    }

    fn refused(source: &str) -> (ErrorKind, u32) {
        let error = double_quoted(source).unwrap_err();
        (error.kind(), error.span().start)
    }

    #[test]
    fn a_doubled_quote_is_one_in_single_quotes() {
        assert_eq!(single_quoted("'it''s'").unwrap(), "it's");
        assert_eq!(single_quoted(r"'a\n\'").unwrap(), r"a\n\");
        assert_eq!(single_quoted("''''").unwrap(), "'");
        assert_eq!(single_quoted("''").unwrap(), "");
    }

    #[test]
    fn line_breaks_fold_like_in_plain_scalars() {
        assert_eq!(single_quoted("'a \t\n\t b\n\n  c\n'").unwrap(), "a b\nc ");
        assert_eq!(double("\"a\r\n\r\n b\u{85}c\u{2028}d\""), "a\nb c\u{2028}d");
    }

    #[test]
    fn every_escape() {
        assert_eq!(
            double(r#""\0\a\b\t\n\v\f\r\e\ \"\\\/\N\_\L\P""#),
            "\0\x07\x08\t\n\x0b\x0c\r\x1b \"\\/\u{85}\u{a0}\u{2028}\u{2029}"
        );
        assert_eq!(double("\"\\\t\""), "\t");
        assert_eq!(double(r#""\x41\u00e9\U0001F600""#), "Aé😀");
        assert_eq!(double("\"a \\\n  b\\\n\n c\""), "a b\nc");
    }

    #[test]
    fn wrong_escapes() {
        assert_eq!(refused(r#""\q""#), (ErrorKind::Scanner, 2));
        assert_eq!(refused(r#""\x4g""#), (ErrorKind::Scanner, 3));
        assert_eq!(refused(r#""\U00110000""#), (ErrorKind::Value, 1));
        assert_eq!(refused("\"\\"), (ErrorKind::Scanner, 2));
        assert_eq!(refused("\"\\é\""), (ErrorKind::Scanner, 2));
    }

    #[test]
    fn half_a_pair_of_surrogates_is_a_character_of_its_own() {
        let text = double_quoted(r#""a\ud83d\ude00""#).unwrap();
        assert_eq!(
            text.codepoints().collect::<Vec<_>>(),
            [0x61, 0xD83D, 0xDE00]
        );
    }

    #[test]
    fn the_closing_mark_must_be_the_last_character() {
        assert_eq!(refused("\"abc"), (ErrorKind::Scanner, 4));
        assert_eq!(refused("\"abc\n  "), (ErrorKind::Scanner, 7));
        assert_eq!(refused("\"abc\" "), (ErrorKind::Scanner, 5));
        assert_eq!(refused("abc"), (ErrorKind::Scanner, 0));
        assert_eq!(refused("\"a\n--- b\""), (ErrorKind::Scanner, 3));
        assert_eq!(double("\"a\n ---\n---b\""), "a --- ---b");
        assert_eq!(double("\"--- a\""), "--- a");
    }
}
