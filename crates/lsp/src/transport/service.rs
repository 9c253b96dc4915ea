//! The conversation as tower-lsp keeps it: what may be said when, and what is no longer wanted.
//!
//! Whatever is said is handed to the loop as it is, before anything is waited for; so the loop
//! hears it in the order in which it came.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock};

use lsp_types::{InitializeParams, InitializeResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Request, Result};
use tower_lsp::{LanguageServer, LspService};

use super::outbox::Outbox;
use crate::server::{Event, Failure, Ticket};

/// What stands between tower-lsp and the loop.
pub struct Door {
    events: Sender<Event>,
    last: AtomicU64,
    greeting: Arc<Greeting>,
    outbox: Outbox,
}

/// What is said in `initialize`, all of it: the types that tower-lsp has leave out what they do not
/// know.
#[derive(Default)]
pub struct Greeting {
    /// By the client.
    pub said: Mutex<Option<Value>>,
    /// By the loop.
    pub answered: OnceLock<Value>,
}

/// Something said to the loop.
#[derive(Serialize, Deserialize)]
struct Said {
    method: String,
    params: Value,
}

/// Under these names everything is said that tower-lsp has nothing to do with.
const REQUEST: &str = "specql/pipe/request";
const NOTIFICATION: &str = "specql/pipe/notification";

/// A service that hands everything to the loop.
pub fn service(events: Sender<Event>, greeting: Arc<Greeting>, outbox: Outbox) -> LspService<Door> {
    let door = |_| Door {
        events,
        last: AtomicU64::new(0),
        greeting,
        outbox,
    };
    let service = LspService::build(door)
        .custom_method(REQUEST, Door::request)
        .custom_method(NOTIFICATION, Door::notification);
    // What is said to the client goes another way.
    service.finish().0
}

/// A message as the service takes it.
pub fn wrapped(message: Request) -> Request {
    if matches!(
        message.method(),
        "initialize" | "shutdown" | "exit" | "$/cancelRequest"
    ) {
        return message;
    }
    let (method, id, params) = message.into_parts();
    let said = serde_json::json!({
        "method": method,
        "params": params.unwrap_or_default(),
    });
    match id {
        Some(id) => Request::build(REQUEST).id(id).params(said).finish(),
        None => Request::build(NOTIFICATION).params(said).finish(),
    }
}

impl Door {
    async fn request(&self, said: Said) -> Result<Value> {
        self.ask(said.method, said.params).await
    }

    async fn notification(&self, said: Said) {
        // The loop has ended only if the program ends.
        let _ = self.events.send(Event::Notification {
            method: said.method,
            params: said.params,
        });
    }

    /// Asks the loop. It has heard of it before this waits.
    async fn ask(&self, method: impl Into<String>, params: Value) -> Result<Value> {
        let ticket = self.last.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        let outbox = self.outbox.clone();
        let wish = Wish {
            ticket,
            events: &self.events,
            is_answered: false,
        };
        let _ = self.events.send(Event::Request {
            ticket,
            method: method.into(),
            params,
            answer: Box::new(move |result| {
                // Nobody may want it any more.
                let _ = answer.send((result, outbox.expect()));
            }),
        });
        let result = answered.await;
        wish.granted();
        match result {
            Ok((result, _coming)) => result.map_err(error_of),
            Err(_) => Err(Error::internal_error()),
        }
    }
}

/// A request that is waited for. When nobody waits any more, the loop is told.
struct Wish<'d> {
    ticket: Ticket,
    events: &'d Sender<Event>,
    is_answered: bool,
}

impl Wish<'_> {
    fn granted(mut self) {
        self.is_answered = true;
    }
}

impl Drop for Wish<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            let _ = self.events.send(Event::Cancel(self.ticket));
        }
    }
}

fn error_of(failure: Failure) -> Error {
    Error {
        code: ErrorCode::from(failure.code),
        message: failure.message.into(),
        data: None,
    }
}

#[cfg(test)]
mod tests;

impl LanguageServer for Door {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let said = self.greeting.said.lock().ok();
        let said = said.and_then(|mut said| said.take());
        let params = said.or_else(|| serde_json::to_value(params).ok());
        let result = self.ask("initialize", params.unwrap_or_default()).await?;
        let known = InitializeResult::deserialize(&result);
        let _ = self.greeting.answered.set(result);
        known.map_err(|_| Error::internal_error())
    }

    async fn shutdown(&self) -> Result<()> {
        self.ask("shutdown", Value::Null).await.map(|_| ())
    }
}
