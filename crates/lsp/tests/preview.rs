//! The SQL of a spec, in an editor: asked for, shown as a virtual document or as a file, and told
//! anew when it changes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails where it stands"
)]

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::editor::{Editor, capabilities};

const PRICES: &str = "\
//- entities/price.yaml
entity: Price
schema: shop
fields:
  gross: money
  la$0bel: text!
actions:
  - name: reset
    steps:
      - update: Price SET label = 'é🙂'
";

/// A client that shows documents, virtual ones or not.
fn showing(is_virtual: bool) -> Value {
    let mut can = capabilities("utf-16");
    can["window"]["showDocument"] = json!({"support": true});
    if is_virtual {
        can["workspace"]["textDocumentContent"] = json!({});
    }
    can
}

/// The action that shows the SQL, as it is offered at the cursor.
fn offered(editor: &mut Editor) -> Option<Value> {
    let cursor = editor.here()["position"].clone();
    let params = json!({
        "range": {"start": cursor, "end": cursor},
        "context": {"diagnostics": []},
    });
    let actions = editor.ask("textDocument/codeAction", params);
    let actions = actions.as_array().unwrap().iter();
    let mut shows = actions.filter(|action| action["title"] == "Preview the generated SQL");
    shows.next().map(|action| action["command"].clone())
}

/// Runs the command of an action, and waits for what the server wants to be shown.
fn run(editor: &mut Editor, command: &Value) -> String {
    let params = json!({"command": command["command"], "arguments": command["arguments"]});
    let made = editor
        .client
        .request("workspace/executeCommand", params)
        .unwrap();
    assert!(made["sql"].as_str().unwrap().contains("label"), "{made}");
    editor
        .client
        .until("a document", |client| !client.shown.is_empty());
    editor.client.shown.remove(0)
}

#[test]
fn the_sql_of_a_field_is_a_virtual_document() {
    let mut editor = Editor::with(PRICES, &showing(true), &Value::Null);
    let command = offered(&mut editor).unwrap();
    let uri = run(&mut editor, &command);
    assert!(
        uri.starts_with("specql-sql:/") && uri.ends_with("/price.yaml.sql#label"),
        "{uri}"
    );
    let content = editor
        .client
        .request("workspace/textDocumentContent", json!({"uri": uri}));
    let text = content.unwrap()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("label text NOT NULL"), "{text}");
}

#[test]
fn a_change_is_told_to_who_shows_a_virtual_document() {
    let mut editor = Editor::with(PRICES, &showing(true), &Value::Null);
    let path = editor.uri().strip_prefix("file://").unwrap().to_owned();
    let uri = format!("specql-sql:{path}.sql");
    let ask = json!({"uri": uri});
    editor
        .client
        .request("workspace/textDocumentContent", ask.clone())
        .unwrap();
    let text = PRICES.split_once('\n').unwrap().1.replace("$0", "");
    let text = text.replace("gross: money", "gross: integer");
    let document = editor.uri();
    editor.client.change(&document, 2, json!([{"text": text}]));
    let method = "workspace/textDocumentContent/refresh";
    editor.client.until("a refresh", |client| {
        client.asked.iter().any(|asked| asked == method)
    });
    let content = editor.client.request("workspace/textDocumentContent", ask);
    let text = content.unwrap()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("gross integer"), "{text}");
}

#[test]
fn without_virtual_documents_it_is_a_file_for_reading() {
    let mut editor = Editor::with(PRICES, &showing(false), &Value::Null);
    let command = offered(&mut editor).unwrap();
    let uri = run(&mut editor, &command);
    let path = uri.strip_prefix("file://").unwrap().to_owned();
    assert!(path.ends_with(".sql"), "{path}");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("label text NOT NULL"), "{text}");
    assert!(std::fs::metadata(&path).unwrap().permissions().readonly());
    editor.client.exit();
    for _ in 0..500 {
        if !std::path::Path::new(&path).exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the file stays when the server has gone");
}

/// Whether a position is in a range, or at one of its ends.
fn holds(range: &Value, line: u64, character: u64) -> bool {
    let at = |end: &str| {
        let place = &range[end];
        (
            place["line"].as_u64().unwrap(),
            place["character"].as_u64().unwrap(),
        )
    };
    at("start") <= (line, character) && (line, character) <= at("end")
}

/// How much of a text a range is, to compare it with those around it.
fn size(range: &Value) -> (u64, u64) {
    let of = |end: &str, what: &str| range[end][what].as_u64().unwrap();
    let lines = of("end", "line") - of("start", "line");
    let last = of("end", "character");
    (
        lines,
        if lines == 0 {
            last - of("start", "character")
        } else {
            last
        },
    )
}

const SHOP: &str = "\
//- entities/crm/buyer.yaml
entity: Buyer
schema: crm
fields:
  na$0me: text!
  # é🙂
  mail: email
//- entities/sales/bill.yaml
entity: Bill
schema: sales
fields: {first: ref(crm.Buyer), 'tötal': money, paid: boolean = false}
actions:
  - name: pay
    steps:
      - validate: paid = false
      - update: Bill SET paid = true
";

#[test]
fn the_sql_of_a_workspace_leads_to_the_specs_and_back_line_by_line() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut editor = Editor::with(SHOP, &capabilities(encoding), &Value::Null);
        let answer = editor.client.request("specql/workspaceSql", json!({}));
        let answer = answer.unwrap();
        let sql = answer["sql"].as_str().unwrap();
        let mut told = Vec::new();
        for (line, text) in (0..).zip(sql.lines()) {
            // The columns of fields, and the statements of the action.
            let is_shown = [
                "name text",
                "mail text",
                "fk_first int",
                "paid boolean",
                "paid = true",
            ];
            let Some(column) = is_shown.iter().find_map(|shown| text.find(shown)) else {
                continue;
            };
            let column = u64::try_from(column).unwrap();
            let mut around = Vec::new();
            for pair in answer["map"].as_array().unwrap() {
                if holds(&pair["sql"], line, column) {
                    around.push(pair);
                }
            }
            let pair = around
                .into_iter()
                .min_by_key(|pair| size(&pair["sql"]))
                .unwrap();
            let number = usize::try_from(pair["file"].as_u64().unwrap()).unwrap();
            let found = editor.at(&answer["files"][number], &pair["spec"]);
            // And back: what comes from the same place of that spec has this line.
            let pairs = answer["map"].as_array().unwrap().iter();
            let same = pairs
                .filter(|other| other["file"] == pair["file"] && other["spec"] == pair["spec"]);
            assert!(
                same.clone().any(|other| holds(&other["sql"], line, column)),
                "{text}"
            );
            told.push(format!("{} <- {found}", text.trim()));
        }
        assert_eq!(
            told,
            [
                "name text NOT NULL, <- entities/crm/buyer.yaml:4 name: text!",
                "mail text, <- entities/crm/buyer.yaml:6 mail: email",
                "paid boolean DEFAULT false, <- entities/sales/bill.yaml:3 paid: boolean = false",
                "fk_first integer, <- entities/sales/bill.yaml:3 first: ref(crm.Buyer)",
                "fk_first integer, <- entities/sales/bill.yaml:3 first: ref(crm.Buyer)",
                "SET paid = true, <- entities/sales/bill.yaml:8 update: Bill SET paid = true",
            ]
        );
    }
}

#[test]
fn the_script_of_a_spec_has_what_it_needs_and_knows_where_each_piece_comes_from() {
    let mut editor = Editor::new(
        "\
//- entities/trip.yaml
entity: Trip
schema: rental
fields:
  note$0: text # é🙂
  rider: ref(Rider)
//- entities/rider.yaml
entity: Rider
schema: rental
fields:
  name: text
//- entities/depot.yaml
entity: Depot
schema: rental
",
        "utf-16",
    );
    let params = json!({"textDocument": {"uri": editor.uri()}, "onlyNeeded": true});
    let answer = editor.client.request("specql/workspaceSql", params);
    let answer = answer.unwrap();
    let sql: Vec<_> = answer["sql"].as_str().unwrap().lines().collect();
    let all = sql.join("\n");
    assert!(all.contains("CREATE TABLE rental.tb_trip"), "{all}");
    assert!(!all.contains("tb_depot"), "{all}");
    let place = |column: &str, line: u64| {
        let pieces = answer["map"].as_array().unwrap().iter();
        let mut found = pieces.filter(|piece| {
            let at = piece["sql"]["start"]["line"].as_u64().unwrap();
            sql[usize::try_from(at).unwrap()].trim_start() == column
                && piece["spec"]["start"]["line"] == line
        });
        let file = found.next().unwrap()["file"].as_u64().unwrap();
        let uri = answer["files"][usize::try_from(file).unwrap()].as_str();
        uri.unwrap().rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(place("note text,", 3), "trip.yaml");
    assert_eq!(place("name text,", 3), "rider.yaml");
}

#[test]
fn who_can_show_nothing_is_offered_nothing() {
    let mut editor = Editor::new(PRICES, "utf-16");
    assert_eq!(offered(&mut editor), None);
    let params = json!({"command": "specql.unknown"});
    let failure = editor
        .client
        .request("workspace/executeCommand", params)
        .unwrap_err();
    assert_eq!(failure, -32602);
}
