//! Projects: files that belong together, and what is known of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::Uri;
use specql_analysis::diagnostic::Diagnostic;
use specql_analysis::settings::Settings;
use specql_analysis::{Host, settings};

use super::settings::SettingsFile;
use crate::files::{Content, slashed};
use crate::workspace::REGISTRY;

/// The number of a project.
pub type ProjectId = u32;

/// Files that belong together.
pub struct Project {
    /// Its number.
    pub id: ProjectId,
    /// The folder that it is in; none for a document that stands alone.
    pub root: Option<PathBuf>,
    /// All that can be asked of its files.
    pub host: Host,
    /// What is to be shown.
    pub settings: Arc<Settings>,
    /// Where the settings stand.
    pub settings_file: Option<SettingsFile>,
    /// Whether all its files are known.
    pub is_complete: bool,
    /// Whether the user does not want to hear of it.
    pub is_excluded: bool,
    /// Counts the changes of anything above.
    pub epoch: u64,
    /// Files that are no text.
    pub bad: Arc<BTreeMap<Arc<str>, Bad>>,
    /// The documents that are open.
    pub open: Arc<BTreeMap<Arc<str>, Open>>,
}

/// A file that is no text, or too much of it.
#[derive(Clone, Debug)]
pub struct Bad {
    /// Why.
    pub diagnostic: Diagnostic,
    /// What can be shown of it.
    pub text: String,
}

/// A document that an editor has open.
#[derive(Clone, Debug)]
pub struct Open {
    /// As the editor names it.
    pub uri: Uri,
    /// The version that the editor counts.
    pub version: i32,
}

impl Project {
    /// A project without files.
    pub fn new(id: ProjectId, root: Option<PathBuf>) -> Self {
        let is_alone = root.is_none();
        let settings = Settings {
            is_alone,
            ..Settings::default()
        };
        Self {
            id,
            root,
            host: specql_generate::host(),
            settings: Arc::new(settings),
            settings_file: None,
            is_complete: is_alone,
            is_excluded: false,
            epoch: 0,
            bad: Arc::default(),
            open: Arc::default(),
        }
    }

    /// Takes other settings. Whether they say in another way which files belong to it.
    pub fn set_settings(&mut self, mut settings: Settings, file: Option<SettingsFile>) -> bool {
        let files = |settings: &Settings| format!("{:?}", settings.files);
        let are_others = files(&settings) != files(&self.settings);
        settings.is_alone |= self.root.is_none();
        self.host.set_target(settings.target);
        self.settings = Arc::new(settings);
        self.settings_file = file;
        self.epoch += 1;
        are_others
    }

    /// The settings by which diagnostics are shown now: as long as not all files are known, what
    /// shows only across files would be wrong.
    pub fn shown_by(&self) -> Arc<Settings> {
        if self.is_complete {
            return self.settings.clone();
        }
        let mut settings = Settings::clone(&self.settings);
        settings.is_alone = true;
        Arc::new(settings)
    }

    /// The name by which the host knows a file.
    pub fn key(&self, path: &Path) -> String {
        let below = self.root.as_deref().and_then(|r| path.strip_prefix(r).ok());
        slashed(below.unwrap_or(path))
    }

    /// Whether it has a file of this name.
    pub fn has_file(&self, key: &str) -> bool {
        self.host.file(key).is_some() || self.bad.contains_key(key)
    }

    /// Whether a file of the disk belongs to it, by its settings.
    pub fn has(&self, path: &Path) -> bool {
        let Some(root) = &self.root else { return false };
        let file = self.settings_file.as_ref();
        let base = file.and_then(|f| f.path.parent()).unwrap_or(root);
        let below = path.strip_prefix(base).unwrap_or(path);
        self.settings.files.has(&slashed(below))
    }

    /// Takes in what files say. What is open stays as it is in the editor.
    pub fn take(&mut self, files: Vec<(String, Content)>) {
        let mut texts = Vec::new();
        for (key, content) in files {
            if self.open.contains_key(key.as_str()) {
                continue;
            }
            match content {
                Content::Text(text) => {
                    if self.bad.contains_key(key.as_str()) {
                        Arc::make_mut(&mut self.bad).remove(key.as_str());
                    }
                    texts.push((key, text));
                }
                Content::Bad(diagnostic, text) => {
                    self.host.remove_file(&key);
                    let bad = Bad {
                        diagnostic: *diagnostic,
                        text,
                    };
                    Arc::make_mut(&mut self.bad).insert(key.into(), bad);
                }
            }
        }
        let texts = texts.iter().map(|(key, text)| (key.as_str(), text.clone()));
        self.host.set_files(texts);
        self.epoch += 1;
    }

    /// Forgets a file, or all files of a folder. Gives the names of what is gone.
    pub fn forget(&mut self, key: &str) -> Vec<String> {
        let below = format!("{key}/");
        let is_meant = |name: &str| name == key || name.starts_with(&below);
        let known = self.host.files().map(|(name, _)| name);
        let known = known.chain(self.bad.keys().map(AsRef::as_ref));
        let mut gone: Vec<String> = known
            .filter(|name| is_meant(name) && !self.open.contains_key(*name))
            .map(str::to_owned)
            .collect();
        gone.sort();
        for name in &gone {
            self.host.remove_file(name);
        }
        if gone.iter().any(|name| self.bad.contains_key(name.as_str())) {
            let bad = Arc::make_mut(&mut self.bad);
            bad.retain(|name, _| !is_meant(name));
        }
        if !gone.is_empty() {
            self.epoch += 1;
        }
        gone
    }
}

/// What stands in the root folder of a project.
const MARKERS: [&str; 3] = [settings::FILE_NAME, "confiture.yaml", REGISTRY];

/// The folder of specs in the root folder of a project.
const SPECS: &str = "entities";

/// The nearest folder upwards that looks like the root of a project.
pub fn root_above(folder: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| {
        MARKERS.iter().any(|marker| folder.join(marker).is_file()) || folder.join(SPECS).is_dir()
    };
    folder.ancestors().find(is_root).map(Path::to_owned)
}

/// Whether a change of this file changes which folders are roots.
pub fn is_marker(path: &Path) -> bool {
    MARKERS.iter().any(|marker| path.ends_with(marker)) || path.ends_with(SPECS)
}
