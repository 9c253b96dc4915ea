//! The places in actions where expressions stand.

use specql_language::Target;
use specql_syntax::Kind;
use specql_yaml::{ScalarStyle, Span};

use super::written::{Letter, Style, Written};
use crate::expression::ast::{Expression, Statement};
use crate::rules::Context;
use crate::rules::sql::generated::Verb;
use crate::spec::{Action, Content, Spec, Step};

/// A step, and what is known of where it stands.
#[derive(Clone, Copy)]
pub(super) struct Slot<'s> {
    pub(super) action: &'s Action,
    pub(super) step: &'s Step,
    /// Whether SpecQL 0.8.7 makes SQL of it: it does of the outermost steps of actions that are
    /// not named after creating, updating or deleting.
    pub(super) is_compiled: bool,
    /// Whether steps of the action make variables that are not read here.
    pub(super) has_hidden_variables: bool,
}

/// All steps of all actions, with those inside of others.
pub(super) fn slots(spec: &Spec) -> Vec<Slot<'_>> {
    let mut found = Vec::new();
    for action in &spec.actions {
        let is_compiled = !is_built_in(action);
        let has_hidden_variables = may_declare(&action.steps);
        let mut open: Vec<(&Step, bool)> = Vec::new();
        open.extend(action.steps.iter().rev().map(|step| (step, is_compiled)));
        while let Some((step, is_compiled)) = open.pop() {
            let below = step.branches.iter().rev();
            let below = below.flat_map(|branch| branch.steps.iter().rev());
            open.extend(below.map(|step| (step, false)));
            found.push(Slot {
                action,
                step,
                is_compiled,
                has_hidden_variables,
            });
        }
    }
    found
}

/// Whether steps make variables that are not read here.
fn may_declare(steps: &[Step]) -> bool {
    steps.iter().any(|step| {
        let is_planned = step.kind.is_none_or(|kind| kind.target == Target::Next);
        is_planned && step.content == Content::Nothing
            || step
                .branches
                .iter()
                .any(|branch| may_declare(&branch.steps))
    })
}

/// Whether an action has a body of its own in 0.8.7, whatever its steps are.
fn is_built_in(action: &Action) -> bool {
    let name = action.name.as_ref();
    name.is_some_and(|name| Verb::of(&name.text).is_some())
}

impl<'s> Slot<'s> {
    pub(super) fn key(&self) -> &'s str {
        &self.step.key.text
    }

    pub(super) fn expression(&self) -> Option<&'s Expression> {
        match &self.step.content {
            Content::Expression(expression) => Some(expression),
            _ => None,
        }
    }

    pub(super) fn statement(&self) -> Option<&'s Statement> {
        match &self.step.content {
            Content::Statement(statement) => Some(statement),
            _ => None,
        }
    }

    /// The condition and values of the step that 0.8.7 makes SQL of, all of them in one list.
    pub(super) fn generated(&self) -> Vec<&'s Expression> {
        match (self.is_compiled, self.key()) {
            (true, "validate") => self.expression().into_iter().collect(),
            (true, "update") => {
                let set = self.statement().map(|statement| &statement.set);
                set.into_iter()
                    .flatten()
                    .map(|assignment| &assignment.value)
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Where the content stands, without quotes.
    pub(super) fn content_span(&self) -> Option<Span> {
        match &self.step.content {
            Content::Expression(expression) => Some(expression.span),
            Content::Statement(statement) => Some(statement.span),
            Content::Call(call) => Some(call.span),
            Content::Text(name) => Some(name.span),
            Content::Nothing => None,
        }
    }

    /// The parts of the content that 0.8.7 checks the words of.
    pub(super) fn checked<'l>(&self, letters: &'l [Letter]) -> Vec<&'l [Letter]> {
        let after = |letters: &'l [Letter], word: &str| -> Option<(&'l [Letter], &'l [Letter])> {
            let at = Written::find(letters, word)?;
            let (before, behind) = letters.split_at_checked(at)?;
            Some((before, behind.get(word.len()..)?))
        };
        match self.key() {
            "update" => {
                let Some((_, rest)) = after(letters, " SET ") else {
                    return Vec::new();
                };
                match after(rest, " WHERE ") {
                    Some((set, condition)) => vec![set, condition],
                    None => vec![rest],
                }
            }
            "delete" | "find" => after(letters, " WHERE ")
                .map(|(_, condition)| condition)
                .into_iter()
                .collect(),
            _ => vec![letters],
        }
    }
}

/// Slots, to be found by where their content stands.
pub(super) struct SlotsByPlace<'s>(Vec<(Span, Slot<'s>)>);

impl<'s> SlotsByPlace<'s> {
    pub(super) fn of(slots: &[Slot<'s>]) -> Self {
        let place = |slot: &Slot<'s>| Some((slot.content_span()?, *slot));
        let mut by_place: Vec<_> = slots.iter().filter_map(place).collect();
        by_place.sort_by_key(|(span, _)| *span);
        Self(by_place)
    }

    /// The slot whose content stands in a scalar.
    pub(super) fn slot_in(&self, scalar: Span) -> Option<Slot<'s>> {
        let at = self
            .0
            .partition_point(|(span, _)| span.start < scalar.start);
        let (span, slot) = self.0.get(at)?;
        (span.end <= scalar.end).then_some(*slot)
    }
}

/// The whole scalar around a part of it; the part itself, where that is in no quotes and no
/// block.
pub(super) fn scalar_of(context: &Context<'_>, part: Span) -> Span {
    quoted_around(context, part).unwrap_or(part)
}

/// How the scalar around a part of it is written.
pub(super) fn style_around(context: &Context<'_>, part: Span) -> Style {
    quoted_around(context, part).map_or(Style::Plain, |scalar| Style::of(context.source(scalar)))
}

fn quoted_around(context: &Context<'_>, part: Span) -> Option<Span> {
    if !context.is_yaml {
        return quoted_in_tree(context, part);
    }
    let document = context.document;
    let node = document.last_from(part.start)?;
    let scalar = document.span(node);
    match (document.style(node)?, context.source(scalar).as_bytes()) {
        (ScalarStyle::Plain, _) => None,
        // The anchor or the tag stand outside of the quotes.
        (_, [b'&' | b'!', ..]) => quoted_in_tree(context, part),
        // What stands in no language of SpecQL's is one piece with its quotes.
        (ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, _) if scalar == part => None,
        _ => (part.end <= scalar.end).then_some(scalar),
    }
}

fn quoted_in_tree(context: &Context<'_>, part: Span) -> Option<Span> {
    let (start, end) = (part.start as usize, part.end as usize);
    let mut node = context.tree().root().descendant_for_byte_range(start, end);
    while let Some(here) = node {
        if matches!(Kind::of(&here), Kind::QuotedScalar | Kind::BlockScalar) {
            return Some(Span::new(here.start_byte(), here.end_byte()));
        }
        node = here.parent();
    }
    None
}
