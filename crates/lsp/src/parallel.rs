//! Doing the same with many things, on all processors.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Deeply nested files need a deep stack.
pub const STACK: usize = 64 << 20;

/// How many things are done at once.
pub fn width() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does something with each thing, in as many threads as there are states. The results come in
/// the order of the things; none where it ended in a panic.
pub fn map<S: Send, T: Send, R: Send>(
    states: Vec<S>,
    things: Vec<T>,
    work: impl Fn(&S, T) -> R + Sync,
) -> Vec<Option<R>> {
    let mut results: Vec<Option<R>> = things.iter().map(|_| None).collect();
    let todo = Mutex::new(things.into_iter().enumerate());
    let next = || todo.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = |state: S| {
        let mut done = Vec::new();
        while let Some((index, thing)) = next() {
            let result = catch_unwind(AssertUnwindSafe(|| work(&state, thing)));
            done.push((index, result.ok()));
        }
        done
    };
    let mut done = Vec::new();
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for state in states {
            let builder = thread::Builder::new().stack_size(STACK);
            // Where no more threads are to be had, those that are there do it all.
            match builder.spawn_scoped(scope, || run(state)) {
                Ok(thread) => threads.push(thread),
                Err(_) => break,
            }
        }
        for thread in threads {
            done.extend(thread.join().unwrap_or_default());
        }
    });
    for (index, result) in done {
        if let Some(place) = results.get_mut(index) {
            *place = result;
        }
    }
    results
}
