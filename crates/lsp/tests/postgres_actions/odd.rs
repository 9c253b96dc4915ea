//! Odd names and texts, references to one of several entities, events.

use serde_json::{Value, json};

use crate::support::database::{COMPANY, COUNTRY, OURS, USER, loaded, server};

/// What ends texts, names, comments and bodies, where it is not kept from it.
const HOSTILE: &str = "it's \"so\" \\ $$ $body1$ %s %L; DROP TABLE x; -- /* {a}";

#[test]
fn hostile_names_and_texts_mean_what_they_say() {
    let Some(server) = server() else { return };
    let text = HOSTILE.replace('\'', "''");
    let spec = format!(
        "\
entity: OddThing
schema: odd schema
fields:
  'na\"me; --': text
  select: text
  v_row: integer
  Ünï: text
  partner: ref(OddThing)
actions:
  - name: \"create_odd_thing\"
  - name: \"update_odd_thing\"
  - name: \"odd %L action's $$\"
    description: '{text}'
    steps:
      - validate: \"v_row > 0\"
        error: '{text}'
      - update: \"OddThing SET select = input.select, v_row = v_row + 1\"
      - notify: 'partner(email, \"{text}\")'
      - duplicate_check: {{fields: ['na\"me; --'], error_message: '{text}'}}
      - call: 'no_such(a = select)'
        store: 'res\"ult'
      - refresh_table_view: {{scope: self}}
      - reject: '{text}'
"
    );
    let db = loaded(&server, "hostile", &[&spec]);
    let made = db.call(
        "create_odd_thing",
        &json!({"na\"me; --": HOSTILE, "select": HOSTILE, "v_row": 0, "Ünï": HOSTILE}),
    );
    for field in ["na\"me; --", "select", "Ünï"] {
        assert_eq!(made.row(field), HOSTILE, "{field}");
    }
    let action = "\"odd %L action's $$\"";
    let answer = db.call(action, &json!({"id": made.id()}));
    assert_eq!(answer.message(), HOSTILE);
    let changed = db.call(
        "update_odd_thing",
        &json!({"id": made.id(), "v_row": 1, "select": null}),
    );
    assert_eq!(changed.row("Ünï"), HOSTILE);
    assert_eq!(changed.row("select"), &Value::Null);
    db.ask(
        "CREATE FUNCTION \"odd schema\".no_such(a text) RETURNS text LANGUAGE sql AS \
         $$ SELECT a $$",
    );
    // The last step is reached, and everything before it is undone.
    let answer = db.call(action, &json!({"id": made.id(), "select": HOSTILE}));
    assert_eq!(answer.message(), HOSTILE);
    assert_eq!(db.ask("SELECT v_row FROM \"odd schema\".tb_odd_thing"), "1");
}

const VISIT: &str = "\
entity: Visit
schema: crm
fields:
  subject: ref(Company|Country)!
  at: datetime = now()
  seen: boolean = false
events:
  - name: visit_seen
    payload: [id, seen, subject_type]
  - name: visit_made
    payload: [id, at]
actions:
  - name: create_visit
    steps:
      - insert: Visit
      - emit: visit_made
  - name: update_visit
  - name: see
    steps:
      - validate: NOT seen
        error: seen_already
      - update: Visit SET seen = true
      - refresh_table_view: {scope: propagate, propagate: [Company]}
  - name: make_visit
    steps:
      - insert: Visit
";

#[test]
fn a_reference_may_lead_to_one_of_several_entities() {
    let Some(server) = server() else { return };
    let visit = VISIT.replace(", subject_type]", "]");
    let db = loaded(&server, "several", &[&visit, COMPANY, COUNTRY]);
    let country = db.call("create_country", &json!({"name": "Chad"}));
    let company = db.call("create_company", &json!({"name": "Wheels"}));
    let made = db.call(
        "make_visit",
        &json!({"subject_id": country.id(), "subject_type": "Country"}),
    );
    assert_eq!(made.row("subject_type"), "Country");
    assert_eq!(made.row("fk_subject"), country.row("pk_country"));
    let wrong = db.call(
        "create_visit",
        &json!({"subject_id": country.id(), "subject_type": "Company"}),
    );
    assert_eq!(wrong.status(), "validation:reference_not_found");
    let changed = db.call(
        "update_visit",
        &json!({"id": made.id(), "subject_id": company.id(), "subject_type": "Company"}),
    );
    assert_eq!(changed.row("fk_subject"), company.row("pk_company"));
}

#[test]
fn events_are_heard_and_views_brought_up_to_date() {
    let Some(server) = server() else { return };
    let visit = VISIT.replace(", subject_type]", "]");
    let db = loaded(&server, "events", &[&visit, COMPANY, COUNTRY]);
    let company = db.call("create_company", &json!({"name": "Wheels"}));
    let heard = db.ask(&format!(
        "LISTEN specql_events; SELECT status FROM app.create_visit('{OURS}', '{USER}', \
         '{{\"subject_id\": \"{}\", \"subject_type\": \"Company\"}}'); SELECT 1;",
        company.id()
    ));
    assert!(heard.contains("\"type\": \"visit_made\""), "{heard}");
    db.ask(
        "CREATE TABLE refreshed (key integer); \
         CREATE OR REPLACE FUNCTION crm.refresh_tv_visit(p_pk_visit integer DEFAULT NULL) \
         RETURNS void LANGUAGE sql AS 'INSERT INTO public.refreshed VALUES ($1)'",
    );
    let id = db.ask("SELECT id FROM crm.tb_visit");
    db.call("see", &json!({"id": id})).id();
    let keys = "SELECT key = pk_visit FROM refreshed, crm.tb_visit";
    assert_eq!(db.ask(keys), "t");
}
