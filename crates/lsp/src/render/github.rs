//! Commands of GitHub's workflows: each makes an annotation in the changed files.

use specql_analysis::diagnostic::Severity;

use crate::report::{Found, Report};

/// Adds diagnostics as commands.
pub fn add(report: &Report, found: &[Found], text: &mut String) {
    for found in found {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let (start, end) = (found.place.range.start, found.place.range.end);
        let mut place = format!(
            "file={},line={},endLine={}",
            property(report.path(found.place)),
            start.line,
            end.line
        );
        // GitHub takes columns only for what lies on one line.
        if start.line == end.line {
            place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
        }
        let title = property(&format!("specql-lsp: {}", found.rule.code));
        let mut message = found.message.clone();
        if let Some(help) = &found.help {
            message.push_str(&format!("\n{help}"));
        }
        let message = data(&message);
        text.push_str(&format!("::{command} {place},title={title}::{message}\n"));
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
