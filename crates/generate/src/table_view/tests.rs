use crate::fixture::{sql, statement, text_of};
use specql_language::Target;

const ORDER: &str = "\
entity: Order
schema: crm
fields:
  number: text!
  total: money
  customer: ref(Customer)!
  party: ref(Customer|Firm)
table_views:
  include_relations:
    - customer:
        fields: [name]
        include_relations:
          - firm: {fields: ['*']}
  extra_filter_columns:
    - number
    - firm_name: {source: customer.firm.name, type: text, index: gin_trgm}
";

const CUSTOMER: &str = "\
entity: Customer
schema: crm
fields: {name: text, email: email, firm: ref(Firm)}
";

const FIRM: &str = "entity: Firm\nschema: shared\nfields: {name: text, city: text}\n";

#[test]
fn a_view_has_columns_to_look_rows_up_by() {
    let sql = sql(&[ORDER, CUSTOMER, FIRM]);
    insta::assert_snapshot!(statement(&sql, "CREATE TABLE crm.tv_order"));
    let indexes: Vec<_> = sql
        .lines()
        .filter(|line| line.contains("_idx_tv_"))
        .collect();
    insta::assert_snapshot!(indexes.join("\n"));
}

#[test]
fn a_view_is_brought_up_to_date_row_by_row() {
    let sql = sql(&[ORDER, CUSTOMER, FIRM]);
    let from = sql.find("CREATE FUNCTION crm.refresh_tv_order").unwrap();
    insta::assert_snapshot!(&sql[from..]);
}

#[test]
fn a_field_of_another_entity_that_is_being_typed_is_not_shown() {
    let spec = "entity: Item\nschema: shop\nfields: {owner: ref(Person)}\n";
    let person = "entity: Person\nschema: shop\nfields:\n  name: text\n  half:\n";
    let sql = sql(&[spec, person]);
    assert!(sql.contains("'name', r_owner.name"), "{sql}");
    assert!(!sql.contains("half"), "{sql}");
}

#[test]
fn what_is_not_there_is_told() {
    let spec = "\
entity: Order
fields: {number: text}
table_views:
  mode: force
  include_relations:
    - customer: {fields: [name]}
  extra_filter_columns: [total, data]
";
    let sql = text_of(&[spec], Target::V0_8).sql;
    let remarks: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    assert_eq!(
        remarks,
        [
            "-- Left out of Order: in the table view: `customer`",
            "-- Left out of Order: the column `total` of the table view: there is no `total`",
            "-- Left out of Order: the column `data` of the table view: there is no `data`",
        ]
    );
}

#[test]
fn without_references_there_is_none_unless_it_is_asked_for() {
    let spec = |mode: &str| {
        let spec = format!("entity: A\nfields: {{a: text}}\ntable_views: {{mode: {mode}}}\n");
        sql(&[&spec]).contains("tv_a")
    };
    let with_reference = "entity: A\nfields: {a: ref(A)}\n";
    assert!(sql(&[with_reference]).contains("CREATE TABLE public.tv_a"));
    assert!(spec("force"));
    assert!(!spec("auto"));
    assert!(!spec("disable"));
}

#[test]
fn columns_hold_values_and_no_references() {
    let spec = "\
entity: Order
schema: crm
fields: {customer: ref(Customer), many: 'ref(Customer, many: true)'}
table_views:
  include_relations: [{many: {fields: [name]}}]
  extra_filter_columns: [{a: {source: customer.firm}}, {b: {source: customer.name}}]
";
    let customer = "entity: Customer\nschema: crm\nfields: {name: text, firm: ref(Customer)}\n";
    let sql = crate::fixture::sql_of_next(&[spec, customer]);
    let left_out: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    assert_eq!(
        left_out,
        [
            "-- Left out of Order: in the table view: `many`",
            "-- Left out of Order: the column `a` of the table view: there is no `customer.firm`",
        ]
    );
}
