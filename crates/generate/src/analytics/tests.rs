use crate::fixture::{sql_of_next, statement, workspace};
use specql_language::Target;

fn told(sql: &str) -> Vec<&str> {
    let lines = sql.lines().filter(|line| line.starts_with("--"));
    lines
        .map(|line| line.trim_start_matches("-- Left out of Item: "))
        .collect()
}

#[test]
fn a_report_has_a_table_of_figures_months_and_a_view() {
    let spec = "\
entity: Item
schema: crm
fields: {price: money, size: integer}
security: {row_security: true}
analytics:
  - name: visits
    dimensions: [date, kind, at]
    metrics: [page_views, session_duration, price, total_size, conversion_rate]
";
    let sql = sql_of_next(&[spec]);
    assert_eq!(told(&sql), [""; 0]);
    let mut parts = Vec::new();
    for beginning in [
        "CREATE TABLE analytics.fact_visits (",
        "CREATE TABLE analytics.fact_visits_default",
        "CREATE TABLE analytics.rollup_visits_month",
        "CREATE INDEX idx_fact_visits_tenant",
        "CREATE VIEW analytics.v_visits",
        "ALTER TABLE analytics.fact_visits ENABLE",
    ] {
        parts.push(statement(&sql, beginning));
    }
    let from = sql.find("CREATE FUNCTION analytics.record_visits").unwrap();
    parts.push(&sql[from..sql.find("CREATE VIEW").unwrap()]);
    insta::assert_snapshot!(parts.join("\n"));
}

#[test]
fn periods_are_those_that_are_asked_for() {
    let with = |dimensions: &str| {
        let spec = format!(
            "entity: Item\nfields: {{a: text}}\nanalytics: [{{name: a, dimensions: {dimensions}, metrics: n}}]\n"
        );
        sql_of_next(&[&spec])
    };
    let of_hours = with("[month, hour]");
    assert_eq!(
        told(&of_hours),
        ["the month of the report `a`, which follows from the hour"]
    );
    assert!(of_hours.contains("    bucket_hour timestamptz NOT NULL,\n"));
    assert!(of_hours.contains("date_trunc('hour', record_a.p_at, 'UTC')"));
    assert!(with("month").contains("    bucket_month date NOT NULL,\n"));
    assert!(
        with("[kind]")
            .contains("    bucket_date date NOT NULL,\n    tenant_id uuid,\n    kind text")
    );
}

#[test]
fn what_cannot_be_reported_is_told() {
    let mut spec = "\
entity: Item
fields: {a: text}
analytics:
  - {dimensions: [date], metrics: [n]}
  - {name: a, dimensions: [date, kind, kind, tenant_id], metrics: [kind, n, n, row_count, r_rate, r_rate_numerator]}
  - {name: a, metrics: [n]}
  - {name: none, dimensions: [date]}
"
    .to_owned();
    let many = |count: usize| {
        (0..count)
            .map(|n| format!("x{n}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    spec.push_str(&format!(
        "  - {{name: wide, dimensions: [{}], metrics: [n]}}\n  - {{name: long, metrics: [{}]}}\n",
        many(31),
        many(99)
    ));
    let sql = sql_of_next(&[&spec]);
    insta::assert_snapshot!(told(&sql).join("\n"));
}

#[test]
fn what_every_table_has_is_nothing_to_split_by() {
    let spec = "entity: Item\nfields: {a: text}\nanalytics: [{name: a, dimensions: [date, ctid], metrics: [n]}]\n";
    assert_eq!(
        told(&sql_of_next(&[spec])),
        ["`ctid` of the report `a`: there is a column `ctid` already"]
    );
}

#[test]
fn all_reports_of_a_database_have_names_of_their_own() {
    let spec = |entity: &str, schema: &str| {
        format!(
            "entity: {entity}\nschema: {schema}\nfields: {{a: text}}\nanalytics: [{{name: daily, metrics: [n]}}, {{name: daily_default, metrics: [n]}}, {{name: {}, metrics: [n]}}]\n",
            "long".repeat(20)
        )
    };
    let specs = [spec("A", "x"), spec("B", "x"), spec("B", "y")];
    let paths = ["a.yaml", "b.yaml", "c.yaml"];
    let named: Vec<_> = paths
        .into_iter()
        .zip(specs.iter().map(String::as_str))
        .collect();
    let mut host = workspace(&named);
    host.set_target(Target::Next);
    let mut tables = Vec::new();
    for path in paths {
        let sql = crate::text_of_entity(host.db(), host.file(path).unwrap())
            .sql
            .clone();
        let made = sql
            .lines()
            .filter_map(|line| line.strip_prefix("CREATE TABLE analytics."));
        let fact = made.filter_map(|line| line.strip_suffix(" ("));
        tables.extend(
            fact.filter(|name| name.starts_with("fact"))
                .map(str::to_owned),
        );
    }
    assert_eq!(
        tables,
        [
            "fact_daily_a",
            "fact_daily_default_a",
            "fact_longlonglonglonglonglonglonglonglongl_15776196",
            "fact_daily_x_b",
            "fact_daily_default_x_b",
            "fact_longlonglonglonglonglonglonglonglongl_2741c9bb",
            "fact_daily_y_b",
            "fact_daily_default_y_b",
            "fact_longlonglonglonglonglonglonglonglongl_7333c121",
        ]
    );
    let alone = "entity: A\nfields: {a: text}\nanalytics: [{name: daily_default, metrics: [n]}, {name: d_202601, metrics: [n]}]\n";
    let sql = sql_of_next(&[alone]);
    for table in ["fact_daily_default_ (", "fact_d_202601_ ("] {
        assert!(sql.contains(table), "{sql}");
    }
}
