//! Reading files in the background, a few at a time.
//!
//! One thread reads; the loop takes what was read when it has nothing better to do, and only then
//! the thread goes on.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use specql_analysis::settings::FILE_NAME;

use super::event::Event;
use super::project::root_above;
use super::watch::{Seen, stamp};
use crate::files::{Content, Walks, is_yaml, read_found, walk};
use crate::parallel::STACK;

/// So many files are read before the loop is asked to take them.
const SLICE: usize = 64;

/// So many slices may wait for the loop.
const AHEAD: usize = 2;

/// What is to be read.
pub enum Work {
    /// All files of these folders, each with the root of its project where nothing else says so.
    Folders {
        /// The number of the reading.
        generation: u64,
        /// Where to look.
        folders: Vec<(PathBuf, PathBuf)>,
    },
    /// These files, if they belong to these folders and are still there.
    Files {
        /// Which files.
        paths: Vec<PathBuf>,
        /// The folders of the workspace.
        folders: Vec<PathBuf>,
    },
}

/// Files that were read.
pub struct Loaded {
    /// The number of the reading; none for files that changed on the disk.
    pub generation: Option<u64>,
    /// The files.
    pub files: Vec<Read>,
    /// How many files of the reading are done, of how many.
    pub done: (usize, usize),
    /// Whether this is the last slice of its reading.
    pub is_last: bool,
    /// In the last slice, how all files were when they were read.
    pub seen: Seen,
}

/// A file that was read.
pub struct Read {
    /// The root of its project.
    pub root: PathBuf,
    /// Its whole path.
    pub path: PathBuf,
    /// What it holds; nothing when it is gone.
    pub content: Option<Content>,
}

/// The thread that reads.
pub struct Loader {
    work: Sender<Work>,
    /// The loop gives one back for each slice that it has taken.
    permits: SyncSender<()>,
}

impl Loader {
    /// Starts the thread.
    pub fn new(events: Sender<Event>) -> Self {
        let (work, todo) = channel();
        let (permits, permitted) = sync_channel(AHEAD);
        for _ in 0..AHEAD {
            // There is room for them.
            let _ = permits.try_send(());
        }
        let reader = Reader {
            events,
            permitted,
            roots: HashMap::new(),
        };
        let builder = thread::Builder::new().name("specql-reader".to_owned());
        // Without the thread nothing is read, and what is open works still.
        let _ = builder.stack_size(STACK).spawn(move || reader.run(&todo));
        Self { work, permits }
    }

    /// Has something read.
    pub fn read(&self, work: Work) {
        // It has ended only if the program ends.
        let _ = self.work.send(work);
    }

    /// Says that a slice was taken.
    pub fn taken(&self) {
        let _ = self.permits.try_send(());
    }
}

struct Reader {
    events: Sender<Event>,
    permitted: Receiver<()>,
    roots: HashMap<PathBuf, Option<PathBuf>>,
}

impl Reader {
    fn run(mut self, todo: &Receiver<Work>) {
        while let Ok(work) = todo.recv() {
            self.roots.clear();
            let is_alive = match work {
                Work::Folders {
                    generation,
                    folders,
                } => self.folders(generation, &folders),
                Work::Files { paths, folders } => self.files(&paths, &folders),
            };
            if is_alive.is_none() {
                break;
            }
        }
    }

    /// None when nobody listens any more.
    fn folders(&mut self, generation: u64, folders: &[(PathBuf, PathBuf)]) -> Option<()> {
        let mut found = Vec::new();
        for (folder, root) in folders {
            // What cannot be read is not there for us.
            let paths = walk(folder, &mut Vec::new());
            found.extend(paths.into_iter().map(|path| (path, root)));
        }
        found.sort();
        found.dedup_by(|a, b| a.0 == b.0);
        let total = found.len();
        let mut seen = Seen::new();
        for (folder, _) in folders {
            let path = folder.join(FILE_NAME);
            seen.extend(stamp(&path).map(|stamp| (path, stamp)));
        }
        let mut done = 0;
        for slice in found.chunks(SLICE) {
            done += slice.len();
            let files = slice.iter().filter_map(|(path, root)| {
                seen.insert(path.clone(), stamp(path)?);
                let content = read_found(path).ok()?;
                Some(Read {
                    root: self.root_of(path).unwrap_or_else(|| (*root).clone()),
                    path: path.clone(),
                    content: Some(content),
                })
            });
            let files = files.collect();
            self.send(Loaded {
                generation: Some(generation),
                files,
                done: (done, total),
                is_last: false,
                seen: Seen::new(),
            })?;
        }
        self.send(Loaded {
            generation: Some(generation),
            files: Vec::new(),
            done: (total, total),
            is_last: true,
            seen,
        })
    }

    fn files(&mut self, paths: &[PathBuf], folders: &[PathBuf]) -> Option<()> {
        let slices = paths.chunks(SLICE).len();
        let mut walks = Walks::default();
        for (number, slice) in paths.chunks(SLICE).enumerate() {
            let files = slice.iter().filter_map(|path| {
                let around = folders.iter().filter(|folder| path.starts_with(folder));
                let around = around.max_by_key(|folder| folder.components().count());
                let root = self.root_of(path).or_else(|| around.cloned())?;
                let content = is_yaml(path).then(|| read_found(path).ok()).flatten();
                let content = content.filter(|_| walks.is_walked(&root, path));
                Some(Read {
                    root,
                    path: path.clone(),
                    content,
                })
            });
            let files = files.collect();
            self.send(Loaded {
                generation: None,
                files,
                done: (0, 0),
                is_last: number + 1 == slices,
                seen: Seen::new(),
            })?;
        }
        Some(())
    }

    fn send(&self, loaded: Loaded) -> Option<()> {
        self.permitted.recv().ok()?;
        self.events.send(Event::Loaded(loaded)).ok()
    }

    fn root_of(&mut self, path: &Path) -> Option<PathBuf> {
        let folder = path.parent()?;
        if let Some(known) = self.roots.get(folder) {
            return known.clone();
        }
        let root = root_above(folder);
        self.roots.insert(folder.to_owned(), root.clone());
        root
    }
}
