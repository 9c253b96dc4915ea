//! Finds where scalars, tags and names end. What they mean is for [`crate::decode`] to say.

use super::Scanner;
use crate::chars::{break_len, describe, is_blank, is_document_marker, name_len};
use crate::decode::{self, Quote};
use crate::error::{Error, ErrorKind};
use crate::event::ScalarStyle;
use crate::span::Span;
use crate::token::{Payload, Token, TokenKind};

impl<'a> Scanner<'a> {
    /// `&anchor` or `*alias`.
    pub(super) fn scan_name(&mut self, kind: TokenKind) -> Result<(), Error> {
        let (text, bytes) = (self.cursor.text(), self.cursor.bytes());
        let start = self.cursor.offset();
        let end = start + 1 + name_len(bytes, start + 1);
        let what = if kind == TokenKind::Alias {
            "an alias"
        } else {
            "an anchor"
        };
        let ends_well = is_blank(bytes, end)
            || matches!(
                bytes.get(end),
                Some(b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`')
            );
        if end == start + 1 || !ends_well {
            let message = format!(
                "the name of {what} is letters, digits, `-` and `_`, so {} may not stand here",
                describe(text, end)
            );
            return Err(Error::new(ErrorKind::Scanner, Span::at(end), message)
                .with_related(Span::at(start), "the name begins here"));
        }
        self.cursor.advance(end - start);
        self.tokens.push_back(self.token(kind, start));
        Ok(())
    }

    pub(super) fn scan_tag(&mut self) -> Result<(), Error> {
        let start = self.cursor.offset();
        let (tag, len) =
            decode::scan_tag(self.cursor.rest()).map_err(|error| error.shifted(start))?;
        self.cursor.advance(len);
        let tag = Payload::Tag {
            handle: tag.handle,
            suffix: tag.suffix,
        };
        self.push_with(TokenKind::Tag, start, tag);
        Ok(())
    }

    pub(super) fn scan_block_scalar(&mut self) -> Result<(), Error> {
        let start = self.cursor.offset();
        let style = match self.cursor.byte(0) {
            b'|' => ScalarStyle::Literal,
            _ => ScalarStyle::Folded,
        };
        let block =
            decode::block(self.cursor.rest(), self.indent).map_err(|error| error.shifted(start))?;
        let written = self.cursor.rest().get(..block.len).unwrap_or_default();
        // Line breaks at its end belong to its value and to no place that one could point at.
        let is_blank = |c: char| matches!(c, ' ' | '\t') || is_break(c);
        let span = Span::new(start, start + written.trim_end_matches(is_blank).len());
        self.cursor.advance_over_lines(block.len);
        self.tokens.push_back(Token {
            kind: TokenKind::Scalar,
            span,
        });
        self.payloads.push_back(Payload::Scalar {
            value: block.value.into(),
            style,
        });
        Ok(())
    }

    pub(super) fn scan_quoted(&mut self) -> Result<(), Error> {
        let start = self.cursor.offset();
        let (quote, style) = match self.cursor.byte(0) {
            b'"' => (Quote::Double, ScalarStyle::DoubleQuoted),
            _ => (Quote::Single, ScalarStyle::SingleQuoted),
        };
        let (value, len) =
            decode::quoted(self.cursor.rest(), quote).map_err(|error| error.shifted(start))?;
        self.cursor.advance_over_lines(len);
        self.push_with(TokenKind::Scalar, start, Payload::Scalar { value, style });
        Ok(())
    }

    pub(super) fn scan_plain(&mut self) {
        let start = self.cursor.offset();
        let mut end = start;
        let mut several_lines = false;
        let mut line_passed = false;
        while self.cursor.byte(0) != b'#' {
            let len = self.plain_run();
            if len == 0 {
                break;
            }
            self.key_allowed = false;
            self.cursor.advance(len);
            end = self.cursor.offset();
            several_lines |= line_passed;

            let line = self.cursor.line_start();
            let anything_passed = self.plain_space();
            line_passed |= self.cursor.line_start() != line;
            if !anything_passed || (self.flow_level == 0 && self.cursor.column() <= self.indent) {
                break;
            }
        }
        let span = Span::new(start, end);
        let mut kind = TokenKind::Word;
        if several_lines {
            kind = TokenKind::Scalar;
            let source = self.cursor.text().get(start..end).unwrap_or_default();
            let (value, style) = (decode::plain(source).into(), ScalarStyle::Plain);
            self.payloads.push_back(Payload::Scalar { value, style });
        }
        self.tokens.push_back(Token { kind, span });
    }

    /// How many bytes from here on belong to a plain scalar without any space.
    #[inline]
    fn plain_run(&self) -> usize {
        let bytes = self.cursor.bytes();
        let in_flow = self.flow_level != 0;
        let start = self.cursor.offset();
        let mut at = start;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            at += rest
                .iter()
                .position(|b| may_end_plain(*b))
                .unwrap_or(rest.len());
            let ends = match bytes.get(at) {
                None | Some(b' ' | b'\t' | b'\n' | b'\r' | 0) => true,
                Some(b':') => {
                    is_blank(bytes, at + 1)
                        || (in_flow
                            && matches!(bytes.get(at + 1), Some(b',' | b'[' | b']' | b'{' | b'}')))
                }
                Some(0xC2 | 0xE2) => break_len(bytes, at) > 0,
                Some(_) => in_flow,
            };
            if ends {
                return at - start;
            }
            at += 1;
        }
    }

    /// Passes what may stand between two words of a plain scalar. False when the scalar certainly
    /// ends: nothing is there, or a document marker.
    fn plain_space(&mut self) -> bool {
        let spaces = self.cursor.skip_spaces();
        if !self.cursor.skip_break() {
            return spaces > 0;
        }
        self.key_allowed = true;
        loop {
            // Only here, at a line's beginning, can a document marker be.
            if is_document_marker(self.cursor.bytes(), self.cursor.offset()) {
                return false;
            }
            self.cursor.skip_spaces();
            if !self.cursor.skip_break() {
                return true;
            }
        }
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Bytes at which a plain scalar may end, depending on what is around.
#[inline]
fn may_end_plain(b: u8) -> bool {
    const TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let ends = b"\0 \t\n\r:,?[]{}\xC2\xE2";
        let mut index = 0;
        while index < ends.len() {
            table[ends[index] as usize] = true;
            index += 1;
        }
        table
    };
    TABLE.get(usize::from(b)).copied().unwrap_or(true)
}
