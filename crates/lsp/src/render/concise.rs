//! One line for each diagnostic, as compilers of old print them.

use super::{plain, summary};
use crate::report::Report;

/// The report as lines.
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    for found in &report.found {
        let start = found.place.range.start;
        text.push_str(&format!(
            "{}:{}:{}: {}[{}]: {}\n",
            plain(report.path(found.place)),
            start.line,
            start.column,
            found.severity.name(),
            found.rule.code,
            plain(&found.message)
        ));
    }
    text.push_str(&summary::end(report));
    text
}
