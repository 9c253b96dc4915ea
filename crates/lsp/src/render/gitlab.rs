//! GitLab's code quality report.

use serde_json::{Value, json};
use specql_analysis::diagnostic::Severity;

use super::{Fingerprints, pretty};
use crate::report::Report;

/// The report as a list of issues.
pub fn render(report: &Report) -> String {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Value> = report
        .found
        .iter()
        .map(|found| {
            let path = report.path(found.place);
            let severity = match found.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Info => "minor",
                Severity::Hint => "info",
            };
            let (start, end) = (found.place.range.start, found.place.range.end);
            json!({
                "description": format!("{}: {}", found.rule.code, found.message),
                "check_name": found.rule.code,
                "fingerprint": fingerprints.next(&[path, found.rule.code, &found.message]),
                "severity": severity,
                "location": {
                    "path": path,
                    "positions": {
                        "begin": { "line": start.line, "column": start.column },
                        "end": { "line": end.line, "column": end.column },
                    },
                    "lines": { "begin": start.line, "end": end.line },
                },
            })
        })
        .collect();
    pretty(&issues)
}
