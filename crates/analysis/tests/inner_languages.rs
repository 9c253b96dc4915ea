//! Everything that can be read is read, whatever the text: no panic, and no place outside of it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use specql_syntax::Parser;
use specql_yaml::Span;
use tree_sitter::Node;

use specql_analysis::expression::ast::{EntityName, Mark};
use specql_analysis::expression::infer::{
    Meaning, Origin, Scope, Type, infer_condition, infer_statement,
};
use specql_analysis::expression::lower;

/// A scope in which some names stand for something.
struct Strict;

impl Scope for Strict {
    fn name(&self, name: &str) -> Option<Meaning> {
        let ty = match name {
            "a" | "status" => Type::Enum(["x".to_owned()].into()),
            "b" | "customer" => Type::Reference([(None, "B".to_owned())].into()),
            "text" => Type::of_name("text"),
            _ => return None,
        };
        Some(Meaning::new(Origin::Field, ty))
    }

    fn parameter(&self, _: Mark, name: &str) -> Option<Meaning> {
        (name == "x").then(|| Meaning::new(Origin::Parameter, Type::UNKNOWN))
    }

    fn entity(&self, entity: &EntityName) -> Option<Box<dyn Scope + '_>> {
        (entity.name.text == "a").then(|| Box::new(Self) as _)
    }
}

/// Every stretch of the text that what is read from it names, taken from its debug output so that
/// none can be forgotten here.
fn spans(read: &impl std::fmt::Debug) -> Vec<Span> {
    let shown = format!("{read:?}");
    let number = |text: &str| -> usize {
        let digits = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        text[..digits].parse().unwrap()
    };
    let mut found = Vec::new();
    for part in shown.split("Span { start: ").skip(1) {
        let Some((_, end)) = part.split_once(", end: ") else {
            continue;
        };
        found.push(Span::new(number(part), number(end)));
    }
    found
}

fn assert_inside(text: &str, read: &impl std::fmt::Debug) {
    for span in spans(read) {
        assert!(
            span.start <= span.end && text.get(span.range()).is_some(),
            "{span:?} is no part of {text:?}"
        );
    }
}

/// Reads all there is in a text. Returns how much that was.
fn read_all(parser: &mut Parser, text: &str) -> usize {
    let tree = parser.parse(text, None);
    let mut count = 0;
    let mut work = vec![tree.root()];
    while let Some(node) = work.pop() {
        count += read(node, text);
        let mut cursor = node.walk();
        work.extend(node.children(&mut cursor));
    }
    count
}

fn read(node: Node<'_>, text: &str) -> usize {
    let mut count = 0;
    let mut note = |read: Option<&dyn std::fmt::Debug>| {
        if let Some(read) = read {
            assert_inside(text, &read);
            count += 1;
        }
    };
    note(
        lower::type_expression(node, text)
            .as_ref()
            .map(|read| read as _),
    );
    note(lower::expression(node, text).as_ref().map(|read| read as _));
    note(lower::statement(node, text).as_ref().map(|read| read as _));
    note(lower::call(node, text).as_ref().map(|read| read as _));
    let typed = lower::expression(node, text).map(|read| infer_condition(&read, &Strict));
    note(typed.as_ref().map(|typed| typed as _));
    let typed = lower::statement(node, text).map(|read| infer_statement(&read, &Strict));
    note(typed.as_ref().map(|typed| typed as _));
    count
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut work = vec![folder.to_path_buf()];
    while let Some(path) = work.pop() {
        if path.is_dir() {
            work.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if path
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// A text without some of its end, or without a stretch in its midst.
fn cut(text: &str, numbers: &mut Numbers) -> String {
    let boundary = |at: usize| {
        (0..=at)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap()
    };
    let from = boundary(numbers.below(text.len() + 1));
    let to = boundary((from + numbers.below(12)).min(text.len())).max(from);
    let rest = if numbers.below(2) == 0 {
        ""
    } else {
        &text[to..]
    };
    format!("{}{rest}", &text[..from])
}

fn read_folder(folder: &Path, cuts: usize) -> usize {
    let mut parser = Parser::new();
    let mut numbers = Numbers(2025);
    let mut count = 0;
    for file in files(folder) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        count += read_all(&mut parser, &text);
        for _ in 0..cuts {
            read_all(&mut parser, &cut(&text, &mut numbers));
        }
    }
    count
}

#[test]
fn the_examples_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    assert!(read_folder(&folder, 8) > 20);
}

#[test]
fn the_corpus_is_read() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if !corpus.join("real").is_dir() {
        let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!in_ci, "there is no corpus at {}", corpus.display());
        eprintln!("SKIPPED: there is no corpus at {}", corpus.display());
        return;
    }
    assert!(read_folder(&corpus.join("real"), 2) > 1000);
}

#[test]
fn all_that_can_be_typed_is_read() {
    let words = [
        "a",
        "a.b",
        "a.",
        "$x",
        "$",
        ":x",
        "?",
        "1",
        "'x'",
        "'x",
        "\"y\"",
        "=",
        "<>",
        "<",
        "||",
        "+",
        "-",
        "*",
        "/",
        "%",
        "::",
        "::text",
        "AND",
        "OR",
        "NOT",
        "IN",
        "IS",
        "NULL",
        "TRUE",
        "LIKE",
        "BETWEEN",
        "MATCHES",
        "EXISTS",
        "DISTINCT",
        "FROM",
        "WHERE",
        "SET",
        "VALUES",
        "AS",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "SELECT",
        "interval",
        "RETURNING",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "!",
        "|",
        "é",
        "f(",
        "enum(",
        "ref(",
        "list(",
        "text",
        "cast(",
        "position(",
        "FOR",
        "''",
        "\n          ",
    ];
    let frames = [
        ("actions:\n  - steps:\n      - validate: ", ""),
        ("actions:\n  - steps:\n      - validate: \"", "\""),
        ("actions:\n  - steps:\n      - validate: '", "'"),
        ("actions:\n  - steps:\n      - validate: >\n          ", ""),
        ("actions:\n  - steps:\n      - update: Order ", ""),
        ("actions:\n  - steps:\n      - insert: \"", "\""),
        ("actions:\n  - steps:\n      - foreach: ", ""),
        ("actions:\n  - steps:\n      - call: f(", ""),
        ("fields:\n  a: ", ""),
        ("fields:\n  a: \"", "\""),
    ];
    let mut parser = Parser::new();
    let mut numbers = Numbers(1);
    for round in 0..4_000 {
        let (before, behind) = frames[round % frames.len()];
        let count = 1 + numbers.below(14);
        let row: Vec<_> = (0..count)
            .map(|_| words[numbers.below(words.len())])
            .collect();
        let text = format!("{before}{}{behind}\n", row.join(" "));
        read_all(&mut parser, &text);
    }
}

#[test]
fn depth_does_no_harm() {
    let deep = 3_000;
    let texts = [
        format!(
            "actions:\n  - steps:\n      - validate: {}a",
            "(".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: {}a",
            "NOT ".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: a{}",
            " + a".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: a{}",
            " - interval '1 day'".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: a{}",
            " AND EXISTS A WHERE a".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: {}",
            "EXISTS A WHERE ".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: {}",
            "CASE WHEN ".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: {}",
            "f(".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - validate: a{}",
            "::text".repeat(deep)
        ),
        format!(
            "actions:\n  - steps:\n      - find: A {}",
            "WHERE EXISTS B ".repeat(deep)
        ),
        format!("fields:\n  a: {}", "list(".repeat(deep)),
        format!("fields:\n  a: text{}", "[]".repeat(deep)),
    ];
    let mut parser = Parser::new();
    for text in texts {
        let tree = parser.parse(&text, None);
        let mut work = vec![tree.root()];
        while let Some(node) = work.pop() {
            let mut is_read = lower::type_expression(node, &text).is_some();
            if let Some(read) = lower::expression(node, &text) {
                let _ = infer_condition(&read, &Strict);
                assert_eq!(read.clone(), read);
                is_read = true;
            }
            if let Some(read) = lower::statement(node, &text) {
                let _ = infer_statement(&read, &Strict);
                is_read = true;
            }
            if !is_read {
                let mut cursor = node.walk();
                work.extend(node.children(&mut cursor));
            }
        }
    }
}
