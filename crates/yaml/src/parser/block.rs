//! Lists and mappings in block style, given by indentation.

use super::{Events, Place, State, Step, empty_behind, event};
use crate::event::EventKind;
use crate::span::Span;
use crate::token::{Token, TokenKind};

impl<'a> Events<'a> {
    pub(super) fn block_entry(&mut self, first: bool) -> Step<'a> {
        if first {
            self.open()?;
        }
        let again = State::BlockEntry { first: false };
        if let Some(mark) = self.take_if(TokenKind::BlockEntry)? {
            if self.next_is(&[TokenKind::BlockEntry, TokenKind::BlockEnd])? {
                self.state = again;
                return Ok(empty_behind(mark));
            }
            self.outer_states.push(again);
            return self.node(Place::Block);
        }
        if self.take_if(TokenKind::BlockEnd)?.is_none() {
            let found = self.peek()?.0.in_words();
            let message = format!(
                "the next item of this list (`- `) or its end is expected here, not {found}; \
                 check the indentation of this line"
            );
            return Err(self.misplaced_in(message, "the list begins here"));
        }
        self.end(EventKind::SequenceEnd, Span::at(self.last_end))
    }

    pub(super) fn indentless_entry(&mut self) -> Step<'a> {
        if let Some(mark) = self.take_if(TokenKind::BlockEntry)? {
            if self.next_is(&[
                TokenKind::BlockEntry,
                TokenKind::Key,
                TokenKind::Value,
                TokenKind::BlockEnd,
            ])? {
                self.state = State::IndentlessEntry;
                return Ok(empty_behind(mark));
            }
            self.outer_states.push(State::IndentlessEntry);
            return self.node(Place::Block);
        }
        self.leave();
        Ok(event(EventKind::SequenceEnd, Span::at(self.last_end)))
    }

    pub(super) fn block_key(&mut self, first: bool) -> Step<'a> {
        if first {
            self.open()?;
        }
        if let Some(mark) = self.take_if(TokenKind::Key)? {
            return self.block_content(mark, State::BlockValue);
        }
        if self.take_if(TokenKind::BlockEnd)?.is_none() {
            let found = self.peek()?.0.in_words();
            let message = format!(
                "the next key of this mapping or its end is expected here, not {found}; check the \
                 indentation of this line, and put text with special characters in quotes"
            );
            return Err(self.misplaced_in(message, "the mapping begins here"));
        }
        self.end(EventKind::MappingEnd, Span::at(self.last_end))
    }

    pub(super) fn block_value(&mut self) -> Step<'a> {
        let next = State::BlockKey { first: false };
        match self.take_if(TokenKind::Value)? {
            Some(mark) => self.block_content(mark, next),
            None => {
                self.state = next;
                self.empty_here()
            }
        }
    }

    /// The key or value behind its `?` or `:`.
    fn block_content(&mut self, mark: Token, next: State) -> Step<'a> {
        if self.next_is(&[TokenKind::Key, TokenKind::Value, TokenKind::BlockEnd])? {
            self.state = next;
            return Ok(empty_behind(mark));
        }
        self.outer_states.push(next);
        self.node(Place::BlockOrIndentless)
    }
}
