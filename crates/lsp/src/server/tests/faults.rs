//! Everything that may be wrong with what is said: every method answers, once, and goes on.

use std::path::Path;

use serde_json::{Value, json};

use super::chance::{Chance, rounds};
use super::{BROKEN, Loop, Project, SOUND, codes_in, pulling};
use crate::files::walk;
use crate::server::event::{Event, Outgoing};
use crate::server::failure::Failure;
use crate::server::methods::Methods;

const URI: &str = "untitled:a";

/// A spec with a little of everything.
const RICH: &str = "\
# é漢😀
entity: Invoice
schema: shop
description: To pay
fields:
  number: text!
  state: enum(draft, sent, 'paid 😀') = 'draft'
  buyer: ref(Customer)
  lines: list(text)
actions:
  - name: send
    steps:
      - validate: state = 'draft' AND number IS NOT NULL
      - if: total > 5
        then:
          - update: Invoice SET state = 'sent' WHERE id = $invoice_id
      - call: notify(buyer, \"x\")
";

/// Parameters with whatever a method may want to have.
fn params(uri: &str, line: u32, character: u32) -> Value {
    let at = json!({"line": line, "character": character});
    json!({
        "textDocument": {"uri": uri},
        "position": at,
        "positions": [at],
        "range": {"start": {"line": 0, "character": 0}, "end": at},
        "context": {"includeDeclaration": true, "triggerKind": 1, "diagnostics": []},
        "options": {"tabSize": 2, "insertSpaces": true},
        "newName": "renamed",
        "query": "a",
        "ch": "\n",
        "command": "none",
        "files": [],
        "milliseconds": 0,
    })
}

/// The names of all methods but for the one that breaks down.
fn methods() -> Vec<&'static str> {
    let methods = Methods::new();
    let names = methods.names().filter(|name| *name != "specql/test/panic");
    names.collect()
}

/// Asks everything of a document at a place.
fn ask_all(server: &mut Loop, text: &str, line: u32, character: u32) {
    for method in methods() {
        let result = server.ask(method, params(URI, line, character));
        match result {
            Ok(answer) => assert_inside(&answer, text, method),
            Err(failure) => assert_ne!(failure.code, Failure::INTERNAL, "{method}: {failure:?}"),
        }
    }
}

/// All places in an answer are places of the text.
fn assert_inside(answer: &Value, text: &str, method: &str) {
    match answer {
        Value::Array(items) => items
            .iter()
            .for_each(|item| assert_inside(item, text, method)),
        Value::Object(object) => {
            if let Some(sql) = object.get("sql").and_then(Value::as_str) {
                // Half of these places are in another text.
                for pair in object
                    .get("map")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    assert_inside(&pair["sql"], sql, method);
                    assert_inside(&pair["spec"], text, method);
                }
                return;
            }
            if let (Some(line), Some(character)) = (object.get("line"), object.get("character")) {
                let lines: Vec<_> = text.split('\n').collect();
                let line = lines.get(usize::try_from(line.as_u64().unwrap()).unwrap());
                let line = line.unwrap_or_else(|| panic!("{method}: {answer}"));
                let width = line.encode_utf16().count() as u64;
                assert!(character.as_u64().unwrap() <= width, "{method}: {answer}");
            }
            object
                .values()
                .for_each(|value| assert_inside(value, text, method));
        }
        _ => {}
    }
}

#[test]
fn everything_is_answered_in_every_beginning_of_a_text() {
    let mut server = Loop::ready(pulling());
    server.open(URI, "");
    let is_long = rounds(1) > 1;
    let step = if is_long { 1 } else { 3 };
    let mut texts = vec![RICH.to_owned()];
    if is_long {
        texts.extend(specs_around());
    }
    let mut version = 0;
    for text in &texts {
        for (end, _) in text.char_indices().step_by(step) {
            let text = &text[..end];
            version += 1;
            server.change(URI, version, json!([{"text": text}]));
            let line = u32::try_from(text.matches('\n').count()).unwrap();
            ask_all(&mut server, text, line, 3);
            ask_all(&mut server, text, line / 2, 10);
        }
    }
}

/// The examples, and as many specs of the folder beside the repository, if it is there.
fn specs_around() -> Vec<String> {
    const MOST: usize = 87;
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["examples", "../shared/corpus/real"];
    let texts = folders.iter().flat_map(|folder| {
        let mut unread = Vec::new();
        let paths = walk(&repository.join(folder), &mut unread).into_iter();
        let texts = paths.filter_map(|path| std::fs::read_to_string(path).ok());
        texts.take(MOST).collect::<Vec<_>>()
    });
    texts.collect()
}

#[test]
fn everything_is_answered_in_texts_that_are_hard() {
    let long = format!("a: {}\n", "x".repeat(1_000_000));
    let deep = "[".repeat(10_000);
    let nested = "- ".repeat(10_000);
    let bomb: String = (0..9)
        .map(|n| {
            format!(
                "a{}: &a{} [{}]\n",
                n + 1,
                n + 1,
                vec![format!("*a{n}"); 9].join(",")
            )
        })
        .collect();
    let bomb = format!("a0: &a0 [x]\n{bomb}");
    let conflict = format!("<<<<<<< a\n{SOUND}=======\n{BROKEN}>>>>>>> b\n");
    let lines = RICH.replace('\n', "\r\n") + &RICH.replace('\n', "\r");
    let mark = format!("\u{feff}{RICH}");
    let tabs = RICH.replace("  ", "\t");
    let mut server = Loop::ready(pulling());
    server.open(URI, "");
    let texts = [
        "",
        "\n",
        "\0",
        "\u{2028}\u{85}",
        &long,
        &deep,
        &nested,
        &bomb,
        &conflict,
        &mark,
        &tabs,
        &lines,
    ];
    for (version, text) in (2..).zip(texts) {
        server.change(URI, version, json!([{"text": text}]));
        for method in methods() {
            if let Err(failure) = server.ask(method, params(URI, 1, 1)) {
                assert_ne!(failure.code, Failure::INTERNAL, "{method}: {failure:?}");
            }
        }
    }
    let mut chance = Chance::new(2);
    for version in 0..rounds(150) {
        let noise: String = (0..chance.below(400))
            .map(|_| {
                *chance.pick(&[
                    'a', ':', ' ', '\n', '-', '\'', '"', '{', '[', '#', '\t', '😀',
                ])
            })
            .collect();
        server.change(
            URI,
            i32::try_from(version).unwrap(),
            json!([{"text": noise}]),
        );
        for method in methods() {
            if let Err(failure) = server.ask(method, params(URI, 1, 1)) {
                assert_ne!(
                    failure.code,
                    Failure::INTERNAL,
                    "{method}: {failure:?} {noise:?}"
                );
            }
        }
    }
}

#[test]
fn places_and_documents_that_are_not_there_do_no_harm() {
    let mut server = Loop::ready(pulling());
    server.open(URI, RICH);
    let most = u32::MAX;
    for (line, character) in [(0, most), (most, 0), (most, most), (3, 1_000)] {
        ask_all(&mut server, RICH, line, character);
    }
    for uri in [
        "untitled:none",
        "file:///no/such.yaml",
        "git:/x",
        "no uri",
        "",
        "file:///%ZZ",
    ] {
        for method in methods() {
            if let Err(failure) = server.ask(method, params(uri, 0, 0)) {
                assert_eq!(failure.code, Failure::INVALID_PARAMS, "{method} {uri}");
            }
        }
    }
    for method in methods() {
        for odd in [
            json!(null),
            json!({}),
            json!([1]),
            json!({"textDocument": 5}),
        ] {
            if let Err(failure) = server.ask(method, odd) {
                assert_eq!(failure.code, Failure::INVALID_PARAMS, "{method}");
            }
        }
    }
    assert_eq!(server.codes(URI), [""; 0]);
}

#[test]
fn in_a_burst_every_question_is_answered_once() {
    for seed in 0..rounds(1) as u64 {
        let mut chance = Chance::new(seed);
        let mut server = Loop::ready(pulling());
        server.open(URI, SOUND);
        let mut tickets = Vec::new();
        let mut is_broken = false;
        for version in 2..10_002 {
            let at = |from: u32, to: u32| json!({"start": {"line": 5, "character": from}, "end": {"line": 5, "character": to}});
            let change = match is_broken {
                true => json!([{"range": at(5, 5), "text": ":"}]),
                false => json!([{"range": at(5, 6), "text": ""}]),
            };
            is_broken = !is_broken;
            server.change(URI, version, change);
            if chance.below(10) == 0 {
                let ticket = server.start("textDocument/diagnostic", params(URI, 0, 0));
                if chance.below(4) == 0 {
                    server.send(Event::Cancel(ticket));
                }
                tickets.push(ticket);
            }
        }
        for ticket in tickets {
            if let Err(failure) = server.answer(ticket) {
                let codes = [Failure::CANCELLED, Failure::MODIFIED];
                assert!(codes.contains(&failure.code), "{failure:?}");
            }
        }
        let codes = server.codes(URI);
        assert_eq!(codes.len(), usize::from(is_broken));
    }
}

#[test]
fn whatever_happens_when_only_what_is_true_is_published() {
    for seed in 0..rounds(50) as u64 {
        let mut chance = Chance::new(seed);
        let server = Loop::ready(json!({}));
        server.open(URI, SOUND);
        let mut broken = vec![false, false];
        for version in 2..60 {
            let is_broken = chance.below(2) == 0;
            let text = if is_broken { BROKEN } else { SOUND };
            server.change(URI, version, json!([{"text": text}]));
            broken.push(is_broken);
            std::thread::sleep(std::time::Duration::from_micros(chance.below(3_000) as u64));
        }
        let mut last = 0;
        while last < 59 {
            let (version, codes) = server.published();
            let version = usize::try_from(version.as_u64().unwrap()).unwrap();
            assert!(version > last, "{version} after {last}");
            assert_eq!(codes.len(), usize::from(broken[version]), "{version}");
            last = version;
        }
    }
}

#[test]
fn after_any_edits_everything_is_as_if_newly_opened() {
    let folder = Project::new();
    let names = ["a", "b", "c"].map(|name| folder.uri(name));
    let mut chance = Chance::new(6);
    let customer = SOUND.replace("Invoice", "Customer");
    let mut texts = [RICH.to_owned(), customer, BROKEN.to_owned()];
    let mut edited = Loop::ready(pulling());
    for (name, text) in names.iter().zip(&texts) {
        edited.open(name, text);
    }
    let pieces = [
        "a",
        ":",
        " ",
        "\n",
        "\n  ",
        "- ",
        "'",
        "{",
        "é",
        "😀",
        "ref(Invoice)",
        "Customer",
        "",
    ];
    for version in 2..2 + i32::try_from(rounds(500)).unwrap() {
        let which = chance.below(3);
        let text = &mut texts[which];
        let ends: Vec<_> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let from = chance.below(ends.len());
        let to = (from + chance.below(6)).min(ends.len() - 1);
        let piece = *chance.pick(&pieces);
        let range = json!({"start": place(text, ends[from]), "end": place(text, ends[to])});
        text.replace_range(ends[from]..ends[to], piece);
        edited.change(
            &names[which],
            version,
            json!([{"range": range, "text": piece}]),
        );
        if version % 10 == 0 {
            let mut fresh = Loop::ready(pulling());
            for (name, text) in names.iter().zip(&texts) {
                fresh.open(name, text);
            }
            fresh.until_read();
            edited.until_read();
            for (name, text) in names.iter().zip(&texts) {
                let params = json!({"textDocument": {"uri": name}});
                let expected = fresh
                    .ask("textDocument/diagnostic", params.clone())
                    .unwrap();
                let found = edited.ask("textDocument/diagnostic", params).unwrap();
                assert_eq!(found["items"], expected["items"], "{text}");
            }
        }
    }
}

fn place(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let character = before[start..].encode_utf16().count();
    json!({"line": before.matches('\n').count(), "character": character})
}

#[test]
fn slow_questions_do_not_hold_up_urgent_ones() {
    let mut server = Loop::ready(pulling());
    server.open(URI, BROKEN);
    let slow: Vec<_> = (0..8)
        .map(|_| server.start("specql/test/sleep", json!({"milliseconds": 600_000})))
        .collect();
    // It would never be answered if it had to wait for the others.
    let code = server.refused("specql/test/panic", json!({}));
    assert_eq!(code, Failure::INTERNAL);
    for ticket in slow {
        server.send(Event::Cancel(ticket));
        assert_eq!(server.answer(ticket), Err(Failure::cancelled()));
    }
}

#[test]
fn who_never_answers_holds_nothing_up() {
    let capabilities = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {
            "configuration": true,
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "diagnostics": {"refreshSupport": true},
        },
        "window": {"workDoneProgress": true},
    });
    let mut server = Loop::ready(capabilities);
    for version in 1..500 {
        server.open(URI, if version % 2 == 0 { SOUND } else { BROKEN });
        server.tell(
            "workspace/didChangeConfiguration",
            json!({"settings": null}),
        );
    }
    assert_eq!(server.codes(URI), ["missing-colon"]);
    let refreshes = server.messages.try_iter().filter(|message| {
        matches!(message, Outgoing::Request { method, .. } if method.ends_with("refresh"))
    });
    assert!(refreshes.count() < 5);
    // An answer to what was never asked is nothing.
    server.send(Event::Reply {
        id: 12_345,
        result: Ok(json!(1)),
    });
    let report = server
        .ask("textDocument/diagnostic", params(URI, 0, 0))
        .unwrap();
    assert_eq!(codes_in(&report["items"]), ["missing-colon"]);
}
