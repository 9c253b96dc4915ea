//! The pictures of the docs: each one that is shown is there and says in words what it shows, and
//! each one that is there is shown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Larger ones make the repository heavy.
const MOST_BYTES: u64 = 200_000;

/// A picture as a page shows it.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    words: String,
    target: String,
}

/// What a page shows of its own pictures: `![words](target)`.
fn shown(page: &str) -> Vec<Shown> {
    let starts = page.split("![").skip(1);
    let found = starts.filter_map(|rest| {
        let (words, rest) = rest.split_once("](")?;
        let (target, _) = rest.split_once(')')?;
        let is_ours = !target.contains("://") && !words.contains('\n');
        is_ours.then(|| Shown {
            words: words.to_owned(),
            target: target.to_owned(),
        })
    });
    found.collect()
}

/// What is wrong with the pictures that these pages show, and with those in a folder.
pub(crate) fn faults(pages: &[PathBuf], folder: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for page in pages {
        let text = std::fs::read_to_string(page).unwrap_or_default();
        for Shown { words, target } in shown(&text) {
            let path = page.with_file_name(&target);
            if words.trim().is_empty() {
                faults.push(format!("{}: {target} has no words", page.display()));
            }
            match path.canonicalize() {
                Ok(path) => drop(used.insert(path)),
                Err(_) => faults.push(format!("{}: there is no {target}", page.display())),
            }
        }
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    for path in entries.filter_map(|entry| entry.ok()?.path().canonicalize().ok()) {
        if !used.contains(&path) {
            faults.push(format!("{}: no page shows it", path.display()));
        }
        if path.metadata().is_ok_and(|file| file.len() > MOST_BYTES) {
            faults.push(format!("{}: more than {MOST_BYTES} bytes", path.display()));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_its_own_pictures_only() {
        let page = "![a b](images/a.png) [no](b.png) ![](c.png) ![far](https://x.y/z.png) ![";
        let picture = |words: &str, target: &str| Shown {
            words: words.to_owned(),
            target: target.to_owned(),
        };
        assert_eq!(
            shown(page),
            [picture("a b", "images/a.png"), picture("", "c.png")]
        );
    }

    #[test]
    fn what_is_missing_unused_silent_or_large_is_told() {
        let folder = std::env::temp_dir().join(format!("specql-pictures-{}", std::process::id()));
        let images = folder.join("images");
        std::fs::create_dir_all(&images).unwrap();
        let large = vec![0; usize::try_from(MOST_BYTES).unwrap() + 1];
        for (name, content) in [("a.png", &[0][..]), ("b.png", &[0]), ("c.png", &large)] {
            std::fs::write(images.join(name), content).unwrap();
        }
        let page = folder.join("page.md");
        std::fs::write(
            &page,
            "![a](images/a.png)\n![](images/c.png)\n![d](images/d.png)",
        )
        .unwrap();
        let mut found: Vec<_> = faults(&[page], &images)
            .into_iter()
            .map(|fault| fault.split_once(": ").unwrap().1.to_owned())
            .collect();
        found.sort();
        assert_eq!(
            found,
            [
                "images/c.png has no words",
                "more than 200000 bytes",
                "no page shows it",
                "there is no images/d.png",
            ]
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
