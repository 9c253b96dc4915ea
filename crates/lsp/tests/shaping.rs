//! What gives a text its shape: formatting, folds, selections, colours, and what can be done.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails where it stands"
)]

mod support;

use serde_json::{Value, json};
use support::editor::{ENCODINGS, Editor, capabilities, shop};

const ORDER: &str = "entity: Order";

/// An order with blanks that do not belong there, behind letters of many bytes.
const UGLY: &str = "\
//- entities/order.yaml
entity:   Order
schema: shop
description: To send
fields:
    note:   text
    buyer: {description: \"é🙂\",type:   te$0xt}
";

#[test]
fn a_file_is_formatted() {
    let options = json!({"options": {"tabSize": 8, "insertSpaces": false}});
    for encoding in ENCODINGS {
        let mut editor = Editor::new(UGLY, encoding);
        let edits = editor.ask("textDocument/formatting", options.clone());
        assert_eq!(
            editor.edited("entities/order.yaml", &edits),
            "\
entity: Order
schema: shop
description: To send

fields:
  note: text
  buyer: {description: \"é🙂\", type: text}
"
        );
    }
}

#[test]
fn a_part_is_formatted_and_the_rest_stays() {
    let first = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}});
    let params = json!({"range": first, "options": {"tabSize": 2, "insertSpaces": true}});
    let mut editor = Editor::new(UGLY, "utf-16");
    let edits = editor.ask("textDocument/rangeFormatting", params);
    let text = editor.edited("entities/order.yaml", &edits);
    assert!(
        text.starts_with("entity: Order\n") && text.contains("    note:   text"),
        "{text}"
    );
}

#[test]
fn a_new_line_is_indented() {
    let text = "//- entities/order.yaml\nentity: Order\ndescription: é🙂\nfields:\n$0";
    for encoding in ENCODINGS {
        let mut editor = Editor::new(text, encoding);
        let more = json!({"ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}});
        let edits = editor.ask("textDocument/onTypeFormatting", more);
        let text = editor.edited("entities/order.yaml", &edits);
        assert!(text.ends_with("fields:\n  "), "{text:?}");
    }
}

#[test]
fn what_is_wrong_stays_as_it_is() {
    let text = UGLY.replace("note:   text", "note:   \"text");
    let mut editor = Editor::new(&text, "utf-16");
    let options = json!({"options": {"tabSize": 2, "insertSpaces": true}});
    let edits = editor.ask("textDocument/formatting", options);
    assert_eq!(editor.changed(&edits), ["entity: Order"]);
}

#[test]
fn blocks_are_folded() {
    let lines = |folds: &Value| {
        let folds = folds.as_array().unwrap().iter();
        let lines = folds.map(|fold| (fold["startLine"].as_u64(), fold["endLine"].as_u64()));
        lines
            .map(|(start, end)| (start.unwrap(), end.unwrap()))
            .collect::<Vec<_>>()
    };
    let mut editor = Editor::new(&shop(ORDER, "AND tot"), "utf-8");
    let folds = editor.ask("textDocument/foldingRange", json!({}));
    assert!(lines(&folds).contains(&(2, 5)), "{folds}");
    assert_eq!(folds[0]["startCharacter"], "fields:".len());
    let mut can = capabilities("utf-8");
    can["textDocument"]["foldingRange"] = json!({"lineFoldingOnly": true, "rangeLimit": 1});
    let mut editor = Editor::with(&shop(ORDER, "AND tot"), &can, &Value::Null);
    let folds = editor.ask("textDocument/foldingRange", json!({}));
    assert_eq!(folds, json!([{"startLine": 2, "endLine": 5}]));
}

#[test]
fn a_selection_grows() {
    for encoding in ENCODINGS {
        let mut editor = Editor::new(&shop(ORDER, "ref(Cust"), encoding);
        let at = editor.here()["position"].clone();
        let found = editor.ask(
            "textDocument/selectionRange",
            json!({"positions": [at, at]}),
        );
        assert_eq!(found[0], found[1]);
        let mut words = Vec::new();
        let mut around = &found[0];
        while around.is_object() && words.len() < 4 {
            words.push(editor.here_at(&around["range"]));
            around = &around["parent"];
        }
        let inside = "description: \"é🙂\", type: ref(Customer)";
        assert_eq!(words[..2], ["Customer", "ref(Customer)"]);
        assert!(
            words[2..]
                .iter()
                .any(|word| word == "type: ref(Customer)" || word == inside),
            "{words:?}"
        );
    }
}

/// Words with what they are, by the legend.
fn words(editor: &Editor, data: &Value) -> Vec<(String, String)> {
    let legend = &editor.client.offered["capabilities"]["semanticTokensProvider"]["legend"];
    let numbers: Vec<u64> = data
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .collect();
    let (mut line, mut start) = (0, 0);
    let mut words = Vec::new();
    for token in numbers.chunks(5) {
        let [lines, characters, length, kind, _] = token else {
            panic!("{token:?}")
        };
        start = if *lines > 0 {
            *characters
        } else {
            start + characters
        };
        line += lines;
        let range = json!({
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": start + length},
        });
        let kind = legend["tokenTypes"][*kind as usize].as_str().unwrap();
        words.push((editor.here_at(&range), kind.to_owned()));
    }
    words
}

#[test]
fn words_are_coloured_by_what_they_are() {
    for encoding in ENCODINGS {
        let mut editor = Editor::new(&shop(ORDER, "AND tot"), encoding);
        let tokens = editor.ask("textDocument/semanticTokens/full", json!({}));
        let words = words(&editor, &tokens["data"]);
        let has = |word: &str, kind: &str| words.contains(&(word.to_owned(), kind.to_owned()));
        assert!(
            has("Order", "class") && has("Customer", "class"),
            "{words:?}"
        );
        assert!(
            has("total", "property") && has("'é🙂'", "string"),
            "{words:?}"
        );
        let here = editor.here()["position"].clone();
        let line = json!({"line": here["line"], "character": 0});
        let range = json!({"range": {"start": line, "end": here}});
        let some = editor.ask("textDocument/semanticTokens/range", range);
        let some = self::words(&editor, &some["data"]);
        assert!(!some.is_empty() && some.iter().all(|word| words.contains(word)));
        assert!(some.len() < words.len());
    }
}

#[test]
fn only_what_has_changed_is_coloured_again() {
    let mut editor = Editor::new(&shop(ORDER, "AND tot"), "utf-16");
    let uri = editor.uri();
    let before = editor.ask("textDocument/semanticTokens/full", json!({}));
    let since = json!({"previousResultId": before["resultId"]});
    let same = editor.ask("textDocument/semanticTokens/full/delta", since.clone());
    assert_eq!(same, json!({"resultId": before["resultId"], "edits": []}));
    let end = json!({"line": 0, "character": "entity: Order".len()});
    let change = json!([{"range": {"start": end, "end": end}, "text": "s"}]);
    editor.client.change(&uri, 2, change);
    let changed = editor.ask("textDocument/semanticTokens/full/delta", since);
    let edits = changed["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1);
    let mut numbers = before["data"].as_array().unwrap().clone();
    let place = |name: &str| edits[0][name].as_u64().unwrap() as usize;
    let new = edits[0]["data"].as_array().unwrap().iter().cloned();
    numbers.splice(place("start")..place("start") + place("deleteCount"), new);
    let now = editor.ask("textDocument/semanticTokens/full", json!({}));
    assert_eq!(json!(numbers), now["data"]);
    assert_eq!(changed["resultId"], now["resultId"]);
    assert!(place("deleteCount") < now["data"].as_array().unwrap().len() / 2);
    let unknown = json!({"previousResultId": "no such"});
    let whole = editor.ask("textDocument/semanticTokens/full/delta", unknown);
    assert_eq!(whole, now);
}

/// A spec with an unknown field behind letters of many bytes.
const BROKEN: &str = "\
//- entities/order.yaml
entity: Order
schema: shop
description: To send
fields:
  total: money
actions:
  - name: close
    steps:
      - validate: total = 'é🙂' OR totl$0 > 0
        error: empty
";

fn actions(editor: &mut Editor, context: Value) -> Vec<Value> {
    let at = editor.here()["position"].clone();
    let params = json!({"range": {"start": at, "end": at}, "context": context});
    let actions = editor.ask("textDocument/codeAction", params);
    actions.as_array().unwrap().clone()
}

/// The diagnostics of the cursor's file with a code.
fn diagnostics(editor: &mut Editor, code: &str) -> Vec<Value> {
    let uri = editor.uri();
    let found = editor.client.pull(&uri).into_iter();
    found.filter(|found| found["code"] == code).collect()
}

#[test]
fn a_mistake_is_mended_in_two_steps() {
    for encoding in ENCODINGS {
        let mut editor = Editor::new(BROKEN, encoding);
        let wrong = diagnostics(&mut editor, "unknown-field");
        assert_eq!(editor.here_at(&wrong[0]["range"]), "totl");
        let found = actions(&mut editor, json!({"diagnostics": wrong}));
        let fix = found
            .iter()
            .find(|action| action["title"].as_str().unwrap().contains("`total`"));
        let fix = fix.unwrap_or_else(|| panic!("{found:?}"));
        assert_eq!(fix["kind"], "quickfix");
        assert_eq!(fix["diagnostics"], json!(wrong));
        assert!(fix["edit"].is_null());
        let fix = editor
            .client
            .request("codeAction/resolve", fix.clone())
            .unwrap();
        let change = &fix["edit"]["documentChanges"][0];
        assert_eq!(
            change["textDocument"],
            json!({"uri": editor.uri(), "version": 1})
        );
        assert_eq!(
            editor.changed(&change["edits"]),
            ["- validate: total = 'é🙂' OR total > 0"]
        );
    }
}

/// What is changed here changes the SQL.
const REFERRING: &str = "\
//- entities/customer.yaml
entity: Customer
schema: crm
fields:
  name: text!
  land: ref(Contr$0y)
table_views: {mode: disable}
//- entities/country.yaml
entity: Country
schema: crm
fields: {name: text}
";

#[test]
fn what_changes_the_sql_says_how() {
    let mut can = capabilities("utf-16");
    for is_annotated in [false, true] {
        if is_annotated {
            can["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({});
            can["textDocument"]["codeAction"]["honorsChangeAnnotations"] = json!(true);
        }
        let mut editor = Editor::with(REFERRING, &can, &Value::Null);
        let found = actions(&mut editor, json!({"diagnostics": []}));
        let fix = found.iter().find(|a| a["title"] == "Refer to `Country`");
        let fix = fix.unwrap_or_else(|| panic!("{found:?}")).clone();
        let fix = editor.client.request("codeAction/resolve", fix).unwrap();
        let told = fix["documentation"]["value"].as_str().unwrap();
        assert!(told.starts_with("The SQL before (`-`) and after (`+`):\n\n```diff\n"));
        let key = "+    ADD CONSTRAINT tb_customer_fk_land_fkey FOREIGN KEY (fk_land) REFERENCES crm.tb_country (pk_country);";
        assert!(told.contains(key), "{told}");
        let edit = &fix["edit"]["documentChanges"][0]["edits"][0];
        let annotation = &fix["edit"]["changeAnnotations"]["sql"];
        if is_annotated {
            assert_eq!(edit["annotationId"], "sql");
            assert_eq!(annotation["label"], "Refer to `Country`");
            assert!(annotation["description"].as_str().unwrap().contains(key));
        } else {
            assert!(edit["annotationId"].is_null() && annotation.is_null());
        }
        let silent = found
            .iter()
            .find(|a| a["title"].as_str().unwrap().starts_with("Ignore"));
        let silent = silent.unwrap().clone();
        let silent = editor.client.request("codeAction/resolve", silent).unwrap();
        assert!(silent["documentation"].is_null(), "{silent}");
    }
}

#[test]
fn only_the_kinds_that_are_wanted_are_offered() {
    let mut editor = Editor::new(BROKEN, "utf-16");
    let kinds = |editor: &mut Editor, only: &str| {
        let found = actions(editor, json!({"diagnostics": [], "only": [only]}));
        let kinds = found
            .iter()
            .map(|action| action["kind"].as_str().unwrap().to_owned());
        let mut kinds: Vec<_> = kinds.collect();
        kinds.dedup();
        kinds
    };
    assert_eq!(kinds(&mut editor, "quickfix"), ["quickfix"]);
    assert!(
        kinds(&mut editor, "refactor")
            .iter()
            .all(|kind| kind.starts_with("refactor"))
    );
    assert_eq!(kinds(&mut editor, "source.organizeImports"), [""; 0]);
    assert_eq!(kinds(&mut editor, "quick"), [""; 0]);
}

#[test]
fn what_can_be_done_is_told_at_once_where_it_cannot_be_told_later() {
    let mut can = capabilities("utf-16");
    can["textDocument"]["codeAction"]["resolveSupport"] = Value::Null;
    can["workspace"]["workspaceEdit"] = Value::Null;
    let mut editor = Editor::with(BROKEN, &can, &Value::Null);
    let found = actions(&mut editor, json!({"diagnostics": []}));
    assert!(!found.is_empty());
    for action in found {
        assert!(
            action["edit"]["changes"].is_object() && action["data"].is_null(),
            "{action}"
        );
    }
}

#[test]
fn what_was_offered_for_another_text_is_not_done() {
    let mut editor = Editor::new(BROKEN, "utf-16");
    let found = actions(&mut editor, json!({"diagnostics": []}));
    let (uri, start) = (editor.uri(), json!({"line": 0, "character": 0}));
    let change = json!([{"range": {"start": start, "end": start}, "text": "# first\n"}]);
    editor.client.change(&uri, 2, change);
    let done = editor
        .client
        .request("codeAction/resolve", found[0].clone());
    assert_eq!(done, Err(-32801));
}

#[test]
fn who_knows_commands_only_is_offered_nothing() {
    let mut editor = Editor::with(BROKEN, &json!({}), &Value::Null);
    assert_eq!(
        editor.client.offered["capabilities"]["codeActionProvider"],
        Value::Null
    );
    let at = editor.here()["position"].clone();
    let params = json!({"range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    assert_eq!(editor.ask("textDocument/codeAction", params), Value::Null);
}
