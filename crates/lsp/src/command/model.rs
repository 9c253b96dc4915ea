//! `model`: prints what SpecQL makes of each spec.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use specql_analysis::meant::{Meant, meant_in};
use specql_analysis::{is_spec, reading};

use super::{FAILED, answer, print, report_problems};
use crate::files::{Content, Found, Paths, find, read, standard_input};
use crate::options::{InputOptions, ModelFormat, ModelOptions};
use crate::render::one_line;

/// What is printed for a file.
#[derive(Serialize)]
struct Model<'a> {
    path: &'a str,
    /// Null for what is no spec that SpecQL takes.
    entity: Option<reading::Entity>,
    /// What its author means otherwise than SpecQL reads it.
    meant: Option<Meant>,
}

/// A file that was read.
struct Source {
    path: String,
    /// None for what is no text.
    text: Option<String>,
}

/// Prints the model of files and folders.
pub fn run(options: &ModelOptions) -> ExitCode {
    let (sources, problems) = sources(&options.input);
    report_problems(&problems);
    let models = sources.iter().map(|source| Model {
        path: &source.path,
        entity: source.text.as_deref().and_then(reading::entity_of),
        meant: source.text.as_deref().and_then(meant_in),
    });
    let printed = match options.format {
        ModelFormat::Jsonl => print_lines(models),
        ModelFormat::Json => answer(serde_json::to_string_pretty(&models.collect::<Vec<_>>())),
    };
    if problems.is_empty() {
        printed
    } else {
        FAILED.into()
    }
}

/// Prints each model when it is made: there may be very many.
fn print_lines<'m>(models: impl Iterator<Item = Model<'m>>) -> ExitCode {
    for model in models {
        match serde_json::to_string(&model) {
            Ok(line) if print(&format!("{}\n", one_line(&line))) => {}
            Ok(_) => return FAILED.into(),
            failed => return answer(failed),
        }
    }
    ExitCode::SUCCESS
}

/// The specs that are asked for, and all files that are named.
fn sources(input: &InputOptions) -> (Vec<Source>, Vec<String>) {
    let given = input.paths.iter().chain(&input.stdin_filename);
    let paths = Paths::new(given.map(AsRef::<Path>::as_ref));
    let mut problems = Vec::new();
    let mut sources = Vec::new();
    let found = match &input.stdin_filename {
        Some(path) => vec![Found {
            path: paths.absolute(path),
            is_named: true,
        }],
        None => find(&input.paths, &paths, &mut problems),
    };
    for found in found {
        let content = if input.stdin_filename.is_some() {
            standard_input()
        } else {
            read(&found.path)
        };
        let path = paths.shown(&found.path);
        let text = match content {
            Ok(Content::Text(text)) => Some(text.to_string()),
            Ok(Content::Bad(..)) => None,
            Err(error) => {
                problems.push(format!("{path}: {error}"));
                continue;
            }
        };
        if found.is_named || text.as_deref().is_some_and(is_spec) {
            sources.push(Source { path, text });
        }
    }
    (sources, problems)
}
