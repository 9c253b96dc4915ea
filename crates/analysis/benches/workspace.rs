//! What it costs to know a workspace, and to go on knowing it while someone types.
//!
//! `cargo bench -p specql-analysis --bench workspace` prints figures and ratios; every ratio is
//! between figures of one run. Without `--bench`, as under `cargo test --benches`, the
//! workspaces are small.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for a terminal"
)]

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use specql_analysis::reading;
use specql_analysis::resolve::references;
use specql_analysis::summary::summary;
use specql_analysis::{Change, Host, Span};

fn main() {
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (sizes, cold) = if measured {
        (vec![10, 1_000, 10_000], 10_000)
    } else {
        (vec![10, 50], 50)
    };
    // First, while no memory lies about that was used for something else.
    memory(cold);
    cold_model(cold);
    typing(&sizes, if measured { 60 } else { 3 });
}

/// The spec of an entity that refers to two others: some 30 lines.
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
        "\nactions:\n  - name: close_{number}\n    steps:\n      - validate: state_1 = 'open' AND \
         amount_2 > 0\n        error: not_open\n      - update: Item{number} SET state_1 = 'closed'\n"
    );
    text
}

fn specs(count: usize) -> Vec<(String, String)> {
    (0..count)
        .map(|number| {
            (
                format!("entities/{}/item_{number}.yaml", number % 20),
                spec(number, count),
            )
        })
        .collect()
}

fn host_of(files: &[(String, String)]) -> Host {
    let mut host = Host::new();
    host.set_files(
        files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    host
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// From texts to what SpecQL makes of them, and to what other files may know of them.
fn cold_model(count: usize) {
    let files = specs(count);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    println!("{count} specs, {:.1} MB", bytes as f64 / 1e6);
    let start = Instant::now();
    for (_, text) in &files {
        black_box(reading::entity_of(text)).expect("a sound spec");
    }
    let model = start.elapsed();
    let host = host_of(&files);
    let start = Instant::now();
    for (_, file) in host.files() {
        black_box(summary(host.db(), file));
    }
    let summaries = start.elapsed();
    for (what, time) in [
        ("model (strict values)", model),
        ("summaries (tree and values)", summaries),
    ] {
        println!(
            "  {what:<30} {:>8.0} ms  {:>8.0} specs a second  {:>6.1} MB/s",
            milliseconds(time),
            count as f64 / time.as_secs_f64(),
            bytes as f64 / 1e6 / time.as_secs_f64()
        );
    }
}

/// One character after the other in an open file; after each, all names of that file.
fn typing(sizes: &[usize], strokes: usize) {
    println!(
        "\none character typed into one of so many files, then the names of that file, in microseconds"
    );
    println!(
        "{:>8} {:>12} {:>12} {:>12} {:>12}",
        "files", "comment", "description", "type", "a field's name"
    );
    let mut first: Option<Vec<f64>> = None;
    for &size in sizes {
        let files = specs(size);
        let mut host = host_of(&files);
        for (_, file) in host.files().collect::<Vec<_>>() {
            summary(host.db(), file);
        }
        let (path, text) = &files[size / 2];
        let file = host.open(path, text);
        references(host.db(), file);
        let places = ["of the benchmark", "that is kept", "text!", "name_0"];
        let row: Vec<f64> = places
            .iter()
            .map(|place| {
                let mut times: Vec<f64> = (0..strokes)
                    .map(|stroke| {
                        let text = file.text(host.db()).to_string();
                        let at = text.find(place).expect("the place") + 1;
                        let typed = Change {
                            span: Span::new(at, at),
                            text: if stroke % 2 == 0 { "x" } else { "" }.to_owned(),
                        };
                        let removed = Change {
                            span: Span::new(at, at + 1),
                            text: String::new(),
                        };
                        let start = Instant::now();
                        host.change(path, &[typed]);
                        black_box(references(host.db(), file));
                        let time = start.elapsed();
                        if stroke % 2 == 0 {
                            host.change(path, &[removed]);
                            references(host.db(), file);
                        }
                        time.as_secs_f64() * 1e6
                    })
                    .collect();
                times.sort_by(f64::total_cmp);
                times[times.len() / 2]
            })
            .collect();
        print!("{size:>8}");
        for time in &row {
            print!(" {time:>12.0}");
        }
        println!();
        match &first {
            None => first = Some(row),
            Some(first) => {
                print!("{:>8}", "ratio");
                for (time, first) in row.iter().zip(first) {
                    print!(" {:>12.2}", time / first);
                }
                println!();
            }
        }
    }
}

/// What the workspace keeps, by file.
fn memory(count: usize) {
    let Some(before) = resident() else {
        println!("memory: not known on this system");
        return;
    };
    let files = specs(count);
    let texts = resident().unwrap_or(before);
    let host = host_of(&files);
    for (_, file) in host.files() {
        summary(host.db(), file);
    }
    let after = resident().unwrap_or(texts);
    let kept = after.saturating_sub(texts) as f64;
    println!(
        "\nmemory of {count} closed files: {:.1} MB, {:.1} KB a file",
        kept / 1e6,
        kept / 1e3 / count as f64
    );
    black_box(host);
}

/// Bytes that the process has in memory.
fn resident() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: usize = status.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}
