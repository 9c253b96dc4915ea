//! The diagnostics of [`super::json`], a line each.

use super::{json, one_line};
use crate::report::{Found, Report};

/// Adds diagnostics as lines of JSON.
pub fn add(report: &Report, found: &[Found], text: &mut String) {
    let lines = found.iter().map(|found| json::diagnostic(report, found));
    for line in lines.filter_map(|line| serde_json::to_string(&line).ok()) {
        text.push_str(&one_line(&line));
        text.push('\n');
    }
}
