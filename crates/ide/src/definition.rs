//! From a name to where it is given.

use specql_analysis::db::{Db, File};
use specql_analysis::index::NoEntity;
use specql_analysis::resolve::{Target, Unresolved};
use specql_analysis::view::view;
use specql_yaml::Span;

use crate::destination::{Destination, Destinations, destinations};
use crate::place::touches;
use crate::symbol::{Symbol, symbol_at};

/// Where the name at a place is given. A name of which it is not clear what it stands for leads
/// to all that may be meant.
#[must_use]
pub fn definition(db: &dyn Db, file: File, offset: u32) -> Option<Destinations> {
    let found = match symbol_at(db, file, offset) {
        Some(found) => Destinations {
            origin: found.span,
            destinations: destinations(db, &found.symbol),
        },
        None => unclear(db, file, offset)?,
    };
    (!found.destinations.is_empty()).then_some(found)
}

/// The entities that may be meant where none is.
fn unclear(db: &dyn Db, file: File, offset: u32) -> Option<Destinations> {
    let names = view(db, file).names;
    let mut at = names.references.iter();
    let found = at.find(|reference| touches(reference.span, offset))?;
    let Err(Unresolved::Entity(reason, _)) = &found.target else {
        return None;
    };
    let files = match reason {
        NoEntity::Unknown => return None,
        NoEntity::InOtherSchemas(files) | NoEntity::Ambiguous(files) => files,
    };
    let mut files = files.clone();
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    Some(Destinations {
        origin: found.span,
        destinations: entities(db, files),
    })
}

/// The names of entities, by their files.
pub(crate) fn entities(db: &dyn Db, files: impl IntoIterator<Item = File>) -> Vec<Destination> {
    let symbol = |file| Symbol {
        target: Target::Entity(file),
        made: None,
    };
    let found = files.into_iter().map(|file| {
        let name = destinations(db, &symbol(file)).into_iter().next();
        name.unwrap_or_else(|| Destination::of_name(file, Span::at(0)))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        fixture.way(file, definition(fixture.db(), file, offset))
    }

    const WORKSPACE: &str = "\
//- a/agent.yaml
entity: Agent
schema: a
//- b/agent.yaml
entity: Agent
schema: b
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  name: text!
//- patterns/opening_times.yaml
pattern: opening_times
//- sales/invoice.yaml
entity: Invoice
schema: sales
extends: crm/customer.yaml
import:
  - patterns/opening_times
fields:
  customer: ref(crm.Customer)!
  agent: ref(Agent)
  total: money
  state: enum(draft, sent) = draft
actions:
  - name: send
    steps:
      - validate: customer.name IS NOT NULL
      - find: Customer WHERE name = 'x'
        as: found
      - call: send()
      - validate: found.name = 'x' AND state = 'sent'
";

    fn at(place: &str) -> String {
        assert_eq!(WORKSPACE.matches(place).count(), 1, "{place}");
        show(&WORKSPACE.replace(place, &format!("{place}$0")))
    }

    #[test]
    fn of_an_entity() {
        assert_snapshot!(at("ref(crm.Customer"), @r"
        sales/invoice.yaml:7:21
          customer: ref(crm.Customer)!
                            ^^^^^^^^
        -> crm/customer.yaml:1:9
        entity: Customer
                ^^^^^^^^
        ");
    }

    #[test]
    fn of_a_field() {
        assert_snapshot!(at("validate: customer.na"), @r#"
        sales/invoice.yaml:14:28
              - validate: customer.name IS NOT NULL
                                   ^^^^
        -> crm/customer.yaml:4:3
          name: text!
          ^^^^ of "name: text!"
        "#);
    }

    #[test]
    fn of_a_value() {
        assert_snapshot!(at("state = 'se"), @r"
        sales/invoice.yaml:18:49
              - validate: found.name = 'x' AND state = 'sent'
                                                        ^^^^
        -> sales/invoice.yaml:10:22
          state: enum(draft, sent) = draft
                             ^^^^
        ");
    }

    #[test]
    fn of_a_variable() {
        assert_snapshot!(at("validate: found"), @r"
        sales/invoice.yaml:18:19
              - validate: found.name = 'x' AND state = 'sent'
                          ^^^^^
        -> sales/invoice.yaml:16:13
                as: found
                    ^^^^^
        ");
    }

    #[test]
    fn of_an_action() {
        assert_snapshot!(at("call: send"), @r#"
        sales/invoice.yaml:17:15
              - call: send()
                      ^^^^
        -> sales/invoice.yaml:12:11
          - name: send
                  ^^^^ of "name: send\n    steps:\n      - validate: customer.name IS NOT NULL\n      - find: Customer WHERE name = 'x'\n        as: found\n      - call: send()\n      - validate: found.name = 'x' AND state = 'sent'"
        "#);
    }

    #[test]
    fn of_files() {
        assert_snapshot!(at("extends: crm"), @r"
        sales/invoice.yaml:3:10
        extends: crm/customer.yaml
                 ^^^^^^^^^^^^^^^^^
        -> crm/customer.yaml:1:1
        entity: Customer
        ^
        ");
        assert_snapshot!(at("  - patterns/open"), @r"
        sales/invoice.yaml:5:5
          - patterns/opening_times
            ^^^^^^^^^^^^^^^^^^^^^^
        -> patterns/opening_times.yaml:1:1
        pattern: opening_times
        ^
        ");
    }

    #[test]
    fn all_that_may_be_meant() {
        assert_snapshot!(at("ref(Age"), @r"
        sales/invoice.yaml:8:14
          agent: ref(Agent)
                     ^^^^^
        -> a/agent.yaml:1:9
        entity: Agent
                ^^^^^
        -> b/agent.yaml:1:9
        entity: Agent
                ^^^^^
        ");
    }

    #[test]
    fn what_belongs_to_the_language_is_in_no_file() {
        assert_snapshot!(at("total: mon"), @"nowhere");
    }
}
