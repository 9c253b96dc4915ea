//! Read models: lists that are always current, and figures that are refreshed once.

use serde_json::json;

use crate::support::database::{COUNTRY, Loaded, OURS, THEIRS, loaded, server};

const COMPANY: &str = "\
entity: Company
schema: crm
fields:
  name: text!
  country: ref(catalog.Country)
actions:
  - name: create_company
  - name: update_company
  - name: delete_company
security: {row_security: true}
";

const ORDER: &str = "\
entity: Order
schema: crm
fields:
  number: text!
  total: money = 0
  status: enum(new, paid) = new
  company: ref(Company)!
computed_fields:
  - is_large: total > 100
security: {row_security: true}
read_models:
  - name: OrderList
    source: Order JOIN Company JOIN catalog.Country
    fields: [number, total, company_name, company.country.name, country_id, is_large]
  - name: company_figures
    source: Company JOIN Order
    aggregation: true
    fields: [name, country_id, count_orders, sum_total, max_total, {name: paid, expr: \"sum(CASE WHEN status = 'paid' THEN total ELSE 0 END)\"}]
  - name: by_status
    source: Order JOIN Company
    aggregation: true
    fields: [status, company_name, order_count]
actions:
  - name: create_order
  - name: update_order
  - name: delete_order
";

fn started(db: &Loaded<'_>) -> String {
    let country = db.call("create_country", &json!({"name": "Chad"}));
    let company = json!({"name": "Wheels", "country_id": country.id()});
    let company = db.call("create_company", &company);
    for (number, total) in [("A1", 50), ("A2", 150), ("A3", 5)] {
        let order = json!({"number": number, "total": total, "company_id": company.id()});
        db.call("create_order", &order).id();
    }
    let theirs = db.call_as(THEIRS, "create_company", &json!({"name": "Tyres"}));
    let order = json!({"number": "B1", "total": 7, "company_id": theirs.id()});
    db.call_as(THEIRS, "create_order", &order).id();
    company.id().to_owned()
}

/// What a tenant is answered that may read read models and the tables behind lists.
fn seen(db: &Loaded<'_>, tenant: &str, question: &str) -> String {
    db.ask(&format!(
        "SET ROLE reader; SET app.tenant_id = '{tenant}'; {question}"
    ))
}

fn with_reader(db: &Loaded<'_>) {
    db.ask(
        "\
DO 'BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN END';
GRANT USAGE ON SCHEMA app, read, crm, catalog TO reader;
GRANT SELECT ON crm.tb_order, crm.tb_company, catalog.tb_country TO reader;
GRANT SELECT ON read.v_order_list, read.v_company_figures, read.v_by_status TO reader;",
    );
}

#[test]
fn a_list_is_current_and_shows_each_tenant_its_own_rows() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "lists", &[ORDER, COMPANY, COUNTRY]);
    let company = started(&db);
    with_reader(&db);
    let list =
        "SELECT number, company_name, company_country_name, is_large FROM read.list_order_list()";
    let ours = "A1|Wheels|Chad|f\nA2|Wheels|Chad|t\nA3|Wheels|Chad|f";
    assert_eq!(seen(&db, OURS, list), ours);
    assert_eq!(seen(&db, THEIRS, list), "B1|Tyres||f");
    let country =
        "SELECT DISTINCT l.country_id = c.id FROM read.v_order_list AS l, catalog.tb_country AS c";
    assert_eq!(seen(&db, OURS, country), "t");
    // One page after the other.
    let page = |after: &str| {
        let page = format!("SELECT number FROM read.list_order_list({after}, 2)");
        seen(&db, OURS, &page)
    };
    assert_eq!(page("0"), "A1\nA2");
    let last = "(SELECT pk_order FROM read.v_order_list WHERE number = 'A2')";
    assert_eq!(page(last), "A3");
    let one = "SELECT g.number FROM read.v_order_list AS l, read.get_order_list(l.id) AS g WHERE l.number = 'A2'";
    assert_eq!(seen(&db, OURS, one), "A2");
    // What is deleted is not there, and what changes is there at once.
    db.call("update_company", &json!({"id": company, "name": "Spokes"}))
        .id();
    let order = db.ask("SELECT id FROM crm.tb_order WHERE number = 'A3'");
    db.call("delete_order", &json!({"id": order})).id();
    assert_eq!(seen(&db, OURS, list), "A1|Spokes|Chad|f\nA2|Spokes|Chad|t");
    db.call("delete_company", &json!({"id": company})).id();
    assert_eq!(seen(&db, OURS, list), "A1||Chad|f\nA2||Chad|t");
}

const LINE: &str = "\
entity: Line
schema: crm
fields:
  article: text!
  price: money = 0
  order: ref(Order)
  bought: date
computed_fields:
  - is_dear: price > 100
  - is_late: bought < current_date
read_models:
  - name: lines
    source: Line JOIN Order JOIN Company
    sync: table
    fields:
      - article
      - order_number
      - company_name
      - is_dear
      - order_id
      - is_late
      - company.country.name
      - {name: label, expr: \"upper(article) || ' ' || number\"}
actions:
  - name: create_line
  - name: update_line
  - name: delete_line
security: {row_security: true}
";

#[test]
fn rows_that_are_kept_in_a_table_follow_each_change() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "kept_in_step", &[LINE, ORDER, COMPANY, COUNTRY]);
    let company = started(&db);
    with_reader(&db);
    db.ask("GRANT SELECT ON read.v_lines TO reader");
    let order = |number: &str| {
        db.ask(&format!(
            "SELECT id FROM crm.tb_order WHERE number = '{number}'"
        ))
    };
    let line = |article: &str, number: &str| {
        let line = json!({"article": article, "price": 120, "order_id": order(number)});
        db.call("create_line", &line).id().to_owned()
    };
    let (bell, lamp) = (line("bell", "A1"), line("lamp", "A2"));
    let theirs = json!({"article": "pump", "order_id": order("B1")});
    db.call_as(THEIRS, "create_line", &theirs).id();
    let list = "SELECT article, order_number, company_name, is_dear, label FROM read.list_lines()";
    let shown = || seen(&db, OURS, list);
    assert_eq!(
        shown(),
        "bell|A1|Wheels|t|BELL A1\nlamp|A2|Wheels|t|LAMP A2"
    );
    assert_eq!(seen(&db, THEIRS, list), "pump|B1|Tyres|f|PUMP B1");
    assert_eq!(seen(&db, "", list), "");
    // What does not follow from the rows of the source is not kept.
    let columns = "SELECT count(*) FROM pg_attribute \
        WHERE attrelid = 'read.tv_lines'::regclass AND attname ~ 'late|country'";
    assert_eq!(db.ask(columns), "0");
    // The row itself, the row beside it, and the one beside that.
    db.call("update_line", &json!({"id": bell, "price": 1}))
        .id();
    db.call("update_order", &json!({"id": order("A2"), "number": "A9"}))
        .id();
    db.call("update_company", &json!({"id": company, "name": "Spokes"}))
        .id();
    assert_eq!(
        shown(),
        "bell|A1|Spokes|f|BELL A1\nlamp|A9|Spokes|t|LAMP A9"
    );
    // What is deleted, gone or leads elsewhere.
    db.call("delete_order", &json!({"id": order("A1")})).id();
    assert_eq!(shown(), "bell|||f|\nlamp|A9|Spokes|t|LAMP A9");
    db.call("delete_line", &json!({"id": bell})).id();
    let moved = json!({"id": lamp, "order_id": order("A3")});
    db.call("update_line", &moved).id();
    assert_eq!(shown(), "lamp|A3|Spokes|t|LAMP A3");
    db.ask("DELETE FROM crm.tb_line WHERE article = 'bell'; TRUNCATE read.tv_lines");
    assert_eq!(shown(), "");
    db.ask("SELECT read.refresh_tv_lines()");
    assert_eq!(shown(), "lamp|A3|Spokes|t|LAMP A3");
    db.ask("TRUNCATE crm.tb_line");
    assert_eq!(db.ask("SELECT count(*) FROM read.tv_lines"), "0");
}

#[test]
fn two_who_change_what_one_row_shows_wait_for_each_other() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "kept_by_two", &[LINE, ORDER, COMPANY, COUNTRY]);
    let company = started(&db);
    let (mut one, mut two) = (db.session(), db.session());
    one.ask(&format!(
        "BEGIN; UPDATE crm.tb_company SET name = 'Spokes' WHERE id = '{company}'"
    ));
    let number = two.ask("SELECT pg_backend_pid()");
    let second = std::thread::spawn(move || {
        two.ask(&format!(
            "INSERT INTO crm.tb_line (tenant_id, article, fk_order) \
             SELECT '{OURS}', 'bell', pk_order FROM crm.tb_order WHERE number = 'A1'"
        ))
    });
    let waits = format!("SELECT wait_event FROM pg_stat_activity WHERE pid = {number}");
    let mut asked = (0..1000).map(|_| db.ask(&waits));
    assert!(asked.any(|waits_for| waits_for == "advisory"));
    one.ask("COMMIT");
    second.join().unwrap();
    assert_eq!(db.ask("SELECT company_name FROM read.tv_lines"), "Spokes");
}

const FIGURES: &str = "\
SELECT name, country_id IS NOT NULL, count_orders, sum_total, max_total, paid
FROM read.v_company_figures ORDER BY pk_company";

#[test]
fn figures_are_refreshed_once_after_changes() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "figures", &[ORDER, COMPANY, COUNTRY]);
    let company = started(&db);
    with_reader(&db);
    let refresh = "SELECT read.refresh_dirty()";
    assert_eq!(seen(&db, OURS, FIGURES), "");
    assert_eq!(db.ask(refresh), "2");
    assert_eq!(db.ask(refresh), "0");
    assert_eq!(seen(&db, OURS, FIGURES), "Wheels|t|3|205.0000|150.0000|0");
    assert_eq!(seen(&db, THEIRS, FIGURES), "Tyres|f|1|7.0000|7.0000|0");
    assert_eq!(db.ask(&format!("SET app.tenant_id = ''; {FIGURES}")), "");
    let order = db.ask("SELECT id FROM crm.tb_order WHERE number = 'A2'");
    db.call("update_order", &json!({"id": order, "status": "paid"}))
        .id();
    // As old as the last refresh.
    assert!(seen(&db, OURS, FIGURES).ends_with("|0"));
    assert_eq!(db.ask(refresh), "2");
    assert!(seen(&db, OURS, FIGURES).ends_with("|150.0000"));
    let of_status =
        "SELECT status, company_name, order_count FROM read.v_by_status ORDER BY status";
    assert_eq!(seen(&db, OURS, of_status), "new|Wheels|2\npaid|Wheels|1");
    // Only what has changed: orders have no names.
    db.ask("UPDATE catalog.tb_country SET name = 'Niger'");
    assert_eq!(db.ask(refresh), "0");
    // A company without orders has figures, too.
    db.call("create_company", &json!({"name": "New"})).id();
    db.call(
        "update_company",
        &json!({"id": company, "country_id": null}),
    )
    .id();
    assert_eq!(db.ask(refresh), "2");
    let names = "SELECT name, count_orders FROM read.list_company_figures()";
    assert_eq!(seen(&db, OURS, names), "Wheels|3\nNew|0");
    let one = format!("SELECT count_orders FROM read.get_company_figures('{company}')");
    assert_eq!(seen(&db, OURS, &one), "3");
    assert_eq!(seen(&db, THEIRS, &one), "");
    let page = "SELECT count(*) FROM read.v_by_status AS first, read.list_by_status(first.id)";
    assert_eq!(seen(&db, OURS, page), "1");
}

#[test]
fn nobody_reads_past_the_view() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "past", &[ORDER, COMPANY, COUNTRY]);
    started(&db);
    with_reader(&db);
    let told = db.refuse("SET ROLE reader; SELECT * FROM read.mv_company_figures");
    assert!(told.contains("permission denied"), "{told}");
}

#[test]
fn what_changes_during_a_refresh_is_refreshed_later() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "meanwhile", &[ORDER, COMPANY, COUNTRY]);
    started(&db);
    let refresh = "SELECT read.refresh_dirty()";
    let total = "SELECT sum(sum_total) FROM read.mv_company_figures";
    let mut writer = db.session();
    writer.ask("BEGIN; UPDATE crm.tb_order SET total = 1000 WHERE number = 'A1'");
    // Nobody waits for the writer, and what it does is not seen yet.
    assert_eq!(db.ask(refresh), "2");
    assert_eq!(db.ask(total), "212.0000");
    writer.ask("UPDATE crm.tb_order SET total = 2000 WHERE number = 'A2'; COMMIT");
    assert_eq!(db.ask(refresh), "2");
    assert_eq!(db.ask(total), "3012.0000");
    // Two who refresh do not do the same twice.
    db.ask("UPDATE crm.tb_order SET total = 1");
    writer.ask(&format!("BEGIN; {refresh}"));
    assert_eq!(db.ask(refresh), "0");
    writer.ask("COMMIT");
    assert_eq!(db.ask(refresh), "0");
    assert_eq!(db.ask(total), "4.0000");
    // A transaction leaves one mark however much it changes.
    writer
        .ask("BEGIN; UPDATE crm.tb_order SET total = 2; UPDATE crm.tb_order SET total = 3; COMMIT");
    assert_eq!(db.ask("SELECT count(*) FROM read.tb_refresh_queue"), "2");
}

#[test]
fn what_cannot_be_refreshed_stays_marked_and_keeps_nothing_else_back() {
    let Some(server) = server() else { return };
    let share = "{name: paid, expr: \"sum(CASE WHEN status = 'paid' THEN total ELSE 0 END)\"}";
    let order = ORDER.replace(share, "{name: share, expr: sum(total) / (sum(total) - 1)}");
    let db = loaded(&server, "broken", &[&order, COMPANY, COUNTRY]);
    started(&db);
    db.ask("UPDATE crm.tb_order SET total = 1 WHERE number = 'B1'");
    let marked = "SELECT DISTINCT model FROM read.tb_refresh_queue";
    assert_eq!(db.ask("SELECT read.refresh_dirty()"), "1");
    assert_eq!(db.ask(marked), "mv_company_figures");
    db.ask("UPDATE crm.tb_order SET total = 2 WHERE number = 'B1'");
    assert_eq!(db.ask("SELECT read.refresh_dirty()"), "2");
    assert_eq!(db.ask(marked), "");
}
