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

use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The SQL of each workspace is made so many times; the fastest run counts.
const RUNS: usize = 3;

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
        let folder = workspace(size);
        let runs = (0..RUNS).map(|_| make(&folder));
        let best = runs.min_by_key(|run| run.wall).expect("at least one run");
        let per_entity = |whole: Option<f64>| whole.map(|whole| whole / size as f64);
        let row = (per_entity(best.cpu), per_entity(best.peak));
        let (cpu, peak) = *first.get_or_insert(row);
        let ratio = |now: Option<f64>, first: Option<f64>| Some(now? / first?);
        println!(
            "{size:>8} {:>9.2} {:>9} {:>9.1} {:>13} {:>7} {:>9} {:>14} {:>7}",
            best.wall.as_secs_f64(),
            shown(best.cpu, 2),
            best.bytes as f64 / 1e6,
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

fn shown(figure: Option<f64>, digits: usize) -> String {
    figure.map_or_else(|| "?".to_owned(), |figure| format!("{figure:.digits$}"))
}

/// What a run took. Only Linux tells of processor time and memory.
struct Run {
    wall: Duration,
    /// Of SQL.
    bytes: u64,
    /// In seconds.
    cpu: Option<f64>,
    /// In bytes.
    peak: Option<f64>,
}

fn make(folder: &Path) -> Run {
    let script = folder.join("all.sql");
    let out = File::create(&script).expect("the script can be written");
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
        .arg("sql")
        .arg(folder)
        .stdout(out)
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
    let wall = start.elapsed();
    let bytes = fs::metadata(&script).map_or(0, |script| script.len());
    assert!(bytes > 0, "there is no SQL");
    Run {
        wall,
        bytes,
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
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sql-{size}"));
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

/// The spec of an entity that refers to two others, with what there usually is: some 40 lines.
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
            2 => writeln!(text, "  amount_{field}: money"),
            _ => writeln!(text, "  since_{field}: date  # from here on"),
        };
    }
    for other in [(number * 7 + 1) % of, (number * 13 + 5) % of] {
        let _ = writeln!(text, "  item_{other}: ref(area{}.Item{other})", other % 20);
    }
    let _ = write!(
        text,
        "\nactions:\n  - name: create_item{number}\n  - name: update_item{number}\n  - name: \
         delete_item{number}\n  - name: close_{number}\n    steps:\n      - validate: state_1 = \
         'open' AND amount_2 > 0\n        error: not_open\n      - update: Item{number} SET \
         state_1 = 'closed'\n"
    );
    text
}
