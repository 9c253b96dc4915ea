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
