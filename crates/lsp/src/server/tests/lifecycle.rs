use serde_json::{Value, json};

use super::{Loop, SOUND, pulling};
use crate::server::failure::Failure;

#[test]
fn nothing_is_answered_before_initialize() {
    let mut server = Loop::new();
    let code = server.refused("textDocument/hover", json!({}));
    assert_eq!(code, Failure::NOT_INITIALIZED);
    assert_eq!(
        server.refused("shutdown", Value::Null),
        Failure::NOT_INITIALIZED
    );
}

#[test]
fn initialize_is_said_once() {
    let mut server = Loop::ready(json!({}));
    let code = server.refused("initialize", json!({"capabilities": {}}));
    assert_eq!(code, Failure::INVALID_REQUEST);
}

#[test]
fn what_is_not_known_is_refused() {
    let mut server = Loop::ready(json!({}));
    let code = server.refused("textDocument/noSuchThing", json!({}));
    assert_eq!(code, Failure::UNKNOWN_METHOD);
    server.tell("textDocument/noSuchThing", json!({}));
    server.tell("textDocument/didOpen", json!({"textDocument": 5}));
}

#[test]
fn after_shutdown_nothing_is_changed_or_answered() {
    let mut server = Loop::ready(pulling());
    let uri = "untitled:a";
    server.open(uri, SOUND);
    let slow = server.start("specql/test/sleep", json!({"milliseconds": 60_000}));
    assert_eq!(server.ask("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(server.answer(slow), Err(Failure::cancelled()));
    server.change(uri, 2, json!([{"text": ""}]));
    let params = json!({"textDocument": {"uri": uri}});
    let code = server.refused("textDocument/diagnostic", params);
    assert_eq!(code, Failure::INVALID_REQUEST);
    assert_eq!(
        server.refused("shutdown", Value::Null),
        Failure::INVALID_REQUEST
    );
}

#[test]
fn the_encoding_is_one_that_the_client_offers() {
    for (offered, agreed) in [
        (json!(null), "utf-16"),
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-32", "utf-16"]), "utf-32"),
        (json!(["utf-16", "utf-8"]), "utf-8"),
    ] {
        let mut server = Loop::new();
        let capabilities = json!({"general": {"positionEncodings": offered}});
        let result = server.ask("initialize", json!({"capabilities": capabilities}));
        let result = result.unwrap();
        assert_eq!(result["capabilities"]["positionEncoding"], agreed);
    }
}
