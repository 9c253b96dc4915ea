//! The diagnostics of [`super::json`], a line each.

use super::{json, one_line};
use crate::report::Report;

/// The report as lines of JSON.
pub fn render(report: &Report) -> String {
    let lines = json::diagnostics(report).filter_map(|d| serde_json::to_string(&d).ok());
    lines.map(|line| one_line(&line) + "\n").collect()
}
