//! Which settings belong to which file.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specql_analysis::diagnostic::Diagnostic;
use specql_analysis::settings::{FILE_NAME, Settings, read as read_settings};

use super::{Content, read_found};

/// A `specql.toml`.
pub struct SettingsFile {
    /// Its whole path.
    pub path: PathBuf,
    /// The folder that it stands in: the root of a workspace.
    pub root: PathBuf,
    /// Its text.
    pub text: String,
    /// What it says, under what the command line says.
    pub settings: Arc<Settings>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// All settings files that were found so far.
pub struct SettingsFiles<'f> {
    /// What the command line says.
    overlay: &'f dyn Fn(&mut Settings),
    by_folder: HashMap<PathBuf, Option<usize>>,
    found: Vec<SettingsFile>,
}

impl<'f> SettingsFiles<'f> {
    /// None yet.
    pub fn new(overlay: &'f dyn Fn(&mut Settings)) -> Self {
        Self {
            overlay,
            by_folder: HashMap::new(),
            found: Vec::new(),
        }
    }

    /// All that were found.
    pub fn into_found(self) -> Vec<SettingsFile> {
        self.found
    }

    /// A settings file that was found.
    pub fn get(&self, number: usize) -> Option<&SettingsFile> {
        self.found.get(number)
    }

    /// The number of the nearest settings file, from a folder upwards.
    pub fn of(&mut self, folder: &Path, problems: &mut Vec<String>) -> Option<usize> {
        if let Some(known) = self.by_folder.get(folder) {
            return *known;
        }
        let own = self.load(folder, problems);
        let found = own.or_else(|| self.of(folder.parent()?, problems));
        self.by_folder.insert(folder.to_owned(), found);
        found
    }

    fn load(&mut self, folder: &Path, problems: &mut Vec<String>) -> Option<usize> {
        let path = folder.join(FILE_NAME);
        let (text, mut settings, found) = match read_found(&path) {
            Ok(Content::Text(text)) => {
                let (settings, found) = read_settings(&text);
                (text.to_string(), settings, found)
            }
            Ok(Content::Bad(diagnostic, text)) => (text, Settings::default(), vec![*diagnostic]),
            Err(error) if is_nothing(&error) => return None,
            Err(error) => {
                problems.push(format!("{}: {error}", path.display()));
                return None;
            }
        };
        (self.overlay)(&mut settings);
        let diagnostics = found.into_iter().filter_map(|d| settings.apply(d));
        self.found.push(SettingsFile {
            path,
            root: folder.to_owned(),
            text,
            diagnostics: diagnostics.collect(),
            settings: Arc::new(settings),
        });
        Some(self.found.len() - 1)
    }
}

/// Whether there simply is no such file.
fn is_nothing(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
    )
}
