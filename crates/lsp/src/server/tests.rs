//! The loop without a pipe: events go in, answers and messages come out.

pub mod chance;
mod editing;
mod faults;
mod lifecycle;
mod refusals;
mod requests;
mod schedules;
mod status;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};

use super::event::{Event, Outgoing, Room, Ticket};
use super::failure::Failure;
use super::serve::Server;

/// Longer than anything takes, also on a busy machine.
const LONG: Duration = Duration::from_secs(60);

/// A spec in which nothing is wrong.
const SOUND: &str =
    "entity: Invoice\nschema: shop\ndescription: To pay\nfields:\n  total: money\n  due: date\n";

/// A spec with a line without a colon.
const BROKEN: &str =
    "entity: Invoice\nschema: shop\ndescription: To pay\nfields:\n  total: money\n  due date\n";

/// A loop, and what it says.
struct Loop {
    events: Sender<Event>,
    answers: Receiver<(Ticket, Result<Value, Failure>)>,
    answer: Sender<(Ticket, Result<Value, Failure>)>,
    messages: Receiver<Outgoing>,
    kept: HashMap<Ticket, Result<Value, Failure>>,
    last: Ticket,
    thread: Option<JoinHandle<()>>,
}

impl Loop {
    /// To which nobody has spoken yet.
    fn new() -> Self {
        let (events, taken) = channel();
        let (answer, answers) = channel();
        let (say, messages) = channel();
        let server = Server::new(
            events.clone(),
            Box::new(move |message| drop(say.send(message))),
            &(Arc::new(|| {}) as Room),
        );
        let thread = thread::spawn(move || server.run(&taken));
        Self {
            events,
            answers,
            answer,
            messages,
            kept: HashMap::new(),
            last: 0,
            thread: Some(thread),
        }
    }

    /// That has been initialized by a client that can do this.
    fn ready(capabilities: Value) -> Self {
        let mut server = Self::new();
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities});
        server.ask("initialize", params).unwrap();
        server.tell("initialized", json!({}));
        server
    }

    fn start(&mut self, method: &str, params: Value) -> Ticket {
        self.last += 1;
        let (ticket, answer) = (self.last, self.answer.clone());
        self.send(Event::Request {
            ticket,
            method: method.to_owned(),
            params,
            answer: Box::new(move |result| drop(answer.send((ticket, result)))),
        });
        ticket
    }

    fn send(&self, event: Event) {
        self.events.send(event).unwrap();
    }

    fn tell(&self, method: &str, params: Value) {
        self.send(Event::Notification {
            method: method.to_owned(),
            params,
        });
    }

    fn answer(&mut self, ticket: Ticket) -> Result<Value, Failure> {
        loop {
            if let Some(result) = self.kept.remove(&ticket) {
                return result;
            }
            let (other, result) = self.answers.recv_timeout(LONG).unwrap();
            let before = self.kept.insert(other, result);
            assert_eq!(before, None, "answered twice");
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, Failure> {
        let ticket = self.start(method, params);
        self.answer(ticket)
    }

    /// The number of the error that a question is answered with.
    fn refused(&mut self, method: &str, params: Value) -> i64 {
        self.ask(method, params).unwrap_err().code
    }

    fn open(&self, uri: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    fn change(&self, uri: &str, version: i32, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.tell("textDocument/didChange", params);
    }

    /// The codes of what is wrong with a document, as it is asked for.
    fn codes(&mut self, uri: &str) -> Vec<String> {
        let params = json!({"textDocument": {"uri": uri}});
        let report = self.ask("textDocument/diagnostic", params).unwrap();
        codes_in(&report["items"])
    }

    /// Waits until all files were read.
    fn until_read(&mut self) {
        while self.ask("specql/status", json!({})).unwrap()["state"] != "ready" {
            thread::yield_now();
        }
    }

    /// The next message, which is a publication: its version and codes.
    fn published(&self) -> (Value, Vec<String>) {
        match self.messages.recv_timeout(LONG).unwrap() {
            Outgoing::Notification {
                method: "textDocument/publishDiagnostics",
                params,
            } => (params["version"].clone(), codes_in(&params["diagnostics"])),
            other => panic!("{other:?}"),
        }
    }
}

/// A folder that is the root of a project, and goes when the test ends.
struct Project(PathBuf);

impl Project {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("specql-loop-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("specql.toml"), "").unwrap();
        Self(path)
    }

    /// The URI of a file in it.
    fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}.yaml", self.0.display())
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Drop for Loop {
    fn drop(&mut self) {
        let _ = self.events.send(Event::End);
        let ended = self.thread.take().map(JoinHandle::join);
        if !thread::panicking() {
            assert!(matches!(ended, Some(Ok(()))));
        }
    }
}

/// Which of these diagnostics are about the one mistake that these tests make.
fn codes_in(items: &Value) -> Vec<String> {
    let items = items.as_array().unwrap().iter();
    let codes = items.map(|item| item["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code == "missing-colon").collect()
}

/// A client that asks for diagnostics itself.
fn pulling() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    })
}
