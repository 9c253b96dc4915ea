//! The SpecQL language server and command line.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal"
)]

mod check;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
Checks SpecQL specs.

Usage: specql-lsp --check [PATH]...

Arguments:
  [PATH]...   files, and folders that are searched for specs; the current folder when none is given

Options:
  -h, --help     print this
  -V, --version  print the version

Exit status: 0 nothing is wrong, 1 something is, 2 the check could not be done.";

/// Nothing is wrong, something is, or the check could not be done.
const FOUND: u8 = 1;
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match arguments
        .next()
        .as_deref()
        .and_then(std::ffi::OsStr::to_str)
    {
        Some("--check" | "check") => {
            let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
            if let Some(option) = paths
                .iter()
                .find(|path| path.to_string_lossy().starts_with('-'))
            {
                eprintln!(
                    "specql-lsp: there is no option {}\n\n{USAGE}",
                    option.display()
                );
                return ExitCode::from(FAILED);
            }
            let summary = check::run(&paths);
            if summary.unreadable > 0 {
                ExitCode::from(FAILED)
            } else if summary.mistakes > 0 {
                ExitCode::from(FOUND)
            } else {
                ExitCode::SUCCESS
            }
        }
        Some("-h" | "--help" | "help") => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Some("-V" | "--version") => {
            println!("specql-lsp {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(FAILED)
        }
    }
}
