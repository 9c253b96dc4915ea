//! From what was asked for to workspaces: which files belong together, and under which settings.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specql_analysis::settings::Settings;

use crate::files::{
    Content, Found, Paths, SettingsFile, SettingsFiles, find, read, slashed, standard_input, walk,
};
use crate::options::InputOptions;
use crate::parallel;
use crate::workspace::{Member, REGISTRY, Role, Workspace, root_of};

/// All that is to be checked.
pub struct Gathered {
    /// The workspaces, still to be put together.
    pub parts: Vec<Part>,
    /// The settings files that count.
    pub settings: Vec<SettingsFile>,
}

/// The files of a workspace.
pub struct Part {
    root: PathBuf,
    settings: Arc<Settings>,
    members: Vec<Member>,
}

impl Part {
    /// Puts the workspace together.
    pub fn into_workspace(self) -> Workspace {
        Workspace::new(&self.root, self.settings, self.members)
    }

    /// Whether no two files look the same where their paths are printed. Names that are no texts
    /// may.
    pub fn has_clear_paths(&self) -> bool {
        let shown = self.members.iter().map(|member| member.shown.as_str());
        shown.collect::<HashSet<_>>().len() == self.members.len()
    }
}

/// Finds and reads all files that are asked for.
pub struct Gatherer<'g> {
    pub paths: &'g Paths,
    /// What the command line says of the settings.
    pub overlay: &'g dyn Fn(&mut Settings),
    /// Each file alone, and no settings files.
    pub is_isolated: bool,
    pub problems: Vec<String>,
}

impl Gatherer<'_> {
    /// Finds, reads and groups all files.
    pub fn gather(&mut self, input: &InputOptions) -> Gathered {
        let mut settings = SettingsFiles::new(self.overlay);
        let groups = self.groups(input, &mut settings);
        let mut parts = Vec::new();
        for (number, members) in groups {
            self.part(number, members, &mut settings, &mut parts);
        }
        Gathered {
            parts,
            settings: settings.into_found(),
        }
    }

    /// Finds and reads all files, each by itself.
    pub fn files(&mut self, input: &InputOptions) -> Vec<Member> {
        let mut settings = SettingsFiles::new(self.overlay);
        let groups = self.groups(input, &mut settings);
        let mut files: Vec<_> = groups.into_values().flatten().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The files that are asked for, by the settings file that counts for them.
    fn groups(
        &mut self,
        input: &InputOptions,
        settings: &mut SettingsFiles<'_>,
    ) -> BTreeMap<Option<usize>, Vec<Member>> {
        let asked = self.asked(input);
        let mut wanted = Vec::new();
        for found in asked {
            let number = self.settings_of(&found.path, settings);
            let file = number.and_then(|number| settings.get(number));
            if found.is_named || file.is_none_or(|file| has(file, &found.path)) {
                wanted.push((number, found));
            }
        }
        self.read_all(wanted, input.stdin_filename.is_some())
    }

    /// Reads files, and groups them by their settings.
    fn read_all(
        &mut self,
        wanted: Vec<(Option<usize>, Found)>,
        is_standard_input: bool,
    ) -> BTreeMap<Option<usize>, Vec<Member>> {
        let width = parallel::width().min(wanted.len());
        let paths = self.paths;
        let read = parallel::map(vec![(); width], wanted, |(), (number, found)| {
            let content = if is_standard_input {
                standard_input()
            } else {
                read(&found.path)
            };
            let role = if found.is_named {
                Role::Named
            } else {
                Role::Found
            };
            match content {
                Ok(content) => Ok((number, member(paths, found.path, role, content))),
                Err(error) => Err(format!("{}: {error}", paths.shown(&found.path))),
            }
        });
        let mut groups: BTreeMap<Option<usize>, Vec<Member>> = BTreeMap::new();
        for read in read {
            match read {
                Some(Ok((number, member))) => groups.entry(number).or_default().push(member),
                Some(Err(problem)) => self.problems.push(problem),
                None => self
                    .problems
                    .push("a file could not be read; please report it".to_owned()),
            }
        }
        groups
    }

    fn asked(&mut self, input: &InputOptions) -> Vec<Found> {
        match &input.stdin_filename {
            Some(path) => vec![Found {
                path: self.paths.absolute(path),
                is_named: true,
            }],
            None => find(&input.paths, self.paths, &mut self.problems),
        }
    }

    fn settings_of(&mut self, path: &Path, settings: &mut SettingsFiles<'_>) -> Option<usize> {
        if self.is_isolated {
            return None;
        }
        settings.of(path.parent()?, &mut self.problems)
    }

    fn part(
        &mut self,
        number: Option<usize>,
        mut members: Vec<Member>,
        all: &mut SettingsFiles<'_>,
        parts: &mut Vec<Part>,
    ) {
        let Some(file) = number.and_then(|number| all.get(number)) else {
            let mut settings = Settings::default();
            (self.overlay)(&mut settings);
            let settings = Arc::new(settings);
            if self.is_isolated {
                parts.extend(members.into_iter().map(|member| Part {
                    root: self.paths.here().to_owned(),
                    settings: settings.clone(),
                    members: vec![member],
                }));
                return;
            }
            self.add_registry(&mut members);
            parts.push(Part {
                root: root_of(&members, self.paths),
                settings,
                members,
            });
            return;
        };
        let (root, settings) = (file.root.clone(), file.settings.clone());
        self.add_context(number, &root, &mut members, all);
        parts.push(Part {
            root,
            settings,
            members,
        });
    }

    /// Takes in the other files of the workspace, which those that were asked for may speak of.
    fn add_context(
        &self,
        number: Option<usize>,
        root: &Path,
        members: &mut Vec<Member>,
        all: &mut SettingsFiles<'_>,
    ) {
        let known: BTreeSet<_> = members.iter().map(|member| member.path.clone()).collect();
        // Nobody asked for these files, so nobody needs to know that they cannot be read.
        let mut unread = Vec::new();
        for path in walk(root, &mut unread) {
            let folder = path.parent().unwrap_or(root);
            let is_of_workspace = !known.contains(&path)
                && all.of(folder, &mut unread) == number
                && number
                    .and_then(|number| all.get(number))
                    .is_some_and(|file| has(file, &path));
            if !is_of_workspace {
                continue;
            }
            if let Ok(content) = read(&path) {
                members.push(member(self.paths, path, Role::Context, content));
            }
        }
        members.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// Takes in the registry of the working folder, where SpecQL would look for it.
    fn add_registry(&self, members: &mut Vec<Member>) {
        let here = self.paths.here();
        let is_below = members.iter().any(|member| member.path.starts_with(here));
        let has_one = members.iter().any(|member| member.path.ends_with(REGISTRY));
        let path = here.join(REGISTRY);
        if !is_below || has_one || !path.is_file() {
            return;
        }
        if let Ok(content) = read(&path) {
            members.push(member(self.paths, path, Role::Context, content));
        }
        members.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

fn member(paths: &Paths, path: PathBuf, role: Role, content: Content) -> Member {
    Member {
        shown: paths.shown(&path),
        path,
        role,
        content,
    }
}

/// Whether a file belongs to the workspace of a settings file.
fn has(settings: &SettingsFile, path: &Path) -> bool {
    let below = path.strip_prefix(&settings.root).unwrap_or(path);
    settings.settings.files.has(&slashed(below))
}
