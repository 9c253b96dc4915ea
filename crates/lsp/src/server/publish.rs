//! Diagnostics that are sent without being asked for, and what the client has been told so far.

use std::collections::HashMap;

use lsp_types::{Diagnostic, PublishDiagnosticsParams, Uri};
use specql_analysis::summary::{Summary, summary};

use super::check::{of_key, of_settings, result_id};
use super::project::ProjectId;
use super::snapshot::{Snapshot, View};
use super::uri::of_path;

/// Documents that were checked.
pub struct Diagnosed {
    /// Of which project.
    pub project: ProjectId,
    /// The state of the project that was checked.
    pub epoch: u64,
    /// The files, by the names of its database.
    pub keys: Vec<String>,
    /// Why they were checked.
    pub seen: Seen,
    /// What was found; nothing when the project changed meanwhile.
    pub outcome: Option<Outcome>,
}

/// What a check has found.
pub struct Outcome {
    /// What is wrong with the files.
    pub found: Vec<Found>,
    /// What others can see of the open documents, if that was looked at.
    pub visible: Vec<(String, Visible)>,
}

/// Why files are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// They are open.
    Open,
    /// They are some of all.
    All,
}

/// What was found in a file.
pub struct Found {
    /// The file.
    pub uri: Uri,
    /// The version that was checked, if the client has it open.
    pub version: Option<i32>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether it is the file with the settings.
    pub is_settings: bool,
}

impl Found {
    /// A name that stays the same as long as the diagnostics do.
    pub fn result_id(&self) -> String {
        result_id(&self.diagnostics)
    }
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
                is_settings: false,
            });
        }
    }
    found
}

/// What others can see of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Visible {
    summary: Summary,
    /// Of files that are no specs, all of it.
    revision: Option<u64>,
}

/// What others can see of the open documents.
pub fn visible(snapshot: &Snapshot) -> Vec<(String, Visible)> {
    let views = snapshot.views.iter();
    let open = views.flat_map(|view| view.open().keys().map(move |key| (view, key)));
    let visible = open.filter_map(|(view, key)| {
        let file = view.file(key)?;
        let summary = summary(&view.db, file).clone();
        let is_spec = summary.entity.is_some();
        let revision = (!is_spec).then(|| file.revision(&view.db));
        Some((key.to_string(), Visible { summary, revision }))
    });
    visible.collect()
}

fn settings(view: &View, snapshot: &Snapshot) -> Option<Found> {
    let path = &view.settings_file.as_ref()?.path;
    Some(Found {
        uri: of_path(path)?,
        version: None,
        diagnostics: of_settings(view, path, &snapshot.client)?,
        is_settings: true,
    })
}

/// What the client has been told of each file: for which version, and what.
#[derive(Default)]
pub struct Published {
    told: HashMap<Uri, (Option<i32>, String)>,
}

impl Published {
    /// What is to be told of a file; none when the client knows it all.
    pub fn news(&mut self, found: Found) -> Option<PublishDiagnosticsParams> {
        let now = (found.version, found.result_id());
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
