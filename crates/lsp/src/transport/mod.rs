//! The pipe: standard input and output, and what JSON-RPC says of them.
//!
//! One thread reads and hands every message to tower-lsp's service, which polls it once, in order:
//! then the loop knows of it. What is left to wait for waits on a runtime of tokio. One thread
//! writes.

mod body;
mod frame;
mod outbox;
mod parent;
mod service;

use std::future::Future;
use std::io::{BufReader, stdin};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::task::{Context, Poll, Waker};
use std::thread;

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ExitedError, LspService};

use crate::parallel::STACK;
use crate::server::{Event, Failure, Room, Server};
use body::Body;
use frame::Frame;
use outbox::Outbox;
use service::{Door, Greeting, service, wrapped};

/// Serves one client on standard input and output.
pub fn serve() -> ExitCode {
    let Ok(runtime) = Builder::new_multi_thread().worker_threads(1).build() else {
        return ExitCode::FAILURE;
    };
    let (events, to_loop) = channel();
    let outbox = Outbox::new();
    let to_client = outbox.clone();
    let waiting = outbox.clone();
    let room: Room = Arc::new(move || waiting.wait_for_more_room());
    let server = Server::new(events.clone(), Box::new(move |m| to_client.send(m)), &room);
    let run = move || server.run(&to_loop);
    let Ok(running) = thread::Builder::new().stack_size(STACK).spawn(run) else {
        return ExitCode::FAILURE;
    };
    let greeting = Arc::<Greeting>::default();
    let mut pipe = Pipe {
        service: service(events.clone(), greeting.clone(), outbox.clone()),
        greeting,
        runtime,
        outbox,
        events: events.clone(),
        is_down: false,
    };
    let is_orderly = pipe.read_all();
    let _ = events.send(Event::End);
    // Jobs may still be at work; nobody waits for them.
    let _ = running.join();
    pipe.outbox.finish();
    let status = if is_orderly { 0 } else { 1 };
    std::process::exit(status)
}

type Answering = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

struct Pipe {
    service: LspService<Door>,
    greeting: Arc<Greeting>,
    runtime: Runtime,
    outbox: Outbox,
    events: Sender<Event>,
    /// Whether the client has said `shutdown`.
    is_down: bool,
}

impl Pipe {
    /// Reads until the end. Whether it was an orderly one.
    fn read_all(&mut self) -> bool {
        let mut input = BufReader::with_capacity(1 << 16, stdin().lock());
        loop {
            self.outbox.wait_for_room();
            match frame::read(&mut input) {
                Ok(Some(Frame::Body(bytes))) => match body::read(&bytes) {
                    Body::Request(request) => {
                        if request.method() == "exit" {
                            return self.is_down;
                        }
                        self.request(request);
                    }
                    Body::Reply(id, result) => self.reply(&id, result),
                    Body::Wrong(response) => self.outbox.respond(&response),
                },
                Ok(Some(Frame::Unclear(why))) => {
                    let mut error = Error::parse_error();
                    error.message = why.into();
                    self.outbox.respond(&Response::from_error(Id::Null, error));
                }
                Ok(None) | Err(_) => return self.is_down,
            }
        }
    }

    fn request(&mut self, request: Request) {
        let method = request.method();
        let is_first = method == "initialize";
        self.is_down |= method == "shutdown";
        if is_first && let Some(process) = parent_of(&request) {
            parent::when_gone(process, || std::process::exit(1));
        }
        if is_first && let Ok(mut said) = self.greeting.said.lock() {
            *said = request.params().cloned();
        }
        let id = request.id().cloned();
        let call = catch_unwind(AssertUnwindSafe(|| {
            let mut answering: Answering = self.service.call(wrapped(request));
            let polled = answering
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
            (answering, polled)
        }));
        let Ok((answering, polled)) = call else {
            if let Some(id) = id {
                let error = Error::internal_error();
                self.outbox.respond(&Response::from_error(id, error));
            }
            return;
        };
        let outbox = self.outbox.clone();
        let greeting = is_first.then(|| self.greeting.clone());
        let answer = move |response| {
            if let Ok(Some(response)) = response {
                let answered = greeting.as_ref().and_then(|it| it.answered.get());
                outbox.respond(&whole(response, answered));
            }
        };
        match polled {
            Poll::Ready(response) => answer(response),
            // Nothing may be said before it is answered.
            Poll::Pending if is_first => answer(self.runtime.block_on(answering)),
            Poll::Pending => {
                self.runtime.spawn(async move { answer(answering.await) });
            }
        }
    }

    fn reply(&self, id: &Id, result: Result<Value, Error>) {
        if let Id::Number(id) = id {
            let result = result.map_err(|error| Failure::new(error.code.code(), error.message));
            let _ = self.events.send(Event::Reply { id: *id, result });
        }
    }
}

/// The answer to `initialize` with all that is offered.
fn whole(response: Response, offered: Option<&Value>) -> Response {
    match offered {
        Some(offered) if response.is_ok() => {
            Response::from_ok(response.id().clone(), offered.clone())
        }
        _ => response,
    }
}

/// The process that is to be watched.
fn parent_of(initialize: &Request) -> Option<u32> {
    let process = initialize.params()?.get("processId")?.as_u64()?;
    u32::try_from(process).ok()
}
