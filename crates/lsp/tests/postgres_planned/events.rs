//! Events: written down in their order, heard, delivered, and dropped when they are old.

use serde_json::{Value, json};

use crate::support::database::{COMPANY, COUNTRY, Loaded, OURS, USER, loaded, server};

const ORDER: &str = "\
entity: Order
schema: crm
fields:
  number: text!
  total: money = 0
  company: ref(Company)!
  payer: ref(Company|Country)
computed_fields:
  - is_large: total > 100
  - company_name: company.name
events:
  - name: order_created
    payload: [id, number, company_id]
  - name: order_updated
    payload: [total]
  - name: order_deleted
    payload: [number]
  - name: order_paid
    payload: [id, total, company_id, payer_id, payer_type, is_large, company_name]
actions:
  - name: create_order
  - name: update_order
  - name: delete_order
  - name: pay
    params: {amount: money!}
    steps:
      - validate: $amount > 0
        error: nothing_paid
      - update: Order SET total = $amount
      - emit: order_paid
      - if: total > 1000
        then:
          - reject: too_much
";

fn started(db: &Loaded<'_>) -> (String, String) {
    let company = db.call("create_company", &json!({"name": "Wheels"}));
    let given = json!({"number": "A1", "company_id": company.id(), "payer_id": company.id(), "payer_type": "Company"});
    let order = db.call("create_order", &given);
    (company.id().to_owned(), order.id().to_owned())
}

/// What events say, the first one first.
fn events(db: &Loaded<'_>, columns: &str) -> Vec<String> {
    let question = format!("SELECT {columns} FROM app.tb_event ORDER BY pk_event");
    let told = db.ask(&question);
    told.lines().map(str::to_owned).collect()
}

#[test]
fn each_change_is_told_once_with_ids_and_versions() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "told", &[ORDER, COMPANY, COUNTRY]);
    let (company, order) = started(&db);
    db.call("update_order", &json!({"id": order, "total": 5}))
        .id();
    db.call("pay", &json!({"id": order, "amount": 200})).id();
    let deleted = json!({"id": order});
    db.call("delete_order", &deleted).id();
    assert_eq!(
        events(&db, "event_type, aggregate_type, aggregate_version"),
        [
            "order_created|order|1",
            "order_updated|order|2",
            "order_updated|order|3",
            "order_paid|order|4",
            "order_deleted|order|5",
        ]
    );
    let about = format!("{OURS}|{USER}|{order}");
    assert_eq!(
        db.ask("SELECT DISTINCT tenant_id, caused_by, aggregate_id FROM app.tb_event"),
        about
    );
    let payloads = events(&db, "payload");
    let payload = |number: usize| serde_json::from_str::<Value>(&payloads[number]).unwrap();
    assert_eq!(
        payload(0),
        json!({"id": order, "number": "A1", "company_id": company})
    );
    assert_eq!(
        payload(3),
        json!({
            "id": order, "total": 200.0, "company_id": company, "payer_id": company,
            "payer_type": "Company", "is_large": true, "company_name": "Wheels",
        })
    );
}

#[test]
fn what_is_undone_was_never_told() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "undone", &[ORDER, COMPANY, COUNTRY]);
    let (_, order) = started(&db);
    let answer = db.call("pay", &json!({"id": order, "amount": 2000}));
    assert_eq!(answer.message(), "too_much");
    assert_eq!(events(&db, "event_type"), ["order_created"]);
    // A change that changes nothing is none.
    db.ask("UPDATE crm.tb_order SET total = total");
    assert_eq!(events(&db, "event_type"), ["order_created"]);
}

#[test]
fn two_rows_count_their_events_apart() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "apart", &[ORDER, COMPANY, COUNTRY]);
    let (company, order) = started(&db);
    let other = json!({"number": "A2", "company_id": company});
    db.call("create_order", &other).id();
    db.call("update_order", &json!({"id": order, "total": 5}))
        .id();
    assert_eq!(events(&db, "aggregate_version"), ["1", "1", "2"]);
}

#[test]
fn a_listener_of_another_session_hears_of_it() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "heard", &[ORDER, COMPANY, COUNTRY]);
    let mut listener = db.session();
    listener.ask("LISTEN specql_events");
    let (_, order) = started(&db);
    let id = db.ask("SELECT id FROM app.tb_event");
    let heard = listener.ask("SELECT 1");
    assert!(heard.contains("\"type\": \"order_created\""), "{heard}");
    assert!(heard.contains(&id), "{heard}");
    // What is not through is not heard of.
    let mut writer = db.session();
    writer.ask(&format!(
        "BEGIN; UPDATE crm.tb_order SET total = 7 WHERE id = '{order}'"
    ));
    assert!(!listener.ask("SELECT 2").contains("order_updated"));
    writer.ask("COMMIT");
    assert!(listener.ask("SELECT 3").contains("order_updated"));
}

#[test]
fn an_event_goes_to_one_consumer_at_a_time() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "taken", &[ORDER, COMPANY, COUNTRY]);
    let (_, order) = started(&db);
    db.call("update_order", &json!({"id": order, "total": 5}))
        .id();
    let claim = |by: &str| {
        let taken = db.ask(&format!("SELECT event_type FROM app.claim_events('{by}')"));
        taken.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut other = db.session();
    other.ask("BEGIN; SELECT event_type FROM app.claim_events('one', 1)");
    // Nobody waits for what the first one has not taken yet for good.
    assert_eq!(claim("two"), ["order_updated"]);
    other.ask("COMMIT");
    assert_eq!(claim("two"), [""; 0]);
    let states = "SELECT status, claimed_by, attempts FROM app.tb_event_outbox ORDER BY pk_event";
    assert_eq!(db.ask(states), "claimed|one|1\nclaimed|two|1");
    db.ask("SELECT app.ack_event(1)");
    assert_eq!(db.ask(states), "claimed|two|1");
    // Its consumer is no more.
    db.ask("SELECT app.release_events(now() - interval '1 hour')");
    assert_eq!(claim("three"), [""; 0]);
    db.ask("SELECT app.release_events(now())");
    assert_eq!(claim("three"), ["order_updated"]);
}

#[test]
fn what_fails_is_offered_later_and_then_no_more() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "failed", &[ORDER, COMPANY, COUNTRY]);
    started(&db);
    let claim = "SELECT count(*) FROM app.claim_events('one')";
    let fail = "SELECT app.fail_event(1, 'no network', 2)";
    assert_eq!(db.ask(claim), "1");
    db.ask(fail);
    assert_eq!(db.ask(claim), "0");
    let state =
        "SELECT status, attempts, last_error, next_attempt_at > now() FROM app.tb_event_outbox";
    assert_eq!(db.ask(state), "pending|1|no network|t");
    db.ask("UPDATE app.tb_event_outbox SET next_attempt_at = now()");
    assert_eq!(db.ask(claim), "1");
    db.ask(fail);
    db.ask("UPDATE app.tb_event_outbox SET next_attempt_at = now()");
    assert_eq!(db.ask(claim), "0");
    assert!(db.ask(state).starts_with("dead|2|"));
}

#[test]
fn months_are_made_once_and_dropped_by_their_age() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "months", &[ORDER, COMPANY, COUNTRY]);
    let make = |zone: &str, from: &str| {
        db.ask(&format!(
            "SET timezone = '{zone}'; \
             SELECT app.ensure_monthly_partitions('app.tb_event', '{from}', 3)"
        ))
    };
    assert_eq!(make("Europe/Berlin", "2024-11-17"), "3");
    assert_eq!(make("America/New_York", "2024-11-01"), "0");
    assert_eq!(make("Asia/Tokyo", "2024-12-31"), "1");
    let partitions = "\
SELECT string_agg(inhrelid::regclass::text, ' ' ORDER BY inhrelid::regclass::text)
FROM pg_inherits WHERE inhparent = 'app.tb_event'::regclass";
    assert_eq!(
        db.ask(partitions),
        "app.tb_event_202411 app.tb_event_202412 app.tb_event_202501 app.tb_event_202502 app.tb_event_default"
    );
    let write = "SELECT app.emit_event(NULL, NULL, 'e', 'x', gen_random_uuid(), '{}')";
    db.ask(write);
    db.ask("UPDATE app.tb_event SET occurred_at = '2024-12-31 23:59:59+00'");
    db.ask(write);
    let places =
        "SELECT string_agg(tableoid::regclass::text, ' ' ORDER BY pk_event) FROM app.tb_event";
    assert_eq!(db.ask(places), "app.tb_event_202412 app.tb_event_default");
    // Other tables may be divided by what is no moment.
    db.ask(
        "CREATE TABLE words (w text) PARTITION BY RANGE (w); \
         CREATE TABLE words_a PARTITION OF words FOR VALUES FROM ('a') TO ('b')",
    );
    let drop = "SET timezone = 'America/New_York'; \
         SELECT app.drop_partitions_before('app.tb_event', '2025-01-01')";
    assert_eq!(db.ask(drop), "2");
    assert_eq!(db.ask(drop), "0");
    assert_eq!(db.ask(places), "app.tb_event_default");
    let long = "l".repeat(60);
    db.ask(&format!(
        "CREATE TABLE {long} (at date) PARTITION BY RANGE (at)"
    ));
    let make = format!("SELECT app.ensure_monthly_partitions('{long}', '2024-11-17', 2)");
    assert_eq!(db.ask(&make), "2");
    assert_eq!(db.ask(&make), "0");
}
