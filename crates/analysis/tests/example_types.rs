//! The types in the example workspaces.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::fs;
use std::path::Path;

use specql_analysis::Host;
use specql_analysis::typing::typed;

/// All texts of a workspace, by path.
fn texts(workspace: &str) -> Vec<(String, String)> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut found = Vec::new();
    let mut open = vec![examples.join(workspace)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.to_str().unwrap().to_owned(), text));
            }
        }
    }
    found
}

/// Every problem of a workspace that is of interest, and how many things have types in it.
fn problems(workspace: &str) -> (Vec<String>, usize) {
    let texts = texts(workspace);
    let mut host = Host::new();
    host.set_files(
        texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    let mut count = 0;
    let mut wrong = Vec::new();
    for (path, text) in &texts {
        for found in typed(host.db(), host.file(path).unwrap()) {
            count += 1;
            for problem in &found.typed.problems {
                let what = &text[found.span.range()];
                wrong.push(format!("{path}: {:?} in {what}", problem.kind));
            }
        }
    }
    (wrong, count)
}

#[test]
fn the_shop_has_sound_types() {
    let (problems, count) = problems("shop");
    assert_eq!(problems, [""; 0]);
    assert!(count > 100, "{count} expressions");
}

#[test]
fn the_planned_language_has_sound_types() {
    let (problems, count) = problems("next");
    assert_eq!(problems, [""; 0]);
    assert!(count > 50, "{count} expressions");
}
