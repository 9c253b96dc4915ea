//! `fmt`: formats spec files.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use specql_analysis::{is_spec, position};
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
        let new = formatted(text);
        if let Err(reason) = &new {
            problems.push(refusal(file, text, reason));
        }
        let new = new.ok().flatten();
        has_changes |= new.is_some();
        if options.input.stdin_filename.is_some() && !options.check {
            out.push_str(new.as_deref().unwrap_or(text));
        } else if let Some(new) = new {
            let written = if options.check {
                Ok(())
            } else {
                write(&file.path, text, &new)
            };
            match written {
                Ok(()) => out.push_str(&format!("{}\n", file.shown)),
                Err(error) => problems.push(format!("{}: {error}", file.shown)),
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
    let shown = &file.shown;
    match reason {
        NotFormatted::Mistake(span) => {
            let rope = ropey::Rope::from_str(text);
            let at = position::position(&rope, span.start as usize, position::Encoding::Utf32);
            let (line, column) = (at.line + 1, at.character + 1);
            format!("{shown}:{line}:{column}: not formatted, because of a mistake in its YAML here")
        }
        NotFormatted::MeaningWouldChange => {
            format!("{shown}: not formatted, because it would mean something else")
        }
    }
}
