//! What a request is answered from: everything as it was when the request came.
#![allow(
    dead_code,
    reason = "for the methods of the table, not all of which are there"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lsp_types::Uri;
use ropey::Rope;
use specql_analysis::Database;
use specql_analysis::db::{File, Workspace};
use specql_analysis::settings::Settings;

use super::client::Client;
use super::failure::Failure;
use super::project::{Bad, Open, Project, ProjectId};
use super::settings::SettingsFile;
use super::uri::{self, Place};
use crate::files::slashed;

/// Everything as it was when the request came. It holds no changes up: they make its queries end.
pub struct Snapshot {
    /// What the client can do.
    pub client: Arc<Client>,
    /// The projects that the request is about.
    pub views: Vec<View>,
    /// Whether the answer is no longer wanted.
    pub is_cancelled: Arc<AtomicBool>,
}

/// A project.
pub struct View {
    /// Its number.
    pub id: ProjectId,
    /// The folder that it is in; none for a document that stands alone.
    pub root: Option<PathBuf>,
    /// To ask of its files.
    pub db: Database,
    /// The user's settings.
    pub settings: Arc<Settings>,
    /// The settings by which diagnostics are shown now.
    pub shown_by: Arc<Settings>,
    /// Where the settings stand.
    pub settings_file: Option<SettingsFile>,
    /// Whether all its files are known.
    pub is_complete: bool,
    /// Whether the user does not want to hear of it.
    pub is_excluded: bool,
    /// Counts the changes.
    pub epoch: u64,
    /// Files that are no text.
    pub bad: Arc<BTreeMap<Arc<str>, Bad>>,
    open: Arc<BTreeMap<Arc<str>, Open>>,
}

/// A document that a request is about.
#[derive(Clone, Copy)]
pub struct Document<'s> {
    /// Its project.
    pub view: &'s View,
    /// The file of the database.
    pub file: File,
}

impl Snapshot {
    /// The document that a URI names.
    pub fn document(&self, uri: &Uri) -> Result<Document<'_>, Failure> {
        let found = self.views.iter().filter_map(|view| {
            let key = view.key(uri)?;
            Some((view, view.file(&key)?))
        });
        // The innermost project has it.
        let depth = |view: &View| view.root.as_ref().map(|root| root.components().count());
        let nearest = found.max_by_key(|(view, _)| depth(view));
        let (view, file) = nearest.ok_or_else(|| unknown(uri))?;
        Ok(Document { view, file })
    }

    /// Whether the answer is no longer wanted. Queries find out themselves; other long work asks.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }
}

/// Says that a document is not known.
pub fn unknown(uri: &Uri) -> Failure {
    let uri: String = uri.as_str().chars().take(200).collect();
    Failure::params(format!("{uri} is not open and no file of the workspace"))
}

impl View {
    /// A project as it is now.
    pub fn of(project: &Project) -> Self {
        Self {
            id: project.id,
            root: project.root.clone(),
            db: project.host.db().clone(),
            settings: project.settings.clone(),
            shown_by: project.shown_by(),
            settings_file: project.settings_file.clone(),
            is_complete: project.is_complete,
            is_excluded: project.is_excluded,
            epoch: project.epoch,
            bad: project.bad.clone(),
            open: project.open.clone(),
        }
    }

    /// The name by which the database knows what a URI stands for, if it is in this project.
    pub fn key(&self, uri: &Uri) -> Option<String> {
        match (uri::place(uri), &self.root) {
            (Place::File(path), Some(root)) => Some(slashed(path.strip_prefix(root).ok()?)),
            (Place::File(path), None) => Some(slashed(&path)),
            (Place::Untitled(name), None) => Some(name),
            _ => None,
        }
    }

    /// The file of this name.
    pub fn file(&self, key: &str) -> Option<File> {
        let folders = Workspace::try_get(&self.db)?.folders(&self.db);
        folders.iter().find_map(|folder| {
            let files = folder.files(&self.db);
            let at = files.binary_search_by(|file| file.path(&self.db).cmp(key));
            files.get(at.ok()?).copied()
        })
    }

    /// All files.
    pub fn files(&self) -> Vec<File> {
        let workspace = Workspace::try_get(&self.db);
        let files = workspace.map(|workspace| workspace.files(&self.db).collect());
        files.unwrap_or_default()
    }

    /// How a file is named to the client: as the client names it, if it has it open.
    pub fn uri(&self, file: File) -> Option<Uri> {
        self.uri_of(file.path(&self.db))
    }

    /// The same for a name of the database.
    pub fn uri_of(&self, key: &str) -> Option<Uri> {
        if let Some(open) = self.open.get(key) {
            return Some(open.uri.clone());
        }
        match &self.root {
            Some(root) => uri::of_path(&root.join(key)),
            None => uri::of_path(Path::new(key)).or_else(|| key.parse().ok()),
        }
    }

    /// The version of a file that the client has open.
    pub fn version(&self, file: File) -> Option<i32> {
        Some(self.open.get(file.path(&self.db))?.version)
    }

    /// The documents that are open, by the names of the database.
    pub fn open(&self) -> &BTreeMap<Arc<str>, Open> {
        &self.open
    }

    /// The text of a file.
    pub fn text(&self, file: File) -> &Rope {
        file.text(&self.db)
    }
}
