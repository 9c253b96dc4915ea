//! Puts tokens together to events.
//!
//! A state machine with a stack of its own, so that nesting cannot exhaust the program's stack.

mod block;
mod flow;

use std::borrow::Cow;

use crate::chars;
use crate::error::{Error, ErrorKind};
use crate::event::{Event, EventKind, ScalarStyle};
use crate::scanner::Scanner;
use crate::span::Span;
use crate::tag::TagHandles;
use crate::text::Text;
use crate::token::{Directive, Payload, Token, TokenKind};

/// The events of a text, in order. Ends behind the first error.
///
/// Nesting of any depth is read, and the time taken grows with the text's length only.
#[must_use]
pub fn events(text: &str) -> Events<'_> {
    Events {
        text,
        scanner: Scanner::new(text),
        state: State::StreamStart,
        outer_states: Vec::new(),
        openings: Vec::new(),
        handles: TagHandles::default(),
        last_end: 0,
    }
}

/// Iterator over the events of a text; made by [`events()`].
pub struct Events<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    /// What to do next.
    state: State,
    /// What to do when the innermost node is complete.
    outer_states: Vec<State>,
    /// Where the open collections begin, for messages.
    openings: Vec<Span>,
    handles: TagHandles<'a>,
    /// Where the last token with text in it ended.
    last_end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    StreamStart,
    FirstDocument,
    Document,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockEntry { first: bool },
    IndentlessEntry,
    BlockKey { first: bool },
    BlockValue,
    FlowEntry { first: bool },
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowKey { first: bool },
    FlowValue,
    FlowEmptyValue,
    Finished,
}

/// Where a node stands decides which forms it may take.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Flow,
    Block,
    /// Directly below a key a list need not be indented.
    BlockOrIndentless,
}

type Step<'a> = Result<Event<'a>, Error>;

impl<'a> Iterator for Events<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if self.state == State::Finished {
            return None;
        }
        let step = self.step();
        if step.is_err() {
            self.state = State::Finished;
        }
        Some(step)
    }
}

impl<'a> Events<'a> {
    fn step(&mut self) -> Step<'a> {
        match self.state {
            State::StreamStart => self.stream_start(),
            State::FirstDocument => self.first_document(),
            State::Document => self.document(),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(Place::Block),
            State::BlockEntry { first } => self.block_entry(first),
            State::IndentlessEntry => self.indentless_entry(),
            State::BlockKey { first } => self.block_key(first),
            State::BlockValue => self.block_value(),
            State::FlowEntry { first } => self.flow_entry(first),
            State::FlowPairKey => self.flow_pair_key(),
            State::FlowPairValue => self.flow_pair_value(),
            State::FlowPairEnd => self.flow_pair_end(),
            State::FlowKey { first } => self.flow_key(first),
            State::FlowValue => self.flow_value(),
            State::FlowEmptyValue => {
                self.state = State::FlowKey { first: false };
                self.empty_here()
            }
            State::Finished => Ok(event(EventKind::StreamEnd, Span::at(self.text.len()))),
        }
    }

    // Tokens

    #[inline]
    fn peek(&mut self) -> Result<(TokenKind, Span), Error> {
        let token = self.scanner.peek()?;
        Ok((token.kind, token.span))
    }

    #[inline]
    fn next_is(&mut self, kinds: &[TokenKind]) -> Result<bool, Error> {
        Ok(kinds.contains(&self.peek()?.0))
    }

    #[inline]
    fn take(&mut self) -> Result<Token, Error> {
        let token = self.scanner.take()?;
        if !token.span.is_empty() {
            self.last_end = token.span.end as usize;
        }
        Ok(token)
    }

    /// Takes the next token if it is of this kind.
    #[inline]
    fn take_if(&mut self, kind: TokenKind) -> Result<Option<Token>, Error> {
        if self.peek()?.0 == kind {
            self.take().map(Some)
        } else {
            Ok(None)
        }
    }

    /// The text of a token behind its first `skipped` bytes.
    fn source(&self, token: Token, skipped: usize) -> &'a str {
        let range = token.span.range();
        self.text
            .get(range.start + skipped..range.end)
            .unwrap_or_default()
    }

    fn leave(&mut self) {
        self.state = self.outer_states.pop().unwrap_or(State::Finished);
    }

    /// The next token must not be here.
    fn misplaced(&mut self, message: impl Into<Cow<'static, str>>) -> Error {
        match self.peek() {
            Ok((_, span)) => Error::new(ErrorKind::Parser, span, message),
            Err(error) => error,
        }
    }

    /// The next token must not be in the innermost collection.
    fn misplaced_in(&mut self, message: String, opening: &'static str) -> Error {
        let error = self.misplaced(message);
        match self.openings.last() {
            Some(span) => error.with_related(*span, opening),
            None => error,
        }
    }

    // Documents

    fn stream_start(&mut self) -> Step<'a> {
        if u32::try_from(self.text.len()).is_err() {
            let message = "a text of more than 4 GiB is not read";
            return Err(Error::new(ErrorKind::TooLarge, Span::at(0), message));
        }
        if let Some((at, c)) = chars::first_unprintable(self.text) {
            let code = u32::from(c);
            let message = format!(
                "the character U+{code:04X} may not stand in a YAML file; remove it, or write it \
                 as an escape such as `\\u{code:04x}` in double quotes"
            );
            let span = Span::new(at, at + c.len_utf8());
            return Err(Error::new(ErrorKind::Reader, span, message));
        }
        self.state = State::FirstDocument;
        Ok(event(EventKind::StreamStart, Span::at(0)))
    }

    /// The first document needs no `---`.
    fn first_document(&mut self) -> Step<'a> {
        let (kind, span) = self.peek()?;
        if matches!(
            kind,
            TokenKind::Directive | TokenKind::DocumentStart | TokenKind::StreamEnd
        ) {
            return self.document();
        }
        self.outer_states.push(State::DocumentEnd);
        self.state = State::BlockNode;
        Ok(event(
            EventKind::DocumentStart { explicit: false },
            Span::at(span.start as usize),
        ))
    }

    fn document(&mut self) -> Step<'a> {
        while self.take_if(TokenKind::DocumentEnd)?.is_some() {}
        let (kind, first) = self.peek()?;
        if kind == TokenKind::StreamEnd {
            self.state = State::Finished;
            return Ok(event(EventKind::StreamEnd, first));
        }
        self.directives()?;
        let Some(marker) = self.take_if(TokenKind::DocumentStart)? else {
            let found = self.peek()?.0.in_words();
            return Err(self.misplaced(format!(
                "the document is complete before {found}; remove what is too much or indented \
                 wrongly, or begin another document with a line `---`"
            )));
        };
        self.outer_states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        Ok(event(
            EventKind::DocumentStart { explicit: true },
            first.to(marker.span),
        ))
    }

    fn directives(&mut self) -> Result<(), Error> {
        self.handles = TagHandles::default();
        let mut has_version = false;
        while let Some(token) = self.take_if(TokenKind::Directive)? {
            let message = match self.scanner.take_payload() {
                Some(Payload::Directive(Directive::Yaml { .. })) if has_version => {
                    "a document has only one `%YAML`; remove this one"
                }
                Some(Payload::Directive(Directive::Yaml {
                    is_version_1: false,
                })) => "only YAML 1 is read; write `%YAML 1.1`, or remove this line",
                Some(Payload::Directive(Directive::Yaml { .. })) => {
                    has_version = true;
                    continue;
                }
                Some(Payload::Directive(Directive::Tag { handle, prefix })) => {
                    if self.handles.declare(handle, prefix) {
                        continue;
                    }
                    "this handle is declared already; remove this line"
                }
                _ => continue,
            };
            return Err(Error::new(ErrorKind::Parser, token.span, message));
        }
        Ok(())
    }

    fn document_content(&mut self) -> Step<'a> {
        if self.next_is(&[
            TokenKind::Directive,
            TokenKind::DocumentStart,
            TokenKind::DocumentEnd,
            TokenKind::StreamEnd,
        ])? {
            self.leave();
            return self.empty_here();
        }
        self.node(Place::Block)
    }

    fn document_end(&mut self) -> Step<'a> {
        let at = Span::at(self.peek()?.1.start as usize);
        let marker = self.take_if(TokenKind::DocumentEnd)?;
        self.state = State::Document;
        let explicit = marker.is_some();
        Ok(event(
            EventKind::DocumentEnd { explicit },
            marker.map_or(at, |token| token.span),
        ))
    }

    // Nodes

    fn node(&mut self, place: Place) -> Step<'a> {
        if let Some(alias) = self.take_if(TokenKind::Alias)? {
            self.leave();
            let name = self.source(alias, 1);
            return Ok(event(EventKind::Alias { name }, alias.span));
        }
        let Properties {
            anchor,
            tag,
            span: properties,
        } = self.properties()?;
        let (kind, here) = self.peek()?;
        let start = properties.unwrap_or(here);
        let is_block = place != Place::Flow;
        let (next, flow, is_mapping) = match kind {
            TokenKind::BlockEntry if place == Place::BlockOrIndentless => {
                (State::IndentlessEntry, false, false)
            }
            TokenKind::Scalar | TokenKind::Word => return self.scalar(anchor, tag, start),
            TokenKind::FlowSequenceStart => (State::FlowEntry { first: true }, true, false),
            TokenKind::FlowMappingStart => (State::FlowKey { first: true }, true, true),
            TokenKind::BlockSequenceStart if is_block => {
                (State::BlockEntry { first: true }, false, false)
            }
            TokenKind::BlockMappingStart if is_block => {
                (State::BlockKey { first: true }, false, true)
            }
            _ => {
                let Some(span) = properties else {
                    return Err(self.no_node_here());
                };
                self.leave();
                return Ok(event(empty(anchor, tag), span));
            }
        };
        self.state = next;
        // In block style no character belongs to the beginning.
        let span = if flow {
            start.to(here)
        } else {
            start.to(Span::at(here.start as usize))
        };
        let kind = if is_mapping {
            EventKind::MappingStart { anchor, tag, flow }
        } else {
            EventKind::SequenceStart { anchor, tag, flow }
        };
        Ok(event(kind, span))
    }

    fn scalar(
        &mut self,
        anchor: Option<&'a str>,
        tag: Option<Cow<'a, str>>,
        start: Span,
    ) -> Step<'a> {
        let token = self.take()?;
        self.leave();
        let span = start.to(token.span);
        let (value, style) = if token.kind == TokenKind::Word {
            (self.source(token, 0).into(), ScalarStyle::Plain)
        } else {
            match self.scanner.take_payload() {
                Some(Payload::Scalar { value, style }) => (value, style),
                _ => (Text::default(), ScalarStyle::Plain),
            }
        };
        let kind = EventKind::Scalar {
            anchor,
            tag,
            value,
            style,
        };
        Ok(event(kind, span))
    }

    /// An anchor and a tag, in either order.
    fn properties(&mut self) -> Result<Properties<'a>, Error> {
        let mut properties = Properties {
            anchor: None,
            tag: None,
            span: None,
        };
        let mut written = None;
        // Looking at the token behind a complete pair could find another error first.
        while properties.anchor.is_none() || written.is_none() {
            let (kind, span) = self.peek()?;
            match kind {
                TokenKind::Anchor if properties.anchor.is_none() => {
                    let anchor = self.take()?;
                    properties.anchor = Some(self.source(anchor, 1));
                }
                TokenKind::Tag if written.is_none() => {
                    self.take()?;
                    written = self.scanner.take_payload().map(|payload| (payload, span));
                }
                _ => break,
            }
            properties.span = Some(properties.span.unwrap_or(span).to(span));
        }
        if let Some((Payload::Tag { handle, suffix }, span)) = written {
            properties.tag = Some(match (handle, self.handles.resolve(handle, &suffix)) {
                (None, _) => suffix,
                (Some(_), Some(name)) => Cow::Owned(name),
                (Some(handle), None) => {
                    let message = format!(
                        "the tag handle `{handle}` is not declared; declare it with a `%TAG` line \
                         before `---`, or put the text in quotes"
                    );
                    return Err(Error::new(ErrorKind::Parser, span, message));
                }
            });
        }
        Ok(properties)
    }

    fn no_node_here(&mut self) -> Error {
        let found = match self.peek() {
            Ok((kind, _)) => kind.in_words(),
            Err(error) => return error,
        };
        self.misplaced(format!("a value is expected here, not {found}"))
    }

    /// A value that is left out, just before the next token.
    fn empty_here(&mut self) -> Step<'a> {
        let at = self.peek()?.1.start as usize;
        Ok(event(empty(None, None), Span::at(at)))
    }

    fn end(&mut self, kind: EventKind<'a>, span: Span) -> Step<'a> {
        self.leave();
        self.openings.pop();
        Ok(event(kind, span))
    }

    /// Takes the token that opens a collection.
    fn open(&mut self) -> Result<(), Error> {
        let token = self.take()?;
        self.openings.push(token.span);
        Ok(())
    }
}

struct Properties<'a> {
    anchor: Option<&'a str>,
    tag: Option<Cow<'a, str>>,
    span: Option<Span>,
}

fn event(kind: EventKind<'_>, span: Span) -> Event<'_> {
    Event { kind, span }
}

fn empty<'a>(anchor: Option<&'a str>, tag: Option<Cow<'a, str>>) -> EventKind<'a> {
    EventKind::Scalar {
        anchor,
        tag,
        value: Text::default(),
        style: ScalarStyle::Plain,
    }
}

fn empty_behind<'a>(mark: Token) -> Event<'a> {
    event(empty(None, None), Span::at(mark.span.end as usize))
}
