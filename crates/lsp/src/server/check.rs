//! The diagnostics of a file, as the command line would print them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use lsp_types::{Diagnostic, Uri};
use ropey::Rope;
use specql_analysis::db::File;
use specql_analysis::{is_of_project, is_spec, shown};

use super::client::Client;
use super::convert;
use super::snapshot::View;
use super::uri::{self, Place};

/// What is wrong with a file, by the name that the database has for it; none when there is no
/// such file.
pub fn of_key(view: &View, key: &str, client: &Client) -> Option<Vec<Diagnostic>> {
    if let Some(bad) = view.bad.get(key) {
        // In UTF-16 every other byte of most texts is zero.
        let is_wanted = is_spec(&bad.text.replace(['\0', '\u{fffd}'], ""));
        let found = view.shown_by.apply(bad.diagnostic.clone());
        let text = Rope::from_str(&bad.text);
        let found = found.filter(|_| is_wanted && !view.is_excluded);
        let found = found.map(|found| convert::diagnostic(view, &text, &found, client));
        return Some(found.into_iter().collect());
    }
    Some(of_file(view, view.file(key)?, client))
}

/// What is wrong with a file.
pub fn of_file(view: &View, file: File, client: &Client) -> Vec<Diagnostic> {
    if view.is_excluded || !is_of_project(&view.db, file) {
        return Vec::new();
    }
    let text = view.text(file);
    let found = shown(&view.db, file, &view.shown_by);
    let found = found.iter();
    let found = found.map(|found| convert::diagnostic(view, text, found, client));
    found.collect()
}

/// What is wrong with the settings, if this is the file in which they stand.
pub fn of_settings(view: &View, path: &Path, client: &Client) -> Option<Vec<Diagnostic>> {
    let file = view.settings_file.as_ref()?;
    if file.path != path {
        return None;
    }
    let text = Rope::from_str(&file.text);
    let found = file.diagnostics.iter();
    let found = found.map(|found| convert::diagnostic(view, &text, found, client));
    Some(found.collect())
}

/// What is wrong with what a URI stands for.
pub fn of_uri(view: &View, uri: &Uri, client: &Client) -> Option<Vec<Diagnostic>> {
    if let Place::File(path) = uri::place(uri)
        && let Some(found) = of_settings(view, &path, client)
    {
        return Some(found);
    }
    of_key(view, &view.key(uri)?, client)
}

/// A name that stays the same as long as the diagnostics do.
pub fn result_id(found: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    for diagnostic in found {
        let text = serde_json::to_string(diagnostic).unwrap_or_default();
        text.hash(&mut hasher);
    }
    format!("{:x}", hasher.finish())
}
