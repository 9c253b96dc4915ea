//! The command `sql`.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use support::Folder;

const ITEM: &str = "entity: Item\nschema: shop\nfields: {owner: ref(Owner)}\n";
const OWNER: &str = "entity: Owner\nschema: crm\nfields: {name: text}\n";

fn folder() -> Folder {
    Folder::with(&[("items/item.yaml", ITEM), ("owner.yaml", OWNER)])
}

/// The tables that a script makes, in its order.
fn tables(sql: &str) -> Vec<&str> {
    let lines = sql.lines();
    let made = lines.filter_map(|line| line.strip_prefix("CREATE TABLE "));
    made.filter_map(|line| line.strip_suffix(" (")).collect()
}

#[test]
fn a_workspace_is_one_script() {
    let ran = folder().run(&["sql"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(
        tables(&ran.out),
        [
            "app.tb_mutation_audit_log",
            "crm.tb_owner",
            "shop.tb_item",
            "shop.tv_item"
        ]
    );
    let (tables, keys) = (ran.out.rfind("CREATE TABLE"), ran.out.find("FOREIGN KEY"));
    assert!(tables < keys);
}

#[test]
fn the_same_specs_give_the_same_bytes() {
    let folder = folder();
    let first = folder.run(&["sql"]).out;
    for _ in 0..3 {
        assert_eq!(folder.run(&["sql", "."]).out, first);
        assert_eq!(folder.run(&["sql", "owner.yaml", "items"]).out, first);
    }
}

#[test]
fn what_is_not_there_gives_no_sql() {
    let ran = folder().run(&["sql", "nothing.yaml"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("nothing.yaml"), "{}", ran.err);
}

#[test]
fn an_entity_can_be_asked_for_alone() {
    let ran = folder().run(&["sql", "--entity", "Owner"]);
    assert_eq!((ran.status, tables(&ran.out)), (0, vec!["crm.tb_owner"]));
    let ran = folder().run(&["sql", "--entity", "Nobody"]);
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (2, "specql-lsp: there is no entity `Nobody`\n")
    );
}

#[test]
fn part_of_a_workspace_comes_with_what_it_needs() {
    let folder = folder();
    folder.write("specql.toml", b"");
    let ran = folder.run(&["sql", "items"]);
    assert!(tables(&ran.out).contains(&"crm.tb_owner"), "{}", ran.out);
    let ran = folder.run(&["sql", "owner.yaml"]);
    assert_eq!(
        tables(&ran.out),
        ["app.tb_mutation_audit_log", "crm.tb_owner"]
    );
}

#[test]
fn what_is_broken_is_told_and_the_rest_is_there() {
    let folder = Folder::with(&[(
        "item.yaml",
        "entity: Item\nfields:\n  name: text\n  half\n  size: [1,\n  owner: ref(\n",
    )]);
    let ran = folder.run(&["sql"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("    name text,\n"), "{}", ran.out);
    assert!(ran.out.contains("-- Left out of Item: the field `half`"));
}

#[test]
fn a_folder_holds_a_file_for_each_step() {
    let folder = folder();
    folder.write("made/120_policies.sql", b"of an earlier time");
    folder.write("made/notes.txt", b"mine");
    let ran = folder.run(&["sql", "--out", "made"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    let mut names: Vec<_> = std::fs::read_dir(folder.path().join("made"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "000_settings.sql",
            "030_schemas.sql",
            "040_types.sql",
            "050_tables.sql",
            "060_constraints.sql",
            "070_indexes.sql",
            "080_functions.sql",
            "notes.txt"
        ]
    );
}
