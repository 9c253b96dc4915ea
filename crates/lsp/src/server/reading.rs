//! Takes in what was read from the disk, when nobody waits for an answer.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::event::Event;
use super::loading::{Loaded, Loader, Read, Work};
use super::serve::Server;

/// So long, after its beginning, other work may hold up what was read.
const HOLD: Duration = Duration::from_millis(200);

/// What was read and is to be read.
pub struct Reading {
    pub(super) loader: Loader,
    loaded: VecDeque<Loaded>,
    /// The number of the last reading of folders.
    generation: u64,
    /// What was read before this one is of no use any more.
    oldest: u64,
    /// When the reading began, and how long the last one took.
    pub(super) since: Option<Instant>,
    pub(super) took: Option<Duration>,
}

impl Reading {
    /// Nothing yet.
    pub fn new(events: Sender<Event>) -> Self {
        Self {
            loader: Loader::new(events),
            loaded: VecDeque::new(),
            generation: 0,
            oldest: 0,
            since: None,
            took: None,
        }
    }

    /// Files were read.
    pub fn loaded(&mut self, loaded: Loaded) {
        self.loaded.push_back(loaded);
    }

    /// Whether something waits to be taken in.
    pub fn is_waiting(&self) -> bool {
        !self.loaded.is_empty()
    }

    /// Whether folders are being read.
    pub fn is_busy(&self) -> bool {
        self.since.is_some()
    }
}

impl Server {
    /// Begins anew with the same documents.
    pub(super) fn start_over(&mut self) {
        self.reading.oldest = self.reading.generation + 1;
        self.session.start_over();
        if let Some(watch) = &self.watch {
            watch.set_folders(self.session.folders.clone());
        }
        self.read_folders();
        // Where there is nothing to read, everything is known.
        if !self.reading.is_busy() {
            self.all_is_read();
        }
    }

    /// Has folders read that were not yet.
    pub(super) fn read_folders(&mut self) {
        let folders = std::mem::take(&mut self.session.unread);
        if folders.is_empty() {
            return;
        }
        self.reading.generation += 1;
        self.reading.since.get_or_insert_with(Instant::now);
        self.begin_progress();
        self.reading.loader.read(Work::Folders {
            generation: self.reading.generation,
            folders,
        });
    }

    /// Takes one slice of what was read, if nobody waits for an answer. What is open comes first,
    /// but not for long.
    pub(super) fn take_loaded(&mut self) {
        let is_first = self.requests.is_busy() || self.checking.is_busy();
        let since = self.reading.since;
        let is_begun = since.is_some_and(|since| since.elapsed() < HOLD);
        if self.requests.is_urgent() || (is_first && is_begun) {
            return;
        }
        let Some(loaded) = self.reading.loaded.pop_front() else {
            return;
        };
        self.reading.loader.taken();
        if loaded.generation.is_some_and(|g| g < self.reading.oldest) {
            return;
        }
        self.take_files(loaded.files);
        if let Some(watch) = &self.watch
            && loaded.is_last
            && loaded.generation.is_some()
        {
            watch.set_read(loaded.seen);
        }
        if loaded.generation == Some(self.reading.generation) {
            self.show_progress(loaded.done);
            if loaded.is_last {
                self.all_is_read();
                self.end_progress();
            }
        }
    }

    fn take_files(&mut self, files: Vec<Read>) {
        let mut by_root: HashMap<PathBuf, Vec<Read>> = HashMap::new();
        for file in files {
            by_root.entry(file.root.clone()).or_default().push(file);
        }
        for (root, files) in by_root {
            let id = self.session.project_at(&root);
            let mut there = Vec::new();
            for file in files {
                let project = self.session.projects.get(&id);
                let has = project.is_some_and(|project| project.has(&file.path));
                match file.content.filter(|_| has) {
                    Some(content) => there.push((file.path, content)),
                    None => self.session.forget(&file.path),
                }
            }
            let Some(project) = self.session.projects.get_mut(&id) else {
                continue;
            };
            let there = there.into_iter();
            let there = there.map(|(path, content)| (project.key(&path), content));
            project.take(there.collect());
            self.session.disturb(id);
        }
    }

    fn all_is_read(&mut self) {
        if let Some(since) = self.reading.since.take() {
            self.reading.took = Some(since.elapsed());
        }
        let ids: Vec<_> = self.session.projects.keys().copied().collect();
        for id in ids {
            if let Some(project) = self.session.projects.get_mut(&id)
                && !project.is_complete
            {
                project.is_complete = true;
                project.epoch += 1;
                self.session.disturb(id);
            }
        }
    }
}
