//! `--check` beside SpecQL 0.8.7's own verdicts: a file has a mistake of the group `rejected` if
//! and only if SpecQL refuses it.
//!
//! The corpus lies beside the project, not in it. Without it the comparison is skipped, loudly;
//! where `CI` is set, it fails.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

#[test]
fn what_specql_refuses_is_rejected_and_nothing_else_is() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if !corpus.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "the corpus is missing");
        eprintln!("SKIPPED: the corpus is not there");
        return;
    }
    let text = fs::read_to_string(corpus.join("verdicts.jsonl")).unwrap();
    let lines = text.split('\n').filter(|line| !line.is_empty());
    let verdicts: Vec<(String, bool)> = lines
        .map(|line| {
            // Some files nest more deeply than a JSON parser takes by itself.
            let mut parser = serde_json::Deserializer::from_str(line);
            parser.disable_recursion_limit();
            let verdict = Value::deserialize(&mut parser).unwrap();
            let path = verdict["path"].as_str().unwrap().to_owned();
            (path, verdict["verdict"] != "accept")
        })
        .collect();
    let mut rejected = HashSet::new();
    for part in verdicts.chunks(400) {
        let output = Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
            .args(["--check", "--isolated", "--format", "jsonl"])
            .args(part.iter().map(|(path, _)| path))
            .current_dir(&corpus)
            .output()
            .unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let diagnostic: Value = serde_json::from_str(line).unwrap();
            if diagnostic["group"] == "rejected" {
                rejected.insert(diagnostic["path"].as_str().unwrap().to_owned());
            }
        }
    }
    let wrong: Vec<_> = verdicts
        .iter()
        .filter(|(path, refused)| rejected.contains(path) != *refused)
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:?}",
        wrong.len(),
        verdicts.len()
    );
}
