//! Rules about `specql.toml`. Reading the settings finds their mistakes.

use super::{Context, Group, Rule};
use crate::diagnostic::Severity;

pub(super) const RULES: &[Rule] = &[INVALID_TOML, UNKNOWN_SETTING, INVALID_SETTING, UNKNOWN_RULE];

pub(crate) const INVALID_TOML: Rule = Rule::new(
    "invalid-toml",
    Group::Settings,
    Severity::Error,
    include_str!("../../rules/invalid-toml.md"),
);

pub(crate) const UNKNOWN_SETTING: Rule = Rule::new(
    "unknown-setting",
    Group::Settings,
    Severity::Warning,
    include_str!("../../rules/unknown-setting.md"),
);

pub(crate) const INVALID_SETTING: Rule = Rule::new(
    "invalid-setting",
    Group::Settings,
    Severity::Error,
    include_str!("../../rules/invalid-setting.md"),
);

pub(crate) const UNKNOWN_RULE: Rule = Rule::new(
    "unknown-rule",
    Group::Settings,
    Severity::Warning,
    include_str!("../../rules/unknown-rule.md"),
);

pub(super) fn check(_context: &mut Context<'_>) {}
