//! How fast files are parsed, beside tree-sitter-yaml, in the same run.
//!
//! `cargo bench -p tree-sitter-specql` prints medians and ratios. Both grammars take turns,
//! so that whatever else the machine does falls on both. Without `--bench`, as under
//! `cargo test --benches`, everything runs once.

use std::fs;
use std::hint::black_box;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

use tree_sitter::{InputEdit, Language, Parser, Point, Tree};

struct Grammar {
    language: Language,
    parser: Parser,
}

impl Grammar {
    fn new(language: Language) -> Self {
        let mut parser = Parser::new();
        parser
            .set_language(&language)
            .expect("the grammar fits the runtime");
        Self { language, parser }
    }

    fn parse(&mut self, text: &str, old: Option<&Tree>) -> Tree {
        self.parser
            .parse(text, old)
            .expect("nothing stops the parser")
    }
}

// --- texts ----------------------------------------------------------------------

/// The texts of all YAML files below a folder; none when it is not there.
fn texts_below(folder: &Path) -> Vec<String> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        if path.is_dir() {
            texts.extend(texts_below(&path));
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
            texts.extend(fs::read_to_string(&path));
        }
    }
    texts
}

fn flat(lines: usize) -> String {
    let mut text = String::from("entity: Order\nschema: shop\n\nfields:\n");
    for n in 4..lines {
        text += &match n % 8 {
            0 => format!("  field_{n}: enum(open, paid, closed) = open!\n"),
            1 => format!("  field_{n}: text!\n"),
            2 => format!("  field_{n}: ref(crm.Customer)!   # whose it is\n"),
            3 => format!("  field_{n}: decimal(7, 2)\n"),
            4 => format!("  field_{n}: list(text)\n"),
            5 => format!("  field_{n}: datetime = now()\n"),
            6 => format!("  field_{n}: {{type: text, nullable: false}}\n"),
            _ => format!("  # Field {n} and what it is for.\n"),
        };
    }
    text
}

fn nested(lines: usize) -> String {
    let mut text = String::from("entity: Order\nschema: shop\n\nactions:\n");
    for n in 4..lines {
        text += &match n % 16 {
            4 => format!("  - name: action_{n}\n"),
            5 => format!("    description: What happens to order {n}\n"),
            6 => "    steps:\n".to_owned(),
            7 => format!("      - validate: status = 'open' AND total_{n} > 0\n"),
            8 => format!("        error: order_{n}_not_open\n"),
            9 => format!("      - if: customer.limit IS NULL OR total > {n}\n"),
            10 => "        then:\n".to_owned(),
            11 => format!("          - reject: limit_{n}\n"),
            12 => "        else:\n".to_owned(),
            13 => format!(
                "          - update: Order SET status = 'paid', total = total + {n} WHERE id = $id\n"
            ),
            14 => format!("          - notify: customer(sms, \"Order {n} is paid\")\n"),
            15 => "      - find: Task WHERE status = 'open'   # what is left to do\n".to_owned(),
            0 => "      - call: award_points(customer = customer)\n".to_owned(),
            1 => format!("      - insert: Note SET body = 'order {n}'\n"),
            2 => "      - refresh_table_view: {scope: related, propagate: [Order, Customer]}\n"
                .to_owned(),
            _ => format!("    # After action {n}.\n"),
        };
    }
    text
}

// --- measuring ------------------------------------------------------------------

/// The medians of two things, which take turns.
fn turns<const N: usize>(
    rounds: usize,
    grammars: &mut [Grammar; 2],
    mut measure: impl FnMut(&mut Grammar) -> [Duration; N],
) -> [[Figure; N]; 2] {
    let mut samples = [const { Vec::new() }; 2];
    for round in 0..rounds {
        for turn in 0..2 {
            let which = (round + turn) % 2;
            samples[which].push(measure(&mut grammars[which]));
        }
    }
    samples.map(|samples| {
        std::array::from_fn(|i| {
            let mut times: Vec<Duration> = samples.iter().map(|sample| sample[i]).collect();
            times.sort();
            Figure {
                median: times[times.len() / 2],
                least: times[0],
            }
        })
    })
}

#[derive(Clone, Copy)]
struct Figure {
    median: Duration,
    least: Duration,
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64().max(1e-9)
}

fn full_parse(rounds: usize, grammars: &mut [Grammar; 2], name: &str, texts: &[String]) {
    let size: usize = texts.iter().map(String::len).sum();
    if size == 0 {
        println!("{name:24} is not there");
        return;
    }
    let [[ours], [theirs]] = turns(rounds, grammars, |grammar| {
        let start = Instant::now();
        for text in texts {
            black_box(grammar.parse(text, None));
        }
        [start.elapsed()]
    });
    let speed = |time: Duration| size as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{name:24} {:>9} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {:>8.2}",
        size,
        speed(ours.median),
        speed(theirs.median),
        speed(ours.least),
        speed(theirs.least),
        ratio(ours.median, theirs.median),
    );
}

/// Where a character is put in.
struct Place {
    name: String,
    at: usize,
    character: char,
}

/// Places in a value, a key and a comment, near five places of the text.
fn places(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for (part, name) in ["start", "quarter", "middle", "three quarters", "end"]
        .into_iter()
        .enumerate()
    {
        let from = (text.len() * part / 4).clamp(60, text.len() * 24 / 25);
        let rest = &text[from..];
        let behind = |found: Option<usize>| found.map(|at| from + at);
        let lines = rest.match_indices('\n').map(|(at, _)| at + 1);
        let key = lines.filter_map(|at| {
            let line = rest[at..].lines().next()?;
            let name = line.trim_start_matches([' ', '-']);
            let colon = name.find(": ").filter(|_| !name.starts_with('#'))?;
            Some((
                at + line.len() - name.len() + 1,
                at + line.len() - name.len() + colon + 3,
            ))
        });
        let key: Vec<Range<usize>> = key.take(1).map(|(key, value)| key..value).collect();
        let found = [
            ("value", behind(key.first().map(|range| range.end))),
            ("key", behind(key.first().map(|range| range.start))),
            ("comment", behind(rest.find("# ").map(|at| at + 3))),
        ];
        for (kind, at) in found {
            if let Some(at) = at {
                places.push(Place {
                    name: format!("{kind}, {name}"),
                    at,
                    character: 'x',
                });
            }
        }
    }
    places
}

fn point(text: &str, at: usize) -> Point {
    let before = &text[..at];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    Point::new(before.matches('\n').count(), at - line)
}

fn incremental(rounds: usize, grammars: &mut [Grammar; 2], name: &str, text: &str) {
    println!("\n{name}: one character put in, microseconds");
    println!("                              parse alone              with edit and drop");
    println!(
        "                             ours   theirs   ratio      ours   theirs   ratio   least: ours"
    );
    for place in places(text) {
        let mut now = text.to_owned();
        now.insert(place.at, place.character);
        let edit = InputEdit {
            start_byte: place.at,
            old_end_byte: place.at,
            new_end_byte: place.at + 1,
            start_position: point(text, place.at),
            old_end_position: point(text, place.at),
            new_end_position: point(&now, place.at + 1),
        };
        let base: Vec<(Language, Tree)> = grammars
            .iter_mut()
            .map(|grammar| (grammar.language.clone(), grammar.parse(text, None)))
            .collect();
        let [ours, theirs] = turns(rounds, grammars, |grammar| {
            let tree = &base
                .iter()
                .find(|(language, _)| *language == grammar.language)
                .expect("one of both")
                .1;
            let mut old = tree.clone();
            let start = Instant::now();
            old.edit(&edit);
            let before_parse = Instant::now();
            let new = grammar.parse(&now, Some(&old));
            let parse = before_parse.elapsed();
            drop(old);
            drop(new);
            [parse, start.elapsed()]
        });
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        println!(
            "{:24} {:>9.1} {:>8.1} {:>7.2} {:>9.1} {:>8.1} {:>7.2} {:>9.1}",
            place.name,
            micros(ours[0].median),
            micros(theirs[0].median),
            ratio(ours[0].median, theirs[0].median),
            micros(ours[1].median),
            micros(theirs[1].median),
            ratio(ours[1].median, theirs[1].median),
            micros(ours[0].least),
        );
    }
}

fn main() {
    let long = std::env::args().any(|argument| argument == "--bench");
    let rounds = |many: usize| if long { many } else { 1 };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut grammars = [
        Grammar::new(tree_sitter_specql::LANGUAGE.into()),
        Grammar::new(tree_sitter_yaml::LANGUAGE.into()),
    ];

    println!("Full parse                            median MB/s        best MB/s        time");
    println!("                             bytes     ours   theirs     ours   theirs    ratio");
    let mut megabyte = nested(5_000);
    while megabyte.len() < 1_000_000 {
        megabyte = nested(megabyte.lines().count() + 1_000);
    }
    full_parse(
        rounds(101),
        &mut grammars,
        "example files",
        &texts_below(&root.join("examples")),
    );
    full_parse(
        rounds(15),
        &mut grammars,
        "real files",
        &texts_below(&root.join("../shared/corpus/real")),
    );
    full_parse(
        rounds(51),
        &mut grammars,
        "flat, 5,000 lines",
        &[flat(5_000)],
    );
    full_parse(
        rounds(51),
        &mut grammars,
        "nested, 5,000 lines",
        &[nested(5_000)],
    );
    full_parse(rounds(15), &mut grammars, "nested, 1 MB", &[megabyte]);
    full_parse(
        rounds(11),
        &mut grammars,
        "flat, 40,000 lines",
        &[flat(40_000)],
    );
    full_parse(
        rounds(11),
        &mut grammars,
        "nested, 40,000 lines",
        &[nested(40_000)],
    );

    incremental(rounds(51), &mut grammars, "Flat, 5,000 lines", &flat(5_000));
    incremental(
        rounds(51),
        &mut grammars,
        "Nested, 5,000 lines",
        &nested(5_000),
    );

    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!(
            "\nPeak memory of the run: {}",
            peak.map_or("unknown", |line| line[6..].trim())
        );
    }
}
