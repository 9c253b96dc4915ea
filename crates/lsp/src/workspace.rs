//! The files of a workspace, put together to be checked.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specql_analysis::db::File;
use specql_analysis::diagnostic::{Diagnostic, Severity};
use specql_analysis::settings::Settings;
use specql_analysis::summary::summary;
use specql_analysis::{Database, Host, is_of_project, is_spec, shown};

use crate::files::{Content, Paths, slashed};
use crate::parallel;
use crate::progress::Progress;

/// A file that was read for a workspace.
pub struct Member {
    /// Its whole path.
    pub path: PathBuf,
    /// As it is printed.
    pub shown: String,
    /// Why it is checked.
    pub role: Role,
    /// What it holds.
    pub content: Content,
}

/// Why a file is in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It was asked for by name: it is checked whatever it holds.
    Named,
    /// It was found in a folder that was asked for: it is checked if it belongs to a project.
    Found,
    /// Others may speak of it.
    Context,
}

/// Files that belong together.
pub struct Workspace {
    /// What is to be shown.
    pub settings: Arc<Settings>,
    /// All that can be asked of the files.
    pub host: Host,
    /// The files in the order of their paths.
    pub members: Vec<Member>,
    /// The same files in the host; none for what is no text.
    files: Vec<Option<File>>,
    by_file: HashMap<File, usize>,
    /// Names that the host knows the members by.
    keys: Vec<String>,
}

/// What was found in a file; none where there is nothing to check in it.
pub type Checked = Option<Vec<Diagnostic>>;

/// So many files are kept in memory with their trees and values.
const CHUNK: usize = 128;

impl Workspace {
    /// Puts files together. In the host their paths are relative to the root, below which
    /// SpecQL looks for a registry.
    pub fn new(root: &Path, settings: Arc<Settings>, members: Vec<Member>) -> Self {
        let mut host = Host::new();
        host.set_target(settings.target);
        let keys: Vec<_> = members.iter().map(|member| key(root, member)).collect();
        let texts = members.iter().zip(&keys);
        host.set_files(texts.filter_map(|(member, key)| match &member.content {
            Content::Text(text) => Some((key.as_str(), text.as_str())),
            Content::Bad(..) => None,
        }));
        let files: Vec<_> = keys.iter().map(|key| host.file(key)).collect();
        let roles = members.iter().map(|member| member.role);
        let named = roles
            .zip(&files)
            .filter_map(|(role, file)| file.filter(|_| role == Role::Named));
        host.set_named(named, settings.is_alone);
        let numbers = files.iter().enumerate();
        let by_file = numbers
            .filter_map(|(number, file)| Some(((*file)?, number)))
            .collect();
        Self {
            settings,
            host,
            members,
            files,
            by_file,
            keys,
        }
    }

    /// The number of a file among the members.
    pub fn number(&self, file: File) -> Option<usize> {
        self.by_file.get(&file).copied()
    }

    /// The numbers of all files among the members.
    pub fn numbers(&self) -> &HashMap<File, usize> {
        &self.by_file
    }

    /// The file of a member.
    pub fn file(&self, number: usize) -> Option<File> {
        self.files.get(number).copied().flatten()
    }

    /// The text of a member as it is now.
    pub fn text(&self, number: usize) -> Option<String> {
        let file = self.file(number)?;
        Some(file.text(self.host.db()).to_string())
    }

    /// Changes the text of a member, in the host only.
    pub fn set_text(&mut self, number: usize, text: &str) {
        if let Some(key) = self.keys.get(number) {
            self.host.set_file(key, text);
        }
    }

    /// Checks all files that were asked for. What cannot be checked is named.
    pub fn check(&mut self, problems: &mut Vec<String>) -> Vec<Checked> {
        let mut checked: Vec<Checked> = self.members.iter().map(|_| None).collect();
        let mut todo = Vec::new();
        for (number, member) in self.members.iter().enumerate() {
            match (member.role, &member.content) {
                (Role::Context, _) => {}
                (_, Content::Text(_)) => todo.push(number),
                (role, Content::Bad(diagnostic, text)) => {
                    let is_wanted = role == Role::Named || looks_like_spec(text);
                    if let (true, Some(place)) = (is_wanted, checked.get_mut(number)) {
                        let shown = self.settings.apply((**diagnostic).clone());
                        *place = Some(shown.into_iter().collect());
                    }
                }
            }
        }
        self.summarize();
        let settings = self.settings.clone();
        let work = |db: &Database, (file, role): (Option<File>, Option<Role>)| {
            let file = file?;
            let is_wanted = role == Some(Role::Named) || is_of_project(db, file);
            is_wanted.then(|| shown(db, file, &settings))
        };
        let mut progress = Progress::new(todo.len());
        parallel::with_workers(parallel::width().min(todo.len()), work, |workers| {
            for chunk in todo.chunks(CHUNK) {
                let results = workers.map(self.databases(chunk.len()), self.asked(chunk));
                progress.advance(chunk.len());
                for (number, result) in chunk.iter().zip(results) {
                    match result {
                        Some(result) => {
                            if let Some(place) = checked.get_mut(*number) {
                                *place = result;
                            }
                        }
                        None => problems.push(self.broken_down(*number)),
                    }
                }
                self.host.trim();
            }
        });
        checked
    }

    fn broken_down(&self, number: usize) -> String {
        let path = self.members.get(number).map_or("", |m| m.shown.as_str());
        format!("{path}: the check of this file broke down; please report it")
    }

    /// Sums up all files, each on its own. Asked for by a rule, summaries would be made one after
    /// the other while all other threads wait for them.
    fn summarize(&self) {
        let files: Vec<_> = self.files.iter().flatten().copied().collect();
        parallel::map(self.databases(files.len()), files, |db, file| {
            summary(db, file);
        });
    }

    /// A database for each thread that works on so many things.
    fn databases(&self, things: usize) -> Vec<Database> {
        let width = parallel::width().min(things);
        (0..width).map(|_| self.host.db().clone()).collect()
    }

    fn asked(&self, numbers: &[usize]) -> Vec<(Option<File>, Option<Role>)> {
        let numbers = numbers.iter();
        let asked = numbers.map(|number| {
            let role = self.members.get(*number).map(|member| member.role);
            (self.file(*number), role)
        });
        asked.collect()
    }
}

/// Whether what can be shown of a file that is no text looks like a spec. In UTF-16 every other
/// byte of most texts is zero.
fn looks_like_spec(text: &str) -> bool {
    is_spec(&text.replace(['\0', '\u{fffd}'], ""))
}

/// How many errors there are in each file.
pub fn errors(checked: &[Checked]) -> Vec<usize> {
    let count = |found: &Vec<Diagnostic>| {
        let found = found.iter();
        found.filter(|d| d.severity == Severity::Error).count()
    };
    let counts = checked.iter();
    counts.map(|c| c.as_ref().map_or(0, count)).collect()
}

fn key(root: &Path, member: &Member) -> String {
    let below = member.path.strip_prefix(root).unwrap_or(&member.path);
    let mut key = slashed(below);
    if below.to_str().is_none() {
        // Two names that are no texts may look the same.
        key.push_str(&format!(" {:?}", below.as_os_str()));
    }
    key
}

/// Where the workspace has its root when no settings file says it: above the registry, if there
/// is one.
pub fn root_of(members: &[Member], paths: &Paths) -> PathBuf {
    let registries = members.iter().filter_map(|member| {
        let root = member.path.ancestors().nth(2)?;
        member.path.ends_with(REGISTRY).then_some(root)
    });
    let first = registries.min_by_key(|root| root.components().count());
    first.unwrap_or(paths.here()).to_owned()
}

/// Where SpecQL looks for the registry, below the root.
pub const REGISTRY: &str = "registry/domain_registry.yaml";
