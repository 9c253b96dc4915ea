//! Events: a text as a stream of beginnings, ends, scalars and aliases.

use std::borrow::Cow;

use crate::span::Span;
use crate::text::Text;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// What happens.
    pub kind: EventKind<'a>,
    /// Where: with the anchor and tag, if there are any. For the beginning of a collection, up
    /// to and with its bracket.
    pub span: Span,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind<'a> {
    /// The first event of all.
    StreamStart,
    /// The last event of all.
    StreamEnd,
    /// A document begins.
    DocumentStart {
        /// With `---`.
        explicit: bool,
    },
    /// A document ends.
    DocumentEnd {
        /// With `...`.
        explicit: bool,
    },
    /// `*name`
    Alias {
        /// Without the `*`.
        name: &'a str,
    },
    /// A scalar; also an empty one, where a value is left out.
    Scalar {
        /// Without the `&`.
        anchor: Option<&'a str>,
        /// In full (`tag:yaml.org,2002:int`), or `!` alone.
        tag: Option<Cow<'a, str>>,
        /// What it says.
        value: Text<'a>,
        /// How it is written.
        style: ScalarStyle,
    },
    /// A list begins.
    SequenceStart {
        /// Without the `&`.
        anchor: Option<&'a str>,
        /// In full, or `!` alone.
        tag: Option<Cow<'a, str>>,
        /// With `[`.
        flow: bool,
    },
    /// A list ends.
    SequenceEnd,
    /// A mapping begins. Keys and values follow in turn.
    MappingStart {
        /// Without the `&`.
        anchor: Option<&'a str>,
        /// In full, or `!` alone.
        tag: Option<Cow<'a, str>>,
        /// With `{`.
        flow: bool,
    },
    /// A mapping ends.
    MappingEnd,
}

/// How a scalar is written. Only a plain one can be anything but a text without a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// Without quotes; also an empty scalar.
    Plain,
    /// `'...'`
    SingleQuoted,
    /// `"..."`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}
