//! SpecQL's own standard library as one workspace: how often each rule speaks of it. Whoever opens
//! it is informed, not drowned.
//!
//! Its files lie beside the project, not in it. Without them this is skipped, loudly; where `CI`
//! is set, it fails.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::Folder;

/// The files of the library, without the snippets of its documents.
fn library(corpus: &Path) -> Vec<(String, String)> {
    let folders = [corpus.join("real"), corpus.join("real/other")];
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path());
    let mut texts: Vec<(String, String)> = files
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            let is_wanted =
                name.starts_with("stdlib__") && !name.contains("__l0") && !name.contains("__L0");
            let text = is_wanted.then(|| fs::read_to_string(&path).ok())??;
            Some((name.replace("__", "/"), text))
        })
        .collect();
    texts.sort();
    texts
}

#[test]
fn the_standard_library() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if !corpus.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "the corpus is missing");
        eprintln!("SKIPPED: the corpus is not there");
        return;
    }
    let library = library(&corpus);
    let files: Vec<_> = library
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let folder = Folder::with(&files);
    let ran = folder.run(&["--check", ".", "--format", "jsonl"]);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in ran.out.lines() {
        let diagnostic: Value = serde_json::from_str(line).unwrap();
        let (severity, code) = (&diagnostic["severity"], &diagnostic["code"]);
        let key = format!("{} {}", severity.as_str().unwrap(), code.as_str().unwrap());
        *counts.entry(key).or_default() += 1;
    }
    let lines = counts.iter().map(|(key, count)| format!("{count} {key}\n"));
    let listed = format!("{} files\n{}", files.len(), lines.collect::<String>());
    assert_eq!(listed, include_str!("snapshots/stdlib.txt"));
}
