//! Cuts a text into tokens.
//!
//! Indentation becomes tokens too, and a key is recognised only when its `:` is found, so the
//! scanner runs ahead of its reader and may put tokens in before others that it has found
//! already. It looks ahead exactly as far as PyYAML does: otherwise another error would come first.

mod cursor;
mod directive;
mod keys;
mod scalar;

use std::collections::VecDeque;

use self::cursor::Cursor;
use self::keys::PossibleKeys;
use crate::chars;
use crate::error::{Error, ErrorKind};
use crate::span::Span;
use crate::token::{Payload, Token, TokenKind};

/// Reads tokens from a text.
pub(crate) struct Scanner<'a> {
    cursor: Cursor<'a>,
    /// Found, but not yet taken.
    tokens: VecDeque<Token>,
    /// What those tokens carry, in the same order.
    payloads: VecDeque<Payload<'a>>,
    /// How many tokens were taken.
    taken: usize,
    /// The first of the tokens, once nothing can be put in before it any more.
    settled: Option<Token>,
    finished: bool,
    /// How many `[` and `{` are open. It falls below zero when too many are closed.
    flow_level: isize,
    /// Column of the innermost block collection, -1 outside of all.
    indent: isize,
    outer_indents: Vec<isize>,
    /// Whether a key (and in block context any block collection) may begin here.
    key_allowed: bool,
    keys: PossibleKeys,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            tokens: VecDeque::new(),
            payloads: VecDeque::new(),
            taken: 0,
            settled: None,
            finished: false,
            flow_level: 0,
            indent: -1,
            outer_indents: Vec::new(),
            key_allowed: true,
            keys: PossibleKeys::default(),
        }
    }

    /// The next token without taking it. Behind the end of the stream there are only more ends.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Result<Token, Error> {
        match self.settled {
            Some(token) => Ok(token),
            None => self.settle(),
        }
    }

    /// Takes the next token.
    #[inline]
    pub(crate) fn take(&mut self) -> Result<Token, Error> {
        let token = self.peek()?;
        self.settled = None;
        self.taken += usize::from(self.tokens.pop_front().is_some());
        Ok(token)
    }

    /// Takes what the token carried that was taken last; to be asked once for each that does.
    pub(crate) fn take_payload(&mut self) -> Option<Payload<'a>> {
        self.payloads.pop_front()
    }

    // The parser looks at each token several times; only the first time is worth a call.
    #[inline(never)]
    fn settle(&mut self) -> Result<Token, Error> {
        while self.needs_more()? {
            self.fetch()?;
        }
        let end = || self.token(TokenKind::StreamEnd, self.cursor.offset());
        let token = self.tokens.front().copied().unwrap_or_else(end);
        self.settled = Some(token);
        Ok(token)
    }

    #[inline]
    fn needs_more(&mut self) -> Result<bool, Error> {
        if self.finished {
            return Ok(false);
        }
        if self.tokens.is_empty() {
            return Ok(true);
        }
        // The next token may turn out to begin a key.
        self.keys.give_up_stale(&self.cursor)?;
        Ok(self.keys.first_token() == Some(self.taken))
    }

    fn fetch(&mut self) -> Result<(), Error> {
        self.skip_to_token();
        self.keys.give_up_stale(&self.cursor)?;
        let column = self.cursor.column();
        self.close_indented_more_than(column);

        let in_block = self.flow_level == 0;
        match self.cursor.byte(0) {
            0 => self.fetch_stream_end(),
            b'%' if column == 0 => self.fetch_directive(),
            b'-' if column == 0 && self.at_document_marker() => {
                self.fetch_document_marker(TokenKind::DocumentStart)
            }
            b'.' if column == 0 && self.at_document_marker() => {
                self.fetch_document_marker(TokenKind::DocumentEnd)
            }
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if self.cursor.is_blank(1) => self.fetch_block_entry(),
            b'?' if !in_block || self.cursor.is_blank(1) => self.fetch_key(),
            b':' if !in_block || self.cursor.is_blank(1) => self.fetch_value(),
            b'*' => self.fetch_named(TokenKind::Alias),
            b'&' => self.fetch_named(TokenKind::Anchor),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if in_block => self.fetch_block_scalar(),
            b'\'' | b'"' => self.fetch_quoted(),
            // These three begin plain text if anything follows them directly.
            b'-' | b'?' | b':' => self.fetch_plain(),
            b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => Err(self.no_token_here()),
            _ => self.fetch_plain(),
        }
    }

    /// Passes spaces, comments and line breaks.
    fn skip_to_token(&mut self) {
        if self.cursor.offset() == 0 && self.cursor.rest().starts_with('\u{feff}') {
            self.cursor.advance('\u{feff}'.len_utf8());
        }
        loop {
            self.cursor.skip_spaces();
            if self.cursor.byte(0) == b'#' {
                self.cursor.skip_line();
            }
            if !self.cursor.skip_break() {
                return;
            }
            if self.flow_level == 0 {
                self.key_allowed = true;
            }
        }
    }

    fn at_document_marker(&self) -> bool {
        chars::is_document_marker(self.cursor.bytes(), self.cursor.offset())
    }

    fn no_token_here(&self) -> Error {
        let message = match self.cursor.byte(0) {
            b'\t' => "a tab may not stand here; indent with spaces".to_owned(),
            b'|' | b'>' => {
                "`|` and `>` cannot begin a text inside of `[` or `{`; put it in quotes".to_owned()
            }
            _ => {
                let found = chars::describe(self.cursor.text(), self.cursor.offset());
                format!("a text cannot begin with {found}; put it in quotes")
            }
        };
        self.error(message)
    }

    fn error(&self, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::Scanner, Span::at(self.cursor.offset()), message)
    }

    // Tokens

    /// A token from `start` to here.
    fn token(&self, kind: TokenKind, start: usize) -> Token {
        Token {
            kind,
            span: Span::new(start, self.cursor.offset()),
        }
    }

    fn push_with(&mut self, kind: TokenKind, start: usize, payload: Payload<'a>) {
        self.tokens.push_back(self.token(kind, start));
        self.payloads.push_back(payload);
    }

    /// A token of `len` characters that begins here.
    fn push_mark(&mut self, kind: TokenKind, len: usize) {
        let start = self.cursor.offset();
        self.cursor.advance(len);
        let token = self.token(kind, start);
        self.tokens.push_back(token);
    }

    /// Puts a token of no length before the `number`th of all.
    fn insert(&mut self, number: usize, kind: TokenKind, offset: usize) {
        let index = number.saturating_sub(self.taken).min(self.tokens.len());
        self.tokens.insert(
            index,
            Token {
                kind,
                span: Span::at(offset),
            },
        );
    }

    // Indentation

    /// Ends the block collections that are indented more than `column`.
    fn close_indented_more_than(&mut self, column: isize) {
        if self.flow_level != 0 {
            return;
        }
        while self.indent > column {
            self.indent = self.outer_indents.pop().unwrap_or(-1);
            self.push_mark(TokenKind::BlockEnd, 0);
        }
    }

    /// Whether a block collection begins at `column`; if so, remembers it.
    fn opens_block(&mut self, column: isize) -> bool {
        let opens = self.indent < column;
        if opens {
            self.outer_indents.push(self.indent);
            self.indent = column;
        }
        opens
    }

    // Keys

    /// Remembers that the token that is about to be fetched may begin a key.
    fn may_begin_key(&mut self) -> Result<(), Error> {
        if !self.key_allowed {
            return Ok(());
        }
        self.keys.give_up(self.flow_level, &self.cursor)?;
        let required = self.flow_level == 0 && self.indent == self.cursor.column();
        let token = self.taken + self.tokens.len();
        self.keys
            .push(self.flow_level, token, required, &self.cursor);
        Ok(())
    }

    fn give_up_key(&mut self) -> Result<(), Error> {
        self.keys.give_up(self.flow_level, &self.cursor)
    }

    // One function for each token

    fn fetch_stream_end(&mut self) -> Result<(), Error> {
        self.close_indented_more_than(-1);
        self.give_up_key()?;
        self.keys.clear();
        self.key_allowed = false;
        self.push_mark(TokenKind::StreamEnd, 0);
        self.finished = true;
        Ok(())
    }

    fn fetch_directive(&mut self) -> Result<(), Error> {
        self.close_indented_more_than(-1);
        self.give_up_key()?;
        self.key_allowed = false;
        self.scan_directive()
    }

    fn fetch_document_marker(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.close_indented_more_than(-1);
        self.give_up_key()?;
        // A block collection cannot begin on the line of a `---`.
        self.key_allowed = false;
        self.push_mark(kind, 3);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.may_begin_key()?;
        self.flow_level += 1;
        self.key_allowed = true;
        self.push_mark(kind, 1);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.give_up_key()?;
        self.flow_level -= 1;
        self.key_allowed = false;
        self.push_mark(kind, 1);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Result<(), Error> {
        self.key_allowed = true;
        self.give_up_key()?;
        self.push_mark(TokenKind::FlowEntry, 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Result<(), Error> {
        // A `-` inside of `[` or `{` is wrong too, but that is for the parser to say.
        if self.flow_level == 0 {
            if !self.key_allowed {
                return Err(
                    self.error("a list item cannot begin here; put the `-` on a line of its own")
                );
            }
            if self.opens_block(self.cursor.column()) {
                self.push_mark(TokenKind::BlockSequenceStart, 0);
            }
        }
        self.key_allowed = true;
        self.give_up_key()?;
        self.push_mark(TokenKind::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Error> {
        if self.flow_level == 0 {
            if !self.key_allowed {
                return Err(self.error(
                    "a `?` with a key cannot begin here; put it on a line of its own, or in quotes",
                ));
            }
            if self.opens_block(self.cursor.column()) {
                self.push_mark(TokenKind::BlockMappingStart, 0);
            }
        }
        self.key_allowed = self.flow_level == 0;
        self.give_up_key()?;
        self.push_mark(TokenKind::Key, 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Error> {
        if let Some(key) = self.keys.take(self.flow_level) {
            self.insert(key.token, TokenKind::Key, key.offset);
            if self.flow_level == 0 && self.opens_block(key.column) {
                self.insert(key.token, TokenKind::BlockMappingStart, key.offset);
            }
            // `a: b: c` is not a key in a key.
            self.key_allowed = false;
        } else {
            // The value of a `?` key, or of an empty one.
            if self.flow_level == 0 {
                if !self.key_allowed {
                    return Err(self.error(
                        "a second `: ` on this line, or one behind a text of several lines; put \
                         text that holds `: ` in quotes, or the inner key on a line of its own",
                    ));
                }
                if self.opens_block(self.cursor.column()) {
                    self.push_mark(TokenKind::BlockMappingStart, 0);
                }
            }
            self.key_allowed = self.flow_level == 0;
            self.give_up_key()?;
        }
        self.push_mark(TokenKind::Value, 1);
        Ok(())
    }

    fn fetch_named(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.may_begin_key()?;
        self.key_allowed = false;
        self.scan_name(kind)
    }

    fn fetch_tag(&mut self) -> Result<(), Error> {
        self.may_begin_key()?;
        self.key_allowed = false;
        self.scan_tag()
    }

    fn fetch_block_scalar(&mut self) -> Result<(), Error> {
        self.key_allowed = true;
        self.give_up_key()?;
        self.scan_block_scalar()
    }

    fn fetch_quoted(&mut self) -> Result<(), Error> {
        self.may_begin_key()?;
        self.key_allowed = false;
        self.scan_quoted()
    }

    fn fetch_plain(&mut self) -> Result<(), Error> {
        self.may_begin_key()?;
        self.key_allowed = false;
        // A plain scalar that ends at a line's beginning allows a key there.
        self.scan_plain();
        Ok(())
    }
}
