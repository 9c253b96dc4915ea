//! What the SQL of a whole workspace costs from cold, and how that grows with the workspace.
//!
//! `cargo bench -p specql-lsp --bench sql` writes workspaces of its own, has the program make the
//! SQL of each, and prints figures and ratios; every ratio is between figures of one run. Without
//! `--bench`, as under `cargo test --benches`, the workspaces are small.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for a terminal"
)]

mod support;

use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use support::{fastest, fields, shown, workspace};

fn main() {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let sizes: &[usize] = if is_measured {
        &[1_000, 3_000, 10_000]
    } else {
        &[10, 40]
    };
    println!(
        "{:>8} {:>9} {:>9} {:>9} {:>13} {:>7} {:>9} {:>14} {:>7}",
        "entities",
        "seconds",
        "CPU s",
        "SQL MB",
        "CPU us/entity",
        "ratio",
        "peak MB",
        "peak KB/entity",
        "ratio"
    );
    let mut first = None;
    for &size in sizes {
        let folder = workspace("sql", size, spec);
        let script = folder.join("all.sql");
        let best = fastest(|| make(&folder, &script));
        let bytes = fs::metadata(&script).map_or(0, |script| script.len());
        assert!(bytes > 0, "there is no SQL");
        let per_entity = |whole: Option<f64>| whole.map(|whole| whole / size as f64);
        let row = (per_entity(best.cpu), per_entity(best.peak));
        let (cpu, peak) = *first.get_or_insert(row);
        let ratio = |now: Option<f64>, first: Option<f64>| Some(now? / first?);
        println!(
            "{size:>8} {:>9.2} {:>9} {:>9.1} {:>13} {:>7} {:>9} {:>14} {:>7}",
            best.wall.as_secs_f64(),
            shown(best.cpu, 2),
            bytes as f64 / 1e6,
            shown(row.0.map(|seconds| seconds * 1e6), 0),
            shown(ratio(row.0, cpu), 2),
            shown(best.peak.map(|bytes| bytes / 1e6), 1),
            shown(row.1.map(|bytes| bytes / 1e3), 1),
            shown(ratio(row.1, peak), 2),
        );
        // The folder lies among what is built; what is left of it hurts nobody.
        let _ = fs::remove_dir_all(&folder);
    }
}

fn make(folder: &Path, script: &Path) -> Command {
    let out = File::create(script).expect("the script can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_specql-lsp"));
    command
        .arg("sql")
        .arg(folder)
        .stdout(out)
        .stderr(Stdio::null());
    command
}

/// The spec of an entity that refers to two others, with what there usually is: some 40 lines.
fn spec(number: usize, of: usize) -> String {
    let mut text = fields(number, of, " money");
    let _ = write!(
        text,
        "\nactions:\n  - name: create_item{number}\n  - name: update_item{number}\n  - name: \
         delete_item{number}\n  - name: close_{number}\n    steps:\n      - validate: state_1 = \
         'open' AND amount_2 > 0\n        error: not_open\n      - update: Item{number} SET \
         state_1 = 'closed'\n"
    );
    text
}
