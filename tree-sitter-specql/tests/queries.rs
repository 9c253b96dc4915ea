//! The queries: they compile, and colour, fold and select what they should.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;

use tree_sitter::{Language, Node, Parser, Point, Query, QueryCursor, StreamingIterator, Tree};
use tree_sitter_specql::{
    FOLDS_QUERY, HIGHLIGHTS_QUERY, INDENTS_QUERY, INJECTIONS_QUERY, LOCALS_QUERY, TEXTOBJECTS_QUERY,
};

fn language() -> Language {
    tree_sitter_specql::LANGUAGE.into()
}

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&language())
        .expect("a language of this runtime");
    parser.parse(text, None).expect("a tree")
}

fn query(source: &str) -> Query {
    Query::new(&language(), source).unwrap_or_else(|error| panic!("{error}"))
}

/// One match: its pattern, and what each capture covers from its first to its last node.
struct Match<'q> {
    pattern: usize,
    captures: Vec<(&'q str, Range<usize>)>,
}

fn matches<'q>(query: &'q Query, tree: &Tree, text: &str) -> Vec<Match<'q>> {
    let mut cursor = QueryCursor::new();
    let mut found = Vec::new();
    let mut matches = cursor.matches(query, tree.root_node(), text.as_bytes());
    while let Some(item) = matches.next() {
        let mut captures: BTreeMap<u32, Range<usize>> = BTreeMap::new();
        for capture in item.captures() {
            let range = capture.node.byte_range();
            let whole = captures
                .entry(capture.index)
                .or_insert_with(|| range.clone());
            whole.start = whole.start.min(range.start);
            whole.end = whole.end.max(range.end);
        }
        let names = query.capture_names();
        let captures = captures
            .into_iter()
            .map(|(index, range)| (names[index as usize], range))
            .collect();
        found.push(Match {
            pattern: item.pattern_index,
            captures,
        });
    }
    found
}

#[test]
fn all_queries_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut count = 0;
    for folder in [folder.clone(), folder.join("helix")] {
        for entry in fs::read_dir(folder).expect("the queries are there") {
            let path = entry.expect("a readable entry").path();
            if path.extension().is_none_or(|extension| extension != "scm") {
                continue;
            }
            let source = fs::read_to_string(&path).expect("a readable file");
            if let Err(error) = Query::new(&language(), &source) {
                panic!("{}: {error}", path.display());
            }
            count += 1;
        }
    }
    assert_eq!(count, 8);
}

/// What Helix' themes have colours for; what stands behind a point is coloured like what stands
/// before it.
const HELIX_SCOPES: [&str; 17] = [
    "attribute",
    "comment",
    "constant",
    "constructor",
    "error",
    "function",
    "keyword",
    "label",
    "markup",
    "namespace",
    "operator",
    "punctuation",
    "special",
    "string",
    "tag",
    "type",
    "variable",
];

/// What Helix looks for in its other queries.
const HELIX_CAPTURES: [(&str, &[&str]); 4] = [
    (
        "indents.scm",
        &[
            "indent",
            "indent.always",
            "outdent",
            "outdent.always",
            "align",
            "anchor",
            "extend",
            "extend.prevent-once",
        ],
    ),
    (
        "textobjects.scm",
        &[
            "class.around",
            "class.inside",
            "function.around",
            "function.inside",
            "parameter.around",
            "parameter.inside",
            "comment.around",
            "comment.inside",
            "entry.around",
            "entry.inside",
        ],
    ),
    (
        "injections.scm",
        &["injection.content", "injection.language"],
    ),
    ("locals.scm", &["local.scope", "local.reference"]),
];

#[test]
fn helix_knows_what_its_queries_capture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors/helix/queries/specql");
    let has_colour = |name: &str| HELIX_SCOPES.contains(&name.split('.').next().unwrap_or(name));
    let check = |file: &str, is_known: &dyn Fn(&str) -> bool| {
        let source = fs::read_to_string(folder.join(file)).expect("a readable file");
        for name in query(&source).capture_names() {
            assert!(is_known(name) || name.starts_with('_'), "{file}: @{name}");
        }
    };
    check("highlights.scm", &has_colour);
    for (file, known) in HELIX_CAPTURES {
        check(file, &|name| {
            let definition = name.strip_prefix("local.definition.");
            known.contains(&name) || definition.is_some_and(has_colour)
        });
    }
}

/// The lists behind `:feature ...` of a text in Lisp, without the brackets around them.
fn queries_of_lisp(text: &str) -> Vec<&str> {
    let behind = text.split(":feature '").skip(1);
    let lists = behind.filter_map(|part| part.split_once('\''));
    lists
        .map(|(_, list)| {
            let mut depth = 0;
            let end = list.find(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                depth == 0
            });
            &list[1..end.expect("a list that is closed")]
        })
        .collect()
}

/// No Emacs with trees is here to be asked.
#[test]
fn the_queries_of_emacs_compile() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors/emacs/specql-mode.el");
    let text = fs::read_to_string(path).expect("a readable file");
    let queries = queries_of_lisp(&text);
    assert_eq!(queries.len(), 10);
    for source in queries {
        for name in query(source).capture_names() {
            assert!(name.starts_with("font-lock-"), "@{name}");
        }
    }
}

/// Neovim, Helix and the command line tool have these in common.
#[test]
fn predicates_are_common_ones() {
    for source in [
        HIGHLIGHTS_QUERY,
        INJECTIONS_QUERY,
        LOCALS_QUERY,
        FOLDS_QUERY,
        INDENTS_QUERY,
        TEXTOBJECTS_QUERY,
    ] {
        for part in source.split("(#").skip(1) {
            let name = part.split_whitespace().next().unwrap_or_default();
            assert!(
                ["eq?", "any-of?", "match?", "set!"].contains(&name),
                "#{name}"
            );
        }
    }
}

/// tree-sitter-highlight drops the whole match of the pattern that loses a node, so a key
/// that others colour must not be captured as a mere helper.
#[test]
fn highlights_have_no_helpers() {
    assert!(
        !HIGHLIGHTS_QUERY
            .lines()
            .any(|line| !line.starts_with(';') && line.contains("@_"))
    );
}

// --- highlights ---------------------------------------------------------------------

/// The capture of the byte at `offset`: that of the innermost node; for one node, that of
/// the last pattern.
fn highlight_at(found: &[Match<'_>], offset: usize) -> Option<String> {
    let covering = found.iter().flat_map(|item| {
        item.captures
            .iter()
            .filter(|(_, range)| range.contains(&offset))
            .map(|(name, range)| {
                (
                    range.len(),
                    std::cmp::Reverse(item.pattern),
                    (*name).to_owned(),
                )
            })
    });
    covering.min().map(|(_, _, name)| name)
}

fn comments(node: Node<'_>, found: &mut Vec<(Point, Range<usize>)>) {
    if node.kind() == "comment" {
        found.push((node.start_position(), node.byte_range()));
    }
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        comments(child, found);
    }
}

/// What a comment says of the last line above that is no such comment: a column and the
/// name of a capture. `^` means its own column, `<-` that of the comment.
fn assertion(comment: &str, column: usize) -> Option<(usize, &str)> {
    if let Some(caret) = comment.find('^') {
        return Some((
            column + caret,
            comment[caret..].trim_start_matches('^').trim(),
        ));
    }
    comment
        .find("<-")
        .map(|arrow| (column, comment[arrow + 2..].trim()))
}

#[test]
fn highlights_are_as_asserted() {
    let query = query(HIGHLIGHTS_QUERY);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/highlight");
    let mut failures = String::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the tests are there") {
        let path = entry.expect("a readable entry").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        let tree = parse(&text);
        let found = matches(&query, &tree, &text);
        let lines: Vec<usize> = [0]
            .into_iter()
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let mut asserting = Vec::new();
        let mut all = Vec::new();
        comments(tree.root_node(), &mut all);
        for (start, range) in all {
            let Some((column, expected)) = assertion(&text[range], start.column) else {
                continue;
            };
            asserting.push(start.row);
            let row = (0..start.row)
                .rev()
                .find(|row| !asserting.contains(row))
                .expect("a line above");
            let actual =
                highlight_at(&found, lines[row] + column).unwrap_or_else(|| "none".to_owned());
            count += 1;
            if actual != expected {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                let _ = writeln!(
                    failures,
                    "{file}:{}:{}: {actual}, not {expected}",
                    row + 1,
                    column + 1
                );
            }
        }
    }
    assert!(count > 100, "only {count} assertions were found");
    assert!(failures.is_empty(), "\n{failures}");
}

// --- folds, text objects, locals, injections ----------------------------------------------

const EXAMPLE: &str = "\
# An order
# of a customer.
entity: Order
fields:
  state: enum(open, paid)
  tags: [
    a,
    b
  ]
actions:
  - name: pay
    params:
      amount: money!
    steps:
      - if: state = 'open'
        then:
          - update: Order SET state = 'paid'
      - query: |
          SELECT 1
";

/// Every capture with its lines (the first is 1) and the first of its words.
fn snapshot(source: &str, names: &[&str]) -> String {
    let query = query(source);
    let tree = parse(EXAMPLE);
    let mut rows = Vec::new();
    for item in matches(&query, &tree, EXAMPLE) {
        for (name, range) in item.captures {
            if name.starts_with('_') || !(names.is_empty() || names.contains(&name)) {
                continue;
            }
            let text = EXAMPLE[range.clone()].trim_end();
            let first = EXAMPLE[..range.start].matches('\n').count() + 1;
            let last = first + text.matches('\n').count();
            if name == "fold" && first == last {
                // Nothing to fold: editors drop it.
                continue;
            }
            let words: String = text
                .lines()
                .next()
                .unwrap_or_default()
                .chars()
                .take(24)
                .collect();
            rows.push((
                range.start,
                range.end,
                format!("{name} {first}-{last} {words}\n"),
            ));
        }
    }
    rows.sort();
    rows.dedup();
    rows.into_iter().map(|(_, _, row)| row).collect()
}

#[test]
fn folds() {
    assert_eq!(
        snapshot(FOLDS_QUERY, &[]),
        "\
fold 1-2 # An order
fold 4-9 fields:
fold 6-9 [
fold 10-19 actions:
fold 11-19 - name: pay
fold 12-13 params:
fold 14-19 steps:
fold 15-17 - if: state = 'open'
fold 16-17 then:
fold 18-19 - query: |
fold 18-19 query: |
"
    );
}

#[test]
fn text_objects() {
    let names = [
        "function.outer",
        "function.inner",
        "attribute.outer",
        "class.outer",
        "statement.outer",
        "comment.outer",
    ];
    assert_eq!(
        snapshot(TEXTOBJECTS_QUERY, &names),
        "\
comment.outer 1-2 # An order
class.outer 3-19 entity: Order
attribute.outer 5-5 state: enum(open, paid)
attribute.outer 6-9 tags: [
function.outer 11-19 - name: pay
attribute.outer 13-13 amount: money!
statement.outer 15-17 - if: state = 'open'
function.inner 15-19 - if: state = 'open'
statement.outer 17-17 - update: Order SET stat
statement.outer 18-19 - query: |
"
    );
}

#[test]
fn text_objects_of_helix() {
    let source = include_str!("../queries/helix/textobjects.scm");
    let names = [
        "function.around",
        "function.inside",
        "class.around",
        "comment.around",
        "parameter.around",
    ];
    assert_eq!(
        snapshot(source, &names),
        "\
comment.around 1-2 # An order
class.around 3-19 entity: Order
parameter.around 5-5 open
parameter.around 5-5 paid
parameter.around 7-7 a
parameter.around 8-8 b
function.around 11-19 - name: pay
function.inside 15-19 - if: state = 'open'
parameter.around 17-17 state = 'paid'
"
    );
}

#[test]
fn definitions_and_references() {
    assert_eq!(
        snapshot(LOCALS_QUERY, &[]),
        "\
local.scope 3-19 entity: Order
local.definition.type 3-3 Order
local.definition.field 5-5 state
local.definition.field 6-6 tags
local.scope 11-19 - name: pay
local.definition.function 11-11 pay
local.definition.parameter 13-13 amount
local.reference 15-15 state
local.reference 17-17 Order
local.reference 17-17 state
"
    );
}

#[test]
fn injections() {
    assert_eq!(
        snapshot(INJECTIONS_QUERY, &[]),
        "\
injection.content 1-1 # An order
injection.content 2-2 # of a customer.
injection.content 19-19 SELECT 1
"
    );
}
