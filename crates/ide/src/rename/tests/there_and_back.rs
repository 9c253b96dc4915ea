//! A new name and then the old one again: the texts are what they were, and in between nothing is
//! wrong that was not.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use specql_analysis::Host;
use specql_analysis::rules::diagnostics;

use super::made::DEPOT;
use super::{SHOP, applied};
use crate::fixture::Fixture;
use crate::rename::*;

/// The texts of a workspace by their paths.
type Texts = BTreeMap<String, String>;

fn host(texts: &Texts) -> Host {
    let mut host = Host::new();
    for (path, text) in texts {
        host.open(path, text);
    }
    host
}

/// Changes the texts that are others now.
fn set(host: &mut Host, before: &Texts, after: &Texts) {
    for (path, text) in after.iter().filter(|(path, text)| before[*path] != **text) {
        host.open(path, text);
    }
}

fn texts(fixture: &Fixture) -> Texts {
    let files = fixture.files().iter();
    files
        .map(|file| (fixture.path(*file), fixture.text(*file)))
        .collect()
}

/// What is wrong, without the names.
fn codes(host: &Host) -> Vec<(String, &'static str)> {
    let mut codes = Vec::new();
    for (path, file) in host.files() {
        for diagnostic in diagnostics(host.db(), file) {
            // The file still has the name of what the entity was called before. And SpecQL takes a
            // field of another entity only where this one has a field of that name, too.
            let code = diagnostic.rule.code;
            if !matches!(code, "file-name" | "field-of-other-entity") {
                codes.push((path.to_owned(), code));
            }
        }
    }
    codes.sort();
    codes
}

/// What is wrong only before, and what is only afterwards.
fn changed<T: PartialEq + Clone>(before: &[T], mut after: Vec<T>) -> (Vec<T>, Vec<T>) {
    let mut gone = Vec::new();
    for wrong in before {
        match after.iter().position(|other| other == wrong) {
            Some(at) => drop(after.remove(at)),
            None => gone.push(wrong.clone()),
        }
    }
    (gone, after)
}

/// The texts with a rename made, but for the file's own name.
fn made(host: &Host, texts: &Texts, renamed: &Rename) -> Texts {
    let changed = texts.iter().map(|(path, text)| {
        let edits = renamed.edits.iter().chain(&renamed.actions);
        let own = edits.filter(|edit| edit.file.path(host.db()) == path);
        (path.clone(), applied(text, own))
    });
    changed.collect()
}

/// A name that nothing has. It comes where the old one comes by the alphabet: SpecQL makes the
/// tables in that order.
fn fresh(target: &Target, old: &str) -> String {
    match target {
        Target::EnumValue(..) => format!("{old}-q"),
        _ => format!("{old}q"),
    }
}

/// Words that are not only names: of keys, of types, in paths and descriptions.
const OTHER_WORDS: [&str; 11] = [
    "text", "name", "reason", "customer", "log", "state", "fields", "note", "open", "close", "crm",
];

/// Whether nothing else is called so, and every word of these letters is this name.
fn is_only_name(host: &Host, name: &str, target: &Target) -> bool {
    let is_same = |other: &Occurrence| {
        let same_name = name_of(host.db(), &other.symbol.target) == name;
        !same_name || other.symbol.target == *target
    };
    let mut all = host
        .files()
        .flat_map(|(_, file)| occurrences(host.db(), file));
    all.all(|other| is_same(&other)) && !OTHER_WORDS.contains(&name)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'))
}

/// Which places are tried.
#[derive(PartialEq)]
enum Of {
    /// All, and no other word is like a name.
    All,
    /// Every third name, where it is given: all of them take long.
    SomeGiven,
}

/// Renames everything that can be, and then back. How many names that were.
fn there_and_back(before: &Texts, of: Of) -> usize {
    let first = host(before);
    let wrong = codes(&first);
    let mut second = host(before);
    let mut count = 0;
    for path in before.keys() {
        let file = first.file(path).unwrap();
        for (number, name) in occurrences(first.db(), file).into_iter().enumerate() {
            if of == Of::SomeGiven && (!name.is_definition || number % 3 > 0) {
                continue;
            }
            let Ok(found) = prepare_rename(first.db(), file, name.span.start) else {
                continue;
            };
            let what = format!("{} in {path}", found.name);
            let target = symbol_at(first.db(), file, found.span.start).unwrap();
            let target = target.symbol.target;
            let new = &fresh(&target, &found.name);
            let there = rename(first.db(), file, found.span.start, new);
            let there = there.unwrap_or_else(|refusal| panic!("{what}: {refusal}"));
            let after = made(&first, before, &there);
            set(&mut second, before, &after);
            let wrong_then = codes(&second);
            // What the generator takes such an action for is its name.
            let is_special = ["create_", "update_", "delete_"]
                .iter()
                .any(|verb| found.name.starts_with(verb));
            if !is_special {
                assert!(
                    wrong_then == wrong,
                    "{what}: {:?}",
                    changed(&wrong, wrong_then)
                );
            }
            if of == Of::All && is_only_name(&first, &found.name, &target) {
                let left = after.values().flat_map(|text| words(text));
                let left = left.filter(|word| *word == found.name).count();
                assert_eq!(left, 0, "{what}");
            }
            let edits = there.edits.iter().chain(&there.actions);
            let edits = edits.filter(|edit| edit.file == file);
            let offset = edits.filter(|edit| edit.span < found.span).fold(
                i64::from(found.span.start),
                |offset, edit| {
                    let length = i64::from(edit.span.end) - i64::from(edit.span.start);
                    offset + i64::try_from(edit.text.len()).unwrap() - length
                },
            );
            let file = second.file(path).unwrap();
            let offset = u32::try_from(offset).unwrap();
            let back = rename(second.db(), file, offset, &found.name).unwrap();
            assert_eq!(made(&second, &after, &back), *before, "{what}");
            assert_eq!(back.edits.len(), there.edits.len(), "{what}");
            set(&mut second, &after, before);
            count += 1;
        }
    }
    count
}

#[test]
fn a_name_there_and_back_again_changes_nothing() {
    let small = "\
entity: Task
description: What a team has to do
fields:
  title: text!
  \"state\": \"enum('todo', \\\"done\\\") = todo\"
  parent: ref(Task)
actions:
  - {name: finish, steps: [{validate: \"state = 'todo'\"}, {update: Task SET state = 'done'}]}
  - name: create_task
    steps:
      - insert: Task
  - name: repeat
    params: [{name: times, type: integer}]
    steps:
      - declare: {name: left, type: integer}
      - assign: left = $times
      - while: left > 0
        loop:
          - assign: left = left - 1
          - call: finish()
      - validate: >-
          parent.state = 'done'
          AND title IS NOT NULL AND pk_task IS NOT NULL
";
    for workspace in [SHOP, DEPOT, small] {
        let count = there_and_back(&texts(&Fixture::new(workspace)), Of::All);
        assert!(count > 20, "{count}");
    }
}

#[test]
fn the_examples_can_be_renamed_there_and_back() {
    for workspace in ["shop", "next"] {
        let count = there_and_back(&example(workspace), Of::SomeGiven);
        assert!(count > 10, "{count}");
    }
}

fn example(workspace: &str) -> Texts {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let root = examples.join(workspace);
    let mut found = Texts::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(&root).unwrap().to_str().unwrap();
                found.insert(path.replace('\\', "/"), text);
            }
        }
    }
    found
}
