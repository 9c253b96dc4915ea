//! What is said at the end, to people.

use specql_analysis::diagnostic::Severity;

use crate::report::{Report, Totals};

/// How many files were checked, and how much is wrong.
fn summary(report: &Report, totals: &Totals) -> String {
    let files = format!("{} checked", count(totals.files, "file"));
    let severities = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Info, "info"),
        (Severity::Hint, "hint"),
    ];
    let counts = severities.map(|(severity, noun)| (totals.count(severity), noun));
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    let counts: Vec<_> = counts.map(|(number, noun)| count(number, noun)).collect();
    if counts.is_empty() {
        return if report.is_complete {
            format!("{files}, nothing is wrong\n")
        } else {
            format!("{files}, nothing is wrong in what could be read\n")
        };
    }
    let mut summary = format!("{files}: {}", counts.join(", "));
    let fixable = totals.fixable();
    if fixable > 0 && report.fixed.is_none() {
        summary.push_str(&format!(" ({fixable} can be mended with --fix)"));
    }
    summary.push('\n');
    summary
}

/// Which fixes were made.
pub fn fixed(report: &Report) -> String {
    let Some(fixed) = report.fixed.as_ref().filter(|fixed| !fixed.is_empty()) else {
        return String::new();
    };
    let mut text = format!("{} made:\n", count(fixed.len(), "fix"));
    for fixed in fixed {
        let (path, code, title) = (super::plain(&fixed.path), fixed.code, &fixed.title);
        text.push_str(&format!("  {path}: {code}: {}\n", super::plain(title)));
    }
    text
}

/// How often each rule found something.
fn statistics(totals: &Totals) -> String {
    let counts = totals.statistics();
    let widest = counts.iter().map(|(_, number)| number.to_string().len());
    let widest = widest.max().unwrap_or(0);
    let lines = counts.into_iter().map(|(rule, number)| {
        let summary: Vec<_> = rule.summary().split_whitespace().collect();
        format!("{number:>widest$}  {}  {}\n", rule.code, summary.join(" "))
    });
    lines.collect()
}

/// The end of a report for people.
pub fn end(report: &Report) -> String {
    let mut end = String::new();
    let totals = report.totals();
    if report.has_statistics {
        end.push_str(&statistics(&totals));
    }
    if !report.is_quiet {
        end.push_str(&fixed(report));
        end.push_str(&summary(report, &totals));
    }
    end
}

/// A number with a noun in the right form.
fn count(number: usize, noun: &str) -> String {
    match (number, noun) {
        (1, _) => format!("1 {noun}"),
        (_, "info") => format!("{number} infos"),
        (_, "fix") => format!("{number} fixes"),
        _ => format!("{number} {noun}s"),
    }
}
