//! Writing files, so that there is always one whole version of them.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Replaces the text of a file, if it still is the one that was read. The file keeps its
/// permissions; of a link, what it leads to is written.
pub fn write(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the file is read-only and was not written",
        ));
    }
    if fs::read(&path)? != before.as_bytes() {
        return Err(io::Error::other(
            "the file changed while it was checked and was not written",
        ));
    }
    let (mut file, beside) = create_beside(&path)?;
    let written = file
        .write_all(after.as_bytes())
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What cannot be removed either stays; the error is told anyway.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A new file in the same folder, so that it can take the other's place at once.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut last = io::Error::other("no free name");
    for number in 0..100 {
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{}-{number}.tmp", std::process::id()));
        let beside = path.with_file_name(name);
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside)
        {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}
