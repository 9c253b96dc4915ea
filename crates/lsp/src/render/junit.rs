//! `JUnit`'s XML: a suite for each file. What makes the check fail is a failure, what else is
//! found passes and says so.

use std::collections::BTreeMap;

use crate::report::{Found, Report};

/// The report as suites.
pub fn render(report: &Report) -> String {
    let mut suites: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for source in report.checked() {
        suites.entry(&source.path).or_default();
    }
    for found in &report.found {
        let path = report.path(found.place);
        suites.entry(path).or_default().push(found);
    }
    let tests: usize = suites.values().map(|found| found.len().max(1)).sum();
    let failures = report.found.iter().filter(|f| report.is_failure(f)).count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"specql-lsp\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for (path, found) in suites {
        suite(report, path, &found, &mut text);
    }
    text.push_str("</testsuites>\n");
    text
}

fn suite(report: &Report, path: &str, found: &[&Found], text: &mut String) {
    let failures = found.iter().filter(|f| report.is_failure(f)).count();
    let tests = found.len().max(1);
    let path = escaped(path);
    text.push_str(&format!(
        "  <testsuite name=\"{path}\" file=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" \
         errors=\"0\" skipped=\"0\">\n"
    ));
    if found.is_empty() {
        text.push_str(&format!(
            "    <testcase name=\"nothing is wrong\" classname=\"{path}\"/>\n"
        ));
    }
    for found in found {
        let start = found.place.range.start;
        let code = found.rule.code;
        let message = escaped(&found.message);
        let severity = found.severity.name();
        let mut detail = format!("line {}, column {}: {message}", start.line, start.column);
        if let Some(help) = &found.help {
            detail.push_str(&format!("\n{}", escaped(help)));
        }
        let inner = if report.is_failure(found) {
            format!("<failure type=\"{severity}\" message=\"{message}\">{detail}</failure>")
        } else {
            format!("<system-out>{severity}: {detail}</system-out>")
        };
        text.push_str(&format!(
            "    <testcase name=\"{code} at {}:{}\" classname=\"{path}\">{inner}</testcase>\n",
            start.line, start.column
        ));
    }
    text.push_str("  </testsuite>\n");
}

/// A text for XML. Some characters may not stand there in any form.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                escaped.push('\u{fffd}');
            }
            c => escaped.push(c),
        }
    }
    escaped
}
