//! The parts of an expression, for those who look through all of it.

use specql_yaml::Span;

use super::ast::{Exists, Expression, ExpressionKind, Statement};

impl Expression {
    /// The expressions that this one consists of, in their order.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            ExpressionKind::Unary { operand: part, .. }
            | ExpressionKind::Cast { value: part, .. }
            | ExpressionKind::Is { value: part, .. }
            | ExpressionKind::Group(part)
            | ExpressionKind::Exists(Exists::Other(part)) => vec![part.as_ref()],
            ExpressionKind::Binary { left, right, .. } => vec![left.as_ref(), right.as_ref()],
            ExpressionKind::In { value, list, .. } => vec![value.as_ref(), list.as_ref()],
            ExpressionKind::Like {
                value, template, ..
            } => vec![value.as_ref(), template.as_ref()],
            ExpressionKind::Matches { value, pattern, .. } => {
                vec![value.as_ref(), pattern.as_ref()]
            }
            ExpressionKind::Between {
                value, low, high, ..
            } => vec![value.as_ref(), low.as_ref(), high.as_ref()],
            ExpressionKind::Exists(Exists::Entity { condition, .. }) => {
                condition.iter().map(AsRef::as_ref).collect()
            }
            ExpressionKind::Call(call) => call.arguments.iter().collect(),
            ExpressionKind::Case {
                subject,
                branches,
                otherwise,
            } => {
                let branches = branches
                    .iter()
                    .flat_map(|branch| [&branch.condition, &branch.result]);
                subject
                    .iter()
                    .map(AsRef::as_ref)
                    .chain(branches)
                    .chain(otherwise.iter().map(AsRef::as_ref))
                    .collect()
            }
            ExpressionKind::List(parts) | ExpressionKind::Unreadable(parts) => {
                parts.iter().collect()
            }
            ExpressionKind::Subquery(query) => query.parts.iter().collect(),
            ExpressionKind::Literal(_)
            | ExpressionKind::Name(_)
            | ExpressionKind::Path(_)
            | ExpressionKind::Parameter(_)
            | ExpressionKind::Star
            | ExpressionKind::Missing => Vec::new(),
        }
    }
}

impl Statement {
    /// A statement of which nothing is typed.
    pub(super) fn empty(span: Span) -> Self {
        Self {
            target: None,
            arguments: Vec::new(),
            set: Vec::new(),
            values: Vec::new(),
            condition: None,
            from: None,
            collection: None,
            alias: None,
            returning: Vec::new(),
            keywords: Vec::new(),
            stray: Vec::new(),
            span,
        }
    }

    /// The expressions that this statement holds.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let given = self.arguments.iter().map(|argument| &argument.value);
        let set = self.set.iter().map(|assignment| &assignment.value);
        let values = self.values.iter().chain(&self.returning);
        let rest = self.condition.iter().chain(&self.from);
        given
            .chain(set)
            .chain(values)
            .chain(rest)
            .chain(&self.collection)
    }
}
