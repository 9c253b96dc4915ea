//! Whatever can be done anywhere in the examples leaves every file readable, with its comments,
//! and with no more warnings than before.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use specql_analysis::diagnostic::{Edit, Severity};
use specql_analysis::settings::Settings;
use specql_analysis::{Host, Span, shown};
use specql_ide::{ActionKind, Change, FileOperation, code_actions, resolve_code_action};
use specql_language::Target;
use specql_yaml::load;

/// Moving to another schema may mean foreign keys between two, which SpecQL 0.8.7 does not make.
/// The registry, and the code of a table that follows from it, are for people to change, and
/// whether a schema has tenants is a matter of the schema.
const EXPECTED: [(&str, &str); 4] = [
    ("move-to-schema", "foreign-schema-reference"),
    ("move-to-schema", "invalid-table-code"),
    ("move-to-schema", "registered-elsewhere"),
    ("move-to-schema", "shared-schema"),
];

/// Files by their paths.
type Texts = BTreeMap<String, String>;

fn example(name: &str) -> Texts {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let root = root.join(name);
    let mut texts = Texts::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                texts.insert(name.replace('\\', "/"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

/// Where something may be done: at the beginnings of words, and over two lines.
fn selections(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if is_part(c) && !is_part(before) {
            found.push(Span::at(at));
        }
        if before == '\n' {
            let lines = text[at..].split_inclusive('\n').take(2);
            found.push(Span::new(at, at + lines.map(str::len).sum::<usize>()));
        }
        before = c;
    }
    found
}

fn changed(host: &Host, before: &Texts, change: &Change) -> Texts {
    let mut after = before.clone();
    let mut edits: Vec<&Edit> = change.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    for edit in edits {
        let path = edit.file.path(host.db());
        let text = after.get_mut(path).unwrap();
        text.replace_range(edit.span.range(), &edit.text);
    }
    for operation in &change.operations {
        let (path, text) = match operation {
            FileOperation::Create { path, text } => (path, text.clone()),
            FileOperation::Rename { file, path } => {
                (path, after.remove(file.path(host.db())).unwrap())
            }
        };
        assert_eq!(after.insert(path.clone(), text), None, "{path} is there");
    }
    after
}

fn put(host: &mut Host, before: &Texts, after: &Texts) {
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        host.remove_file(path);
    }
    for (path, text) in after {
        if before.get(path) != Some(text) {
            host.set_file(path, text);
        }
    }
}

/// How many diagnostics of each code matter.
fn warnings(host: &Host, settings: &Settings) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (_, file) in host.files() {
        let shown = shown(host.db(), file, settings);
        for found in shown.iter().filter(|d| d.severity >= Severity::Warning) {
            *counts.entry(found.rule.code).or_default() += 1;
        }
    }
    counts
}

fn comments(texts: &Texts) -> BTreeSet<&str> {
    let lines = texts.values().flat_map(|text| text.lines());
    lines
        .filter_map(|line| line.get(line.find("# ")?..))
        .collect()
}

/// Does everything everywhere; which refactorings there were.
fn do_all(texts: &Texts, target: Target) -> BTreeSet<String> {
    let settings = Settings {
        target,
        ..Settings::default()
    };
    let mut host = specql_generate::host();
    host.set_target(target);
    put(&mut host, &Texts::new(), texts);
    let earlier = warnings(&host, &settings);
    let mut done = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (path, text) in texts {
        for selected in selections(text) {
            let file = host.file(path).unwrap();
            for action in code_actions(host.db(), file, selected, &settings) {
                // Fixes are held to this by the examples of their rules.
                if matches!(action.kind, ActionKind::QuickFix | ActionKind::FixAll) {
                    continue;
                }
                // A file that was moved away and back is another one.
                let file = host.file(path).unwrap();
                let change = resolve_code_action(host.db(), file, selected, &settings, &action.id);
                let change = change.unwrap_or_else(|| panic!("{path}: {action:?}"));
                let after = changed(&host, texts, &change);
                if !seen.insert(after.clone()) {
                    continue;
                }
                let what = format!("{path} at {}: {}", selected.start, action.title);
                for (path, text) in &after {
                    assert!(load(text).is_ok(), "{what}: {path} is broken:\n{text}");
                    let ends = [text.matches('\n').count(), text.matches("\r\n").count()];
                    assert!(
                        ends[1] == 0 || ends[0] == ends[1],
                        "{what}: mixed line ends in {path}"
                    );
                }
                let lost: Vec<_> = comments(texts)
                    .difference(&comments(&after))
                    .copied()
                    .collect();
                assert!(lost.is_empty(), "{what}: lost {lost:?}");
                put(&mut host, texts, &after);
                let name = action.id.split(':').next().unwrap().to_owned();
                for (code, count) in warnings(&host, &settings) {
                    let before = earlier.get(code).copied().unwrap_or_default();
                    let is_expected = EXPECTED.contains(&(name.as_str(), code));
                    assert!(
                        count <= before || is_expected,
                        "{what}: {code}, {count} instead of {before}"
                    );
                }
                put(&mut host, &after, texts);
                done.insert(name);
            }
        }
    }
    done
}

#[test]
fn whatever_is_done_in_a_shop_leaves_it_sound() {
    let done = do_all(&example("shop"), Target::V0_8);
    let expected = [
        "add-action",
        "extract-enum",
        "extract-fields",
        "long-form",
        "move-to-schema",
        "short-form",
    ];
    assert_eq!(
        done.iter().map(String::as_str).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn whatever_is_done_in_what_is_planned_leaves_it_sound() {
    let done = do_all(&example("next"), Target::Next);
    assert!(done.len() > 3, "{done:?}");
}

#[test]
fn lines_may_end_as_on_windows() {
    let texts = example("next").into_iter();
    let texts: Texts = texts
        .map(|(path, text)| (path, text.replace('\n', "\r\n")))
        .collect();
    let done = do_all(&texts, Target::Next);
    assert!(done.len() > 3, "{done:?}");
}
