//! Which files belong to a workspace.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Which files belong to a workspace: patterns for their paths, as `.gitignore` has them.
#[derive(Clone, Debug, Default)]
pub struct Files {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

/// A pattern that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern {
    /// Which of the patterns.
    pub index: usize,
    /// What is wrong with it.
    pub message: String,
}

impl Files {
    /// Only files that one of these patterns fits belong to the workspace. The good patterns
    /// count, whatever the others are.
    pub fn set_include(&mut self, patterns: &[&str]) -> Vec<BadPattern> {
        let (set, bad) = set_of(patterns);
        self.include = Some(set);
        bad
    }

    /// Files that one of these patterns fits do not belong to the workspace.
    pub fn set_exclude(&mut self, patterns: &[&str]) -> Vec<BadPattern> {
        let (set, bad) = set_of(patterns);
        self.exclude = Some(set);
        bad
    }

    /// Whether the file at this path, relative to the folder with the settings and with `/`,
    /// belongs to the workspace.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let fits = |set: &GlobSet| set.is_match(path);
        self.include.as_ref().is_none_or(fits) && !self.exclude.as_ref().is_some_and(fits)
    }
}

fn set_of(patterns: &[&str]) -> (GlobSet, Vec<BadPattern>) {
    let mut good = GlobSetBuilder::new();
    let mut bad = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        for pattern in spelled_out(pattern) {
            match GlobBuilder::new(&pattern).literal_separator(true).build() {
                Ok(glob) => {
                    good.add(glob);
                }
                Err(error) => {
                    let message = error.kind().to_string();
                    bad.push(BadPattern { index, message });
                    break;
                }
            }
        }
    }
    let set = good.build().unwrap_or_else(|error| {
        let message = error.kind().to_string();
        bad.push(BadPattern { index: 0, message });
        GlobSet::empty()
    });
    (set, bad)
}

/// A pattern without a slash fits at any depth, and a folder means all that is in it.
fn spelled_out(pattern: &str) -> [String; 2] {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let (pattern, is_anchored) = match pattern.strip_prefix('/') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    let pattern = if is_anchored || pattern.contains('/') {
        pattern.to_owned()
    } else {
        format!("**/{pattern}")
    };
    let below = format!("{pattern}/**");
    [pattern, below]
}
