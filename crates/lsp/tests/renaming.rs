//! Other names: for things in all files, and for files.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use serde_json::{Value, json};
use support::editor::{ENCODINGS, Editor, capabilities, shop};

fn to(name: &str) -> Value {
    json!({"newName": name})
}

#[test]
fn what_can_be_renamed_is_told_with_its_name() {
    for encoding in ENCODINGS {
        let mut editor = Editor::new(&shop("entity: Order", "AND tot"), encoding);
        let found = editor.ask("textDocument/prepareRename", json!({}));
        assert_eq!(editor.here_at(&found["range"]), "total");
        assert_eq!(found["placeholder"], "total");
    }
}

#[test]
fn an_entity_is_renamed_everywhere_with_its_file() {
    for encoding in ENCODINGS {
        let mut editor = Editor::new(&shop("entity: Order", "ref(Cust"), encoding);
        let edit = editor.ask("textDocument/rename", to("Buyer"));
        let changes = edit["documentChanges"].as_array().unwrap();
        let mut operations = Vec::new();
        for change in changes {
            if change["kind"].is_string() {
                operations.push(change);
                continue;
            }
            let uri = change["textDocument"]["uri"].as_str().unwrap();
            let (path, version) = match uri.rsplit_once('/').unwrap().1 {
                "customer.yaml" => ("entities/customer.yaml", Value::Null),
                "member.yaml" => ("entities/member.yaml", Value::Null),
                _ => ("entities/order.yaml", json!(1)),
            };
            assert_eq!(change["textDocument"]["version"], version);
            let text = editor.edited(path, &change["edits"]);
            assert!(
                !text.contains("Customer") && !text.contains("entities/customer"),
                "{text}"
            );
        }
        assert_eq!(operations.len(), 1);
        assert_eq!(
            operations[0]["oldUri"],
            editor.uri_of("entities/customer.yaml")
        );
        assert_eq!(
            operations[0]["newUri"],
            editor.uri_of("entities/buyer.yaml")
        );
        assert_eq!(changes.last(), Some(operations[0]));
        assert_eq!(changes.len(), 4);
    }
}

#[test]
fn a_client_that_moves_no_files_gets_the_texts_only() {
    let mut can = capabilities("utf-8");
    can["workspace"]["workspaceEdit"] = json!({});
    let text = shop("entity: Order", "ref(Cust");
    let mut editor = Editor::with(&text, &can, &Value::Null);
    let edit = editor.ask("textDocument/rename", to("Buyer"));
    assert!(edit["documentChanges"].is_null());
    let changes = edit["changes"].as_object().unwrap();
    let order = &changes[&editor.uri()];
    assert_eq!(
        editor.changed(order),
        ["buyer: {description: \"é🙂\", type: ref(Buyer)}"]
    );
    let customer = &changes[&editor.uri_of("entities/customer.yaml")];
    let text = editor.edited("entities/customer.yaml", customer);
    assert!(text.starts_with("entity: Buyer\n"));
    assert_eq!(changes.len(), 2);
}

#[test]
fn a_refusal_is_an_error_with_its_own_number() {
    let mut editor = Editor::new(&shop("entity: Order", "AND tot"), "utf-16");
    for name in ["note", "", "a b", "😀"] {
        let mut params = editor.here();
        params["newName"] = json!(name);
        let refused = editor.client.request("textDocument/rename", params);
        assert_eq!(refused, Err(-32803), "{name}");
    }
    let mut editor = Editor::new(&shop("entity: Member", "extends: enti"), "utf-16");
    let refused = editor
        .client
        .request("textDocument/prepareRename", editor.here());
    assert_eq!(refused, Err(-32803));
}

#[test]
fn what_has_no_name_is_nothing_to_rename() {
    let mut editor = Editor::new(&shop("entity: Order", "error: em"), "utf-16");
    assert_eq!(
        editor.ask("textDocument/prepareRename", json!({})),
        Value::Null
    );
}

#[test]
fn paths_follow_files_that_move() {
    let mut editor = Editor::new(&shop("entity: Order", "AND "), "utf-16");
    let moved = json!({"files": [{
        "oldUri": editor.uri_of("entities/customer.yaml"),
        "newUri": editor.uri_of("entities/people/customer.yaml"),
    }]});
    let edit = editor
        .client
        .request("workspace/willRenameFiles", moved)
        .unwrap();
    let change = &edit["documentChanges"][0];
    assert_eq!(
        change["textDocument"]["uri"],
        editor.uri_of("entities/member.yaml")
    );
    let text = editor.edited("entities/member.yaml", &change["edits"]);
    assert!(
        text.contains("\nextends: entities/people/customer\n"),
        "{text}"
    );
    let elsewhere = json!({"files": [{"oldUri": "file:///no/such", "newUri": "git:/odd"}]});
    let edit = editor
        .client
        .request("workspace/willRenameFiles", elsewhere);
    assert_eq!(edit, Ok(Value::Null));
}

/// An entity with an action that is called after it, and a client that shows what changes are for.
const CALLED_AFTER: &str = "\
//- entities/contact.yaml
entity: Con$0tact
schema: crm
fields:
  email: email
actions:
  - name: create_contact
    steps:
      - insert: Contact
";

fn annotating() -> Value {
    let mut can = capabilities("utf-16");
    can["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({"groupsOnLabel": true});
    can["textDocument"]["rename"]["honorsChangeAnnotations"] = json!(true);
    can
}

#[test]
fn what_comes_along_with_an_entity_says_why() {
    let mut editor = Editor::with(CALLED_AFTER, &annotating(), &Value::Null);
    let edit = editor.ask("textDocument/rename", to("Person"));
    let edits = edit["documentChanges"][0]["edits"].as_array().unwrap();
    let (along, own): (Vec<&Value>, Vec<&Value>) = edits
        .iter()
        .partition(|edit| edit["annotationId"].is_string());
    let written = |edits: &[&Value]| -> Vec<String> {
        let edits = edits.iter();
        let texts = edits.map(|edit| edit["newText"].as_str().unwrap().to_owned());
        texts.collect()
    };
    assert_eq!(written(&own), ["Person", "Person"]);
    assert_eq!(written(&along), ["create_person"]);
    let annotation = &edit["changeAnnotations"][along[0]["annotationId"].as_str().unwrap()];
    assert_eq!(annotation["label"], "Actions called after the entity");
    assert_eq!(annotation["needsConfirmation"], false);
}

#[test]
fn what_comes_along_comes_for_every_client() {
    let mut editor = Editor::new(CALLED_AFTER, "utf-16");
    let edit = editor.ask("textDocument/rename", to("Person"));
    assert!(edit["changeAnnotations"].is_null());
    let text = editor.edited(
        "entities/contact.yaml",
        &edit["documentChanges"][0]["edits"],
    );
    assert!(text.contains("- name: create_person\n"), "{text}");
    // Where nothing comes along, nothing is said of it.
    let mut editor = Editor::with(
        &shop("entity: Order", "AND tot"),
        &annotating(),
        &Value::Null,
    );
    let edit = editor.ask("textDocument/rename", to("sum_of"));
    assert!(edit["changeAnnotations"].is_null());
}
