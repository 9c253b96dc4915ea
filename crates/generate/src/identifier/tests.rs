use crate::fixture::{sql, statement, text_of};
use specql_language::Target;

const PLACE: &str = "\
entity: Place
schema: crm
fields:
  name: text!
  opened: date
  parent: ref(Place)
  company: ref(Company)
table_views: {mode: disable}
identifier:
  strategy: composite_hierarchical
  components:
    - field: company.identifier
      strip_tenant_prefix: true
    - name
    - {field: opened, format: \"%Y-%m\", separator: \"-\", transform: none}
";

const COMPANY: &str = "\
entity: Company
schema: crm
fields: {name: text}
identifier: {components: [name]}
";

#[test]
fn an_identifier_is_put_together_of_values() {
    let sql = sql(&[PLACE, COMPANY]);
    insta::assert_snapshot!(statement(
        &sql,
        "CREATE FUNCTION crm.calculate_place_identifier"
    ));
}

#[test]
fn identifiers_are_kept_by_triggers() {
    let sql = sql(&[PLACE, COMPANY]);
    let from = sql
        .find("CREATE FUNCTION crm.trg_place_identifier")
        .unwrap();
    insta::assert_snapshot!(&sql[from..]);
}

#[test]
fn parts_that_lead_nowhere_are_left_out() {
    let company = "entity: Company\nschema: crm\nfields: {name: text}\n";
    let sql = text_of(&[PLACE, company], Target::V0_8).sql;
    assert!(
        sql.contains("-- Left out of Place: a part of the identifier: Company has no identifier\n"),
        "{sql}"
    );
    let spec = "entity: A\nfields: {a: text}\nidentifier: {components: [b, a.c, {format: x}, {field: a, format: \"%Y\"}]}\n";
    let sql = text_of(&[spec], Target::V0_8).sql;
    let remarks: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    assert_eq!(
        remarks,
        [
            "-- Left out of A: a part of the identifier: there is no field `b`",
            "-- Left out of A: a part of the identifier: `a` leads nowhere",
            "-- Left out of A: a part of the identifier: it names no field",
            "-- Left out of A: a part of the identifier: the format `%Y`",
        ]
    );
    assert!(!sql.contains("sequence_number"));
}
