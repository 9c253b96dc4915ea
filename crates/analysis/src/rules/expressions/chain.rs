//! From the whole of an expression to the part at a place.

use specql_yaml::Span;

use super::slots::Slot;
use crate::expression::ast::{
    Assignment, Clause, Expression, ExpressionKind, Literal, Path, Statement,
};

/// What stands at a place in a step.
#[derive(Default)]
pub(super) struct At<'s> {
    /// The expressions around it, the outermost first.
    pub(super) chain: Vec<&'s Expression>,
    /// The assignment that it is the value of.
    pub(super) assignment: Option<&'s Assignment>,
    /// The field that is assigned to, when it stands in its name.
    pub(super) assigned: Option<&'s Path>,
    /// `RETURNING`, when it stands behind that.
    pub(super) returning: Option<Span>,
}

impl<'s> At<'s> {
    pub(super) fn place(slot: &Slot<'s>, at: Span) -> Self {
        if let Some(expression) = slot.expression() {
            return Self {
                chain: chain(expression, at),
                ..Self::default()
            };
        }
        slot.statement()
            .map(|statement| Self::in_statement(statement, at))
            .unwrap_or_default()
    }

    fn in_statement(statement: &'s Statement, at: Span) -> Self {
        let returning = statement
            .keywords
            .iter()
            .find(|keyword| keyword.clause == Clause::Returning)
            .map(|keyword| keyword.span)
            .filter(|word| word.start <= at.start);
        if returning.is_some() {
            return Self {
                returning,
                ..Self::default()
            };
        }
        for assignment in &statement.set {
            if holds(assignment.field.span, at) {
                return Self {
                    assigned: Some(&assignment.field),
                    ..Self::default()
                };
            }
            if holds(assignment.value.span, at) {
                return Self {
                    chain: chain(&assignment.value, at),
                    assignment: Some(assignment),
                    ..Self::default()
                };
            }
        }
        let around = expressions(statement).into_iter();
        let mut around = around.filter(|expression| holds(expression.span, at));
        Self {
            chain: around
                .next()
                .map_or_else(Vec::new, |found| chain(found, at)),
            ..Self::default()
        }
    }
}

/// All expressions of a statement.
pub(super) fn expressions(statement: &Statement) -> Vec<&Expression> {
    let set = statement.set.iter().map(|assignment| &assignment.value);
    let arguments = statement.arguments.iter().map(|argument| &argument.value);
    set.chain(arguments)
        .chain(&statement.values)
        .chain(&statement.condition)
        .chain(&statement.from)
        .chain(&statement.collection)
        .chain(&statement.returning)
        .collect()
}

fn chain(root: &Expression, at: Span) -> Vec<&Expression> {
    let mut chain = Vec::new();
    let mut next = holds(root.span, at).then_some(root);
    while let Some(here) = next {
        chain.push(here);
        let mut parts = here.parts().into_iter();
        next = parts.find(|part| holds(part.span, at));
    }
    chain
}

pub(super) fn holds(around: Span, at: Span) -> bool {
    around.start <= at.start && at.end <= around.end
}

/// All parts of some expressions, and those themselves.
pub(super) fn all_parts<'s>(
    roots: impl IntoIterator<Item = &'s Expression>,
) -> Vec<&'s Expression> {
    let mut open: Vec<_> = roots.into_iter().collect();
    let mut found = Vec::new();
    while let Some(expression) = open.pop() {
        found.push(expression);
        open.extend(expression.parts());
    }
    found.sort_by_key(|expression| expression.span);
    found
}

/// All expressions of a step's own content.
pub(super) fn roots<'s>(slot: &Slot<'s>) -> Vec<&'s Expression> {
    match (slot.expression(), slot.statement()) {
        (Some(expression), _) => vec![expression],
        (None, Some(statement)) => expressions(statement),
        (None, None) => Vec::new(),
    }
}

/// A text in quotes.
pub(super) struct Text<'s> {
    pub(super) value: &'s str,
    pub(super) double_quoted: bool,
    pub(super) closed: bool,
    pub(super) span: Span,
}

/// An expression as a text in quotes, if it is one.
pub(super) fn as_text(expression: &Expression) -> Option<Text<'_>> {
    match &expression.kind {
        ExpressionKind::Literal(Literal::Text {
            value,
            double_quoted,
            closed,
        }) => Some(Text {
            value,
            double_quoted: *double_quoted,
            closed: *closed,
            span: expression.span,
        }),
        _ => None,
    }
}
