//! Lists and mappings in flow style: `[...]` and `{...}`.

use super::{Events, Place, State, Step, empty_behind, event};
use crate::event::EventKind;
use crate::span::Span;
use crate::token::{Token, TokenKind};

impl<'a> Events<'a> {
    pub(super) fn flow_entry(&mut self, first: bool) -> Step<'a> {
        if first {
            self.open()?;
        }
        let end = TokenKind::FlowSequenceEnd;
        if !self.next_is(&[end])? {
            if !first && self.take_if(TokenKind::FlowEntry)?.is_none() {
                let found = self.peek()?.0.in_words();
                let message = format!("`,` or `]` is expected here, not {found}");
                return Err(self.misplaced_in(message, "the list begins here"));
            }
            let (kind, span) = self.peek()?;
            if kind == TokenKind::Key {
                // `[a: b]` holds a mapping without braces.
                self.state = State::FlowPairKey;
                let start = EventKind::MappingStart {
                    anchor: None,
                    tag: None,
                    flow: true,
                };
                return Ok(event(start, span));
            }
            if kind != end {
                self.outer_states.push(State::FlowEntry { first: false });
                return self.node(Place::Flow);
            }
        }
        let token = self.take()?;
        self.end(EventKind::SequenceEnd, token.span)
    }

    pub(super) fn flow_pair_key(&mut self) -> Step<'a> {
        let mark = self.take()?;
        self.flow_content(mark, State::FlowPairValue, TokenKind::FlowSequenceEnd, true)
    }

    pub(super) fn flow_pair_value(&mut self) -> Step<'a> {
        match self.take_if(TokenKind::Value)? {
            Some(mark) => {
                self.flow_content(mark, State::FlowPairEnd, TokenKind::FlowSequenceEnd, false)
            }
            None => {
                self.state = State::FlowPairEnd;
                self.empty_here()
            }
        }
    }

    pub(super) fn flow_pair_end(&mut self) -> Step<'a> {
        self.state = State::FlowEntry { first: false };
        self.peek()?;
        Ok(event(EventKind::MappingEnd, Span::at(self.last_end)))
    }

    pub(super) fn flow_key(&mut self, first: bool) -> Step<'a> {
        if first {
            self.open()?;
        }
        let end = TokenKind::FlowMappingEnd;
        if !self.next_is(&[end])? {
            if !first && self.take_if(TokenKind::FlowEntry)?.is_none() {
                let found = self.peek()?.0.in_words();
                let message = format!("`,` or `}}` is expected here, not {found}");
                return Err(self.misplaced_in(message, "the mapping begins here"));
            }
            if let Some(mark) = self.take_if(TokenKind::Key)? {
                return self.flow_content(mark, State::FlowValue, end, true);
            }
            if !self.next_is(&[end])? {
                self.outer_states.push(State::FlowEmptyValue);
                return self.node(Place::Flow);
            }
        }
        let token = self.take()?;
        self.end(EventKind::MappingEnd, token.span)
    }

    pub(super) fn flow_value(&mut self) -> Step<'a> {
        let next = State::FlowKey { first: false };
        match self.take_if(TokenKind::Value)? {
            Some(mark) => self.flow_content(mark, next, TokenKind::FlowMappingEnd, false),
            None => {
                self.state = next;
                self.empty_here()
            }
        }
    }

    /// The key or value behind its `?` or `:`.
    fn flow_content(&mut self, mark: Token, next: State, end: TokenKind, is_key: bool) -> Step<'a> {
        let kind = self.peek()?.0;
        if kind == TokenKind::FlowEntry || kind == end || (is_key && kind == TokenKind::Value) {
            self.state = next;
            return Ok(empty_behind(mark));
        }
        self.outer_states.push(next);
        self.node(Place::Flow)
    }
}
