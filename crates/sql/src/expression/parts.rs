//! The parts of an expression, for those who look through all of it.

use super::{Among, Expression, Test};

impl Expression {
    /// Whether this or a part of it is so. Queries are not looked into.
    pub fn any_part(&self, is_so: &dyn Fn(&Self) -> bool) -> bool {
        is_so(self) || self.parts().into_iter().any(|part| part.any_part(is_so))
    }

    /// The expressions that this one consists of, in their order. Queries are not looked into.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Unary(_, part)
            | Self::Cast(part, _)
            | Self::Extract(_, part)
            | Self::Member(part, _) => vec![part],
            Self::Binary(_, left, right) | Self::Item(left, right) => vec![left, right],
            Self::Is { value, test, .. } => match test {
                Test::DistinctFrom(other) => vec![value, other],
                Test::Null | Test::True | Test::False => vec![value],
            },
            Self::In { value, among, .. } => match among {
                Among::Values(values) => std::iter::once(value.as_ref()).chain(values).collect(),
                Among::Query(_) => vec![value],
            },
            Self::Any { value, array, .. } => vec![value, array],
            Self::Between {
                value, low, high, ..
            } => vec![value, low, high],
            Self::Like {
                value, template, ..
            } => vec![value, template],
            Self::Call(call) => call
                .arguments
                .iter()
                .chain(call.filter.as_deref())
                .collect(),
            Self::Case {
                subject,
                branches,
                otherwise,
            } => {
                let branches = branches.iter().flat_map(|(when, then)| [when, then]);
                let subject = subject.as_deref().into_iter();
                subject
                    .chain(branches)
                    .chain(otherwise.as_deref())
                    .collect()
            }
            Self::Array(items) | Self::Row(items) => items.iter().collect(),
            Self::Text(_)
            | Self::Number(_)
            | Self::Boolean(_)
            | Self::Null
            | Self::Default
            | Self::Star
            | Self::Whole(_)
            | Self::Name(_)
            | Self::Word(_)
            | Self::Exists(_)
            | Self::Query(_) => Vec::new(),
        }
    }
}
