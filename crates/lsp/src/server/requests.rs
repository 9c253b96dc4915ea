//! Requests: started on the pool, begun anew when they were overtaken, answered once.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use lsp_types::{InitializeParams, Uri};
use salsa::Database as _;
use serde_json::{Value, json};

use super::event::{Answer, Event, Outcome, Ticket};
use super::failure::Failure;
use super::lifecycle;
use super::methods::{SCHEME, Scope};
use super::pool::Priority;
use super::project::ProjectId;
use super::serve::{Phase, Server, words};
use super::session::Located;
use super::snapshot::unknown;
use super::uri::{self, Place};

/// The requests that are not answered yet, and how long others took.
#[derive(Default)]
pub struct Requests {
    running: HashMap<Ticket, Running>,
    /// Those that were overtaken and are to be begun anew.
    overtaken: Vec<Ticket>,
    /// How long each method took.
    pub timings: BTreeMap<String, Timing>,
}

/// A request that is not answered yet.
struct Running {
    method: String,
    params: Arc<Value>,
    answer: Answer,
    since: Instant,
    /// The document whose places it names, and its version then.
    about: Option<(Place, i32)>,
    stop: Vec<salsa::CancellationToken>,
    is_cancelled: Arc<AtomicBool>,
    is_urgent: bool,
    /// The projects that it is answered from, as they were.
    epochs: Vec<(ProjectId, u64)>,
    tries: u32,
}

/// How long the requests of a method took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    /// How many there were.
    pub count: u64,
    /// How long the last one took.
    pub last: Duration,
    /// How long the slowest one took.
    pub slowest: Duration,
}

/// So often a request is begun anew before the client is told that things change too fast.
const TRIES: u32 = 20;

impl Requests {
    /// Whether a person waits for an answer.
    pub fn is_urgent(&self) -> bool {
        self.running.values().any(|running| running.is_urgent)
    }

    /// Whether something is being answered from a snapshot.
    pub fn is_busy(&self) -> bool {
        let mut running = self.running.values();
        running.any(|running| !running.epochs.is_empty())
    }

    /// The parameters of a request.
    pub fn params(&self, ticket: Ticket) -> Option<Arc<Value>> {
        Some(self.running.get(&ticket)?.params.clone())
    }
}

impl Server {
    pub(super) fn request(
        &mut self,
        ticket: Ticket,
        method: String,
        params: Value,
        answer: Answer,
    ) {
        let failure = match (self.phase, method.as_str()) {
            (Phase::New, "initialize") => {
                answer(self.initialize(params));
                return;
            }
            (Phase::Ready, "shutdown") => {
                self.phase = Phase::Down;
                self.stop_all();
                answer(Ok(Value::Null));
                return;
            }
            (Phase::New | Phase::Answered, _) => {
                Failure::new(Failure::NOT_INITIALIZED, "initialize comes first")
            }
            (Phase::Down, _) => Failure::new(Failure::INVALID_REQUEST, "the server is shut down"),
            (Phase::Ready, "initialize") => Failure::new(
                Failure::INVALID_REQUEST,
                "the server is initialized already",
            ),
            (Phase::Ready, name) if !self.knows(name) => Failure::new(
                Failure::UNKNOWN_METHOD,
                format!("there is no method {name}"),
            ),
            (Phase::Ready, _) => {
                let running = Running {
                    about: self.about(&params),
                    method,
                    params: Arc::new(params),
                    answer,
                    since: Instant::now(),
                    stop: Vec::new(),
                    is_cancelled: Arc::default(),
                    is_urgent: false,
                    epochs: Vec::new(),
                    tries: 0,
                };
                self.requests.running.insert(ticket, running);
                self.start(ticket);
                return;
            }
        };
        answer(Err(failure));
    }

    fn knows(&self, method: &str) -> bool {
        matches!(method, STATUS | WORKSPACE_DIAGNOSTIC) || self.methods.get(method).is_some()
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Failure> {
        let has_virtual_documents = params
            .pointer("/capabilities/workspace/textDocumentContent")
            .is_some_and(Value::is_object);
        let params: InitializeParams =
            serde_json::from_value(params).map_err(|error| Failure::params(error.to_string()))?;
        let result = lifecycle::initialize(&mut self.session, &self.methods, params);
        Arc::make_mut(&mut self.session.client).has_virtual_documents = has_virtual_documents;
        self.phase = Phase::Answered;
        let mut result = serde_json::to_value(result)
            .map_err(|error| Failure::new(Failure::INTERNAL, error.to_string()))?;
        // The types of the pipe are older than this part of the protocol.
        if let Some(workspace) = result.pointer_mut("/capabilities/workspace") {
            workspace["textDocumentContent"] = json!({"schemes": [SCHEME]});
        }
        Ok(result)
    }

    /// The document whose places a request names.
    fn about(&self, params: &Value) -> Option<(Place, i32)> {
        let names_places = ["position", "range", "positions", "ranges"];
        if !names_places.iter().any(|name| params.get(name).is_some()) {
            return None;
        }
        let place = uri::place(&uri_in(params)?);
        let version = self.session.documents.get(&place)?.version;
        Some((place, version))
    }

    /// Lets the pool answer a request from how things are now.
    fn start(&mut self, ticket: Ticket) {
        let Some(running) = self.requests.running.get(&ticket) else {
            return;
        };
        let (params, methods) = (running.params.clone(), self.methods.clone());
        match running.method.as_str() {
            STATUS => return self.answer(ticket, Ok(self.status(&params))),
            WORKSPACE_DIAGNOSTIC => return self.park(ticket),
            _ => {}
        }
        let Some(method) = methods.get(&running.method) else {
            return;
        };
        let snapshot = match (method.scope, uri_in(&params)) {
            (Scope::Document, Some(uri)) => match self.session.locate(&uri) {
                Located::Project(id) => self.session.snapshot([id]),
                Located::Plain => match self.session.snapshot_of_settings(&uri) {
                    Some(snapshot) => snapshot,
                    None => return self.answer(ticket, Ok(Value::Null)),
                },
                Located::Unknown => return self.answer(ticket, Err(unknown(&uri))),
            },
            (Scope::Workspace, Some(uri)) => match self.session.locate(&uri) {
                Located::Project(id) => self.session.snapshot([id]),
                Located::Plain | Located::Unknown => self.session.snapshot(self.all_projects()),
            },
            (_, None) => self.session.snapshot(self.all_projects()),
        };
        let Some(running) = self.requests.running.get_mut(&ticket) else {
            return;
        };
        let views = snapshot.views.iter();
        running.stop = views.map(|view| view.db.cancellation_token()).collect();
        let views = snapshot.views.iter();
        running.epochs = views.map(|view| (view.id, view.epoch)).collect();
        running.is_cancelled = snapshot.is_cancelled.clone();
        running.is_urgent = method.priority == Priority::Urgent;
        let name = running.method.clone();
        let events = self.events.clone();
        self.pool.spawn(method.priority, move || {
            let work = || match methods.get(&name) {
                Some(method) => method.run(&snapshot, &params),
                None => Ok(Value::Null),
            };
            let outcome = match catch_unwind(AssertUnwindSafe(work)) {
                Ok(result) => Outcome::Answered(result),
                Err(panic) => outcome_of(&*panic),
            };
            // Before the loop hears of it, so that it can change things at once.
            drop(snapshot);
            let _ = events.send(Event::Finished { ticket, outcome });
        });
    }

    fn all_projects(&self) -> Vec<ProjectId> {
        self.session.projects.keys().copied().collect()
    }

    pub(super) fn finished(&mut self, ticket: Ticket, outcome: Outcome) {
        let result = match outcome {
            Outcome::Answered(result) => result,
            Outcome::Cancelled => Err(Failure::cancelled()),
            Outcome::Overtaken => return self.overtook(ticket),
            Outcome::Broken(said) => {
                let method = self.requests.running.get(&ticket);
                let method = method.map_or("", |running| running.method.as_str());
                let message = format!("{method} broke down: {said}");
                self.log_once(&message);
                Err(Failure::new(Failure::INTERNAL, message))
            }
        };
        self.note_pulled(ticket, &result);
        self.note_shown(ticket, &result);
        self.answer(ticket, result);
    }

    /// Takes note of what the client shows, or lets it show what was made.
    fn note_shown(&mut self, ticket: Ticket, result: &Result<Value, Failure>) {
        let Some(running) = self.requests.running.get(&ticket) else {
            return;
        };
        let params = running.params.clone();
        match running.method.as_str() {
            "workspace/textDocumentContent" => self.note_content(&params),
            "workspace/executeCommand" => self.show_made(&params, result),
            _ => {}
        }
    }

    /// Takes note of what the client knows of a document's diagnostics now.
    fn note_pulled(&mut self, ticket: Ticket, result: &Result<Value, Failure>) {
        let running = self.requests.running.get(&ticket);
        let running = running.filter(|running| running.method == "textDocument/diagnostic");
        if let (Some(running), Ok(report)) = (running, result)
            && let Some(uri) = uri_in(&running.params)
            && let Some(document) = self.session.documents.get(&uri::place(&uri))
            && let Some(id) = report.get("resultId").and_then(Value::as_str)
        {
            let (uri, version) = (document.uri.clone(), document.version);
            // What has changed while it was answered is checked against what it said.
            for (id, epoch) in &running.epochs {
                let project = self.session.projects.get(id);
                if project.is_some_and(|project| project.epoch != *epoch) {
                    self.session.changed.insert(*id);
                }
            }
            self.pulled(&uri, version, id);
        }
    }

    /// What a request looked at has changed. If it named places of a text that is no more, they
    /// mean nothing now; else it is begun anew.
    fn overtook(&mut self, ticket: Ticket) {
        let Some(running) = self.requests.running.get_mut(&ticket) else {
            return;
        };
        running.tries += 1;
        let is_stale = running.about.as_ref().is_some_and(|(place, version)| {
            let document = self.session.documents.get(place);
            document.is_none_or(|document| document.version != *version)
        });
        if is_stale || running.tries >= TRIES {
            self.answer(ticket, Err(Failure::modified()));
        } else {
            self.requests.overtaken.push(ticket);
        }
    }

    pub(super) fn start_overtaken(&mut self) {
        for ticket in std::mem::take(&mut self.requests.overtaken) {
            self.start(ticket);
        }
    }

    pub(super) fn cancel(&mut self, ticket: Ticket) {
        if let Some(running) = self.requests.running.get(&ticket) {
            running.is_cancelled.store(true, Ordering::Relaxed);
            let stop = running.stop.iter();
            stop.for_each(salsa::CancellationToken::cancel);
            self.answer(ticket, Err(Failure::cancelled()));
        }
    }

    pub(super) fn stop_all(&mut self) {
        let tickets: Vec<_> = self.requests.running.keys().copied().collect();
        for ticket in tickets {
            self.cancel(ticket);
        }
    }

    /// Answers a request, if that was not done yet.
    pub(super) fn answer(&mut self, ticket: Ticket, result: Result<Value, Failure>) {
        let Some(running) = self.requests.running.remove(&ticket) else {
            return;
        };
        let took = running.since.elapsed();
        let timing = self.requests.timings.entry(running.method).or_default();
        timing.count += 1;
        timing.last = took;
        timing.slowest = timing.slowest.max(took);
        (running.answer)(result);
    }
}

/// Answered by the loop itself, of which it tells.
const STATUS: &str = "specql/status";

/// Answered by the loop when all files were checked.
const WORKSPACE_DIAGNOSTIC: &str = "workspace/diagnostic";

/// The URI that parameters name.
pub(super) fn uri_in(params: &Value) -> Option<Uri> {
    let holders = ["textDocument", "item", "data"];
    let holder = holders.iter().find_map(|name| params.get(name));
    holder?.get("uri")?.as_str()?.parse().ok()
}

/// How a job ended that did not come to its end.
pub(super) fn outcome_of(panic: &(dyn Any + Send)) -> Outcome {
    match panic.downcast_ref::<salsa::Cancelled>() {
        Some(salsa::Cancelled::PendingWrite) => Outcome::Overtaken,
        Some(salsa::Cancelled::Local) => Outcome::Cancelled,
        _ => Outcome::Broken(words(panic)),
    }
}
