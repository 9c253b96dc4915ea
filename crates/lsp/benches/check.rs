//! What a cold check of a whole workspace costs, and how that grows with the workspace.
//!
//! `cargo bench -p specql-lsp --bench check` writes workspaces of its own, checks each with the
//! program, and prints figures and ratios; every ratio is between figures of one run. Without
//! `--bench`, as under `cargo test --benches`, the workspaces are small.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for a terminal"
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Each workspace is checked so many times; the fastest run counts.
const RUNS: usize = 3;

fn main() {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let sizes: &[usize] = if is_measured {
        &[1_000, 3_000, 10_000]
    } else {
        &[10, 30, 100]
    };
    for format in ["concise", "human"] {
        println!("{format}:");
        println!(
            "{:>8} {:>8} {:>8} {:>12} {:>9} {:>8} {:>16} {:>9}",
            "files",
            "ms",
            "files/s",
            "CPU us/file",
            "to first",
            "peak MB",
            "KB/further file",
            "to first",
        );
        let mut rows: Vec<Row> = Vec::new();
        for &size in sizes {
            let folder = workspace(size);
            let runs = (0..RUNS).map(|_| check(&folder, format));
            let best = runs.min_by_key(|run| run.wall).expect("at least one run");
            let row = Row::of(size, &best, rows.last());
            row.print(rows.first().unwrap_or(&row), rows.get(1).unwrap_or(&row));
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

    /// Prints them, beside those of the smallest workspace and of the first that grew.
    fn print(&self, first: &Self, first_grown: &Self) {
        let seconds = self.wall.as_secs_f64();
        let ratio = |own: Option<f64>, first: Option<f64>| Some(own? / first?);
        println!(
            "{:>8} {:>8.0} {:>8.0} {:>12} {:>9} {:>8} {:>16} {:>9}",
            self.files,
            seconds * 1e3,
            self.files / seconds,
            shown(self.cpu.map(|cpu| cpu * 1e6), 0),
            shown(ratio(self.cpu, first.cpu), 2),
            shown(self.peak.map(|bytes| bytes / 1e6), 0),
            shown(self.growth.map(|bytes| bytes / 1e3), 1),
            shown(ratio(self.growth, first_grown.growth), 2),
        );
    }
}

fn shown(figure: Option<f64>, digits: usize) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.digits$}"))
}

/// What a run took. Only Linux tells of processor time and memory.
struct Run {
    wall: Duration,
    /// In seconds.
    cpu: Option<f64>,
    /// In bytes.
    peak: Option<f64>,
}

fn check(folder: &Path, format: &str) -> Run {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
        .args(["check", "--format", format])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let of_process = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut cpu, mut peak) = (None, None);
    // What it took is known as long as it is there.
    while child.try_wait().expect("the program is there").is_none() {
        cpu = cpu_time(&of_process).or(cpu);
        peak = peak_memory(&of_process).or(peak);
        sleep(Duration::from_millis(1));
    }
    Run {
        wall: start.elapsed(),
        cpu,
        peak,
    }
}

/// In hundredths of a second, as every Linux counts for programs.
fn cpu_time(of_process: &Path) -> Option<f64> {
    let status = fs::read_to_string(of_process.join("stat")).ok()?;
    let (_, behind_name) = status.rsplit_once(')')?;
    let mut times = behind_name.split_whitespace().skip(11);
    let mut next = || times.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / 100.0)
}

fn peak_memory(of_process: &Path) -> Option<f64> {
    let status = fs::read_to_string(of_process.join("status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// Writes a workspace of so many specs.
fn workspace(size: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("check-{size}"));
    for number in 0..size {
        let area = folder.join(format!("entities/area{}", number % 20));
        if number < 20 {
            fs::create_dir_all(&area).expect("the folder can be made");
        }
        let path = area.join(format!("item{number}.yaml"));
        fs::write(path, spec(number, size)).expect("the spec can be written");
    }
    folder
}

/// The spec of an entity that refers to two others: some 40 lines.
fn spec(number: usize, of: usize) -> String {
    let mut text = format!(
        "# Entity {number} of the benchmark.\nentity: Item{number}\nschema: area{}\ndescription: \
         Something that is kept\n\nfields:\n",
        number % 20
    );
    for field in 0..8 {
        let _ = match field % 4 {
            0 => writeln!(text, "  name_{field}: text!"),
            1 => writeln!(text, "  state_{field}: enum(open, paid, closed) = open"),
            2 => writeln!(
                text,
                "  amount_{field}:\n    type: money\n    nullable: false"
            ),
            _ => writeln!(text, "  since_{field}: date  # from here on"),
        };
    }
    for other in [(number * 7 + 1) % of, (number * 13 + 5) % of] {
        let _ = writeln!(text, "  item_{other}: ref(area{}.Item{other})", other % 20);
    }
    let _ = write!(
        text,
        "\nactions:\n  - name: close_{number}\n    steps:\n      - validate: state_1 = 'open' AND \
         amount_2 > 0\n        error: \"not open\"\n      - if: since_3 IS NOT NULL\n        \
         then:\n          - update: Item{number} SET state_1 = 'closed' WHERE name_0 = \
         input.name_0\n        else:\n          - reject: \"Item {number} is open\"\n"
    );
    text
}
