//! Formatting changes blanks and nothing else: neither a word nor what a spec says, and what is
//! formatted stays as it is.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use specql_analysis::reading::entity_of;
use specql_ide::formatted;
use specql_yaml::{load, python};

/// So much of a value is compared; those that aliases blow up are longer.
const LIMIT: usize = 1 << 20;

/// Holds a text to its formatting; whether it can be formatted.
fn hold(text: &str, name: &str) -> bool {
    let new = match formatted(text) {
        Err(_) => return false,
        Ok(None) => return true,
        Ok(Some(new)) => new,
    };
    assert_eq!(
        formatted(&new),
        Ok(None),
        "{name}: twice is not once\n{new}"
    );
    assert_eq!(words(text), words(&new), "{name}: a word has changed");
    assert_eq!(said(text), said(&new), "{name}: a value has changed");
    let (before, after) = (entity_of(text), entity_of(&new));
    assert_eq!(before, after, "{name}: SpecQL reads something else");
    true
}

/// All that is not blank.
fn words(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The values of a text as Python prints them; none where PyYAML refuses it.
fn said(text: &str) -> Option<Option<String>> {
    let document = load(text).ok()?;
    Some(python::repr(&document, document.root(), LIMIT))
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn texts(folder: &Path) -> Vec<(String, String)> {
    let files = yaml_files(folder).into_iter();
    let texts = files.filter_map(|path| {
        let text = String::from_utf8(fs::read(&path).ok()?).ok()?;
        Some((path.display().to_string(), text))
    });
    texts.collect()
}

#[test]
fn the_examples_are_formatted() {
    for (name, text) in texts(&beside("../../examples")) {
        assert_eq!(formatted(&text), Ok(None), "{name}");
    }
}

#[test]
fn every_spec_says_the_same_when_it_is_formatted() {
    let corpus = beside("../../../shared/corpus");
    if !corpus.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "the corpus is missing");
        eprintln!("SKIPPED: the corpus is not there");
        return;
    }
    let mut left = Vec::new();
    for (name, text) in texts(&corpus) {
        let is_sound = load(&text).is_ok();
        if !hold(&text, &name) && is_sound {
            left.push(name);
        }
    }
    assert!(left.is_empty(), "not formatted:\n{}", left.join("\n"));
}

#[test]
fn examples_in_any_indentation_become_themselves() {
    for (name, text) in texts(&beside("../../examples/shop")) {
        let wide: String = text.split_inclusive('\n').map(widened).collect();
        assert!(hold(&wide, &name), "{name}");
        let new = formatted(&wide).unwrap();
        assert_eq!(new.as_deref().unwrap_or(&wide), text, "{name}");
    }
}

/// A line with twice the blanks before it, and behind its dash.
fn widened(line: &str) -> String {
    let words = line.trim_start_matches(' ');
    let blanks = " ".repeat(2 * (line.len() - words.len()));
    match words.strip_prefix("- ") {
        Some(words) => format!("{blanks}-   {words}"),
        None => format!("{blanks}{words}"),
    }
}

#[test]
fn damaged_texts_are_formatted_around_the_damage_or_not_at_all() {
    let text = include_str!("../../../examples/shop/entities/workshop/repair.yaml");
    let damages = ["", "\"", "[", ":", "\t", "\n"];
    for (at, _) in text.char_indices().step_by(11) {
        for damage in damages {
            let (before, behind) = text.split_at(at);
            let damaged = format!("{before}{damage}{}", behind.get(2..).unwrap_or_default());
            hold(&damaged, &format!("{damage:?} at {at}"));
        }
        hold(&text[..at], &format!("cut at {at}"));
    }
}
