//! Figures of reports: added up as they come in, and worked out for months.

use crate::support::database::{Loaded, OURS, THEIRS, loaded, server};
use crate::support::postgres::Server;

const SALE: &str = "\
entity: Sale
schema: crm
fields: {price: money}
analytics:
  - name: sales
    dimensions: [date, country, kind]
    metrics: [orders, turnover, waiting_time, average_price, conversion_rate]
  - name: visits
    dimensions: [hour, page]
    metrics: [page_views]
";

fn sales<'s>(server: &'s Server, name: &str) -> Loaded<'s> {
    loaded(server, name, &[SALE])
}

#[test]
fn figures_are_added_up_for_tenants_and_for_nobody() {
    let Some(server) = server() else { return };
    let db = sales(&server, "sales_added");
    for tenant in [format!("'{OURS}'"), "NULL".to_owned()] {
        for _ in 0..2 {
            db.ask(&format!(
                "SELECT analytics.record_sales({tenant}, '2026-05-17 23:30+00', 'NO', NULL, 2, 10.50, '5 min')"
            ));
        }
    }
    db.ask(&format!(
        "SET timezone = 'Asia/Tokyo'; SELECT analytics.record_sales('{THEIRS}', '2026-05-17 23:30+00', 'NO', 'x', p_turnover => 1)"
    ));
    assert_eq!(
        db.ask("SELECT bucket_date, coalesce(tenant_id::text, '-'), country, kind, orders, turnover, waiting_time, row_count FROM analytics.fact_sales ORDER BY 2"),
        format!(
            "2026-05-17|-|NO||4|21.00|00:10:00|2\n2026-05-17|{OURS}|NO||4|21.00|00:10:00|2\n2026-05-17|{THEIRS}|NO|x|0|1|00:00:00|1"
        )
    );
}

#[test]
fn rows_lie_in_the_partition_of_their_month() {
    let Some(server) = server() else { return };
    let db = sales(&server, "sales_months");
    db.ask("SELECT app.ensure_monthly_partitions('analytics.fact_sales', '2026-05-01', 2); SELECT app.ensure_monthly_partitions('analytics.fact_visits', '2026-05-01', 1)");
    for day in [
        "2026-05-31 23:59:59Z",
        "2026-06-01 00:00Z",
        "2026-09-01 00:00Z",
    ] {
        db.ask(&format!("SELECT analytics.record_sales(NULL, '{day}', 'NO', 'x', 1); SELECT analytics.record_visits(NULL, '{day}', 'home', 1)"));
    }
    assert_eq!(
        db.ask("SELECT tableoid::regclass, bucket_date FROM analytics.fact_sales ORDER BY 2"),
        "analytics.fact_sales_202605|2026-05-31\nanalytics.fact_sales_202606|2026-06-01\nanalytics.fact_sales_default|2026-09-01"
    );
    assert_eq!(
        db.ask("SET timezone = 'UTC'; SELECT tableoid::regclass, bucket_hour FROM analytics.fact_visits ORDER BY 2 LIMIT 2"),
        "analytics.fact_visits_202605|2026-05-31 23:00:00+00\nanalytics.fact_visits_default|2026-06-01 00:00:00+00"
    );
}

#[test]
fn months_worked_out_twice_come_to_the_same() {
    let Some(server) = server() else { return };
    let db = sales(&server, "sales_rolled");
    for (day, orders) in [("2026-05-02", 1), ("2026-05-30", 2), ("2026-06-01", 4)] {
        db.ask(&format!(
            "SELECT analytics.record_sales(NULL, '{day}', 'NO', 'x', {orders}, 1, p_average_price_numerator => 10, p_average_price_denominator => {orders})"
        ));
    }
    let rolled = || {
        db.ask("SELECT bucket_month, orders, turnover, average_price_numerator / average_price_denominator > 3, row_count FROM analytics.rollup_sales_month ORDER BY 1")
    };
    assert_eq!(
        db.ask("SELECT analytics.rollup_sales('2026-05-15', '2026-05-16')"),
        "1"
    );
    assert_eq!(rolled(), "2026-05-01|3|2|t|2");
    for _ in 0..2 {
        assert_eq!(
            db.ask("SELECT analytics.rollup_sales('2026-05-01', '2026-06-02')"),
            "2"
        );
        assert_eq!(rolled(), "2026-05-01|3|2|t|2\n2026-06-01|4|1|f|1");
    }
    db.ask("SELECT analytics.record_visits(NULL, '2026-05-31 23:30Z', 'a', 1)");
    assert_eq!(
        db.ask("SET timezone = 'Asia/Tokyo'; SELECT analytics.rollup_visits('2026-05-01', '2026-06-01'); SELECT bucket_month, page_views FROM analytics.rollup_visits_month"),
        "1\n2026-05-01|1"
    );
}

#[test]
fn ratios_are_worked_out_and_never_added_up() {
    let Some(server) = server() else { return };
    let db = sales(&server, "sales_ratios");
    let add = |country: &str, kind: &str, paid: i32, orders: i32| {
        db.ask(&format!(
            "SELECT analytics.record_sales(NULL, '2026-05-17', '{country}', '{kind}', {orders}, {paid}, p_average_price_numerator => {paid}, p_average_price_denominator => {orders})"
        ));
    };
    add("NO", "a", 10, 1);
    add("NO", "b", 20, 3);
    add("SE", "a", 5, 1);
    assert_eq!(
        db.ask("SELECT coalesce(country, 'all'), coalesce(kind, 'all'), orders, round(average_price, 2), conversion_rate IS NULL FROM analytics.v_sales ORDER BY country NULLS FIRST, kind NULLS FIRST"),
        "\
all|all|5|7.00|t
NO|all|4|7.50|t
NO|a|1|10.00|t
NO|b|3|6.67|t
SE|all|1|5.00|t
SE|a|1|5.00|t"
    );
}

#[test]
fn tenants_see_their_own_figures_only_where_rows_are_kept_apart() {
    let Some(server) = server() else { return };
    let spec = format!("{SALE}security: {{row_security: true}}\n");
    let db = loaded(&server, "own_figures", &[&spec]);
    for tenant in [OURS, THEIRS] {
        db.ask(&format!(
            "SELECT analytics.record_sales('{tenant}', '2026-05-17', 'NO', 'x', 1)"
        ));
    }
    db.ask("SELECT analytics.rollup_sales('2026-05-01', '2026-06-01')");
    db.ask("CREATE ROLE figures_reader; GRANT USAGE ON SCHEMA analytics, app TO figures_reader; GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO figures_reader");
    for place in ["v_sales", "rollup_sales_month"] {
        let seen = db.ask(&format!(
            "SET ROLE figures_reader; SET app.tenant_id = '{OURS}'; SELECT DISTINCT tenant_id FROM analytics.{place}"
        ));
        assert_eq!(seen, OURS, "{place}");
    }
}
