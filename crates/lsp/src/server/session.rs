//! What the client has open, and the projects that it belongs to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use lsp_types::{ServerCapabilities, TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use ropey::Rope;
use serde_json::Value;
use specql_analysis::settings::FILE_NAME;
use specql_analysis::{Change, Span};

use super::client::Client;
use super::convert;
use super::project::{Project, ProjectId, root_above};
use super::settings::settings_of;
use super::snapshot::{Snapshot, View};
use super::uri::{self, Place};
use crate::files::{Content, is_walked, is_yaml, read_found};

mod large;

use large::is_large;

/// What the client has open, and the projects that it belongs to.
#[derive(Default)]
pub struct Session {
    /// What the client can do.
    pub client: Arc<Client>,
    /// What the client was told that the server can do.
    pub offered: ServerCapabilities,
    /// The folders that the client has open.
    pub folders: Vec<PathBuf>,
    /// What the editor says of the settings.
    pub client_settings: Value,
    /// What is open.
    pub documents: HashMap<Place, Document>,
    /// All projects.
    pub projects: BTreeMap<ProjectId, Project>,
    /// Projects that have changed since they were last looked at.
    pub changed: BTreeSet<ProjectId>,
    /// Projects in which more has changed than the text of a document.
    pub disturbed: BTreeSet<ProjectId>,
    /// Files and folders that are no more, or that are not looked at any more.
    pub gone: Vec<Place>,
    /// Whether which files belong to a project has changed.
    pub is_stale: bool,
    /// Folders that are to be read, each with the root that its files have where nothing else says
    /// so.
    pub unread: Vec<(PathBuf, PathBuf)>,
    last_project: ProjectId,
}

/// A document that the client has open.
pub struct Document {
    /// As the client names it.
    pub uri: Uri,
    /// The version that the client counts.
    pub version: i32,
    /// What language the client takes it for.
    pub language: String,
    /// Where its text is.
    pub home: Home,
}

/// Where the text of a document is.
pub enum Home {
    /// In a project, under this name.
    Project(ProjectId, String),
    /// Here: it is too large for its project, in which it has this name.
    Large(ProjectId, String, Rope),
    /// Nowhere else: it is no spec.
    Plain(Rope),
}

/// Where what a URI names is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Located {
    /// In a project.
    Project(ProjectId),
    /// It is known and nothing to look into.
    Plain,
    /// It is not known.
    Unknown,
}

impl Session {
    /// Takes note that more has changed in a project than the text of a document.
    pub fn disturb(&mut self, id: ProjectId) {
        self.disturbed.insert(id);
    }

    /// Opens a document. Once more is as if it had been closed before.
    pub fn open(&mut self, item: TextDocumentItem) {
        let place = uri::place(&item.uri);
        if place == Place::Foreign {
            return;
        }
        self.close(&item.uri);
        let home = match self.home_for(&place, &item.language_id) {
            Some((id, key)) => self.open_in(id, key, &item.uri, item.version, &item.text),
            None => Home::Plain(Rope::from_str(&item.text)),
        };
        let document = Document {
            uri: item.uri,
            version: item.version,
            language: item.language_id,
            home,
        };
        self.documents.insert(place.clone(), document);
        self.settings_may_have_changed(&place);
    }

    /// Changes a document, one change after the other.
    pub fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let place = uri::place(uri);
        let Some(document) = self.documents.get_mut(&place) else {
            return;
        };
        document.version = version;
        let encoding = self.client.encoding;
        match &mut document.home {
            Home::Plain(text) | Home::Large(_, _, text) => {
                for change in changes {
                    let (_, after) = applied(text, change, encoding);
                    *text = after;
                }
            }
            Home::Project(id, key) => {
                let Some(project) = self.projects.get_mut(id) else {
                    return;
                };
                if let Some(file) = project.host.file(key) {
                    let mut text = file.text(project.host.db()).clone();
                    let mut made = Vec::new();
                    for change in changes {
                        let (change, after) = applied(&text, change, encoding);
                        made.push(change);
                        text = after;
                    }
                    if is_large(text.len_bytes()) {
                        document.home = Home::Large(*id, key.clone(), text);
                    } else {
                        project.host.change(key, &made);
                    }
                }
            }
        }
        self.changed_in_project(&place);
        self.settings_may_have_changed(&place);
    }

    /// Closes a document; from now on the disk says what it holds.
    pub fn close(&mut self, uri: &Uri) {
        let place = uri::place(uri);
        let Some(document) = self.documents.remove(&place) else {
            return;
        };
        if let Home::Project(id, key) | Home::Large(id, key, _) = document.home {
            self.close_in(id, &key, &place);
        }
        self.settings_may_have_changed(&place);
    }

    fn close_in(&mut self, id: ProjectId, key: &str, place: &Place) {
        let Some(project) = self.projects.get_mut(&id) else {
            return;
        };
        Arc::make_mut(&mut project.open).remove(key);
        Arc::make_mut(&mut project.bad).remove(key);
        let db = project.host.db();
        let before = project.host.file(key).map(|file| file.text(db).clone());
        let on_disk = match (place, &project.root) {
            (Place::File(path), Some(root)) if is_walked(root, path) => read_found(path).ok(),
            _ => None,
        };
        match on_disk {
            Some(Content::Text(text)) => {
                if before.is_none_or(|before| before != *text) {
                    self.disturbed.insert(id);
                }
                project.host.close(key, &text);
            }
            Some(bad @ Content::Bad(..)) => project.take(vec![(key.to_owned(), bad)]),
            None => {
                project.host.close(key, "");
                project.host.remove_file(key);
                self.gone.push(place.clone());
                self.disturbed.insert(id);
            }
        }
        project.epoch += 1;
        self.changed.insert(id);
        let is_ours = |root: &PathBuf| self.folders.iter().any(|f| is_related(f, root));
        let is_left = !project.root.as_ref().is_some_and(is_ours);
        if is_left && project.open.is_empty() {
            self.projects.remove(&id);
            self.changed.remove(&id);
        }
    }

    /// The project and the name in it of a document that is about to be opened; none when it is
    /// no spec.
    fn home_for(&mut self, place: &Place, language: &str) -> Option<(ProjectId, String)> {
        let is_spec_language = matches!(language, "yaml" | "specql" | "specql-yaml");
        let path = match place {
            Place::Foreign => return None,
            Place::Untitled(name) => {
                return is_spec_language.then(|| (self.add_project(None), name.clone()));
            }
            Place::File(path) => path,
        };
        if path.ends_with(FILE_NAME) || !(is_yaml(path) || is_spec_language) {
            return None;
        }
        let root = self.root_of(path);
        let (id, is_excluded) = match root {
            None => (self.add_project(None), false),
            Some(root) => {
                let id = self.project_at(&root);
                let has = self.projects.get(&id).is_some_and(|p| p.has(path));
                let id = if has { id } else { self.add_project(None) };
                (id, !has)
            }
        };
        let project = self.projects.get_mut(&id)?;
        project.is_excluded = is_excluded;
        let key = project.key(path);
        Some((id, key))
    }

    /// The root of the project that a file belongs to.
    pub fn root_of(&self, path: &Path) -> Option<PathBuf> {
        let around = self
            .folders
            .iter()
            .filter(|folder| path.starts_with(folder));
        let around = around.max_by_key(|folder| folder.components().count());
        root_above(path.parent()?).or_else(|| around.cloned())
    }

    /// The project with this root; a new one if there is none. Its files are read then.
    pub fn project_at(&mut self, root: &Path) -> ProjectId {
        let known = self.projects.values();
        let mut known = known.filter(|project| project.root.as_deref() == Some(root));
        if let Some(project) = known.next() {
            return project.id;
        }
        let is_read = self.folders.iter().any(|folder| is_related(folder, root));
        if !is_read {
            self.unread.push((root.to_owned(), root.to_owned()));
        }
        self.add_project(Some(root.to_owned()))
    }

    fn add_project(&mut self, root: Option<PathBuf>) -> ProjectId {
        self.last_project += 1;
        let id = self.last_project;
        self.projects.insert(id, Project::new(id, root));
        let is_stale = self.is_stale;
        self.set_settings_of(id);
        // Nothing of a new project was looked at under other settings.
        self.is_stale = is_stale;
        id
    }

    /// Reads the settings of a project anew.
    pub fn set_settings_of(&mut self, id: ProjectId) {
        let root = self.projects.get(&id).and_then(|p| p.root.clone());
        let open = |path: &Path| self.plain_text(path);
        let (settings, file) = settings_of(root.as_deref(), open, &self.client_settings);
        if let Some(project) = self.projects.get_mut(&id) {
            self.is_stale |= project.set_settings(settings, file);
            self.disturbed.insert(id);
        }
    }

    fn plain_text(&self, path: &Path) -> Option<String> {
        let document = self.documents.get(&Place::File(path.to_owned()))?;
        match &document.home {
            Home::Plain(text) => Some(text.to_string()),
            Home::Project(..) | Home::Large(..) => None,
        }
    }

    /// Reads all settings anew, if this is where some stand.
    fn settings_may_have_changed(&mut self, place: &Place) {
        if let Place::File(path) = place
            && path.ends_with(FILE_NAME)
        {
            self.settings_have_changed();
        }
    }

    /// Reads all settings anew.
    pub fn settings_have_changed(&mut self) {
        let ids: Vec<_> = self.projects.keys().copied().collect();
        for id in ids {
            self.set_settings_of(id);
        }
    }

    /// Whether this is a file of a project.
    pub fn knows(&self, path: &Path) -> bool {
        self.projects.values().any(|project| {
            let is_inside = project
                .root
                .as_ref()
                .is_some_and(|root| path.starts_with(root));
            is_inside && project.has_file(&project.key(path))
        })
    }

    /// Forgets a file that is no more, or a folder. What is open stays.
    pub fn forget(&mut self, path: &Path) {
        for project in self.projects.values_mut() {
            let is_inside = project
                .root
                .as_ref()
                .is_some_and(|root| path.starts_with(root));
            if is_inside && !project.forget(&project.key(path)).is_empty() {
                self.disturbed.insert(project.id);
            }
        }
        self.gone.push(Place::File(path.to_owned()));
    }

    /// Where what a URI names is. A file of a known project that was not read yet is read.
    pub fn locate(&mut self, uri: &Uri) -> Located {
        let place = uri::place(uri);
        if let Some(document) = self.documents.get(&place) {
            return match &document.home {
                Home::Project(id, _) | Home::Large(id, ..) => Located::Project(*id),
                Home::Plain(_) => Located::Plain,
            };
        }
        let path = match &place {
            Place::Foreign => return Located::Plain,
            Place::Untitled(_) => return Located::Unknown,
            Place::File(path) => path,
        };
        if path.ends_with(FILE_NAME) {
            return Located::Plain;
        }
        let Some(root) = self.root_of(path) else {
            return Located::Unknown;
        };
        let mut projects = self.projects.values_mut();
        let Some(project) = projects.find(|p| p.root.as_ref() == Some(&root)) else {
            return Located::Unknown;
        };
        let key = project.key(path);
        if !project.has_file(&key)
            && is_yaml(path)
            && project.has(path)
            && is_walked(&root, path)
            && let Ok(content) = read_found(path)
        {
            project.take(vec![(key.clone(), content)]);
            self.disturbed.insert(project.id);
        }
        if project.has_file(&key) {
            Located::Project(project.id)
        } else {
            Located::Unknown
        }
    }

    /// Whether all files of all projects are known.
    pub fn is_complete(&self) -> bool {
        self.unread.is_empty() && self.projects.values().all(|project| project.is_complete)
    }

    /// Everything as it is now, of these projects.
    pub fn snapshot(&self, ids: impl IntoIterator<Item = ProjectId>) -> Snapshot {
        let projects = ids.into_iter().filter_map(|id| self.projects.get(&id));
        Snapshot {
            client: self.client.clone(),
            views: projects.map(View::of).collect(),
            is_cancelled: Arc::new(AtomicBool::new(false)),
        }
    }

    /// An open `specql.toml`, to ask of it alone: it is read as settings, and in no project.
    pub fn snapshot_of_settings(&self, uri: &Uri) -> Option<Snapshot> {
        let place = uri::place(uri);
        let document = self.documents.get(&place)?;
        let (Place::File(path), Home::Plain(text)) = (&place, &document.home) else {
            return None;
        };
        if !path.ends_with(FILE_NAME) {
            return None;
        }
        let mut project = Project::new(ProjectId::MAX, None);
        let key = project.key(path);
        project.host.open(&key, &text.to_string());
        Some(Snapshot {
            client: self.client.clone(),
            views: vec![View::of(&project)],
            is_cancelled: Arc::new(AtomicBool::new(false)),
        })
    }

    /// Begins anew with the same documents: folders or roots are no longer what they were.
    pub fn start_over(&mut self) {
        let documents: Vec<_> = self
            .documents
            .drain()
            .map(|(_, document)| document)
            .collect();
        let items: Vec<_> = documents.into_iter().map(|d| self.item_of(d)).collect();
        let roots = self
            .projects
            .values()
            .filter_map(|project| project.root.clone());
        self.gone.extend(roots.map(Place::File));
        self.projects.clear();
        self.changed.clear();
        self.disturbed.clear();
        self.is_stale = false;
        self.unread.clear();
        for folder in self.folders.clone() {
            let root = root_above(&folder).unwrap_or(folder);
            let folder = (root.clone(), root);
            if !self.unread.contains(&folder) {
                self.unread.push(folder);
            }
        }
        for item in items {
            self.open(item);
        }
    }

    fn item_of(&self, document: Document) -> TextDocumentItem {
        let text = match &document.home {
            Home::Plain(text) | Home::Large(_, _, text) => text.to_string(),
            Home::Project(id, key) => {
                let project = self.projects.get(id);
                let file = project.and_then(|p| Some((p, p.host.file(key)?)));
                file.map_or_else(String::new, |(p, file)| file.text(p.host.db()).to_string())
            }
        };
        TextDocumentItem::new(document.uri, document.language, document.version, text)
    }
}

/// Whether a walk through the folder comes by the root, or the root is above the folder.
fn is_related(folder: &Path, root: &Path) -> bool {
    root.starts_with(folder) || folder.starts_with(root)
}

/// A change in bytes, and the text after it.
fn applied(
    text: &Rope,
    change: TextDocumentContentChangeEvent,
    encoding: specql_analysis::position::Encoding,
) -> (Change, Rope) {
    let whole = Span::new(0, text.len_bytes());
    let span = change
        .range
        .map_or(whole, |range| convert::span(text, range, encoding));
    let mut after = text.clone();
    let start = after.byte_to_char(span.start as usize);
    let end = after.byte_to_char(span.end as usize);
    after.remove(start..end);
    after.insert(start, &change.text);
    let change = Change {
        span,
        text: change.text,
    };
    (change, after)
}

#[cfg(test)]
mod tests;
