//! The commands of the program, one file each.

pub mod check;
pub mod model;
pub mod types;

/// Exit status: something is wrong with the files.
pub const FOUND: u8 = 1;
/// Exit status: what was asked could not be done.
pub const FAILED: u8 = 2;

/// Says on standard error what could not be read.
fn report(problems: &[String]) {
    for problem in problems {
        eprintln!("specql-lsp: {problem}");
    }
}

/// A number with a noun in the right form.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
