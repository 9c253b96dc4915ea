//! Rules about names.

use super::{Context, Rule};

pub(super) const RULES: &[Rule] = &[];

pub(super) fn check(_context: &mut Context<'_>) {}
