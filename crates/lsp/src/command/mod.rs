//! The commands of the program, one file each.

pub mod check;
pub mod explain;
pub mod model;
pub mod types;

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
