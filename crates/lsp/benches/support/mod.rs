//! What the benchmarks of the program share: workspaces of their own, and what a run takes.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Everything is run so many times; the fastest run counts.
pub const RUNS: usize = 3;

/// What a run took. Only Linux tells of processor time and memory.
pub struct Run {
    pub wall: Duration,
    /// In seconds.
    pub cpu: Option<f64>,
    /// In bytes.
    pub peak: Option<f64>,
}

/// The fastest run of a command.
pub fn fastest(command: impl Fn() -> Command) -> Run {
    let runs = (0..RUNS).map(|_| run(&mut command()));
    runs.min_by_key(|run| run.wall).expect("at least one run")
}

fn run(command: &mut Command) -> Run {
    let start = Instant::now();
    let mut child = command.spawn().expect("the program starts");
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

/// A figure, or a line where it is not known.
pub fn shown(figure: Option<f64>, digits: usize) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.digits$}"))
}

/// Writes a workspace of so many specs below a folder of this name.
pub fn workspace(name: &str, size: usize, spec: fn(usize, usize) -> String) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{size}"));
    for number in 0..size {
        let path = spec_path(&folder, number);
        if let Some(area) = path.parent().filter(|_| number < 20) {
            fs::create_dir_all(area).expect("the folder can be made");
        }
        fs::write(path, spec(number, size)).expect("the spec can be written");
    }
    folder
}

/// Where a spec of a workspace is.
pub fn spec_path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("entities/area{}/item{number}.yaml", number % 20))
}

/// The fields of an entity that refers to two others; `amount` is what stands behind the name of
/// a sum of money.
pub fn fields(number: usize, of: usize, amount: &str) -> String {
    let mut text = format!(
        "# Entity {number} of the benchmark.\nentity: Item{number}\nschema: area{}\ndescription: \
         Something that is kept\n\nfields:\n",
        number % 20
    );
    for field in 0..8 {
        let _ = match field % 4 {
            0 => writeln!(text, "  name_{field}: text!"),
            1 => writeln!(text, "  state_{field}: enum(open, paid, closed) = open"),
            2 => writeln!(text, "  amount_{field}:{amount}"),
            _ => writeln!(text, "  since_{field}: date  # from here on"),
        };
    }
    for other in [(number * 7 + 1) % of, (number * 13 + 5) % of] {
        let _ = writeln!(text, "  item_{other}: ref(area{}.Item{other})", other % 20);
    }
    text
}
