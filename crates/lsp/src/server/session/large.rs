//! Documents as they are open in their projects, and those that are too large for that.
//!
//! Every keystroke in a document has all of it looked at again. A text that nobody has typed would
//! cost a client seconds and gigabytes with each of them, so it is kept as it is, and its first line
//! says so.

use std::sync::Arc;

use lsp_types::Uri;
use ropey::Rope;
use specql_analysis::{MAX_SIZE, too_large};

use super::{Home, Session};
use crate::server::project::{Bad, Open, Project, ProjectId};
use crate::server::uri::Place;

/// Larger documents are not looked into while they are open.
const MOST_BYTES: usize = 2_000_000;

/// So much of a large document is enough to see what it is.
const HEAD: usize = 1 << 16;

/// Whether a document of so many bytes is too large.
pub(super) fn is_large(bytes: usize) -> bool {
    bytes > MOST_BYTES
}

impl Session {
    /// Opens a document in a project.
    pub(super) fn open_in(
        &mut self,
        id: ProjectId,
        key: String,
        uri: &Uri,
        version: i32,
        text: &str,
    ) -> Home {
        let Some(project) = self.projects.get_mut(&id) else {
            return Home::Project(id, key);
        };
        let open = Open {
            uri: uri.clone(),
            version,
        };
        Arc::make_mut(&mut project.open).insert(key.as_str().into(), open);
        project.epoch += 1;
        self.changed.insert(id);
        if is_large(text.len()) {
            leave_out(project, &key, text.chars().take(HEAD).collect());
            return Home::Large(id, key, Rope::from_str(text));
        }
        Arc::make_mut(&mut project.bad).remove(key.as_str());
        project.host.open(&key, text);
        Home::Project(id, key)
    }

    /// Takes note in its project that a document has changed. It may have become too large, or
    /// small enough.
    pub(super) fn changed_in_project(&mut self, place: &Place) {
        let Some(document) = self.documents.get_mut(place) else {
            return;
        };
        let (id, key, text) = match &document.home {
            Home::Plain(_) => return,
            Home::Project(id, key) => (*id, key.clone(), None),
            Home::Large(id, key, text) => (*id, key.clone(), Some(text.clone())),
        };
        let Some(project) = self.projects.get_mut(&id) else {
            return;
        };
        if let Some(open) = Arc::make_mut(&mut project.open).get_mut(key.as_str()) {
            open.version = document.version;
        }
        project.epoch += 1;
        self.changed.insert(id);
        let Some(text) = text else { return };
        if !is_large(text.len_bytes()) {
            Arc::make_mut(&mut project.bad).remove(key.as_str());
            project.host.open(&key, &text.to_string());
            document.home = Home::Project(id, key);
            self.disturbed.insert(id);
        } else if !project.bad.contains_key(key.as_str()) {
            leave_out(project, &key, text.chars().take(HEAD).collect());
            self.disturbed.insert(id);
        }
    }
}

/// Leaves a document out of its project, but for what can be shown of it.
fn leave_out(project: &mut Project, key: &str, text: String) {
    let help = format!(
        "while it is open, nothing is checked, completed or shown in it; `specql-lsp --check` reads \
         files of up to {} MB",
        MAX_SIZE / 1_000_000
    );
    let diagnostic = too_large(MOST_BYTES).with_help(help);
    Arc::make_mut(&mut project.bad).insert(key.into(), Bad { diagnostic, text });
    project.host.remove_file(key);
}
