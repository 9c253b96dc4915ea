//! The threads that answer.
//!
//! There are two queues: for what a person waits for, and for the rest. One thread is always left
//! for the first. While the client does not read, nothing is begun: answers would only pile up.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::event::Room;
use crate::parallel::{STACK, width};

/// How soon something is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// A person waits for it.
    Urgent,
    /// It is shown when it is there.
    Rest,
}

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queues {
    urgent: VecDeque<Job>,
    rest: VecDeque<Job>,
    /// How many threads work on the rest.
    resting: usize,
    is_closed: bool,
}

#[derive(Default)]
struct Shared {
    queues: Mutex<Queues>,
    changed: Condvar,
}

/// Threads, and what they are to do.
pub struct Pool {
    shared: Arc<Shared>,
}

impl Pool {
    /// One thread for each processor, but never one alone.
    pub fn new(room: &Room) -> Self {
        let shared = Arc::new(Shared::default());
        let threads = width().max(2);
        for _ in 0..threads {
            let (shared, room) = (shared.clone(), room.clone());
            let builder = thread::Builder::new().name("specql-worker".to_owned());
            let builder = builder.stack_size(STACK);
            // Where no more threads are to be had, those that are there do it all.
            let _ = builder.spawn(move || shared.work(threads - 1, &room));
        }
        Self { shared }
    }

    /// Has something done. It must not panic.
    pub fn spawn(&self, priority: Priority, job: impl FnOnce() + Send + 'static) {
        let job = Box::new(job);
        let mut queues = self.shared.queues();
        match priority {
            Priority::Urgent => queues.urgent.push_back(job),
            Priority::Rest => queues.rest.push_back(job),
        }
        self.shared.changed.notify_all();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut queues = self.shared.queues();
        queues.is_closed = true;
        queues.urgent.clear();
        queues.rest.clear();
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, most_resting: usize, room: &Room) {
        let mut queues = self.queues();
        while !queues.is_closed {
            if let Some(job) = queues.urgent.pop_front() {
                drop(queues);
                job();
                room();
                queues = self.queues();
            } else if queues.resting < most_resting
                && let Some(job) = queues.rest.pop_front()
            {
                queues.resting += 1;
                drop(queues);
                job();
                room();
                queues = self.queues();
                queues.resting -= 1;
                self.changed.notify_all();
            } else {
                let waited = self.changed.wait(queues);
                queues = waited.unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn what_is_urgent_never_waits_for_the_rest() {
        let pool = Pool::new(&(Arc::new(|| {}) as Room));
        let (go, gone) = channel::<()>();
        let gone = Arc::new(Mutex::new(gone));
        for _ in 0..width() + 2 {
            let gone = gone.clone();
            pool.spawn(Priority::Rest, move || {
                let _ = gone.lock().unwrap().recv();
            });
        }
        let (done, is_done) = channel();
        pool.spawn(Priority::Urgent, move || done.send(()).unwrap());
        is_done.recv().unwrap();
        drop(go);
    }
}
