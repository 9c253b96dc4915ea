//! Renaming, there and back again.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use specql_analysis::Host;
use specql_analysis::rules::diagnostics;

use super::*;
use crate::fixture::Fixture;

fn try_at(text: &str, new: &str) -> (Fixture, Result<Rename, Refusal>) {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    let renamed = rename(fixture.db(), file, offset, new);
    (fixture, renamed)
}

/// The lines that change.
fn show(text: &str, new: &str) -> String {
    let (fixture, renamed) = try_at(text, new);
    let renamed = match renamed {
        Ok(renamed) => renamed,
        Err(refusal) => return refusal.to_string(),
    };
    let mut shown = Vec::new();
    for file in fixture.files() {
        let before = fixture.text(*file);
        let edits = renamed.edits.iter().filter(|edit| edit.file == *file);
        let after = applied(&before, edits);
        for (before, after) in before.lines().zip(after.lines()) {
            if before != after {
                shown.push(format!("{}: {}", fixture.path(*file), after.trim()));
            }
        }
    }
    if let Some(file) = &renamed.file {
        shown.push(format!("{} -> {}", file.moved.from, file.moved.to));
        let paths = file.edits.iter();
        shown.extend(paths.map(|edit| format!("then {}: {}", fixture.path(edit.file), edit.text)));
    }
    shown.join("\n")
}

fn applied<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

const SHOP: &str = "\
//- crm/country.yaml
entity: Country
schema: crm
fields:
  code: text!
//- crm/customer.yaml
entity: \"Customer\"
schema: crm
fields:
  name: text!
  country: ref(Country)
  'level': enum(free, paid) = free
  partner: ref(Customer)
actions:
  - name: upgrade
    params:
      reason: text
    steps:
      - validate: level = 'free' AND $reason IS NOT NULL AND fk_country IS NOT NULL
        error: not_free
      - update: Customer SET level = 'paid' WHERE level = 'free'
      - switch: level
        cases:
          - when: \"'paid'\"
            then:
              - reject: paid
      - call: log(text = $reason)
  - name: log
    params: {text: text}
    steps: []
//- registry/domain_registry.yaml
version: 1.0.0
domains:
  '2':
    name: crm
    description: Customers
    multi_tenant: false
    subdomains:
      '01':
        name: people
        description: People
        next_entity_sequence: 2
        entities:
          Customer: {table_code: '012011', entity_code: CUS, assigned_at: '2026-01-01'}
//- sales/invoice.yaml
entity: Invoice
schema: sales
extends: crm/customer
fields:
  customer: ref(crm.Customer)!
  payer: {type: 'ref(crm.Customer)'}
  total: &sum money
  paid: *sum
  state: enum(open, closed)
  note: text
translations:
  enabled: true
  fields: [note]
table_views:
  mode: auto
  include_relations:
    - customer:
        fields: [name]
        include_relations:
          - country:
              fields: [code]
  extra_filter_columns:
    - total
    - customer_level: {source: customer.level, type: text}
    - payer_name: {source: \"payer.name\", type: text}
identifier:
  prefix: invoice
  components: [customer.name]
patterns:
  - type: temporal_non_overlapping_daterange
    params: {scope_fields: [customer], start_date_field: total, end_date_field: paid}
views:
  - name: open_invoices
    fields: [total, customer]
events:
  - name: invoice_closed
    payload: [total]
agents:
  - name: watcher
    observes: [invoice_closed]
    can_execute: [close]
actions:
  - name: close
    impact:
      primary: {entity: Invoice, operation: UPDATE, fields: [state]}
    steps:
      - validate: state = 'open' AND customer.country.code IN ('DE') AND customer.level <> 'paid'
      - foreach: Customer WHERE level = 'paid' as buyer
        do:
          - validate: buyer.name IS NOT NULL
      - update: Invoice SET state = 'closed'
      - insert: Customer
        values: {name: \"'x'\", level: \"'free'\"}
      - emit: invoice_closed
      - call: upgrade(reason = 'x')
";

fn shop_at(place: &str) -> String {
    assert_eq!(SHOP.matches(place).count(), 1, "{place}");
    SHOP.replace(place, &format!("{place}$0"))
}

#[test]
fn an_entity_in_quotes_with_schemas_and_in_the_registry() {
    assert_snapshot!(show(&shop_at("entity: \"Custo"), "Buyer"), @r#"
    crm/customer.yaml: entity: "Buyer"
    crm/customer.yaml: partner: ref(Buyer)
    crm/customer.yaml: - update: Buyer SET level = 'paid' WHERE level = 'free'
    registry/domain_registry.yaml: Buyer: {table_code: '012011', entity_code: CUS, assigned_at: '2026-01-01'}
    sales/invoice.yaml: customer: ref(crm.Buyer)!
    sales/invoice.yaml: payer: {type: 'ref(crm.Buyer)'}
    sales/invoice.yaml: - foreach: Buyer WHERE level = 'paid' as buyer
    sales/invoice.yaml: - insert: Buyer
    crm/customer.yaml -> crm/buyer.yaml
    then sales/invoice.yaml: crm/buyer
    "#);
}

#[test]
fn a_field_in_blocks_and_through_references() {
    assert_snapshot!(show(&shop_at("fields:\n  nam"), "called"), @r#"
    crm/customer.yaml: called: text!
    sales/invoice.yaml: fields: [called]
    sales/invoice.yaml: - payer_name: {source: "payer.called", type: text}
    sales/invoice.yaml: components: [customer.called]
    sales/invoice.yaml: - validate: buyer.called IS NOT NULL
    sales/invoice.yaml: values: {called: "'x'", level: "'free'"}
    "#);
    assert_snapshot!(show(&shop_at("buyer.na"), "called"), @r#"
    crm/customer.yaml: called: text!
    sales/invoice.yaml: fields: [called]
    sales/invoice.yaml: - payer_name: {source: "payer.called", type: text}
    sales/invoice.yaml: components: [customer.called]
    sales/invoice.yaml: - validate: buyer.called IS NOT NULL
    sales/invoice.yaml: values: {called: "'x'", level: "'free'"}
    "#);
}

#[test]
fn the_column_of_a_reference() {
    assert_snapshot!(show(&shop_at("  countr").replace("$0y: ref", "y$0: ref"), "land"), @r"
    crm/customer.yaml: land: ref(Country)
    crm/customer.yaml: - validate: level = 'free' AND $reason IS NOT NULL AND fk_land IS NOT NULL
    sales/invoice.yaml: - land:
    sales/invoice.yaml: - validate: state = 'open' AND customer.land.code IN ('DE') AND customer.level <> 'paid'
    ");
}

#[test]
fn a_value_wherever_it_is_compared_or_given() {
    assert_snapshot!(show(&shop_at("enum(free, pai"), "on"), @r#"
    crm/customer.yaml: 'level': enum(free, on) = free
    crm/customer.yaml: - update: Customer SET level = 'on' WHERE level = 'free'
    crm/customer.yaml: - when: "'on'"
    sales/invoice.yaml: - validate: state = 'open' AND customer.country.code IN ('DE') AND customer.level <> 'on'
    sales/invoice.yaml: - foreach: Customer WHERE level = 'on' as buyer
    "#);
}

#[test]
fn a_parameter_where_its_action_is_called() {
    assert_snapshot!(show(&shop_at("AND $reas"), "why"), @r"
    crm/customer.yaml: why: text
    crm/customer.yaml: - validate: level = 'free' AND $why IS NOT NULL AND fk_country IS NOT NULL
    crm/customer.yaml: - call: log(text = $why)
    sales/invoice.yaml: - call: upgrade(why = 'x')
    ");
}

#[test]
fn an_event_an_action_and_a_variable() {
    assert_snapshot!(show(&shop_at("emit: inv"), "invoice_done"), @r"
    sales/invoice.yaml: - name: invoice_done
    sales/invoice.yaml: observes: [invoice_done]
    sales/invoice.yaml: - emit: invoice_done
    ");
    assert_snapshot!(show(&shop_at("can_execute: [clo"), "finish"), @r"
    sales/invoice.yaml: can_execute: [finish]
    sales/invoice.yaml: - name: finish
    ");
    assert_snapshot!(show(&shop_at("validate: buy"), "person"), @r"
    sales/invoice.yaml: - foreach: Customer WHERE level = 'paid' as person
    sales/invoice.yaml: - validate: person.name IS NOT NULL
    ");
    assert_snapshot!(show(&shop_at("paid: *su"), "amount"), @r"
    sales/invoice.yaml: total: &amount money
    sales/invoice.yaml: paid: *amount
    ");
}

#[test]
fn what_yaml_would_take_for_no_text_gets_quotes() {
    let text = "\
entity: Order
fields:
  level: {type: 'enum(free, paid)', default: fr$0ee}
  urgent: boolean
actions:
  - name: a
    steps:
      - validate: level = 'free'
";
    assert_snapshot!(show(text, "no"), @r"
    spec.yaml: level: {type: 'enum(no, paid)', default: 'no'}
    spec.yaml: - validate: level = 'no'
    ");
    let text = text.replace("fr$0ee", "free").replace("  urg", "  u$0rg");
    assert_snapshot!(show(&text, "y"), @"spec.yaml: y: boolean");
    assert_snapshot!(show(&text, "off"), @"spec.yaml: 'off': boolean");
}

#[test]
fn what_is_written_once_and_used_twice_is_renamed_together() {
    let text = "\
entity: Order
fields:
  before: &states enum(op$0en, closed)
  after: *states
actions:
  - name: a
    steps:
      - validate: before = 'open' AND after = 'open'
";
    assert_snapshot!(show(text, "new"), @r"
    spec.yaml: before: &states enum(new, closed)
    spec.yaml: - validate: before = 'new' AND after = 'new'
    ");
}

#[test]
fn names_that_cannot_be() {
    let refused = |place: &str, new: &str| show(&shop_at(place), new);
    let long = "x".repeat(61);
    assert_snapshot!(refused("//- sales/invoice.yaml\nentity: Inv", "Order Item"), @"`Order Item` is no name: write letters, digits and `_`, and a letter first");
    assert_snapshot!(refused("//- sales/invoice.yaml\nentity: Inv", ""), @"`` is no name: write letters, digits and `_`, and a letter first");
    assert_snapshot!(refused("//- sales/invoice.yaml\nentity: Inv", "Customer"), @"`Customer` is already the name of another entity");
    assert_snapshot!(refused("//- sales/invoice.yaml\nentity: Inv", "customer"), @"`customer` is already the name of another entity");
    assert_snapshot!(refused("//- sales/invoice.yaml\nentity: Inv", &long), @"PostgreSQL keeps 63 bytes of a name, and `tb_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_key` would be longer");
    assert_snapshot!(refused("  sta", "2nd"), @"`2nd` is no name: write letters, digits and `_`, and a letter first");
    assert_snapshot!(refused("  sta", "id"), @"`id` is reserved: Every table has it already: the UUID by which the API knows the record.");
    assert_snapshot!(refused("  sta", "fk_state"), @"`fk_state` is reserved: Columns of references begin like this; write the field as `ref(...)` without it.");
    assert_snapshot!(refused("  sta", "order"), @"`order` is reserved: SQL has it, and SpecQL quotes no names.");
    assert_snapshot!(refused("  sta", "and"), @"`and` is reserved: it has a meaning of its own in expressions.");
    assert_snapshot!(refused("  sta", "TOTAL"), @"`TOTAL` is already the name of another field");
    assert_snapshot!(refused("  payer", &long), @"PostgreSQL keeps 63 bytes of a name, and `fk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` would be longer");
    assert_snapshot!(refused("  sta", "buyer"), @"`buyer` is already the name of a parameter or a variable");
    assert_snapshot!(refused("validate: buy", "total"), @"`total` is already the name of a field");
    assert_snapshot!(refused("name: clos", "log"), @"`log` is already the name of another action");
    assert_snapshot!(refused("enum(ope", "closed"), @"`closed` is already the name of another value");
    assert_snapshot!(refused("enum(ope", "a, b"), @"`a, b` is no name: write letters, digits, `_` and `-`");
    assert_snapshot!(refused("schema: sal", "shop"), @"a schema is more than a name in specs: it is renamed in the registry, the specs and the database");
    assert_snapshot!(refused("extends: crm", "shop"), @"this is the path of a file: rename the file itself");
    assert_snapshot!(refused("type: temp", "shop"), @"`temporal_non_overlapping_daterange` belongs to SpecQL");
    assert_snapshot!(refused("reason IS NO", "shop"), @"there is no name here that could be another");
}

// There and back again

/// The texts of a workspace by their paths.
type Texts = BTreeMap<String, String>;

fn host(texts: &Texts) -> Host {
    let mut host = Host::new();
    for (path, text) in texts {
        host.open(path, text);
    }
    host
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
            codes.push((path.to_owned(), diagnostic.rule.code));
        }
    }
    codes.sort();
    codes
}

/// The texts with a rename made, but for the file's own name.
fn made(host: &Host, texts: &Texts, renamed: &Rename) -> Texts {
    let changed = texts.iter().map(|(path, text)| {
        let edits = renamed.edits.iter();
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

#[test]
fn a_name_there_and_back_again_changes_nothing() {
    let small = "\
entity: Task
description: Task of a team
fields:
  title: text!
  \"state\": \"enum('todo', \\\"done\\\") = todo\"
  parent: ref(Task)
actions:
  - {name: finish, steps: [{validate: \"state = 'todo'\"}, {update: Task SET state = 'done'}]}
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
          AND title IS NOT NULL
";
    let mut count = 0;
    for workspace in [SHOP, small] {
        let workspace = Fixture::new(workspace);
        let before = texts(&workspace);
        let first = host(&before);
        let wrong = codes(&first);
        for path in before.keys() {
            let file = first.file(path).unwrap();
            for name in occurrences(first.db(), file) {
                let Ok(found) = prepare_rename(first.db(), file, name.span.start) else {
                    continue;
                };
                let target = symbol_at(first.db(), file, found.span.start)
                    .unwrap()
                    .symbol
                    .target;
                let new = &fresh(&target, &found.name);
                let there = rename(first.db(), file, found.span.start, new).unwrap();
                let after = made(&first, &before, &there);
                let second = host(&after);
                let mut wrong_then = codes(&second);
                // The file still has the name of what the entity was called before.
                wrong_then.retain(|(_, code)| *code != "file-name");
                assert_eq!(wrong_then, wrong, "{} in {path}", found.name);
                let moved = there
                    .edits
                    .iter()
                    .filter(|edit| edit.file == file && edit.span < found.span);
                let offset = moved.fold(i64::from(found.span.start), |offset, edit| {
                    let length = i64::from(edit.span.end) - i64::from(edit.span.start);
                    offset + i64::try_from(edit.text.len()).unwrap() - length
                });
                let file = second.file(path).unwrap();
                let offset = u32::try_from(offset).unwrap();
                let back = rename(second.db(), file, offset, &found.name).unwrap();
                assert_eq!(
                    made(&second, &after, &back),
                    before,
                    "{} in {path}",
                    found.name
                );
                assert_eq!(
                    back.edits.len(),
                    there.edits.len(),
                    "{} in {path}",
                    found.name
                );
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count}");
}
