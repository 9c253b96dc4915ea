//! The rules: each has a code, a group, a severity and documentation, and finds one kind of
//! mistake.
//!
//! A rule is one entry in the table of its area and one file in `rules/`, whose examples are its
//! test. An area is one module: its table and the function that checks for its rules.

mod context;

mod blocks;
pub(crate) mod bytes;
mod entity;
mod expressions;
mod fields;
mod keys;
pub(crate) mod left_out;
mod lost;
mod names;
mod planned;
mod project;
pub(crate) mod settings;
mod sql;
mod steps;
mod style;
pub(crate) mod suppressions;
mod types;
mod workspace;
mod yaml;

use crate::db::{Db, File};
use crate::diagnostic::{Diagnostic, Severity};
use crate::made::Made;

pub(crate) use crate::nearest::nearest;
pub(crate) use context::Context;
pub use sql::renamed;

/// A kind of mistake.
#[derive(Debug)]
pub struct Rule {
    /// Its stable name, in kebab case.
    pub code: &'static str,
    /// What kind of consequence it has.
    pub group: Group,
    /// How much it matters, unless settings say otherwise.
    pub severity: Severity,
    /// Its documentation: Markdown, with a wrong and a right example.
    pub doc: &'static str,
}

/// Rules are the same when their codes are.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

/// What comes of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// SpecQL 0.8.7 refuses the file.
    Rejected,
    /// SpecQL 0.8.7 takes the file and does not do what is written.
    Ignored,
    /// The SQL would not load, or not run.
    Sql,
    /// It shows only across files.
    Workspace,
    /// It is in another file of the project: registry, patterns, security.
    Project,
    /// It is described, and SpecQL 0.8.7 does not do it yet.
    Planned,
    /// Names, conventions, clearer or safer ways.
    Style,
    /// It is in the settings.
    Settings,
}

impl Group {
    /// As it is written in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Ignored => "ignored",
            Self::Sql => "sql",
            Self::Workspace => "workspace",
            Self::Project => "project",
            Self::Planned => "planned",
            Self::Style => "style",
            Self::Settings => "settings",
        }
    }
}

impl Rule {
    const fn new(code: &'static str, group: Group, severity: Severity, doc: &'static str) -> Self {
        Self {
            code,
            group,
            severity,
            doc,
        }
    }

    /// What it is about: the first paragraph of its documentation, without the title.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        let mut paragraphs = self.doc.split("\n\n").map(str::trim);
        paragraphs
            .find(|text| !text.is_empty() && !text.starts_with('#'))
            .unwrap_or_default()
    }

    /// Where its documentation can be read.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://specql.dev/lsp/rules/{}", self.code)
    }
}

/// An area: its rules, and what finds their mistakes.
struct Area {
    rules: &'static [Rule],
    check: fn(&mut Context<'_>),
}

/// All areas, in the order in which they are checked.
const AREAS: [Area; 19] = [
    Area {
        rules: yaml::RULES,
        check: yaml::check,
    },
    Area {
        rules: entity::RULES,
        check: entity::check,
    },
    Area {
        rules: fields::RULES,
        check: fields::check,
    },
    Area {
        rules: types::RULES,
        check: types::check,
    },
    Area {
        rules: steps::RULES,
        check: steps::check,
    },
    Area {
        rules: expressions::RULES,
        check: expressions::check,
    },
    Area {
        rules: blocks::RULES,
        check: blocks::check,
    },
    Area {
        rules: keys::RULES,
        check: keys::check,
    },
    Area {
        rules: lost::RULES,
        check: lost::check,
    },
    Area {
        rules: names::RULES,
        check: names::check,
    },
    Area {
        rules: sql::RULES,
        check: sql::check,
    },
    Area {
        rules: workspace::RULES,
        check: workspace::check,
    },
    Area {
        rules: project::RULES,
        check: project::check,
    },
    Area {
        rules: planned::RULES,
        check: planned::check,
    },
    Area {
        rules: style::RULES,
        check: style::check,
    },
    // What others say already it does not say again, so it comes behind them.
    Area {
        rules: left_out::RULES,
        check: left_out::check,
    },
    Area {
        rules: suppressions::RULES,
        check: suppressions::check,
    },
    Area {
        rules: settings::RULES,
        check: settings::check,
    },
    Area {
        rules: bytes::RULES,
        check: bytes::check,
    },
];

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    AREAS.iter().flat_map(|area| area.rules)
}

/// The rule of this code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

/// The code that was most likely meant by one that no rule has.
#[must_use]
pub fn suggestion(code: &str) -> Option<&'static str> {
    nearest(code, rules().map(|rule| rule.code))
}

/// All mistakes of a file, in the order of the text.
///
/// Which of them are shown is for settings and comments in the file to say.
#[salsa::tracked(lru = 128)]
pub fn diagnostics(db: &dyn Db, file: File) -> Vec<Diagnostic> {
    found(Context::new(db, file))
}

/// The same of a file that was made for this check.
pub(crate) fn diagnostics_of(db: &dyn Db, file: File, made: &Made<'_>) -> Vec<Diagnostic> {
    found(Context::made(db, file, made))
}

fn found(mut context: Context<'_>) -> Vec<Diagnostic> {
    for area in &AREAS {
        (area.check)(&mut context);
    }
    context.finish()
}

#[cfg(test)]
mod examples;
