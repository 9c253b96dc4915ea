//! Whether the process that started us is still there.

use std::thread;
use std::time::Duration;

/// How often it is looked for.
const PAUSE: Duration = Duration::from_secs(2);

/// Calls when the process with this number is gone. Where that cannot be seen, the end of standard
/// input is all there is to go by.
pub fn when_gone(process: u32, call: impl FnOnce() + Send + 'static) {
    if is_there(process).is_none() {
        return;
    }
    let builder = thread::Builder::new().name("specql-parent".to_owned());
    // Without the thread the end of standard input still counts.
    let _ = builder.spawn(move || {
        while is_there(process) == Some(true) {
            thread::sleep(PAUSE);
        }
        call();
    });
}

/// Whether a process is there; none where that cannot be seen.
fn is_there(process: u32) -> Option<bool> {
    if !std::path::Path::new("/proc/self/stat").exists() {
        return None;
    }
    let state = std::fs::read_to_string(format!("/proc/{process}/stat"));
    // Behind the name in brackets; one that has ended but was not fetched is a zombie.
    let state = state.ok().and_then(|stat| {
        let (_, rest) = stat.rsplit_once(')')?;
        rest.trim_start().chars().next()
    });
    Some(state.is_some_and(|state| !matches!(state, 'Z' | 'X')))
}
