//! `specql/status`: how the server is, and why a document is looked at or not.

use std::path::Path;

use serde_json::{Map, Value, json};
use specql_analysis::is_of_project;
use specql_analysis::settings::FILE_NAME;

use super::project::Project;
use super::requests::uri_in;
use super::serve::Server;
use super::session::Home;
use super::uri::{self, Place};

impl Server {
    /// How the server is. With a `textDocument`, also why that is looked at or not.
    pub(super) fn status(&self, params: &Value) -> Value {
        let is_ready = !self.reading.is_busy() && self.session.is_complete();
        let projects = self.session.projects.values();
        let folders: Vec<_> = projects.map(folder).collect();
        let timings = self.requests.timings.iter().map(|(method, timing)| {
            let value = json!({"count": timing.count,
                               "lastMs": timing.last.as_secs_f64() * 1000.0,
                               "slowestMs": timing.slowest.as_secs_f64() * 1000.0});
            (method.clone(), value)
        });
        let timings: Map<_, _> = timings.collect();
        let mut status = json!({
            "state": if is_ready { "ready" } else { "reading" },
            "version": env!("CARGO_PKG_VERSION"),
            "specqlVersion": "0.8.7",
            "positionEncoding": self.session.client.encoding_kind(),
            "diagnostics": if self.session.client.pulls() { "pulled" } else { "pushed" },
            "openDocuments": self.session.documents.len(),
            "folders": folders,
            "readingMs": self.reading.took.map(|took| took.as_secs_f64() * 1000.0),
            "timings": timings,
            "memoryBytes": memory(),
        });
        if let Some(uri) = uri_in(params) {
            let place = uri::place(&uri);
            let (is_analysed, reason) = self.why(&place);
            status["document"] = json!({
                "uri": uri,
                "isAnalysed": is_analysed,
                "reason": reason,
                "version": self.session.documents.get(&place).map(|d| d.version),
            });
        }
        status
    }

    /// Whether a document is looked at, and why.
    fn why(&self, place: &Place) -> (bool, String) {
        if *place == Place::Foreign {
            return (
                false,
                "only files and unsaved buffers are looked at".to_owned(),
            );
        }
        if let Place::File(path) = place
            && path.ends_with(FILE_NAME)
        {
            return self.why_settings(path);
        }
        let is_open = self.session.documents.get(place);
        if let Some(document) = is_open
            && let Home::Plain(_) = document.home
        {
            return (false, "it is no YAML file".to_owned());
        }
        let home = is_open.and_then(|document| match &document.home {
            Home::Project(id, key) | Home::Large(id, key, _) => {
                Some((self.session.projects.get(id)?, key.clone()))
            }
            Home::Plain(_) => None,
        });
        let home = home.or_else(|| self.home_of(place));
        let Some((project, key)) = home else {
            return (
                false,
                "it is not open and no YAML file of the workspace".to_owned(),
            );
        };
        if let Some(bad) = project.bad.get(key.as_str()) {
            return (false, bad.diagnostic.message.clone());
        }
        if project.is_excluded {
            return (false, "the settings `files` leave it out".to_owned());
        }
        let Some(file) = project.host.file(&key) else {
            return (false, "it is not there any more".to_owned());
        };
        if !is_of_project(project.host.db(), file) {
            let reason = "it has no `entity` at its top and is no other file of a project";
            return (false, reason.to_owned());
        }
        match &project.root {
            Some(root) => (
                true,
                format!("it belongs to the project in {}", root.display()),
            ),
            None => (true, "it stands alone: no project is around it".to_owned()),
        }
    }

    /// The same of a file with settings.
    fn why_settings(&self, path: &Path) -> (bool, String) {
        let mut projects = self.session.projects.values();
        let its = projects.find(|project| {
            let file = project.settings_file.as_ref();
            file.is_some_and(|file| file.path == path)
        });
        match its.and_then(|project| project.root.as_ref()) {
            Some(root) => (
                true,
                format!("it has the settings of the project in {}", root.display()),
            ),
            None => (
                false,
                "it has settings, but no open project takes its own from it".to_owned(),
            ),
        }
    }

    fn home_of(&self, place: &Place) -> Option<(&Project, String)> {
        let Place::File(path) = place else {
            return None;
        };
        let projects = self.session.projects.values();
        let mut homes = projects.filter_map(|project| {
            path.strip_prefix(project.root.as_ref()?).ok()?;
            let key = project.key(path);
            project.has_file(&key).then_some((project, key))
        });
        homes.next()
    }
}

fn folder(project: &Project) -> Value {
    let settings = project.settings_file.as_ref();
    json!({
        "root": project.root,
        "files": project.host.files().count() + project.bad.len(),
        "open": project.open.len(),
        "isComplete": project.is_complete,
        "target": match project.settings.target {
            specql_language::Target::V0_8 => "0.8",
            specql_language::Target::Next => "next",
        },
        "settings": settings.map(|file| &file.path),
        "postgres": project.settings.sql.postgres,
    })
}

/// How much memory the program takes; none where that cannot be seen.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
