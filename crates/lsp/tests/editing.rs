//! What a person waits for while typing: each question in all encodings, over a real pipe.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use serde_json::{Value, json};
use support::editor::{ENCODINGS, Editor, shop};

const ORDER: &str = "entity: Order";

/// Asks in each encoding; the answers have to say the same.
fn everywhere<T: PartialEq + std::fmt::Debug>(text: &str, ask: impl Fn(&mut Editor) -> T) -> T {
    let answers = ENCODINGS.map(|encoding| ask(&mut Editor::new(text, encoding)));
    let [first, second, third] = answers;
    assert_eq!(first, second);
    assert_eq!(first, third);
    first
}

/// Where names lead: what was asked about, the names and all that belongs to them.
fn links(editor: &mut Editor, method: &str) -> Vec<[String; 3]> {
    let links = editor.ask(method, json!({}));
    let links = links.as_array().unwrap().iter();
    let shown = links.map(|link| {
        let place = |range: &str| editor.at(&link["targetUri"], &link[range]);
        [
            editor.here_at(&link["originSelectionRange"]),
            place("targetSelectionRange"),
            place("targetRange"),
        ]
    });
    shown.collect()
}

#[test]
fn a_hover_tells_of_the_word() {
    let (word, text) = everywhere(&shop(ORDER, "AND tot"), |editor| {
        let hover = editor.ask("textDocument/hover", json!({}));
        assert_eq!(hover["contents"]["kind"], "markdown");
        let text = hover["contents"]["value"].as_str().unwrap().to_owned();
        (editor.here_at(&hover["range"]), text)
    });
    assert_eq!(word, "total");
    assert!(text.contains("total: money"), "{text}");
}

#[test]
fn a_definition_leads_to_another_file() {
    let found = everywhere(&shop(ORDER, "ref(Cust"), |editor| {
        links(editor, "textDocument/definition")
    });
    assert_eq!(
        found,
        [[
            "Customer",
            "entities/customer.yaml:1 Customer",
            "entities/customer.yaml:1 Customer"
        ]]
    );
    let field = everywhere(&shop(ORDER, "SET note = 'é🙂', to"), |editor| {
        [
            links(editor, "textDocument/definition"),
            links(editor, "textDocument/declaration"),
        ]
    });
    let total = [
        "total",
        "entities/order.yaml:6 total",
        "entities/order.yaml:6 total: money",
    ];
    assert_eq!(field, [[total], [total]]);
}

#[test]
fn a_type_and_what_fulfils_a_name_are_found() {
    let buyer = shop(ORDER, "buy");
    let found = everywhere(&buyer, |editor| {
        links(editor, "textDocument/typeDefinition")
    });
    assert_eq!(found[0][1], "entities/customer.yaml:1 Customer");
    let customer = shop(ORDER, "ref(Cust");
    let found = everywhere(&customer, |editor| {
        links(editor, "textDocument/implementation")
    });
    assert_eq!(found[0][1], "entities/member.yaml:1 Member");
}

#[test]
fn references_are_found_in_files_that_are_not_open() {
    let text = shop("entity: Customer", "entity: Cust");
    let all = json!({"context": {"includeDeclaration": true}});
    let found = everywhere(&text, |editor| {
        let found = editor.ask("textDocument/references", all.clone());
        editor.all(&found)
    });
    assert_eq!(
        found,
        [
            "entities/customer.yaml:1 Customer",
            "entities/member.yaml:3 entities/customer",
            "entities/order.yaml:4 Customer",
        ]
    );
    let others = json!({"context": {"includeDeclaration": false}});
    let found = everywhere(&text, |editor| {
        let found = editor.ask("textDocument/references", others.clone());
        editor.all(&found)
    });
    assert_eq!(
        found,
        [
            "entities/member.yaml:3 entities/customer",
            "entities/order.yaml:4 Customer"
        ]
    );
}

#[test]
fn highlights_tell_reading_from_writing() {
    let found = everywhere(&shop(ORDER, "AND tot"), |editor| {
        let found = editor.ask("textDocument/documentHighlight", json!({}));
        let found = found.as_array().unwrap().iter();
        let shown = found.map(|highlight| {
            let line = highlight["range"]["start"]["line"].as_u64().unwrap() + 1;
            let word = editor.here_at(&highlight["range"]);
            (line, word, highlight["kind"].as_u64().unwrap())
        });
        shown.collect::<Vec<_>>()
    });
    let total = || "total".to_owned();
    assert_eq!(found, [(6, total(), 3), (11, total(), 2), (13, total(), 3)]);
}

#[test]
fn a_completion_replaces_the_word_and_is_documented_later() {
    let text = shop(ORDER, "SET note = 'é🙂', to");
    let (insert, replace, item) = everywhere(&text, |editor| {
        let list = editor.ask("textDocument/completion", json!({}));
        assert_eq!(list["isIncomplete"], false);
        let items = list["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["label"] == "total").unwrap();
        let edit = &item["textEdit"];
        let (insert, replace) = (
            editor.here_at(&edit["insert"]),
            editor.here_at(&edit["replace"]),
        );
        let mut item = editor
            .client
            .request("completionItem/resolve", item.clone())
            .unwrap();
        item["data"] = Value::Null;
        item["textEdit"] = json!(item["textEdit"]["newText"]);
        (insert, replace, item)
    });
    assert_eq!((insert.as_str(), replace.as_str()), ("to", "total"));
    assert_eq!(item["kind"], 5);
    assert_eq!(item["labelDetails"]["description"], "number");
    let documentation = &item["documentation"];
    assert_eq!(documentation["kind"], "markdown");
    assert!(documentation["value"].as_str().unwrap().contains("total"));
}

#[test]
fn a_file_that_says_nothing_yet_can_be_begun() {
    for text in ["//- entities/new.yaml\n$0", "//- entities/new.yaml\nent$0"] {
        let mut editor = Editor::new(text, "utf-16");
        let list = editor.ask("textDocument/completion", json!({}));
        let items = list["items"].as_array().unwrap().iter();
        let labels: Vec<_> = items.map(|item| item["label"].as_str().unwrap()).collect();
        assert!(labels.contains(&"entity"), "{labels:?}");
    }
}

#[test]
fn a_signature_tells_the_parameter_that_is_typed() {
    let text = shop(ORDER, "note = 'é🙂' AND ").replace("$0", "round(total, $0) AND ");
    let help = everywhere(&text, |editor| {
        editor.ask("textDocument/signatureHelp", json!({}))
    });
    assert_eq!(help["activeParameter"], 1);
    let signature = &help["signatures"][0];
    let label: Vec<u16> = signature["label"]
        .as_str()
        .unwrap()
        .encode_utf16()
        .collect();
    let at = |number: usize| {
        signature["parameters"][1]["label"][number]
            .as_u64()
            .unwrap() as usize
    };
    let parameter = String::from_utf16(&label[at(0)..at(1)]).unwrap();
    assert!(parameter.starts_with("digits"), "{parameter}");
    assert_eq!(signature["documentation"]["kind"], "markdown");
}

#[test]
fn a_name_that_is_known_here_only_changes_while_it_is_typed() {
    let found = everywhere(&shop("params: {sum", "total > $s"), |editor| {
        let found = editor.ask("textDocument/linkedEditingRange", json!({}));
        assert!(found["wordPattern"].is_string());
        let ranges = found["ranges"].as_array().cloned();
        let ranges = ranges.unwrap_or_default();
        let shown = ranges.iter().map(|range| editor.here_at(range));
        shown.collect::<Vec<_>>()
    });
    // `close_all` names it, too, in the same file.
    assert_eq!(found, ["sum", "sum", "sum"]);
}

#[test]
fn settings_are_completed_and_explained() {
    let mut editor = Editor::new(
        "//- specql.toml\n# é🙂\ntarget = \"$0\"\n\n[rules]\nentity-case = \"off\"\n//- entities/a.yaml\nentity: A\n",
        "utf-16",
    );
    let offered = editor.ask("textDocument/completion", json!({}));
    let items = offered["items"]
        .as_array()
        .or(offered.as_array())
        .unwrap()
        .iter();
    let labels: Vec<_> = items.map(|item| item["label"].as_str().unwrap()).collect();
    assert!(
        labels.contains(&"0.8") && labels.contains(&"next"),
        "{labels:?}"
    );
    let rule = json!({"position": {"line": 4, "character": 3}});
    let told = editor.ask("textDocument/hover", rule);
    assert!(told["contents"]["value"].is_string(), "{told}");
    // It is no YAML.
    let folds = editor.ask("textDocument/foldingRange", json!({}));
    assert_eq!(folds, Value::Null);
}
