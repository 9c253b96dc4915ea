//! A mistake in a file, as it is told to a person.

use std::borrow::Cow;

use specql_yaml::Span;

/// A mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of the rule that found it.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: Cow<'static, str>,
    /// Where.
    pub span: Span,
}
