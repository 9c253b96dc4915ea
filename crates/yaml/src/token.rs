//! What the scanner cuts a text into.

use std::borrow::Cow;

use crate::event::ScalarStyle;
use crate::span::Span;
use crate::text::Text;

/// One token. Small, as all text passes through these; what a kind carries beyond its place in
/// the text is its [`Payload`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// Which token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    StreamEnd,
    /// With a payload.
    Directive,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    /// With a payload.
    Tag,
    /// With a payload.
    Scalar,
    /// A plain scalar on one line: its value is its source.
    Word,
}

impl TokenKind {
    /// What a user sees where this token is.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::StreamEnd => "the end of the text",
            Self::Directive => "a `%` directive",
            Self::DocumentStart => "a new document (`---`)",
            Self::DocumentEnd => "the end of the document (`...`)",
            Self::BlockSequenceStart => "an indented list",
            Self::BlockMappingStart => "an indented mapping",
            Self::BlockEnd => "a line that is indented less",
            Self::FlowSequenceStart => "`[`",
            Self::FlowSequenceEnd => "`]`",
            Self::FlowMappingStart => "`{`",
            Self::FlowMappingEnd => "`}`",
            Self::BlockEntry => "a list item (`-`)",
            Self::FlowEntry => "`,`",
            Self::Key => "a key",
            Self::Value => "`:`",
            Self::Alias => "an alias",
            Self::Anchor => "an anchor",
            Self::Tag => "a tag",
            Self::Scalar | Self::Word => "text",
        }
    }
}

/// What some tokens carry.
#[derive(Clone, Debug)]
pub(crate) enum Payload<'a> {
    Tag {
        handle: Option<&'a str>,
        suffix: Cow<'a, str>,
    },
    Scalar {
        value: Text<'a>,
        style: ScalarStyle,
    },
    Directive(Directive<'a>),
}

/// A `%` line at the head of a document.
#[derive(Clone, Debug)]
pub(crate) enum Directive<'a> {
    /// `%YAML 1.1`: only the number before the point matters.
    Yaml { is_version_1: bool },
    /// `%TAG !e! tag:example.com,2000:`
    Tag {
        handle: &'a str,
        prefix: Cow<'a, str>,
    },
    /// Any other name: without effect.
    Unknown,
}
