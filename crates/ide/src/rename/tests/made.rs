//! Names that are made of other names: in SQL, in read models, in the registry, in patterns.

use insta::assert_snapshot;

use super::show;

/// A workspace in which every name hides in others.
pub(super) const DEPOT: &str = "\
//- patterns/shelf_life.yaml
pattern: shelf_life
version: 1.0.0
parameters: []
schema_template: |
  ALTER TABLE stock.tb_storedpart ADD COLUMN until date;
//- stock/bin.yaml
entity: Bin
schema: stock
fields:
  code: text!
actions: []
//- stock/stored_part.yaml
entity: StoredPart
schema: stock
fields:
  amount: integer
  bin: ref(Bin)
  spare: ref(stock.StoredPart)
patterns:
  - type: shelf_life
  - type: computed_column
    params: {column_name: worth, type: integer, expression: 'fk_bin + amount'}
  - type: aggregate_view
    params:
      group_by: [fk_bin]
      aggregates:
        - {function: sum, field: amount, alias: amounts}
table_views:
  extra_filter_columns:
    - code_of_bin: {source: bin.code, type: text}
read_models:
  - name: kept_parts
    source: StoredPart JOIN Bin
    fields: [amount, bin_code, stored_part_amount, bin_id, sum_amount]
actions:
  - name: move_out
    params: {reason: text}
    steps:
      - raw_sql: |
          UPDATE stock.tb_stored_part AS part SET amount = 0
          FROM stock.tb_bin b
          WHERE part.fk_bin = b.pk_bin AND b.code = 'amount' AND v_reason IS NOT NULL;
          SELECT stock.stored_part_pk(v_id), app.move_out(amount) FROM stock.tv_storedpart;
      - notify: keeper(email, \"tb_bin is full\")
      - call: stock.move_out(reason = 'x')
  - name: create_stored_part
    params: {reason: text}
    steps:
      - raw_sql: 'INSERT INTO stock.v_bin (code) VALUES (''amount''); DELETE FROM tb_storedpart WHERE fk_bin = pk_storedpart'
//- trade/order.yaml
entity: Order
schema: trade
fields:
  piece: ref(stock.StoredPart)
  amount: integer
actions:
  - name: take
    steps:
      - raw_sql: SELECT o.amount, p.amount FROM tb_order o, stock.tb_stored_part p
//- registry/domain_registry.yaml
version: 1.0.0
domains:
  '3':
    name: stock
    description: What we have
    multi_tenant: false
    aliases: [depot]
    subdomains:
      '01':
        name: parts
        description: Parts
        next_entity_sequence: 2
        entities:
          StoredPart: {table_code: '013011', entity_code: SPA, assigned_at: '2026-01-01'}
subdomain_inference: {stock: {parts: {patterns: [part]}}}
";

/// With the cursor before the only place of this text.
fn at(place: &str) -> String {
    assert_eq!(DEPOT.matches(place).count(), 1, "{place}");
    DEPOT.replace(place, &format!("$0{place}"))
}

#[test]
fn an_entity_in_the_names_of_its_table_its_views_and_functions() {
    assert_snapshot!(show(&at("StoredPart\nschema"), "KeptItem"), @r"
    patterns/shelf_life.yaml: ALTER TABLE stock.tb_keptitem ADD COLUMN until date;
    stock/stored_part.yaml: entity: KeptItem
    stock/stored_part.yaml: spare: ref(stock.KeptItem)
    stock/stored_part.yaml: source: KeptItem JOIN Bin
    stock/stored_part.yaml: fields: [amount, bin_code, kept_item_amount, bin_id, sum_amount]
    stock/stored_part.yaml: UPDATE stock.tb_kept_item AS part SET amount = 0
    stock/stored_part.yaml: SELECT stock.kept_item_pk(v_id), app.move_out(amount) FROM stock.tv_keptitem;
    stock/stored_part.yaml: - name: create_kept_item
    stock/stored_part.yaml: - raw_sql: 'INSERT INTO stock.v_bin (code) VALUES (''amount''); DELETE FROM tb_keptitem WHERE fk_bin = pk_keptitem'
    trade/order.yaml: piece: ref(stock.KeptItem)
    trade/order.yaml: - raw_sql: SELECT o.amount, p.amount FROM tb_order o, stock.tb_kept_item p
    registry/domain_registry.yaml: KeptItem: {table_code: '013011', entity_code: SPA, assigned_at: '2026-01-01'}
    stock/stored_part.yaml -> stock/kept_item.yaml
    ");
    assert_snapshot!(show(&at("Bin\nschema"), "Shelf"), @r#"
    stock/bin.yaml: entity: Shelf
    stock/stored_part.yaml: bin: ref(Shelf)
    stock/stored_part.yaml: source: StoredPart JOIN Shelf
    stock/stored_part.yaml: fields: [amount, shelf_code, stored_part_amount, bin_id, sum_amount]
    stock/stored_part.yaml: FROM stock.tb_shelf b
    stock/stored_part.yaml: WHERE part.fk_bin = b.pk_shelf AND b.code = 'amount' AND v_reason IS NOT NULL;
    stock/stored_part.yaml: - notify: keeper(email, "tb_shelf is full")
    stock/stored_part.yaml: - raw_sql: 'INSERT INTO stock.v_shelf (code) VALUES (''amount''); DELETE FROM tb_storedpart WHERE fk_bin = pk_storedpart'
    stock/bin.yaml -> stock/shelf.yaml
    "#);
}

#[test]
fn from_the_name_of_a_table_its_entity_is_renamed_too() {
    let renamed = show(&at("StoredPart\nschema"), "KeptItem");
    for place in [
        "stored_part AS",
        "storedpart;",
        "stored_part_amount",
        "stored_part p",
    ] {
        assert_eq!(show(&at(place), "KeptItem"), renamed, "{place}");
    }
}

#[test]
fn a_field_in_the_name_of_its_column_and_beside_its_table() {
    assert_snapshot!(show(&at("bin: ref(Bin)"), "place"), @r"
    stock/stored_part.yaml: place: ref(Bin)
    stock/stored_part.yaml: params: {column_name: worth, type: integer, expression: 'fk_place + amount'}
    stock/stored_part.yaml: group_by: [fk_place]
    stock/stored_part.yaml: - code_of_bin: {source: place.code, type: text}
    stock/stored_part.yaml: fields: [amount, bin_code, stored_part_amount, place_id, sum_amount]
    stock/stored_part.yaml: WHERE part.fk_place = b.pk_bin AND b.code = 'amount' AND v_reason IS NOT NULL;
    stock/stored_part.yaml: - raw_sql: 'INSERT INTO stock.v_bin (code) VALUES (''amount''); DELETE FROM tb_storedpart WHERE fk_place = pk_storedpart'
    ");
    assert_snapshot!(show(&at("amount: integer\n  bin"), "count_of"), @r"
    stock/stored_part.yaml: count_of: integer
    stock/stored_part.yaml: params: {column_name: worth, type: integer, expression: 'fk_bin + count_of'}
    stock/stored_part.yaml: - {function: sum, field: count_of, alias: amounts}
    stock/stored_part.yaml: fields: [count_of, bin_code, stored_part_count_of, bin_id, sum_count_of]
    stock/stored_part.yaml: UPDATE stock.tb_stored_part AS part SET count_of = 0
    stock/stored_part.yaml: SELECT stock.stored_part_pk(v_id), app.move_out(count_of) FROM stock.tv_storedpart;
    trade/order.yaml: - raw_sql: SELECT o.amount, p.count_of FROM tb_order o, stock.tb_stored_part p
    ");
    assert_snapshot!(show(&at("amount, p."), "pieces"), @r"
    trade/order.yaml: pieces: integer
    trade/order.yaml: - raw_sql: SELECT o.pieces, p.amount FROM tb_order o, stock.tb_stored_part p
    ");
    assert_snapshot!(show(&at("code: text!"), "label"), @r"
    stock/bin.yaml: label: text!
    stock/stored_part.yaml: - code_of_bin: {source: bin.label, type: text}
    stock/stored_part.yaml: fields: [amount, bin_label, stored_part_amount, bin_id, sum_amount]
    stock/stored_part.yaml: WHERE part.fk_bin = b.pk_bin AND b.label = 'amount' AND v_reason IS NOT NULL;
    stock/stored_part.yaml: - raw_sql: 'INSERT INTO stock.v_bin (label) VALUES (''amount''); DELETE FROM tb_storedpart WHERE fk_bin = pk_storedpart'
    ");
}

#[test]
fn a_parameter_and_an_action_in_sql() {
    assert_snapshot!(show(&at("reason: text}\n    steps:\n      - raw_sql: |"), "why"), @r"
    stock/stored_part.yaml: params: {why: text}
    stock/stored_part.yaml: WHERE part.fk_bin = b.pk_bin AND b.code = 'amount' AND v_why IS NOT NULL;
    stock/stored_part.yaml: - call: stock.move_out(why = 'x')
    ");
    assert_snapshot!(show(&at("move_out\n"), "remove"), @r"
    stock/stored_part.yaml: - name: remove
    stock/stored_part.yaml: SELECT stock.stored_part_pk(v_id), app.remove(amount) FROM stock.tv_storedpart;
    stock/stored_part.yaml: - call: stock.remove(reason = 'x')
    ");
}

#[test]
fn a_schema_in_specs_in_sql_and_in_the_registry() {
    assert_snapshot!(show(&at("stock\n    description"), "store"), @r"
    patterns/shelf_life.yaml: ALTER TABLE store.tb_storedpart ADD COLUMN until date;
    stock/bin.yaml: schema: store
    stock/stored_part.yaml: schema: store
    stock/stored_part.yaml: spare: ref(store.StoredPart)
    stock/stored_part.yaml: UPDATE store.tb_stored_part AS part SET amount = 0
    stock/stored_part.yaml: FROM store.tb_bin b
    stock/stored_part.yaml: SELECT store.stored_part_pk(v_id), app.move_out(amount) FROM store.tv_storedpart;
    stock/stored_part.yaml: - call: store.move_out(reason = 'x')
    stock/stored_part.yaml: - raw_sql: 'INSERT INTO store.v_bin (code) VALUES (''amount''); DELETE FROM tb_storedpart WHERE fk_bin = pk_storedpart'
    trade/order.yaml: piece: ref(store.StoredPart)
    trade/order.yaml: - raw_sql: SELECT o.amount, p.amount FROM tb_order o, store.tb_stored_part p
    registry/domain_registry.yaml: name: store
    registry/domain_registry.yaml: subdomain_inference: {store: {parts: {patterns: [part]}}}
    ");
    let renamed = show(&at("stock\n    description"), "store");
    for place in [
        "stock.StoredPart)\npatterns",
        "stock.tb_bin",
        "stock: {parts",
    ] {
        assert_eq!(show(&at(place), "store"), renamed, "{place}");
    }
    assert_snapshot!(show(&at("stock\n    description"), "trade"), @"`trade` is already the name of another schema");
    assert_snapshot!(show(&at("stock\n    description"), "depot"), @"`depot` is already the name of another schema");
}

#[test]
fn a_pattern_of_the_project_with_all_who_ask_for_it() {
    let renamed = show(&at("shelf_life\nversion"), "best_before");
    assert_snapshot!(renamed, @r"
    patterns/shelf_life.yaml: pattern: best_before
    stock/stored_part.yaml: - type: best_before
    ");
    assert_eq!(show(&at("shelf_life\n  - type"), "best_before"), renamed);
    assert_snapshot!(show(&at("shelf_life\nversion"), "computed_column"), @"`computed_column` is reserved: it is a pattern of SpecQL.");
}

#[test]
fn in_a_text_that_is_broken_before() {
    let text = "\
entity: Order
fields:
  broken
  amount: integer
 actions: [
  - name: a
    steps:
      - raw_sql: DELETE FROM tb_$0order
";
    assert_snapshot!(show(text, "Purchase"), @r"
    spec.yaml: entity: Purchase
    spec.yaml: - raw_sql: DELETE FROM tb_purchase
    ");
}

#[test]
fn two_variables_of_one_name_that_do_not_meet() {
    let text = "\
entity: Order
fields:
  lines: list(ref(Order))
actions:
  - name: a
    steps:
      - foreach: line in lines
        do:
          - validate: li$0ne IS NOT NULL
      - foreach: item in lines
        do:
          - validate: item IS NOT NULL
          - foreach: part in lines
            do:
              - validate: item = part
";
    assert_snapshot!(show(text, "item"), @r"
    spec.yaml: - foreach: item in lines
    spec.yaml: - validate: item IS NOT NULL
    ");
    let text = text
        .replace("li$0ne", "line")
        .replace("item = part", "item = pa$0rt");
    assert_snapshot!(show(&text, "line"), @r"
    spec.yaml: - foreach: line in lines
    spec.yaml: - validate: item = line
    ");
    assert_snapshot!(show(&text, "item"), @"`item` is already the name of a parameter or a variable");
}
