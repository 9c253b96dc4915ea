//! The text around the nodes, and how YAML has it written.

use std::borrow::Cow;

use specql_syntax::Kind;
use specql_yaml::{Span, decode};
use tree_sitter::Node;

use crate::expression::ast::{Literal, Name};

/// How YAML writes the text that an inner language stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writing {
    /// As it is, also in a block.
    Plain,
    /// In single quotes: a quote inside is written twice.
    SingleQuoted,
    /// In double quotes: with escapes.
    DoubleQuoted,
}

/// A text that holds something in one of SpecQL's languages.
pub(super) struct Source<'t> {
    text: &'t str,
    writing: Writing,
}

impl<'t> Source<'t> {
    /// Text that stands in no quotes.
    pub(super) fn plain(text: &'t str) -> Self {
        let writing = Writing::Plain;
        Self { text, writing }
    }

    /// What stands in a node, which may be a scalar in quotes.
    pub(super) fn of(around: Node<'_>, text: &'t str) -> Self {
        let first = text.as_bytes().get(around.start_byte());
        let writing = match (Kind::of(&around), first) {
            (Kind::QuotedScalar, Some(b'\'')) => Writing::SingleQuoted,
            (Kind::QuotedScalar, Some(b'"')) => Writing::DoubleQuoted,
            _ => Writing::Plain,
        };
        Self { text, writing }
    }

    pub(super) fn written(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// What YAML makes of a part of the text.
    pub(super) fn value(&self, span: Span) -> Cow<'t, str> {
        let written = self.written(span);
        match self.writing {
            Writing::Plain if written.contains(['\n', '\r']) => decode::plain(written),
            Writing::Plain => Cow::Borrowed(written),
            Writing::SingleQuoted if written.contains(['\'', '\n', '\r']) => {
                let quoted = format!("'{written}'");
                let value = decode::single_quoted(&quoted).ok();
                let value = value.map(|value| value.as_str().to_owned());
                // An odd quote at the edge of a part is half of a pair.
                Cow::Owned(value.unwrap_or_else(|| written.replace("''", "'")))
            }
            Writing::DoubleQuoted if written.contains(['\\', '\n', '\r']) => {
                let quoted = format!("\"{written}\"");
                let value = decode::double_quoted(&quoted).ok();
                value.map_or(Cow::Borrowed(written), |value| {
                    Cow::Owned(value.as_str().to_owned())
                })
            }
            _ => Cow::Borrowed(written),
        }
    }

    pub(super) fn name(&self, span: Span) -> Name {
        let text = self.value(span).trim().to_owned();
        Name { text, span }
    }

    /// A text in quotes.
    pub(super) fn string(&self, node: &Node<'_>) -> Literal {
        let value = self.value(span(node));
        let (value, quote) = unquoted(&value);
        Literal::Text {
            value: value.into_owned(),
            double_quoted: quote == Some('"'),
            closed: Kind::of(node) == Kind::String,
        }
    }

    /// A word, or a text in quotes: what it says, and whether there were quotes.
    pub(super) fn word(&self, span: Span) -> (String, bool) {
        let value = self.value(span);
        let (text, quote) = unquoted(value.trim());
        (text.into_owned(), quote.is_some())
    }
}

/// A text without the quotes around it, and those quotes. A doubled quote inside is one; a closing
/// quote may still be missing.
fn unquoted(text: &str) -> (Cow<'_, str>, Option<char>) {
    for quote in ['\'', '"'] {
        if let Some(inside) = text.strip_prefix(quote) {
            let inside = inside.strip_suffix(quote).unwrap_or(inside);
            let doubled = [quote, quote].iter().collect::<String>();
            let plain = if inside.contains(&doubled) {
                Cow::Owned(inside.replace(&doubled, &quote.to_string()))
            } else {
                Cow::Borrowed(inside)
            };
            return (plain, Some(quote));
        }
    }
    (Cow::Borrowed(text), None)
}

/// Where a node stands.
pub(super) fn span(node: &Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// The parts of a node; what is wrong with the YAML between them is not looked at here.
pub(super) fn children<'t>(node: &Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .filter(|child| !child.is_extra())
        .collect()
}
