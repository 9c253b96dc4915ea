//! Rules about the comments that silence other rules. They can be checked only when all others
//! are: see [`crate::suppression`].

use super::{Context, Group, Rule};
use crate::diagnostic::Severity;

pub(super) const RULES: &[Rule] = &[UNKNOWN_SUPPRESSION, UNUSED_SUPPRESSION];

pub(crate) const UNKNOWN_SUPPRESSION: Rule = Rule::new(
    "unknown-suppression",
    Group::Style,
    Severity::Warning,
    include_str!("../../rules/unknown-suppression.md"),
);

pub(crate) const UNUSED_SUPPRESSION: Rule = Rule::new(
    "unused-suppression",
    Group::Style,
    Severity::Hint,
    include_str!("../../rules/unused-suppression.md"),
);

pub(super) fn check(_context: &mut Context<'_>) {}
