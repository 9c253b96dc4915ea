//! Rows that keep their history.

use serde_json::json;

use crate::support::database::{loaded, server};

const PRICE: &str = "\
entity: Price
schema: crm
fields:
  code: text!
  amount: money
  note: text
patterns:
  - type: temporal_scd_type2_helper
    params: {natural_key: [code]}
actions:
  - name: create_price
  - name: raise_price
    params: {by: money!}
    steps:
      - validate: amount IS NOT NULL
      - update_scd: Price SET amount = amount + $by, note = 'raised'
      - validate: amount < 100
        error: too_high
  - name: note_price
    steps:
      - update_scd: Price
        fields: {note: input.note}
";

#[test]
fn a_change_makes_a_new_version() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "versions", &[PRICE]);
    let first = db.call("create_price", &json!({"code": "a", "amount": 10}));
    assert_eq!(first.row("version_number"), 1);
    let second = db.call("raise_price", &json!({"id": first.id(), "by": 5}));
    assert_ne!(second.id(), first.id());
    for (column, value) in [
        ("version_number", json!(2)),
        ("amount", json!(15.0)),
        ("note", json!("raised")),
    ] {
        assert_eq!(second.row(column), &value);
    }
    let versions = "SELECT string_agg(amount::int || ' ' || is_current, ', ' ORDER BY version_number) \
                    FROM crm.tb_price";
    assert_eq!(db.ask(versions), "10 false, 15 true");
    // What fails afterwards undoes it, and of an old version there is no new one.
    let told = db.told("raise_price", &json!({"id": second.id(), "by": 500}));
    assert_eq!(told.1, "too_high");
    let told = db.told("raise_price", &json!({"id": first.id(), "by": 1}));
    assert_eq!(told.0, "failed:unexpected_error");
    assert_eq!(db.ask(versions), "10 false, 15 true");
    let third = db.call("note_price", &json!({"id": second.id(), "note": "x"}));
    assert_eq!(third.row("note"), "x");
    assert_eq!(third.row("amount"), 15.0);
}
