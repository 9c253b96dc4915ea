//! The examples in the documentation of the rules are their tests.
//!
//! A rule's file says in prose what is wrong and why, and has two parts with examples: what
//! stands under `## Wrong` has the mistake, what stands under `## Right` has it not. An example
//! may be of several files: the word behind `yaml` is a file's path. One that begins with
//! `specql.toml` is for the target that is set there.

use super::{Group, Rule, bytes, diagnostics, rules};
use crate::db::{Db, File, LeftOut};
use crate::diagnostic::{Diagnostic, Severity};
use crate::settings::{self, Settings};
use crate::spec::spec;
use crate::{Change, Host, Made, shown, shown_once, source};

/// Files that belong together: paths and texts.
type Example = Vec<(String, String)>;

/// The examples of a part of a rule's documentation.
fn examples(rule: &Rule, part: &str) -> Vec<Example> {
    let title = format!("## {part}\n");
    let Some((_, rest)) = rule.doc.split_once(&title) else {
        return Vec::new();
    };
    let part = rest.split("\n## ").next().unwrap_or_default();
    let part = part.replace("\n```toml", "\n```yaml");
    let mut examples: Vec<Example> = Vec::new();
    for block in part.split("\n```yaml").skip(1) {
        let (info, text) = block.split_once('\n').expect("a line behind the fence");
        let text = text.split("\n```").next().unwrap();
        let path = info.trim();
        let file = |path: &str| (path.to_owned(), format!("{text}\n"));
        match examples.last_mut() {
            // The files of one example follow each other, and each has a path of its own.
            Some(last) if !path.is_empty() && last.iter().all(|(known, _)| known != path) => {
                last.push(file(path));
            }
            _ if path.is_empty() => examples.push(vec![file("spec.yaml")]),
            _ => examples.push(vec![file(path)]),
        }
    }
    examples
}

fn is_settings(path: &str) -> bool {
    path.ends_with(settings::FILE_NAME)
}

fn settings_of(example: &Example) -> Settings {
    let file = example.iter().find(|(path, _)| is_settings(path));
    file.map_or_else(Settings::default, |(_, text)| settings::read(text).0)
}

/// Who makes SQL stands above this crate. Here it lacks the paths of trees of which nobody could say
/// what is above what.
fn left_out(db: &dyn Db, file: File) -> Vec<LeftOut> {
    let root = source::document(db, file);
    let asked = root.get(root.root(), "hierarchical");
    let spec = spec(db, file);
    let is_tree = spec.field("parent").is_some();
    let asked = asked.filter(|_| !is_tree).map(|asked| LeftOut {
        span: root.span(asked),
        reason: "the paths of a tree".to_owned(),
        severity: Severity::Info,
    });
    asked.into_iter().collect()
}

fn host_of(example: &Example) -> Host {
    let mut host = Host::new().with_sql(left_out);
    host.set_target(settings_of(example).target);
    let specs = example.iter().filter(|(path, _)| !is_settings(path));
    let specs = specs.map(|(path, text)| (path.as_str(), text.as_str()));
    host.set_files(specs.clone());
    for (path, text) in specs {
        host.open(path, text);
    }
    host
}

fn found(host: &Host, example: &Example) -> Vec<Diagnostic> {
    let settings = settings_of(example);
    let of_file = |(path, text): &(String, String)| match host.file(path) {
        Some(file) => shown(host.db(), file, &settings),
        None => settings::read(text).1,
    };
    example.iter().flat_map(of_file).collect()
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found
        .iter()
        .map(|diagnostic| diagnostic.rule.code)
        .collect()
}

#[test]
fn every_rule_is_documented_with_examples() {
    let mut known = Vec::new();
    for rule in rules() {
        let Rule { code, doc, .. } = rule;
        assert!(!known.contains(code), "{code} is there twice");
        known.push(*code);
        assert!(
            doc.starts_with(&format!("# {code}\n\n")),
            "{code}: its title"
        );
        assert!(
            rule.summary().ends_with('.'),
            "{code}: {:?}",
            rule.summary()
        );
        for part in ["Wrong", "Right"] {
            let is_there = !examples(rule, part).is_empty();
            // What is wrong with bytes no text can show.
            let is_about_bytes = bytes::RULES.contains(rule);
            assert!(is_there || is_about_bytes, "{code}: no example: {part}");
        }
    }
}

#[test]
fn what_is_made_for_one_check_has_the_same_mistakes() {
    for rule in rules() {
        let parts = ["Wrong", "Right"].into_iter();
        for example in parts.flat_map(|part| examples(rule, part)) {
            let (host, settings) = (host_of(&example), settings_of(&example));
            for (path, file) in host.files() {
                let text = source::text(host.db(), file);
                let once = shown_once(host.db(), file, &Made::of(text), &settings);
                let kept = shown(host.db(), file, &settings);
                assert_eq!(once, kept, "{}: {path}", rule.code);
            }
        }
    }
}

#[test]
fn wrong_examples_have_the_mistake_and_right_ones_have_not() {
    for rule in rules() {
        for example in examples(rule, "Wrong") {
            let found = found(&host_of(&example), &example);
            assert!(
                codes(&found).contains(&rule.code),
                "{} is not found in\n{example:?}\nbut {:?}",
                rule.code,
                codes(&found)
            );
        }
        for example in examples(rule, "Right") {
            let found = found(&host_of(&example), &example);
            let unwanted = found
                .iter()
                .filter(|d| d.rule == rule || d.severity == Severity::Error);
            assert_eq!(
                unwanted
                    .map(|d| (d.rule.code, &d.message))
                    .collect::<Vec<_>>(),
                [],
                "in the right example of {}",
                rule.code
            );
        }
    }
}

#[test]
fn places_lie_in_the_text() {
    for rule in rules() {
        for example in examples(rule, "Wrong") {
            let host = host_of(&example);
            for (path, text) in &example {
                let Some(file) = host.file(path) else {
                    continue;
                };
                for diagnostic in diagnostics(host.db(), file) {
                    let range = diagnostic.span.range();
                    assert!(text.get(range).is_some(), "{}: {diagnostic:?}", rule.code);
                }
            }
        }
    }
}

/// A fix leaves a file without that mistake and without a new one.
#[test]
fn fixes_mend_and_break_nothing() {
    let mut faults = Vec::new();
    for rule in rules() {
        for example in examples(rule, "Wrong") {
            let before = found(&host_of(&example), &example);
            for diagnostic in before.iter().filter(|d| d.rule == rule) {
                for fix in &diagnostic.fixes {
                    let mut host = host_of(&example);
                    let mut edits = fix.edits.clone();
                    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
                    for edit in edits {
                        let path = edit.file.path(host.db()).to_owned();
                        let change = Change {
                            span: edit.span,
                            text: edit.text,
                        };
                        host.change(&path, &[change]);
                    }
                    let after = found(&host, &example);
                    let count =
                        |list: &[Diagnostic]| list.iter().filter(|d| d.rule == rule).count();
                    if count(&after) >= count(&before) {
                        faults.push(format!("{}: {:?} does not mend it", rule.code, fix.title));
                    }
                    let known = codes(&before);
                    // What is sound may still be made better, and of what was not to be read
                    // before there is more to know.
                    let most = match rule.group {
                        Group::Rejected => Severity::Warning,
                        _ => Severity::Hint,
                    };
                    let new = after.iter().filter(|d| d.severity > most);
                    for new in new.filter(|d| !known.contains(&d.rule.code)) {
                        let (code, message) = (new.rule.code, &new.message);
                        faults.push(format!(
                            "{}: {:?} gives {code}: {message}",
                            rule.code, fix.title
                        ));
                    }
                }
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}
