//! Types, expressions, statements and calls as nearly everyone writes them, read without a tree.
//!
//! Making a tree takes many times as long as reading what stands in it. So what is complete and
//! plain is read here, from the text of its scalar alone, and comes out as [`super::lower`] would
//! read it from the tree. All else (half-typed, escaped, over several lines, the rarer words of
//! SQL) is none of it, and left to the tree.

mod expressions;
mod statements;
mod tokens;
mod types;

use specql_yaml::Span;

use self::tokens::Tokens;
use super::ast::{CallExpression, Expression, Statement, TypeExpression};

/// The text of a scalar, without the quotes that YAML has around it.
#[derive(Clone, Copy)]
pub(crate) struct Scalar<'t> {
    text: &'t str,
    span: Span,
}

impl<'t> Scalar<'t> {
    /// The scalar at a place of a text. None where it is not written plainly.
    pub(crate) fn at(text: &'t str, span: Span) -> Option<Self> {
        let written = text.get(span.range())?;
        let (start, end) = (span.start as usize, span.end as usize);
        let (first, last) = (written.bytes().next()?, written.bytes().next_back()?);
        let (span, quote) = match first {
            b'\'' | b'"' if first == last && written.len() > 2 => {
                (Span::new(start + 1, end - 1), Some(first))
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'(' => (span, None),
            // Blocks, anchors and tags, and dashes: they may have been meant for the list.
            _ => return None,
        };
        let inside = text.get(span.range())?;
        let is_plain = |byte: u8| {
            // `?` and what is not ASCII mean different things in different places.
            let is_odd = !(b' '..=b'~').contains(&byte) || matches!(byte, b'\\' | b'?');
            !is_odd && Some(byte) != quote
        };
        let has_blank_edge = inside.starts_with(' ') || inside.ends_with(' ');
        let is_plain = !has_blank_edge && inside.bytes().all(is_plain);
        is_plain.then_some(Self { text, span })
    }

    fn tokens(self) -> Tokens<'t> {
        Tokens::new(self.text, self.span)
    }

    /// The type that it is.
    pub(crate) fn type_expression(self) -> Option<TypeExpression> {
        types::type_expression(self.tokens())
    }

    /// The expression that it is.
    pub(crate) fn expression(self) -> Option<Expression> {
        expressions::whole(self.tokens())
    }

    /// The statement that it is.
    pub(crate) fn statement(self) -> Option<Statement> {
        statements::statement(self.tokens())
    }

    /// The call that it is.
    pub(crate) fn call(self) -> Option<CallExpression> {
        statements::call(self.tokens())
    }
}

#[cfg(test)]
mod tests;
