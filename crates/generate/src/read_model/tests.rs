use crate::fixture::{sql_of_next, statement};

const CUSTOMER: &str = "\
entity: Customer
schema: crm
fields: {name: text, city: text, place: coordinates, region: ref(shop.Region)}
";
const REGION: &str = "entity: Region\nschema: shop\nfields: {name: text, area: decimal(9, 2)}\n";
const PRODUCT: &str =
    "entity: Product\nschema: shop\nfields: {name: text, price: money, place: coordinates}\n";

/// What an order becomes with these read models.
fn order(models: &str) -> String {
    let spec = format!(
        "\
entity: Order
schema: crm
fields:
  number: text!
  total: money
  status: enum(new, paid)
  paid_on: date
  customer: ref(Customer)!
  product: ref(shop.Product)
computed_fields:
  - is_large: total > 100
  - city: customer.city
read_models:
{models}"
    );
    let invoice = "entity: Invoice\nschema: crm\nfields: {payer: ref(Customer), debtor: ref(Customer), due: date}\n";
    let note = "entity: Note\nschema: crm\nfields: {about: ref(Customer|Order), text: text}\n";
    sql_of_next(&[&spec, CUSTOMER, REGION, PRODUCT, invoice, note])
}

fn told(sql: &str) -> Vec<&str> {
    sql.lines().filter(|line| line.starts_with("-- ")).collect()
}

#[test]
fn a_list_shows_rows_beside_those_they_refer_to() {
    let sql = order(
        "  - name: OrderList
    source: Order JOIN Customer JOIN shop.Region JOIN shop.Product
    fields:
      - id
      - number
      - customer_name
      - region_name
      - area
      - customer
      - order_product_id
      - is_large
      - city
      - created_at
      - customer.region.name
      - {name: gross, expr: 'round(total * 1.2, 2)'}
",
    );
    assert_eq!(told(&sql), [""; 0]);
    insta::assert_snapshot!(statement(&sql, "CREATE VIEW read.v_order_list"));
    let get = statement(&sql, "CREATE FUNCTION read.get_order_list");
    insta::assert_snapshot!(get);
    insta::assert_snapshot!(statement(&sql, "CREATE FUNCTION read.list_order_list"));
}

#[test]
fn the_entity_with_the_reference_has_the_rows() {
    let sql = order("  - {name: m, source: Customer JOIN Order, fields: [name, number]}\n");
    let view = statement(&sql, "CREATE VIEW read.v_m");
    assert!(view.contains("FROM crm.tb_order AS"), "{view}");
    let sql = order("  - {name: m, source: Note JOIN Customer, fields: [text, name]}\n");
    let view = statement(&sql, "CREATE VIEW read.v_m");
    let join = "customer.pk_customer = note.fk_about_customer";
    assert!(view.contains(join), "{view}");
}

#[test]
fn figures_are_kept_for_each_row_of_an_entity() {
    let sql = order(
        "  - name: customer_stats
    source: Order JOIN Customer
    aggregation: true
    fields:
      - customer_name
      - place
      - count_orders
      - order_count
      - sum_total
      - average_total
      - min_paid_on
      - max_number
      - {name: paid_share, expr: 'sum(CASE WHEN status = ''paid'' THEN total ELSE 0 END) / sum(total)'}
",
    );
    assert_eq!(told(&sql), [""; 0]);
    let from = sql.find("CREATE MATERIALIZED VIEW").unwrap();
    insta::assert_snapshot!(&sql[from..]);
}

#[test]
fn figures_may_be_of_values() {
    let sql = order(
        "  - name: by_status
    source: Order JOIN Customer
    aggregation: true
    fields: [status, customer_name, count_orders, count_customers]
",
    );
    assert_eq!(told(&sql), [""; 0]);
    insta::assert_snapshot!(statement(&sql, "CREATE MATERIALIZED VIEW"));
    let list = statement(&sql, "CREATE FUNCTION read.list_by_status");
    let begins = "p_after uuid DEFAULT '00000000-0000-0000-0000-000000000000', ";
    assert!(list.contains(begins), "{list}");
}

#[test]
fn tenants_do_not_share_figures_of_what_they_share() {
    let sql = order(
        "  - {name: m, source: Order JOIN shop.Product, aggregation: true, fields: [product_name, sum_total]}\n",
    );
    assert_eq!(told(&sql), [""; 0]);
    let view = statement(&sql, "CREATE MATERIALIZED VIEW");
    assert!(
        view.contains("GROUP BY \"order\".tenant_id, product.name;"),
        "{view}"
    );
}

#[test]
fn rows_may_be_kept_in_a_table() {
    let sql = order(
        "  - name: order_list
    source: Order JOIN Customer
    sync: table
    fields: [number, customer_name, total, place, city, paid_on, {name: age, expr: now() - created_at}]
",
    );
    assert_eq!(
        told(&sql),
        [
            "-- Left out of Order: `city` of the read model `order_list`: it may change while the rows of the source stay as they are",
            "-- Left out of Order: `age` of the read model `order_list`: it may change while the rows of the source stay as they are",
        ]
    );
    let table = statement(&sql, "CREATE TABLE read.tv_order_list");
    let view = statement(&sql, "CREATE VIEW read.v_order_list");
    let from = sql
        .find("CREATE FUNCTION read.refresh_tv_order_list")
        .unwrap();
    let to = sql.find("CREATE FUNCTION read.get_order_list").unwrap();
    insta::assert_snapshot!(format!("{table}\n{view}\n{}", &sql[from..to]));
}

#[test]
fn what_cannot_be_kept_in_step_is_told() {
    let sql = order(
        "  - {name: a, sync: trigger, fields: [number]}
  - {name: b, sync: table, aggregation: true, fields: [status, sum_total]}
  - {name: c, sync: false, fields: [number]}
",
    );
    assert_eq!(
        told(&sql),
        [
            "-- Left out of Order: the read model `a`: it can be kept in step as a `table` only",
            "-- Left out of Order: `sync` of the read model `b`: figures are brought up to date by `read.refresh_dirty()`",
        ]
    );
}

#[test]
fn what_cannot_be_shown_is_told() {
    let models = "\
  - {fields: [number]}
  - {name: a, fields: [nmber, number, number, customer_lost, place, sum_total, pk_order]}
  - {name: A, fields: [number]}
  - {name: b, source: Order JOIN Nobody, fields: [number]}
  - {name: c, source: Order JOIN shop.Region, fields: [number]}
  - {name: d, source: Invoice JOIN Customer, fields: [due]}
  - {name: e, source: Order JOIN Customer JOIN Note, fields: [number]}
  - {name: f, source: Order LEFT Customer, fields: [number]}
  - {name: g, source: Order JOIN Order, fields: [number]}
  - {name: h, source: Order JOIN, fields: [number]}
  - {name: i, fields: [{name: x, expr: lost + 1}, {expr: total}, {name: y, expr: 'EXISTS Note WHERE text = number'}]}
  - {name: k, fields: [number], aggregation: sum}
  - text
  - {name: j, source: Order JOIN Customer JOIN shop.Region, fields: [name]}
";
    insta::assert_snapshot!(told(&order(models)).join("\n"));
}

#[test]
fn figures_that_cannot_be_worked_out_are_told() {
    let models = "\
  - name: a
    source: Order JOIN Customer JOIN shop.Region
    aggregation: true
    fields:
      - region_name
      - sum_number
      - sum_area
      - min_is_large
      - max_place
      - turnover
      - count_lost
      - {name: x, expr: sum(total) + total}
      - {name: y, expr: sum(sum(total))}
      - {name: z, expr: sum(number)}
      - {name: zz, expr: max(customer.place)}
      - {name: zzz, expr: sum(total + customer.name)}
      - {name: zzzz, expr: 'max(coalesce(total, paid_on))'}
      - {name: sum_total, expr: sum(total)}
      - sum_total
  - {name: b, source: Order JOIN Customer, aggregation: true, fields: [number, place, count_orders]}
  - {name: c, source: shop.Product, aggregation: true, fields: [count_products]}
";
    insta::assert_snapshot!(told(&order(models)).join("\n"));
}

#[test]
fn a_name_is_given_once_in_the_workspace() {
    let spec = |entity: &str| {
        format!(
            "entity: {entity}\nschema: crm\nfields: {{a: text}}\nread_models: [{{name: List, fields: [a]}}]\n"
        )
    };
    let sql = sql_of_next(&[&spec("B"), &spec("A")]);
    assert_eq!(told(&sql), [""; 0]);
    let sql = sql_of_next(&[&spec("B").replace("List", "list"), &spec("A")]);
    assert_eq!(told(&sql), [""; 0]);
    let mut host = crate::fixture::workspace(&[("a.yaml", &spec("A")), ("b.yaml", &spec("B"))]);
    host.set_target(specql_language::Target::Next);
    let file = host.file("b.yaml").unwrap();
    let sql = &crate::text_of_entity(host.db(), file).sql;
    assert_eq!(
        told(sql),
        ["-- Left out of B: the read model `List`: `a.yaml` has one of this name already"]
    );
}

#[test]
fn what_a_read_model_is_made_from_is_needed() {
    let spec = "entity: Region\nschema: shop\nfields: {a: text}\nread_models: [{name: m, source: Region JOIN crm.Customer, fields: [a]}]\n";
    let mut host = crate::fixture::workspace(&[("0.yaml", spec), ("1.yaml", CUSTOMER)]);
    host.set_target(specql_language::Target::Next);
    let file = host.file("0.yaml").unwrap();
    assert_eq!(crate::needed_by(host.db(), [file]).len(), 2);
}

#[test]
fn what_others_have_no_column_of_is_not_shown() {
    let spec = "\
entity: A
schema: crm
fields: {b: ref(B), c: ref(pg_mine.C)}
read_models:
  - {name: m, source: A JOIN B, fields: [b_half, b_name, b_id_type, xmin]}
  - {name: n, source: A JOIN pg_mine.C, fields: [name]}
";
    let b = "entity: B\nschema: crm\nfields:\n  name: text\n  half:\n  id_type: text\n";
    let c = "entity: C\nschema: pg_mine\nfields: {name: text}\n";
    let sql = sql_of_next(&[spec, b, c]);
    assert_eq!(
        told(&sql),
        [
            "-- Left out of A: the key of `c`: nothing is made of the entity `C`",
            "-- Left out of A: `b_half` of the read model `m`: there is no such field in `A`, `B`",
            "-- Left out of A: `xmin` of the read model `m`: there is no such field in `A`, `B`",
            "-- Left out of A: the read model `n`: nothing is made of the entity `C`",
        ]
    );
}

#[test]
fn a_row_is_not_called_like_a_column() {
    let spec = "\
entity: Item
schema: crm
fields: {item: text, label: ref(crm.Label)}
computed_fields: [whose: label.name]
read_models:
  - {name: m, fields: [item, whose]}
";
    let label = "entity: Label\nschema: crm\nfields: {name: text}\n";
    let sql = sql_of_next(&[spec, label]);
    let view = statement(&sql, "CREATE VIEW read.v_m");
    assert!(view.contains("crm.item_whose(item_2) AS whose"), "{view}");
}
