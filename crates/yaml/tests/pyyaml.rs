//! This crate against the real PyYAML: the same texts accepted, with the same values.
//!
//! Compared are the fixtures beside this file, random damage to them, and, where the repository
//! lies beside the folder `shared`, the corpus and the YAML test suite there.
//!
//! Python with PyYAML 6.0.3 is needed. Without it, or without `shared`, the tests say so and pass;
//! where the environment variable `CI` is set they fail.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may fail, and its figures are for reading"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use specql_yaml::{Document, Error, ErrorKind, json, load, load_all, position};

/// Forms longer than this are only compared by being too long; aliases can grow without bounds.
const LIMIT: usize = 1_000_000;

/// What a text is read as: values or kind of error, and the error's place.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    single: String,
    single_place: String,
    all: String,
    all_place: String,
}

struct Case {
    name: String,
    text: String,
}

fn ours(text: &str) -> Outcome {
    let (single, single_place) = match load(text) {
        Ok(document) => (printed(&document), "-".to_owned()),
        Err(error) => (format!("!{:?}", error.kind()), place(text, &error)),
    };
    let (documents, error) = load_all(text);
    let values: Vec<String> = documents.iter().map(printed).collect();
    let mut all = format!("[{}]", values.join(","));
    let mut all_place = "-".to_owned();
    if let Some(error) = error {
        write!(all, "!{:?}", error.kind()).unwrap();
        all_place = place(text, &error);
    }
    Outcome {
        single,
        single_place,
        all,
        all_place,
    }
}

fn printed(document: &Document<'_>) -> String {
    json::print(document, LIMIT).unwrap_or_else(|| "too long".to_owned())
}

fn place(text: &str, error: &Error) -> String {
    // Python's own exceptions have none.
    if matches!(error.kind(), ErrorKind::Value | ErrorKind::TooDeep) {
        return "-".to_owned();
    }
    let place = position(text, error.span().start as usize);
    format!("{}:{}", place.line, place.column)
}

/// What PyYAML makes of each case; none where it cannot be asked.
fn theirs(cases: &[Case]) -> Option<Vec<Outcome>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pyyaml_values.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let is_there = Command::new(&python)
        .args(["-c", "import yaml; assert yaml.__version__ == '6.0.3'"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_there {
        missing("python3 with PyYAML 6.0.3");
        return None;
    }
    let mut child = Command::new(&python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    let mut input = child.stdin.take().expect("its input is a pipe");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            for case in cases {
                let text = case.text.as_bytes();
                // When Python dies the output says so below.
                let _ = writeln!(input, "{}", text.len()).and_then(|()| input.write_all(text));
            }
        });
        child.wait_with_output().expect("python3 ends")
    });
    assert!(
        output.status.success(),
        "the script fails: see its message above"
    );
    let output = String::from_utf8(output.stdout).expect("the output is UTF-8");
    let outcomes: Vec<Outcome> = output
        .split_terminator('\n')
        .map(|line| {
            let mut fields = line.split('\t').map(str::to_owned);
            let mut next = || fields.next().expect("four fields");
            Outcome {
                single: next(),
                single_place: next(),
                all: next(),
                all_place: next(),
            }
        })
        .collect();
    assert_eq!(outcomes.len(), cases.len());
    Some(outcomes)
}

fn missing(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what} is missing");
    eprintln!("\n*** SKIPPED: {what} is missing, so nothing is compared with PyYAML ***\n");
}

/// Compares and reports; fails when anything but the place of an error differs.
fn compare(title: &str, cases: &[Case]) {
    let Some(theirs) = theirs(cases) else {
        return;
    };
    let mut accepted = 0;
    let mut kinds = BTreeMap::<String, usize>::new();
    let (mut errors, mut places) = (0, 0);
    let mut different = Vec::new();
    for (case, theirs) in cases.iter().zip(&theirs) {
        let ours = ours(&case.text);
        match theirs.single.strip_prefix('!') {
            None => accepted += 1,
            Some(kind) => *kinds.entry(kind.to_owned()).or_default() += 1,
        }
        if theirs.all_place != "-" || theirs.single_place != "-" {
            errors += 1;
            if (&ours.single_place, &ours.all_place) == (&theirs.single_place, &theirs.all_place) {
                places += 1;
            } else if std::env::var_os("SHOW_PLACES").is_some() {
                println!(
                    "{}: {:?}\n  ours {ours:?}\n  theirs {theirs:?}",
                    case.name, case.text
                );
            }
        }
        if ours.single != theirs.single || ours.all != theirs.all {
            different.push((case, ours, theirs));
        }
    }
    println!(
        "{title}: {} texts, {accepted} accepted, refused {kinds:?}; {} differ; place of the error \
         equal in {places} of {errors}",
        cases.len(),
        different.len()
    );
    for (case, ours, theirs) in different.iter().take(10) {
        println!(
            "{}: {:?}\n  ours   {ours:?}\n  theirs {theirs:?}",
            case.name, case.text
        );
    }
    assert!(
        different.is_empty(),
        "{title}: {} of {} differ",
        different.len(),
        cases.len()
    );
}

// Cases

fn fixtures() -> Vec<Case> {
    let cases = yaml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    assert!(cases.len() >= 60, "the fixtures are there");
    cases
}

/// All YAML files of a folder, and of the folders in it.
fn yaml_files(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).expect("the folder can be read");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                // What is not UTF-8 does not even get to PyYAML.
                let Ok(text) = String::from_utf8(std::fs::read(&path).unwrap()) else {
                    continue;
                };
                cases.push(Case {
                    name: path.display().to_string(),
                    text,
                });
            }
        }
    }
    cases
}

fn shared(folder: &str) -> Option<Vec<Case>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared")
        .join(folder);
    if path.is_dir() {
        return Some(yaml_files(&path));
    }
    missing("the folder `shared` beside the repository");
    None
}

#[test]
fn fixtures_are_read_as_pyyaml_reads_them() {
    compare("fixtures", &fixtures());
}

#[test]
fn real_specs_are_read_as_pyyaml_reads_them() {
    if let Some(cases) = shared("corpus/real") {
        compare("corpus/real", &cases);
    }
}

#[test]
fn damaged_specs_are_read_as_pyyaml_reads_them() {
    if let Some(cases) = shared("corpus/mutants") {
        compare("corpus/mutants", &cases);
    }
}

#[test]
fn the_yaml_test_suite_is_read_as_pyyaml_reads_it() {
    if let Some(cases) = shared("yaml-suite/cases") {
        compare("yaml-suite", &cases);
    }
}

#[test]
fn nesting_is_refused_at_the_depth_where_python_gives_up() {
    let sizes = [1, 100, 240, 246, 300, 480, 491, 492, 500, 1000, 3000];
    type Shape = fn(usize) -> String;
    let shapes: [(&str, Shape); 5] = [
        ("lists", |n| format!("{}a{}", "[".repeat(n), "]".repeat(n))),
        ("mappings", |n| {
            format!("{}b{}", "{a: ".repeat(n), "}".repeat(n))
        }),
        ("dashes", |n| format!("{}a", "- ".repeat(n))),
        ("indented", |n| {
            (0..n)
                .map(|level| format!("{}a:\n", " ".repeat(level)))
                .collect()
        }),
        ("open", |n| "[".repeat(n)),
    ];
    let cases: Vec<Case> = shapes
        .iter()
        .flat_map(|(name, text)| {
            sizes.iter().map(move |n| Case {
                name: format!("{n} {name}"),
                text: text(*n),
            })
        })
        .collect();
    compare("nesting", &cases);
}

// Random damage

/// A small generator of random numbers (xorshift), always the same for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

const PIECES: [&str; 91] = [
    "\t",
    " ",
    "  ",
    "   ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{a0}",
    "\u{feff}",
    "'",
    "''",
    "\"",
    "\\",
    ":",
    ": ",
    ":\n",
    "::",
    "-",
    "- ",
    "-\n",
    "---",
    "--- ",
    "\n---\n",
    "...",
    "\n...\n",
    "#",
    " #",
    "# c\n",
    "|",
    "|-\n",
    "|+\n",
    "|2\n",
    ">",
    ">-\n",
    ">\n  ",
    "&",
    "&a ",
    "&b ",
    "*",
    "*a",
    "*b ",
    "!",
    "! ",
    "!!",
    "!!str ",
    "!!int ",
    "!!set ",
    "!!omap ",
    "!<",
    "!e!",
    "?",
    "? ",
    ",",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "[]",
    "{}",
    "%",
    "%YAML 1.1\n",
    "%TAG !e! x:\n",
    "@",
    "`",
    "<<",
    "<<: ",
    "=",
    "~",
    "null",
    "yes",
    "é",
    "😀",
    "a",
    "1",
    "0",
    "0x",
    "_",
    ".",
    "1:30",
    ".nan",
    "2020-01-01",
    "\\x41",
    "\\u00e9",
    "\\ud800",
    "+",
    "e+1",
];

fn damaged(random: &mut Random, bases: &[Case]) -> String {
    let mut chars: Vec<char> = bases[random.below(bases.len())].text.chars().collect();
    // Long texts are mostly undisturbed, so only a part of them is taken.
    if chars.len() > 400 {
        let start = random.below(chars.len() - 300);
        chars = chars[start..start + 300].to_vec();
    }
    for _ in 0..=random.below(5) {
        let at = random.below(chars.len() + 1);
        let len = random.below(6).min(chars.len() - at);
        match random.below(6) {
            0 => drop(chars.drain(at..at + len)),
            1 => {
                let copy = chars[at..at + len].to_vec();
                chars.splice(at..at, copy);
            }
            2 => {
                let other = &bases[random.below(bases.len())].text;
                let from = random.below(other.chars().count());
                chars.splice(
                    at..at,
                    other.chars().skip(from).take(20).collect::<Vec<_>>(),
                );
            }
            3 => {
                let to = random.below(chars.len() + 1);
                let moved: Vec<char> = chars.drain(at..at + len).collect();
                let to = to.min(chars.len());
                chars.splice(to..to, moved);
            }
            _ => {
                let piece = random.pick(&PIECES);
                chars.splice(at..at, piece.chars());
            }
        }
    }
    chars.into_iter().collect()
}

/// `FUZZ_CASES` asks for more, `FUZZ_SEED` for others.
#[test]
fn random_damage_is_read_as_pyyaml_reads_it() {
    let number = |name: &str, usual: u64| {
        std::env::var(name)
            .ok()
            .and_then(|value| value.parse().ok())
            .unwrap_or(usual)
    };
    let mut random = Random(number("FUZZ_SEED", 20_200_131).max(1));
    let bases = fixtures();
    let cases: Vec<Case> = (0..number("FUZZ_CASES", 3000))
        .map(|n| Case {
            name: format!("case {n}"),
            text: damaged(&mut random, &bases),
        })
        .collect();
    compare("random damage", &cases);
}

#[test]
fn random_pieces_are_read_as_pyyaml_reads_them() {
    let mut random = Random(42);
    let cases: Vec<Case> = (0..2000)
        .map(|n| {
            let text = (0..=random.below(14))
                .map(|_| random.pick(&PIECES))
                .collect();
            Case {
                name: format!("case {n}"),
                text,
            }
        })
        .collect();
    compare("random pieces", &cases);
}

/// What numbers, dates and words are made of.
const SCALAR_PIECES: [&str; 40] = [
    "0", "1", "2", "5", "7", "8", "9", "12", "59", "60", "2020", "-", "+", "_", ".", ":", "0x",
    "0b", "0o", "e", "E", "e+", "e-1", "a", "f", "T", "t", "Z", " ", "-01", "-12-31", ":30", ":00",
    "inf", "nan", "Inf", "true", "No", "null", "\u{663}",
];

const SCALAR_FORMS: [(&str, &str); 8] = [
    ("", ""),
    ("", ""),
    ("", ""),
    ("! '", "'"),
    ("! \"", "\\n\""),
    ("!!int '", "'"),
    ("!!float '", "'"),
    ("!!timestamp '", "'"),
];

#[test]
fn random_numbers_and_dates_are_read_as_pyyaml_reads_them() {
    let mut random = Random(7);
    let cases: Vec<Case> = (0..10_000)
        .map(|n| {
            let scalar: String = (0..=random.below(6))
                .map(|_| random.pick(&SCALAR_PIECES))
                .collect();
            let (before, behind) = SCALAR_FORMS[random.below(SCALAR_FORMS.len())];
            Case {
                name: format!("case {n}"),
                text: format!("{before}{scalar}{behind}"),
            }
        })
        .collect();
    compare("random numbers and dates", &cases);
}
