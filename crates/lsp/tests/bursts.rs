//! More than anyone types, asks or reads: changes and questions in heaps, work that does not end,
//! clients that do not listen.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use support::Folder;
use support::chance::Chance;
use support::client::{Client, framed, long, pulling};

const URI: &str = "untitled:a";

/// What the scratch text is made of.
const PIECES: [&str; 8] = ["a", "é", "漢", "😀", "b c", "\u{301}", "_", "xyz"];

fn spec(scratch: &str) -> String {
    format!(
        "entity: Line\nschema: shop\ndescription: To pay\nfields:\n  total{scratch}: money\n  due: date\n"
    )
}

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": 4, "character": 3}})
}

/// A server without a folder: all documents stand alone.
fn alone() -> Client {
    let mut client = Client::spawn();
    client.initialize(&json!({
        "processId": std::process::id(),
        "rootUri": null,
        "capabilities": pulling(),
    }));
    client
}

/// Changes one after the other with questions between them, some of which are taken back.
fn burst(seed: u64, changes: usize, questions: usize) {
    let mut chance = Chance::new(seed);
    let mut client = alone();
    let mut scratch: Vec<&str> = Vec::new();
    client.open(URI, &spec(""));
    let methods = [
        "textDocument/hover",
        "textDocument/documentSymbol",
        "textDocument/diagnostic",
        "textDocument/completion",
        "textDocument/foldingRange",
    ];
    let mut bytes = Vec::new();
    let mut asked = Vec::new();
    for version in 2..changes + 2 {
        let at = chance.below(scratch.len() + 1);
        let start = 7 + units(&scratch[..at]);
        let (end, piece) = if scratch.len() > 12 || (at < scratch.len() && chance.below(3) == 0) {
            let at = at.min(scratch.len() - 1);
            let start = 7 + units(&scratch[..at]);
            let end = start + units(&[scratch.remove(at)]);
            bytes.extend(change(version, start, end, ""));
            (end, None)
        } else {
            let piece = *chance.pick(&PIECES);
            scratch.insert(at, piece);
            (start, Some(piece))
        };
        if let Some(piece) = piece {
            bytes.extend(change(version, start, end, piece));
        }
        if chance.below(changes) < questions {
            let id = 1_000 + i64::try_from(version).unwrap();
            let method = *chance.pick(&methods);
            bytes.extend(framed(
                &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": about(URI)}),
            ));
            let is_cancelled = chance.below(4) == 0;
            if is_cancelled {
                let params = json!({"id": id});
                bytes.extend(framed(
                    &json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": params}),
                ));
            }
            asked.push((id, is_cancelled));
        }
    }
    client.write(&bytes);
    assert!(asked.len() > questions / 2);
    for (id, is_cancelled) in asked {
        match client.answer(id) {
            Ok(_) | Err(-32801) => {}
            Err(code) => assert_eq!((code, is_cancelled), (-32800, true)),
        }
    }
    // The text is what all changes have made of it: a fresh document says the same.
    client.open("untitled:b", &spec(&scratch.concat()));
    for method in methods {
        let mut answer = |uri: &str| {
            let mut answer = client.request(method, about(uri)).unwrap();
            // Made of all of it, the URI included.
            if let Some(id) = answer.get_mut("resultId") {
                id.take();
            }
            answer.to_string().replace(uri, "")
        };
        assert_eq!(answer(URI), answer("untitled:b"), "{seed} {method}");
    }
}

fn units(pieces: &[&str]) -> usize {
    pieces
        .iter()
        .map(|piece| piece.encode_utf16().count())
        .sum()
}

/// The change as a message. There are a million of them: they are put together by hand.
fn change(version: usize, start: usize, end: usize, text: &str) -> Vec<u8> {
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{URI}","version":{version}}},"contentChanges":[{{"range":{{"start":{{"line":4,"character":{start}}},"end":{{"line":4,"character":{end}}}}},"text":"{text}"}}]}}}}"#
    );
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

#[test]
fn in_bursts_no_change_is_lost_and_every_question_is_answered_once() {
    let seeds = long(100, 10_000) as u64;
    thread::scope(|scope| {
        for part in 0..2 {
            scope.spawn(move || {
                for seed in (part..seeds).step_by(2) {
                    burst(seed, 10_000, 1_000);
                }
            });
        }
    });
}

#[test]
fn who_sleeps_spins_or_breaks_down_holds_up_nobody() {
    let mut client = alone();
    client.open(URI, &spec(""));
    // None of these ends by itself: whoever had to wait for one would wait for ever.
    let endless: Vec<_> = (0..64)
        .map(|number| match number % 2 {
            0 => client.begin("specql/test/spin", json!({})),
            _ => client.begin("specql/test/sleep", json!({"milliseconds": 100_000_000})),
        })
        .collect();
    for number in 0..long(1_000, 10_000) {
        assert!(client.request("textDocument/hover", about(URI)).is_ok());
        if number % 100 == 0 {
            assert_eq!(client.request("specql/test/panic", json!({})), Err(-32603));
        }
    }
    for id in &endless {
        client.cancel(*id);
    }
    for id in endless {
        assert_eq!(client.answer(id), Err(-32800));
    }
    // The threads are free again.
    for _ in 0..64 {
        let sleep = json!({"milliseconds": 0});
        assert_eq!(client.request("specql/test/sleep", sleep), Ok(Value::Null));
    }
    assert_eq!(client.logged.len(), 1, "{:?}", client.logged);
    client.logged.clear();
}

#[test]
fn for_who_does_not_listen_little_is_kept() {
    let mut client = alone();
    client.open(URI, &spec(""));
    assert!(client.request("textDocument/hover", about(URI)).is_ok());
    let before = client.memory();
    client.pause();
    let say = json!({"letters": 1 << 20});
    let ids: Vec<_> = (0..100)
        .map(|_| client.begin("specql/test/say", say.clone()))
        .collect();
    thread::sleep(Duration::from_secs(long(3, 60) as u64));
    if let (Some(before), Some(after)) = (before, client.memory()) {
        // Eight megabytes that wait, and what is being written, made and read, where a hundred were
        // asked for.
        assert!(after < before + (64 << 20), "{before} {after}");
    }
    client.resume();
    for id in ids {
        let answer = client.answer(id).unwrap();
        assert_eq!(answer.as_str().map(str::len), Some(1 << 20));
    }
}

#[test]
fn who_does_not_listen_for_a_while_misses_nothing() {
    let folder = Folder::with(&[("specql.toml", "")]);
    let mut client = Client::start(folder.path(), pulling());
    client.open(URI, &spec(""));
    client.pause();
    let ids: Vec<_> = (0..long(1_000, 20_000))
        .map(|_| client.begin("textDocument/diagnostic", about(URI)))
        .collect();
    client.resume();
    for id in ids {
        assert!(client.answer(id).is_ok());
    }
}
