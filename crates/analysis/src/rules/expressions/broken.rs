//! Places where something is wrong already, so that all else that is wrong there follows from it.

use specql_syntax::marks;
use specql_yaml::{Error, Span};

use super::chain::holds;
use crate::reading::Rule;
use crate::rules::Context;

/// The mistakes of YAML in a file.
pub(super) struct Broken<'t> {
    text: &'t str,
    places: Vec<Span>,
}

impl<'t> Broken<'t> {
    pub(super) fn of(context: &Context<'t>) -> Self {
        let mut places = Vec::new();
        if !context.is_yaml {
            places.extend(marks(context.tree()).iter().map(|mark| mark.span));
            let errors = context.tolerant_errors();
            places.extend(errors.iter().map(Error::span));
        }
        Self {
            text: context.text,
            places,
        }
    }

    /// Whether there is one in the lines of a scalar.
    pub(super) fn is_at(&self, scalar: Span) -> bool {
        if self.places.is_empty() {
            return false;
        }
        let (start, end) = (scalar.start as usize, scalar.end as usize);
        let before = self.text.get(..start).unwrap_or_default();
        let first = before.rfind('\n').map_or(0, |at| at + 1);
        let behind = self.text.get(end..).unwrap_or_default();
        let last = end + behind.find('\n').unwrap_or(behind.len());
        let mut places = self.places.iter();
        places.any(|place| place.start as usize <= last && place.end as usize >= first)
    }
}

/// The scalars in steps that SpecQL 0.8.7 refuses.
pub(super) struct RefusedScalars {
    /// Those without text where there has to be some.
    no_text: Vec<Span>,
    /// The others, in the order of the text.
    others: Vec<Span>,
}

impl RefusedScalars {
    pub(super) fn of(context: &Context<'_>) -> Self {
        let spans = |is_meant: fn(Rule) -> bool| {
            let refusals = context.reading.refusals.iter();
            let meant = refusals.filter(|refusal| is_meant(refusal.rule));
            let mut spans: Vec<Span> = meant.map(|refusal| refusal.span).collect();
            spans.sort_unstable();
            spans.dedup();
            spans
        };
        Self {
            no_text: spans(|rule| rule == Rule::ExpressionIsNoText),
            others: spans(|rule| {
                matches!(
                    rule,
                    Rule::WordIsUnknown
                        | Rule::SetMissing
                        | Rule::StatementIsNoText
                        | Rule::CallIsNoText
                        | Rule::CallIsMalformed
                        | Rule::NotifyIsMalformed
                )
            }),
        }
    }

    /// Whether this stands in one.
    pub(super) fn hold(&self, part: Span) -> bool {
        is_in(&self.others, part) || self.are_no_text_at(part)
    }

    /// Whether this stands in one that has to be text and is none.
    pub(super) fn are_no_text_at(&self, part: Span) -> bool {
        is_in(&self.no_text, part)
    }
}

/// Whether a place is in one of some spans, none of which is in another.
fn is_in(spans: &[Span], part: Span) -> bool {
    let behind = spans.partition_point(|span| span.start <= part.start);
    let before = behind.checked_sub(1).and_then(|at| spans.get(at));
    before.is_some_and(|span| holds(*span, part))
}
