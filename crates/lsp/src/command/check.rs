//! `check`: prints what is wrong with each spec.

use std::process::ExitCode;

use specql_analysis::rules::diagnostics;
use specql_analysis::{Host, is_spec};

use super::{FAILED, FOUND, count, report};
use crate::options::CheckOptions;
use crate::source::{self, Source};

/// Checks files and folders and prints what is wrong with them.
pub fn run(options: &CheckOptions) -> ExitCode {
    let (sources, problems) = source::read(&options.input);
    report(&problems);
    let mut files = 0;
    let mut mistakes = 0;
    for source in &sources {
        let Some(found) = check_source(source) else {
            continue;
        };
        files += 1;
        mistakes += found;
    }
    let checked = count(files, "spec");
    match mistakes {
        0 => println!("{checked} checked, nothing is wrong"),
        _ => println!("{checked} checked, {} found", count(mistakes, "mistake")),
    }
    if !problems.is_empty() {
        FAILED.into()
    } else if mistakes > 0 {
        FOUND.into()
    } else {
        ExitCode::SUCCESS
    }
}

/// Prints what is wrong and says how much it is; none for a file that is no spec and was not
/// asked for.
fn check_source(source: &Source) -> Option<usize> {
    let path = &source.path;
    let text = match &source.text {
        Ok(text) => text,
        Err(bad) if source.is_named => {
            println!(
                "{path}:{}:1: error[not-utf-8]: this file is not UTF-8",
                bad.line
            );
            return Some(1);
        }
        Err(_) => return None,
    };
    if !source.is_named && !is_spec(text) {
        return None;
    }
    let mut host = Host::new();
    let file = host.set_file(path, text);
    let diagnostics = diagnostics(host.db(), file);
    for diagnostic in diagnostics {
        let (line, column) = line_and_column(text, diagnostic.span.range().start);
        let severity = diagnostic.severity.name();
        let code = diagnostic.rule.code;
        println!(
            "{path}:{line}:{column}: {severity}[{code}]: {}",
            diagnostic.message
        );
    }
    Some(diagnostics.len())
}

/// Both from 1; columns in Unicode scalar values.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = 1 + before.matches('\n').count();
    let column = 1 + before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count();
    (line, column)
}
