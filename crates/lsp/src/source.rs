//! Finding and reading files.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::options::InputOptions;

/// A file that was read.
pub struct Source {
    /// As it is shown: relative to the working folder where it lies below it, with `/`.
    pub path: String,
    /// Its text, or where it stops to be UTF-8.
    pub text: Result<String, NotUtf8>,
    /// Whether it was asked for by name, and so is taken whatever it holds.
    pub is_named: bool,
}

/// The line, from 1, with the first byte that is not UTF-8.
pub struct NotUtf8 {
    pub line: usize,
}

/// All files that are asked for, in a stable order, and what cannot be read, as messages.
pub fn read(options: &InputOptions) -> (Vec<Source>, Vec<String>) {
    let mut found = Found::default();
    if let Some(path) = &options.stdin_filename {
        found.standard_input(path);
        return (found.sources, found.problems);
    }
    let here = [PathBuf::from(".")];
    let paths = if options.paths.is_empty() {
        &here
    } else {
        options.paths.as_slice()
    };
    for path in paths {
        if path.is_dir() {
            found.folder(path);
        } else {
            found.file(path, true);
        }
    }
    (found.sources, found.problems)
}

#[derive(Default)]
struct Found {
    sources: Vec<Source>,
    problems: Vec<String>,
}

impl Found {
    fn standard_input(&mut self, path: &Path) {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => self.add(path, bytes, true),
            Err(error) => self.problems.push(format!("standard input: {error}")),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let walk = WalkBuilder::new(folder)
            .sort_by_file_path(Path::cmp)
            .require_git(false)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    if entry.file_type().is_some_and(|kind| kind.is_file()) && is_yaml(entry.path())
                    {
                        self.file(entry.path(), false);
                    }
                }
                Err(error) => self.problems.push(error.to_string()),
            }
        }
    }

    fn file(&mut self, path: &Path, is_named: bool) {
        match std::fs::read(path) {
            Ok(bytes) => self.add(path, bytes, is_named),
            Err(error) => self.problems.push(format!("{}: {error}", path.display())),
        }
    }

    fn add(&mut self, path: &Path, bytes: Vec<u8>, is_named: bool) {
        let text = String::from_utf8(bytes).map_err(|error| {
            let sound = error.utf8_error().valid_up_to();
            let before = error.as_bytes().iter().take(sound);
            NotUtf8 {
                line: 1 + before.filter(|byte| **byte == b'\n').count(),
            }
        });
        self.sources.push(Source {
            path: shown(path),
            text,
            is_named,
        });
    }
}

fn is_yaml(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| matches!(extension, "yaml" | "yml" | "specql"))
}

/// A path as it is printed.
fn shown(path: &Path) -> String {
    let below = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok());
    let path = below.unwrap_or(path);
    let path = path.strip_prefix(".").unwrap_or(path);
    let text = path.display().to_string();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text
    }
}
