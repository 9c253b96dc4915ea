//! Whatever stands in a file, and wherever the cursor is: every feature has an answer.

use specql_yaml::Span;

use crate::fixture::Fixture;
use crate::{
    HintKinds, LensKinds, code_lenses, document_links, document_symbols, hover, inlay_hint_tooltip,
    inlay_hints, resolve_code_lens, signature_help, workspace_symbols,
};

/// Everything that the language has in it, and letters of several bytes.
const RICH: &str = r#"entity: Größe # specql: ignore[unknown-key, no-such-rule]
schema: sales
description: "Was, wie groß 🦀"
extends: stdlib/i18n/country
fields: &fields
  name: text! = 'ä'
  total: {type: money, default: 0, description: "🦀"}
  status: enum(öffen, paid) = öffen
  parent: ref(Größe)
  other: ref(crm.Customer|Größe)
  tags: list(enum(a, b))
  address: SimpleAddress
  price: decimal(10, 2)
actions:
  - name: erhöhen
    params: {tone: text!, rows: list(ref(Größe))}
    requires: caller.can_ü
    steps:
      - validate: parent.parent.name IS NOT NULL AND round(total, 2) NOT IN (1, 2)
        error: "ß"
      - if: >
          lower(name) MATCHES email_pattern
          OR address.city = 'Köln'
        then:
          - update: Größe SET status = 'paid' WHERE id = $tone
          - foreach: row IN $rows
            do:
              - call: erhöhen(tone = row.name)
      - find: Größe WHERE name = :tone
        store: found
patterns:
  - type: schema_computed_column
    params: {column_name: c, expression: "lower(name)", type: text}
events:
  - name: grown
copy: *fields
"#;

const BROKEN: &str = "entity\nfields\n  a: enum(\n\tb: ref(\n  - c: [\nactions:\n- name\n  steps:\n  - validate: (((\n  - call: f(a, \"\n";

const REGISTRY: &str = "\
version: 1.0.0
domains:
  '2':
    name: crm
    multi_tenant: true
    subdomains: {'01': {name: core, next_entity_sequence: 1, entities: {}}}
";

fn ask_everything(text: &str, offsets: impl Iterator<Item = usize>) {
    // Marks of the fixture are none here.
    let mut host = specql_generate::host();
    let file = host.open("spec.yaml", text);
    host.open("crm/customer.yaml", "entity: Customer\nschema: crm\n");
    let db = host.db();
    for offset in offsets {
        let offset = u32::try_from(offset).unwrap();
        if let Some(found) = hover(db, file, offset) {
            assert!(text.get(found.span.range()).is_some(), "{found:?}");
        }
        let _ = signature_help(db, file, offset);
    }
    let whole = Span::new(0, text.len());
    for hint in inlay_hints(db, file, whole, HintKinds::default()) {
        assert!(text.is_char_boundary(hint.offset as usize));
        let _ = inlay_hint_tooltip(db, file, &hint);
    }
    let kinds = LensKinds {
        entities: true,
        actions: true,
        fields: true,
        sql: true,
    };
    for lens in code_lenses(db, file, kinds) {
        let _ = resolve_code_lens(db, &lens);
    }
    let _ = document_symbols(db, file);
    let _ = document_links(db, file);
    let _ = workspace_symbols(db, "ö", 100);
}

#[test]
fn every_place_of_a_text_has_an_answer() {
    for text in [RICH, BROKEN, REGISTRY, "", "\u{feff}", "\0", "- - -"] {
        // One place beyond the end, too.
        ask_everything(text, 0..=text.len() + 1);
    }
}

#[test]
fn every_half_typed_text_has_an_answer() {
    for text in [RICH, BROKEN, REGISTRY] {
        for (end, _) in text.char_indices() {
            ask_everything(&text[..end], end.saturating_sub(3)..=end);
        }
    }
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    let mut text = "entity: A\nfields:\n".to_owned();
    for number in 0..3_000 {
        text.push_str(&format!("  f{number}: ref(A)\n"));
    }
    let fixture = Fixture::new(&text);
    let whole = Span::new(0, text.len());
    let hints = inlay_hints(fixture.db(), fixture.file(), whole, HintKinds::default());
    // A table has 1,500 columns of fields at most; each has a name and a table that it leads to.
    assert_eq!(hints.len(), 3_001);
}
