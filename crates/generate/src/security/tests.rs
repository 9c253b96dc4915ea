use crate::fixture::{sql, sql_of_next, statement};

/// What is left out, a line each.
fn told(sql: &str) -> Vec<&str> {
    let lines = sql.lines().filter(|line| line.starts_with("--"));
    lines
        .map(|line| line.trim_start_matches("-- Left out of Item: "))
        .collect()
}

const SECRET: &str = "\
entity: Item
schema: crm
fields: {name: text!, code: text!, pin: text, owner: ref(Item)}
security: {encryption: {fields: [code, pin]}}
";

#[test]
fn an_encrypted_field_has_a_column_with_its_value_and_one_to_look_it_up_by() {
    let sql = sql_of_next(&[SECRET]);
    let table = statement(&sql, "CREATE TABLE crm.tb_item");
    let of_code: Vec<_> = table
        .lines()
        .filter(|line| line.contains("code") || line.contains("pin"))
        .collect();
    assert_eq!(
        of_code,
        [
            "    code_encrypted bytea NOT NULL,",
            "    code_index bytea NOT NULL,",
            "    pin_encrypted bytea,",
            "    pin_index bytea,",
        ]
    );
    assert!(sql.contains("CREATE INDEX crm_idx_tb_item_code ON crm.tb_item (code_index);\n"));
    let view = statement(&sql, "CREATE FUNCTION crm.refresh_tv_item");
    assert!(!view.contains("code"), "{view}");
    assert_eq!(told(&sql), [""; 0]);
}

#[test]
fn what_is_planned_changes_nothing_of_what_is_released() {
    let sql = sql(&[SECRET]);
    let table = statement(&sql, "CREATE TABLE crm.tb_item");
    assert!(table.contains("    code text NOT NULL,\n"), "{table}");
    assert!(!sql.contains("encrypt"), "{sql}");
}

#[test]
fn actions_encrypt_what_they_store_and_show_none_of_it() {
    let actions = "\
actions:
  - name: create_item
  - name: update_item
  - name: find_by_code
    steps:
      - find: Item WHERE code = $code as found
      - validate: pin IS NULL OR found.pin IN ('1234', $pin)
      - duplicate_check: {fields: [code]}
      - insert: Item(name = 'a', code = 'b')
      - update: Item SET pin = upper($pin), code = NULL WHERE owner.code = 'x'
      - return: found.name
";
    let sql = sql_of_next(&[&format!("{SECRET}{actions}")]);
    assert_eq!(told(&sql), [""; 0]);
    let functions = ["create_item", "update_item", "find_by_code"].map(|name| {
        let beginning = format!("CREATE FUNCTION crm.{name}");
        let start = sql.find(&beginning).unwrap();
        let end = sql[start..].find("$$;").unwrap();
        &sql[start..start + end]
    });
    insta::assert_snapshot!(functions.join("\n"));
    let input = statement(&sql, "CREATE TYPE app.type_create_item_input");
    assert!(input.contains("    code text,\n    pin text,\n"), "{input}");
}

#[test]
fn what_would_have_to_read_an_encrypted_field_is_told_at_its_place() {
    let spec = "\
entity: Item
schema: crm
fields:
  code: {type: text, unique: true, default: 'a'}
  mail: email
  size: integer
  state: enum(a, b)
  owner: ref(Item)
security: {encryption: {fields: [code, mail, state, size, lost], algorithm: aes-256-gcm}}
unique_together: [[code, size]]
indexes: [{columns: [mail]}]
constraints: [{type: exclusion, fields: [code]}]
identifier: {components: [code, owner.mail, size]}
translations: {enabled: true, fields: [code]}
table_views: {extra_filter_columns: [code, owner.mail], include_relations: [{owner: {fields: [mail]}}]}
computed_fields: [{long: upper(code)}, {same: code = mail}]
validations: [{name: known, condition: mail IS NOT NULL}]
actions:
  - name: check_item
    steps:
      - validate: code > 'a'
      - validate: code LIKE 'a%'
      - validate: code BETWEEN 'a' AND 'b'
      - validate: size = 1 AND code || 'a' = 'b'
      - validate: mail IS VALID
      - transition: a
      - increment: code
      - update: Item SET mail = code
      - update: Item SET code = gen_random_uuid()
      - foreach: Item as one
        do:
          - update: Item SET size = length(one.code)
      - return: code
";
    insta::assert_snapshot!(told(&sql_of_next(&[spec])).join("\n"));
}

#[test]
fn another_field_may_have_the_name_of_a_column() {
    let spec = "\
entity: Item
fields: {a: text, a_index: text, a_encrypted: text, long_LONG: text}
security: {encryption: {fields: [a, long_LONG]}}
";
    let spec = spec.replace("LONG", &"x".repeat(60));
    let sql = sql_of_next(&[&spec]);
    let table = statement(&sql, "CREATE TABLE");
    assert!(
        table.contains("    a_encrypted_ bytea,\n    a_index_ bytea,\n"),
        "{table}"
    );
    assert_eq!(told(&sql), [""; 0]);
}

#[test]
fn masked_fields_can_be_read_in_part_by_those_who_may_not_see_the_table() {
    let spec = "\
entity: Item
schema: crm
fields:
  mail: email!
  note: text
  code: text
  born: date
  state: enum(a, b)
  owner: ref(Item)
table_views: {mode: disable}
security:
  row_security: true
  encryption: {fields: [code]}
  masking:
    fields: [mail, note, born, state, owner, code, lost]
    pattern: partial
    roles: [support, \"it's\", public]
";
    let sql = sql_of_next(&[spec]);
    assert_eq!(
        told(&sql),
        [
            "the masking of `code`: it is encrypted, and nobody sees it",
            "the masking of `lost`, which is no field",
            "the rights of the role `public`, which PostgreSQL does not take",
        ]
    );
    let from = sql.find("CREATE VIEW").unwrap();
    let to = sql.find("CREATE POLICY").unwrap();
    let rights = sql.find("DO $$").unwrap();
    insta::assert_snapshot!(format!("{}\n{}", &sql[from..to], &sql[rights..]));
    let full = spec.replace("partial", "full");
    let view = sql_of_next(&[&full]);
    let view = statement(&view, "CREATE VIEW");
    let hidden = "CASE WHEN t.note IS NOT NULL THEN '***'::text END AS note,";
    assert!(view.contains(hidden), "{view}");
    let odd = sql_of_next(&[&spec.replace("partial", "rot13")]);
    let reason = "masking by the pattern `rot13`: nothing of the values is shown";
    assert!(told(&odd).contains(&reason));
}

const AUDITED: &str = "\
entity: Item
schema: crm
fields: {name: text, code: text}
security:
  encryption: {fields: [code]}
  audit: {level: detailed, retention: 18_months}
";

#[test]
fn changes_of_rows_are_recorded_and_forgotten_after_their_time() {
    let sql = sql_of_next(&[AUDITED]);
    assert_eq!(told(&sql), [""; 0]);
    let parts = [
        statement(&sql, "CREATE TABLE crm.ta_item"),
        statement(&sql, "CREATE TABLE crm.ta_item_default"),
        statement(&sql, "CREATE TRIGGER trg_tb_item_audit"),
    ];
    let from = sql.find("CREATE FUNCTION crm.drop_old_item_audit").unwrap();
    let function = &sql[from..sql.find("CREATE TRIGGER").unwrap()];
    insta::assert_snapshot!(format!("{}\n{function}", parts.join("\n")));
}

#[test]
fn a_record_that_cannot_be_kept_is_told() {
    let with = |audit: &str| {
        let spec = format!("entity: Item\nfields: {{a: text}}\nsecurity: {{audit: {audit}}}\n");
        sql_of_next(&[&spec])
    };
    let reason = |audit: &str| told(&with(audit)).join("\n");
    assert_eq!(
        reason("{level: verbose}"),
        "the record of changes: there is no level `verbose`"
    );
    assert_eq!(
        reason("{retention: 1_year}"),
        "the record of changes, because it does not say how much"
    );
    assert_eq!(
        reason("{level: detailed, retention: forever}"),
        "how long the record of changes is kept, which is no period"
    );
    assert!(with("{level: detailed}").contains("EXECUTE FUNCTION app.audit_row();"));
}

#[test]
fn a_person_can_ask_for_what_there_is_and_for_its_end() {
    let person = "\
entity: Item
schema: crm
fields:
  name: text!
  mail: {type: email, required: true, unique: true}
  phone: phoneNumber!
  alias: text(8, 20)!
  code: text
  pin: text!
  size: integer!
  shoe: integer
  home: SimpleAddress!
  parent: ref(Item)
security:
  encryption: {fields: [code, pin]}
  audit: {level: detailed}
  compliance: {gdpr: true, soc2: true, fields: [alias, size, shoe, lost]}
events: [{name: item_created, payload: [id, name]}]
translations: {enabled: true, fields: [alias]}
";
    let order = "\
entity: Order
schema: shop
fields: {buyer: ref(Item), about: ref(Item|Order), secret: text}
security: {encryption: {fields: [secret]}}
";
    let sql = sql_of_next(&[person, order]);
    assert_eq!(
        told(&sql),
        [
            "the key to languages: there is no entity `Locale`",
            "what the law asks for of `lost`, which is no field",
            "the erasure of `size`: no row can do without it, and nothing can take its place",
        ]
    );
    let from = sql.find("CREATE FUNCTION crm.export_item_data").unwrap();
    let function = sql[from..]
        .find("CREATE FUNCTION crm.erase_item_data")
        .unwrap();
    let to = from + function + sql[from + function..].find("$$;").unwrap();
    insta::assert_snapshot!(&sql[from..to]);
}

#[test]
fn laws_that_nothing_follows_from_are_told() {
    let with = |security: &str| {
        let spec = format!("entity: Item\nfields: {{size: text}}\nsecurity: {security}\n");
        told(&sql_of_next(&[&spec])).join("\n")
    };
    assert_eq!(
        with("{compliance: {ccpa: true}}"),
        "what privacy law asks for: no field tells of a person"
    );
    assert_eq!(
        with("{compliance: {soc2: true}}"),
        "`soc2`, which asks for `audit` with the level `detailed`"
    );
    assert_eq!(
        with("{compliance: {soc2: true}, audit: {level: detailed}}"),
        ""
    );
    assert_eq!(
        with("{compliance: {gdpr: false}, firewall: {}}"),
        "`firewall` of the block `security`"
    );
}

#[test]
fn an_encrypted_field_is_neither_sent_nor_shown() {
    let spec = format!(
        "{SECRET}events: [{{name: item_created, payload: [id, code]}}]\nread_models: [{{name: items, fields: [name, code]}}]\n"
    );
    let sql = sql_of_next(&[&spec]);
    let told = told(&sql).join("\n");
    assert_eq!(told.matches("`code` is encrypted").count(), 2, "{told}");
}

#[test]
fn fields_that_have_no_column_are_not_encrypted() {
    let spec = "\
entity: Item
fields: {xmin: text, created_at: text, a: text}
security: {encryption: {fields: [xmin, created_at]}}
actions:
  - name: check_item
    steps:
      - validate: created_at IS NOT NULL
";
    let sql = sql_of_next(&[spec]);
    assert!(!sql.contains("_index"), "{sql}");
    assert!(sql.contains("v_row.created_at IS NOT NULL"));
    assert_eq!(
        told(&sql)[2..],
        [
            "the encryption of `xmin`, which is no field",
            "the encryption of `created_at`, which is no field",
        ]
    );
}

#[test]
fn what_is_not_written_as_it_has_to_be_is_told() {
    let with = |security: &str| {
        let spec = format!("entity: Item\nfields: {{a: text}}\nsecurity: {security}\n");
        told(&sql_of_next(&[&spec])).join("\n")
    };
    assert_eq!(
        with("{encryption: [a], masking: yes}"),
        "`encryption` of the block `security`\n`masking` of the block `security`"
    );
    assert_eq!(
        with("[{name: mine}]"),
        "the block `security`, as it is written"
    );
    assert_eq!(
        with("{encryption: {fields: [[a], 1]}}"),
        "an item of `fields` in the block `security`, which is no name\nan item of `fields` in the block `security`, which is no name"
    );
    assert_eq!(with("{masking: {fields: []}, encryption: null}"), "");
}
