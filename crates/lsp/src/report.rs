//! What a check has found, as it is printed.

use std::collections::BTreeMap;

use ropey::Rope;
use serde::Serialize;
use specql_analysis::Span;
use specql_analysis::diagnostic::Severity;
use specql_analysis::position::{Encoding, position};
use specql_analysis::rules::Rule;

/// What a check has found.
#[derive(Default)]
pub struct Report {
    /// All files that were checked, and others that are pointed at.
    pub sources: Vec<Source>,
    /// What was found, in the order of paths and places.
    pub found: Vec<Found>,
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
    /// Its text, as far as it has one.
    pub text: Rope,
    /// Whether it is one of those that were checked.
    pub is_checked: bool,
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

impl Source {
    /// A stretch of the text.
    pub fn range(&self, span: Span) -> Range {
        Range {
            start: self.point(span.start),
            end: self.point(span.end),
        }
    }

    fn point(&self, offset: u32) -> Point {
        let place = position(&self.text, offset as usize, Encoding::Utf32);
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

    /// How much of a severity was found.
    pub fn count(&self, severity: Severity) -> usize {
        let found = self.found.iter();
        found.filter(|found| found.severity == severity).count()
    }

    /// Whether something makes the check fail.
    pub fn is_failure(&self, found: &Found) -> bool {
        let least = if self.is_warning_denied {
            Severity::Warning
        } else {
            Severity::Error
        };
        found.severity >= least
    }

    /// The rules of what was found, each with its number, the most frequent first.
    pub fn statistics(&self) -> Vec<(&'static Rule, usize)> {
        let mut counts: BTreeMap<&str, (&'static Rule, usize)> = BTreeMap::new();
        for found in &self.found {
            counts.entry(found.rule.code).or_insert((found.rule, 0)).1 += 1;
        }
        let mut counts: Vec<_> = counts.into_values().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
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
        self.found.sort_by(|a, b| {
            path(a)
                .cmp(&path(b))
                .then_with(|| a.place.range.cmp(&b.place.range))
                .then_with(|| a.rule.code.cmp(b.rule.code))
                .then_with(|| a.message.cmp(&b.message))
        });
        if let Some(fixed) = &mut self.fixed {
            fixed.sort();
        }
    }
}
