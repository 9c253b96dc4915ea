//! Rules about workspace.

use super::{Context, Rule};

pub(super) const RULES: &[Rule] = &[];

pub(super) fn check(_context: &mut Context<'_>) {}
