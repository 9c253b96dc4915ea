//! What names stand for.

use insta::assert_snapshot;

use super::*;
use crate::fixture::Fixture;

fn show(text: &str) -> String {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    match symbol_at(fixture.db(), file, offset) {
        None => "nothing".to_owned(),
        Some(found) => {
            let what = if found.is_definition { "gives" } else { "says" };
            let frame = fixture.frame(file, found.span);
            let target = fixture.told(&found.symbol.target);
            format!("{frame}\n{what} {target}")
        }
    }
}

const INVOICE: &str = "\
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  name: text!
//- sales/invoice.yaml
entity: Invoice
schema: sales
fields:
  customer: ref(crm.Customer)!
  total: money
  state: enum(draft, sent) = draft
actions:
  - name: remind
    params:
      total: integer
    steps:
      - validate: customer.name IS NOT NULL AND total > 0
      - update: Invoice SET state = 'sent'
";

/// With the cursor behind the only place of this text.
fn at(place: &str) -> String {
    assert_eq!(INVOICE.matches(place).count(), 1, "{place}");
    INVOICE.replace(place, &format!("{place}$0"))
}

#[test]
fn a_name_is_found_where_it_is_given() {
    assert_snapshot!(show(&at("  total: money").replace("total: money$0", "to$0tal: money")), @r"
    sales/invoice.yaml:5:3
      total: money
      ^^^^^
    gives field `total` of sales/invoice.yaml
    ");
}

#[test]
fn a_name_is_found_where_it_is_spoken_of() {
    assert_snapshot!(show(&at("customer.name")), @r"
    sales/invoice.yaml:12:28
          - validate: customer.name IS NOT NULL AND total > 0
                               ^^^^
    says field `name` of crm/customer.yaml
    ");
}

#[test]
fn the_schema_before_an_entity_is_no_part_of_its_name() {
    assert_snapshot!(show(&at("ref(crm.Cust")), @r"
    sales/invoice.yaml:4:21
      customer: ref(crm.Customer)!
                        ^^^^^^^^
    says the entity of crm/customer.yaml
    ");
}

#[test]
fn a_value_of_an_enum_is_that_of_its_field() {
    assert_snapshot!(show(&at("enum(draft, se")), @r"
    sales/invoice.yaml:6:22
      state: enum(draft, sent) = draft
                         ^^^^
    gives value `sent` of field `state` of sales/invoice.yaml
    ");
    assert_snapshot!(show(&at(" = dra")), @r"
    sales/invoice.yaml:6:30
      state: enum(draft, sent) = draft
                                 ^^^^^
    says value `draft` of field `state` of sales/invoice.yaml
    ");
    assert_snapshot!(show(&at("SET state = 'se")), @r"
    sales/invoice.yaml:13:38
          - update: Invoice SET state = 'sent'
                                         ^^^^
    says value `sent` of field `state` of sales/invoice.yaml
    ");
}

#[test]
fn the_column_of_a_reference_stands_for_its_field() {
    let text = at("customer.name").replace("customer.name$0", "fk_cust$0omer");
    assert_snapshot!(show(&text), @r"
    sales/invoice.yaml:12:22
          - validate: fk_customer IS NOT NULL AND total > 0
                         ^^^^^^^^
    says field `customer` of sales/invoice.yaml
    ");
}

#[test]
fn where_there_is_no_name_there_is_nothing() {
    assert_snapshot!(show(&at("IS")), @"nothing");
}
