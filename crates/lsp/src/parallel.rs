//! Doing the same with many things, on all processors.

use std::iter::Enumerate;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::vec::IntoIter;

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
    with_workers(states.len(), work, |workers| workers.map(states, things))
}

/// Threads that all do the same with what they are given.
pub struct Workers<S, T, R> {
    jobs: Vec<Sender<Job<S, T, R>>>,
}

/// Runs something that has threads at hand for many batches of work: what a thread has once
/// allocated, it uses again.
pub fn with_workers<S: Send, T: Send, R: Send, O>(
    width: usize,
    work: impl Fn(&S, T) -> R + Sync,
    run: impl FnOnce(&Workers<S, T, R>) -> O,
) -> O {
    let work = &work;
    thread::scope(|scope| {
        let mut jobs = Vec::new();
        for _ in 0..width {
            let (sender, receiver) = channel::<Job<S, T, R>>();
            let builder = thread::Builder::new().stack_size(STACK);
            let spawned = builder.spawn_scoped(scope, move || {
                for job in receiver {
                    job.run(work);
                }
            });
            // Where no more threads are to be had, those that are there do it all.
            match spawned {
                Ok(_) => jobs.push(sender),
                Err(_) => break,
            }
        }
        run(&Workers { jobs })
    })
}

impl<S: Send, T: Send, R: Send> Workers<S, T, R> {
    /// Does something with each thing, in at most as many threads as there are states. The results
    /// come in the order of the things; none where it ended in a panic. The states are gone then.
    pub fn map(&self, states: Vec<S>, things: Vec<T>) -> Vec<Option<R>> {
        let mut results: Vec<Option<R>> = things.iter().map(|_| None).collect();
        let todo = Arc::new(Mutex::new(things.into_iter().enumerate()));
        let (sender, done) = channel();
        for (worker, state) in self.jobs.iter().zip(states) {
            let job = Job {
                state,
                todo: todo.clone(),
                done: sender.clone(),
            };
            // A worker that is no more leaves its share to the others.
            let _ = worker.send(job);
        }
        drop(sender);
        for (index, result) in done.into_iter().flatten() {
            if let Some(place) = results.get_mut(index) {
                *place = result;
            }
        }
        results
    }
}

/// What one of the threads has to do with a batch.
struct Job<S, T, R> {
    state: S,
    todo: Arc<Mutex<Enumerate<IntoIter<T>>>>,
    done: Sender<Vec<(usize, Option<R>)>>,
}

impl<S, T, R> Job<S, T, R> {
    fn run(self, work: impl Fn(&S, T) -> R) {
        let Self { state, todo, done } = self;
        let next = || todo.lock().unwrap_or_else(PoisonError::into_inner).next();
        let mut results = Vec::new();
        while let Some((index, thing)) = next() {
            let result = catch_unwind(AssertUnwindSafe(|| work(&state, thing)));
            results.push((index, result.ok()));
        }
        // Whoever waits for the results may change what the states look at.
        drop(state);
        // Nobody may want them any more.
        let _ = done.send(results);
    }
}
