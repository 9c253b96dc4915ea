use serde_json::{Value, json};

use super::{BROKEN, Loop, SOUND, pulling};

const URI: &str = "untitled:a";

fn insert(line: u32, character: u32, text: &str) -> Value {
    let at = json!({"line": line, "character": character});
    json!([{"range": {"start": at, "end": at}, "text": text}])
}

fn replace(range: [u32; 4], text: &str) -> Value {
    let [a, b, c, d] = range;
    json!([{"range": {"start": {"line": a, "character": b}, "end": {"line": c, "character": d}},
            "text": text}])
}

#[test]
fn diagnostics_are_published_with_their_version() {
    let server = Loop::ready(json!({}));
    server.open(URI, BROKEN);
    assert_eq!(
        server.published(),
        (json!(1), vec!["missing-colon".to_owned()])
    );
    server.change(URI, 2, insert(5, 5, ":"));
    assert_eq!(server.published(), (json!(2), vec![]));
    server.tell(
        "textDocument/didClose",
        json!({"textDocument": {"uri": URI}}),
    );
}

#[test]
fn what_is_closed_has_no_diagnostics() {
    let server = Loop::ready(json!({}));
    server.open(URI, BROKEN);
    server.published();
    server.tell(
        "textDocument/didClose",
        json!({"textDocument": {"uri": URI}}),
    );
    assert_eq!(server.published(), (Value::Null, vec![]));
}

#[test]
fn of_a_burst_only_what_is_current_is_published() {
    let server = Loop::ready(json!({}));
    server.open(URI, SOUND);
    let last = 2_000;
    for version in 2..=last {
        let change = if version % 2 == 0 {
            replace([5, 5, 5, 6], "")
        } else {
            insert(5, 5, ":")
        };
        server.change(URI, version, change);
    }
    loop {
        let (version, codes) = server.published();
        let expected: &[&str] = match version.as_i64().unwrap() % 2 {
            0 => &["missing-colon"],
            _ => &[],
        };
        assert_eq!(codes, expected, "{version}");
        if version == json!(last) {
            break;
        }
    }
}

#[test]
fn places_that_are_not_there_are_the_nearest() {
    let mut server = Loop::ready(pulling());
    server.open(URI, SOUND);
    let big = 1_000_000;
    server.change(URI, 2, replace([0, big, 0, big], ""));
    server.change(URI, 3, replace([big, 0, big, 9], ""));
    server.change(URI, 4, replace([6, 0, 5, big], "\n"));
    assert_eq!(server.codes(URI), [""; 0]);
}

#[test]
fn opening_again_is_opening_anew() {
    let mut server = Loop::ready(pulling());
    server.open(URI, SOUND);
    server.open(URI, BROKEN);
    assert_eq!(server.codes(URI), ["missing-colon"]);
    server.change(URI, -5, insert(5, 5, ":"));
    assert_eq!(server.codes(URI), [""; 0]);
}

#[test]
fn changing_and_closing_what_is_not_open_does_nothing() {
    let mut server = Loop::ready(pulling());
    server.change(URI, 1, json!([{"text": BROKEN}]));
    server.tell(
        "textDocument/didClose",
        json!({"textDocument": {"uri": URI}}),
    );
    server.open(URI, SOUND);
    assert_eq!(server.codes(URI), [""; 0]);
}

#[test]
fn what_is_no_spec_is_left_alone() {
    let mut server = Loop::ready(pulling());
    server.open("untitled:compose", "services: {web: {image: nginx}}\n");
    assert_eq!(server.codes("untitled:compose"), [""; 0]);
    server.open("git:/shop/a.yaml", BROKEN);
    assert_eq!(server.codes("git:/shop/a.yaml"), [""; 0]);
}

#[test]
fn a_document_may_become_too_large_and_small_again() {
    let mut server = Loop::ready(pulling());
    let all_codes = |server: &mut Loop| -> Vec<String> {
        let params = json!({"textDocument": {"uri": URI}});
        let report = server.ask("textDocument/diagnostic", params).unwrap();
        let items = report["items"].as_array().unwrap().iter();
        let codes = items.map(|item| item["code"].as_str().unwrap().to_owned());
        codes.collect()
    };
    server.open(URI, BROKEN);
    assert_eq!(server.codes(URI), ["missing-colon"]);
    let many = "# é\n".repeat(500_000);
    server.change(URI, 2, insert(6, 0, &many));
    assert_eq!(all_codes(&mut server), ["too-large"]);
    // People are told, at the top and where they ask for the reason.
    let about = json!({"textDocument": {"uri": URI}});
    let report = server
        .ask("textDocument/diagnostic", about.clone())
        .unwrap();
    let told = &report["items"][0];
    assert_eq!(told["range"]["start"], json!({"line": 0, "character": 0}));
    assert_eq!(
        told["message"],
        "this file is larger than 2 MB and was not checked\nhelp: while it is open, nothing is \
         checked, completed or shown in it; `specql-lsp --check` reads files of up to 20 MB"
    );
    let status = server.ask("specql/status", about).unwrap();
    assert_eq!(status["document"]["isAnalysed"], false);
    assert_eq!(
        status["document"]["reason"],
        "this file is larger than 2 MB and was not checked"
    );
    // It is typed in it, and it is asked about.
    server.change(URI, 3, insert(5, 5, ":"));
    let params =
        json!({"textDocument": {"uri": URI}, "position": {"line": 400_000, "character": 2}});
    assert!(server.ask("textDocument/hover", params).is_ok());
    assert_eq!(all_codes(&mut server), ["too-large"]);
    server.change(URI, 4, replace([6, 0, 500_006, 0], ""));
    assert_eq!(server.codes(URI), [""; 0]);
    server.change(URI, 5, replace([5, 5, 5, 6], ""));
    assert_eq!(server.codes(URI), ["missing-colon"]);
}
