//! `--check`: finds spec files, checks each, prints what is wrong.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use specql_analysis::{Diagnostic, check, is_spec};

/// How a check went.
#[derive(Default)]
pub struct Summary {
    files: usize,
    /// Mistakes found.
    pub mistakes: usize,
    /// Files and folders that could not be read.
    pub unreadable: usize,
}

/// Checks files and folders and prints what is wrong with them.
pub fn run(paths: &[PathBuf]) -> Summary {
    let here = [PathBuf::from(".")];
    let mut summary = Summary::default();
    for path in if paths.is_empty() { &here } else { paths } {
        if path.is_dir() {
            check_folder(path, &mut summary);
        } else {
            check_file(path, true, &mut summary);
        }
    }
    let Summary {
        files, mistakes, ..
    } = summary;
    match mistakes {
        0 => println!("{} checked, nothing is wrong", count(files, "spec")),
        _ => println!(
            "{} checked, {} found",
            count(files, "spec"),
            count(mistakes, "mistake")
        ),
    }
    summary
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn check_folder(folder: &Path, summary: &mut Summary) {
    let walk = WalkBuilder::new(folder)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                if entry.file_type().is_some_and(|kind| kind.is_file()) && is_yaml(entry.path()) {
                    check_file(entry.path(), false, summary);
                }
            }
            Err(error) => {
                eprintln!("specql-lsp: {error}");
                summary.unreadable += 1;
            }
        }
    }
}

fn is_yaml(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| matches!(extension, "yaml" | "yml" | "specql"))
}

/// Checks a file; one that was not named only if it is a spec.
fn check_file(path: &Path, named: bool, summary: &mut Summary) {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("specql-lsp: {}: {error}", path.display());
            summary.unreadable += 1;
            return;
        }
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if named => {
            let line = 1 + error
                .as_bytes()
                .iter()
                .take(error.utf8_error().valid_up_to())
                .filter(|b| **b == b'\n')
                .count();
            println!(
                "{}:{line}:1: error[not-utf-8]: this file is not UTF-8",
                path.display()
            );
            summary.files += 1;
            summary.mistakes += 1;
            return;
        }
        Err(_) => return,
    };
    if !named && !is_spec(&text) {
        return;
    }
    summary.files += 1;
    for Diagnostic {
        code,
        message,
        span,
    } in check(&text)
    {
        let (line, column) = line_and_column(&text, span.range().start);
        println!(
            "{}:{line}:{column}: error[{code}]: {message}",
            path.display()
        );
        summary.mistakes += 1;
    }
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
