//! Everything that may be wrong with what is said: every method answers, once, and goes on.

use std::path::Path;

use serde_json::{Value, json};

use super::chance::{Chance, rounds};
use super::{BROKEN, Loop, SOUND, codes_in, pulling};
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
        "letters": 1,
    })
}

/// The names of all methods but for those that break down or never end.
fn methods() -> Vec<&'static str> {
    let methods = Methods::new();
    let names = methods
        .names()
        .filter(|name| !["specql/test/panic", "specql/test/spin"].contains(name));
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
    let mut texts = vec![RICH.to_owned()];
    if rounds(1) > 1 {
        texts.extend(specs_around());
    }
    let mut version = 0;
    for text in &texts {
        for (end, _) in text.char_indices() {
            let text = &text[..end];
            version += 1;
            server.change(URI, version, json!([{"text": text}]));
            // Where it is typed, and somewhere else: in the end, in every line.
            let last = u32::try_from(text.matches('\n').count()).unwrap();
            ask_all(&mut server, text, last, 3);
            let line = u32::try_from(version).unwrap() % (last + 1);
            ask_all(&mut server, text, line, 10);
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
}

/// What PyYAML was made for, and what breaks it.
#[test]
fn everything_is_answered_in_every_case_of_the_yaml_test_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/yaml-suite/cases");
    let Ok(cases) = std::fs::read_dir(folder) else {
        eprintln!("*** the YAML test suite is not there: NOTHING WAS TESTED ***");
        assert!(std::env::var_os("CI").is_none());
        return;
    };
    let mut server = Loop::ready(pulling());
    server.open(URI, "");
    let mut count = 0;
    for case in cases {
        let text = std::fs::read(case.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&text);
        count += 1;
        server.change(URI, count, json!([{"text": text}]));
        ask_all(&mut server, &text, 2, 1);
    }
    assert!(count > 350, "{count}");
}

#[test]
fn everything_is_answered_in_noise() {
    let mut server = Loop::ready(pulling());
    server.open(URI, "");
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
