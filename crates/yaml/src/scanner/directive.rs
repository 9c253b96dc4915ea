//! Directives: `%YAML 1.1`, `%TAG !e! tag:example.com,2000:`, and others, which mean nothing.

use super::Scanner;
use crate::chars::{byte, describe, is_line_end, is_space_or_end, name_len, rest_of_line};
use crate::decode;
use crate::error::{Error, ErrorKind};
use crate::resolve::MAX_DECIMAL_DIGITS;
use crate::span::Span;
use crate::token::{Directive, Payload, Token, TokenKind};

impl<'a> Scanner<'a> {
    /// The directive that begins here, with the rest of its line.
    pub(super) fn scan_directive(&mut self) -> Result<(), Error> {
        let start = self.cursor.offset();
        let reader = Reader {
            text: self.cursor.text(),
            start,
        };
        let (directive, end) = reader.directive()?;
        let line_end = reader.ignored_rest(end)?;
        self.cursor.advance(line_end - start);
        self.cursor.skip_break();
        let (kind, span) = (TokenKind::Directive, Span::new(start, end));
        self.tokens.push_back(Token { kind, span });
        self.payloads.push_back(Payload::Directive(directive));
        Ok(())
    }
}

struct Reader<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Reader<'a> {
    fn directive(&self) -> Result<(Directive<'a>, usize), Error> {
        let bytes = self.text.as_bytes();
        let from = self.start + 1;
        let end = from + name_len(bytes, from);
        if end == from || !is_space_or_end(bytes, end) {
            return Err(self.wrong(
                end,
                "the name of a directive is letters, digits, `-` and `_`",
            ));
        }
        match self.text.get(from..end) {
            Some("YAML") => self.version(end),
            Some("TAG") => self.tag(end),
            _ => Ok((Directive::Unknown, end + rest_of_line(bytes, end))),
        }
    }

    fn version(&self, at: usize) -> Result<(Directive<'a>, usize), Error> {
        let bytes = self.text.as_bytes();
        let major = self.skip_spaces(at);
        let point = self.number(major)?;
        if byte(bytes, point) != b'.' {
            return Err(self.wrong(point, "a version has the form `1.1`"));
        }
        let end = self.number(point + 1)?;
        if !is_space_or_end(bytes, end) {
            return Err(self.wrong(end, "a version has the form `1.1`"));
        }
        let number = self.text.get(major..point).unwrap_or_default();
        let is_version_1 = number.trim_start_matches('0') == "1";
        Ok((Directive::Yaml { is_version_1 }, end))
    }

    fn number(&self, at: usize) -> Result<usize, Error> {
        let digits = self
            .text
            .as_bytes()
            .iter()
            .skip(at)
            .take_while(|b| b.is_ascii_digit())
            .count();
        match digits {
            0 => Err(self.wrong(at, "a version has the form `1.1`")),
            1..=MAX_DECIMAL_DIGITS => Ok(at + digits),
            _ => {
                let message = "a number of so many digits is not read";
                Err(Error::new(
                    ErrorKind::Value,
                    Span::new(at, at + digits),
                    message,
                ))
            }
        }
    }

    fn tag(&self, at: usize) -> Result<(Directive<'a>, usize), Error> {
        let bytes = self.text.as_bytes();
        let (handle, end) =
            decode::handle(self.text, self.skip_spaces(at)).map_err(|e| self.explained(e))?;
        if byte(bytes, end) != b' ' {
            return Err(self.wrong(end, "a space and a prefix must follow the handle"));
        }
        let (prefix, end) = decode::uri(self.text, self.skip_spaces(end), "prefix")
            .map_err(|e| self.explained(e))?;
        if !is_space_or_end(bytes, end) {
            return Err(self.wrong(end, "nothing may follow the prefix"));
        }
        Ok((Directive::Tag { handle, prefix }, end))
    }

    /// Where the line ends, of which only a comment may be left.
    fn ignored_rest(&self, at: usize) -> Result<usize, Error> {
        let bytes = self.text.as_bytes();
        let mut end = self.skip_spaces(at);
        if byte(bytes, end) == b'#' {
            end += rest_of_line(bytes, end);
        }
        if is_line_end(bytes, end) {
            Ok(end)
        } else {
            Err(self.wrong(end, "only a comment may follow here"))
        }
    }

    fn skip_spaces(&self, at: usize) -> usize {
        at + self
            .text
            .as_bytes()
            .iter()
            .skip(at)
            .take_while(|b| **b == b' ')
            .count()
    }

    fn wrong(&self, at: usize, rule: &str) -> Error {
        let message = format!("{rule}; {} is wrong here", describe(self.text, at));
        self.explained(Error::new(ErrorKind::Scanner, Span::at(at), message))
    }

    fn explained(&self, error: Error) -> Error {
        error.with_related(Span::at(self.start), "the directive begins here")
    }
}
