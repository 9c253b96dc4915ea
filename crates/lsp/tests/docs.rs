//! Runs what README and docs tell people to type, and compares with what they show.
//!
//! A block `sh` is run in a copy of the examples; a block `text` behind it is what is printed,
//! where a line `…` stands for any lines. A block `yaml` that begins with a comment with a path is
//! put there first. A block `console` needs a network, an editor or much time: it is listed here
//! and not run.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::Folder;

/// The first line of every block that is not run.
const NOT_RUN: &[(&str, &str)] = &[
    ("README.md", "cargo install --locked --path crates/lsp"),
    ("README.md", "tests/all.sh"),
    (
        "README.md",
        "cc -shared -fPIC -O2 -I tree-sitter-specql/src -o specql.so \\",
    ),
    (
        "docs/getting-started.md",
        "git clone https://github.com/specql/specql-lsp",
    ),
    (
        "docs/getting-started.md",
        "cargo build --locked --release --bin specql-lsp",
    ),
    ("docs/getting-started.md", "hx --grammar fetch"),
];

struct Block {
    file: String,
    line: usize,
    language: String,
    /// In a list, blocks are indented.
    indent: usize,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// README and docs, each with its name.
fn pages() -> Vec<(String, String)> {
    let alone = [
        "README.md",
        "examples/README.md",
        "editors/vscode/README.md",
    ];
    let mut paths: Vec<_> = alone.iter().map(|name| root().join(name)).collect();
    for folder in ["docs", "editors/vscode/walkthrough"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            paths.push(entry.unwrap().path());
        }
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let page = |path: PathBuf| {
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(page).collect()
}

/// The blocks of a page, in their order.
fn blocks(file: &str, page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (line, text) in page.lines().enumerate() {
        match (text.trim_start().strip_prefix("```"), open) {
            (Some(language), false) => {
                open = true;
                blocks.push(Block {
                    file: file.to_owned(),
                    line: line + 1,
                    language: language.trim().to_owned(),
                    indent: text.len() - text.trim_start().len(),
                    text: String::new(),
                });
            }
            (Some(_), true) => open = false,
            (None, true) => {
                let block = blocks.last_mut().unwrap();
                block
                    .text
                    .push_str(text.get(block.indent..).unwrap_or_default());
                block.text.push('\n');
            }
            (None, false) => {}
        }
    }
    assert!(!open, "{file}: a block is not closed");
    blocks
}

/// A folder with a copy of the examples.
fn scratch() -> Folder {
    fn copy(folder: &Folder, from: &Path) {
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                copy(folder, &path);
            } else {
                let name = path.strip_prefix(root()).unwrap();
                folder.write(name, &std::fs::read(&path).unwrap());
            }
        }
    }
    let folder = Folder::with(&[]);
    copy(&folder, &root().join("examples"));
    folder
}

/// The program as people call it before it is installed.
const BUILT: &str = "cargo run --release --bin specql-lsp --";

/// What the block prints, and its exit status.
fn run(folder: &Folder, block: &Block) -> (String, i32) {
    let script = block.text.replace(BUILT, "specql-lsp");
    let program = Path::new(env!("CARGO_BIN_EXE_specql-lsp"));
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{script}")])
        .current_dir(folder.path())
        .env(
            "PATH",
            format!("{}:{path}", program.parent().unwrap().display()),
        )
        .output()
        .unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.code().unwrap(),
    )
}

/// Whether a text is as shown, where a line `…` stands for any lines.
fn is_as_shown(text: &str, shown: &str) -> bool {
    let mut parts = shown.split("…\n");
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[test]
fn what_is_told_to_type_prints_what_is_shown() {
    let mut ran = 0;
    for (file, page) in pages() {
        let folder = scratch();
        let mut blocks = blocks(&file, &page).into_iter().peekable();
        while let Some(block) = blocks.next() {
            if block.language == "yaml"
                && let Some(path) = block.text.lines().next().and_then(path_in_comment)
            {
                folder.write(path, block.text.as_bytes());
            }
            if block.language != "sh" {
                continue;
            }
            let place = format!("{}:{}", block.file, block.line);
            for line in block.text.lines() {
                assert!(
                    line.starts_with("specql-lsp") || line.starts_with(BUILT),
                    "{place}: mark this block as `console`: {line}"
                );
            }
            let (printed, status) = run(&folder, &block);
            assert!(
                matches!(status, 0 | 1),
                "{place}: status {status}\n{printed}"
            );
            ran += 1;
            if let Some(shown) = blocks.next_if(|next| next.language == "text") {
                assert!(
                    is_as_shown(&printed, &shown.text),
                    "{place} prints:\n{printed}\nand shows:\n{}",
                    shown.text
                );
            }
        }
    }
    assert_ne!(ran, 0);
}

fn path_in_comment(line: &str) -> Option<&str> {
    let path = line.strip_prefix("# ")?;
    (path.ends_with(".yaml") && !path.contains(' ')).then_some(path)
}

#[test]
fn what_is_not_run_is_listed() {
    let mut found = Vec::new();
    for (file, page) in pages() {
        for block in blocks(&file, &page) {
            if block.language == "console" {
                let first = block.text.lines().next().unwrap().to_owned();
                found.push((block.file, first));
            }
        }
    }
    let found: Vec<_> = found
        .iter()
        .map(|(file, line)| (file.as_str(), line.as_str()))
        .collect();
    assert_eq!(found, NOT_RUN);
}

/// What stands behind each of these words in a text, up to one of the ends.
fn behind<'t>(text: &'t str, word: &str, ends: &[char]) -> Vec<&'t str> {
    let parts = text.split(word).skip(1);
    parts.map(|part| part.split(ends).next().unwrap()).collect()
}

/// The anchors of a page: its headings in small letters, with dashes.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let kept = |c: char| c.is_alphanumeric() || " -_".contains(c);
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            title.chars().filter(|c| kept(*c)).collect::<String>()
        })
        .map(|title| title.replace(' ', "-"))
        .collect()
}

#[test]
fn links_and_paths_lead_somewhere() {
    let mut count = 0;
    for (file, page) in pages() {
        let folder = root().join(&file).parent().unwrap().to_owned();
        for link in behind(&page, "](", &[')']) {
            if link.contains("://") || link.starts_with("command:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match path {
                "" => root().join(&file),
                _ => folder.join(path),
            };
            assert!(target.exists(), "{file}: there is no {link}");
            if !anchor.is_empty() {
                let page = std::fs::read_to_string(&target).unwrap();
                let known = anchors(&page);
                assert!(known.iter().any(|a| a == anchor), "{file}: no #{anchor}");
            }
            count += 1;
        }
        let ends = ['\'', '"', ')', '`', '\n', ' '];
        for path in behind(&page, "/path/to/specql-lsp/", &ends) {
            assert!(root().join(path).exists(), "{file}: there is no {path}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn what_is_shown_as_json_is_json() {
    let pages = pages();
    let blocks = pages.iter().flat_map(|(file, page)| blocks(file, page));
    let mut found = blocks.filter(|block| block.language == "json").peekable();
    assert!(found.peek().is_some());
    for block in found {
        let read = serde_json::from_str::<serde_json::Value>(&block.text);
        assert!(read.is_ok(), "{}:{}: {read:?}", block.file, block.line);
    }
}

#[test]
fn an_ellipsis_stands_for_any_lines() {
    assert!(is_as_shown("a\nb\nc\n", "a\n…\nc\n"));
    assert!(is_as_shown("a\nb\nc\nd\n", "…\nb\n…\nd\n"));
    assert!(is_as_shown("a\nb\n", "a\n…\n"));
    assert!(!is_as_shown("a\nb\n", "a\n"));
    assert!(!is_as_shown("a\nb\nc\n", "a\n…\nb\n"));
}
