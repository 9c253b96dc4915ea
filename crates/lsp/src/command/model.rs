//! `model`: prints what SpecQL makes of each spec.

use std::process::ExitCode;

use serde::Serialize;
use specql_analysis::meant::{Meant, meant_in};
use specql_analysis::{is_spec, reading};

use super::{FAILED, report};
use crate::options::{ModelFormat, ModelOptions};
use crate::source::{self, Source};

/// What is printed for a file.
#[derive(Serialize)]
struct Model<'a> {
    path: &'a str,
    /// Null for what is no spec that SpecQL takes.
    entity: Option<reading::Entity>,
    /// What its author means otherwise than SpecQL reads it.
    meant: Option<Meant>,
}

/// Prints the model of files and folders.
pub fn run(options: &ModelOptions) -> ExitCode {
    let (sources, problems) = source::read(&options.input);
    report(&problems);
    let wanted = |source: &&Source| source.is_named || source.text.as_deref().is_ok_and(is_spec);
    let mut models = sources.iter().filter(wanted).map(|source| Model {
        path: &source.path,
        entity: source.text.as_deref().ok().and_then(reading::entity_of),
        meant: source.text.as_deref().ok().and_then(meant_in),
    });
    let printed = match options.format {
        ModelFormat::Jsonl => models.try_for_each(|model| {
            serde_json::to_string(&model).map(|line| println!("{}", one_line(&line)))
        }),
        ModelFormat::Json => {
            let models: Vec<_> = models.collect();
            serde_json::to_string_pretty(&models).map(|text| println!("{text}"))
        }
    };
    if let Err(error) = &printed {
        eprintln!("specql-lsp: {error}");
    }
    if problems.is_empty() && printed.is_ok() {
        ExitCode::SUCCESS
    } else {
        FAILED.into()
    }
}

/// JSON on what every reader takes for one line: some also break lines at characters that JSON
/// lets stand in its texts.
fn one_line(json: &str) -> String {
    json.replace('\u{85}', "\\u0085")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
