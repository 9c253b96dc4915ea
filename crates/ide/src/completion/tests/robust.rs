//! Whatever the text, wherever the cursor: there is an answer.

use specql_analysis::Host;

use super::super::{completion, resolve_completion};

const SPECS: [&str; 7] = [
    "\
entity: Invoice
schema: sales # specql: ignore[unknown-field]
fields:
  number: \"text!\"
  status: enum(draft, 'sent') = draft
  customer: {type: ref(crm.Customer)!, default: 1}
  note: |
    Größe, 漢字
  tags: list(ref(Tag))
actions:
  - name: send
    params: {days: integer}
    steps:
      - validate: status = 'draft' AND (customer.name IS NOT NULL OR $days > 3)
        error: no
      - if: 'status = ''sent'''
        then: [{reject: no}]
        else:
          - update: Invoice SET status = 'sent', number = lower(number) WHERE id = $days
      - call: send(days = 3)
",
    "entity: A\nfields:\n\ta: text\n\t\tb: ref(\n- x\n  - y: [z, {a: b,\nactions: [",
    "identifier: &a {strategy: *a, <<: *a}\n---\nentity: B\n...\n%YAML 1.1\n? k\n: v\n",
    "entity:\n  name: X\n  fields: {a: text = , b: enum(, c: list(list(\npatterns:\n- type: \"aggregate_view\n",
    "\u{feff}entity: Ä\r\nfields:\r\n  ü: te\r\n\r\n  # specql: ig\r\n",
    "domains: {\"1\": {name: a, subdomains: {\"01\": {entities: {X: {}}}}}}\n",
    "[files]\ninclude = [\"a\n[rules]\nunknown-field = \"\n\u{0}\n",
];

fn ask(path: &str, text: &str, offset: usize) {
    let mut host = Host::new();
    let file = host.open(path, text);
    let offset = u32::try_from(offset).unwrap();
    let found = completion(host.db(), file, offset);
    for item in &found.items {
        let (start, end) = (item.edit.span.start as usize, item.edit.span.end as usize);
        assert!(text.get(start..end).is_some(), "{}: {text}", item.label);
        assert!(start <= offset as usize && offset as usize <= end);
    }
    for item in found.items.iter().take(3) {
        let _ = resolve_completion(host.db(), &item.subject);
    }
}

#[test]
fn every_place_has_an_answer() {
    for (number, text) in SPECS.iter().enumerate() {
        let path = if number == 6 {
            "specql.toml"
        } else {
            "spec.yaml"
        };
        let mut host = Host::new();
        let file = host.open(path, text);
        // Places inside of characters and behind the end are no places, and have one all the same.
        for offset in 0..=text.len() + 3 {
            let offset = u32::try_from(offset).unwrap();
            let _ = completion(host.db(), file, offset);
        }
    }
}

#[test]
fn every_half_of_a_text_has_an_answer_at_its_end() {
    for (number, text) in SPECS.iter().enumerate() {
        let path = if number == 6 {
            "specql.toml"
        } else {
            "spec.yaml"
        };
        for (at, _) in text.char_indices() {
            ask(path, &text[..at], at);
        }
        ask(path, text, text.len());
    }
}

#[test]
fn deep_texts_have_an_answer() {
    for part in ["[", "{a: ", "- ", "a(", "ref(", "'", "a.", "list("] {
        for head in ["", "fields:\n  a: ", "actions:\n- steps:\n  - validate: "] {
            let text = format!("entity: A\n{head}{}", part.repeat(3000));
            ask("spec.yaml", &text, text.len());
        }
    }
}
