//! What an item does to the text.

use insta::assert_snapshot;

use super::taken;

#[test]
fn a_key_comes_with_what_follows_it() {
    assert_snapshot!(taken("entity: A\nfi$0\n", "fields", true), @r"
    entity: A
    fields:
      $0
    ");
    assert_snapshot!(taken("entity: A\nac$0\n", "actions", true), @r"
    entity: A
    actions:
      - $0
    ");
    assert_snapshot!(taken("entity: A\nsch$0\n", "schema", true), @r"
    entity: A
    schema:
    ");
}

#[test]
fn in_brackets_a_key_comes_with_brackets() {
    assert_snapshot!(taken("entity: A\nidentifier: {comp$0}\n", "components", true), @r"
    entity: A
    identifier: {components: [$0]}
    ");
}

#[test]
fn without_snippets_the_text_is_whole_as_well() {
    assert_snapshot!(taken("entity: A\nident$0\n", "identifier", false), @r"
    entity: A
    identifier:
    ");
}

#[test]
fn a_key_that_has_its_colon_is_only_renamed() {
    assert_snapshot!(taken("entity: A\nfi$0lds:\n  b: text\n", "fields", true), @r"
    entity: A
    fields:
      b: text
    ");
}

#[test]
fn the_whole_word_is_replaced() {
    let text = "entity: A\nfields:\n  b: te$0mp!\n";
    assert_snapshot!(taken(text, "text", true), @r"
    entity: A
    fields:
      b: text!
    ");
}

#[test]
fn a_missing_blank_is_put_in() {
    assert_snapshot!(taken("entity: A\nfields:\n  b:$0\n", "text", true), @r"
    entity: A
    fields:
      b: text
    ");
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      -$0\n";
    assert_snapshot!(taken(text, "reject", true), @r"
    entity: A
    actions:
      - name: b
        steps:
          - reject: ${1:invoice_already_paid}
    ");
}

#[test]
fn a_missing_dash_is_put_in() {
    let text = "entity: A\nactions:\n  $0\n";
    assert_snapshot!(taken(text, "name", true), @r"
    entity: A
    actions:
      - name:
    ");
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      - reject: c\n      v$0\n";
    assert_snapshot!(taken(text, "validate", true), @r"
    entity: A
    actions:
      - name: b
        steps:
          - reject: c
          - validate: ${1:status = 'draft'}
            error: ${2:not_a_draft}
    ");
}

#[test]
fn tabs_become_blanks() {
    let text = "entity: A\nfields:\n  b: text\n\t$0\nactions: []\n";
    let text = text.replace("fields:\n  b: text\n", "identifier:\n  strategy: simple\n");
    assert_snapshot!(taken(&text, "components", true), @r"
    entity: A
    identifier:
      strategy: simple
      components: [$0]
    actions: []
    ");
}

#[test]
fn a_step_is_about_the_entity_of_the_file() {
    let text = "entity: Order\nactions:\n  - name: b\n    steps:\n      - upd$0\n";
    assert_snapshot!(taken(text, "update", true), @r"
    entity: Order
    actions:
      - name: b
        steps:
          - update: ${1:Order} SET ${2:status} = ${3:'sent'}
    ");
}

#[test]
fn a_value_has_its_quotes() {
    let text = |step: &str| {
        format!(
            "entity: A\nfields:\n  s: enum(on, off)\nactions:\n  - name: b\n    steps:\n      - validate: {step}\n"
        )
    };
    assert_snapshot!(taken(&text("s = $0"), "'on'", true), @r"
    entity: A
    fields:
      s: enum(on, off)
    actions:
      - name: b
        steps:
          - validate: s = 'on'
    ");
    assert_snapshot!(taken(&text("s = 'o$0x'"), "on", true), @r"
    entity: A
    fields:
      s: enum(on, off)
    actions:
      - name: b
        steps:
          - validate: s = 'on'
    ");
    assert_snapshot!(taken(&text("'s = $0'"), "''on''", true), @r"
    entity: A
    fields:
      s: enum(on, off)
    actions:
      - name: b
        steps:
          - validate: 's = ''on'''
    ");
}
