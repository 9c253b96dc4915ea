//! What a check has found, as it is printed.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use specql_analysis::Span;
use specql_analysis::diagnostic::Severity;
use specql_analysis::lines::Lines;
use specql_analysis::rules::Rule;

/// What a check has found.
#[derive(Default)]
pub struct Report {
    /// All files that were checked, and others that are pointed at.
    pub sources: Vec<Source>,
    /// What was found and is not printed yet, in the order of paths and places.
    pub found: Vec<Found>,
    /// What was printed already.
    pub printed: Totals,
    /// The fixes that were made; none where none were asked for.
    pub fixed: Option<Vec<Fixed>>,
    /// Whether warnings make the check fail.
    pub is_warning_denied: bool,
    /// Whether all that was asked for could be read.
    pub is_complete: bool,
    /// Whether to count by code.
    pub has_statistics: bool,
    /// Whether to leave out what is no diagnostic.
    pub is_quiet: bool,
}

/// A file.
pub struct Source {
    /// Its path, as it is printed.
    pub path: String,
    /// Whether it is one of those that were checked.
    pub is_checked: bool,
    /// Its text, as far as it has one.
    text: Arc<str>,
    /// Where its lines are, once someone has asked.
    lines: OnceLock<Lines>,
}

/// How much was found of what, and in how many files.
#[derive(Clone, Default)]
pub struct Totals {
    pub files: usize,
    fixable: usize,
    by_severity: BTreeMap<Severity, usize>,
    by_code: BTreeMap<&'static str, (&'static Rule, usize)>,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the source.
    pub source: usize,
    /// Where in it.
    pub range: Range,
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Range {
    /// The first character.
    pub start: Point,
    /// Behind the last character.
    pub end: Point,
}

/// A place in a text. Line and column count from 1, columns in Unicode scalar values; the offset
/// is in bytes, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Point {
    pub line: u32,
    pub column: u32,
    pub offset: usize,
}

/// Something that is wrong.
pub struct Found {
    pub place: Place,
    pub rule: &'static Rule,
    pub severity: Severity,
    pub message: String,
    pub help: Option<String>,
    pub related: Vec<Related>,
    pub fixes: Vec<Fix>,
}

impl Found {
    /// The order in which the diagnostics of a file are printed.
    pub fn in_order(&self, other: &Self) -> std::cmp::Ordering {
        let (own, others) = (self.place.range, other.place.range);
        own.cmp(&others)
            .then_with(|| self.rule.code.cmp(other.rule.code))
            .then_with(|| self.message.cmp(&other.message))
    }
}

/// Another place that explains it.
pub struct Related {
    pub place: Place,
    pub message: String,
}

/// A change that mends it.
pub struct Fix {
    pub title: String,
    pub is_safe: bool,
    pub edits: Vec<Edit>,
}

/// A change of a text.
pub struct Edit {
    pub place: Place,
    pub text: String,
}

/// A fix that was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fixed {
    /// The file that it changed.
    pub path: String,
    /// What it mended.
    pub code: &'static str,
    /// What it did.
    pub title: String,
}

impl Totals {
    /// Counts what was found in a file.
    pub fn of_file(found: &[Found]) -> Self {
        let mut totals = Self {
            files: 1,
            ..Self::default()
        };
        found.iter().for_each(|found| totals.add(found));
        totals
    }

    /// Counts what was found.
    pub fn add(&mut self, found: &Found) {
        *self.by_severity.entry(found.severity).or_default() += 1;
        self.fixable += usize::from(found.fixes.iter().any(|fix| fix.is_safe));
        let of_rule = self.by_code.entry(found.rule.code);
        of_rule.or_insert((found.rule, 0)).1 += 1;
    }

    /// Takes in what was counted elsewhere.
    pub fn add_all(&mut self, other: Self) {
        self.files += other.files;
        self.fixable += other.fixable;
        for (severity, count) in other.by_severity {
            *self.by_severity.entry(severity).or_default() += count;
        }
        for (code, (rule, count)) in other.by_code {
            self.by_code.entry(code).or_insert((rule, 0)).1 += count;
        }
    }

    /// How much of a severity there is.
    pub fn count(&self, severity: Severity) -> usize {
        self.by_severity.get(&severity).copied().unwrap_or_default()
    }

    /// How much can be mended without asking.
    pub fn fixable(&self) -> usize {
        self.fixable
    }

    /// The rules of what was found, each with its number, the most frequent first.
    pub fn statistics(&self) -> Vec<(&'static Rule, usize)> {
        let mut counts: Vec<_> = self.by_code.values().copied().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }
}

impl Source {
    pub fn new(path: String, text: Arc<str>, is_checked: bool) -> Self {
        Self {
            path,
            is_checked,
            text,
            lines: OnceLock::new(),
        }
    }

    /// A line with its end, counting from 1, and the offset at which it begins.
    pub fn line(&self, number: usize) -> Option<(&str, usize)> {
        let number = number.checked_sub(1)?;
        let line = self.lines().line(&self.text, number)?;
        Some((line, self.lines().start(number)?))
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }

    /// A stretch of the text.
    pub fn range(&self, span: Span) -> Range {
        Range {
            start: self.point(span.start),
            end: self.point(span.end),
        }
    }

    fn point(&self, offset: u32) -> Point {
        let place = self.lines().position(&self.text, offset as usize);
        Point {
            line: place.line + 1,
            column: place.character + 1,
            offset: offset as usize,
        }
    }
}

impl Report {
    /// The path of a place.
    pub fn path(&self, place: Place) -> &str {
        let source = self.sources.get(place.source);
        source.map_or("", |source| source.path.as_str())
    }

    /// The files that were checked.
    pub fn checked(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|source| source.is_checked)
    }

    /// How much was found, printed or not.
    pub fn totals(&self) -> Totals {
        let mut totals = self.printed.clone();
        totals.files += self.checked().count();
        for found in &self.found {
            totals.add(found);
        }
        totals
    }

    /// Whether something makes the check fail.
    pub fn is_failure(&self, found: &Found) -> bool {
        self.fails(found.severity)
    }

    /// Whether anything that was found makes the check fail.
    pub fn has_failed(&self) -> bool {
        let totals = self.totals();
        let severities = [Severity::Error, Severity::Warning].into_iter();
        let mut severities = severities.filter(|severity| self.fails(*severity));
        severities.any(|severity| totals.count(severity) > 0)
    }

    fn fails(&self, severity: Severity) -> bool {
        let least = if self.is_warning_denied {
            Severity::Warning
        } else {
            Severity::Error
        };
        severity >= least
    }

    /// Takes in what was found elsewhere.
    pub fn add(&mut self, other: Self) {
        let base = self.sources.len();
        let moved = |place: &mut Place| place.source += base;
        self.sources.extend(other.sources);
        self.found.extend(other.found.into_iter().map(|mut found| {
            moved(&mut found.place);
            found.related.iter_mut().for_each(|r| moved(&mut r.place));
            let edits = found.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
            edits.for_each(|edit| moved(&mut edit.place));
            found
        }));
        if let Some(fixed) = other.fixed {
            self.fixed.get_or_insert_default().extend(fixed);
        }
    }

    /// Puts everything into the order in which it is printed.
    pub fn sort(&mut self) {
        let sources = &self.sources;
        let path = |found: &Found| sources.get(found.place.source).map(|s| s.path.as_str());
        self.found
            .sort_by(|a, b| path(a).cmp(&path(b)).then_with(|| a.in_order(b)));
        if let Some(fixed) = &mut self.fixed {
            fixed.sort();
        }
    }
}
