//! `explain`: prints the documentation of diagnostics.

use std::process::ExitCode;

use serde::Serialize;
use specql_analysis::rules::{Rule, rules};

use super::answer;
use crate::options::{ExplainOptions, TextFormat};

/// What there is to know of a rule.
#[derive(Serialize)]
struct Explained {
    code: &'static str,
    group: &'static str,
    severity: &'static str,
    summary: String,
    doc: &'static str,
    url: String,
}

/// Prints the documentation of one diagnostic, or of all.
pub fn run(options: &ExplainOptions) -> ExitCode {
    let text = match (options.code, options.format) {
        (Some(rule), TextFormat::Human) => Ok(page(rule)),
        (Some(rule), TextFormat::Json) => serde_json::to_string_pretty(&explained(rule)),
        (None, TextFormat::Human) => Ok(table()),
        (None, TextFormat::Json) => {
            serde_json::to_string_pretty(&sorted().into_iter().map(explained).collect::<Vec<_>>())
        }
    };
    answer(text)
}

fn sorted() -> Vec<&'static Rule> {
    let mut all: Vec<_> = rules().collect();
    all.sort_by_key(|rule| rule.code);
    all
}

fn explained(rule: &'static Rule) -> Explained {
    Explained {
        code: rule.code,
        group: rule.group.name(),
        severity: rule.severity.name(),
        summary: summary(rule),
        doc: rule.doc,
        url: rule.url(),
    }
}

/// On one line.
fn summary(rule: &Rule) -> String {
    rule.summary()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn page(rule: &Rule) -> String {
    let (group, severity) = (rule.group.name(), rule.severity.name());
    let facts = format!("Group: {group}. Severity: {severity}, unless settings say otherwise.");
    match rule.doc.split_once("\n\n") {
        Some((title, rest)) => format!("{title}\n\n{facts}\n\n{rest}\n{}", rule.url()),
        None => format!("{}\n\n{facts}\n\n{}", rule.doc, rule.url()),
    }
}

fn table() -> String {
    let mut table = String::new();
    let widest = rules().map(|rule| rule.code.len()).max().unwrap_or(0);
    for rule in sorted() {
        let (group, severity) = (rule.group.name(), rule.severity.name());
        table.push_str(&format!(
            "{:<widest$}  {severity:<7}  {group:<9}  {}\n",
            rule.code,
            summary(rule)
        ));
    }
    table
}
