//! The files of a workspace, put together to be checked.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use specql_analysis::db::{self, File};
use specql_analysis::diagnostic::{Diagnostic, Severity};
use specql_analysis::graph;
use specql_analysis::project::FileKind;
use specql_analysis::settings::Settings;
use specql_analysis::summary::summary;
use specql_analysis::{Database, Host, Made, is_of_project, is_spec, shown_once};

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

/// What was found in so many files waits to be taken, at most.
const CHUNK: usize = 256;

/// What was made of texts of so many bytes together is kept from the time they are summed up until
/// they are checked. It takes some five times the room of the texts.
const MOST_KEPT: usize = 16 << 20;

impl Workspace {
    /// Puts files together. In the host their paths are relative to the root, below which
    /// SpecQL looks for a registry.
    pub fn new(root: &Path, settings: Arc<Settings>, members: Vec<Member>) -> Self {
        // Of files that are looked at alone nothing is told that the SQL knows.
        let mut host = match settings.is_alone {
            true => Host::new(),
            false => specql_generate::host(),
        };
        host.set_target(settings.target);
        let keys: Vec<_> = members.iter().map(|member| key(root, member)).collect();
        let texts = members.iter().zip(&keys);
        host.set_files(texts.filter_map(|(member, key)| match &member.content {
            Content::Text(text) => Some((key.as_str(), text.clone())),
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

    /// The text of a member as it is now, as far as it has one.
    pub fn text(&self, number: usize) -> Option<Arc<str>> {
        self.text_in_host(number)
            .or_else(|| match &self.members.get(number)?.content {
                Content::Text(text) => Some(text.clone()),
                Content::Bad(_, text) => Some(text.as_str().into()),
            })
    }

    /// Changes the text of a member, in the host only.
    pub fn set_text(&mut self, number: usize, text: &str) {
        if let Some(key) = self.keys.get(number) {
            self.host.set_file(key, text);
        }
    }

    /// Checks all files that were asked for. What cannot be checked is named.
    pub fn check(&self, problems: &mut Vec<String>) -> Vec<Checked> {
        let mut checked: Vec<Checked> = self.members.iter().map(|_| None).collect();
        let order = self.asked();
        self.check_each(
            &order,
            problems,
            |_, found| found,
            |number, found| {
                if let Some(place) = checked.get_mut(number) {
                    *place = Some(found);
                }
            },
        );
        checked
    }

    /// The files that were asked for, in the order of their paths as they are printed.
    pub fn asked(&self) -> Vec<usize> {
        let members = self.members.iter().enumerate();
        let asked = members.filter(|(_, member)| member.role != Role::Context);
        let mut asked: Vec<_> = asked.map(|(number, _)| number).collect();
        let shown = |number: &usize| self.members.get(*number).map(|m| m.shown.as_str());
        asked.sort_by(|a, b| shown(a).cmp(&shown(b)));
        asked
    }

    /// Checks files in an order. What is found in a file is worked up by the thread that found it,
    /// and what comes of that is handed over in the order. What has nothing to check in it is left
    /// out, and what cannot be checked is named.
    pub fn check_each<R: Send>(
        &self,
        order: &[usize],
        problems: &mut Vec<String>,
        work_up: impl Fn(usize, Vec<Diagnostic>) -> R + Sync,
        mut take: impl FnMut(usize, R),
    ) {
        let texts: Vec<_> = (0..self.files.len())
            .map(|n| self.text_in_host(n))
            .collect();
        let mut made = self.sum_up(&texts);
        let (members, files) = (&self.members, &self.files);
        let settings = &*self.settings;
        let work = |db: &Database, (number, made): (usize, Option<Made<'_>>)| {
            let (member, file) = (members.get(number)?, files.get(number)?);
            let text = texts.get(number)?.as_deref().unwrap_or_default();
            let made = || made.unwrap_or_else(|| Made::of(text));
            let found = found_in(db, member, *file, made, settings)?;
            Some(work_up(number, found))
        };
        let mut take_made = |number: usize| (number, made.get_mut(number).and_then(Option::take));
        let mut progress = Progress::new(order.len());
        parallel::with_workers(parallel::width().min(order.len()), work, |workers| {
            for chunk in order.chunks(CHUNK) {
                let things = chunk.iter().map(|number| take_made(*number)).collect();
                let results = workers.map(self.databases(chunk.len()), things);
                progress.advance(chunk.len());
                for (number, result) in chunk.iter().zip(results) {
                    match result {
                        Some(Some(result)) => take(*number, result),
                        Some(None) => {}
                        None => problems.push(self.broken_down(*number)),
                    }
                }
            }
        });
    }

    fn broken_down(&self, number: usize) -> String {
        let path = self.members.get(number).map_or("", |m| m.shown.as_str());
        format!("{path}: the check of this file broke down; please report it")
    }

    /// Sums up all files, each on its own. Asked for by a rule, summaries would be made one after
    /// the other while all other threads wait for them.
    pub fn summarize(&self) {
        let files: Vec<_> = self.files.iter().flatten().copied().collect();
        parallel::map(self.databases(files.len()), files, |db, file| {
            summary(db, file);
        });
    }

    /// The same, and hands over what was made of the files for that, as far as there is room.
    fn sum_up<'t>(&self, texts: &'t [Option<Arc<str>>]) -> Vec<Option<Made<'t>>> {
        let kept = AtomicUsize::new(0);
        let pairs: Vec<_> = self.files.iter().copied().zip(texts).collect();
        let made = parallel::map(self.databases(pairs.len()), pairs, |db, (file, text)| {
            let (file, text) = (file?, text.as_deref()?);
            let mut made = Made::of(text);
            made.sum_up(db, file);
            let is_wanted = summary(db, file).kind != FileKind::Other
                && kept.fetch_add(text.len(), Ordering::Relaxed) + text.len() <= MOST_KEPT;
            is_wanted.then_some(made)
        });
        let parts = graph::PARTS.to_vec();
        parallel::map(self.databases(parts.len()), parts, |db, part| {
            part(db, db::Workspace::get(db));
        });
        made.into_iter().map(Option::flatten).collect()
    }

    fn text_in_host(&self, number: usize) -> Option<Arc<str>> {
        match self.file(number)?.content(self.host.db()) {
            db::Content::Plain(text) => Some(text.clone()),
            db::Content::Edited(rope) => Some(rope.to_string().into()),
        }
    }

    /// A database for each thread that works on so many things.
    pub fn databases(&self, things: usize) -> Vec<Database> {
        let width = parallel::width().min(things);
        (0..width).map(|_| self.host.db().clone()).collect()
    }
}

/// What is wrong with a file; none where there is nothing to check in it.
fn found_in<'t>(
    db: &Database,
    member: &Member,
    file: Option<File>,
    made: impl FnOnce() -> Made<'t>,
    settings: &Settings,
) -> Option<Vec<Diagnostic>> {
    let is_named = member.role == Role::Named;
    match (&member.content, file) {
        (Content::Bad(diagnostic, text), _) => {
            let is_wanted = is_named || looks_like_spec(text);
            let shown = || settings.apply((**diagnostic).clone());
            is_wanted.then(|| shown().into_iter().collect())
        }
        (Content::Text(_), Some(file)) => {
            let is_wanted = is_named || is_of_project(db, file);
            is_wanted.then(|| shown_once(db, file, &made(), settings))
        }
        (Content::Text(_), None) => None,
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
