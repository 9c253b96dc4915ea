//! The loop: takes one event after the other.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use lsp_types::MessageType;
use serde::Serialize;
use serde_json::json;

use super::checking::Checking;
use super::event::{Event, Outbox, Outgoing, Room};
use super::failure::Failure;
use super::methods::Methods;
use super::pool::Pool;
use super::preview::Previews;
use super::progress::Progress;
use super::reading::Reading;
use super::requests::Requests;
use super::session::Session;
use super::watch::Watch;

/// How far the conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before `initialize`.
    New,
    /// `initialize` was answered, and the client has said nothing since.
    Answered,
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
    pub(super) requests: Requests,
    pub(super) reading: Reading,
    pub(super) checking: Checking,
    pub(super) progress: Progress,
    pub(super) pool: Pool,
    pub(super) watch: Option<Watch>,
    pub(super) previews: Previews,
    pub(super) events: Sender<Event>,
    /// What the client was asked, and when.
    pub(super) asked: HashMap<i64, (Asked, Instant)>,
    outbox: Outbox,
    last_asked: i64,
    logged: HashSet<String>,
    is_over: bool,
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

/// When nothing happens, it is looked around that often.
const PAUSE: Duration = Duration::from_millis(500);

/// So long an answer of the client is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many different messages are remembered.
const MOST_LOGGED: usize = 1000;

impl Server {
    /// A server to which nobody has spoken yet.
    pub fn new(events: Sender<Event>, outbox: Outbox, room: &Room) -> Self {
        Self {
            session: Session::default(),
            phase: Phase::New,
            methods: Arc::new(Methods::new()),
            requests: Requests::default(),
            reading: Reading::new(events.clone()),
            checking: Checking::default(),
            progress: Progress::default(),
            pool: Pool::new(room),
            watch: None,
            previews: Previews::default(),
            events,
            asked: HashMap::new(),
            outbox,
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

    /// How long to wait when nothing comes.
    fn patience(&self) -> Duration {
        let due = self.checking.due();
        let due = due.map(|due| due.saturating_duration_since(Instant::now()));
        let soon = self
            .reading
            .is_waiting()
            .then_some(Duration::from_millis(1));
        let least = due.into_iter().chain(soon).min();
        least.unwrap_or(PAUSE).min(PAUSE)
    }

    /// Takes an event. Whatever happens, the next one can be taken.
    fn take(&mut self, event: Event) {
        let ticket = match &event {
            Event::Request { ticket, .. } => Some(*ticket),
            _ => None,
        };
        let is_done = self.guarded(|server| server.handle(event));
        if let Some(ticket) = ticket.filter(|_| !is_done) {
            let failure = Failure::new(Failure::INTERNAL, "something broke down");
            self.answer(ticket, Err(failure));
        }
    }

    /// Does a step. Whether it came to its end.
    fn guarded(&mut self, step: impl FnOnce(&mut Self)) -> bool {
        let done = catch_unwind(AssertUnwindSafe(|| step(self)));
        if let Err(panic) = &done {
            self.log_once(&format!("something broke down: {}", words(&**panic)));
        }
        done.is_ok()
    }

    fn handle(&mut self, event: Event) {
        if self.phase == Phase::Answered
            && matches!(event, Event::Request { .. } | Event::Notification { .. })
        {
            self.begin();
        }
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
            Event::Loaded(loaded) => self.reading.loaded(loaded),
            Event::Disk(paths) => {
                if self.phase == Phase::Ready {
                    self.changed_on_disk(paths);
                }
            }
            Event::End => self.is_over = true,
        }
    }

    /// When there is nothing more to take: begins what was put off.
    fn settle(&mut self) {
        if self.phase != Phase::Ready {
            return;
        }
        if self.session.is_stale {
            self.start_over();
        }
        self.take_loaded();
        self.read_folders();
        self.start_overtaken();
        self.check_changed();
        self.answer_parked();
        self.asked
            .retain(|_, (_, since)| since.elapsed() < PATIENCE);
    }

    /// Tells the client something.
    pub(super) fn tell(&self, method: &'static str, params: &impl Serialize) {
        let params = serde_json::to_value(params).unwrap_or_default();
        (self.outbox)(Outgoing::Notification { method, params });
    }

    /// Asks the client something. Nothing waits for the answer.
    pub(super) fn ask(&mut self, what: Asked, method: &'static str, params: &impl Serialize) {
        self.last_asked += 1;
        let id = self.last_asked;
        self.asked.insert(id, (what, Instant::now()));
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

/// What a panic said.
pub(super) fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "without a word".to_owned())
}
