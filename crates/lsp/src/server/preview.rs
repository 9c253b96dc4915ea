//! The SQL of a spec, shown by the client: a virtual document where it has such, else a file that is
//! only for reading.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::failure::Failure;
use super::methods::{PREVIEW_SQL, spec_of};
use super::serve::{Asked, Server};
use super::uri;

/// What is shown to the client.
#[derive(Default)]
pub struct Previews {
    /// Virtual documents that the client has asked for.
    asked: BTreeSet<String>,
    /// Files, by the virtual documents that they stand for.
    files: BTreeMap<String, PathBuf>,
    /// Where the files are.
    folder: Option<PathBuf>,
}

/// A client that asks for more virtual documents than this is not told of their changes.
const MOST: usize = 100;

impl Previews {
    /// Whether the client has asked for a virtual document.
    pub fn has_any(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Takes note of a virtual document that the client asks for.
    fn note(&mut self, uri: &str) {
        if self.asked.len() < MOST {
            self.asked.insert(uri.to_owned());
        }
    }

    /// Writes SQL into a file of its own, which nobody is to write to.
    fn write(&mut self, uri: &str, sql: &str) -> io::Result<PathBuf> {
        let folder = match &self.folder {
            Some(folder) => folder.clone(),
            None => {
                let made = own_folder()?;
                self.folder = Some(made.clone());
                made
            }
        };
        let number = self.files.len();
        let path = self.files.entry(uri.to_owned()).or_insert_with(|| {
            let name = uri.rsplit('/').next().unwrap_or_default();
            let kept = name.chars().map(|c| match c {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => c,
                _ => '.',
            });
            let name: String = kept.take(100).collect();
            folder.join(format!("{number}-{}.sql", name.trim_matches('.')))
        });
        set_readonly(path, false);
        fs::write(&path, sql)?;
        set_readonly(path, true);
        Ok(path.clone())
    }
}

impl Drop for Previews {
    fn drop(&mut self) {
        for path in self.files.values() {
            set_readonly(path, false);
        }
        if let Some(folder) = &self.folder {
            // What cannot be removed is in the folder for what is temporary.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// A new folder among what is temporary.
fn own_folder() -> io::Result<PathBuf> {
    let process = std::process::id();
    let mut last = io::Error::other("there is no name left");
    for number in 0..100 {
        let folder = std::env::temp_dir().join(format!("specql-lsp-{process}-{number}"));
        // One that is there already may be another's.
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// As far as that is possible: it only keeps people from typing in vain.
fn set_readonly(path: &Path, is_readonly: bool) {
    if let Ok(known) = fs::metadata(path) {
        let mut permissions = known.permissions();
        #[allow(clippy::permissions_set_readonly_false, reason = "it was ours before")]
        permissions.set_readonly(is_readonly);
        let _ = fs::set_permissions(path, permissions);
    }
}

impl Server {
    /// Takes note of what is asked for as a virtual document.
    pub(super) fn note_content(&mut self, params: &Value) {
        if let Some(uri) = params.get("uri").and_then(Value::as_str)
            && spec_of(uri).is_some()
        {
            self.previews.note(uri);
        }
    }

    /// Lets the client show what a command has made.
    pub(super) fn show_made(&mut self, params: &Value, result: &Result<Value, Failure>) {
        let is_ours = params.get("command").and_then(Value::as_str) == Some(PREVIEW_SQL);
        let Ok(made) = result else { return };
        let said = |name: &str| made.get(name).and_then(Value::as_str);
        let (Some(shown), Some(sql)) = (said("uri"), said("sql")) else {
            return;
        };
        let client = self.session.client.clone();
        if !is_ours || !client.shows_documents() {
            return;
        }
        let uri = if client.has_virtual_documents {
            shown.to_owned()
        } else {
            match self.previews.write(shown, sql) {
                Ok(path) => match uri::of_path(&path) {
                    Some(uri) => uri.to_string(),
                    None => return,
                },
                Err(error) => {
                    let message = format!("the SQL cannot be written for the editor: {error}");
                    return self.log_once(&message);
                }
            }
        };
        let params = json!({"uri": uri, "takeFocus": false});
        self.ask(Asked::Nothing, "window/showDocument", &params);
    }

    /// Tells the client that virtual documents may have changed.
    pub(super) fn refresh_contents(&mut self) {
        if !self.session.client.has_virtual_documents {
            return;
        }
        for uri in self.previews.asked.clone() {
            let params = json!({"uri": uri});
            self.ask(
                Asked::Nothing,
                "workspace/textDocumentContent/refresh",
                &params,
            );
        }
    }
}
