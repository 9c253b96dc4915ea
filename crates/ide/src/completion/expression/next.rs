//! What belongs behind the pieces of a half-typed expression.

use specql_analysis::Known;
use specql_analysis::db::Db;
use specql_analysis::expression::infer::Type;
use specql_language::expression::{self, Returns, ValueType};

use crate::completion::tokens::{Token, open_bracket};

/// What is wanted at a place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::completion) enum Wanted {
    /// A condition, or a value that one begins with.
    Condition,
    /// A value of this type.
    Value(Type),
    /// One of these types; none means any.
    OneOf(&'static [ValueType]),
}

/// What belongs behind some pieces.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    Value(Wanted),
    /// What is asked with `IS`.
    Test,
    /// What a text has to look like.
    Pattern,
    Entity,
    /// `(`, with values of this type in it.
    List(Type),
    /// An operator behind a value of this type.
    Operator(Type),
}

/// Knows what the pieces stand for.
pub(super) struct Pieces<'a> {
    pub(super) db: &'a dyn Db,
    pub(super) known: &'a Known,
}

impl Pieces<'_> {
    /// What belongs behind these pieces, where `whole` is wanted of all of it.
    pub(super) fn next(&self, before: &[Token<'_>], whole: &Wanted) -> Next {
        let behind_path = matches!(before.last(), Some(Token::Name(name)) if name.ends_with('.'));
        let before = match before.split_last() {
            Some((_, rest)) if behind_path => rest,
            _ => before,
        };
        let Some((last, rest)) = before.split_last() else {
            return Next::Value(whole.clone());
        };
        let is = |word: &str| last.is(word);
        let after = |word: &str| rest.last().is_some_and(|token| token.is(word));
        match last {
            _ if is("is") => Next::Test,
            _ if is("not") && after("is") => Next::Test,
            _ if is("and") && self.is_in_range(rest) => Next::Value(self.like_left(rest)),
            _ if is("and") || is("or") || is("not") || is("where") || is("when") => {
                Next::Value(Wanted::Condition)
            }
            _ if is("matches") => Next::Pattern,
            _ if is("exists") => Next::Entity,
            _ if is("in") => Next::List(self.left_of(rest)),
            _ if is("like") || is("ilike") => Next::Value(Wanted::OneOf(&[ValueType::Text])),
            _ if is("between") => Next::Value(self.compared(rest)),
            _ if is("then") || is("else") || is("from") || is("case") || is("distinct") => {
                Next::Value(Wanted::OneOf(&[]))
            }
            Token::Sign(sign) => Next::Value(self.behind_sign(sign, rest)),
            Token::Open | Token::Comma => Next::Value(self.in_brackets(before, whole)),
            Token::Name(_) | Token::Number | Token::Text | Token::Close => {
                Next::Operator(self.type_of(last))
            }
        }
    }

    fn behind_sign(&self, sign: &str, rest: &[Token<'_>]) -> Wanted {
        match sign {
            "=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" => self.compared(rest),
            "||" => Wanted::OneOf(&[ValueType::Text]),
            _ => match self.left_of(rest) {
                Type::UNKNOWN => Wanted::OneOf(&[ValueType::Number]),
                ty => Wanted::Value(ty),
            },
        }
    }

    fn compared(&self, left: &[Token<'_>]) -> Wanted {
        match self.left_of(left) {
            Type::UNKNOWN => Wanted::OneOf(&[]),
            ty => Wanted::Value(ty),
        }
    }

    /// The type of the value that some pieces end with.
    fn left_of(&self, left: &[Token<'_>]) -> Type {
        let left = match left.split_last() {
            Some((last, rest)) if last.is("not") => rest,
            _ => left,
        };
        match left.last() {
            Some(Token::Close) => {
                let inside = left.len().saturating_sub(1);
                let open = open_bracket(left.get(..inside).unwrap_or_default());
                let name = open.and_then(|(open, _)| left.get(open.checked_sub(1)?)?.name());
                name.and_then(expression::function)
                    .map_or(Type::UNKNOWN, given)
            }
            Some(token) => self.type_of(token),
            None => Type::UNKNOWN,
        }
    }

    fn type_of(&self, token: &Token<'_>) -> Type {
        match token {
            Token::Name(name) => {
                let path: Vec<&str> = name.split('.').collect();
                let ty = self.known.type_of(self.db, &path);
                ty.unwrap_or(Type::UNKNOWN)
            }
            Token::Number => ValueType::Number.into(),
            _ => Type::UNKNOWN,
        }
    }

    /// Whether an `AND` behind these pieces belongs to a `BETWEEN`.
    fn is_in_range(&self, before: &[Token<'_>]) -> bool {
        let mut words = before
            .iter()
            .rev()
            .filter(|token| ["between", "and", "or"].iter().any(|word| token.is(word)));
        words.next().is_some_and(|word| word.is("between"))
    }

    /// The type of what is left of the last `BETWEEN`.
    fn like_left(&self, before: &[Token<'_>]) -> Wanted {
        let between = before.iter().rposition(|token| token.is("between"));
        self.compared(between.and_then(|at| before.get(..at)).unwrap_or_default())
    }

    /// What is wanted inside of brackets: an argument, an item of a list, or just the same.
    fn in_brackets(&self, before: &[Token<'_>], whole: &Wanted) -> Wanted {
        let Some((open, commas)) = open_bracket(before) else {
            return whole.clone();
        };
        let outside = before.get(..open).unwrap_or_default();
        match outside.last() {
            Some(word) if word.is("in") => {
                self.compared(outside.split_last().map_or(&[][..], |(_, rest)| rest))
            }
            Some(token) if token.name().is_some() => {
                let function = token.name().and_then(expression::function);
                let parameter = function.and_then(|function| function.parameter(commas));
                Wanted::OneOf(parameter.map_or(&[][..], |parameter| parameter.accepts))
            }
            _ => Wanted::Condition,
        }
    }
}

/// The type that a function gives, as far as that is known without its arguments.
pub(super) fn given(function: &'static expression::Function) -> Type {
    match function.returns {
        Returns::Type(ty) => ty.into(),
        _ => Type::UNKNOWN,
    }
}
