//! Real files, where the repository lies beside the folder `shared`: each has a kind, and the
//! right one. Where the folder is missing this is said; where the environment variable `CI` is
//! set, it fails.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use specql_syntax::{Parser, events};
use specql_yaml::{Composer, construct, load};

use specql_analysis::project::{
    FileKind, Finding, confiture, infrastructure, kind_of, patterns, project_file, registry,
    security, test_spec,
};

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    assert_ne!(
        std::env::var("CI").as_deref(),
        Ok("true"),
        "{} is missing",
        folder.display()
    );
    eprintln!(
        "SKIPPED: {} is missing, so no real file is read",
        folder.display()
    );
    None
}

/// The YAML files of a folder, with their names.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
            && let Ok(text) = fs::read_to_string(&path)
        {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((name, text));
        }
    }
    files.sort();
    files
}

#[derive(serde::Deserialize)]
struct Verdict {
    path: String,
    verdict: String,
}

#[test]
fn accepted_files_are_entity_specs() {
    let Some(shared) = shared() else {
        return;
    };
    let corpus = shared.join("corpus");
    let verdicts = fs::read_to_string(corpus.join("verdicts.jsonl")).unwrap();
    let mut count = 0;
    for line in verdicts.lines() {
        let Verdict { path, verdict } = serde_json::from_str(line).unwrap();
        if verdict != "accept" {
            continue;
        }
        let text = fs::read_to_string(corpus.join(&path)).unwrap();
        let document = load(&text).unwrap();
        assert_eq!(kind_of(&document, None), FileKind::EntitySpec, "{path}");
        count += usize::from(path.starts_with("real/"));
    }
    assert!(count > 50, "only {count} real files were seen");
}

/// The kind that a file of `real/other` has by its name there: the source path, `__` for `/`.
fn expected(name: &str) -> FileKind {
    let by_prefix = [
        ("confiture", FileKind::Confiture),
        ("db__environments__", FileKind::ConfitureEnvironment),
        ("examples__security__", FileKind::SecuritySpec),
        (
            "patterns__infrastructure__",
            FileKind::InfrastructurePattern,
        ),
        ("stdlib__actions__", FileKind::ActionPattern),
        ("stdlib__schema__", FileKind::SchemaPattern),
    ];
    let kind = by_prefix
        .iter()
        .find(|(prefix, _)| name.starts_with(prefix));
    kind.map_or(FileKind::Other, |(_, kind)| *kind)
}

#[test]
fn other_files_have_the_kind_that_their_place_tells() {
    let Some(shared) = shared() else {
        return;
    };
    let files = files(&shared.join("corpus/real/other"));
    assert!(!files.is_empty());
    for (name, text) in files {
        if let Ok(document) = load(&text) {
            assert_eq!(kind_of(&document, None), expected(&name), "{name}");
        }
    }
}

/// What is wrong, each thing with its name and the line it stands in.
fn told<P: std::fmt::Debug>(name: &str, text: &str, findings: &[Finding<P>]) -> Vec<String> {
    let tell = |finding: &Finding<P>| {
        let before = text.get(..finding.span.range().start).unwrap_or_default();
        let line = before.lines().count();
        format!("{name}:{line} {:?}", finding.problem)
    };
    findings.iter().map(tell).collect()
}

#[test]
fn real_files_are_read_without_false_alarms() {
    let Some(shared) = shared() else {
        return;
    };
    let mut alarms = Vec::new();
    let mut dropped = 0;
    for (name, text) in files(&shared.join("corpus/real/other")) {
        let Ok(document) = load(&text) else {
            continue;
        };
        match kind_of(&document, None) {
            FileKind::ActionPattern | FileKind::SchemaPattern => {
                let read = patterns::read(&document, None);
                assert!(read.value.name.is_some(), "{name}");
                alarms.extend(told(&name, &text, &read.findings));
            }
            FileKind::InfrastructurePattern => {
                let read = infrastructure::read(&document);
                alarms.extend(told(&name, &text, &read.findings));
            }
            FileKind::Confiture => {
                alarms.extend(told(&name, &text, &confiture::read(&document).findings));
            }
            FileKind::ConfitureEnvironment => {
                let read = confiture::read_environment(&document);
                alarms.extend(told(&name, &text, &read.findings));
            }
            FileKind::SecuritySpec => {
                let findings = security::read(&document).findings.into_iter();
                let is_drop = |finding: &Finding<_>| {
                    use security::Problem::{AllowNotText, RuleWithoutAllow};
                    matches!(finding.problem, AllowNotText | RuleWithoutAllow)
                };
                dropped += findings.filter(is_drop).count();
            }
            _ => {}
        }
    }
    // The only ones, and no false ones: these templates do take names that nobody gives them.
    let [first, second] = &alarms[..] else {
        panic!("{alarms:#?}");
    };
    assert!(
        first.contains("UndeclaredName(\"refresh_projections\")"),
        "{first}"
    );
    assert!(second.contains("UndeclaredName(\"schema\")"), "{second}");
    assert!(
        dropped > 0,
        "the shipped security specs are known to lose rules"
    );
}

#[test]
fn the_shipped_registry_is_sound() {
    let Some(shared) = shared() else {
        return;
    };
    let path = shared.join("sql/registry/domain_registry.yaml");
    let text = fs::read_to_string(path).unwrap();
    let document = load(&text).unwrap();
    assert_eq!(kind_of(&document, None), FileKind::DomainRegistry);
    let read = registry::read(&document);
    assert_eq!(told("registry", &text, &read.findings), [""; 0]);
    for (schema, multi_tenant) in [
        ("crm", true),
        ("management", true),
        ("projects", true),
        ("tenant", true),
        ("dim", true),
        ("core", false),
        ("catalog", false),
        ("analytics", false),
        ("finance", false),
        ("elsewhere", false),
    ] {
        assert_eq!(read.value.is_multi_tenant(schema), multi_tenant, "{schema}");
    }
    assert_eq!(
        read.value.derive_table_code("crm", "Contact").unwrap(),
        "012034"
    );
}

#[test]
fn every_reader_takes_every_file_at_any_time() {
    let Some(shared) = shared() else {
        return;
    };
    let mut all = files(&shared.join("corpus/real/other"));
    all.extend(files(&shared.join("corpus/real")).into_iter().step_by(20));
    all.extend(files(&shared.join("sql/registry")));
    for (_, text) in all {
        let step = text.len() / 8 + 1;
        for end in (0..text.len()).step_by(step) {
            let Some(typed) = text.get(..end) else {
                continue;
            };
            let tree = Parser::new().parse(typed, None);
            let graph = Composer::new(events(&tree, typed)).next_document();
            let Ok(Some(document)) = graph.map(|graph| graph.map(construct)) else {
                continue;
            };
            let Ok(document) = document else {
                continue;
            };
            let _ = kind_of(&document, None);
            let _ = registry::read(&document);
            let _ = patterns::read(&document, None);
            let _ = security::read(&document);
            let _ = infrastructure::read(&document);
            let _ = confiture::read(&document);
            let _ = confiture::read_environment(&document);
            let _ = project_file::read(&document);
            let _ = test_spec::read(&document);
        }
    }
}
