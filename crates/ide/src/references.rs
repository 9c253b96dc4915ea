//! All places in which something is spoken of.

use specql_analysis::db::{Db, File};

use crate::place::FileSpan;
use crate::search::search;
use crate::symbol::symbol_at;

/// A place in which something is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where.
    pub place: FileSpan,
    /// Whether it is given its name there.
    pub is_definition: bool,
    /// Whether it gets a value there.
    pub is_written: bool,
}

/// All places of what the name at a place stands for, in all files: those that speak of it, and
/// those that give it its name if these are wanted.
#[must_use]
pub fn references(
    db: &dyn Db,
    file: File,
    offset: u32,
    with_definitions: bool,
) -> Option<Vec<Reference>> {
    let symbol = symbol_at(db, file, offset)?.symbol;
    let mut found = Vec::new();
    for (file, names) in search(db, &symbol) {
        let names = names.into_iter();
        let wanted = names.filter(|name| with_definitions || !name.is_definition);
        found.extend(wanted.map(|name| Reference {
            place: FileSpan::new(file, name.span),
            is_definition: name.is_definition,
            is_written: name.is_written,
        }));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        let found = references(fixture.db(), file, offset, true).unwrap();
        let without = references(fixture.db(), file, offset, false).unwrap();
        let definitions = found.iter().filter(|it| it.is_definition).count();
        assert_eq!(without.len() + definitions, found.len());
        let shown = found.iter().map(|found| {
            let frame = fixture.frame(found.place.file, found.place.span);
            match (found.is_definition, found.is_written) {
                (true, _) => format!("{frame} definition"),
                (_, true) => format!("{frame} written"),
                _ => frame,
            }
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    const WORKSPACE: &str = "\
//- crm/country.yaml
entity: Country
schema: crm
fields:
  code: text!
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  name: text!
  country: ref(Country)
  state: enum(active, closed) = active
actions:
  - name: close_account
    params:
      reason: text
    steps:
      - validate: $reason IS NOT NULL
      - update: Customer SET state = 'closed'
//- registry/domain_registry.yaml
domains:
  '2':
    name: crm
    description: Customers
    subdomains:
      '01':
        name: people
        description: People
        next_entity_sequence: 2
        entities:
          Customer: {table_code: '012011', entity_code: CUS}
//- sales/invoice.yaml
entity: Invoice
schema: sales
fields:
  customer: ref(crm.Customer)!
  lines: list(ref(Line))
  total: money
actions:
  - name: send
    requires: caller.can_send
    steps:
      - validate: customer.country.code = 'DE' AND customer.state = 'active'
      - if: EXISTS Customer WHERE state IN ('active', 'closed')
        then:
          - call: close_account(reason = 'sent')
      - insert: Customer
        values:
          name: \"'A'\"
          state: \"'active'\"
events:
  - name: invoice_sent
agents:
  - name: watcher
    observes: [invoice_sent]
";

    fn at(place: &str) -> String {
        assert_eq!(WORKSPACE.matches(place).count(), 1, "{place}");
        show(&WORKSPACE.replace(place, &format!("{place}$0")))
    }

    #[test]
    fn of_an_entity() {
        assert_snapshot!(at("entity: Customer"), @r"
        crm/customer.yaml:1:9
        entity: Customer
                ^^^^^^^^ definition
        crm/customer.yaml:13:17
              - update: Customer SET state = 'closed'
                        ^^^^^^^^
        registry/domain_registry.yaml:11:11
                  Customer: {table_code: '012011', entity_code: CUS}
                  ^^^^^^^^
        sales/invoice.yaml:4:21
          customer: ref(crm.Customer)!
                            ^^^^^^^^
        sales/invoice.yaml:12:20
              - if: EXISTS Customer WHERE state IN ('active', 'closed')
                           ^^^^^^^^
        sales/invoice.yaml:15:17
              - insert: Customer
                        ^^^^^^^^
        ");
    }

    #[test]
    fn of_a_field_through_references() {
        assert_snapshot!(at("  code"), @r"
        crm/country.yaml:4:3
          code: text!
          ^^^^ definition
        sales/invoice.yaml:11:36
              - validate: customer.country.code = 'DE' AND customer.state = 'active'
                                           ^^^^
        ");
    }

    #[test]
    fn of_a_value() {
        assert_snapshot!(at("enum(active"), @r#"
        crm/customer.yaml:6:15
          state: enum(active, closed) = active
                      ^^^^^^ definition
        crm/customer.yaml:6:33
          state: enum(active, closed) = active
                                        ^^^^^^
        sales/invoice.yaml:11:70
              - validate: customer.country.code = 'DE' AND customer.state = 'active'
                                                                             ^^^^^^
        sales/invoice.yaml:12:46
              - if: EXISTS Customer WHERE state IN ('active', 'closed')
                                                     ^^^^^^
        sales/invoice.yaml:18:20
                  state: "'active'"
                           ^^^^^^
        "#);
    }

    #[test]
    fn of_a_field_that_gets_values() {
        assert_snapshot!(at("SET state"), @r#"
        crm/customer.yaml:6:3
          state: enum(active, closed) = active
          ^^^^^ definition
        crm/customer.yaml:13:30
              - update: Customer SET state = 'closed'
                                     ^^^^^ written
        sales/invoice.yaml:11:61
              - validate: customer.country.code = 'DE' AND customer.state = 'active'
                                                                    ^^^^^
        sales/invoice.yaml:12:35
              - if: EXISTS Customer WHERE state IN ('active', 'closed')
                                          ^^^^^
        sales/invoice.yaml:18:11
                  state: "'active'"
                  ^^^^^ written
        "#);
    }

    #[test]
    fn of_an_action_and_its_parameter() {
        assert_snapshot!(at("name: close_account"), @r"
        crm/customer.yaml:8:11
          - name: close_account
                  ^^^^^^^^^^^^^ definition
        sales/invoice.yaml:14:19
                  - call: close_account(reason = 'sent')
                          ^^^^^^^^^^^^^
        ");
        assert_snapshot!(at("      reason"), @r"
        crm/customer.yaml:10:7
              reason: text
              ^^^^^^ definition
        crm/customer.yaml:12:20
              - validate: $reason IS NOT NULL
                           ^^^^^^
        sales/invoice.yaml:14:33
                  - call: close_account(reason = 'sent')
                                        ^^^^^^
        ");
    }

    #[test]
    fn of_an_event() {
        assert_snapshot!(at("name: invoice_sent"), @r"
        sales/invoice.yaml:20:11
          - name: invoice_sent
                  ^^^^^^^^^^^^ definition
        sales/invoice.yaml:23:16
            observes: [invoice_sent]
                       ^^^^^^^^^^^^
        ");
    }

    #[test]
    fn variables_of_one_name_are_told_apart() {
        let text = "\
entity: Order
fields:
  lines: list(ref(Line))
actions:
  - name: a
    steps:
      - foreach: line in lines
        do:
          - validate: line IS NOT NULL
      - foreach: li$0ne in lines
        do:
          - validate: line IS NOT NULL
      - declare: {name: count, type: integer}
      - assign: count = count + 1
";
        assert_snapshot!(show(text), @r"
        spec.yaml:10:18
              - foreach: line in lines
                         ^^^^ definition
        spec.yaml:12:23
                  - validate: line IS NOT NULL
                              ^^^^
        ");
        let text = text
            .replace("li$0ne in", "line in")
            .replace("name: count", "name: cou$0nt");
        assert_snapshot!(show(&text), @r"
        spec.yaml:13:25
              - declare: {name: count, type: integer}
                                ^^^^^ definition
        spec.yaml:14:17
              - assign: count = count + 1
                        ^^^^^ written
        spec.yaml:14:25
              - assign: count = count + 1
                                ^^^^^
        ");
    }

    #[test]
    fn of_an_anchor() {
        let text = "\
entity: Order
fields:
  a: &mon$0ey decimal(10, 2)
  b: *money
  c: *money
";
        assert_snapshot!(show(text), @r"
        spec.yaml:3:7
          a: &money decimal(10, 2)
              ^^^^^ definition
        spec.yaml:4:7
          b: *money
              ^^^^^
        spec.yaml:5:7
          c: *money
              ^^^^^
        ");
    }
}
