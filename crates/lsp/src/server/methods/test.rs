//! Methods for tests, in builds for tests only: what must not be able to hurt.
#![allow(clippy::panic, reason = "that is what it is for")]

use std::hint;
use std::thread;
use std::time::Duration;

use lsp_types::request::Request;
use serde::{Deserialize, Serialize};

use super::{Method, Response, Scope};
use crate::server::failure::Failure;
use crate::server::pool::Priority;
use crate::server::snapshot::Snapshot;

/// `specql/test/panic`
enum Panic {}

impl Request for Panic {
    type Params = serde_json::Value;
    type Result = ();
    const METHOD: &'static str = "specql/test/panic";
}

/// `specql/test/sleep`
enum Sleep {}

impl Request for Sleep {
    type Params = Milliseconds;
    type Result = ();
    const METHOD: &'static str = "specql/test/sleep";
}

/// `specql/test/spin`
enum Spin {}

impl Request for Spin {
    type Params = serde_json::Value;
    type Result = ();
    const METHOD: &'static str = "specql/test/spin";
}

/// `specql/test/say`
enum Say {}

impl Request for Say {
    type Params = Letters;
    type Result = String;
    const METHOD: &'static str = "specql/test/say";
}

#[derive(Deserialize, Serialize)]
struct Letters {
    letters: usize,
}

#[derive(Deserialize, Serialize)]
struct Milliseconds {
    milliseconds: u64,
}

pub fn methods() -> [Method; 4] {
    [
        Method::new::<Panic>(Priority::Urgent, Scope::Workspace, panic, |_, _| {}),
        Method::new::<Sleep>(Priority::Rest, Scope::Workspace, sleep, |_, _| {}),
        Method::new::<Say>(Priority::Rest, Scope::Workspace, say, |_, _| {}),
        Method::new::<Spin>(Priority::Rest, Scope::Workspace, spin, |_, _| {}),
    ]
}

fn panic(_: &Snapshot, _: serde_json::Value) -> Response<()> {
    break_down();
    Ok(())
}

/// What a mistake of ours does.
pub fn break_down() {
    panic!("as the test wants it")
}

/// Says much.
fn say(_: &Snapshot, params: Letters) -> Response<String> {
    Ok("x".repeat(params.letters))
}

/// Works without end, until it is cancelled or overtaken.
fn spin(snapshot: &Snapshot, _: serde_json::Value) -> Response<()> {
    while !snapshot.is_cancelled() {
        for view in &snapshot.views {
            salsa::Database::unwind_if_revision_cancelled(&view.db);
        }
        hint::spin_loop();
    }
    Err(Failure::cancelled())
}

/// Works for a while, as long queries do: it ends when it is cancelled or overtaken.
fn sleep(snapshot: &Snapshot, params: Milliseconds) -> Response<()> {
    for _ in 0..params.milliseconds {
        thread::sleep(Duration::from_millis(1));
        for view in &snapshot.views {
            salsa::Database::unwind_if_revision_cancelled(&view.db);
        }
        if snapshot.is_cancelled() {
            return Err(Failure::cancelled());
        }
    }
    Ok(())
}
