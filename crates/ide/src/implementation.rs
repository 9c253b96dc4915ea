//! From a name to what makes it come true.

use specql_analysis::db::{Db, File};
use specql_analysis::resolve::Target;

use crate::definition::{definition, entities};
use crate::destination::{Destination, Destinations, destinations};
use crate::symbol::{Symbol, symbol_at};
use crate::type_hierarchy::extending;

/// Where the name at a place is made to come true.
///
/// An entity leads to the entities that extend it, and a field of it to what they make of that
/// field. An action leads to its steps: who calls it is the question of its references. Everything
/// else is described in one place only, and leads there.
#[must_use]
pub fn implementation(db: &dyn Db, file: File, offset: u32) -> Option<Destinations> {
    let found = symbol_at(db, file, offset)?;
    let places: Vec<Destination> = match &found.symbol.target {
        Target::Entity(of) => entities(db, extending(db, *of)),
        Target::Field(of, name) => {
            let fields = extending(db, *of).into_iter().flat_map(|file| {
                let field = Symbol {
                    target: Target::Field(file, name.clone()),
                    made: None,
                };
                destinations(db, &field)
            });
            fields.collect()
        }
        _ => Vec::new(),
    };
    if places.is_empty() {
        return definition(db, file, offset);
    }
    Some(Destinations {
        origin: found.span,
        destinations: places,
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    const WORKSPACE: &str = "\
//- crm/contact.yaml
entity: Contact
schema: crm
fields:
  email: email
  phone: text
actions:
  - name: greet
    steps:
      - notify: email(email, 'Hello')
//- crm/customer.yaml
entity: Customer
schema: crm
extends: crm/contact
fields:
  email: email!
//- crm/supplier.yaml
entity: Supplier
schema: crm
extends: {from: Contact}
";

    fn at(place: &str) -> String {
        assert_eq!(WORKSPACE.matches(place).count(), 1, "{place}");
        let fixture = Fixture::new(&WORKSPACE.replace(place, &format!("{place}$0")));
        let (file, offset) = fixture.cursor();
        fixture.way(file, implementation(fixture.db(), file, offset))
    }

    #[test]
    fn of_an_entity_those_that_extend_it() {
        assert_snapshot!(at("entity: Contact"), @r"
        crm/contact.yaml:1:9
        entity: Contact
                ^^^^^^^
        -> crm/customer.yaml:1:9
        entity: Customer
                ^^^^^^^^
        -> crm/supplier.yaml:1:9
        entity: Supplier
                ^^^^^^^^
        ");
    }

    #[test]
    fn of_a_field_what_others_make_of_it() {
        assert_snapshot!(at("Contact\nschema: crm\nfields:\n  emai"), @r#"
        crm/contact.yaml:4:3
          email: email
          ^^^^^
        -> crm/customer.yaml:5:3
          email: email!
          ^^^^^ of "email: email!"
        "#);
        assert_snapshot!(at("  phone"), @r#"
        crm/contact.yaml:5:3
          phone: text
          ^^^^^
        -> crm/contact.yaml:5:3
          phone: text
          ^^^^^ of "phone: text"
        "#);
    }

    #[test]
    fn of_an_action_its_steps() {
        assert_snapshot!(at("name: greet"), @r#"
        crm/contact.yaml:7:11
          - name: greet
                  ^^^^^
        -> crm/contact.yaml:7:11
          - name: greet
                  ^^^^^ of "name: greet\n    steps:\n      - notify: email(email, 'Hello')"
        "#);
    }
}
