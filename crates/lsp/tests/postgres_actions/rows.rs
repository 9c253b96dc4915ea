//! Rows are made, changed and deleted.

use serde_json::{Value, json};

use crate::support::database::{COMPANY, COUNTRY, NOBODY, OURS, THEIRS, USER, loaded, server};

const ITEM: &str = "\
entity: Item
schema: crm
fields:
  label: text!
  state: enum(draft, sent) = draft
  amount: money = 10!
  due_on: date
  owner: ref(Company)
actions:
  - name: create_item
  - name: update_item
  - name: delete_item
";

#[test]
fn rows_are_made_with_defaults_and_read_back() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "made", &[ITEM, COMPANY, COUNTRY]);
    let owner = db.call("create_company", &json!({"name": "Wheels"}));
    let made = db.call(
        "create_item",
        &json!({"label": "one", "due_on": "2024-05-06", "owner_id": owner.id()}),
    );
    assert_eq!(made.message(), "Item created successfully");
    assert_eq!(made.fields(), ["label", "due_on", "owner_id"]);
    assert_eq!(made.row("state"), "draft");
    let row = format!(
        "SELECT label, state, amount, due_on, crm.company_id(fk_owner) = '{}', tenant_id, \
         created_by, updated_by FROM crm.tb_item WHERE id = '{}'",
        owner.id(),
        made.id()
    );
    assert_eq!(
        db.ask(&row),
        format!("one|draft|10.0000|2024-05-06|t|{OURS}|{USER}|{USER}")
    );
    let log = "SELECT entity_type, operation, status FROM app.tb_mutation_audit_log \
               WHERE entity_type = 'item'";
    assert_eq!(db.ask(log), "item|INSERT|success");
}

#[test]
fn what_cannot_be_made_is_told_with_its_reason() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "refused", &[ITEM, COMPANY, COUNTRY]);
    let theirs = db.call_as(THEIRS, "create_company", &json!({"name": "Others"}));
    let cases = [
        (json!({}), "validation:required_field", "label"),
        (
            json!({"label": "x", "owner_id": NOBODY}),
            "validation:reference_not_found",
            "owner_id",
        ),
        (
            json!({"label": "x", "owner_id": theirs.id()}),
            "validation:reference_not_found",
            "owner_id",
        ),
    ];
    for (payload, status, field) in cases {
        let answer = db.call("create_item", &payload);
        assert_eq!((answer.status(), answer.fields()), (status, vec![field]));
        assert_eq!(answer.more("field"), field);
        assert_eq!(answer.0["id"], "00000000-0000-0000-0000-000000000000");
    }
    let answer = db.call("create_item", &json!({"label": "x", "state": "lost"}));
    assert_eq!(answer.status(), "validation:constraint");
    assert_eq!(answer.more("constraint"), "chk_tb_item_state_enum");
    let answer = db.call("create_item", &json!({"label": "x", "amount": "much"}));
    assert_eq!(answer.status(), "validation:invalid_input");
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_item"), "0");
}

#[test]
fn only_what_is_handed_over_is_changed() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "changed", &[ITEM, COMPANY, COUNTRY]);
    let owner = db.call("create_company", &json!({"name": "Wheels"}));
    let made = db.call(
        "create_item",
        &json!({"label": "one", "amount": 5, "owner_id": owner.id()}),
    );
    let id = made.id();
    let changed = db.call("update_item", &json!({"id": id, "state": "sent"}));
    assert_eq!(changed.message(), "Item updated successfully");
    let row = "SELECT label, state, amount, fk_owner IS NULL FROM crm.tb_item";
    assert_eq!(db.ask(row), "one|sent|5.0000|f");
    db.call(
        "update_item",
        &json!({"id": id, "owner_id": null, "amount": 7}),
    );
    assert_eq!(db.ask(row), "one|sent|7.0000|t");
    let answer = db.call("update_item", &json!({"id": id, "label": null}));
    assert_eq!(
        (answer.status(), answer.message()),
        ("validation:required_field", "Label is required")
    );
    let answer = db.call("update_item", &json!({"id": id, "owner_id": NOBODY}));
    assert_eq!(answer.status(), "validation:reference_not_found");
    for payload in [json!({"id": NOBODY, "label": "x"}), json!({"label": "x"})] {
        let answer = db.call("update_item", &payload);
        assert_eq!(
            (answer.status(), answer.fields()),
            ("validation:reference_not_found", vec!["id"])
        );
    }
    assert_eq!(db.ask(row), "one|sent|7.0000|t");
}

#[test]
fn deleted_rows_stay_and_are_not_found() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "deleted", &[ITEM, COMPANY, COUNTRY]);
    let made = db.call("create_item", &json!({"label": "one"}));
    let id = json!({"id": made.id()});
    let answer = db.call("delete_item", &id);
    assert_eq!(
        (answer.status(), answer.message(), answer.fields()),
        ("success", "Item deleted successfully", vec!["entity_id"])
    );
    let row = "SELECT deleted_at IS NOT NULL, deleted_by FROM crm.tb_item";
    assert_eq!(db.ask(row), format!("t|{USER}"));
    for action in ["delete_item", "update_item"] {
        let answer = db.call(action, &id);
        assert_eq!(
            answer.status(),
            "validation:reference_not_found",
            "{action}"
        );
    }
}

#[test]
fn tenants_neither_see_nor_change_rows_of_others() {
    let Some(server) = server() else { return };
    let custom = "\
  - name: send_item
    steps:
      - update: Item SET state = 'sent'
  - name: send_all
    steps:
      - update: Item SET state = 'sent' WHERE state = 'draft'
  - name: drop_all
    steps:
      - delete: Item WHERE state = 'draft'
";
    let db = loaded(
        &server,
        "tenants",
        &[&format!("{ITEM}{custom}"), COMPANY, COUNTRY],
    );
    let ours = db.call("create_item", &json!({"label": "ours"}));
    let theirs = db.call_as(THEIRS, "create_item", &json!({"label": "theirs"}));
    for action in [
        "update_item",
        "delete_item",
        "send_item",
        "send_all",
        "drop_all",
    ] {
        let answer = db.call_as(THEIRS, action, &json!({"id": ours.id(), "label": "mine"}));
        assert_eq!(
            answer.status(),
            "validation:reference_not_found",
            "{action}"
        );
        assert_eq!(answer.0["object_data"], Value::Null);
    }
    let all = "SELECT label, state, deleted_at IS NULL FROM crm.tb_item ORDER BY label";
    assert_eq!(db.ask(all), "ours|draft|t\ntheirs|draft|t");
    db.call_as(THEIRS, "send_all", &json!({"id": theirs.id()}))
        .id();
    assert_eq!(db.ask(all), "ours|draft|t\ntheirs|sent|t");
    db.call("drop_all", &json!({"id": ours.id()})).id();
    assert_eq!(db.ask(all), "ours|draft|f\ntheirs|sent|t");
}

#[test]
fn shared_rows_have_no_tenant() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "shared", &[COUNTRY]);
    let made = db.call("create_country", &json!({"name": "Aland"}));
    let answer = db.call_as(
        THEIRS,
        "update_country",
        &json!({"id": made.id(), "name": "Åland"}),
    );
    assert_eq!(answer.row("name"), "Åland");
    db.call("delete_country", &json!({"id": made.id()})).id();
}

#[test]
fn every_kind_of_value_comes_back_as_it_was() {
    let Some(server) = server() else { return };
    let kinds = [
        ("text", json!("a 'b' \\ \"c\"")),
        ("integer", json!(-7)),
        ("bigint", json!(9_000_000_000_i64)),
        ("float", json!(1.5)),
        ("decimal", json!(12.25)),
        ("boolean", json!(true)),
        ("date", json!("2024-02-29")),
        ("time", json!("08:30:00")),
        ("datetime", json!("2024-02-29T08:30:00+00:00")),
        ("timestamp", json!("2024-02-29T08:30:00+00:00")),
        ("duration", json!("02:00:00")),
        ("uuid", json!(NOBODY)),
        ("json", json!({"a": [1, null, "x"]})),
        ("email", json!("a@example.org")),
        ("money", json!(19.99)),
        ("percentage", json!(99.5)),
        ("coordinates", json!("(1.5,2)")),
        ("ipAddress", json!("10.0.0.1")),
        ("macAddress", json!("00:11:22:33:44:55")),
        ("SimpleAddress", json!({"street": "Main", "city": "Ulm"})),
        ("enum(a, b c)", json!("b c")),
        ("list(text)", json!(["x", "y"])),
        ("list(integer)", json!([1, 2])),
        ("text[]", json!(["z"])),
    ];
    let mut spec = "entity: Sample\nschema: crm\nfields:\n".to_owned();
    let mut payload = serde_json::Map::new();
    for (number, (kind, value)) in kinds.iter().enumerate() {
        spec.push_str(&format!("  f{number}: \"{kind}\"\n"));
        payload.insert(format!("f{number}"), value.clone());
    }
    spec.push_str("actions:\n  - name: create_sample\n  - name: update_sample\n");
    let db = loaded(&server, "kinds", &[&spec]);
    let made = db.call("create_sample", &json!(payload));
    for (number, (kind, value)) in kinds.iter().enumerate() {
        let name = format!("f{number}");
        assert_eq!(made.row(&name), value, "{kind}");
    }
    let mut changes = payload.clone();
    changes.insert("id".to_owned(), json!(made.id()));
    let changed = db.call("update_sample", &json!(changes));
    assert_eq!(changed.row("f12"), &kinds[12].1);
}
