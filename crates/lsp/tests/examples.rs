//! What is said of the example workspaces: how often each rule speaks. Whoever changes a rule sees
//! here what people will see of it.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn counts(workspace: &str) -> (BTreeMap<String, usize>, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
        .args(["--check", workspace, "--format", "jsonl"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples"))
        .output()
        .unwrap();
    let mut counts = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let diagnostic: Value = serde_json::from_str(line).unwrap();
        let (severity, code) = (&diagnostic["severity"], &diagnostic["code"]);
        let key = format!("{} {}", severity.as_str().unwrap(), code.as_str().unwrap());
        *counts.entry(key).or_default() += 1;
    }
    (counts, output.status.code())
}

fn listed(counts: &BTreeMap<String, usize>) -> String {
    let lines = counts.iter().map(|(key, count)| format!("{count} {key}\n"));
    lines.collect()
}

#[test]
fn the_shop() {
    let (counts, status) = counts("shop");
    assert_eq!(listed(&counts), include_str!("snapshots/shop.txt"));
    assert_eq!(status, Some(0));
}

#[test]
fn the_planned_workspace() {
    let (counts, status) = counts("next");
    assert_eq!(listed(&counts), include_str!("snapshots/next.txt"));
    assert_eq!(status, Some(0));
}
