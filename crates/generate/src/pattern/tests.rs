use crate::fixture::{sql, statement, text_of};
use specql_language::Target;

fn with_pattern(pattern: &str) -> String {
    let spec = format!(
        "\
entity: Booking
schema: crm
fields:
  code: text
  room: integer
  price: money
  config: json
  first_day: date
  last_day: date
  parent: ref(Booking)
table_views: {{mode: disable}}
patterns:
{pattern}"
    );
    sql(&[&spec])
}

fn behind<'s>(sql: &'s str, start: &str) -> &'s str {
    &sql[sql
        .find(start)
        .unwrap_or_else(|| panic!("no `{start}` in\n{sql}"))..]
}

#[test]
fn periods_do_not_overlap() {
    let sql = with_pattern(
        "  - type: temporal_non_overlapping_daterange
    params: {scope_fields: [room], start_date_field: first_day, end_date_field: last_day}
",
    );
    assert!(sql.contains(
        "    first_day_last_day_range daterange GENERATED ALWAYS AS (daterange(first_day, last_day, '[]')) STORED,\n"
    ));
    assert!(sql.contains("CREATE EXTENSION IF NOT EXISTS btree_gist;\n"));
    assert!(sql.contains(
        "ADD CONSTRAINT excl_booking_no_overlap EXCLUDE USING gist (tenant_id WITH =, room WITH =, first_day_last_day_range WITH &&) WHERE (deleted_at IS NULL AND first_day IS NOT NULL);\n"
    ), "{sql}");
}

#[test]
fn or_their_overlap_is_told() {
    let sql = with_pattern(
        "  - type: temporal_non_overlapping_daterange
    params:
      scope_fields: [room]
      start_date_field: first_day
      end_date_field: last_day
      inclusive_bounds: '[)'
      check_mode: warning
",
    );
    insta::assert_snapshot!(behind(&sql, "CREATE FUNCTION crm.trg_booking_overlap"));
}

#[test]
fn versions_replace_each_other() {
    let sql =
        with_pattern("  - {type: temporal_scd_type2_helper, params: {natural_key: [code]}}\n");
    assert!(sql.contains(
        "CREATE UNIQUE INDEX uniq_booking_current_version ON crm.tb_booking (tenant_id, code) WHERE is_current AND deleted_at IS NULL;\n"
    ));
    insta::assert_snapshot!(behind(
        &sql,
        "CREATE FUNCTION crm.create_new_version_booking"
    ));
}

#[test]
fn chains_do_not_run_in_circles() {
    let sql = with_pattern(
        "  - type: validation_recursive_dependency_validator
    params: {parent_field: parent, max_depth: 3}
",
    );
    insta::assert_snapshot!(behind(&sql, "CREATE FUNCTION crm.trg_booking_parent_chain"));
}

#[test]
fn settings_are_taken_over_from_templates() {
    let sql = with_pattern(
        "  - type: validation_template_inheritance
    params: {template_entity: Booking, config_field: config, merge_strategy: merge}
",
    );
    assert!(sql.contains("    template_id integer,\n"));
    insta::assert_snapshot!(behind(&sql, "CREATE FUNCTION app.merge_json"));
}

#[test]
fn figures_are_kept_until_somebody_refreshes_them() {
    let sql = with_pattern(
        "  - type: aggregate_view
    params:
      group_by: [room]
      aggregates:
        - {function: count, alias: bookings}
        - {function: sum, field: price}
      refresh_mode: auto
",
    );
    insta::assert_snapshot!(behind(&sql, "CREATE MATERIALIZED VIEW"));
    statement(&sql, "CREATE FUNCTION crm.refresh_mv_booking_agg");
}

#[test]
fn columns_are_worked_out_from_others() {
    let sql = with_pattern(
        "  - type: schema_computed_column
    params: {column_name: search, expression: lower(code), type: text, index: true}
  - type: computed_column
    params:
      computed_columns:
        - {name: twice, type: numeric, expression: price * 2}
        - {name: late, type: boolean, expression: last_day < now()}
",
    );
    let found: Vec<_> = sql
        .lines()
        .filter(|line| {
            line.contains("ALWAYS AS (") || line.contains("_search ") || line.starts_with("--")
        })
        .collect();
    assert_eq!(
        found,
        [
            "-- Left out of Booking: the pattern `schema_computed_column`: `late` may change by itself",
            "    search text GENERATED ALWAYS AS (lower(tb_booking.code)) STORED,",
            "    twice numeric GENERATED ALWAYS AS (tb_booking.price * 2) STORED,",
            "CREATE INDEX crm_idx_tb_booking_search ON crm.tb_booking (search);",
        ]
    );
}

#[test]
fn figures_may_be_of_some_rows_only() {
    let sql = with_pattern(
        "  - type: aggregate_view
    params:
      group_by: [room]
      where_clause: price > 0
      aggregates:
        - {function: sum, expression: price * 2, alias: twice, filter: code = 'x'}
",
    );
    assert_eq!(
        statement(&sql, "CREATE MATERIALIZED VIEW"),
        "\
CREATE MATERIALIZED VIEW crm.mv_booking_agg AS
SELECT t.tenant_id, t.room, sum(t.price * 2) FILTER (WHERE t.code = 'x') AS twice
FROM crm.tb_booking AS t
WHERE t.deleted_at IS NULL AND t.price > 0
GROUP BY t.tenant_id, t.room;
"
    );
}

#[test]
fn patterns_that_cannot_be_are_left_out() {
    let spec = "\
entity: A
fields: {a: text, b: ref(A)}
patterns:
  - state_machine
  - {type: validation_recursive_dependency_validator, params: {parent_field: a}}
  - {type: temporal_scd_type2_helper, params: {natural_key: [c]}}
  - {type: aggregate_view, params: {group_by: [b], aggregates: [{function: sum, field: a}]}}
  - {type: validation_template_inheritance}
";
    let sql = text_of(&[spec], Target::V0_8).sql;
    let remarks: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    insta::assert_snapshot!(remarks.join("\n"));
}

#[test]
fn computed_columns_have_the_type_of_their_values() {
    let sql = with_pattern(
        "  - {type: computed_column, params: {column_name: a, expression: code, type: integer}}
  - {type: computed_column, params: {column_name: b, expression: room > 'abc', type: boolean}}
  - {type: computed_column, params: {column_name: c, expression: upper(room), type: text}}
  - {type: computed_column, params: {column_name: d, expression: room * price, type: text}}
",
    );
    let left_out: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    let told = |what: &str| {
        format!("-- Left out of Booking: the pattern `schema_computed_column`: {what}")
    };
    assert_eq!(
        left_out,
        [
            told("`a` works out a value of another type"),
            told("`b`: `abc` is no value of the type that has to be here"),
            told("`c`: `upper` does not take a value of this type"),
        ]
    );
    assert!(
        sql.contains(
            "    d text GENERATED ALWAYS AS (tb_booking.room * tb_booking.price) STORED,\n"
        ),
        "{sql}"
    );
}
