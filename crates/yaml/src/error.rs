//! Why a text is refused, and where.

use std::borrow::Cow;
use std::fmt;

use crate::span::Span;

/// Who refuses: each kind is one of the exceptions that PyYAML raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A character that may not stand in a YAML text at all (`ReaderError`).
    Reader,
    /// The text cannot be cut into tokens (`ScannerError`).
    Scanner,
    /// The tokens do not fit together (`ParserError`).
    Parser,
    /// Anchors, aliases or the number of documents are wrong (`ComposerError`).
    Composer,
    /// A node cannot become the value its tag asks for (`ConstructorError`).
    Constructor,
    /// A number, date or character code looks right and is none. PyYAML lets Python's own
    /// exception through (`ValueError`, `OverflowError`, `KeyError`, ...).
    Value,
    /// Nested more deeply than Python's stack allows (`RecursionError`).
    TooDeep,
    /// So large that Python would not come to an end with it; PyYAML has no such error.
    TooLarge,
}

/// The first error of a text. PyYAML stops there too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Detail>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    kind: ErrorKind,
    message: Cow<'static, str>,
    span: Span,
    related: Option<(&'static str, Span)>,
}

impl Error {
    /// An error at `span`.
    pub fn new(kind: ErrorKind, span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Detail {
            kind,
            message: message.into(),
            span,
            related: None,
        }))
    }

    /// The same error with a second place that explains it.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: &'static str) -> Self {
        self.0.related = Some((message, span));
        self
    }

    /// The same error in a text that has `base` more bytes in front.
    #[must_use]
    pub fn shifted(mut self, base: usize) -> Self {
        self.0.span = self.0.span.shifted(base);
        if let Some((_, span)) = &mut self.0.related {
            *span = span.shifted(base);
        }
        self
    }

    /// Who refuses.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What is wrong and what to do, in one or two sentences.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where; its start is the place that PyYAML names.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// A second place that explains the first: where the list begins that is not closed, say.
    #[must_use]
    pub fn related(&self) -> Option<(&str, Span)> {
        self.0.related
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}

/// What becomes of errors: the first one ends the reading, or all are noted and it goes on.
pub(crate) struct Faults(Option<Vec<Error>>);

impl Faults {
    pub(crate) fn strict() -> Self {
        Self(None)
    }

    pub(crate) fn tolerant() -> Self {
        Self(Some(Vec::new()))
    }

    /// Notes an error, or gives it back to end the reading.
    pub(crate) fn note(&mut self, error: Error) -> Result<(), Error> {
        match &mut self.0 {
            Some(found) => {
                found.push(error);
                Ok(())
            }
            None => Err(error),
        }
    }

    pub(crate) fn into_found(self) -> Vec<Error> {
        self.0.unwrap_or_default()
    }
}
