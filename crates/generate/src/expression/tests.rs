//! What conditions become in SQL: each stands in a `validate` of an action of its own.

use crate::fixture::{sql_of_next, workspace};

const ORDER: &str = "\
entity: Order
schema: crm
fields:
  state: enum(open, 'sent off')
  total: money
  count: integer
  label: text
  mail: email
  due: date
  made: datetime
  data: json
  tags: list(text)
  address: SimpleAddress
  buyer: ref(Buyer)
  second: ref(Buyer)
  either: ref(Buyer|Land)
  Weird Name: text
actions:
  - name: check_it
    steps:
      - validate: >-
          ";

const BUYER: &str = "\
entity: Buyer
schema: crm
fields:
  name: text
  limit: money
  land: ref(shared.Land)
";

const LAND: &str = "\
entity: Land
schema: shared
fields: {code: text, kind: 'enum(a, b)'}
";

const LINE: &str = "\
entity: Line
schema: crm
fields:
  order: ref(Order)
  price: money
";

/// The SQL of a condition, or why there is none.
fn condition(written: &str) -> String {
    let spec = format!("{ORDER}{}\n", written.replace('\n', "\n          "));
    let sql = sql_of_next(&[&spec, BUYER, LAND, LINE]);
    let lines = sql.lines().map(str::trim);
    let core = lines.skip_while(|line| !line.starts_with("CREATE FUNCTION crm.check_it"));
    let body: Vec<_> = core.take_while(|line| *line != "$$;").collect();
    let body = body.join(" ");
    if let Some((_, reason)) = body.split_once("Left out: `validate`, because ") {
        let end = reason.find(" RETURN").unwrap_or(reason.len());
        return format!("none: {}", &reason[..end]);
    }
    let (_, rest) = body.split_once("END IF; IF ").expect(&body);
    // What is handed over is looked at first.
    let start = rest
        .rfind("END IF; IF ")
        .map_or(0, |at| at + "END IF; IF ".len());
    let condition = &rest[start..];
    // What has a `THEN` of its own stands in brackets.
    let found = condition.split_once(" IS NOT TRUE THEN");
    let in_brackets = || {
        condition
            .strip_prefix('(')?
            .split_once(" IS NOT TRUE) THEN")
    };
    let (condition, _) = found.or_else(in_brackets).expect(&body);
    condition.replace("v_row.", "")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (written, sql) in cases {
        assert_eq!(condition(written), *sql, "{written}");
    }
}

#[test]
fn operators_are_those_of_postgres() {
    check(&[
        (
            "total > 0 AND NOT count != 3",
            "(total > 0 AND NOT count <> 3)",
        ),
        ("total > 0 OR label IS NULL", "(total > 0 OR label IS NULL)"),
        (
            "(count + 1) * 2 - -count >= 4 % 3",
            "(count + 1) * 2 - -count >= 4 % 3",
        ),
        ("count BETWEEN 1 AND 9", "count BETWEEN 1 AND 9"),
        ("label NOT LIKE 'a%'", "label NOT LIKE 'a%'"),
        (
            "state IN ('open', 'sent off')",
            "state IN ('open', 'sent off')",
        ),
        ("label IS DISTINCT FROM 'x'", "(label IS DISTINCT FROM 'x')"),
        ("label || count = 'a1'", "label || count::text = 'a1'"),
        ("due + 3 > current_date", "due + 3 > current_date"),
        (
            "made < now() - interval '1 day'",
            "made < now() - '1 day'::interval",
        ),
    ]);
}

#[test]
fn what_is_meant_counts() {
    check(&[
        ("label = NULL", "(label IS NULL)"),
        ("label != NULL", "(label IS NOT NULL)"),
        ("state = open", "state = 'open'"),
        ("open = state", "'open' = state"),
        ("label = \"it's\"", "label = 'it''s'"),
        (
            "mail MATCHES phone_pattern",
            r"mail ~ E'^\\+[1-9]\\d{1,14}$'",
        ),
        (
            "mail IS VALID",
            r"mail ~ E'^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,}$'",
        ),
    ]);
}

#[test]
fn paths_are_lookups() {
    check(&[
        (
            "buyer.limit > total",
            "(SELECT r1.\"limit\" FROM crm.tb_buyer AS r1 WHERE r1.pk_buyer = fk_buyer) > total",
        ),
        (
            "buyer.land.code = 'DE'",
            "(SELECT r2.code FROM shared.tb_land AS r2 WHERE r2.pk_land = (SELECT r1.fk_land \
             FROM crm.tb_buyer AS r1 WHERE r1.pk_buyer = fk_buyer)) = 'DE'",
        ),
        ("address.city = 'Ulm'", "address ->> 'city' = 'Ulm'"),
        (
            "data.a + data.b > 3",
            "(data ->> 'a')::numeric + (data ->> 'b')::numeric > 3",
        ),
        (
            "data.size.width > 3",
            "(data -> 'size' ->> 'width')::numeric > 3",
        ),
        ("'new' IN tags", "tags @> to_jsonb('new'::text)"),
    ]);
}

#[test]
fn references_are_compared_by_their_keys() {
    check(&[
        ("buyer = second", "fk_buyer = fk_second"),
        ("buyer IS NULL", "(fk_buyer IS NULL)"),
        ("buyer = input.buyer", "fk_buyer = v_key_buyer"),
        (
            "buyer.land = input.land_id",
            "(SELECT r1.fk_land FROM crm.tb_buyer AS r1 WHERE r1.pk_buyer = fk_buyer) = v_key_land",
        ),
        (
            "EXISTS Line WHERE order = id AND price > total",
            "EXISTS (SELECT 1 FROM crm.tb_line AS r1 WHERE r1.tenant_id = auth_tenant_id AND \
             r1.deleted_at IS NULL AND r1.fk_order = pk_order AND r1.price > total)",
        ),
    ]);
}

#[test]
fn functions_are_called_with_what_they_take() {
    check(&[
        ("length(trim(label)) > 2", "length(btrim(label)) > 2"),
        ("coalesce(label, '') = ''", "coalesce(label, '') = ''"),
        ("position('a' IN label) > 0", "strpos(label, 'a') > 0"),
        (
            "extract(year FROM due) = 2024",
            "EXTRACT(year FROM due) = 2024",
        ),
        ("round(total, 1) = 1.5", "round(total::numeric, 1) = 1.5"),
        (
            "CASE WHEN count > 1 THEN label ELSE 'x' END = 'y'",
            "CASE WHEN count > 1 THEN label ELSE 'x' END = 'y'",
        ),
    ]);
}

#[test]
fn names_are_quoted_and_texts_stay_texts() {
    check(&[
        (
            "label = 'a; DROP TABLE x; --'",
            "label = 'a; DROP TABLE x; --'",
        ),
        (r"label = 'back\slash'", r"label = E'back\\slash'"),
        ("label = '$$'", "label = '$$'"),
    ]);
}

#[test]
fn what_cannot_be_compiled_says_why() {
    check(&[
        (
            "total > label",
            "none: values of these types cannot be compared",
        ),
        ("label > ", "none: something is still to be typed"),
        ("nowhere = 1", "none: nothing is called `nowhere` here"),
        ("buyer.nowhere = 1", "none: `Buyer` has no column `nowhere`"),
        (
            "either.code = 'x'",
            "none: it may be a row of one of several entities",
        ),
        (
            "buyer = buyer.land",
            "none: they refer to rows of other entities",
        ),
        ("sum(total) > 1", "none: `sum` needs many rows"),
        (
            "label MATCHES no_pattern",
            "none: there is no pattern `no_pattern`",
        ),
        (
            "total > (SELECT 1)",
            "none: SQL inside of an expression is not compiled",
        ),
        ("label", "none: it is neither true nor false"),
    ]);
}

#[test]
fn what_is_left_out_has_its_place() {
    let spec = format!("{ORDER}nowhere = 1\n");
    let host = workspace(&[("a.yaml", &spec)]);
    let file = host.file("a.yaml").unwrap();
    let left_out = crate::left_out(host.db(), file);
    // What the fields refer to is not there either, but that is no matter of actions.
    let told: Vec<_> = left_out
        .iter()
        .filter(|left_out| left_out.severity == specql_analysis::diagnostic::Severity::Warning)
        .map(|left_out| &spec[left_out.span.range()])
        .collect();
    assert_eq!(told, ["nowhere"]);
}

#[test]
fn what_postgres_cannot_do_is_told() {
    check(&[
        ("due > '2020-13-01'", "none: there is no such day"),
        ("made < '2023-02-29 10:00'", "none: there is no such day"),
        ("total / 0 > 1", "none: nothing can be divided by zero"),
        ("count % 0.0 = 1", "none: nothing can be divided by zero"),
        (
            "array_length(tags, 1) > 2",
            "none: lists are JSON here: `jsonb_array_length` counts what is in one",
        ),
    ]);
}
