//! Folders with files, and the program run in them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "not every test uses all of it, and a test fails where it stands"
)]

#[path = "../../src/server/tests/chance.rs"]
pub mod chance;
pub mod client;
pub mod database;
pub mod editor;
pub mod examples;
pub mod postgres;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// A folder of its own for a test, which goes when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    /// With these files: paths and contents.
    pub fn with(files: &[(&str, &str)]) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("specql-lsp-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        let folder = Self(path.canonicalize().unwrap());
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.join(path)).unwrap()
    }

    /// The program with these arguments, run in the folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// The same with a text on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        run_in_with(&self.0, arguments, input)
    }
}

/// The program with these arguments, run in a folder that stays.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    run_in_with(folder, arguments, "")
}

fn run_in_with(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // It may have ended before it has read this.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Ran::of(&child.wait_with_output().unwrap())
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What the program has printed, and its exit status.
pub struct Ran {
    pub out: String,
    pub err: String,
    pub status: i32,
}

impl Ran {
    fn of(output: &Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout.clone()).expect("UTF-8 is printed"),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: output.status.code().expect("it ended by itself"),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("JSON is printed")
    }

    /// Path and code of the diagnostics in JSON, of rules that these tests are about.
    pub fn codes(&self) -> Vec<(String, String)> {
        let json = self.json();
        let found = json["diagnostics"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        found
            .filter(|found| {
                found["group"] == "settings" || ABOUT.contains(&text(&found["code"]).as_str())
            })
            .map(|found| (text(&found["path"]), text(&found["code"])))
            .collect()
    }
}

const ABOUT: [&str; 5] = [
    "missing-colon",
    "not-utf-8",
    "too-large",
    "unknown-suppression",
    "unused-suppression",
];

/// Shows only what these tests are about, whatever other rules may say of their specs.
pub const ONLY: &str =
    "--select=missing-colon,not-utf-8,too-large,unknown-suppression,unused-suppression";

/// A spec with nothing wrong in it.
pub const SOUND: &str = "entity: Station\nschema: network\nfields:\n  name: text\n";
/// A spec with a mistake at 4:3.
pub const BROKEN: &str = "entity: Line\nschema: network\nfields:\n  colour text\n  name: text\n";
/// A spec with a comment that silences nothing, at 4:20: it has a safe fix.
pub const FIXABLE: &str =
    "entity: Stop\nschema: network\nfields:\n  # specql: ignore[missing-colon]\n  name: text\n";
