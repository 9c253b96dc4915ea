//! What whole specs become.

use specql_language::Target;

use crate::fixture::{sql, sql_of_next, statement, text_of, workspace};

/// Statements that begin so.
fn statements(sql: &str, beginning: &str) -> Vec<String> {
    let lines = sql.lines().filter(|line| line.starts_with(beginning));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_plain_entity() {
    let spec = "entity: OrderItem\nschema: crm\ndescription: |\n  It's sold\n  by us\nfields:\n  label: text!\n";
    insta::assert_snapshot!(text_of(&[spec], Target::V0_8).sql);
}

#[test]
fn a_shared_entity_has_no_tenant() {
    let spec = "entity: Country\nschema: common\nfields: {name: text}\n";
    let sql = sql(&[spec]);
    assert!(!sql.contains("tenant"), "{sql}");
    let helper = statement(&sql, "CREATE FUNCTION common.country_pk");
    assert!(helper.starts_with("CREATE FUNCTION common.country_pk(p_identifier text)\n"));
}

#[test]
fn references_lead_to_other_schemas_and_come_after_all_tables() {
    let spec = "\
entity: Item
schema: crm
fields:
  owner: ref(Country)!
  other: {type: ref(Country), schema: common, on_delete: set null}
  item: ref(crm.Item)
  lost: ref(Nobody)!
table_views: {mode: disable}
";
    let country = "entity: Country\nschema: common\nfields: {name: text}\n";
    let sql = sql(&[spec, country]);
    let table = statement(&sql, "CREATE TABLE");
    assert!(table.contains("    fk_owner integer NOT NULL,\n    fk_other integer,\n    fk_item integer,\n    fk_lost integer,\n"), "{table}");
    let from = sql.find("ALTER TABLE").unwrap();
    let to = sql.find("CREATE INDEX").unwrap();
    insta::assert_snapshot!(&sql[from..to]);
    assert!(sql.contains("-- Left out of Item: the key of `lost`: there is no entity `Nobody`\n"));
}

#[test]
fn one_of_several_entities_has_a_key_for_each() {
    let spec = "entity: Item\nschema: crm\nfields: {party: ref(Person|Firm)!}\ntable_views: {mode: disable}\n";
    let person = "entity: Person\nschema: crm\nfields: {name: text}\n";
    let firm = "entity: Firm\nschema: shared\nfields: {name: text}\n";
    let sql = sql(&[spec, person, firm]);
    let to = sql.find("CREATE INDEX").unwrap();
    insta::assert_snapshot!(&sql[..to]);
}

#[test]
fn each_type_is_looked_for_in_its_own_way() {
    let spec = "\
entity: Item
schema: shop
fields:
  a: text
  b: {type: text, index: true}
  c: {type: email, unique: true}
  d: enum(x, y)
  e: url
  f: json
  g: markdown
  h: ipAddress
  i: coordinates
  j: list(text)
  k: SimpleAddress
  l: ref(Item)
table_views: {mode: disable}
";
    let sql = sql(&[spec]);
    assert_eq!(
        statements(&sql, "CREATE UNIQUE INDEX"),
        ["CREATE UNIQUE INDEX tb_item_c_key ON shop.tb_item (c) WHERE deleted_at IS NULL;"]
    );
    assert_eq!(
        statements(&sql, "CREATE INDEX"),
        [
            "CREATE INDEX shop_idx_tb_item_b ON shop.tb_item (b);",
            "CREATE INDEX shop_idx_tb_item_d ON shop.tb_item (d);",
            "CREATE INDEX shop_idx_tb_item_e ON shop.tb_item USING gin (e gin_trgm_ops);",
            "CREATE INDEX shop_idx_tb_item_f ON shop.tb_item USING gin (f);",
            "CREATE INDEX shop_idx_tb_item_h ON shop.tb_item USING gist (h inet_ops);",
            "CREATE INDEX shop_idx_tb_item_i ON shop.tb_item USING gist (i);",
            "CREATE INDEX shop_idx_tb_item_j ON shop.tb_item USING gin (j);",
            "CREATE INDEX shop_idx_tb_item_k ON shop.tb_item USING gin (k);",
            "CREATE INDEX shop_idx_tb_item_l ON shop.tb_item (fk_l);",
        ]
    );
    assert_eq!(
        statements(&sql, "CREATE EXTENSION"),
        ["CREATE EXTENSION IF NOT EXISTS pg_trgm;"]
    );
}

#[test]
fn a_tree_keeps_the_way_to_each_row() {
    let spec = "entity: Part\nschema: shop\nhierarchical: true\nfields: {name: text, parent: ref(Part)}\ntable_views: {mode: disable}\n";
    insta::assert_snapshot!(sql(&[spec]));
    let spec = "entity: Part\nhierarchical: true\nfields: {name: text}\n";
    assert!(sql(&[spec]).starts_with(
        "-- Left out of Part: the paths of a tree: no field refers to the entity itself\n"
    ));
}

#[test]
fn texts_exist_once_per_language() {
    let spec = "\
entity: Part
schema: shop
fields: {name: text, price: money}
translations: {enabled: true, fields: [name, blurb, price, id]}
";
    let locale = "entity: Locale\nschema: common\nfields: {code: text, is_default: boolean}\n";
    let sql = sql(&[spec, locale]);
    let mut parts = vec![statement(&sql, "CREATE TABLE shop.tl_part")];
    parts.push(statement(&sql, "CREATE FUNCTION shop.get_part_name"));
    parts.push(statement(&sql, "CREATE FUNCTION shop.get_part_blurb"));
    insta::assert_snapshot!(parts.join("\n"));
    assert_eq!(
        statements(&sql, "--"),
        [
            "-- Left out of Part: translations of `price`, which is no text",
            "-- Left out of Part: translations of `id`, a name that SpecQL keeps to itself",
        ]
    );
}

#[test]
fn of_two_entities_with_one_table_the_first_has_it() {
    let host = workspace(&[
        ("a.yaml", "entity: OrderItem\nfields: {a: text}\n"),
        ("b.yaml", "entity: order_item\nfields: {a: text}\n"),
    ]);
    let sql = |path: &str| {
        crate::text_of_entity(host.db(), host.file(path).unwrap())
            .sql
            .clone()
    };
    assert!(sql("a.yaml").contains("CREATE TABLE public.tb_order_item"));
    assert_eq!(
        sql("b.yaml"),
        "-- Left out of order_item: all of it: `a.yaml` has the table `public.tb_order_item` already\n"
    );
}

#[test]
fn the_map_leads_from_a_field_to_its_columns_and_back() {
    let spec = "entity: Item\nfields:\n  state: enum(a, b)\n  next: ref(Item)\ntable_views: {mode: disable}\n";
    let text = text_of(&[spec], Target::V0_8);
    let at = u32::try_from(spec.find("next").unwrap()).unwrap();
    let pieces: Vec<_> = text
        .map
        .to_sql(at)
        .into_iter()
        .map(|piece| {
            text.sql[piece.start as usize..piece.end as usize]
                .lines()
                .next()
                .unwrap()
        })
        .collect();
    assert_eq!(
        pieces,
        [
            "fk_next integer",
            "COMMENT ON COLUMN public.tb_item.fk_next IS 'Refers to Item.",
            "ALTER TABLE public.tb_item",
            "CREATE INDEX public_idx_tb_item_next ON public.tb_item (fk_next);",
        ]
    );
    let check = text.sql.find("chk_tb_item_state_enum").unwrap();
    let origin = text.map.to_spec(u32::try_from(check).unwrap()).unwrap();
    assert_eq!(
        &spec[origin.start as usize..origin.end as usize],
        "state: enum(a, b)"
    );
}

#[test]
fn rules_that_are_written_out() {
    let spec = "\
entity: Item
schema: crm
fields: {a: text, b: integer, c: ref(Item)}
table_views: {mode: disable}
unique_together: [[a, b], [c]]
indexes:
  - {columns: [c, a], name: my_index}
  - {columns: [lost]}
constraints:
  - {type: unique, fields: [b], name: one_b}
  - {type: exclusion, fields: [a, {b: '<>'}], name: apart}
";
    assert!(!sql(&[spec]).contains("my_index"));
    let sql = sql_of_next(&[spec]);
    let mut found = statements(&sql, "CREATE UNIQUE INDEX");
    found.extend(statements(&sql, "CREATE INDEX my"));
    found.extend(statements(&sql, "    ADD CONSTRAINT apart"));
    found.extend(statements(&sql, "--"));
    assert_eq!(
        found,
        [
            "CREATE UNIQUE INDEX tb_item_a_b_key ON crm.tb_item (tenant_id, a, b) WHERE deleted_at IS NULL;",
            "CREATE UNIQUE INDEX tb_item_fk_c_key ON crm.tb_item (tenant_id, fk_c) WHERE deleted_at IS NULL;",
            "CREATE UNIQUE INDEX one_b ON crm.tb_item (tenant_id, b) WHERE deleted_at IS NULL;",
            "CREATE INDEX my_index ON crm.tb_item (fk_c, a);",
            "    ADD CONSTRAINT apart EXCLUDE USING gist (a WITH =, b WITH <>) WHERE (deleted_at IS NULL);",
            "-- Left out of Item: what is over `lost`, which is no field",
        ]
    );
}

#[test]
fn an_index_is_over_columns_that_it_can_take() {
    let spec = "\
entity: Item
fields: {a: text, b: json, c: coordinates, d: ref(Item)}
table_views: {mode: disable}
indexes:
  - {columns: [b], type: gin}
  - {columns: [d, b], using: gin, name: mixed}
  - {columns: [a], using: spgist}
  - {columns: [c], name: place}
  - {columns: [a, d], type: hash}
unique_together: [[a, c]]
constraints:
  - {type: exclusion, fields: [a, b]}
  - {type: exclusion, fields: [{a: '&&'}]}
";
    let sql = sql_of_next(&[spec]);
    let mut found = statements(&sql, "CREATE EXTENSION");
    found.extend(statements(&sql, "CREATE INDEX"));
    found.extend(statements(&sql, "--"));
    assert_eq!(
        found,
        [
            "CREATE EXTENSION IF NOT EXISTS btree_gin;",
            "CREATE INDEX public_idx_tb_item_d ON public.tb_item (fk_d);",
            "CREATE INDEX public_idx_tb_item_b ON public.tb_item USING gin (b);",
            "CREATE INDEX mixed ON public.tb_item USING gin (fk_d, b);",
            "CREATE INDEX public_idx_tb_item_a ON public.tb_item USING spgist (a);",
            "CREATE INDEX place ON public.tb_item USING gist (c);",
            "-- Left out of Item: an index by `hash`, which takes one column only",
            "-- Left out of Item: a combination: values of `c` have no order",
            "-- Left out of Item: an exclusion: values of `b` have no order",
            "-- Left out of Item: an exclusion by `&&`: `a` is no range",
        ]
    );
}

#[test]
fn names_that_postgresql_keeps_are_not_translated() {
    let spec = "\
entity: Item
fields: {label: text, ctid: text}
translations: {enabled: true, fields: [label, ctid]}
";
    let locale = "entity: Locale\nfields: {code: text!}\n";
    let sql = sql_of_next(&[spec, locale]);
    let told =
        "-- Left out of Item: translations of `ctid`, a name that PostgreSQL keeps to itself";
    assert!(sql.contains(told), "{sql}");
    assert!(!sql.contains("ctid text"), "{sql}");
    assert!(sql.contains("CREATE TABLE public.tl_item"), "{sql}");
}

#[test]
fn each_tenant_sees_its_own_rows() {
    let spec = "\
entity: Item
schema: crm
fields: {owner: ref(Item)}
table_views: {mode: disable}
security: {row_security: true}
";
    let sql = sql_of_next(&[spec]);
    let table = statement(&sql, "CREATE TABLE");
    assert!(table.contains("    CONSTRAINT tb_item_tenant_key UNIQUE (tenant_id, pk_item)\n"));
    let key = "ADD CONSTRAINT tb_item_tenant_fk_owner_fkey FOREIGN KEY (tenant_id, fk_owner) REFERENCES crm.tb_item (tenant_id, pk_item);";
    assert!(sql.contains(key), "{sql}");
    let from = sql.find("ALTER TABLE crm.tb_item ENABLE").unwrap();
    insta::assert_snapshot!(&sql[from..]);
    let shared = spec.replace("crm", "common");
    assert!(sql_of_next(&[&shared]).starts_with(
        "-- Left out of Item: row security: rows of this schema belong to no tenant\n"
    ));
}

#[test]
fn what_is_planned_and_not_made_is_told() {
    let spec = "\
entity: Item
fields: {a: text, b: 'ref(Item, many: true)', xmin: integer}
views: [{name: v_item}]
security: {firewall: {}}
frontend: []
";
    assert_eq!(
        statements(&sql(&[spec]), "-- Left out of Item: the block"),
        [""; 0]
    );
    assert_eq!(
        statements(&sql_of_next(&[spec]), "--"),
        [
            "-- Left out of Item: the field `xmin`, because PostgreSQL keeps this name to itself",
            "-- Left out of Item: the block `views`",
            "-- Left out of Item: `firewall` of the block `security`",
        ]
    );
}

#[test]
fn schemas_of_postgres_are_not_touched() {
    let spec = "entity: Item\nschema: pg_mine\nfields: {a: text}\n";
    assert_eq!(
        sql(&[spec]),
        "-- Left out of Item: all of it: PostgreSQL keeps the schema `pg_mine` to itself\n"
    );
}

#[test]
fn a_table_has_no_more_columns_than_postgres_takes() {
    let mut spec = "entity: Item\nfields:\n".to_owned();
    for number in 0..1700 {
        spec.push_str(&format!("  f{number}: text\n"));
    }
    let sql = sql(&[&spec]);
    let columns = statement(&sql, "CREATE TABLE").lines().count();
    assert!((1500..1600).contains(&columns), "{columns}");
    assert!(sql.starts_with(
        "-- Left out of Item: the last fields: a table cannot have so many columns\n"
    ));
}

#[test]
fn rules_and_computed_fields_are_over_rows() {
    let spec = "\
entity: Item
schema: crm
fields: {a: text, n: integer, due: date, owner: ref(Item)}
table_views: {mode: disable}
computed_fields:
  - loud: upper(a) || '!'
  - is_late: due < current_date
  - owner_name: owner.a
constraints:
  - {type: check, name: small, expression: n < 10}
validations:
  - {name: late_needs_owner, when: due < current_date, condition: owner IS NOT NULL}
  - {name: owner_is_small, condition: owner.n < 5, error: owner_too_large}
  - words only
indexes:
  - {columns: [a], where: n > 3, name: some}
  - {columns: [a], where: due < current_date}
";
    let sql = sql_of_next(&[spec]);
    insta::assert_snapshot!(sql);
}

#[test]
fn every_word_that_the_language_warns_of_is_quoted() {
    for word in specql_language::reserved::POSTGRES_RESERVED {
        assert_eq!(specql_sql::quote::identifier(word), format!("\"{word}\""));
    }
}

#[test]
fn columns_of_a_reference_are_not_those_of_other_fields() {
    let spec = "\
entity: Item
fields: {party: ref(Item|Firm), party_type: text, name: text}
actions:
  - name: create_item
";
    let sql = sql(&[spec, "entity: Firm\nfields: {name: text}\n"]);
    assert!(sql.starts_with(
        "-- Left out of Item: the field `party_type`: a reference has a column of this name\n"
    ));
    let input = statement(&sql, "CREATE TYPE");
    assert_eq!(input.matches("party_type").count(), 1, "{input}");
}

#[test]
fn what_all_entities_need_is_no_ones_table() {
    let spec = "entity: MutationAuditLog\nschema: app\nfields: {name: text}\n";
    assert_eq!(
        sql(&[spec]),
        "-- Left out of MutationAuditLog: all of it: `app.tb_mutation_audit_log` is a table that \
         all entities need\n"
    );
}

#[test]
fn nobody_asks_for_what_a_row_is_checked_for() {
    let spec = "\
entity: Item
schema: crm
fields: {a: text}
validations:
  - {name: mine, condition: created_by = auth_user_id}
  - {name: ours, condition: tenant_id = auth_tenant_id}
";
    let sql = sql_of_next(&[spec]);
    assert!(
        sql.starts_with("-- Left out of Item: the rule `mine`: nobody in particular asks here\n\n")
    );
}

#[test]
fn what_comes_from_nowhere_is_told() {
    let spec = "\
entity: Item
schema: crm
extends: stdlib/crm/contact
import: [patterns/none]
fields: {name: text}
";
    let sql = sql_of_next(&[spec]);
    let left_out: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    assert_eq!(
        left_out,
        [
            "-- Left out of Item: what `stdlib/crm/contact` brings: it is not here",
            "-- Left out of Item: what `patterns/none` brings: it is not here",
        ]
    );
}

#[test]
fn entities_that_extend_each_other_come_to_an_end() {
    let one = "entity: One\nextends: Two\nfields: {a: text, b: text}\n";
    let two = "entity: Two\nextends: {from: One}\nfields: {b: integer, c: text}\n";
    let sql = sql_of_next(&[one, two]);
    let table = statement(&sql, "CREATE TABLE");
    assert!(
        table.contains("    b text,\n    c text,\n    a text,\n"),
        "{table}"
    );
}

#[test]
fn many_rows_stand_in_a_table_of_their_own() {
    let spec = "\
entity: Item
schema: crm
fields: {parts: 'ref(Item, many: true)', lost: 'ref(Nobody, many: true)', either: 'ref(Item|Land, many: true)'}
table_views: {mode: disable}
actions: [{name: create_item}]
";
    let land = "entity: Land\nfields: {name: text}\n";
    let sql = sql_of_next(&[spec, land]);
    let left_out: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    assert_eq!(
        left_out,
        [
            "-- Left out of Item: the field `lost`: there is no entity `Nobody`",
            "-- Left out of Item: the field `either`: many rows of one of several entities",
        ]
    );
    let made = [
        statement(&sql, "CREATE TABLE crm.tb_item_parts"),
        statement(&sql, "CREATE FUNCTION crm.item_parts_ids"),
        statement(&sql, "CREATE TYPE"),
    ];
    insta::assert_snapshot!(made.join("\n"));
}

#[test]
fn indexes_of_an_entity_have_names_of_their_own() {
    let spec = "\
entity: Item
schema: shop
fields: {tags: list(text), state: enum(a, b)}
indexes:
  - {columns: [tags], using: gin}
  - {columns: [state], where: state = 'a'}
";
    let made = statements(&sql_of_next(&[spec]), "CREATE INDEX").join("\n");
    insta::assert_snapshot!(made, @r"
    CREATE INDEX shop_idx_tb_item_state ON shop.tb_item (state);
    CREATE INDEX shop_idx_tb_item_tags ON shop.tb_item USING gin (tags);
    CREATE INDEX shop_idx_tb_item_state_2 ON shop.tb_item (state) WHERE tb_item.state = 'a';
    ");
}

#[test]
fn what_cannot_be_looked_up_is_told() {
    let spec = "\
entity: Item
schema: shop
fields: {name: text, place: {type: coordinates, unique: true}, ip: ipAddress, tags: list(text), active: boolean, size: integer}
indexes:
  - {columns: [name], using: gin}
  - {columns: [ip, size], using: gist}
  - {columns: [tags], name: by_tags}
  - {columns: [size], using: gin}
  - {columns: [active], using: brin}
  - {columns: [name, size], using: hash}
  - {columns: [place, size]}
constraints:
  - {type: unique, fields: [place, size]}
  - {type: exclusion, fields: [{name: '&&'}]}
  - {type: exclusion, fields: [tags]}
";
    let sql = sql_of_next(&[spec]);
    let told: Vec<_> = sql.lines().filter(|line| line.starts_with("-- ")).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    -- Left out of Item: that each `place` occurs once: values of `place` have no order
    -- Left out of Item: an index by `brin`, which takes no `boolean`
    -- Left out of Item: an index by `hash`, which takes one column only
    -- Left out of Item: an index by `btree`, which takes no `point`
    -- Left out of Item: a combination: values of `place` have no order
    -- Left out of Item: an exclusion by `&&`: `name` is no range
    -- Left out of Item: an exclusion: values of `tags` have no order
    ");
}
