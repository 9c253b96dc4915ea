//! Rules about files that cannot be read as texts at all. They are checked before there is a
//! text: see [`crate::text_of`].

use super::{Context, Group, Rule};
use crate::diagnostic::Severity;

pub(super) const RULES: &[Rule] = &[NOT_UTF_8, TOO_LARGE];

pub(crate) const NOT_UTF_8: Rule = Rule::new(
    "not-utf-8",
    Group::Rejected,
    Severity::Error,
    include_str!("../../rules/not-utf-8.md"),
);

pub(crate) const TOO_LARGE: Rule = Rule::new(
    "too-large",
    Group::Project,
    Severity::Error,
    include_str!("../../rules/too-large.md"),
);

pub(super) fn check(_context: &mut Context<'_>) {}
