//! The commands of the program, one file each.

pub mod check;
pub mod explain;
pub mod fmt;
pub mod model;
pub mod schema;
pub mod sql;
pub mod types;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Exit status: something is wrong with the files.
pub const FOUND: u8 = 1;
/// Exit status: what was asked could not be done.
pub const FAILED: u8 = 2;

/// Says on standard error what could not be done.
fn report_problems(problems: &[String]) {
    for problem in problems {
        let problem: String = problem.chars().map(visible).collect();
        eprintln!("specql-lsp: {problem}");
    }
}

/// A name may hold what would move the cursor.
fn visible(c: char) -> char {
    if c.is_control() { '\u{fffd}' } else { c }
}

/// Prints a text. Whether all was printed; who reads no further has all that they want.
fn print(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    let result = out.write_all(text.as_bytes());
    match result.and_then(|()| out.flush()) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => true,
        Err(error) => {
            report_problems(&[format!("standard output: {error}")]);
            false
        }
    }
}

/// Prints what a command has to say, on lines of its own.
fn answer(text: serde_json::Result<String>) -> ExitCode {
    let printed = match text {
        Ok(text) => print(&format!("{}\n", text.trim_end())),
        Err(error) => {
            report_problems(&[error.to_string()]);
            false
        }
    };
    if printed {
        ExitCode::SUCCESS
    } else {
        FAILED.into()
    }
}
