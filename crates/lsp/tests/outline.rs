//! What is shown around a text: symbols, hierarchies, hints, lenses and links.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use serde_json::{Value, json};
use support::editor::{ENCODINGS, Editor, capabilities, shop};

const ORDER: &str = "entity: Order";

fn order(encoding: &str) -> Editor {
    Editor::new(&shop(ORDER, "AND tot"), encoding)
}

/// Names and kinds, what is inside further in, with what stands at each name.
fn tree(editor: &Editor, symbols: &Value, depth: usize, lines: &mut Vec<String>) {
    for symbol in symbols.as_array().into_iter().flatten() {
        let word = editor.here_at(&symbol["selectionRange"]);
        assert!(editor.here_at(&symbol["range"]).contains(&word));
        let name = symbol["name"].as_str().unwrap();
        lines.push(format!(
            "{}{} {name}: {word}",
            "  ".repeat(depth),
            symbol["kind"]
        ));
        tree(editor, &symbol["children"], depth + 1, lines);
    }
}

#[test]
fn a_file_is_shown_as_a_tree() {
    for encoding in ENCODINGS {
        let mut editor = order(encoding);
        let symbols = editor.ask("textDocument/documentSymbol", json!({}));
        let mut lines = Vec::new();
        tree(&editor, &symbols, 0, &mut lines);
        let text = lines.join("\n");
        assert!(
            text.starts_with("5 Order: Order\n  8 buyer: buyer\n  8 note: note"),
            "{text}"
        );
        assert!(
            text.contains("\n  6 close: close\n    13 sum: sum\n"),
            "{text}"
        );
        assert!(text.contains("\n  6 close_all: close_all"), "{text}");
    }
}

#[test]
fn who_knows_no_trees_gets_a_list() {
    let mut editor = Editor::with(&shop(ORDER, "AND tot"), &json!({}), &Value::Null);
    let symbols = editor.ask("textDocument/documentSymbol", json!({}));
    let symbols = symbols.as_array().unwrap();
    let shown = |name: &str| {
        let symbol = symbols
            .iter()
            .find(|symbol| symbol["name"] == name)
            .unwrap();
        let location = &symbol["location"];
        let place = editor.at(&location["uri"], &location["range"]);
        let kind = symbol["kind"].as_u64().unwrap();
        assert!(kind <= 18, "{kind} is not known to all");
        (place, symbol["containerName"].clone())
    };
    let total = "entities/order.yaml:6 total: money".to_owned();
    assert_eq!(shown("total"), (total, json!("Order")));
    assert_eq!(shown("Order").1, Value::Null);
}

#[test]
fn names_are_found_in_the_whole_workspace() {
    for encoding in ENCODINGS {
        let mut editor = order(encoding);
        let found = editor
            .client
            .request("workspace/symbol", json!({"query": "greet"}))
            .unwrap();
        let found = &found[0];
        assert_eq!(
            (&found["name"], &found["kind"]),
            (&json!("greet"), &json!(6))
        );
        assert_eq!(found["containerName"], "Customer");
        let location = &found["location"];
        let place = editor.at(&location["uri"], &location["range"]);
        assert_eq!(place, "entities/customer.yaml:8 greet");
        let none = editor
            .client
            .request("workspace/symbol", json!({"query": "zzzz"}));
        assert_eq!(none, Ok(json!([])));
    }
}

#[test]
fn calls_are_followed_both_ways() {
    for encoding in ENCODINGS {
        let mut editor = Editor::new(&shop(ORDER, "call: clo"), encoding);
        let items = editor.ask("textDocument/prepareCallHierarchy", json!({}));
        let item = items[0].clone();
        assert_eq!(
            (&item["name"], &item["detail"]),
            (&json!("close"), &json!("Order"))
        );
        assert_eq!(editor.here_at(&item["selectionRange"]), "close");
        let params = json!({"item": item});
        let calls = editor
            .client
            .request("callHierarchy/incomingCalls", params.clone())
            .unwrap();
        assert_eq!(calls[0]["from"]["name"], "close_all");
        assert_eq!(editor.here_at(&calls[0]["fromRanges"][0]), "close");
        let none = editor.client.request("callHierarchy/outgoingCalls", params);
        assert_eq!(none, Ok(json!([])));
        let caller = json!({"item": calls[0]["from"]});
        let calls = editor
            .client
            .request("callHierarchy/outgoingCalls", caller)
            .unwrap();
        assert_eq!(calls[0]["to"]["name"], "close");
        assert_eq!(editor.here_at(&calls[0]["fromRanges"][0]), "close");
    }
}

#[test]
fn entities_are_followed_to_what_they_extend_and_back() {
    for encoding in ENCODINGS {
        let mut editor = Editor::new(&shop("entity: Member", "entity: Mem"), encoding);
        assert_eq!(
            editor.client.offered["capabilities"]["typeHierarchyProvider"],
            true
        );
        let items = editor.ask("textDocument/prepareTypeHierarchy", json!({}));
        assert_eq!(
            (&items[0]["name"], &items[0]["detail"]),
            (&json!("Member"), &json!("shop"))
        );
        let params = json!({"item": items[0]});
        let above = editor
            .client
            .request("typeHierarchy/supertypes", params)
            .unwrap();
        let place = editor.at(&above[0]["uri"], &above[0]["selectionRange"]);
        assert_eq!(place, "entities/customer.yaml:1 Customer");
        let params = json!({"item": above[0]});
        let below = editor
            .client
            .request("typeHierarchy/subtypes", params)
            .unwrap();
        assert_eq!(below[0]["name"], "Member");
    }
}

#[test]
fn hints_stand_behind_what_they_tell_of() {
    for encoding in ENCODINGS {
        let mut editor = order(encoding);
        let end = json!({"line": 1000, "character": 0});
        let range = json!({"range": {"start": {"line": 0, "character": 0}, "end": end}});
        let hints = editor.ask("textDocument/inlayHint", range);
        let hints = hints.as_array().unwrap();
        let behind = |hint: &Value| {
            let at = &hint["position"];
            let start = json!({"line": at["line"], "character": 0});
            editor.here_at(&json!({"start": start, "end": at}))
        };
        let reference = hints
            .iter()
            .find(|hint| behind(hint).ends_with("ref(Customer)"))
            .unwrap();
        assert_eq!(reference["label"], "fk_buyer");
        assert_eq!(reference["paddingLeft"], true);
        let hint = editor
            .client
            .request("inlayHint/resolve", reference.clone())
            .unwrap();
        let tooltip = hint["tooltip"]["value"].as_str().unwrap();
        assert!(tooltip.contains("fk_buyer"), "{tooltip}");
    }
}

#[test]
fn hints_can_be_switched_off_by_kind() {
    let options = json!({"inlayHints": {"columns": false, "generated": false}});
    let text = shop(ORDER, "AND tot");
    let mut editor = Editor::with(&text, &capabilities("utf-8"), &options);
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let hints = editor.ask("textDocument/inlayHint", json!({"range": whole}));
    let labels: Vec<_> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| &hint["label"])
        .collect();
    assert_eq!(labels, ["→ shop.tb_customer"]);
    let settings = json!({"settings": {"specql": {"inlayHints": false}}});
    editor
        .client
        .notify("workspace/didChangeConfiguration", settings);
    let hints = editor.ask("textDocument/inlayHint", json!({"range": whole}));
    assert_eq!(hints, json!([]));
}

#[test]
fn lenses_count_and_show_references() {
    let options = json!({"clientCommands": ["specql.showReferences"]});
    let text = shop("entity: Customer", "entity: Cust");
    for encoding in ENCODINGS {
        let mut editor = Editor::with(&text, &capabilities(encoding), &options);
        let lenses = editor.ask("textDocument/codeLens", json!({}));
        assert_eq!(editor.here_at(&lenses[0]["range"]), "Customer");
        let lens = editor
            .client
            .request("codeLens/resolve", lenses[0].clone())
            .unwrap();
        let command = &lens["command"];
        assert_eq!(command["title"], "2 references");
        assert_eq!(command["command"], "specql.showReferences");
        let arguments = &command["arguments"];
        assert_eq!(arguments[0], editor.uri());
        assert_eq!(arguments[1], lens["range"]["start"]);
        assert_eq!(
            editor.all(&arguments[2]),
            [
                "entities/member.yaml:3 entities/customer",
                "entities/order.yaml:4 Customer"
            ]
        );
    }
}

#[test]
fn a_lens_is_a_text_where_nothing_can_be_shown() {
    let text = shop("entity: Customer", "entity: Cust");
    let mut editor = Editor::new(&text, "utf-16");
    let lenses = editor.ask("textDocument/codeLens", json!({}));
    let lens = editor
        .client
        .request("codeLens/resolve", lenses[0].clone())
        .unwrap();
    let command = json!({"title": "2 references", "command": ""});
    assert_eq!(lens["command"], command);
}

#[test]
fn lenses_lead_to_the_sql_where_it_can_be_shown() {
    let mut can = capabilities("utf-16");
    can["window"]["showDocument"] = json!({"support": true});
    let text = "\
//- entities/price.yaml
entity: Pri$0ce
schema: shop
fields: {gross: money}
actions:
  - name: reset
    steps:
      - update: Price SET gross = 0
";
    let options = json!({"codeLens": {"entities": false, "actions": false}});
    let mut editor = Editor::with(text, &can, &options);
    let lenses = editor.ask("textDocument/codeLens", json!({}));
    let lenses = lenses.as_array().unwrap().clone();
    let uri = editor.uri();
    let mut told = Vec::new();
    for lens in lenses {
        let word = editor.here_at(&lens["range"]);
        let lens = editor.client.request("codeLens/resolve", lens).unwrap();
        let command = &lens["command"];
        assert_eq!(command["title"], "Preview SQL");
        let run = json!({"command": command["command"], "arguments": command["arguments"]});
        assert_eq!(command["arguments"], json!([uri, word]));
        let made = editor.client.request("workspace/executeCommand", run);
        let made = made.unwrap()["sql"].as_str().unwrap().to_owned();
        told.push((
            word,
            made.contains("CREATE TABLE"),
            made.contains("shop.reset"),
        ));
    }
    let (entity, action) = ("Price".to_owned(), "reset".to_owned());
    assert_eq!(told, [(entity, true, true), (action, false, true)]);

    let off = json!({"codeLens": {"entities": false, "actions": false, "sql": false}});
    let mut editor = Editor::with(text, &can, &off);
    assert_eq!(editor.ask("textDocument/codeLens", json!({})), json!([]));
    let mut editor = Editor::with(text, &capabilities("utf-16"), &options);
    assert_eq!(editor.ask("textDocument/codeLens", json!({})), json!([]));
}

#[test]
fn links_lead_to_files_and_to_the_documentation() {
    let text = shop("entity: Member", "entity: Mem");
    let text = text.replace(
        "  since: date",
        "  # specql: ignore[unknown-key]\n  since: date",
    );
    for encoding in ENCODINGS {
        let mut editor = Editor::new(&text, encoding);
        let links = editor.ask("textDocument/documentLink", json!({}));
        let shown = |number: usize| {
            (
                editor.here_at(&links[number]["range"]),
                &links[number]["target"],
            )
        };
        let customer = json!(editor.uri_of("entities/customer.yaml"));
        assert_eq!(shown(0), ("entities/customer".to_owned(), &customer));
        let (word, page) = shown(1);
        assert_eq!(word, "unknown-key");
        assert!(page.as_str().unwrap().starts_with("https://"));
        assert!(links[1]["tooltip"].is_string());
    }
}
