//! Small workspaces for tests, written as one text.
//!
//! `//- path` begins a file; without one the file is called `spec.yaml`. `$0` is where the cursor
//! stands; `$1` the other end of a selection. All files are open, as in an editor.

use specql_analysis::db::File;
use specql_analysis::resolve::Target;
use specql_analysis::{Database, Host};
use specql_yaml::Span;

use crate::destination::Destinations;

/// A workspace in which a cursor may stand.
pub(crate) struct Fixture {
    pub(crate) host: Host,
    files: Vec<File>,
    cursor: Option<(File, u32)>,
    other_end: Option<u32>,
}

impl Fixture {
    pub(crate) fn new(text: &str) -> Self {
        let mut fixture = Self {
            host: specql_generate::host(),
            files: Vec::new(),
            cursor: None,
            other_end: None,
        };
        for (path, text) in files(text) {
            fixture.add(path, text);
        }
        fixture
    }

    fn add(&mut self, path: &str, text: &str) {
        let mut text = text.to_owned();
        let mut take = |mark: &str| {
            let at = text.find(mark)?;
            text.replace_range(at..at + mark.len(), "");
            Some(at)
        };
        let (mut cursor, other) = (take("$0"), take("$1"));
        if let (Some(at), Some(other)) = (&mut cursor, other) {
            // The cursor's mark was found with the other one still before it.
            if other < *at {
                *at -= 2;
            }
        }
        let file = self.host.open(path, &text);
        self.files.push(file);
        if let Some(at) = cursor {
            self.cursor = Some((file, u32::try_from(at).unwrap()));
        }
        if let Some(at) = other {
            self.other_end = Some(u32::try_from(at).unwrap());
        }
    }

    pub(crate) fn db(&self) -> &Database {
        self.host.db()
    }

    /// The first file.
    pub(crate) fn file(&self) -> File {
        self.files[0]
    }

    /// All files, in the order of the text.
    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    /// Where the cursor stands.
    pub(crate) fn cursor(&self) -> (File, u32) {
        self.cursor.expect("the fixture has a cursor: $0")
    }

    /// What is selected: from `$0` to `$1`, whichever comes first; empty without a `$1`.
    pub(crate) fn selection(&self) -> (File, Span) {
        let (file, cursor) = self.cursor();
        let other = self.other_end.unwrap_or(cursor);
        let (start, end) = (cursor.min(other), cursor.max(other));
        (file, Span { start, end })
    }

    pub(crate) fn text(&self, file: File) -> String {
        file.text(self.db()).to_string()
    }

    pub(crate) fn path(&self, file: File) -> String {
        file.path(self.db()).to_owned()
    }

    /// A stretch of a file as people see it: its line, with carets below.
    pub(crate) fn frame(&self, file: File, span: Span) -> String {
        let text = self.text(file);
        let before = &text[..span.start as usize];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let row = before.matches('\n').count() + 1;
        let column = before[start..].chars().count();
        let inside = &text[span.start as usize
            ..(span.end as usize)
                .min(start + line.len())
                .max(span.start as usize)];
        let width = inside.chars().count().max(1);
        let more = if span.end as usize > start + line.len() {
            "…"
        } else {
            ""
        };
        let (path, blank) = (self.path(file), " ".repeat(column));
        let carets = "^".repeat(width);
        let column = column + 1;
        format!("{path}:{row}:{column}\n{line}\n{blank}{carets}{more}")
    }

    /// Where a name leads.
    pub(crate) fn way(&self, file: File, found: Option<Destinations>) -> String {
        let Some(found) = found else {
            return "nowhere".to_owned();
        };
        let mut shown = self.frame(file, found.origin);
        for destination in found.destinations {
            shown += "\n-> ";
            shown += &self.frame(destination.file, destination.name);
            if destination.whole != destination.name {
                let whole = &self.text(destination.file)[destination.whole.range()];
                shown += &format!(" of {whole:?}");
            }
        }
        shown
    }

    /// What a name stands for, in words.
    pub(crate) fn told(&self, target: &Target) -> String {
        let path = |file: &File| self.path(*file);
        match target {
            Target::Entity(file) => format!("the entity of {}", path(file)),
            Target::Field(file, name) => format!("field `{name}` of {}", path(file)),
            Target::Action(file, name) => format!("action `{name}` of {}", path(file)),
            Target::Other(file, what, name) => format!("{what:?} `{name}` of {}", path(file)),
            Target::EnumValue(file, field, name) => {
                format!("value `{name}` of field `{field}` of {}", path(file))
            }
            Target::File(file) => format!("the file {}", path(file)),
            other => format!("{other:?}"),
        }
    }
}

fn files(text: &str) -> Vec<(&str, &str)> {
    if !text.starts_with("//- ") {
        return vec![("spec.yaml", text)];
    }
    let parts = text.split("//- ").skip(1);
    parts
        .map(|part| {
            let (path, text) = part.split_once('\n').unwrap_or((part, ""));
            (path.trim(), text)
        })
        .collect()
}
