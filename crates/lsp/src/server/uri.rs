//! URIs: what they stand for, and how files are named by them.

use std::path::{Component, Path, PathBuf};

use lsp_types::Uri;

/// What a URI stands for. Editors spell the same URI in several ways; places are equal then.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A file, by its whole path.
    File(PathBuf),
    /// A buffer that is no file yet.
    Untitled(String),
    /// Something that is not ours.
    Foreign,
}

/// No file has a longer name.
const LONGEST: usize = 16 << 10;

/// What a URI stands for.
pub fn place(uri: &Uri) -> Place {
    match uri.scheme().as_str() {
        "file" if uri.as_str().len() > LONGEST => Place::Foreign,
        "file" => match uri.to_file_path() {
            Some(path) if path.is_absolute() => Place::File(plain(&path)),
            _ => Place::Foreign,
        },
        "untitled" => Place::Untitled(uri.as_str().to_owned()),
        _ => Place::Foreign,
    }
}

/// The URI of a file.
pub fn of_path(path: &Path) -> Option<Uri> {
    // Of a whole path, no disk is asked.
    path.is_absolute().then(|| Uri::from_file_path(path))?
}

/// A path without detours, with the letter of its drive as it is usually written.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            Component::Prefix(prefix) => {
                plain.push(prefix.as_os_str().to_ascii_uppercase());
            }
            _ => plain.push(component),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(uri: &str) -> Place {
        place(&uri.parse().unwrap())
    }

    #[test]
    fn a_file_has_many_spellings() {
        let file = Place::File(PathBuf::from("/shop/a b/é.yaml"));
        assert_eq!(at("file:///shop/a%20b/%C3%A9.yaml"), file);
        assert_eq!(at("file:///shop/./x/../a%20b/%c3%a9.yaml"), file);
    }

    #[test]
    fn a_path_is_found_again() {
        let path = Path::new("/shop/a b/é#%.yaml");
        let uri = of_path(path).unwrap();
        assert_eq!(uri.as_str(), "file:///shop/a%20b/%C3%A9%23%25.yaml");
        assert_eq!(place(&uri), Place::File(path.to_owned()));
    }

    #[test]
    fn what_is_no_file_is_told_apart() {
        let untitled = "untitled:Untitled-1";
        assert_eq!(at(untitled), Place::Untitled(untitled.to_owned()));
        let long = format!("file://{}", "/a".repeat(50_000));
        for foreign in [
            long.as_str(),
            "git:/shop/a.yaml",
            "http://example.com/x",
            "file:",
        ] {
            assert_eq!(at(foreign), Place::Foreign, "{foreign}");
        }
    }
}
