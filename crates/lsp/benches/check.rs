//! What a cold check of a whole workspace costs, and how that grows with the workspace.
//!
//! `cargo bench -p specql-lsp --bench check` writes workspaces of its own, checks each with the
//! program, and prints figures and ratios; every ratio is between figures of one run. Without
//! `--bench`, as under `cargo test --benches`, the workspaces are small.
//!
//! `SPECQL_VALIDATE="specql validate"` names a command that checks files one by one, as SpecQL's
//! own does. It is given some of the same specs, and every figure stands beside its own.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for a terminal"
)]

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use support::{Run, fastest, fields, shown, spec_path, workspace};

fn main() {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let sizes: &[usize] = if is_measured {
        &[1_000, 3_000, 10_000]
    } else {
        &[10, 30, 100]
    };
    let peer = peer(if is_measured { 300 } else { 3 });
    if let Some(speed) = peer {
        println!("{PEER}: {speed:.0} files/s");
    }
    for format in ["concise", "human"] {
        println!("{format}:");
        println!(
            "{:>8} {:>8} {:>8} {:>8} {:>12} {:>9} {:>8} {:>16} {:>9}",
            "files",
            "ms",
            "files/s",
            "to peer",
            "CPU us/file",
            "to first",
            "peak MB",
            "KB/further file",
            "to first",
        );
        let mut rows: Vec<Row> = Vec::new();
        for &size in sizes {
            let folder = workspace("check", size, spec);
            let best = fastest(|| check(&folder, format));
            let row = Row::of(size, &best, rows.last());
            row.print(
                peer,
                rows.first().unwrap_or(&row),
                rows.get(1).unwrap_or(&row),
            );
            rows.push(row);
            // The folder lies among what is built; what is left of it hurts nobody.
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

/// The figures of a workspace. What grows in line with it has ratios near to 1.
struct Row {
    files: f64,
    wall: Duration,
    /// In seconds for each file.
    cpu: Option<f64>,
    /// In bytes.
    peak: Option<f64>,
    /// In bytes for each file more than in the workspace before.
    growth: Option<f64>,
}

impl Row {
    fn of(size: usize, run: &Run, before: Option<&Self>) -> Self {
        let files = size as f64;
        let growth = before.and_then(|before| {
            let more = run.peak? - before.peak?;
            Some(more / (files - before.files))
        });
        Self {
            files,
            wall: run.wall,
            cpu: run.cpu.map(|cpu| cpu / files),
            peak: run.peak,
            growth,
        }
    }

    /// Prints them, beside those of the other program, of the smallest workspace and of the first
    /// that grew.
    fn print(&self, peer: Option<f64>, first: &Self, first_grown: &Self) {
        let seconds = self.wall.as_secs_f64();
        let ratio = |own: Option<f64>, first: Option<f64>| Some(own? / first?);
        println!(
            "{:>8} {:>8.0} {:>8.0} {:>8} {:>12} {:>9} {:>8} {:>16} {:>9}",
            self.files,
            seconds * 1e3,
            self.files / seconds,
            shown(peer.map(|peer| self.files / seconds / peer), 1),
            shown(self.cpu.map(|cpu| cpu * 1e6), 0),
            shown(ratio(self.cpu, first.cpu), 2),
            shown(self.peak.map(|bytes| bytes / 1e6), 0),
            shown(self.growth.map(|bytes| bytes / 1e3), 1),
            shown(ratio(self.growth, first_grown.growth), 2),
        );
    }
}

/// Names the command to compare with.
const PEER: &str = "SPECQL_VALIDATE";

/// How many files a second the other program checks, if one is named: so many specs at once, with
/// its start.
fn peer(size: usize) -> Option<f64> {
    let given = std::env::var(PEER).ok()?;
    let mut words = given.split_whitespace();
    let (program, arguments) = (words.next()?, words.collect::<Vec<_>>());
    let folder = workspace("peer", size, spec);
    let files: Vec<_> = (0..size).map(|number| spec_path(&folder, number)).collect();
    let best = fastest(|| {
        let mut command = Command::new(program);
        command.args(&arguments).args(&files);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    });
    let _ = fs::remove_dir_all(&folder);
    Some(size as f64 / best.wall.as_secs_f64())
}

fn check(folder: &Path, format: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specql-lsp"));
    command
        .args(["check", "--format", format])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The spec of an entity that refers to two others: some 40 lines.
fn spec(number: usize, of: usize) -> String {
    let mut text = fields(number, of, "\n    type: money\n    nullable: false");
    let _ = write!(
        text,
        "\nactions:\n  - name: close_{number}\n    steps:\n      - validate: state_1 = 'open' AND \
         amount_2 > 0\n        error: \"not open\"\n      - if: since_3 IS NOT NULL\n        \
         then:\n          - update: Item{number} SET state_1 = 'closed' WHERE name_0 = \
         input.name_0\n        else:\n          - reject: \"Item {number} is open\"\n"
    );
    text
}
