//! Diagnostics that are sent without being asked for, and what the client has been told so far.

use std::collections::HashMap;

use lsp_types::{Diagnostic, PublishDiagnosticsParams, Uri};

use super::check::{of_key, of_settings, print_of};
use super::project::ProjectId;
use super::snapshot::{Snapshot, View};
use super::uri::of_path;

/// Documents that were checked.
pub struct Diagnosed {
    /// Of which project.
    pub project: ProjectId,
    /// The state of the project that was checked.
    pub epoch: u64,
    /// What was found; nothing when the project changed meanwhile.
    pub found: Option<Vec<Found>>,
}

/// What was found in a file.
pub struct Found {
    /// The file.
    pub uri: Uri,
    /// The version that was checked, if the client has it open.
    pub version: Option<i32>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks files of a project, by the names of its database, and its settings.
pub fn diagnose(snapshot: &Snapshot, keys: &[String]) -> Vec<Found> {
    let mut found = Vec::new();
    for view in &snapshot.views {
        found.extend(settings(view, snapshot));
        for key in keys {
            let checked = of_key(view, key, &snapshot.client);
            let (Some(uri), Some(diagnostics)) = (view.uri_of(key), checked) else {
                continue;
            };
            found.push(Found {
                uri,
                version: view.open().get(key.as_str()).map(|open| open.version),
                diagnostics,
            });
        }
    }
    found
}

fn settings(view: &View, snapshot: &Snapshot) -> Option<Found> {
    let path = &view.settings_file.as_ref()?.path;
    Some(Found {
        uri: of_path(path)?,
        version: None,
        diagnostics: of_settings(view, path, &snapshot.client)?,
    })
}

/// What the client has been told of each file: for which version, and what.
#[derive(Default)]
pub struct Published {
    told: HashMap<Uri, (Option<i32>, u64)>,
}

impl Published {
    /// What is to be told of a file; none when the client knows it all.
    pub fn news(&mut self, found: Found) -> Option<PublishDiagnosticsParams> {
        let now = (found.version, print_of(&found.diagnostics));
        let before = self.told.get(&found.uri);
        if before == Some(&now)
            || (before.is_none() && found.version.is_none() && found.diagnostics.is_empty())
        {
            return None;
        }
        if found.diagnostics.is_empty() && found.version.is_none() {
            self.told.remove(&found.uri);
        } else {
            self.told.insert(found.uri.clone(), now);
        }
        Some(PublishDiagnosticsParams::new(
            found.uri,
            found.diagnostics,
            found.version,
        ))
    }

    /// Takes back what was told of files that are no more.
    pub fn clear(&mut self, is_gone: impl Fn(&Uri) -> bool) -> Vec<PublishDiagnosticsParams> {
        let mut gone: Vec<_> = self
            .told
            .keys()
            .filter(|uri| is_gone(uri))
            .cloned()
            .collect();
        gone.sort();
        gone.into_iter()
            .map(|uri| {
                self.told.remove(&uri);
                PublishDiagnosticsParams::new(uri, Vec::new(), None)
            })
            .collect()
    }
}
