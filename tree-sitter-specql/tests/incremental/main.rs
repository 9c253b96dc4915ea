//! After any edit, the tree that reuses the old one equals the tree of the text parsed
//! anew; and whatever the text, there is no ERROR node in it.
//!
//! Texts are edited at random, from fixed seeds. `SPECQL_LONG=1` makes ten times as many
//! edits, `SPECQL_SEED` picks other ones.

#[path = "../common/mod.rs"]
mod common;
mod edits;
mod script;

use script::{Fault, Script};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const STEPS_OF_A_SCRIPT: usize = 20;
const SCRIPTS: usize = 1000;
/// So many failures are cut down and shown.
const SHOWN: usize = 8;

/// Texts that are hard on a scanner.
const NASTY: &[&str] = &[
    "",
    "\u{feff}entity: A\nfields:\n  a: text\n",
    "entity: A\rfields:\r  a: text\r\r  b: ref(C)!\r",
    "entity: A\r\nfields:\r\n  a: text!\r\n  b: enum(x, y) = x\r\n\r\nactions:\r\n  - name: n\r\n    steps:\r\n      - validate: a = 'b'\r\n",
    "a: é\u{85}b: 日本\u{2028}c: 😀\u{2029}d: e\n",
    "'a: b\n\"c: d\n[e: f\n{g: h\n",
    "a: [b, {c: d, e: [f, g\nh: i\nj: k\n",
    "a: \"b\\\n  c \\x41 \\q\"\nd: 'e\n\n  f'\ng: \"h\nj: k\n",
    "%YAML 1.1\n---\na: 1\n...\n--- [b]\n--- |\n c\n...\n...\n",
    "a: |\n  b\n c\n\nd: >-\n\n\n   e\n  f\n\tg\nh: |2\n    i\n",
    "? a\n: b\n? [c, d]\n: - e\n  - f\n? |\n  g\n: h\n",
    "&a !!map b: &c [*d, !e f]\n*g : h\n<<: *a\n&i\nj: k\n",
    "- - - a\n    - b\n  - c\n-d: e\n- f:\n- g: h\n  - i\n - j\n",
    "\ta: b\n\t\tc: d\n  \te\nf:\tg\t# h\n",
    "<<<<<<< ours\na: b\n=======\na: c\n>>>>>>> theirs\nd:\n<<<<<<< ours\n  e: f\n=======\n  e: g\n>>>>>>> theirs\n",
    "a: 1\n     b: 2\n  c: 3\n d: 4\ne\nf\n  g\nh:i\n:\n: j\n-\n?\n",
    "a: \0\u{1}b\u{7f}\nc\u{fffe}: d\n",
    "actions:\n  - name: n\n    steps:\n      - validate: a = 'it''s' AND (b IN (1, 2) OR NOT c IS NULL)\n      - if: \"x = \\\"y\\\"\"\n        then:\n          - update: A SET b = CASE WHEN c THEN 1 ELSE 2 END WHERE d = $e\n      - call: f(a = 1, b = 'c\n      - notify: 'g(x = ''y'')'\n      - validate: |\n          a =\n          b\n",
    "fields:\n  a: enum(b, c = d!\n  e: ref(F|g.H)[]!?\n  i: { type: list(text), default: [j] }\n  k: \"text = \\\"l\\\"\"\n  m: text\n    n\n  o: >\n    text!\n",
];

struct Failure {
    name: String,
    seed: u64,
    fault: Fault,
    smallest: Script,
}

/// Scripts that go wrong, cut down, and how many there were.
fn failures(
    texts: &[(String, String)],
    scripts: usize,
    first_seed: usize,
) -> (Vec<Failure>, usize) {
    let next = AtomicUsize::new(0);
    let failures: Mutex<(Vec<Failure>, usize)> = Mutex::default();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut parser = common::parser();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= scripts {
                        break;
                    }
                    let (name, text) = &texts[number % texts.len()];
                    let seed = (first_seed + number) as u64;
                    let (script, fault) =
                        Script::random(&mut parser, text, seed, STEPS_OF_A_SCRIPT);
                    let Some(fault) = fault else { continue };
                    let count = {
                        let mut failures = failures.lock().expect("no thread has panicked");
                        failures.1 += 1;
                        failures.1
                    };
                    if count <= SHOWN {
                        let smallest = script.shrink(&mut parser, fault);
                        let failure = Failure {
                            name: name.clone(),
                            seed,
                            fault,
                            smallest,
                        };
                        failures
                            .lock()
                            .expect("no thread has panicked")
                            .0
                            .push(failure);
                    }
                }
            });
        }
    });
    failures.into_inner().expect("no thread has panicked")
}

fn check(texts: &[(String, String)], share: usize) {
    if texts.is_empty() {
        return;
    }
    let scripts = SCRIPTS * share / 100 * if common::is_long_run() { 10 } else { 1 };
    let seed = common::number_from_env("SPECQL_SEED").unwrap_or(1);
    let (failures, count) = failures(texts, scripts, seed);
    let shown: BTreeSet<String> = failures
        .iter()
        .map(
            |Failure {
                 name,
                 seed,
                 fault,
                 smallest,
             }| {
                let steps: Vec<String> = smallest
                    .steps
                    .iter()
                    .map(|step| format!("\n  {step:?}"))
                    .collect();
                format!(
                    "{fault:?}: {:?}{}\n  ({name}, seed {seed})\n",
                    smallest.text,
                    steps.concat()
                )
            },
        )
        .collect();
    let shown: Vec<String> = shown.into_iter().collect();
    assert!(
        count == 0,
        "{count} of {scripts} scripts fail:\n{}",
        shown.join("\n")
    );
}

fn named(files: Vec<common::File>) -> Vec<(String, String)> {
    files
        .into_iter()
        .map(|file| (file.name, file.text))
        .collect()
}

#[test]
fn an_edited_example_parses_as_if_it_were_new() {
    check(&named(common::examples()), 40);
}

#[test]
fn an_edited_real_file_parses_as_if_it_were_new() {
    check(&named(common::corpus()), 30);
}

#[test]
fn an_edited_nasty_text_parses_as_if_it_were_new() {
    let texts: Vec<_> = NASTY
        .iter()
        .map(|text| (String::from("nasty"), (*text).to_owned()))
        .collect();
    check(&texts, 30);
}
