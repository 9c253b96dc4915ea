//! The loop: takes one event after the other, and lets the pool answer.

use std::any::Any;
use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use lsp_types::{InitializeParams, MessageType, Uri};
use salsa::Database as _;
use serde::Serialize;
use serde_json::{Value, json};

use super::event::{Answer, Event, Outbox, Outcome, Outgoing, Ticket};
use super::failure::Failure;
use super::lifecycle;
use super::loading::{Loaded, Loader, Work};
use super::methods::{Methods, Scope};
use super::pool::{Pool, Priority};
use super::project::ProjectId;
use super::publish::{Diagnosed, Published, diagnose};
use super::session::{Located, Session};
use super::snapshot::unknown;
use super::uri::{self, Place};

/// How far the conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before `initialize`.
    New,
    /// Everything can be asked.
    Ready,
    /// After `shutdown`: nothing is changed any more.
    Down,
}

/// The server, as far as it is the same with any pipe.
pub struct Server {
    pub(super) session: Session,
    pub(super) phase: Phase,
    pub(super) methods: Arc<Methods>,
    pub(super) asked: HashMap<i64, Asked>,
    pub(super) progress: super::progress::Progress,
    pub(super) published: Published,
    pub(super) loader: Loader,
    pool: Pool,
    events: Sender<Event>,
    outbox: Outbox,
    running: HashMap<Ticket, Running>,
    /// Requests that were overtaken and are to be answered again.
    overtaken: Vec<Ticket>,
    loaded: VecDeque<Loaded>,
    /// Projects that are being checked.
    checking: HashSet<ProjectId>,
    generation: u64,
    last_asked: i64,
    logged: HashSet<String>,
    is_over: bool,
}

/// A request that is not answered yet.
struct Running {
    method: String,
    params: Arc<Value>,
    answer: Answer,
    /// The documents and versions that it was asked about.
    about: Option<(Place, i32)>,
    stop: Vec<salsa::CancellationToken>,
    is_cancelled: Arc<AtomicBool>,
    is_urgent: bool,
    tries: u32,
}

/// What the client was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// For its settings.
    Settings,
    /// Whether to show progress.
    Progress,
    /// Something whose answer changes nothing.
    Nothing,
}

const _: () = assert!(
    cfg!(panic = "unwind"),
    "a job breaks down without the program"
);

/// So often a request is begun anew before the client is told that things change too fast.
const TRIES: u32 = 20;

/// When nothing happens, it is looked around that often.
const PAUSE: Duration = Duration::from_millis(250);

impl Server {
    /// A server to which nobody has spoken yet.
    pub fn new(events: Sender<Event>, outbox: Outbox) -> Self {
        Self {
            session: Session::default(),
            phase: Phase::New,
            methods: Arc::new(Methods::new()),
            asked: HashMap::new(),
            progress: super::progress::Progress::default(),
            published: Published::default(),
            loader: Loader::new(events.clone()),
            pool: Pool::new(),
            events,
            outbox,
            running: HashMap::new(),
            overtaken: Vec::new(),
            loaded: VecDeque::new(),
            checking: HashSet::new(),
            generation: 0,
            last_asked: 0,
            logged: HashSet::new(),
            is_over: false,
        }
    }

    /// Takes events until nobody speaks any more.
    pub fn run(mut self, events: &Receiver<Event>) {
        while !self.is_over {
            match events.recv_timeout(self.patience()) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Ok(event) = events.try_recv() {
                self.take(event);
            }
            self.guarded(Self::settle);
        }
        self.stop_all();
    }

    fn patience(&self) -> Duration {
        if self.loaded.is_empty() {
            PAUSE
        } else {
            Duration::from_millis(1)
        }
    }

    /// Takes an event. Whatever happens, the next one can be taken.
    fn take(&mut self, event: Event) {
        self.guarded(|server| server.handle(event));
    }

    fn guarded(&mut self, step: impl FnOnce(&mut Self)) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| step(self))) {
            self.log_once(&format!("something broke down: {}", words(&*panic)));
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Request {
                ticket,
                method,
                params,
                answer,
            } => self.request(ticket, method, params, answer),
            Event::Cancel(ticket) => self.cancel(ticket),
            Event::Notification { method, params } => {
                if self.phase == Phase::Ready {
                    self.told(&method, params);
                }
            }
            Event::Reply { id, result } => self.replied(id, result),
            Event::Finished { ticket, outcome } => self.finished(ticket, outcome),
            Event::Diagnosed(diagnosed) => self.diagnosed(diagnosed),
            Event::Loaded(loaded) => self.loaded.push_back(loaded),
            Event::End => self.is_over = true,
        }
    }

    // --- Requests ---

    fn request(&mut self, ticket: Ticket, method: String, params: Value, answer: Answer) {
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
            (Phase::New, _) => Failure::new(Failure::NOT_INITIALIZED, "initialize comes first"),
            (Phase::Down, _) => Failure::new(Failure::INVALID_REQUEST, "the server is shut down"),
            (Phase::Ready, "initialize") => Failure::new(
                Failure::INVALID_REQUEST,
                "the server is initialized already",
            ),
            (Phase::Ready, name) if self.methods.get(name).is_none() => Failure::new(
                Failure::UNKNOWN_METHOD,
                format!("there is no method {name}"),
            ),
            (Phase::Ready, _) => {
                let running = Running {
                    about: self.about(&params),
                    method,
                    params: Arc::new(params),
                    answer,
                    stop: Vec::new(),
                    is_cancelled: Arc::default(),
                    is_urgent: false,
                    tries: 0,
                };
                self.running.insert(ticket, running);
                self.start(ticket);
                return;
            }
        };
        answer(Err(failure));
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Failure> {
        let params: InitializeParams =
            serde_json::from_value(params).map_err(|error| Failure::params(error.to_string()))?;
        let result = lifecycle::initialize(&mut self.session, &self.methods, params);
        self.phase = Phase::Ready;
        self.session.start_over();
        serde_json::to_value(result)
            .map_err(|error| Failure::new(Failure::INTERNAL, error.to_string()))
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
        let Some(running) = self.running.get(&ticket) else {
            return;
        };
        let (params, methods) = (running.params.clone(), self.methods.clone());
        let Some(method) = methods.get(&running.method) else {
            return;
        };
        let ids: Vec<ProjectId> = match (method.scope, uri_in(&params)) {
            (Scope::Document, Some(uri)) => match self.session.locate(&uri) {
                Located::Project(id) => vec![id],
                Located::Plain => return self.answer(ticket, Ok(Value::Null)),
                Located::Unknown => return self.answer(ticket, Err(unknown(&uri))),
            },
            (Scope::Workspace, Some(uri)) => match self.session.locate(&uri) {
                Located::Project(id) => vec![id],
                Located::Plain | Located::Unknown => self.all_projects(),
            },
            (_, None) => self.all_projects(),
        };
        let snapshot = self.session.snapshot(ids);
        let Some(running) = self.running.get_mut(&ticket) else {
            return;
        };
        running.stop = snapshot
            .views
            .iter()
            .map(|v| v.db.cancellation_token())
            .collect();
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

    fn finished(&mut self, ticket: Ticket, outcome: Outcome) {
        let result = match outcome {
            Outcome::Answered(result) => result,
            Outcome::Cancelled => Err(Failure::cancelled()),
            Outcome::Overtaken => return self.overtook(ticket),
            Outcome::Broken(said) => {
                let method = self.running.get(&ticket).map(|r| r.method.as_str());
                let method = method.unwrap_or_default();
                let message = format!("{method} broke down: {said}");
                self.log_once(&message);
                Err(Failure::new(Failure::INTERNAL, message))
            }
        };
        self.answer(ticket, result);
    }

    /// What a request looked at has changed. If it named places of a text that is no more, they
    /// mean nothing now; else it is asked again.
    fn overtook(&mut self, ticket: Ticket) {
        let Some(running) = self.running.get_mut(&ticket) else {
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
            self.overtaken.push(ticket);
        }
    }

    fn cancel(&mut self, ticket: Ticket) {
        if let Some(running) = self.running.get(&ticket) {
            running.is_cancelled.store(true, Ordering::Relaxed);
            running
                .stop
                .iter()
                .for_each(salsa::CancellationToken::cancel);
            self.answer(ticket, Err(Failure::cancelled()));
        }
    }

    fn stop_all(&mut self) {
        let tickets: Vec<_> = self.running.keys().copied().collect();
        for ticket in tickets {
            self.cancel(ticket);
        }
    }

    fn answer(&mut self, ticket: Ticket, result: Result<Value, Failure>) {
        if let Some(running) = self.running.remove(&ticket) {
            (running.answer)(result);
        }
    }

    // --- When there is nothing more to take ---

    fn settle(&mut self) {
        if self.phase != Phase::Ready {
            return;
        }
        self.take_loaded();
        self.read_folders();
        for ticket in std::mem::take(&mut self.overtaken) {
            self.start(ticket);
        }
        self.check_changed();
    }

    fn read_folders(&mut self) {
        let folders = std::mem::take(&mut self.session.unread);
        if folders.is_empty() {
            return;
        }
        self.generation += 1;
        let generation = self.generation;
        self.begin_progress();
        self.loader.read(Work::Folders {
            generation,
            folders,
        });
    }

    /// Takes one slice of what was read, if nobody waits for an answer.
    fn take_loaded(&mut self) {
        if self.running.values().any(|running| running.is_urgent) {
            return;
        }
        let Some(loaded) = self.loaded.pop_front() else {
            return;
        };
        self.loader.taken();
        let mut by_root: HashMap<_, Vec<_>> = HashMap::new();
        for file in loaded.files {
            by_root
                .entry(file.root)
                .or_default()
                .push((file.path, file.content));
        }
        for (root, files) in by_root {
            let id = self.session.project_at(&root);
            let Some(project) = self.session.projects.get_mut(&id) else {
                continue;
            };
            let mut there = Vec::new();
            for (path, content) in files {
                let key = project.key(&path);
                match content {
                    Some(content) if project.has(&path) => there.push((key, content)),
                    _ => {
                        project.forget(&key);
                    }
                }
            }
            project.take(there);
            self.session.changed.insert(id);
        }
        if loaded.generation == Some(self.generation) {
            self.show_progress(loaded.done);
            if loaded.is_last {
                for project in self.session.projects.values_mut() {
                    project.is_complete = true;
                    project.epoch += 1;
                    self.session.changed.insert(project.id);
                }
                self.end_progress();
            }
        }
    }

    /// Has the open documents of changed projects checked, if the client does not ask itself.
    fn check_changed(&mut self) {
        let changed = std::mem::take(&mut self.session.changed);
        for id in changed {
            if self.checking.contains(&id) {
                // Once it has been overtaken, it is begun anew.
                self.session.changed.insert(id);
                continue;
            }
            self.check(id);
        }
        let gone = {
            let documents = &self.session.documents;
            let is_gone = |uri: &Uri| match uri::place(uri) {
                Place::File(path) => !path.exists() && !documents.contains_key(&Place::File(path)),
                place => !documents.contains_key(&place),
            };
            self.published.clear(is_gone)
        };
        for params in gone {
            self.tell("textDocument/publishDiagnostics", &params);
        }
    }

    fn check(&mut self, id: ProjectId) {
        let Some(project) = self.session.projects.get(&id) else {
            return;
        };
        let keys: Vec<String> = if self.session.client.pulls() {
            Vec::new()
        } else {
            project.open.keys().map(ToString::to_string).collect()
        };
        let epoch = project.epoch;
        let snapshot = self.session.snapshot([id]);
        let events = self.events.clone();
        self.checking.insert(id);
        self.pool.spawn(Priority::Rest, move || {
            let found = catch_unwind(AssertUnwindSafe(|| diagnose(&snapshot, &keys)));
            drop(snapshot);
            let _ = events.send(Event::Diagnosed(Diagnosed {
                project: id,
                epoch,
                found: found.ok(),
            }));
        });
    }

    /// Publishes what was found, if nothing has changed since.
    fn diagnosed(&mut self, diagnosed: Diagnosed) {
        let id = diagnosed.project;
        self.checking.remove(&id);
        let epoch = self.session.projects.get(&id).map(|project| project.epoch);
        if self.phase != Phase::Ready || epoch != Some(diagnosed.epoch) {
            return;
        }
        for found in diagnosed.found.into_iter().flatten() {
            if let Some(params) = self.published.news(found) {
                self.tell("textDocument/publishDiagnostics", &params);
            }
        }
    }

    // --- To the client ---

    pub(super) fn tell(&self, method: &'static str, params: &impl Serialize) {
        let params = serde_json::to_value(params).unwrap_or_default();
        (self.outbox)(Outgoing::Notification { method, params });
    }

    pub(super) fn ask(&mut self, what: Asked, method: &'static str, params: &impl Serialize) {
        self.last_asked += 1;
        let id = self.last_asked;
        self.asked.insert(id, what);
        let params = serde_json::to_value(params).unwrap_or_default();
        (self.outbox)(Outgoing::Request { id, method, params });
    }

    /// Notes something once, however often it happens.
    pub(super) fn log_once(&mut self, message: &str) {
        if self.logged.len() < MOST_LOGGED && self.logged.insert(message.to_owned()) {
            let params = json!({"type": MessageType::ERROR, "message": message});
            self.tell("window/logMessage", &params);
        }
    }
}

/// So many different messages are remembered.
const MOST_LOGGED: usize = 1000;

/// The URI that parameters name.
fn uri_in(params: &Value) -> Option<Uri> {
    let holders = ["textDocument", "item", "data"];
    let holder = holders.iter().find_map(|name| params.get(name));
    holder?.get("uri")?.as_str()?.parse().ok()
}

fn outcome_of(panic: &(dyn Any + Send)) -> Outcome {
    match panic.downcast_ref::<salsa::Cancelled>() {
        Some(salsa::Cancelled::PendingWrite) => Outcome::Overtaken,
        Some(salsa::Cancelled::Local) => Outcome::Cancelled,
        _ => Outcome::Broken(words(panic)),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "without a word".to_owned())
}
