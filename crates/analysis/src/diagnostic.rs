//! A mistake in a file, as it is told to a person.

use specql_yaml::Span;

use crate::db::File;
use crate::rules::Rule;

/// How much a mistake matters, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Could be better.
    Hint,
    /// Worth knowing.
    Info,
    /// Will not do what it says.
    Warning,
    /// Does not work.
    Error,
}

impl Severity {
    /// As it is written in settings and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much it matters: what the rule says, unless this case is another.
    pub severity: Severity,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where: the word, not the line.
    pub span: Span,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What to do, where the message does not say it.
    pub help: Option<String>,
    /// Changes that mend it, the best first.
    pub fixes: Vec<Fix>,
}

/// Another place, in this file or another.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Which file.
    pub file: File,
    /// Where in it.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A change that mends a mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as the author would say it: "Rename it to `total`".
    pub title: String,
    /// Whether the meaning is surely the one that the author had in mind. Only such a fix is made
    /// without asking.
    pub is_safe: bool,
    /// The changes; they do not overlap.
    pub edits: Vec<Edit>,
}

/// A change of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Which file.
    pub file: File,
    /// What is replaced.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

impl Diagnostic {
    /// A mistake found by a rule.
    #[must_use]
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            span,
            related: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn with_related(mut self, file: File, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        self.related.push(Related {
            file,
            span,
            message,
        });
        self
    }

    /// Offers a change.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }
}

impl Fix {
    /// A change that surely means what the author means.
    #[must_use]
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            is_safe: true,
            edits,
        }
    }

    /// A change that may be what the author wants.
    #[must_use]
    pub fn suggestion(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            is_safe: false,
            ..Self::safe(title, edits)
        }
    }
}
