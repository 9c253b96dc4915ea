//! What a user wants to see: `specql.toml`, the editor's settings and flags come down to this.
//!
//! It is data. Which file it stands in, and which settings belong to which file, is for the
//! program to find out.

mod files;
mod read;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use specql_language::Target;

pub use files::{BadPattern, Files};
pub use read::read;
pub(crate) use read::unknown_rule;
pub use table::{SETTINGS, Setting};

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::left_out::LEFT_OUT_OF_SQL;
use crate::rules::{Group, Rule};

/// Where settings stand, in the root folder of a workspace.
pub const FILE_NAME: &str = "specql.toml";

/// What a user wants to see.
#[derive(Clone, Debug)]
pub struct Settings {
    /// For which SpecQL the specs are written.
    pub target: Target,
    /// Which files belong to the workspace.
    pub files: Files,
    /// How much a rule matters, where it is not what the rule says itself.
    pub rules: BTreeMap<&'static str, Level>,
    /// What the SQL is made for.
    pub sql: Sql,
    /// Only these rules, if they are named.
    pub only: Option<BTreeSet<&'static str>>,
    /// What matters less is not shown.
    pub least: Severity,
    /// Whether each file is looked at alone. What shows only across files is not shown then.
    pub is_alone: bool,
}

/// What the SQL is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sql {
    /// The major version of the database.
    pub postgres: u32,
}

impl Sql {
    /// The major versions of PostgreSQL that the SQL is right for. Views ask for the rights of who
    /// looks at them, which is new in 15; what later versions reserve is quoted for all of them.
    pub const POSTGRES: RangeInclusive<u32> = 15..=99;
}

/// How much a rule matters to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    Off,
    /// So much.
    On(Severity),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            target: Target::default(),
            files: Files::default(),
            rules: BTreeMap::new(),
            sql: Sql { postgres: 15 },
            only: None,
            least: Severity::Hint,
            is_alone: false,
        }
    }
}

impl Level {
    /// The names of all levels.
    pub const NAMES: [&'static str; 5] = ["error", "warning", "info", "hint", "off"];

    /// The level of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "error" => Self::On(Severity::Error),
            "warning" => Self::On(Severity::Warning),
            "info" => Self::On(Severity::Info),
            "hint" => Self::On(Severity::Hint),
            "off" => Self::Off,
            _ => return None,
        })
    }
}

impl Settings {
    /// Shows nothing but these rules, whatever was said of them before.
    pub fn select(&mut self, codes: impl IntoIterator<Item = &'static str>) {
        let codes: BTreeSet<_> = codes.into_iter().collect();
        self.rules
            .retain(|code, level| *level != Level::Off || !codes.contains(code));
        self.only = Some(codes);
    }

    /// Does not show a rule.
    pub fn ignore(&mut self, code: &'static str) {
        self.rules.insert(code, Level::Off);
    }

    /// A diagnostic as it is to be shown; none when it is not to be shown.
    #[must_use]
    pub fn apply(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        let rule = diagnostic.rule;
        if self.is_silent(rule) {
            return None;
        }
        if let Some(only) = &self.only
            && !only.contains(rule.code)
        {
            return None;
        }
        match self.rules.get(rule.code) {
            Some(Level::Off) => return None,
            Some(Level::On(severity)) => diagnostic.severity = *severity,
            None => {}
        }
        (diagnostic.severity >= self.least).then_some(diagnostic)
    }

    /// Whether nothing of a rule is shown.
    pub(crate) fn is_silent(&self, rule: &Rule) -> bool {
        match rule.group {
            Group::Planned => self.target == Target::Next,
            Group::Workspace => self.is_alone,
            // Where a path leads is known only where all entities are.
            _ => self.is_alone && *rule == LEFT_OUT_OF_SQL,
        }
    }
}

#[cfg(test)]
mod tests;
