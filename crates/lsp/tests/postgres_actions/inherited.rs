//! Fields and actions that come from other files.

use serde_json::json;

use crate::support::database::{COUNTRY, loaded, server};

const CONTACT: &str = "\
entity: Contact
schema: catalog
fields:
  name: text!
  mail: email
  country: ref(Country)
  seen: integer = 0
actions:
  - name: create_contact
  - name: update_contact
  - name: see
    steps:
      - validate: mail IS NOT NULL
        error: no_mail
      - if: seen < 2
        then:
          - update: Contact SET seen = seen + 1
        else:
          - reject: seen_enough
";

/// What no entity is, but something for others.
const OPEN: &str = "\
pattern: opening_times
parameters: []
fields:
  opens_at: time!
actions:
  - name: close
    steps:
      - set: {opens_at: \"'00:00'\"}
";

const CUSTOMER: &str = "\
entity: Customer
schema: crm
extends: Contact
import: [entities/2]
fields:
  mail: text
  rating: integer
actions:
  - name: rate
    steps:
      - validate: country.name = 'Chad'
        error: elsewhere
      - update: Customer SET rating = seen * 10
";

const ORDER: &str = "\
entity: Order
schema: crm
fields: {customer: ref(Customer)}
actions:
  - name: create_order
    steps:
      - validate: input.customer_id IS NULL OR customer.seen = 1
        error: not_seen
";

#[test]
fn an_entity_takes_over_what_another_one_has() {
    let Some(server) = server() else { return };
    let specs = [CONTACT, COUNTRY, OPEN, CUSTOMER, ORDER];
    let db = loaded(&server, "inherited", &specs);
    let country = db.call("create_country", &json!({"name": "Chad"}));
    let answer = db.call("create_customer", &json!({"name": "a"}));
    assert_eq!(answer.fields(), ["opens_at"]);
    let made = db.call(
        "create_customer",
        &json!({"name": "a", "country_id": country.id(), "opens_at": "08:00"}),
    );
    // The entity's own type of the field holds.
    let id = json!({"id": made.id(), "mail": "nobody"});
    assert_eq!(db.told("see_customer", &id).1, "no_mail");
    db.call("update_customer", &id).id();
    assert_eq!(db.call("see_customer", &id).row("seen"), 1);
    assert_eq!(db.call("rate", &id).row("rating"), 10);
    assert_eq!(db.call("close", &id).row("opens_at"), "00:00:00");
    db.call("create_order", &json!({"customer_id": made.id()}))
        .id();
    assert_eq!(db.call("see_customer", &id).row("seen"), 2);
    assert_eq!(db.told("see_customer", &id).1, "seen_enough");
    let given = json!({"customer_id": made.id()});
    assert_eq!(db.told("create_order", &given).1, "not_seen");
    // Rows of the one are no rows of the other.
    let contact = db.call(
        "create_contact",
        &json!({"name": "b", "mail": "b@example.org"}),
    );
    assert_eq!(db.call("see", &json!({"id": contact.id()})).row("seen"), 1);
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_customer"), "1");
}
