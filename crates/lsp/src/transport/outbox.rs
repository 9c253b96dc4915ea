//! What is to be written, and the thread that writes it.

use std::collections::VecDeque;
use std::io::{Write, stdout};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tower_lsp::jsonrpc::{Request, Response};

use super::frame;
use crate::server::Outgoing;

/// When so many bytes wait to be written, nothing more is read: the client has to read first.
const MOST_WAITING: usize = 8 << 20;

/// So many answers may be on their way here before more are made.
const MOST_COMING: usize = 4;

/// So long the last messages are waited for at the end.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Default)]
struct Queue {
    bodies: VecDeque<Vec<u8>>,
    waiting: usize,
    /// How many answers are made, and have not come here yet.
    coming: usize,
    is_writing: bool,
    /// Nobody reads any more.
    is_broken: bool,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

/// What is to be written.
#[derive(Clone, Default)]
pub struct Outbox(Arc<Shared>);

impl Outbox {
    /// Starts the thread that writes.
    pub fn new() -> Self {
        let outbox = Self::default();
        let writing = outbox.0.clone();
        let builder = thread::Builder::new().name("specql-writer".to_owned());
        if builder.spawn(move || writing.write_all()).is_err() {
            outbox.0.queue().is_broken = true;
        }
        outbox
    }

    /// Answers the client.
    pub fn respond(&self, response: &Response) {
        self.push(serde_json::to_vec(response));
    }

    /// Tells or asks the client.
    pub fn send(&self, message: Outgoing) {
        let request = match message {
            Outgoing::Notification { method, params } => Request::build(method).params(params),
            Outgoing::Request { id, method, params } => {
                Request::build(method).id(id).params(params)
            }
        };
        self.push(serde_json::to_vec(&request.finish()));
    }

    fn push(&self, body: serde_json::Result<Vec<u8>>) {
        let Ok(body) = body else { return };
        let mut queue = self.0.queue();
        if !queue.is_broken {
            queue.waiting += body.len();
            queue.bodies.push_back(body);
            self.0.changed.notify_all();
        }
    }

    /// Takes note that an answer is made, until that is dropped.
    pub fn expect(&self) -> Coming {
        self.0.queue().coming += 1;
        Coming(self.0.clone())
    }

    /// Waits until not too much is waiting.
    pub fn wait_for_room(&self) {
        self.wait_while(|queue| queue.waiting > MOST_WAITING);
    }

    /// The same, and until not too much is on its way here.
    pub fn wait_for_more_room(&self) {
        self.wait_while(|queue| queue.waiting > MOST_WAITING || queue.coming > MOST_COMING);
    }

    fn wait_while(&self, is_full: impl Fn(&Queue) -> bool) {
        let queue = self.0.queue();
        let is_full = |queue: &mut Queue| is_full(queue) && !queue.is_broken;
        drop(self.0.changed.wait_while(queue, is_full));
    }

    /// Waits a little until all is written.
    pub fn finish(&self) {
        let queue = self.0.queue();
        let is_busy =
            |queue: &mut Queue| (queue.is_writing || !queue.bodies.is_empty()) && !queue.is_broken;
        drop(self.0.changed.wait_timeout_while(queue, PATIENCE, is_busy));
    }
}

/// An answer that is made and has not come to the outbox yet.
pub struct Coming(Arc<Shared>);

impl Drop for Coming {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.coming = queue.coming.saturating_sub(1);
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_all(&self) {
        let mut output = stdout().lock();
        let mut queue = self.queue();
        loop {
            let Some(body) = queue.bodies.pop_front() else {
                let waited = self.changed.wait(queue);
                queue = waited.unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            queue.is_writing = true;
            drop(queue);
            let is_written = write(&mut output, &body);
            queue = self.queue();
            queue.is_writing = false;
            queue.waiting = queue.waiting.saturating_sub(body.len());
            if !is_written {
                queue.is_broken = true;
                queue.bodies.clear();
            }
            self.changed.notify_all();
            if !is_written {
                return;
            }
        }
    }
}

fn write(output: &mut impl Write, body: &[u8]) -> bool {
    frame::write(output, body).is_ok()
}
