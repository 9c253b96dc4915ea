//! What is offered for the diagnostics in the examples of all rules can be done, and silences or
//! mends what it says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails where it stands"
)]

use specql_analysis::diagnostic::{Diagnostic, Severity};
use specql_analysis::rules::rules;
use specql_analysis::settings::Settings;
use specql_analysis::{Span, shown};
use specql_ide::{code_actions, resolve_code_action};

/// The wrong examples in the documentation of a rule.
fn wrong_examples(doc: &str) -> Vec<&str> {
    let wrong = doc.split("## Wrong").nth(1).unwrap_or_default();
    let wrong = wrong.split("\n## ").next().unwrap_or_default();
    let blocks = wrong.split("```yaml").skip(1);
    let texts = blocks.filter_map(|block| block.split_once('\n')?.1.split_once("```"));
    texts.map(|(text, _)| text).collect()
}

fn count(found: &[Diagnostic], code: &str) -> usize {
    found.iter().filter(|d| d.rule.code == code).count()
}

#[test]
fn what_is_told_of_the_examples_can_be_silenced() {
    let settings = Settings::default();
    let mut silenced = 0;
    let mut loud = Vec::new();
    for text in rules().flat_map(|rule| wrong_examples(rule.doc)) {
        let mut host = specql_generate::host();
        let file = host.open("spec.yaml", text);
        for diagnostic in shown(host.db(), file, &settings) {
            let code = diagnostic.rule.code;
            let before = count(&shown(host.db(), file, &settings), code);
            let actions = code_actions(host.db(), file, diagnostic.span, &settings);
            let here = (code, diagnostic.span);
            let ignoring: Vec<_> = actions
                .iter()
                .filter(|a| a.id.starts_with("ignore") && a.mends == [here])
                .collect();
            assert!(!ignoring.is_empty(), "{code} cannot be silenced");
            for action in ignoring {
                let span = diagnostic.span;
                let change =
                    resolve_code_action(host.db(), file, span, &settings, &action.id).unwrap();
                let [edit] = change.edits.as_slice() else {
                    panic!("{action:?}: {change:?}")
                };
                let mut new = text.to_owned();
                new.replace_range(edit.span.range(), &edit.text);
                host.open("spec.yaml", &new);
                if count(&shown(host.db(), file, &settings), code) < before {
                    silenced += 1;
                } else {
                    loud.push(format!("{code}: {}\n{new}", action.title));
                }
                host.open("spec.yaml", text);
            }
        }
    }
    assert!(loud.is_empty(), "{}", loud.join("\n---\n"));
    assert!(silenced > 500, "{silenced}");
}

#[test]
fn whatever_is_offered_can_be_done() {
    let settings = Settings::default();
    for text in rules().flat_map(|rule| wrong_examples(rule.doc)) {
        let mut host = specql_generate::host();
        let file = host.open("spec.yaml", text);
        let all = Span::new(0, text.len());
        let spans = shown(host.db(), file, &settings);
        let spans = spans.iter().map(|diagnostic| diagnostic.span);
        for selected in spans.chain([all]) {
            for action in code_actions(host.db(), file, selected, &settings) {
                let change = resolve_code_action(host.db(), file, selected, &settings, &action.id);
                let change = change.unwrap_or_else(|| panic!("{action:?} of\n{text}"));
                let is_empty = change.edits.is_empty() && change.operations.is_empty();
                assert!(!is_empty, "{action:?} does nothing to\n{text}");
            }
        }
    }
}

#[test]
fn when_all_safe_fixes_are_made_nothing_is_worse() {
    let settings = Settings::default();
    let mut made = 0;
    for text in rules().flat_map(|rule| wrong_examples(rule.doc)) {
        let mut host = specql_generate::host();
        let file = host.open("spec.yaml", text);
        let before = shown(host.db(), file, &settings);
        let all = Span::new(0, text.len());
        let Some(change) = resolve_code_action(host.db(), file, all, &settings, "fix-all") else {
            continue;
        };
        let mut new = text.to_owned();
        for edit in change.edits.iter().rev() {
            new.replace_range(edit.span.range(), &edit.text);
        }
        host.open("spec.yaml", &new);
        let after = shown(host.db(), file, &settings);
        let errors = |found: &[Diagnostic]| {
            let found = found.iter();
            found.filter(|d| d.severity == Severity::Error).count()
        };
        assert!(errors(&after) <= errors(&before), "{text}\n---\n{new}");
        made += 1;
    }
    assert!(made > 40, "{made}");
}
