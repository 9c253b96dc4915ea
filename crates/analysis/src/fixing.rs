//! Making fixes: which of them can be made together, and what a text is then.

use std::collections::HashMap;

use specql_yaml::Span;

use crate::db::File;
use crate::diagnostic::{Diagnostic, Edit, Fix};

/// How many changes of a file are made at once.
const MOST_EDITS: usize = 1000;

/// Fixes that can be made at once: no two touch each other.
#[derive(Debug, Default)]
pub struct Batch {
    edits: HashMap<File, Vec<Edit>>,
    /// The fixes, with the diagnostics that they mend.
    pub made: Vec<Made>,
}

/// A fix that is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The code of what it mends.
    pub code: &'static str,
    /// What it does.
    pub title: String,
    /// The files that it changes.
    pub files: Vec<File>,
}

impl Batch {
    /// Takes in the safe fix of a diagnostic, if there is one that goes together with the others
    /// and changes only files that may be changed.
    pub fn add(&mut self, diagnostic: &Diagnostic, may_change: impl Fn(File) -> bool) {
        let fixes = diagnostic.fixes.iter().filter(|fix| fix.is_safe);
        for fix in fixes {
            let is_allowed = fix.edits.iter().all(|edit| may_change(edit.file));
            if !is_allowed || fix.edits.is_empty() || self.touches(fix) {
                continue;
            }
            let mut files = Vec::new();
            for edit in &fix.edits {
                if !files.contains(&edit.file) {
                    files.push(edit.file);
                }
            }
            self.made.push(Made {
                code: diagnostic.rule.code,
                title: fix.title.clone(),
                files,
            });
            for edit in &fix.edits {
                self.edits.entry(edit.file).or_default().push(edit.clone());
            }
            return;
        }
    }

    fn touches(&self, fix: &Fix) -> bool {
        fix.edits.iter().any(|edit| {
            let others = self.edits.get(&edit.file);
            others.is_some_and(|others| {
                // With so many, the rest is for the next batch.
                others.len() > MOST_EDITS || others.iter().any(|o| touch(o.span, edit.span))
            })
        })
    }

    /// The changes of a file, in the order of its text.
    #[must_use]
    pub fn into_edits(mut self, file: File) -> Vec<Edit> {
        let mut edits = self.edits.remove(&file).unwrap_or_default();
        edits.sort_by_key(|edit| edit.span);
        edits
    }

    /// The text of a file with its fixes made.
    #[must_use]
    pub fn apply(&self, file: File, text: &str) -> String {
        let mut edits: Vec<_> = self.edits.get(&file).into_iter().flatten().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut text = text.to_owned();
        for edit in edits {
            if text.get(edit.span.range()).is_some() {
                text.replace_range(edit.span.range(), &edit.text);
            }
        }
        text
    }
}

fn touch(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Host;
    use crate::rules::rule;

    fn diagnostic(file: File, start: usize, end: usize, text: &str, is_safe: bool) -> Diagnostic {
        let span = Span::new(start, end);
        let edit = Edit {
            file,
            span,
            text: text.to_owned(),
        };
        Diagnostic::new(rule("invalid-yaml").unwrap(), span, "no").with_fix(Fix {
            title: "Do it".to_owned(),
            is_safe,
            edits: vec![edit],
        })
    }

    #[test]
    fn safe_fixes_that_do_not_touch_are_made() {
        let mut host = Host::new();
        let file = host.set_file("a.yaml", "0123456789");
        let mut batch = Batch::default();
        batch.add(&diagnostic(file, 5, 6, "five", true), |_| true);
        batch.add(&diagnostic(file, 1, 3, "", true), |_| true);
        batch.add(&diagnostic(file, 2, 4, "too near", true), |_| true);
        batch.add(&diagnostic(file, 8, 9, "not safe", false), |_| true);
        batch.add(&diagnostic(file, 8, 9, "not allowed", true), |_| false);
        assert_eq!(batch.made.len(), 2);
        assert_eq!(batch.apply(file, "0123456789"), "034five6789");
    }
}
