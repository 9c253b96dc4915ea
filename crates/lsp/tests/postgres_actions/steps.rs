//! Steps of SpecQL 0.8.

use serde_json::{Value, json};

use crate::support::database::{COMPANY, COUNTRY, Loaded, NOBODY, OURS, USER, loaded, server};
use crate::support::postgres::Server;

const STEPS: &str = "\
entity: Order
schema: crm
fields:
  number: text!
  state: enum(open, paid, void) = open
  total: money = 0
  paid: money = 0
  customer: ref(Company)
  tags: list(text)
  note: text
  due: date
  address: SimpleAddress
actions:
  - name: create_order
    steps:
      - validate: number LIKE 'O-%'
        error: wrong_number
      - insert: Order
      - notify: customer(email, \"It's 50% off, (really), so\")
  - name: delete_order
    steps:
      - validate: state != 'paid'
        error: order_is_paid
  - name: pay
    steps:
      - validate: state = 'open' AND input.amount > 0
        error: cannot_be_paid
      - update: Order SET paid = paid + input.amount
      - if: paid >= total
        then:
          - update: Order SET state = 'paid'
        else:
          - if: paid < 10
            then:
              - reject: too_little
            else:
              - update: Order SET note = 'partly'
  - name: charge
    steps:
      - validate: customer.credit >= total
        error: no_credit
      - update: Company SET credit = credit - 5
      - update: Order SET paid = total, state = 'paid'
  - name: hand_over
    steps:
      - update: Order SET customer = input.customer, note = ?
  - name: log_it
    steps:
      - insert: Entry SET subject = number, order = id
  - name: find_entry
    steps:
      - find: Entry WHERE subject = 'x'
      - update: Order SET note = 'found'
  - name: pay_all
    steps:
      - call: pay(amount = total)
        store: result
      - update: Order SET note = result.state
  - name: outside
    steps:
      - call: no_such_function(a = number)
  - name: tidy
    steps:
      - delete: Entry WHERE subject = number
  - name: look
    steps:
      - validate: tags IS NULL OR 'vip' IN tags
        error: not_vip
      - validate: address.city = 'Ulm' OR address IS NULL
        error: not_here
      - validate: due BETWEEN '2024-01-01' AND current_date + 100000 OR due IS NULL
        error: not_due
      - validate: EXISTS Entry WHERE subject = number AND order = id
        error: no_entry
";

const ENTRY: &str = "\
entity: Entry
schema: crm
fields:
  subject: text
  order: ref(Order)
";

fn orders<'s>(server: &'s Server, name: &str) -> Loaded<'s> {
    loaded(server, name, &[STEPS, ENTRY, COMPANY, COUNTRY])
}

#[test]
fn conditions_hold_or_end_the_action() {
    let Some(server) = server() else { return };
    let db = orders(&server, "conditions");
    let refused = |reason: &str| ("failed:validation_error".to_owned(), reason.to_owned());
    assert_eq!(
        db.told("create_order", &json!({"number": "1"})),
        refused("wrong_number")
    );
    let made = db.call("create_order", &json!({"number": "O-1", "total": 100}));
    let id = made.id();
    let with = |amount: Value| json!({"id": id, "amount": amount});
    // Nothing is known of what is not handed over, and so nothing holds.
    for amount in [json!(0), Value::Null] {
        assert_eq!(db.told("pay", &with(amount)), refused("cannot_be_paid"));
    }
    assert_eq!(db.told("pay", &with(json!(1))), refused("too_little"));
    let row = "SELECT paid, state, note FROM crm.tb_order";
    assert_eq!(
        db.ask(row),
        "0.0000|open|",
        "what was changed before is undone"
    );
    assert_eq!(db.call("pay", &with(json!(40))).row("note"), "partly");
    assert_eq!(db.call("pay", &with(json!(60))).row("state"), "paid");
    assert_eq!(
        db.told("delete_order", &json!({"id": id})),
        refused("order_is_paid")
    );
    let failed =
        "SELECT count(*) FROM app.tb_mutation_audit_log WHERE status = 'failed:validation_error'";
    assert_eq!(db.ask(failed), "5");
}

#[test]
fn paths_lead_through_references() {
    let Some(server) = server() else { return };
    let db = orders(&server, "paths");
    let company = db.call("create_company", &json!({"name": "Wheels", "credit": 50}));
    let other = db.call("create_company", &json!({"name": "Spokes", "credit": 50}));
    let order = |total: i64| {
        let payload = json!({"number": "O-1", "total": total, "customer_id": company.id()});
        json!({"id": db.call("create_order", &payload).id()})
    };
    assert_eq!(db.told("charge", &order(60)).1, "no_credit");
    let paid = order(30);
    assert_eq!(db.call("charge", &paid).row("state"), "paid");
    let credits = "SELECT name, credit FROM crm.tb_company ORDER BY name";
    assert_eq!(db.ask(credits), "Spokes|50.0000\nWheels|45.0000");
    let id = paid["id"].as_str().unwrap();
    let handed = db.call(
        "hand_over",
        &json!({"id": id, "customer_id": other.id(), "note": "new"}),
    );
    assert_eq!(handed.row("note"), "new");
    let owner = format!("SELECT crm.company_id(fk_customer) FROM crm.tb_order WHERE id = '{id}'");
    assert_eq!(db.ask(&owner), other.id());
    let answer = db.call("hand_over", &json!({"id": id, "customer_id": NOBODY}));
    assert_eq!(
        (answer.status(), answer.fields()),
        ("validation:reference_not_found", vec!["customer_id"])
    );
}

#[test]
fn rows_of_other_entities_are_added_found_and_deleted() {
    let Some(server) = server() else { return };
    let db = orders(&server, "others");
    let made = db.call("create_order", &json!({"number": "O-1"}));
    let id = json!({"id": made.id()});
    assert_eq!(db.told("look", &id).1, "no_entry");
    db.call("log_it", &id).id();
    let entries = "SELECT subject, crm.order_id(fk_order), tenant_id, created_by, deleted_at IS NULL \
                   FROM crm.tb_entry";
    assert_eq!(
        db.ask(entries),
        format!("O-1|{}|{OURS}|{USER}|t", made.id())
    );
    db.call("look", &id).id();
    assert_eq!(
        db.told("find_entry", &id),
        (
            "validation:reference_not_found".to_owned(),
            "Referenced entry not found".to_owned()
        )
    );
    db.ask("UPDATE crm.tb_entry SET subject = 'x'");
    assert_eq!(db.call("find_entry", &id).row("note"), "found");
    db.call("tidy", &id).id();
    db.ask("UPDATE crm.tb_entry SET subject = 'O-1'");
    db.call("tidy", &id).id();
    assert_eq!(db.ask("SELECT deleted_at IS NULL FROM crm.tb_entry"), "f");
    let set = |tags: &str, city: &str| {
        db.ask(&format!(
            "UPDATE crm.tb_order SET tags = '{tags}', address = '{{\"city\": \"{city}\"}}'"
        ))
    };
    set("[\"a\"]", "Ulm");
    assert_eq!(db.told("look", &id).1, "not_vip");
    set("[\"vip\"]", "Bonn");
    assert_eq!(db.told("look", &id).1, "not_here");
    set("[\"vip\"]", "Ulm");
    assert_eq!(db.told("look", &id).1, "no_entry");
}

#[test]
fn actions_call_each_other_and_fail_together() {
    let Some(server) = server() else { return };
    let db = orders(&server, "calls");
    let made = db.call("create_order", &json!({"number": "O-1", "total": 20}));
    let id = json!({"id": made.id()});
    assert_eq!(db.call("pay_all", &id).row("note"), "paid");
    assert_eq!(
        db.told("pay_all", &id),
        (
            "failed:validation_error".to_owned(),
            "cannot_be_paid".to_owned()
        )
    );
    let outside = db.call("outside", &id);
    assert_eq!(outside.status(), "failed:unexpected_error");
    db.ask(
        "CREATE FUNCTION crm.no_such_function(a text) RETURNS void LANGUAGE sql AS \
         $$ UPDATE crm.tb_order SET note = a $$",
    );
    db.call("outside", &id).id();
    assert_eq!(db.ask("SELECT note FROM crm.tb_order"), "O-1");
}

#[test]
fn listeners_hear_what_is_told() {
    let Some(server) = server() else { return };
    let db = orders(&server, "told");
    let heard = db.ask(&format!(
        "LISTEN email; SELECT status FROM app.create_order('{OURS}', '{USER}', '{{\"number\": \"O-1\"}}'); SELECT 1;"
    ));
    let said = heard
        .lines()
        .find(|line| line.contains("Asynchronous"))
        .unwrap();
    let (start, end) = (said.find('{').unwrap(), said.rfind('}').unwrap());
    let payload: Value = serde_json::from_str(&said[start..=end]).unwrap();
    assert_eq!(payload["message"], "It's 50% off, (really), so");
    assert_eq!(payload["recipient"], "customer");
    assert_eq!(payload["entity"], "order");
    assert_eq!(payload["tenant_id"], OURS);
}
