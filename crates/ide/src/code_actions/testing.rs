//! Code actions made in small workspaces, and held to what they promise.

use std::collections::BTreeMap;

use specql_analysis::Database;
use specql_analysis::diagnostic::{Edit, Severity};
use specql_analysis::settings::Settings;
use specql_yaml::load;

use super::{Change, CodeAction, FileOperation, code_actions, resolve_code_action};
use crate::fixture::Fixture;

/// The titles of all that can be done at the cursor, and their kinds.
pub(super) fn titles(text: &str) -> String {
    let fixture = Fixture::new(text);
    let actions = actions(&fixture).into_iter();
    let shown = actions.map(|action| {
        let preferred = if action.is_preferred {
            " (preferred)"
        } else {
            ""
        };
        format!("{}: {}{preferred}", action.kind.name(), action.title)
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// The titles of the refactorings at the cursor.
pub(super) fn refactorings(text: &str) -> Vec<String> {
    let all = titles(text);
    let lines = all.lines().filter(|line| line.starts_with("refactor"));
    lines
        .map(|line| line.split_once(": ").unwrap().1.to_owned())
        .collect()
}

/// The files that an action changes, as they are then. It has to leave every file readable, with
/// its comments, and with no more warnings than before.
pub(super) fn apply(text: &str, title: &str) -> String {
    apply_despite(text, title, &[])
}

/// The same where warnings of some codes are to be expected.
pub(super) fn apply_despite(text: &str, title: &str, expected: &[&str]) -> String {
    let fixture = Fixture::new(text);
    let actions = actions(&fixture);
    let Some(action) = actions.iter().find(|action| action.title == title) else {
        let titles: Vec<_> = actions.iter().map(|action| &action.title).collect();
        panic!("`{title}` is not offered, but {titles:#?}");
    };
    let (file, selected) = fixture.selection();
    let settings = Settings::default();
    let change = resolve_code_action(fixture.db(), file, selected, &settings, &action.id);
    let change = change.expect("what is offered can be done");
    let before = texts(&fixture);
    let after = changed(&fixture, &change);
    let is_silencing = action.id.starts_with("ignore");
    hold(&before, &after, expected, is_silencing.then_some(action));
    let shown = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text));
    let shown = shown.map(|(path, text)| {
        let is_alone = before.len() == 1 && after.len() == 1;
        if is_alone {
            text.clone()
        } else {
            format!("//- {path}\n{text}")
        }
    });
    shown.collect()
}

fn actions(fixture: &Fixture) -> Vec<CodeAction> {
    let (file, selected) = fixture.selection();
    code_actions(fixture.db(), file, selected, &Settings::default())
}

fn texts(fixture: &Fixture) -> BTreeMap<String, String> {
    let files = fixture.files().iter();
    files
        .map(|file| (fixture.path(*file), fixture.text(*file)))
        .collect()
}

fn changed(fixture: &Fixture, change: &Change) -> BTreeMap<String, String> {
    let mut after = BTreeMap::new();
    for file in fixture.files() {
        let mut text = fixture.text(*file);
        let mut edits: Vec<&Edit> = change.edits.iter().filter(|e| e.file == *file).collect();
        edits.sort_by_key(|edit| edit.span);
        for pair in edits.windows(2) {
            assert!(
                pair[0].span.end <= pair[1].span.start,
                "edits overlap: {pair:?}"
            );
        }
        for edit in edits.into_iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        after.insert(fixture.path(*file), text);
    }
    for operation in &change.operations {
        match operation {
            FileOperation::Create { path, text } => {
                let earlier = after.insert(path.clone(), text.clone());
                assert_eq!(earlier, None, "{path} is there already");
            }
            FileOperation::Rename { file, path } => {
                let text = after.remove(&fixture.path(*file)).unwrap();
                assert_eq!(
                    after.insert(path.clone(), text),
                    None,
                    "{path} is there already"
                );
            }
        }
    }
    after
}

fn hold(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    expected: &[&str],
    silencing: Option<&CodeAction>,
) {
    for (path, text) in after {
        assert!(load(text).is_ok(), "{path} can no longer be read:\n{text}");
    }
    let all: String = after.values().map(String::as_str).collect();
    for comment in before
        .values()
        .flat_map(|text| text.lines())
        .filter_map(comment)
    {
        assert!(
            all.contains(comment.trim_end_matches(']')),
            "lost: {comment}\n{all}"
        );
    }
    let (before, after) = (warnings(before), warnings(after));
    for (code, count) in &after {
        let earlier = before.get(code).copied().unwrap_or_default();
        let is_expected = expected.contains(code);
        assert!(
            is_expected || *count <= earlier,
            "{code}: {count} instead of {earlier}\n{all}"
        );
    }
    if let Some(action) = silencing {
        let (code, _) = action.mends[0];
        assert!(
            after.get(code) < before.get(code),
            "{code} is not silenced:\n{all}"
        );
    }
}

fn comment(line: &str) -> Option<&str> {
    line.find("# ").and_then(|at| line.get(at..))
}

/// How many diagnostics of each code there are that matter.
fn warnings(texts: &BTreeMap<String, String>) -> BTreeMap<&'static str, usize> {
    let mut host = specql_generate::host();
    for (path, text) in texts {
        host.open(path, text);
    }
    let files: Vec<_> = host.files().map(|(_, file)| file).collect();
    let db: &Database = host.db();
    let mut counts = BTreeMap::new();
    for file in files {
        let shown = specql_analysis::shown(db, file, &Settings::default());
        for diagnostic in shown.iter().filter(|d| d.severity >= Severity::Warning) {
            *counts.entry(diagnostic.rule.code).or_default() += 1;
        }
    }
    counts
}
