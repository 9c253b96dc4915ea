//! Files that come, change and go on the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lsp_types::{
    CreateFilesParams, DeleteFilesParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, RenameFilesParams, Uri,
};
use serde_json::json;
use specql_analysis::settings::FILE_NAME;

use super::loading::Work;
use super::project::is_marker;
use super::serve::{Asked, Server};
use super::uri::{self, Place};

impl Server {
    /// Asks the client to watch the files that matter.
    pub(super) fn watch(&mut self) {
        let watchers = WATCHED.map(|pattern| json!({"globPattern": pattern}));
        let registration = json!({"registrations": [{
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers},
        }]});
        self.ask(Asked::Nothing, "client/registerCapability", &registration);
    }

    pub(super) fn watched(&mut self, params: DidChangeWatchedFilesParams) {
        let uris = params.changes.into_iter().map(|change| change.uri);
        let paths = uris.filter_map(path_of).collect();
        self.changed_on_disk(paths);
    }

    pub(super) fn created(&mut self, params: CreateFilesParams) {
        let uris = params.files.iter().map(|file| file.uri.as_str());
        self.changed_on_disk(uris.filter_map(path_in).collect());
    }

    pub(super) fn renamed(&mut self, params: RenameFilesParams) {
        let files = params.files.iter();
        let uris = files.flat_map(|file| [file.old_uri.as_str(), file.new_uri.as_str()]);
        self.changed_on_disk(uris.filter_map(path_in).collect());
    }

    pub(super) fn deleted(&mut self, params: DeleteFilesParams) {
        let uris = params.files.iter().map(|file| file.uri.as_str());
        self.changed_on_disk(uris.filter_map(path_in).collect());
    }

    pub(super) fn folders_changed(&mut self, params: DidChangeWorkspaceFoldersParams) {
        let removed: Vec<_> = params.event.removed.into_iter().map(|f| f.uri).collect();
        let removed: Vec<_> = removed.into_iter().filter_map(path_of).collect();
        let folders = &mut self.session.folders;
        folders.retain(|folder| !removed.contains(folder));
        for added in params.event.added {
            if let Some(path) = path_of(added.uri)
                && !folders.contains(&path)
            {
                folders.push(path);
            }
        }
        self.start_over();
    }

    /// Something at these places has come, changed or gone.
    pub(super) fn changed_on_disk(&mut self, paths: BTreeSet<PathBuf>) {
        if paths.iter().any(|path| self.changes_roots(path)) {
            self.start_over();
            return;
        }
        if paths.iter().any(|path| path.ends_with(FILE_NAME)) {
            self.session.settings_have_changed();
        }
        let mut changed = Vec::new();
        for path in paths {
            if path.is_dir() {
                // It may have been a file.
                if self.session.knows(&path) {
                    self.session.forget(&path);
                }
                if let Some(root) = self.session.root_of(&path.join("any")) {
                    self.session.unread.push((path, root));
                }
            } else {
                changed.push(path);
            }
        }
        // What is gone takes the same way, behind what was read of it before.
        if !changed.is_empty() {
            self.reading.loader.read(Work::Files {
                paths: changed,
                folders: self.session.folders.clone(),
            });
        }
    }

    /// Whether files belong together in another way now. A change of what stands in a file does
    /// not do that.
    fn changes_roots(&self, path: &Path) -> bool {
        if !is_marker(path) {
            return false;
        }
        let mut projects = self.session.projects.values();
        let is_root = projects.any(|project| {
            let root = project.root.as_deref();
            root.is_some_and(|root| path.starts_with(root) && path.ancestors().nth(1) == Some(root))
        });
        is_root != path.exists()
    }
}

/// What matters on the disk.
const WATCHED: [&str; 4] = ["**/*.yaml", "**/*.yml", "**/*.specql", "**/specql.toml"];

fn path_of(uri: Uri) -> Option<PathBuf> {
    match uri::place(&uri) {
        Place::File(path) => Some(path),
        _ => None,
    }
}

fn path_in(uri: &str) -> Option<PathBuf> {
    path_of(uri.parse().ok()?)
}
