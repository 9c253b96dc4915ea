//! What is wrong with files, without being asked.
//!
//! After a change, the open documents of a project are checked; then, when something changed that
//! other files can see, all its files, a few at a time. Clients that do not ask are told of all
//! files, but of very many only of the open ones. Clients that ask are told to ask again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use lsp_types::Uri;
use serde_json::{Value, json};

use super::event::{Event, Ticket};
use super::pool::Priority;
use super::project::ProjectId;
use super::publish::{Diagnosed, Outcome, Published, Seen, Visible, diagnose, visible};
use super::refresh::{Refresh, Refreshes};
use super::serve::Server;
use super::uri::{self, Place};

/// Clients that do not ask are told of the closed files of a project only if there are no more
/// files than this.
const MANY: usize = 2_000;

/// So many files are checked at a time.
const CHUNK: usize = 32;

/// After so many files, what can be made again is forgotten.
const TRIM: usize = 128;

/// After a change, all files are checked when so long nothing else has changed.
const QUIET: Duration = Duration::from_millis(300);

/// What is being checked, and what the client knows.
#[derive(Default)]
pub struct Checking {
    /// Projects of which files are being checked.
    busy: BTreeSet<ProjectId>,
    /// Projects of which all files are to be checked.
    sweeps: BTreeMap<ProjectId, Sweep>,
    /// What others could see of open documents when they were checked last.
    visible: HashMap<ProjectId, HashMap<String, Visible>>,
    /// What was told to a client that does not ask.
    published: Published,
    /// What a client that asks was told of the open documents: for which version, and a name of it.
    pulled: HashMap<Uri, (i32, String)>,
    /// What is true of the open documents, the same way.
    known: HashMap<Uri, (i32, String)>,
    /// What is wrong with all files, for a client that asks for all of them.
    reports: BTreeMap<Uri, Report>,
    /// Requests that wait until all files were checked and something has changed.
    parked: Vec<Ticket>,
    /// Whether the client has asked for all files.
    is_all_wanted: bool,
    pub(super) refreshes: Refreshes,
}

/// A check of all files of a project.
struct Sweep {
    /// Not before this.
    due: Instant,
    /// Files that are still to be checked.
    todo: Vec<String>,
    /// How many were checked since the last forgetting.
    done: usize,
}

/// What is wrong with a file.
struct Report {
    version: Option<i32>,
    result_id: String,
    items: Value,
}

impl Checking {
    /// Whether something is being checked.
    pub fn is_busy(&self) -> bool {
        !self.busy.is_empty()
    }

    /// When something is to be done.
    pub fn due(&self) -> Option<Instant> {
        let sweeps = self.sweeps.iter();
        let free = sweeps.filter(|(id, _)| !self.busy.contains(id));
        let sweep = free.map(|(_, sweep)| sweep.due).min();
        sweep.into_iter().chain(self.refreshes.due()).min()
    }

    /// Whether the client knows something else of a document than is true. If it is another
    /// version, it asks anyway.
    fn compare(&mut self, uri: &Uri) {
        if let (Some(pulled), Some(known)) = (self.pulled.get(uri), self.known.get(uri))
            && pulled.0 == known.0
            && pulled.1 != known.1
        {
            self.refreshes.want(Refresh::Diagnostics);
        }
    }
}

impl Server {
    /// Has checked what has changed.
    pub(super) fn check_changed(&mut self) {
        for id in std::mem::take(&mut self.session.disturbed) {
            self.begin_sweep(id, Duration::ZERO);
            self.session.changed.insert(id);
            self.checking.refreshes.want(Refresh::Views);
        }
        for id in std::mem::take(&mut self.session.changed) {
            if self.checking.busy.contains(&id) {
                // When that is done, it is begun anew.
                self.session.changed.insert(id);
            } else {
                if self.previews.has_any() {
                    self.checking.refreshes.want(Refresh::Contents);
                }
                let keys = self.unasked_keys(id);
                self.check(id, keys, Seen::Open);
            }
        }
        self.go_on_sweeping();
        self.take_back();
        self.refresh();
    }

    /// The open documents of a project, but for those that the client is going to ask about.
    fn unasked_keys(&self, id: ProjectId) -> Vec<String> {
        let (checking, does_ask) = (&self.checking, self.session.client.pulls());
        let does_ask = does_ask && !checking.is_all_wanted;
        let project = self.session.projects.get(&id);
        let open = project.into_iter().flat_map(|project| project.open.iter());
        let unasked = open.filter(|(_, open)| {
            let pulled = checking.pulled.get(&open.uri);
            !does_ask || pulled.is_some_and(|(version, _)| *version == open.version)
        });
        unasked.map(|(key, _)| key.to_string()).collect()
    }

    /// Has all files of a project checked.
    fn begin_sweep(&mut self, id: ProjectId, quiet: Duration) {
        let Some(project) = self.session.projects.get(&id) else {
            return;
        };
        if !self.is_sweeping(project.host.files().count()) || !project.is_complete {
            return;
        }
        let files = project.host.files().map(|(key, _)| key);
        let keys = files.chain(project.bad.keys().map(AsRef::as_ref));
        let keys: BTreeSet<_> = keys.map(str::to_owned).collect();
        let sweep = Sweep {
            due: Instant::now() + quiet,
            todo: keys.into_iter().rev().collect(),
            done: 0,
        };
        self.checking.sweeps.insert(id, sweep);
    }

    fn is_sweeping(&self, files: usize) -> bool {
        self.checking.is_all_wanted || (!self.session.client.pulls() && files <= MANY)
    }

    fn go_on_sweeping(&mut self) {
        let now = Instant::now();
        let sweeps = &self.checking.sweeps;
        let due = sweeps.iter().filter(|(_, sweep)| sweep.due <= now);
        let due: Vec<_> = due.map(|(id, _)| *id).collect();
        for id in due {
            if self.checking.busy.contains(&id) || self.session.changed.contains(&id) {
                continue;
            }
            let Some(sweep) = self.checking.sweeps.get_mut(&id) else {
                continue;
            };
            if sweep.todo.is_empty() {
                self.checking.sweeps.remove(&id);
                self.trim(id);
                continue;
            }
            let rest = sweep.todo.len().saturating_sub(CHUNK);
            let keys = sweep.todo.split_off(rest);
            sweep.done += keys.len();
            if sweep.done >= TRIM {
                sweep.done = 0;
                self.trim(id);
            }
            self.check(id, keys, Seen::All);
        }
    }

    /// Has what can be made again forgotten.
    fn trim(&mut self, id: ProjectId) {
        if let Some(project) = self.session.projects.get_mut(&id) {
            project.host.trim();
        }
    }

    fn check(&mut self, id: ProjectId, keys: Vec<String>, seen: Seen) {
        let Some(project) = self.session.projects.get(&id) else {
            return;
        };
        let epoch = project.epoch;
        let snapshot = self.session.snapshot([id]);
        let events = self.events.clone();
        self.checking.busy.insert(id);
        self.pool.spawn(Priority::Rest, move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let visible = match seen {
                    Seen::Open => visible(&snapshot),
                    Seen::All => Vec::new(),
                };
                let found = diagnose(&snapshot, &keys);
                Outcome { found, visible }
            }));
            drop(snapshot);
            let _ = events.send(Event::Diagnosed(Diagnosed {
                project: id,
                epoch,
                keys,
                seen,
                outcome: outcome.ok(),
            }));
        });
    }

    /// Tells what was found, if nothing has changed since.
    pub(super) fn diagnosed(&mut self, diagnosed: Diagnosed) {
        let id = diagnosed.project;
        self.checking.busy.remove(&id);
        let epoch = self.session.projects.get(&id).map(|project| project.epoch);
        let is_current = epoch == Some(diagnosed.epoch);
        let Some(outcome) = diagnosed.outcome.filter(|_| is_current) else {
            if is_current {
                // It broke down; it would again.
                self.log_once("the check of a file broke down; please report it");
            } else if diagnosed.seen == Seen::All
                && let Some(sweep) = self.checking.sweeps.get_mut(&id)
            {
                sweep.todo.extend(diagnosed.keys);
            }
            return;
        };
        if diagnosed.seen == Seen::Open {
            self.note_visible(id, outcome.visible);
        }
        for found in outcome.found {
            self.found(found);
        }
    }

    fn found(&mut self, found: super::publish::Found) {
        if self.checking.is_all_wanted {
            let report = Report {
                version: found.version,
                result_id: found.result_id(),
                items: json!(found.diagnostics),
            };
            self.checking.reports.insert(found.uri.clone(), report);
        }
        let is_settings = found.is_settings;
        if !self.session.client.pulls() || (is_settings && !self.checking.is_all_wanted) {
            if let Some(params) = self.checking.published.news(found) {
                self.tell("textDocument/publishDiagnostics", &params);
            }
            return;
        }
        if let Some(version) = found.version {
            let known = (version, found.result_id());
            self.checking.known.insert(found.uri.clone(), known);
            self.checking.compare(&found.uri);
        }
    }

    /// Takes note of what a client that asks was told of a document.
    pub(super) fn pulled(&mut self, uri: &Uri, version: i32, result_id: &str) {
        let pulled = (version, result_id.to_owned());
        self.checking.pulled.insert(uri.clone(), pulled);
        self.checking.compare(uri);
    }

    /// Whether others can see something else of the open documents than before: then all files
    /// are checked.
    fn note_visible(&mut self, id: ProjectId, visible: Vec<(String, Visible)>) {
        let visible: HashMap<_, _> = visible.into_iter().collect();
        let before = self.checking.visible.insert(id, visible);
        let now = self.checking.visible.get(&id);
        let pairs = before.iter().flatten().filter_map(|(key, before)| {
            let now = now?.get(key)?;
            Some((before, now))
        });
        let is_changed = pairs.into_iter().any(|(before, now)| before != now);
        if is_changed {
            self.begin_sweep(id, QUIET);
        }
    }

    /// Takes back what was told of files that are no more.
    fn take_back(&mut self) {
        if self.session.gone.is_empty() {
            return;
        }
        let gone = std::mem::take(&mut self.session.gone);
        let projects = &self.session.projects;
        self.checking
            .visible
            .retain(|id, _| projects.contains_key(id));
        let documents = &self.session.documents;
        let is_gone = |uri: &Uri| {
            let place = uri::place(uri);
            let is_below = |gone: &Place| match (gone, &place) {
                (Place::File(gone), Place::File(path)) => path.starts_with(gone),
                (gone, place) => gone == place,
            };
            !documents.contains_key(&place) && gone.iter().any(is_below)
        };
        self.checking.reports.retain(|uri, _| !is_gone(uri));
        self.checking.pulled.retain(|uri, _| !is_gone(uri));
        self.checking.known.retain(|uri, _| !is_gone(uri));
        for params in self.checking.published.clear(is_gone) {
            self.tell("textDocument/publishDiagnostics", &params);
        }
    }

    /// Keeps a question for all files until there is an answer.
    pub(super) fn park(&mut self, ticket: Ticket) {
        self.checking.parked.push(ticket);
        if !self.checking.is_all_wanted {
            self.checking.is_all_wanted = true;
            let ids = self.session.projects.keys().copied();
            self.session.disturbed.extend(ids);
        }
    }

    /// Answers the questions for all files, when they were checked. A client that knows all is
    /// answered when something changes.
    pub(super) fn answer_parked(&mut self) {
        let checking = &self.checking;
        let is_settled = checking.busy.is_empty()
            && checking.sweeps.is_empty()
            && self.session.changed.is_empty()
            && !self.reading.is_busy()
            && !self.reading.is_waiting();
        if !is_settled {
            return;
        }
        for ticket in std::mem::take(&mut self.checking.parked) {
            let Some(params) = self.requests.params(ticket) else {
                continue;
            };
            match self.checking.news(&params) {
                Some(items) => self.answer(ticket, Ok(json!({"items": items}))),
                None => self.checking.parked.push(ticket),
            }
        }
    }
}

impl Checking {
    /// What the sender of these parameters does not know yet; none when that is nothing.
    fn news(&self, params: &Value) -> Option<Vec<Value>> {
        let before = params.get("previousResultIds").and_then(Value::as_array);
        let before = before.into_iter().flatten().filter_map(|known| {
            let uri: Uri = known.get("uri")?.as_str()?.parse().ok()?;
            Some((uri, known.get("value")?.as_str()?))
        });
        let mut before: BTreeMap<Uri, &str> = before.collect();
        let mut is_new = before.is_empty();
        let mut items = Vec::new();
        for (uri, report) in &self.reports {
            let known = before.remove(uri);
            let (version, result_id) = (report.version, report.result_id.as_str());
            if known == Some(result_id) {
                items.push(json!({"kind": "unchanged", "uri": uri, "version": version,
                                  "resultId": result_id}));
            } else {
                is_new = true;
                items.push(json!({"kind": "full", "uri": uri, "version": version,
                                  "resultId": result_id, "items": report.items}));
            }
        }
        for (uri, value) in before {
            if value != GONE {
                is_new = true;
            }
            items.push(json!({"kind": "full", "uri": uri, "version": null,
                              "resultId": GONE, "items": []}));
        }
        is_new.then_some(items)
    }
}

/// The name of the diagnostics of a file that is no more.
const GONE: &str = "gone";
