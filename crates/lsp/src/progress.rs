//! How far a long run has come, for people at a terminal.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// Runs that end sooner are over before anyone wonders.
const PATIENCE: Duration = Duration::from_millis(400);

const WIDTH: usize = 30;

/// A bar on standard error; nothing where that is no terminal.
pub struct Progress {
    total: usize,
    done: usize,
    start: Instant,
    is_wanted: bool,
    is_shown: bool,
}

impl Progress {
    /// Nothing is done yet, of so many files.
    pub fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            start: Instant::now(),
            is_wanted: stderr().is_terminal(),
            is_shown: false,
        }
    }

    /// So many more files are done.
    pub fn advance(&mut self, files: usize) {
        self.done += files;
        if self.is_wanted && self.start.elapsed() > PATIENCE {
            self.is_shown = true;
            // Who cannot be shown it does not miss it.
            let _ = write!(stderr(), "\r{}", self.bar());
        }
    }

    fn bar(&self) -> String {
        let full = self.done.min(self.total) * WIDTH / self.total.max(1);
        let (done, total) = (self.done, self.total);
        format!("checking [{:<WIDTH$}] {done} of {total}", "=".repeat(full))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let blank = " ".repeat(self.bar().len());
            let _ = write!(stderr(), "\r{blank}\r");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_grows_with_what_is_done() {
        let mut progress = Progress::new(60);
        progress.advance(20);
        let empty = " ".repeat(20);
        assert_eq!(
            progress.bar(),
            format!("checking [=========={empty}] 20 of 60")
        );
        progress.advance(40);
        assert!(progress.bar().contains(&"=".repeat(WIDTH)));
        assert!(Progress::new(0).bar().ends_with("0 of 0"));
    }
}
