//! Paths: as the program compares them, and as it prints them.

use std::path::{Component, Path, PathBuf};

/// The working folder, and how paths are printed.
pub struct Paths {
    here: PathBuf,
    /// Whether paths outside the working folder are printed relative to it as well.
    is_relative_outside: bool,
}

impl Paths {
    /// For paths given on the command line: who speaks of files in relative paths is answered in
    /// relative paths.
    pub fn new<'p>(given: impl IntoIterator<Item = &'p Path>) -> Self {
        Self {
            here: std::env::current_dir().unwrap_or_default(),
            is_relative_outside: given.into_iter().all(Path::is_relative),
        }
    }

    /// The working folder.
    pub fn here(&self) -> &Path {
        &self.here
    }

    /// The whole path, without detours. Links are not followed.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        let mut plain = PathBuf::new();
        for component in self.here.join(path).components() {
            match component {
                Component::CurDir => {}
                Component::ParentDir => {
                    plain.pop();
                }
                _ => plain.push(component),
            }
        }
        plain
    }

    /// A whole path as it is printed: relative to the working folder, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        if let Ok(below) = path.strip_prefix(&self.here) {
            return slashed(below);
        }
        if !self.is_relative_outside {
            return slashed(path);
        }
        let ours: Vec<_> = self.here.components().collect();
        let theirs: Vec<_> = path.components().collect();
        let common = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
        let up = ours.iter().skip(common).map(|_| Component::ParentDir);
        let down = theirs.iter().skip(common).copied();
        slashed(&up.chain(down).collect::<PathBuf>())
    }
}

/// A path with `/`, whatever the system writes.
pub fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(is_relative_outside: bool) -> Paths {
        Paths {
            here: PathBuf::from("/home/me/shop"),
            is_relative_outside,
        }
    }

    #[test]
    fn paths_are_relative_to_the_working_folder() {
        let paths = paths(true);
        let shown = |path: &str| paths.shown(&paths.absolute(Path::new(path)));
        assert_eq!(shown("./a.yaml"), "a.yaml");
        assert_eq!(shown("x/../a.yaml"), "a.yaml");
        assert_eq!(shown("/home/me/shop/x/a.yaml"), "x/a.yaml");
        assert_eq!(shown("../other/a.yaml"), "../other/a.yaml");
    }

    #[test]
    fn a_whole_path_elsewhere_stays_whole() {
        let paths = paths(false);
        assert_eq!(paths.shown(Path::new("/tmp/a.yaml")), "/tmp/a.yaml");
    }
}
