use serde_json::{Value, json};

use super::{BROKEN, Loop, SOUND, pulling};
use crate::server::event::{Event, Outgoing};
use crate::server::failure::Failure;

const URI: &str = "untitled:a";

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

fn sleep(milliseconds: u64) -> Value {
    json!({"milliseconds": milliseconds})
}

#[test]
fn a_question_sees_all_changes_before_it_and_none_after_it() {
    let mut server = Loop::ready(pulling());
    server.open(URI, SOUND);
    let before = server.start("textDocument/diagnostic", about(URI));
    server.change(URI, 2, json!([{"text": BROKEN}]));
    let between = server.start("textDocument/diagnostic", about(URI));
    // What is asked again sees the newest text.
    for ticket in [before, between] {
        let report = server.answer(ticket).unwrap();
        assert!(report["items"].is_array());
    }
    assert_eq!(server.codes(URI), ["missing-colon"]);
}

#[test]
fn what_is_cancelled_is_answered_at_once_and_stops() {
    let mut server = Loop::ready(json!({}));
    server.open(URI, SOUND);
    let slow: Vec<_> = (0..64)
        .map(|_| server.start("specql/test/sleep", sleep(600_000)))
        .collect();
    for ticket in &slow {
        server.send(Event::Cancel(*ticket));
    }
    for ticket in slow {
        assert_eq!(server.answer(ticket), Err(Failure::cancelled()));
    }
    // The threads are free again.
    assert_eq!(server.ask("specql/test/sleep", sleep(1)), Ok(Value::Null));
}

#[test]
fn cancelling_what_is_done_or_unknown_does_nothing() {
    let mut server = Loop::ready(json!({}));
    server.send(Event::Cancel(12_345));
    let ticket = server.start("specql/test/sleep", sleep(0));
    assert_eq!(server.answer(ticket), Ok(Value::Null));
    server.send(Event::Cancel(ticket));
    assert_eq!(server.ask("specql/test/sleep", sleep(0)), Ok(Value::Null));
}

#[test]
fn slow_questions_do_not_hold_up_changes() {
    let mut server = Loop::ready(pulling());
    server.open(URI, SOUND);
    for _ in 0..4 {
        server.start("specql/test/sleep", sleep(600_000));
    }
    server.change(URI, 2, json!([{"text": BROKEN}]));
    // It is asked again behind the others, so they have to be stopped.
    for ticket in 2..6 {
        server.send(Event::Cancel(ticket));
    }
    assert_eq!(server.codes(URI), ["missing-colon"]);
}

#[test]
fn a_place_in_a_text_that_is_no_more_means_nothing() {
    let mut server = Loop::ready(pulling());
    server.open(URI, SOUND);
    let mut params = about(URI);
    params["position"] = json!({"line": 0, "character": 0});
    params["milliseconds"] = json!(600_000);
    let ticket = server.start("specql/test/sleep", params);
    server.change(URI, 2, json!([{"text": BROKEN}]));
    assert_eq!(server.answer(ticket), Err(Failure::modified()));
}

#[test]
fn what_breaks_down_is_told_once_and_hurts_nothing_else() {
    let mut server = Loop::ready(pulling());
    server.open(URI, BROKEN);
    for _ in 0..3 {
        let code = server.refused("specql/test/panic", json!({}));
        assert_eq!(code, Failure::INTERNAL);
        assert_eq!(server.codes(URI), ["missing-colon"]);
    }
    let logged = server.messages.try_iter().filter(|message| {
        matches!(message, Outgoing::Notification { method, .. } if *method == "window/logMessage")
    });
    assert_eq!(logged.count(), 1);
}

#[test]
fn the_loop_itself_goes_on_when_something_breaks_down() {
    let mut server = Loop::ready(pulling());
    server.open(URI, BROKEN);
    server.tell("specql/test/panic", json!({}));
    assert_eq!(server.codes(URI), ["missing-colon"]);
}

#[test]
fn documents_that_are_not_known_are_refused_or_empty() {
    let mut server = Loop::ready(pulling());
    for uri in ["file:///no/such/file.yaml", "untitled:none", "git:/x.yaml"] {
        assert_eq!(server.codes(uri), [""; 0], "{uri}");
    }
    let code = server.refused("textDocument/diagnostic", about("not a uri"));
    assert_eq!(code, Failure::INVALID_PARAMS);
}

#[test]
fn the_graph_has_the_entities_of_every_project_and_their_references() {
    let mut server = Loop::ready(json!({}));
    server.open(
        "untitled:a",
        "entity: Tree\nfields:\n  parent: ref(Tree)!\n",
    );
    server.open("untitled:b", "- no\n- spec\n");
    server.open("untitled:c", "entity: Leaf\n");
    let graph = server.ask("specql/graph", json!({})).unwrap();
    let tree = json!({
        "name": "Tree", "schema": "public", "uri": "untitled:a",
        "range": {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 12}},
        "fields": [{"name": "parent", "type": "ref(Tree)", "required": true}],
    });
    assert_eq!(graph["entities"][0], tree);
    assert_eq!(graph["entities"][1]["name"], "Leaf");
    assert_eq!(graph["entities"].as_array().map(Vec::len), Some(2));
    let parent = json!({"from": 0, "field": "parent", "to": 0, "required": true, "list": false});
    assert_eq!(graph["references"], json!([parent]));
    assert_eq!(server.ask("specql/graph", Value::Null), Ok(graph));
}

#[test]
fn the_sql_of_a_project_has_all_its_entities_as_they_are_typed() {
    let mut server = Loop::ready(json!({}));
    server.open("untitled:a", "entity: Tree\nschema: wood\n");
    server.open("untitled:b", "entity: Leaf\nschema: wood\n");
    let of_all = server.ask("specql/workspaceSql", json!({})).unwrap();
    let of_one = server
        .ask("specql/workspaceSql", about("untitled:a"))
        .unwrap();
    let tables = |answer: &Value| {
        let sql = answer["sql"].as_str().unwrap();
        ["tree", "leaf"].map(|name| sql.contains(&format!("CREATE TABLE wood.tb_{name}")))
    };
    assert_eq!(tables(&of_all), [true, true]);
    assert_eq!(tables(&of_one), [true, false]);
    let mut files: Vec<_> = of_all["files"].as_array().unwrap().iter().collect();
    files.sort_by_key(|uri| uri.as_str());
    assert_eq!(files, ["untitled:a", "untitled:b"]);
    let code = server.refused("specql/workspaceSql", about("untitled:none"));
    assert_eq!(code, Failure::INVALID_PARAMS);
}
