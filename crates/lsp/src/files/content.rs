//! Reading files.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use specql_analysis::diagnostic::Diagnostic;
use specql_analysis::{MAX_SIZE, text_of, too_large};

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// A text.
    Text(Arc<str>),
    /// What is no text, or too much of it; beside the reason what can be shown of it.
    Bad(Box<Diagnostic>, String),
}

/// So much of a large file is enough to see what it is.
const HEAD: u64 = 1 << 16;

/// Reads a file. Also what has no end (a device, a pipe) is read only as far as it may go.
pub fn read(path: &Path) -> io::Result<Content> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > MAX_SIZE as u64 {
        let mut head = Vec::new();
        file.take(HEAD).read_to_end(&mut head)?;
        return Ok(large(&head));
    }
    limited(&mut file, size)
}

/// Reads a file that nobody named. What is no file, such as a pipe, is left alone: it may never say
/// anything, and who opens it waits for that.
pub fn read_found(path: &Path) -> io::Result<Content> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("this is no file"));
    }
    read(path)
}

/// Reads standard input.
pub fn standard_input() -> io::Result<Content> {
    limited(&mut io::stdin().lock(), 0)
}

/// Reads all that there is, which is probably so much.
fn limited(from: &mut impl Read, size: u64) -> io::Result<Content> {
    // One byte more, so that the end is found without making room for what comes behind it.
    let mut bytes = Vec::with_capacity(usize::try_from(size).map_or(0, |size| size + 1));
    from.take(MAX_SIZE as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_SIZE {
        bytes.truncate(HEAD as usize);
        return Ok(large(&bytes));
    }
    Ok(match text_of(bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(none) => {
            let lossy = String::from_utf8_lossy(&none.bytes).into_owned();
            Content::Bad(Box::new(none.diagnostic), lossy)
        }
    })
}

fn large(head: &[u8]) -> Content {
    let head = String::from_utf8_lossy(head).into_owned();
    Content::Bad(Box::new(too_large(MAX_SIZE)), head)
}
