//! The SQL of whole workspaces, in a real database.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::path::Path;

use support::postgres::Server;
use support::{Folder, run_in};

const REGISTRY: &str = "\
domains:
  '2':
    name: crm
    multi_tenant: true
    subdomains: {}
";

fn example(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(name);
    run_in(&folder, &["sql", "."]).out
}

#[test]
fn the_examples_load_and_their_functions_are_sound() {
    let Some(server) = Server::start() else {
        return;
    };
    for name in ["shop", "next"] {
        let database = server.load(name, &example(name));
        assert_eq!(database.check(), "");
    }
}

#[test]
fn the_files_of_a_folder_load_in_the_order_of_their_names() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[("item.yaml", "entity: Item\nfields: {next: ref(Item)}\n")]);
    folder.run(&["sql", "--out", "made"]);
    let mut paths: Vec<_> = std::fs::read_dir(folder.path().join("made"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts: Vec<_> = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let database = server.load("files", &texts.concat());
    assert_eq!(database.ask("SELECT count(*) FROM public.tb_item"), "0");
    assert_eq!(texts.join("\n"), folder.run(&["sql"]).out);
}

/// What ends texts, names, comments and bodies, where it is not kept from it.
const HOSTILE: [&str; 10] = [
    "it's",
    "say \"so\"",
    "back\\slash",
    "$$",
    "$body1$",
    "a; DROP TABLE b",
    "-- c",
    "*/ d /*",
    "two\nlines",
    "\u{65e5}\u{672c} {e\u{301}}",
];

#[test]
fn hostile_names_and_texts_mean_what_they_say() {
    let Some(server) = Server::start() else {
        return;
    };
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let all = HOSTILE.join(" ");
    let mut spec = format!(
        "entity: {}\nschema: {}\ndescription: {}\nfields:\n",
        quoted("Order's \"Item\"; --"),
        quoted("my 'own\" schema"),
        quoted(&all),
    );
    let long = "long_".repeat(20);
    let names = HOSTILE
        .iter()
        .copied()
        .chain(["user", "User", "select", "p_pk", &long]);
    let names: Vec<_> = names.collect();
    for name in &names {
        spec.push_str(&format!(
            "  {}: {{type: text, default: {}, unique: true, description: {}}}\n",
            quoted(name),
            quoted(name),
            quoted(&all),
        ));
    }
    spec.push_str(&format!(
        "translations: {{enabled: true, fields: [{0}]}}
identifier: {{internal_separator: {1}, components: [{0}, user]}}
table_views: {{mode: force, extra_filter_columns: [{0}]}}
organization: {{table_code: {1}}}
",
        quoted("it's"),
        quoted(&all),
    ));
    let folder = Folder::with(&[
        ("registry/domain_registry.yaml", REGISTRY),
        ("item.yaml", &spec),
    ]);
    let database = server.load("hostile", &folder.run(&["sql"]).out);
    assert_eq!(database.check(), "");
    database.ask("INSERT INTO \"my 'own\"\" schema\".tb_order_s_item DEFAULT VALUES");
    // Each column holds its own name, which was its default.
    for name in names.iter().filter(|name| name.len() < 64) {
        let column = name.replace('"', "\"\"");
        let value = name.replace('\'', "''").replace('\\', "\\\\");
        let question =
            format!("SELECT \"{column}\" = E'{value}' FROM \"my 'own\"\" schema\".tb_order_s_item");
        assert_eq!(database.ask(&question), "t", "{name}");
    }
    let comment =
        database.ask("SELECT obj_description('\"my ''own\"\" schema\".tb_order_s_item'::regclass)");
    let told = comment.lines().next().unwrap();
    assert_eq!(
        told.split_once(" (table ").unwrap().0,
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    );
}

#[test]
fn trees_identifiers_and_views_are_kept() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[(
        "place.yaml",
        "\
entity: Place
schema: shop
hierarchical: true
fields: {name: text!, parent: ref(Place)}
identifier: {strategy: hierarchical, components: [name]}
table_views: {include_relations: [{parent: {fields: [name]}}]}
",
    )]);
    let database = server.load("trees", &folder.run(&["sql"]).out);
    assert_eq!(database.check(), "");
    database.ask(
        "INSERT INTO shop.tb_place (name) VALUES ('North'), ('South');
INSERT INTO shop.tb_place (name, fk_parent) VALUES ('Hall 1', 1);
INSERT INTO shop.tb_place (name, fk_parent) VALUES ('Hall 1', 1), ('Row', 3);",
    );
    let rows = "SELECT path, display_identifier FROM shop.tb_place ORDER BY pk_place";
    assert_eq!(
        database.ask(rows),
        "1|north\n2|south\n1.3|north.hall-1\n1.4|north.hall-1#2\n1.3.5|north.hall-1.row"
    );
    database.ask("UPDATE shop.tb_place SET fk_parent = 2 WHERE pk_place = 3");
    assert_eq!(
        database.ask(rows),
        "1|north\n2|south\n2.3|south.hall-1\n1.4|north.hall-1#2\n2.3.5|south.hall-1.row"
    );
    let circle = "UPDATE shop.tb_place SET fk_parent = 5 WHERE pk_place = 2";
    assert_eq!(
        database.refuse(circle),
        "ERROR:  A row cannot be moved below itself"
    );
    assert_eq!(
        database.ask("SELECT shop.refresh_tv_place(); SELECT data -> 'parent' ->> 'name' FROM shop.tv_place WHERE pk_place = 5"),
        "\nHall 1"
    );
    assert_eq!(
        database.ask("SELECT shop.place_pk(shop.place_id(5)::text), shop.place_pk('5'), shop.place_pk('x') IS NULL"),
        "5|5|t"
    );
}

#[test]
fn references_to_one_of_several_entities_lead_to_rows() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[
        (
            "note.yaml",
            "entity: Note\nfields: {about: ref(Person|Firm)!}\n",
        ),
        ("person.yaml", "entity: Person\nfields: {name: text}\n"),
        (
            "firm.yaml",
            "entity: Firm\nschema: shop\nfields: {name: text}\n",
        ),
    ]);
    let database = server.load("several", &folder.run(&["sql"]).out);
    assert_eq!(database.check(), "");
    database.ask("INSERT INTO shop.tb_firm (name) VALUES ('a')");
    let insert = |kind: &str| {
        format!("INSERT INTO public.tb_note (fk_about, about_type) VALUES (1, '{kind}')")
    };
    database.ask(&insert("Firm"));
    assert!(
        database
            .refuse(&insert("Person"))
            .contains("tb_note_fk_about_person_fkey")
    );
    assert!(
        database
            .refuse(&insert("Nobody"))
            .contains("chk_tb_note_about_type_enum")
    );
}

#[test]
fn each_tenant_sees_its_own_rows() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[
        ("registry/domain_registry.yaml", REGISTRY),
        (
            "item.yaml",
            "\
entity: Item
schema: crm
fields: {name: text, owner: ref(Item)}
security: {row_security: true}
",
        ),
    ]);
    let sql = folder.run(&["sql", "--target", "next"]).out;
    let database = server.load("tenants", &sql);
    let (one, two) = (
        "00000000-0000-0000-0000-000000000001",
        "00000000-0000-0000-0000-000000000002",
    );
    database.ask(&format!(
        "INSERT INTO crm.tb_item (tenant_id, name) VALUES ('{one}', 'a'), ('{two}', 'b');
CREATE ROLE reader; GRANT USAGE ON SCHEMA crm, app TO reader;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA crm TO reader;"
    ));
    let seen = |tenant: &str| {
        database.ask(&format!(
            "SET ROLE reader; SET app.tenant_id = '{tenant}'; SELECT name FROM crm.tb_item"
        ))
    };
    assert_eq!(
        (seen(one), seen(two), seen("")),
        ("a".into(), "b".into(), String::new())
    );
    let others = format!(
        "SET ROLE reader; SET app.tenant_id = '{one}';
INSERT INTO crm.tb_item (tenant_id, fk_owner) VALUES ('{one}', 2)"
    );
    assert!(
        database
            .refuse(&others)
            .contains("tb_item_tenant_fk_owner_fkey")
    );
}

#[test]
fn rules_and_computed_fields_are_kept() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[(
        "item.yaml",
        "\
entity: Item
schema: shop
fields: {name: text, size: integer, made: date, box: ref(Item)}
computed_fields:
  - loud: upper(name) || '!'
  - is_old: made < current_date
  - box_name: box.name
constraints:
  - {type: check, name: small, expression: size < 100}
validations:
  - {name: fits, condition: box.size > 5, when: size > 5, error: too_large_for_its_box}
indexes:
  - {columns: [name], where: size > 3}
",
    )]);
    let database = server.load("rules", &folder.run(&["sql", "--target", "next"]).out);
    assert_eq!(database.check(), "");
    database.ask("INSERT INTO shop.tb_item (name, size, made) VALUES ('a', 2, '2000-01-01')");
    let put = |size: i32| {
        format!("INSERT INTO shop.tb_item (name, size, fk_box) VALUES ('b', {size}, 1)")
    };
    database.ask(&put(3));
    assert_eq!(database.refuse(&put(6)), "ERROR:  too_large_for_its_box");
    assert!(database.refuse(&put(100)).contains("\"small\""));
    assert_eq!(
        database.ask(
            "SELECT t.loud, shop.item_is_old(t), shop.item_box_name(t) FROM shop.tb_item AS t ORDER BY t.size"
        ),
        "A!|t|\nB!||a"
    );
}

#[test]
fn a_reference_leads_to_an_entity_once_however_often_it_says_so() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[
        (
            "note.yaml",
            "entity: Note\nschema: crm\nfields: {about: ref(Firm|Firm)!, of: ref(crm.Firm|Firm)}\n",
        ),
        (
            "firm.yaml",
            "entity: Firm\nschema: crm\nfields: {name: text}\n",
        ),
    ]);
    let database = server.load("once", &folder.run(&["sql"]).out);
    assert_eq!(database.check(), "");
    assert_eq!(
        database.ask(
            "SELECT conname, conkey FROM pg_constraint \
             WHERE conrelid = 'crm.tb_note'::regclass AND contype = 'f' ORDER BY conname"
        ),
        "tb_note_fk_about_fkey|{3}\ntb_note_fk_of_fkey|{4}"
    );
}

#[test]
fn namesakes_of_two_schemas_stay_two() {
    let Some(server) = Server::start() else {
        return;
    };
    let firm = |schema: &str| {
        format!(
            "entity: Firm\nschema: {schema}\nfields: {{name: text}}\nactions: [{{name: create_firm}}]\n"
        )
    };
    let folder = Folder::with(&[
        (
            "note.yaml",
            "entity: Note\nfields: {about: ref(shop.Firm|bank.Firm)!}\nactions: [{name: create_note}]\n",
        ),
        ("a.yaml", &firm("shop")),
        ("b.yaml", &firm("bank")),
    ]);
    let database = server.load("namesakes", &folder.run(&["sql"]).out);
    assert_eq!(database.check(), "");
    database.ask("INSERT INTO bank.tb_firm (name) VALUES ('ours')");
    let insert = |kind: &str| {
        format!("INSERT INTO public.tb_note (fk_about, about_type) VALUES (1, '{kind}')")
    };
    database.ask(&insert("bank.Firm"));
    let told = database.refuse(&insert("shop.Firm"));
    assert!(told.contains("tb_note_fk_about_shop_firm_fkey"), "{told}");
    assert!(
        database
            .refuse(&insert("Firm"))
            .contains("chk_tb_note_about_type_enum")
    );
    assert_eq!(
        database.ask(
            "SELECT public.refresh_tv_note(); SELECT data -> 'about' ->> 'name' FROM public.tv_note"
        ),
        "\nours"
    );
}

#[test]
fn what_leads_to_an_entity_that_cannot_be_has_no_key() {
    let Some(server) = Server::start() else {
        return;
    };
    let spec = "\
entity: Note
schema: crm
fields: {about: ref(Thing)!, of: ref(Thing|Note), said: text}
translations: {enabled: true, fields: [said]}
read_models:
  - {name: notes, source: Note JOIN Thing, fields: [said]}
actions:
  - name: create_note
";
    let folder = Folder::with(&[
        ("note.yaml", spec),
        (
            "thing.yaml",
            "entity: Thing\nschema: pg_things\nfields: {name: text}\n",
        ),
        (
            "locale.yaml",
            "entity: Locale\nschema: pg_things\nfields: {code: text}\n",
        ),
    ]);
    let sql = folder.run(&["sql", "--target", "next"]).out;
    for reason in [
        "Thing: all of it: PostgreSQL keeps the schema `pg_things` to itself",
        "Note: the key of `about`: nothing is made of the entity `Thing`",
        "Note: the key of `of`: nothing is made of the entity `Thing`",
        "Note: the key to languages: nothing is made of the entity `Locale`",
        "Note: the read model `notes`: nothing is made of the entity `Thing`",
    ] {
        assert!(
            sql.contains(&format!("-- Left out of {reason}\n")),
            "{reason}: {sql}"
        );
    }
    let database = server.load("reserved", &sql);
    assert_eq!(database.check(), "");
    database.ask("INSERT INTO crm.tb_note (said) VALUES ('a'); SELECT crm.refresh_tv_note()");
    let told = folder
        .run(&["--check", ".", "--target", "next", "--format", "concise"])
        .out;
    let at_field = "note.yaml:3:10: info[left-out-of-sql]: left out of the SQL: the key of `about`";
    assert!(told.contains(at_field), "{told}");
}

#[test]
fn an_index_that_a_field_has_anyway_is_made_once() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[(
        "item.yaml",
        "\
entity: Item
schema: shop
fields:
  tags: list(text)
  state: enum(new, old)
  code: {type: text, unique: true}
  note: text
  ip: ipAddress
indexes:
  - {columns: [note], using: gin}
  - {columns: [ip, code], using: gist}
  - {columns: [tags], using: gin}
  - {columns: [state], name: by_state}
  - {columns: [state], where: state = 'new'}
constraints:
  - {type: unique, fields: [code]}
  - {type: exclusion, name: apart, fields: [{note: '='}, {code: '<>'}]}
",
    )]);
    let sql = folder.run(&["sql", "--target", "next"]).out;
    let database = server.load("indexes", &sql);
    assert_eq!(
        database.ask(
            "SELECT indexrelid::regclass FROM pg_index \
             WHERE indrelid = 'shop.tb_item'::regclass ORDER BY indexrelid::regclass::text"
        ),
        "shop.apart\nshop.by_state\nshop.shop_idx_tb_item_ip\nshop.shop_idx_tb_item_ip_code\n\
         shop.shop_idx_tb_item_note\nshop.shop_idx_tb_item_state\nshop.shop_idx_tb_item_tags\n\
         shop.tb_item_code_key\nshop.tb_item_id_key\nshop.tb_item_pkey"
    );
}
