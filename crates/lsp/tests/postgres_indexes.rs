//! That the language knows what a real PostgreSQL can put into an index.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use specql_language::index::{METHODS, Operators, known_types};

use specql_language::types::{BASIC, SCALARS};
use support::Folder;
use support::postgres::{Database, Server};

/// Which indexes a database makes: `gin integer` for an index by `gin` over a column of integers.
fn made_by(database: &Database<'_>) -> Vec<String> {
    let types: Vec<_> = known_types().map(|name| format!("('{name}')")).collect();
    let methods: Vec<_> = METHODS
        .iter()
        .map(|way| format!("('{}')", way.name))
        .collect();
    let script = format!(
        "\
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE TEMPORARY TABLE made (name text);
DO $$
DECLARE
    v_way text;
    v_type text;
BEGIN
    FOR v_way, v_type IN
        SELECT w.name, t.name
        FROM (VALUES {}) AS w (name), (VALUES {}) AS t (name)
    LOOP
        BEGIN
            EXECUTE format('CREATE TEMPORARY TABLE tried (c %s)', v_type);
            EXECUTE format('CREATE INDEX ON tried USING %s (c)', v_way);
            INSERT INTO made VALUES (v_way || ' ' || v_type);
        EXCEPTION WHEN undefined_object THEN
            NULL;
        END;
        DROP TABLE IF EXISTS tried;
    END LOOP;
END
$$;
SELECT name FROM made;",
        methods.join(", "),
        types.join(", ")
    );
    let mut made: Vec<_> = database.ask(&script).lines().map(str::to_owned).collect();
    made.sort();
    made
}

/// What the language says of the same.
fn known(is_made: impl Fn(Operators) -> bool) -> Vec<String> {
    let all = METHODS
        .iter()
        .flat_map(|way| known_types().map(move |name| (way, name)));
    let made = all.filter(|(way, name)| is_made(way.operators(name).unwrap()));
    let mut made: Vec<_> = made
        .map(|(way, name)| format!("{} {name}", way.name))
        .collect();
    made.sort();
    made
}

/// What is in `one` and not in the other. Later versions know more, and nothing less.
fn lacks(one: &[String], other: &[String]) -> Vec<String> {
    let missing = one.iter().filter(|name| !other.contains(name));
    missing.cloned().collect()
}

#[test]
fn what_the_language_says_of_indexes_is_so() {
    let Some(server) = Server::start() else {
        return;
    };
    let alone = server.load("alone", "");
    let is_15 = alone.ask("SHOW server_version").starts_with("15.");
    let extended = server.load(
        "extended",
        "CREATE EXTENSION btree_gin; CREATE EXTENSION btree_gist;",
    );
    let own = known(|needed| needed == Operators::Own);
    let all = known(|needed| needed != Operators::None);
    for (known, made) in [(own, made_by(&alone)), (all, made_by(&extended))] {
        assert!(made.len() > 60, "{made:?}");
        assert_eq!(lacks(&known, &made), [""; 0]);
        if is_15 {
            assert_eq!(lacks(&made, &known), [""; 0]);
        }
    }
}

#[test]
fn several_columns_are_taken_where_the_language_says_so() {
    let Some(server) = Server::start() else {
        return;
    };
    let database = server.load(
        "several",
        "CREATE EXTENSION btree_gin; CREATE EXTENSION btree_gist;",
    );
    database.ask("CREATE TABLE tried (a text, b text)");
    for way in METHODS {
        let statement = format!("CREATE INDEX ON tried USING {} (a, b)", way.name);
        if way.takes_several {
            database.ask(&statement);
        } else {
            assert!(database.refuse(&statement).contains("multicolumn"));
        }
    }
}

/// An entity that asks for every index over a field of every type, one by one.
fn greedy() -> String {
    let names = BASIC.iter().map(|basic| basic.name);
    let names: Vec<_> = names
        .chain(SCALARS.iter().map(|scalar| scalar.name))
        .collect();
    let mut spec = "entity: Item\nschema: shop\nfields:\n".to_owned();
    let mut rest = ["indexes:\n", "unique_together:\n", "constraints:\n"].map(str::to_owned);
    let mut columns = String::new();
    for (number, name) in names.iter().enumerate() {
        spec += &format!("  f{number}: {name}\n  u{number}: {{type: {name}, unique: true}}\n");
        rest[1] += &format!("  - [f{number}, u{number}]\n");
        for way in METHODS {
            let way = way.name;
            rest[0] += &format!("  - {{columns: [f{number}], type: {way}}}\n");
            columns += &format!("    - c{number}_{way}: {{source: f{number}, index: {way}}}\n");
        }
        columns += &format!("    - c{number}_parts: {{source: f{number}, index: gin_trgm}}\n");
        for operator in ["=", "<>", "&&", "-|-"] {
            rest[2] += &format!("  - {{type: exclusion, fields: [{{f{number}: '{operator}'}}]}}\n");
        }
    }
    let views = "table_views:\n  mode: force\n  extra_filter_columns:\n";
    spec + &rest.concat() + views + &columns
}

#[test]
fn whatever_index_a_spec_asks_for_its_sql_loads() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[("item.yaml", &greedy())]);
    let sql = folder.run(&["sql", "--target", "next"]).out;
    let database = server.load("greedy", &sql);
    let ways = "SELECT DISTINCT am.amname FROM pg_class AS c JOIN pg_am AS am ON am.oid = c.relam \
        WHERE c.relnamespace = 'shop'::regnamespace AND c.relkind = 'i' ORDER BY 1";
    assert_eq!(database.ask(ways), "brin\nbtree\ngin\ngist\nhash\nspgist");
    assert!(
        sql.contains("-- Left out of Item: an exclusion by `&&`: `f0` is no range"),
        "{sql}"
    );
}
