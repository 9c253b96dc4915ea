//! Types.

use specql_yaml::Span;

use super::tokens::{Kind, Token, Tokens};
use crate::expression::ast::{
    Brackets, DefaultValue, EntityName, EnumValue, Name, TypeArguments, TypeExpression, TypeKind,
};

/// Deeper ones are left to the tree.
const MAX_DEPTH: usize = 20;

/// A type that is all there is.
pub(super) fn type_expression(mut tokens: Tokens<'_>) -> Option<TypeExpression> {
    let start = tokens.peek().span;
    let (kind, mut end) = kind(&mut tokens, 0)?;
    let mut required = tokens.take_sign("!");
    end = required.unwrap_or(end);
    let mut default = None;
    if let Some(equals) = tokens.take_sign("=") {
        let value = default_value(&mut tokens, equals)?;
        end = value.span;
        default = Some(value);
        if required.is_none() {
            required = tokens.take_sign("!");
            end = required.unwrap_or(end);
        }
    }
    tokens.is_at_end().then_some(TypeExpression {
        kind,
        required,
        optional: None,
        default,
        stray: Vec::new(),
        span: start.to(end),
    })
}

fn kind(tokens: &mut Tokens<'_>, depth: usize) -> Option<(TypeKind, Span)> {
    let word = tokens.peek();
    if word.kind != Kind::Word || depth > MAX_DEPTH {
        return None;
    }
    let written = tokens.written(word.span);
    tokens.take();
    match written {
        "enum" => {
            let (values, brackets) = in_brackets(tokens, enum_value)?;
            let kind = TypeKind::Enum {
                values,
                brackets: Some(brackets),
            };
            Some((kind, brackets.span))
        }
        "ref" => reference(tokens),
        "list" => {
            let open = tokens.take_sign("(")?;
            let start = tokens.peek().span;
            let (kind, end) = kind(tokens, depth + 1)?;
            let close = tokens.take_sign(")")?;
            let brackets = brackets(open, close);
            let item = TypeExpression {
                kind,
                required: None,
                optional: None,
                default: None,
                stray: Vec::new(),
                span: start.to(end),
            };
            let kind = TypeKind::List {
                item: Some(Box::new(item)),
                brackets: Some(brackets),
            };
            Some((kind, brackets.span))
        }
        // `Enum` is the enum of the grammar, too.
        _ if ["enum", "ref", "list"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(written)) =>
        {
            None
        }
        _ => named(tokens, word),
    }
}

fn named(tokens: &mut Tokens<'_>, word: Token) -> Option<(TypeKind, Span)> {
    let mut end = word.span;
    let mut arguments = None;
    if tokens.is_sign("(") {
        let (items, brackets) = in_brackets(tokens, type_argument)?;
        end = brackets.span;
        arguments = Some(TypeArguments { items, brackets });
    }
    let name = name(tokens, word.span);
    Some((TypeKind::Named { name, arguments }, end))
}

fn type_argument(tokens: &mut Tokens<'_>) -> Option<Name> {
    let token = tokens.take();
    matches!(token.kind, Kind::Word | Kind::Number).then(|| name(tokens, token.span))
}

fn reference(tokens: &mut Tokens<'_>) -> Option<(TypeKind, Span)> {
    let open = tokens.take_sign("(")?;
    let mut targets = Vec::new();
    loop {
        targets.push(target(tokens)?);
        if let Some(close) = tokens.take_sign(")") {
            let brackets = brackets(open, close);
            let kind = TypeKind::Reference {
                targets,
                options: Vec::new(),
                brackets: Some(brackets),
            };
            return Some((kind, brackets.span));
        }
        tokens.take_sign("|")?;
    }
}

fn target(tokens: &mut Tokens<'_>) -> Option<EntityName> {
    let first = tokens.name()?;
    let span = first.span;
    if tokens.take_sign(".").is_none() {
        return Some(EntityName {
            schema: None,
            name: first,
            span,
        });
    }
    let second = tokens.name()?;
    // Blanks around the dot are for the tree to explain.
    (second.span.start == span.end + 1).then(|| EntityName {
        span: span.to(second.span),
        schema: Some(first),
        name: second,
    })
}

/// A value of an enum, with quotes or without.
fn enum_value(tokens: &mut Tokens<'_>) -> Option<EnumValue> {
    let (text, quoted, span) = words(tokens, b",)")?;
    Some(EnumValue { text, quoted, span })
}

fn default_value(tokens: &mut Tokens<'_>, equals: Span) -> Option<DefaultValue> {
    let (text, quoted, span) = words(tokens, b"!")?;
    Some(DefaultValue {
        text,
        quoted,
        span,
        equals,
    })
}

fn words(tokens: &mut Tokens<'_>, ends: &[u8]) -> Option<(String, bool, Span)> {
    if tokens.peek().kind == Kind::Text {
        let span = tokens.take().span;
        let written = tokens.written(span);
        let inside = written.get(1..written.len() - 1)?;
        let next = tokens.peek();
        let ends_here = next.kind == Kind::End
            || (next.kind == Kind::Sign
                && ends
                    .iter()
                    .any(|end| tokens.written(next.span).as_bytes() == [*end]));
        return ends_here.then(|| (inside.to_owned(), true, span));
    }
    let span = tokens.words_up_to(ends)?;
    Some((tokens.written(span).to_owned(), false, span))
}

/// What stands in brackets, with commas between.
fn in_brackets<T>(
    tokens: &mut Tokens<'_>,
    item: impl Fn(&mut Tokens<'_>) -> Option<T>,
) -> Option<(Vec<T>, Brackets)> {
    let open = tokens.take_sign("(")?;
    let mut items = Vec::new();
    loop {
        items.push(item(tokens)?);
        if let Some(close) = tokens.take_sign(")") {
            return Some((items, brackets(open, close)));
        }
        tokens.take_sign(",")?;
    }
}

fn brackets(open: Span, close: Span) -> Brackets {
    Brackets {
        span: open.to(close),
        closed: true,
    }
}

fn name(tokens: &Tokens<'_>, span: Span) -> Name {
    Name {
        text: tokens.written(span).to_owned(),
        span,
    }
}
