//! The tolerant tree against the real PyYAML: where PyYAML takes a text, the tree says the same
//! values and has no mark; where PyYAML refuses it, the tree has a mark, or reading its values
//! fails. And the same against the strict reader of `specql-yaml`.
//!
//! Compared are the project's examples, the fixtures of `specql-yaml` and, where the repository
//! lies beside the folder `shared`, the corpus and the YAML test suite there. Python with PyYAML
//! 6.0.3 is needed. What is missing is said; where the environment variable `CI` is set, it fails.
#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use specql_syntax::{Parser, events, marks};
use specql_yaml::{Composer, Document, Error, construct, json, load, load_all, read_tolerantly};

/// Values whose JSON is longer are only compared by that.
const LIMIT: usize = 1_000_000;

/// What a text is read as.
#[derive(Debug, PartialEq, Eq)]
enum Reading {
    /// The values of its documents, as JSON.
    Values(String),
    Refused,
}

struct Case {
    name: String,
    text: String,
}

fn by_tree(text: &str) -> Reading {
    let tree = Parser::new().parse(text, None);
    if !marks(&tree).is_empty() {
        return Reading::Refused;
    }
    let mut composer = Composer::with_python_limits(events(&tree, text));
    let mut values = Vec::new();
    loop {
        let document = match composer.next_document() {
            Ok(None) => return Reading::Values(format!("[{}]", values.join(","))),
            Ok(Some(graph)) => construct(graph),
            Err(error) => Err(error),
        };
        match document {
            Ok(document) => values.push(json::print(&document, LIMIT).unwrap_or_else(too_long)),
            Err(_) => return Reading::Refused,
        }
    }
}

fn by_strict_reader(text: &str) -> Reading {
    let (documents, error): (_, Option<Error>) = load_all(text);
    if error.is_some() {
        return Reading::Refused;
    }
    let values: Vec<_> = documents
        .iter()
        .map(|document| json::print(document, LIMIT).unwrap_or_else(too_long))
        .collect();
    Reading::Values(format!("[{}]", values.join(",")))
}

fn too_long() -> String {
    "too long".to_owned()
}

fn by_pyyaml(cases: &[Case]) -> Option<Vec<Reading>> {
    let script = repository().join("crates/yaml/tests/pyyaml_values.py");
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
                // When Python dies, the number of its answers tells.
                let _ = writeln!(input, "{}", text.len()).and_then(|()| input.write_all(text));
            }
        });
        child.wait_with_output().expect("python3 ends")
    });
    let output = String::from_utf8(output.stdout).expect("the answers are UTF-8");
    let readings: Vec<_> = output
        .split_terminator('\n')
        .map(|line| match line.split('\t').nth(2).expect("four fields") {
            values if values.ends_with(']') => Reading::Values(values.to_owned()),
            _ => Reading::Refused,
        })
        .collect();
    assert_eq!(readings.len(), cases.len(), "one answer for each text");
    Some(readings)
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn missing(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what} is missing");
    eprintln!("\n*** SKIPPED: {what} is missing, so nothing is compared with it ***\n");
}

fn collect(folder: &Path, cases: &mut Vec<Case>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, cases);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let bytes = std::fs::read(&path).expect("the file can be read");
            // What is not UTF-8 never gets as far as a tree.
            if let Ok(text) = String::from_utf8(bytes) {
                cases.push(Case {
                    name: path.display().to_string(),
                    text,
                });
            }
        }
    }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in ["examples", "crates/yaml/tests/fixtures"] {
        collect(&repository().join(folder), &mut cases);
    }
    for folder in ["../shared/corpus", "../shared/yaml-suite/cases"] {
        let folder = repository().join(folder);
        if folder.is_dir() {
            collect(&folder, &mut cases);
        } else {
            missing(&folder.display().to_string());
        }
    }
    cases
}

fn compare(cases: &[Case], expected: &[Reading], reader: &str) {
    let mut different = Vec::new();
    let mut taken = 0;
    for (case, expected) in cases.iter().zip(expected) {
        let found = by_tree(&case.text);
        taken += usize::from(matches!(expected, Reading::Values(_)));
        if found != *expected {
            let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
            different.push(format!(
                "{}\n  tree:  {found:.300}\n  {reader}: {expected:.300}",
                case.name
            ));
        }
    }
    eprintln!(
        "{} texts, {taken} taken by {reader}; {} read differently",
        cases.len(),
        different.len()
    );
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn the_tree_says_what_pyyaml_reads() {
    let cases = cases();
    if let Some(expected) = by_pyyaml(&cases) {
        compare(&cases, &expected, "PyYAML");
    }
}

#[test]
fn the_tree_says_what_the_strict_reader_reads() {
    let cases = cases();
    let expected: Vec<_> = cases
        .iter()
        .map(|case| by_strict_reader(&case.text))
        .collect();
    compare(&cases, &expected, "the strict reader");
}

/// So that of a text that is sound, either can be asked for its places.
#[test]
fn scalars_of_the_tree_stand_where_the_strict_reader_has_them() {
    let mut different = Vec::new();
    for case in cases() {
        let Ok(strict) = load(&case.text) else {
            continue;
        };
        let tree = Parser::new().parse(&case.text, None);
        let (tolerant, errors) = read_tolerantly(events(&tree, &case.text));
        let by_tree = scalars(&tolerant, &case.text);
        if !errors.is_empty() || by_tree != scalars(&strict, &case.text) {
            different.push(case.name);
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// How all scalars are written, and where: those that are more than a place where one could be.
fn scalars(document: &Document<'_>, text: &str) -> Vec<(String, usize, String)> {
    let mut found = Vec::new();
    for offset in 0..text.len() {
        let Some(id) = u32::try_from(offset)
            .ok()
            .and_then(|at| document.last_from(at))
        else {
            continue;
        };
        let (style, span) = (document.style(id), document.span(id));
        let written = text.get(span.range()).unwrap_or_default().trim_end();
        if style.is_some() && !written.is_empty() {
            let scalar = (
                format!("{style:?}"),
                span.start as usize,
                written.to_owned(),
            );
            if found.last() != Some(&scalar) {
                found.push(scalar);
            }
        }
    }
    found
}
