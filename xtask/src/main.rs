//! Chores of the project: `cargo xtask help` lists them.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal"
)]

mod docs;
mod generate;
mod pictures;
mod queries;
mod sanitize;
mod settings_docs;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What a chore ends with: nothing, or what is wrong.
type Outcome = Result<(), String>;

struct Chore {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Outcome,
}

const CHORES: &[Chore] = &[
    Chore {
        name: "generate",
        usage: "[--check]",
        about: "write the parser from grammar.js, the reference in docs/ from the tables, and the editors' copies of the grammar's queries; with --check, only tell whether they are up to date",
        run: generate::run,
    },
    Chore {
        name: "sanitize",
        usage: "[--edits N] [--seed N] [--size BYTES] [FILE or FOLDER ...]",
        about: "parse files, edits of them and hostile texts under address and undefined-behaviour sanitizers",
        run: sanitize::run,
    },
    Chore {
        name: "tidy",
        usage: "",
        about: "check rules of the repository that no compiler checks",
        run: tidy::run,
    },
];

fn help() {
    println!("cargo xtask CHORE\n");
    for chore in CHORES {
        println!("  {} {}\n      {}", chore.name, chore.usage, chore.about);
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        help();
        return ExitCode::FAILURE;
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        help();
        return ExitCode::SUCCESS;
    }
    let Some(chore) = CHORES.iter().find(|chore| chore.name == name) else {
        eprintln!("xtask: there is no chore {name}\n");
        help();
        return ExitCode::FAILURE;
    };
    match (chore.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("xtask {name}: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// The folder of the grammar.
fn grammar() -> PathBuf {
    root().join("tree-sitter-specql")
}

/// The folder that cargo builds into.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs a command; what it prints is shown.
fn run(command: &mut Command) -> Outcome {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} failed ({status})")),
        Err(error) => Err(format!("{program} cannot be run: {error}")),
    }
}

/// Says which file an error is about.
fn at(path: &Path) -> impl Fn(std::io::Error) -> String + use<'_> {
    move |error| format!("{}: {error}", path.display())
}
