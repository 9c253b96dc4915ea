//! One JSON object, for programs.

use serde::Serialize;
use specql_analysis::diagnostic::Severity;

use super::pretty;
use crate::report::{Edit, Fix, Fixed, Found, Place, Range, Related, Report};

#[derive(Serialize)]
struct Whole<'r> {
    version: u32,
    files: usize,
    summary: Summary,
    diagnostics: Vec<Diagnostic<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<&'r [Fixed]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Vec<Count>>,
}

#[derive(Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    info: usize,
    hint: usize,
}

#[derive(Serialize)]
struct Count {
    code: &'static str,
    count: usize,
}

/// A diagnostic, as `json` and `jsonl` print it.
#[derive(Serialize)]
pub struct Diagnostic<'r> {
    path: &'r str,
    code: &'static str,
    group: &'static str,
    severity: &'static str,
    message: &'r str,
    range: Range,
    related: Vec<RelatedPlace<'r>>,
    help: Option<&'r str>,
    url: String,
    fixes: Vec<FixShape<'r>>,
}

#[derive(Serialize)]
struct RelatedPlace<'r> {
    path: &'r str,
    range: Range,
    message: &'r str,
}

#[derive(Serialize)]
struct FixShape<'r> {
    title: &'r str,
    safe: bool,
    edits: Vec<EditShape<'r>>,
}

#[derive(Serialize)]
struct EditShape<'r> {
    path: &'r str,
    range: Range,
    new_text: &'r str,
}

/// The report as one object.
pub fn render(report: &Report) -> String {
    let totals = report.totals();
    let counts = totals.statistics().into_iter();
    let counts = counts.map(|(rule, count)| Count {
        code: rule.code,
        count,
    });
    pretty(&Whole {
        version: 1,
        files: totals.files,
        summary: Summary {
            error: totals.count(Severity::Error),
            warning: totals.count(Severity::Warning),
            info: totals.count(Severity::Info),
            hint: totals.count(Severity::Hint),
        },
        diagnostics: report.found.iter().map(|f| diagnostic(report, f)).collect(),
        fixed: report.fixed.as_deref(),
        statistics: report.has_statistics.then(|| counts.collect()),
    })
}

/// A diagnostic.
pub fn diagnostic<'r>(report: &'r Report, found: &'r Found) -> Diagnostic<'r> {
    let path = |place: Place| report.path(place);
    let related = |related: &'r Related| RelatedPlace {
        path: path(related.place),
        range: related.place.range,
        message: &related.message,
    };
    let edit = |edit: &'r Edit| EditShape {
        path: path(edit.place),
        range: edit.place.range,
        new_text: &edit.text,
    };
    let fix = |fix: &'r Fix| FixShape {
        title: &fix.title,
        safe: fix.is_safe,
        edits: fix.edits.iter().map(edit).collect(),
    };
    Diagnostic {
        path: path(found.place),
        code: found.rule.code,
        group: found.rule.group.name(),
        severity: found.severity.name(),
        message: &found.message,
        range: found.place.range,
        related: found.related.iter().map(related).collect(),
        help: found.help.as_deref(),
        url: found.rule.url(),
        fixes: found.fixes.iter().map(fix).collect(),
    }
}
