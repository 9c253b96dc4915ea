//! One line for each diagnostic, as compilers of old print them.

use std::fmt::Write;

use super::plain;
use crate::report::{Found, Report};

/// Adds diagnostics as lines.
pub fn add(report: &Report, found: &[Found], text: &mut String) {
    for found in found {
        let start = found.place.range.start;
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "{}:{}:{}: {}[{}]: {}",
            plain(report.path(found.place)),
            start.line,
            start.column,
            found.severity.name(),
            found.rule.code,
            plain(&found.message)
        );
    }
}
