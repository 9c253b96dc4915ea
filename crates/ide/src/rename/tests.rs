//! What changes for a new name, and which names are refused.

use insta::assert_snapshot;

use super::*;
use crate::fixture::Fixture;

mod made;
mod there_and_back;

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
        let edits = renamed.edits.iter().chain(&renamed.actions);
        let edits = edits.filter(|edit| edit.file == *file);
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
read_models:
  - name: open_invoices
    source: Invoice JOIN Customer
    fields: [total, customer]
events:
  - name: invoice_closed
    payload: [total, customer_id]
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
    sales/invoice.yaml: source: Invoice JOIN Buyer
    sales/invoice.yaml: - foreach: Buyer WHERE level = 'paid' as buyer
    sales/invoice.yaml: - insert: Buyer
    crm/customer.yaml -> crm/buyer.yaml
    then sales/invoice.yaml: crm/buyer
    "#);
}

#[test]
fn what_is_named_after_an_entity_and_has_its_meaning_from_that() {
    let text = "\
entity: Order$0Item
fields:
  total: money
actions:
  - name: create_order_item
    steps: []
  - name: create_order
    steps:
      - call: create_order_item()
      - validate: pk_orderitem = 1 AND pk_order_item = 2
";
    assert_snapshot!(show(text, "LinePart"), @r"
    spec.yaml: entity: LinePart
    spec.yaml: - name: create_line_part
    spec.yaml: - call: create_line_part()
    spec.yaml: - validate: pk_linepart = 1 AND pk_line_part = 2
    ");
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
    let text = "\
entity: Order
actions:
  - name: pay
    params: {amount: money}
    steps: &check
      - validate: $amo$0unt > 0
  - name: refund
    params: {amount: money}
    steps: *check
";
    assert_snapshot!(show(text, "sum"), @r"
    spec.yaml: params: {sum: money}
    spec.yaml: - validate: $sum > 0
    spec.yaml: params: {sum: money}
    ");
}

#[test]
fn a_field_that_is_computed_elsewhere_in_the_spec() {
    let text = "\
entity: Order
fields:
  net: money
computed_fields:
  - gro$0ss: net * 2
translations: {enabled: true, fields: [gross]}
actions:
  - name: pay
    steps:
      - validate: gross > 0
";
    assert_snapshot!(show(text, "total"), @r"
    spec.yaml: - total: net * 2
    spec.yaml: translations: {enabled: true, fields: [total]}
    spec.yaml: - validate: total > 0
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
    assert_snapshot!(refused("validate: buy", "state"), @"`state` is already the name of a field");
    assert_snapshot!(refused("AND $reas", "log"), @r"
    crm/customer.yaml: log: text
    crm/customer.yaml: - validate: level = 'free' AND $log IS NOT NULL AND fk_country IS NOT NULL
    crm/customer.yaml: - call: log(text = $log)
    sales/invoice.yaml: - call: upgrade(log = 'x')
    ");
    assert_snapshot!(refused("  - name: log\n    params: {tex", "and"), @"`and` is reserved: it has a meaning of its own in expressions.");
    assert_snapshot!(refused("name: clos", "log"), @"`log` is already the name of another action");
    assert_snapshot!(refused("enum(ope", "closed"), @"`closed` is already the name of another value");
    assert_snapshot!(refused("enum(ope", "a, b"), @"`a, b` is no name: write letters, digits, `_` and `-`");
    assert_snapshot!(refused("schema: sal", "crm"), @"`crm` is already the name of another schema");
    assert_snapshot!(refused("schema: sal", "app"), @"`app` is reserved: SpecQL has a schema of this name already.");
    assert_snapshot!(refused("schema: sal", "pg_sales"), @"`pg_sales` is reserved: PostgreSQL has it, and SpecQL quotes no names.");
    assert_snapshot!(refused("schema: sal", "user"), @"`user` is reserved: PostgreSQL has it, and SpecQL quotes no names.");
    assert_snapshot!(refused("schema: sal", "two words"), @"`two words` is no name: write letters, digits and `_`, and a letter first");
    assert_snapshot!(refused("extends: crm", "shop"), @"this is the path of a file: rename the file itself");
    assert_snapshot!(refused("type: temp", "shop"), @"`temporal_non_overlapping_daterange` belongs to SpecQL");
    assert_snapshot!(refused("reason IS NO", "shop"), @"there is no name here that could be another");
}

#[test]
fn a_file_is_renamed_in_its_own_style_if_nothing_is_in_the_way() {
    let renamed = |path: &str, other: &str| {
        let text = format!("//- {path}\nentity: Order$0Item\n//- {other}\nentity: Other\n");
        let (_, renamed) = try_at(&text, "LinePart");
        renamed.unwrap().file.map(|file| file.moved.to)
    };
    let renamed_to = |path: &str| renamed(path, "other.yaml").unwrap_or_default();
    assert_eq!(renamed_to("a/order_item.yaml"), "a/line_part.yaml");
    assert_eq!(renamed_to("order-item.yml"), "line-part.yml");
    assert_eq!(renamed_to("OrderItem.yaml"), "LinePart.yaml");
    assert_eq!(renamed_to("orderitem.yaml"), "linepart.yaml");
    assert_eq!(renamed_to("parts.yaml"), "");
    assert_eq!(renamed("a/order_item.yaml", "a/line_part.yaml"), None);
}

#[test]
fn a_name_that_is_written_with_escapes_is_left_alone() {
    let text = "\
//- a.yaml
entity: Cust$0omer
//- b.yaml
entity: Order
fields:
  buyer: \"ref(Cust\\x6fmer)\"
";
    assert_snapshot!(show(text, "Buyer"), @"a.yaml: entity: Buyer");
}
