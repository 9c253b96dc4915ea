//! Watching files ourselves, for clients that do not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::event::Event;
use crate::files::walk;

/// Between two looks at the disk there is at least this pause,
const PAUSE: Duration = if cfg!(debug_assertions) {
    Duration::from_millis(100)
} else {
    Duration::from_secs(2)
};

/// and at least so many times as long as a look takes.
const RATIO: u32 = 50;

/// The thread that looks. It ends when this does.
pub struct Watch {
    say: Sender<Told>,
}

/// What the thread is told.
enum Told {
    /// Where to look.
    Folders(Vec<PathBuf>),
    /// How files were when they were read.
    Read(Seen),
}

/// When files were written, and how long they are.
pub type Seen = BTreeMap<PathBuf, Stamp>;

/// When a file was written, and how long it is.
pub type Stamp = (Option<SystemTime>, u64);

/// When the file at a path was written, and how long it is.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let data = std::fs::metadata(path).ok()?;
    Some((data.modified().ok(), data.len()))
}

impl Watch {
    /// Starts to look.
    pub fn new(events: Sender<Event>) -> Self {
        let (say, told) = channel();
        let builder = thread::Builder::new().name("specql-watch".to_owned());
        // Without the thread, changes show when files are opened.
        let _ = builder.spawn(move || look(&told, &events));
        Self { say }
    }

    /// Says where to look. It begins when files were read there.
    pub fn set_folders(&self, folders: Vec<PathBuf>) {
        // It has ended only if the program ends.
        let _ = self.say.send(Told::Folders(folders));
    }

    /// Says how files were when they were read.
    pub fn set_read(&self, seen: Seen) {
        let _ = self.say.send(Told::Read(seen));
    }
}

fn look(told: &Receiver<Told>, events: &Sender<Event>) {
    let mut folders = Vec::new();
    let mut before: Option<Seen> = None;
    let mut pause = PAUSE;
    loop {
        match told.recv_timeout(pause) {
            Ok(Told::Folders(new)) => {
                folders = new;
                before = None;
            }
            Ok(Told::Read(seen)) => before.get_or_insert_default().extend(seen),
            Err(RecvTimeoutError::Timeout) => {
                let Some(seen) = &mut before else { continue };
                let start = Instant::now();
                let now = see(&folders);
                pause = PAUSE.max(start.elapsed() * RATIO);
                let changed = changed(seen, &now);
                if !changed.is_empty() && events.send(Event::Disk(changed)).is_err() {
                    return;
                }
                *seen = now;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// All files that matter.
fn see(folders: &[PathBuf]) -> Seen {
    let paths = folders.iter().flat_map(|folder| {
        let settings = folder.join(specql_analysis::settings::FILE_NAME);
        walk(folder, &mut Vec::new()).into_iter().chain([settings])
    });
    let seen = paths.filter_map(|path| {
        let stamp = stamp(&path)?;
        Some((path, stamp))
    });
    seen.collect()
}

fn changed(before: &Seen, now: &Seen) -> BTreeSet<PathBuf> {
    let new = now
        .iter()
        .filter(|(path, data)| before.get(*path) != Some(data));
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    new.map(|(path, _)| path).chain(gone).cloned().collect()
}
