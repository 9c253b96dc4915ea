use crate::Host;
use crate::rules::{Group, diagnostics};

/// What is refused of a text: codes, and what they point at.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let mut host = Host::new();
    host.set_files([("spec.yaml", text)]);
    host.open("spec.yaml", text);
    let file = host.file("spec.yaml").unwrap();
    diagnostics(host.db(), file)
        .iter()
        .filter(|diagnostic| diagnostic.rule.group == Group::Rejected)
        .map(|diagnostic| {
            (
                diagnostic.rule.code,
                text[diagnostic.span.range()].to_owned(),
            )
        })
        .collect()
}

fn codes(text: &str) -> Vec<&'static str> {
    found(text).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn all_mistakes_are_told_at_once() {
    let text = "\
entity:Bicycle
fields:
\tmodel: text!
  maker: *nothing
description: a: b
";
    assert_eq!(
        found(text),
        [
            ("missing-blank", "entity:".to_owned()),
            ("tab", "\t".to_owned()),
            ("invalid-alias", "*nothing".to_owned()),
            ("colon-in-value", ":".to_owned()),
        ]
    );
}

#[test]
fn a_block_that_is_indented_wrongly_is_one_mistake() {
    let text = "entity: A\n  schema: b\n  fields:\n    id: text\n  actions: []\n";
    assert_eq!(codes(text), ["bad-indentation", "reserved-field-name"]);
}

#[test]
fn what_an_open_bracket_swallows_is_no_mistake_of_its_own() {
    assert_eq!(
        codes("entity: A\npatterns: [a, b}\nfields:\n  a: text\nactions:\n  - name: b\n"),
        ["unclosed-bracket"]
    );
    assert_eq!(
        codes("{\n  \"entity\": \"A\",\n  \"fields\": {\"a\" \"text\"\n}\n").len(),
        1
    );
}

#[test]
fn a_call_over_several_lines_is_one_mistake() {
    let text = "\
entity: A
actions:
  - name: b
    steps:
      - call: log(
          user: 1,
          kind: 'x'
        )
      - reject: c
";
    assert_eq!(found(text), [("bad-indentation", "user".to_owned())]);
}

#[test]
fn behind_a_second_document_nothing_is_looked_at() {
    assert_eq!(codes("entity: A\n---\n- [\n"), ["several-documents"]);
}

#[test]
fn in_broken_text_only_what_is_certain_is_refused() {
    let text = "\
entity: A
fields:
  name: text
  created_at: date

description: a: b

actions:
  - name: c
    steps:
      - vaildate: name = 'x'

      - upd
";
    assert_eq!(
        codes(text),
        ["reserved-field-name", "colon-in-value", "unknown-step"]
    );
    // The word is still being typed: it may become anything.
    assert_eq!(
        codes("entity: A\nfields:\n  a: text\n  id\n"),
        ["missing-colon"]
    );
}

#[test]
fn a_conflict_is_told_once() {
    let text = "\
entity: A
<<<<<<< ours
schema: b
=======
schema: c
>>>>>>> theirs
fields:
  d: text
";
    assert_eq!(codes(text), ["merge-conflict"]);
}
