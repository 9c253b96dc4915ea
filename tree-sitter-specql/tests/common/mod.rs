//! The texts that the tests run over, and how they are parsed.

#![allow(dead_code, reason = "no test needs all of it")]

use std::path::{Path, PathBuf};
use tree_sitter::{Node, Parser, Tree};

/// A file, with the name it is reported under.
#[derive(Debug)]
pub struct File {
    pub name: String,
    pub text: String,
    pub is_example: bool,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every YAML file below `examples/`.
pub fn examples() -> Vec<File> {
    let mut files = Vec::new();
    collect(&repository().join("examples"), true, true, &mut files);
    assert!(!files.is_empty(), "there are no examples");
    files
}

/// Real files from outside of this repository. Not everyone has them: without them
/// the tests check less, and say so. The CI has to have them.
pub fn corpus() -> Vec<File> {
    let folder = repository().join("../shared/corpus/real");
    let mut files = Vec::new();
    if folder.is_dir() {
        collect(&folder, false, false, &mut files);
        collect(&folder.join("other"), false, false, &mut files);
        return files;
    }
    let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    assert!(!in_ci, "shared/corpus/real is missing");
    eprintln!("\n*** SKIPPED: shared/corpus/real is missing, only the examples are tested ***\n");
    files
}

/// Examples first, then the corpus.
pub fn all_files() -> Vec<File> {
    let mut files = examples();
    files.extend(corpus());
    files
}

fn collect(folder: &Path, deep: bool, is_example: bool, files: &mut Vec<File>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && deep {
            collect(&path, deep, is_example, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let bytes = std::fs::read(&path).expect("the file was just listed");
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            files.push(File {
                name,
                text: String::from_utf8_lossy(&bytes).into_owned(),
                is_example,
            });
        }
    }
}

pub fn parser() -> Parser {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_specql::LANGUAGE.into())
        .expect("the grammar loads");
    parser
}

pub fn parse(parser: &mut Parser, text: &str, old: Option<&Tree>) -> Tree {
    parser.parse(text, old).expect("nothing cancels the parser")
}

/// Whether the ten times longer run was asked for.
pub fn is_long_run() -> bool {
    std::env::var_os("SPECQL_LONG").is_some_and(|value| value == "1")
}

/// A number from the environment.
pub fn number_from_env(name: &str) -> Option<usize> {
    std::env::var(name).ok()?.parse().ok()
}

pub fn for_each_child<'tree>(node: Node<'tree>, mut with: impl FnMut(Node<'tree>, Option<&str>)) {
    let mut cursor = node.walk();
    if cursor.goto_first_child() {
        loop {
            with(cursor.node(), cursor.field_name());
            if !cursor.goto_next_sibling() {
                break;
            }
        }
    }
}
