//! Odd questions: every method answers them, and goes on answering.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use serde_json::{Value, json};
use support::editor::{Editor, capabilities, shop};

/// What is asked about a place or a document, and what it is asked with.
fn questions() -> Vec<(&'static str, Value)> {
    let zero = json!({"line": 0, "character": 0});
    let options = json!({"tabSize": 0, "insertSpaces": false});
    let far = json!({"line": 4_000_000_000_u32, "character": 4_000_000_000_u32});
    vec![
        ("textDocument/hover", json!({})),
        ("textDocument/completion", json!({})),
        ("textDocument/signatureHelp", json!({})),
        ("textDocument/definition", json!({})),
        ("textDocument/declaration", json!({})),
        ("textDocument/typeDefinition", json!({})),
        ("textDocument/implementation", json!({})),
        (
            "textDocument/references",
            json!({"context": {"includeDeclaration": true}}),
        ),
        ("textDocument/documentHighlight", json!({})),
        ("textDocument/linkedEditingRange", json!({})),
        ("textDocument/prepareRename", json!({})),
        ("textDocument/prepareCallHierarchy", json!({})),
        ("textDocument/prepareTypeHierarchy", json!({})),
        ("textDocument/documentSymbol", json!({})),
        ("textDocument/documentLink", json!({})),
        ("textDocument/codeLens", json!({})),
        ("textDocument/foldingRange", json!({})),
        ("textDocument/semanticTokens/full", json!({})),
        (
            "textDocument/semanticTokens/full/delta",
            json!({"previousResultId": "odd"}),
        ),
        (
            "textDocument/semanticTokens/range",
            json!({"range": {"start": far, "end": zero}}),
        ),
        (
            "textDocument/selectionRange",
            json!({"positions": [far, zero, far]}),
        ),
        (
            "textDocument/codeAction",
            json!({"range": {"start": far, "end": zero}, "context": {"diagnostics": []}}),
        ),
        ("textDocument/formatting", json!({"options": options})),
        (
            "textDocument/rangeFormatting",
            json!({"options": options, "range": {"start": far, "end": zero}}),
        ),
        (
            "textDocument/onTypeFormatting",
            json!({"options": options, "ch": "\n"}),
        ),
        (
            "textDocument/inlayHint",
            json!({"range": {"start": far, "end": zero}}),
        ),
    ]
}

fn ask_all(
    editor: &mut Editor,
    uri: &str,
    position: &Value,
) -> Vec<(&'static str, Result<Value, i64>)> {
    let asked = questions().into_iter().map(|(method, mut params)| {
        params["textDocument"] = json!({"uri": uri});
        params["position"] = position.clone();
        (method, editor.client.request(method, params))
    });
    asked.collect()
}

fn position(line: u64, character: u64) -> Value {
    json!({"line": line, "character": character})
}

#[test]
fn places_that_are_not_there_are_answered() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut editor = Editor::new(&shop("entity: Order", "AND tot"), encoding);
        let big = u64::from(u32::MAX);
        let uri = editor.uri();
        // Beyond the end, beyond a line, in the middle of a letter.
        for (line, character) in [(big, big), (0, big), (big, 0), (3, 27), (3, 28), (3, 29)] {
            for (method, answer) in ask_all(&mut editor, &uri, &position(line, character)) {
                assert!(answer.is_ok(), "{method} at {line}:{character}: {answer:?}");
            }
        }
        let params =
            json!({"textDocument": {"uri": uri}, "position": position(big, big), "newName": "x"});
        let refused = editor.client.request("textDocument/rename", params);
        assert_eq!(refused, Err(-32803));
    }
}

#[test]
fn of_yaml_that_is_no_spec_nothing_is_said() {
    let compose = "//- docker-compose.yaml\nservices:\n  web: {image: ng$0inx}\n";
    let mut editor = Editor::new(compose, "utf-16");
    let uri = editor.uri();
    for (method, answer) in ask_all(&mut editor, &uri, &position(1, 4)) {
        assert_eq!(answer, Ok(Value::Null), "{method}");
    }
    let params = json!({"textDocument": {"uri": uri}, "position": position(1, 4), "newName": "x"});
    let renamed = editor.client.request("textDocument/rename", params);
    assert_eq!(renamed, Ok(Value::Null));
}

#[test]
fn what_is_not_ours_is_not_looked_into() {
    let mut editor = Editor::new(&shop("entity: Order", "AND tot"), "utf-16");
    for uri in ["git:/shop/order.yaml", "https://example.com/order.yaml"] {
        editor.client.open(uri, "entity: Order\n");
        for (method, answer) in ask_all(&mut editor, uri, &position(0, 9)) {
            assert_eq!(answer, Ok(Value::Null), "{method}");
        }
    }
}

#[test]
fn an_empty_file_has_completions_and_nothing_else() {
    let mut editor = Editor::new("//- entities/new.yaml\n$0", "utf-16");
    let uri = editor.uri();
    for (method, answer) in ask_all(&mut editor, &uri, &position(0, 0)) {
        match method {
            "textDocument/completion" => assert!(answer.unwrap()["items"].is_array()),
            _ => assert_eq!(answer, Ok(Value::Null), "{method}"),
        }
    }
}

#[test]
fn a_document_that_nobody_knows_is_an_error() {
    let mut editor = Editor::new(&shop("entity: Order", "AND tot"), "utf-16");
    for uri in ["untitled:none", "file:///no/such/file.yaml"] {
        for (method, answer) in ask_all(&mut editor, uri, &position(0, 0)) {
            assert_eq!(answer, Err(-32602), "{method}");
        }
    }
}

#[test]
fn a_file_that_was_never_opened_is_read() {
    let mut editor = Editor::new(&shop("entity: Order", "AND tot"), "utf-16");
    let params = json!({
        "textDocument": {"uri": editor.uri_of("entities/customer.yaml")},
        "position": position(0, 9),
    });
    let hover = editor.client.request("textDocument/hover", params).unwrap();
    assert!(hover["contents"]["value"].is_string());
}

#[test]
fn who_can_do_nothing_is_given_what_all_understand() {
    let mut editor = Editor::with(&shop("entity: Order", "AND tot"), &json!({}), &Value::Null);
    let offered = editor.client.offered["capabilities"].clone();
    assert_eq!(offered["renameProvider"], true);
    let hover = editor.ask("textDocument/hover", json!({}));
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!hover["contents"]["value"].as_str().unwrap().contains("```"));
    let places = editor.ask("textDocument/definition", json!({}));
    assert_eq!(editor.all(&places), ["entities/order.yaml:6 total"]);
    let list = editor.ask("textDocument/completion", json!({}));
    for item in list["items"].as_array().unwrap() {
        assert!(item["insertTextFormat"].is_null(), "{item}");
        assert!(item["textEdit"]["range"].is_object(), "{item}");
        assert!(
            item["labelDetails"].is_null() && item["command"].is_null(),
            "{item}"
        );
        assert!(item["kind"].as_u64().unwrap() <= 18, "{item}");
        assert!(
            !item["textEdit"]["newText"].as_str().unwrap().contains("${"),
            "{item}"
        );
    }
    let text = shop("entity: Order", "AND ").replace("$0", "round(total, $0) AND ");
    let mut editor = Editor::with(&text, &json!({}), &Value::Null);
    let help = editor.ask("textDocument/signatureHelp", json!({}));
    let parameter = &help["signatures"][0]["parameters"][1]["label"];
    assert!(
        parameter.as_str().unwrap().starts_with("digits"),
        "{parameter}"
    );
}

#[test]
fn what_is_asked_again_about_what_is_gone_stays_as_it_is() {
    let mut editor = Editor::with(
        &shop("entity: Order", "AND tot"),
        &capabilities("utf-16"),
        &Value::Null,
    );
    let range = json!({"start": position(0, 0), "end": position(0, 1)});
    let gone = json!({"uri": "untitled:gone", "offset": 9});
    let resolved = [
        ("completionItem/resolve", json!({"label": "x"})),
        ("codeLens/resolve", json!({"range": range})),
        (
            "inlayHint/resolve",
            json!({"label": "x", "position": position(0, 0)}),
        ),
    ];
    for (method, item) in resolved {
        assert_eq!(
            editor.client.request(method, item.clone()),
            Ok(item.clone()),
            "{method}"
        );
        let mut odd = item.clone();
        odd["data"] = json!({"uri": editor.uri(), "offset": u32::MAX, "kind": 5});
        assert_eq!(
            editor.client.request(method, odd.clone()),
            Ok(odd),
            "{method}"
        );
        let mut about = item;
        about["data"] = gone.clone();
        assert_eq!(
            editor.client.request(method, about),
            Err(-32602),
            "{method}"
        );
    }
}
