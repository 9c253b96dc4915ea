//! Finding the files that are meant.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::Paths;

/// A file that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its whole path.
    pub path: PathBuf,
    /// Whether it was asked for by name, and so is taken whatever it holds.
    pub is_named: bool,
}

/// All files that are asked for, each once and in the order of their paths; the current folder
/// when nothing is. What cannot be read is noted.
pub fn find(given: &[PathBuf], paths: &Paths, problems: &mut Vec<String>) -> Vec<Found> {
    let here = [PathBuf::from(".")];
    let given = if given.is_empty() { &here } else { given };
    let mut found: Vec<Found> = Vec::new();
    let mut add = |path, is_named| found.push(Found { path, is_named });
    for given in given {
        let path = paths.absolute(given);
        match std::fs::metadata(&path) {
            Ok(data) if data.is_dir() => {
                for path in walk(&path, problems) {
                    add(path, false);
                }
            }
            Ok(_) => add(path, true),
            Err(error) => problems.push(format!("{}: {error}", given.display())),
        }
    }
    // Of a file that was also named, that counts. Each folder's files are in order already.
    found.sort_by(|a, b| a.path.cmp(&b.path).then(b.is_named.cmp(&a.is_named)));
    found.dedup_by(|later, first| later.path == first.path);
    found
}

/// All YAML files in a folder that `.gitignore` does not leave out.
pub fn walk(folder: &Path, problems: &mut Vec<String>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && is_yaml(entry.path()) {
                    found.push(entry.into_path());
                }
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    found.sort();
    found
}

/// Whether a walk through a folder would come across this file.
pub fn is_walked(folder: &Path, path: &Path) -> bool {
    Walks::default().is_walked(folder, path)
}

/// Walks through folders, for many questions: each folder is looked through once.
#[derive(Default)]
pub struct Walks(HashMap<PathBuf, HashSet<PathBuf>>);

impl Walks {
    /// Whether a walk through a folder would come across this file.
    pub fn is_walked(&mut self, folder: &Path, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(folder) else {
            return false;
        };
        let mut above = folder.to_owned();
        for component in below.components() {
            let next = above.join(component);
            let entries = self
                .0
                .entry(above)
                .or_insert_with_key(|above| entries(above));
            if !entries.contains(&next) {
                return false;
            }
            above = next;
        }
        is_yaml(path)
    }
}

/// What a walk comes across directly in a folder.
fn entries(folder: &Path) -> HashSet<PathBuf> {
    let mut walk = WalkBuilder::new(folder);
    let entries = walk.require_git(false).max_depth(Some(1)).build();
    entries
        .filter_map(|entry| Some(entry.ok()?.into_path()))
        .collect()
}

/// Whether the name of a file is that of YAML.
pub fn is_yaml(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| matches!(extension, "yaml" | "yml" | "specql"))
}
