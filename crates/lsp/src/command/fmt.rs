//! `fmt`: formats spec files.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use ropey::Rope;
use specql_analysis::is_spec;
use specql_analysis::position::{self, Encoding};
use specql_ide::{NotFormatted, formatted};

use super::{FAILED, FOUND, report_problems};
use crate::files::{Content, Paths, write};
use crate::gather::Gatherer;
use crate::options::FmtOptions;
use crate::workspace::{Member, Role};

/// Formats files and folders, or what stands on standard input.
pub fn run(options: &FmtOptions) -> ExitCode {
    let given = options.input.paths.iter();
    let given = given.chain(&options.input.stdin_filename);
    let paths = Paths::new(given.map(AsRef::<Path>::as_ref));
    let mut gatherer = Gatherer {
        paths: &paths,
        overlay: &|_| (),
        is_isolated: false,
        problems: Vec::new(),
    };
    let files = gatherer.files(&options.input);
    let mut problems = gatherer.problems;
    let mut out = String::new();
    let mut has_changes = false;
    for file in &files {
        let Content::Text(text) = &file.content else {
            problems.extend(unreadable(file));
            continue;
        };
        if file.role != Role::Named && !is_spec(text) {
            continue;
        }
        let new = match formatted(text) {
            Ok(new) => new,
            Err(reason) => {
                problems.push(refusal(file, text, &reason));
                None
            }
        };
        has_changes |= new.is_some();
        if options.input.stdin_filename.is_some() && !options.check {
            out.push_str(new.as_deref().unwrap_or(text));
        } else if let Some(new) = new {
            match put(file, text, &new, options.check) {
                Ok(()) => out.push_str(&format!("{}\n", file.shown)),
                Err(problem) => problems.push(problem),
            }
        }
    }
    // Who does not read on has seen enough.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    report_problems(&problems);
    if !problems.is_empty() {
        FAILED.into()
    } else if options.check && has_changes {
        FOUND.into()
    } else {
        ExitCode::SUCCESS
    }
}

/// Writes a file, unless it is only to be named.
fn put(file: &Member, text: &str, new: &str, is_check: bool) -> Result<(), String> {
    if is_check {
        return Ok(());
    }
    write(&file.path, text, new).map_err(|error| format!("{}: {error}", file.shown))
}

/// Why a file that was asked for is not read; of one that was found, nobody wants to know.
fn unreadable(file: &Member) -> Option<String> {
    match (&file.content, file.role) {
        (Content::Bad(diagnostic, _), Role::Named) => {
            Some(format!("{}: {}", file.shown, diagnostic.message))
        }
        _ => None,
    }
}

fn refusal(file: &Member, text: &str, reason: &NotFormatted) -> String {
    let (shown, message) = (&file.shown, reason.message());
    match reason {
        NotFormatted::Mistake(span) => {
            let rope = Rope::from_str(text);
            let at = position::position(&rope, span.start as usize, Encoding::Utf32);
            let (line, column) = (at.line + 1, at.character + 1);
            format!("{shown}:{line}:{column}: {message}")
        }
        NotFormatted::MeaningWouldChange => format!("{shown}: {message}"),
    }
}
