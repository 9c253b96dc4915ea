use crate::fixture::{sql, sql_of_next, statement};

const CUSTOMER: &str = "entity: Customer\nschema: crm\nfields: {name: text}\n";

fn order(more: &str) -> String {
    format!(
        "\
entity: Order
schema: crm
fields:
  number: text!
  total: money
  customer: ref(Customer)!
  subject: ref(Customer|Order)
computed_fields:
  - is_large: total > 100
  - customer_name: customer.name
{more}"
    )
}

#[test]
fn an_event_tells_of_a_row_what_its_payload_lists() {
    let order = order(
        "\
events:
  - name: order_paid
    payload: [id, number, customer_id, customer, subject_id, subject_type, is_large, customer_name, updated_at]
",
    );
    let sql = sql_of_next(&[&order, CUSTOMER]);
    assert!(!sql.contains("Left out"), "{sql}");
    insta::assert_snapshot!(statement(&sql, "CREATE FUNCTION crm.emit_order_paid"));
}

#[test]
fn without_tenants_an_event_has_none() {
    let spec = "entity: Flag\nschema: common\nfields: {a: text}\nevents: [flag_hoisted]\n";
    let sql = sql_of_next(&[spec]);
    let emit = statement(&sql, "CREATE FUNCTION common.emit_flag_hoisted");
    assert!(emit.contains("app.emit_event(NULL, p_user_id, "), "{emit}");
}

#[test]
fn what_no_step_sends_a_trigger_does() {
    let order = order(
        "\
events:
  - name: order_created
  - name: touched_and_updated
  - name: OrderDeleted
  - name: order_paid
  - name: line_created
actions:
  - name: pay
    steps:
      - if: total > 0
        then:
          - emit: line_created
",
    );
    let sql = sql_of_next(&[&order, CUSTOMER]);
    let from = sql.find("CREATE TRIGGER").unwrap();
    insta::assert_snapshot!(&sql[from..]);
    let sent = "PERFORM crm.emit_order_deleted(new, new.deleted_by);";
    assert!(sql.contains(sent), "{sql}");
}

#[test]
fn what_cannot_be_told_is_said() {
    let order = order(
        "\
events:
  - name: order_paid
    payload: [number, nmber, pk_order, lost_id, [a]]
  - name: OrderPaid
  - payload: [id]
actions:
  - name: pay
    steps:
      - update: Order SET total = 0
      - emit: order_paid
      - emit: OrderPaid
      - emit: order_lost
",
    );
    let sql = sql_of_next(&[&order, CUSTOMER]);
    let told = sql.lines().filter(|line| line.starts_with("-- Left out"));
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    let sent = "PERFORM crm.emit_order_paid(v_row, auth_user_id);";
    assert!(sql.contains(sent), "{sql}");
}

#[test]
fn for_the_released_specql_there_are_no_events() {
    let order =
        order("events: [order_created]\nactions:\n  - {name: pay, steps: [emit: order_created]}\n");
    let sql = sql(&[&order, CUSTOMER]);
    assert!(!sql.contains("emit_order_created"), "{sql}");
    assert!(
        sql.contains("-- Left out: `emit`, because events are of the SpecQL to come"),
        "{sql}"
    );
}

#[test]
fn odd_names_stay_names() {
    let long = "x".repeat(70);
    let order = order(&format!("events: [\"it's \\\"so\\\"; --\", {long}]\n"));
    let sql = sql_of_next(&[&order, CUSTOMER]);
    assert!(sql.contains("CREATE FUNCTION crm.emit_it_s_so("), "{sql}");
    assert!(sql.contains("'it''s \"so\"; --'"), "{sql}");
    assert!(!sql.contains(&format!("emit_{long}(")), "{sql}");
}
