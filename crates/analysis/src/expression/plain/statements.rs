//! Statements and calls.

use specql_yaml::Span;

use super::expressions::expression;
use super::tokens::Tokens;
use crate::expression::ast::{
    Argument, Assignment, Brackets, CallExpression, Clause, EntityName, Keyword, Path, Statement,
};

/// A statement that is all there is.
pub(super) fn statement(mut tokens: Tokens<'_>) -> Option<Statement> {
    let target = entity(&tokens.path()?, &tokens)?;
    let mut statement = Statement::empty(target.span);
    statement.target = Some(target);
    if tokens.is_sign("(") {
        let (brackets, arguments) = arguments(&mut tokens)?;
        statement.arguments = arguments;
        statement.span = statement.span.to(brackets.span);
    }
    while !tokens.is_at_end() {
        clause(&mut tokens, &mut statement)?;
    }
    Some(statement)
}

/// Takes a clause that the statement does not have yet.
fn clause(tokens: &mut Tokens<'_>, statement: &mut Statement) -> Option<()> {
    let clause = [
        ("set", Clause::Set),
        ("where", Clause::Where),
        ("in", Clause::In),
        ("as", Clause::As),
    ];
    let (_, clause) = clause.into_iter().find(|(word, _)| tokens.is_word(word))?;
    let span = tokens.take().span;
    let mut known = statement.keywords.iter();
    if known.any(|keyword| keyword.clause == clause) {
        return None;
    }
    statement.keywords.push(Keyword { clause, span });
    let end = match clause {
        Clause::Set => {
            statement.set = assignments(tokens)?;
            statement.set.last()?.span
        }
        Clause::Where => statement.condition.insert(expression(tokens)?).span,
        Clause::In => statement.collection.insert(expression(tokens)?).span,
        _ => statement.alias.insert(tokens.name()?).span,
    };
    statement.span = statement.span.to(end);
    Some(())
}

fn assignments(tokens: &mut Tokens<'_>) -> Option<Vec<Assignment>> {
    let mut found = Vec::new();
    loop {
        let field = tokens.path()?;
        let equals = tokens.take_sign("=")?;
        let value = expression(tokens)?;
        found.push(Assignment {
            span: field.span.to(value.span),
            field,
            equals: Some(equals),
            value,
        });
        if tokens.take_sign(",").is_none() {
            return Some(found);
        }
    }
}

/// All behind the first dot belongs to the entity.
fn entity(path: &Path, tokens: &Tokens<'_>) -> Option<EntityName> {
    let span = path.span;
    let (first, rest) = path.parts.split_first()?;
    let (schema, name) = match rest {
        [] => (None, first.clone()),
        [second, ..] => {
            let mut name = second.clone();
            name.span = Span::new(second.span.start as usize, span.end as usize);
            name.text = tokens.written(name.span).to_owned();
            (Some(first.clone()), name)
        }
    };
    Some(EntityName { schema, name, span })
}

/// A call that is all there is.
pub(super) fn call(mut tokens: Tokens<'_>) -> Option<CallExpression> {
    let function = tokens.path()?;
    let mut call = CallExpression {
        span: function.span,
        function: Some(function),
        arguments: Vec::new(),
        brackets: None,
        stray: Vec::new(),
    };
    if tokens.is_sign("(") {
        let (brackets, arguments) = arguments(&mut tokens)?;
        call.span = call.span.to(brackets.span);
        call.brackets = Some(brackets);
        call.arguments = arguments;
    }
    tokens.is_at_end().then_some(call)
}

/// What stands in brackets, each with its name if it has one.
fn arguments(tokens: &mut Tokens<'_>) -> Option<(Brackets, Vec<Argument>)> {
    let open = tokens.take_sign("(")?;
    let mut found = Vec::new();
    if let Some(close) = tokens.take_sign(")") {
        return Some((brackets(open, close), found));
    }
    loop {
        found.push(argument(tokens)?);
        if let Some(close) = tokens.take_sign(")") {
            return Some((brackets(open, close), found));
        }
        tokens.take_sign(",")?;
    }
}

fn argument(tokens: &mut Tokens<'_>) -> Option<Argument> {
    let mut ahead = tokens.clone();
    let name = ahead.path().filter(|_| ahead.take_sign("=").is_some());
    if name.is_some() {
        *tokens = ahead;
    }
    let value = expression(tokens)?;
    let start = name.as_ref().map_or(value.span, |name| name.span);
    Some(Argument {
        span: start.to(value.span),
        name,
        value,
    })
}

fn brackets(open: Span, close: Span) -> Brackets {
    Brackets {
        span: open.to(close),
        closed: true,
    }
}
