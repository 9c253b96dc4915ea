//! What reaches the loop, and what leaves it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use super::failure::Failure;
use super::loading::Loaded;
use super::publish::Diagnosed;

/// The number of a request, given in the order in which they came.
pub type Ticket = u64;

/// Takes the answer to a request.
pub type Answer = Box<dyn FnOnce(Result<Value, Failure>) + Send>;

/// Something that happens. The loop takes one after the other, in the order in which they came.
pub enum Event {
    /// The client asks.
    Request {
        /// Its number.
        ticket: Ticket,
        /// What is asked.
        method: String,
        /// About what.
        params: Value,
        /// Where the answer goes.
        answer: Answer,
    },
    /// The client no longer wants an answer.
    Cancel(Ticket),
    /// The client tells.
    Notification {
        /// What is told.
        method: String,
        /// About what.
        params: Value,
    },
    /// The client answers what it was asked.
    Reply {
        /// The number of the question.
        id: i64,
        /// What it says.
        result: Result<Value, Failure>,
    },
    /// A job for a request is done.
    Finished {
        /// The number of the request.
        ticket: Ticket,
        /// How it ended.
        outcome: Outcome,
    },
    /// Documents were checked.
    Diagnosed(Diagnosed),
    /// Files were read from the disk.
    Loaded(Loaded),
    /// Something at these places of the disk has come, changed or gone.
    Disk(BTreeSet<PathBuf>),
    /// Nobody speaks any more.
    End,
}

/// How a job ended.
#[derive(Debug)]
pub enum Outcome {
    /// With an answer.
    Answered(Result<Value, Failure>),
    /// What it looked at was changed meanwhile.
    Overtaken,
    /// It was told to stop.
    Cancelled,
    /// It broke down; what it said.
    Broken(String),
}

/// What is sent to the client besides answers.
#[derive(Debug, PartialEq)]
pub enum Outgoing {
    /// Something it is told.
    Notification {
        /// What is told.
        method: &'static str,
        /// About what.
        params: Value,
    },
    /// Something it is asked.
    Request {
        /// Its number.
        id: i64,
        /// What is asked.
        method: &'static str,
        /// About what.
        params: Value,
    },
}

/// Takes what is sent to the client.
pub type Outbox = Box<dyn Fn(Outgoing) + Send>;

/// Waits until the client has read enough of what it was sent.
pub type Room = Arc<dyn Fn() + Send + Sync>;
