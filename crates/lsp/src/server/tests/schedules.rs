//! Whatever happens when: what is published is true, and after any edits all is as if they had
//! never been.

use std::hint::spin_loop;

use serde_json::{Value, json};

use super::chance::{Chance, rounds};
use super::{BROKEN, Loop, Project, SOUND, pulling};

/// Edits at any moment of a check that is under way: each of these is one way of how it may go.
#[test]
fn only_what_is_true_is_published() {
    let server = Loop::ready(json!({}));
    let mut chance = Chance::new(14);
    let mut overtaken = 0;
    for schedule in 0..rounds(10_000) {
        let uri = format!("untitled:{}", schedule % 3);
        server.open(&uri, SOUND);
        let mut broken = vec![false, false];
        for version in 2..3 + i32::try_from(chance.below(3)).unwrap() {
            for _ in 0..chance.below(20_000) {
                spin_loop();
            }
            let is_broken = chance.below(2) == 0;
            let text = if is_broken { BROKEN } else { SOUND };
            server.change(&uri, version, json!([{"text": text}]));
            broken.push(is_broken);
        }
        let (mut before, mut count) = (0, 0);
        while before + 1 < broken.len() {
            let (version, codes) = server.published();
            let version = usize::try_from(version.as_u64().unwrap()).unwrap();
            assert!(version > before, "{version} after {before}");
            assert_eq!(codes.len(), usize::from(broken[version]), "{version}");
            before = version;
            count += 1;
        }
        overtaken += broken.len() - 1 - count;
        server.tell("textDocument/didClose", about(&uri));
        let (version, codes) = server.published();
        assert_eq!((version, codes.len()), (Value::Null, 0));
    }
    // Both happen: edits that are overtaken by the next one, and edits that are not.
    assert!(overtaken > 100, "{overtaken}");
}

/// So many specs, each with a reference to the next one.
const SPECS: usize = 50;

fn spec(number: usize) -> String {
    let next = (number + 1) % SPECS;
    format!(
        "entity: Part{number}\nschema: shop\nfields:\n  name: text!\n  next: ref(Part{next})\n  \
         state: enum(new, old) = new\nactions:\n  - name: use_{number}\n    steps:\n      \
         - validate: next.name = 'é😀' AND state = 'new'\n      - update: Part{next} SET state = 'old'\n"
    )
}

/// What may be put anywhere.
const PIECES: [&str; 14] = [
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
    "ref(Part1)",
    "Part2",
    "name",
    "",
];

#[test]
fn after_any_edits_everything_is_as_if_newly_opened() {
    let folder = Project::new();
    let names: Vec<_> = (0..SPECS)
        .map(|n| folder.uri(&format!("part{n}")))
        .collect();
    let sound: Vec<_> = (0..SPECS).map(spec).collect();
    let mut texts = sound.clone();
    let mut chance = Chance::new(6);
    let mut edited = Loop::ready(pulling());
    for (name, text) in names.iter().zip(&texts) {
        edited.open(name, text);
    }
    for version in 2..2 + i32::try_from(rounds(100_000)).unwrap() {
        let which = chance.below(SPECS);
        let change = match chance.below(40) {
            0 => {
                texts[which].clone_from(&sound[which]);
                json!([{"text": texts[which]}])
            }
            _ => json!([edit(&mut chance, &mut texts[which])]),
        };
        edited.change(&names[which], version, change);
        if version % 2_500 == 0 {
            let mut fresh = Loop::ready(pulling());
            for (name, text) in names.iter().zip(&texts) {
                fresh.open(name, text);
            }
            fresh.until_read();
            edited.until_read();
            for (name, text) in names.iter().zip(&texts) {
                assert_eq!(
                    answers(&mut edited, name),
                    answers(&mut fresh, name),
                    "{text}"
                );
            }
        }
    }
}

/// A change somewhere in a text, as a client tells of it.
fn edit(chance: &mut Chance, text: &mut String) -> Value {
    let ends = text.char_indices().map(|(at, _)| at);
    let ends: Vec<_> = ends.chain([text.len()]).collect();
    let from = chance.below(ends.len());
    let to = (from + chance.below(6)).min(ends.len() - 1);
    let piece = *chance.pick(&PIECES);
    let range = json!({"start": place(text, ends[from]), "end": place(text, ends[to])});
    text.replace_range(ends[from]..ends[to], piece);
    json!({"range": range, "text": piece})
}

/// What is wrong with a document, what is in it, and what becomes of it.
fn answers(server: &mut Loop, uri: &str) -> [Value; 3] {
    let methods = [
        "textDocument/diagnostic",
        "textDocument/documentSymbol",
        "specql/sql",
    ];
    methods.map(|method| server.ask(method, about(uri)).unwrap())
}

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

fn place(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let character = before[start..].encode_utf16().count();
    json!({"line": before.matches('\n').count(), "character": character})
}
