//! Navigation and rename take every text and every place in it, and find in closed files what they
//! find in open ones.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use specql_analysis::Host;
use specql_analysis::db::{Db, File};
use specql_ide::{
    Moved, declaration, definition, highlight, implementation, incoming_calls, linked_editing,
    outgoing_calls, prepare_calls, prepare_rename, prepare_types, references, rename, rename_files,
    subtypes, supertypes, type_definition,
};

const CUSTOMER: &str = "\
entity: Customer
schema: crm
extends: Contact
fields:
  name: text!
  state: enum(active, closed) = active
  parent: ref(Customer)
actions:
  - name: close
    params: {reason: text}
    steps:
      - validate: state = 'active' AND $reason IS NOT NULL
";

const INVOICE: &str = "\
entity: {name: \"Invoice\", schema: sales}
import: [customer]
fields:
  customer: &who ref(crm.Customer|Customer)! # wer zahlt: \u{e9}\u{1f980}
  payer: *who
  'state': \"enum('open', paid)\"
translations: {enabled: true, fields: [state]}
patterns:
  - type: audit_trail
    params: {fields: [customer]}
events: [{name: done}]
actions:
  - name: pay
    requires: caller.is_me
    steps:
      - foreach: item in lines
        do: [{update: Invoice SET state = 'paid' WHERE item = 1}]
      - if: >-
          EXISTS Customer WHERE state IN ('active') AND
          payer.parent.fk_parent IS NOT NULL
        then: [{call: close(reason = \"x\")}]
      - emit: done
";

/// Asks everything that can be asked of a place.
fn ask(db: &dyn Db, file: File, offset: u32) {
    let _ = definition(db, file, offset);
    let _ = declaration(db, file, offset);
    let _ = type_definition(db, file, offset);
    let _ = implementation(db, file, offset);
    let _ = references(db, file, offset, true);
    let _ = highlight(db, file, offset);
    let _ = linked_editing(db, file, offset);
    if let Some(item) = prepare_calls(db, file, offset) {
        let _ = incoming_calls(db, item.place.file, &item.action);
        let _ = outgoing_calls(db, item.place.file, &item.action);
    }
    if let Some(item) = prepare_types(db, file, offset) {
        let _ = supertypes(db, item.place.file);
        let _ = subtypes(db, item.place.file);
    }
    if prepare_rename(db, file, offset).is_ok() {
        for new in ["on", "\u{e9}"] {
            let _ = rename(db, file, offset, new);
        }
    }
}

fn boundaries(text: &str) -> impl Iterator<Item = usize> + '_ {
    (0..=text.len()).filter(|at| text.is_char_boundary(*at))
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap()
}

#[test]
fn every_place_of_a_spec_can_be_asked_about() {
    let mut host = Host::new();
    host.set_file("crm/customer.yaml", CUSTOMER);
    let file = host.open("sales/invoice.yaml", INVOICE);
    for at in boundaries(INVOICE) {
        ask(host.db(), file, offset(at));
    }
    // Behind the end, too.
    ask(host.db(), file, offset(INVOICE.len() + 10));
}

#[test]
fn half_a_spec_can_be_asked_about() {
    for at in boundaries(INVOICE) {
        let text = &INVOICE[..at];
        let mut host = Host::new();
        host.set_file("crm/customer.yaml", CUSTOMER);
        let file = host.open("sales/invoice.yaml", text);
        let word = text.rfind(|c: char| !c.is_alphanumeric()).unwrap_or(0);
        for at in [at, at / 2, word + 1] {
            ask(host.db(), file, offset(at));
        }
        let moved = Moved {
            from: "crm".to_owned(),
            to: "people".to_owned(),
        };
        let _ = rename_files(host.db(), &[moved]);
    }
}

#[test]
fn what_is_no_spec_can_be_asked_about() {
    let texts = [
        "",
        "\u{feff}",
        "*a",
        "&a *a",
        "- entity: A",
        "entity: &a [*a]",
        "entity: A\nfields: &f\n  f: *f\n  <<: *f",
        "entity: A\nextends: A\nfields: {a: ref(A), a: ref(A)}\nactions: [{name: a, steps: [call: a(a = a)]}]",
        "entity: A\r\nfields:\r\n  a: enum(a, a) = a\r\n",
        "entity: A\nextends: {from: [a]}\nimport: {a: b}\n",
        "\0\u{1}{]",
    ];
    for text in texts {
        let mut host = Host::new();
        let file = host.open("a.yaml", text);
        for at in boundaries(text) {
            ask(host.db(), file, offset(at));
        }
    }
}

#[test]
fn closed_files_are_searched_like_open_ones() {
    let answers = |is_open: bool| -> Vec<(String, u32, bool)> {
        let mut host = Host::new();
        let customer = host.open("crm/customer.yaml", CUSTOMER);
        let others = [
            ("sales/invoice.yaml", INVOICE),
            ("crm/contact.yaml", "entity: Contact\nschema: crm\n"),
        ];
        for (path, text) in others {
            host.set_file(path, text);
            if is_open {
                host.open(path, text);
            }
        }
        let mut found = Vec::new();
        for at in boundaries(CUSTOMER) {
            for found_at in references(host.db(), customer, offset(at), true).unwrap_or_default() {
                let path = found_at.place.file.path(host.db()).to_owned();
                found.push((path, found_at.place.span.start, found_at.is_definition));
            }
        }
        found
    };
    let open = answers(true);
    assert!(open.iter().any(|(path, ..)| path == "sales/invoice.yaml"));
    assert_eq!(answers(false), open);
}
