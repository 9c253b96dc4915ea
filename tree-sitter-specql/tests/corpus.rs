//! Runs `test/corpus/*.txt`, the specification of the trees, without the tree-sitter
//! command line tool. `SPECQL_BLESS=1` writes the trees as they are.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tree_sitter::{Node, Parser, Tree};

/// One case of a file.
struct Case {
    name: String,
    text: String,
    expected: String,
}

/// The lines between which the name stands, and the line between text and tree. Their
/// suffix tells them from what a spec may hold: `---`, `=======`.
const HEADER: &str = "========================||";
const DIVIDER: &str = "------------------------||";

fn corpus_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}

fn read_cases(path: &Path) -> Vec<Case> {
    let content = fs::read_to_string(path).expect("a readable file");
    // Not `lines()`: a text may hold carriage returns.
    let lines: Vec<&str> = content.split('\n').collect();
    let headers: Vec<usize> = lines
        .windows(3)
        .enumerate()
        .filter(|(_, lines)| lines[0] == HEADER && lines[2] == HEADER)
        .map(|(i, _)| i)
        .collect();
    let ends = headers.iter().skip(1).copied().chain([lines.len()]);
    headers
        .iter()
        .zip(ends)
        .map(|(&start, end)| {
            let name = lines[start + 1].to_owned();
            let body = &lines[start + 3..end];
            let divider = body.iter().position(|line| *line == DIVIDER);
            let divider =
                divider.unwrap_or_else(|| panic!("{}: no divider in {name:?}", path.display()));
            // The line break in front of the divider is the divider's.
            Case {
                name,
                text: body[..divider].join("\n"),
                expected: normalised(&body[divider + 1..].join("\n")),
            }
        })
        .collect()
}

/// One blank between any two words, comments left out.
fn normalised(sexp: &str) -> String {
    let lines = sexp
        .lines()
        .filter(|line| !line.trim_start().starts_with(';'));
    lines
        .flat_map(str::split_whitespace)
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" )", ")")
}

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_specql::LANGUAGE.into())
        .expect("a language of this runtime");
    parser.parse(text, None).expect("a tree")
}

/// The tree on many lines, as the command line tool writes it.
fn pretty(node: Node<'_>) -> String {
    fn write(node: Node<'_>, field: Option<&str>, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        let field = field.map(|name| format!("{name}: ")).unwrap_or_default();
        let _ = write!(
            out,
            "{indent}{field}({}",
            if node.is_missing() {
                "MISSING"
            } else {
                node.kind()
            }
        );
        let mut cursor = node.walk();
        if cursor.goto_first_child() {
            loop {
                if cursor.node().is_named() {
                    out.push('\n');
                    write(cursor.node(), cursor.field_name(), depth + 1, out);
                }
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        out.push(')');
    }
    let mut out = String::new();
    write(node, None, 0, &mut out);
    out
}

fn visit<'t>(node: Node<'t>, each: &mut impl FnMut(Node<'t>)) {
    each(node);
    let mut cursor = node.walk();
    let children: Vec<Node<'t>> = node.children(&mut cursor).collect();
    for child in children {
        visit(child, each);
    }
}

fn bless(path: &Path, cases: &[Case]) {
    let mut out = String::new();
    for case in cases {
        let tree = pretty(parse(&case.text).root_node());
        let _ = write!(
            out,
            "{HEADER}\n{}\n{HEADER}\n{}\n{DIVIDER}\n\n{tree}\n\n",
            case.name, case.text
        );
    }
    fs::write(path, format!("{}\n", out.trim_end())).expect("a writable file");
}

#[test]
fn trees_are_as_specified() {
    let blessing = env::var_os("SPECQL_BLESS").is_some_and(|value| value == "1");
    let mut failures = String::new();
    for path in corpus_files() {
        let cases = read_cases(&path);
        assert!(!cases.is_empty(), "{} has no cases", path.display());
        if blessing {
            bless(&path, &cases);
            continue;
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        for case in cases {
            let actual = normalised(&pretty(parse(&case.text).root_node()));
            if actual != case.expected {
                let Case {
                    name,
                    text,
                    expected,
                } = case;
                let _ = write!(
                    failures,
                    "\n--- {file}: {name}\n{text}\nexpected: {expected}\nactual:   {actual}\n"
                );
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn names_are_unique() {
    for path in corpus_files() {
        let mut names = BTreeSet::new();
        for case in read_cases(&path) {
            assert!(
                names.insert(case.name.clone()),
                "{}: {:?} twice",
                path.display(),
                case.name
            );
        }
    }
}

#[test]
fn no_case_holds_an_error() {
    let mut failures = String::new();
    for path in corpus_files() {
        for case in read_cases(&path) {
            // Every text of the corpus, and all that was typed on the way to it.
            let ends = case
                .text
                .char_indices()
                .map(|(end, _)| end)
                .chain([case.text.len()]);
            let broken = ends
                .map(|end| &case.text[..end])
                .find(|text| parse(text).root_node().has_error());
            if let Some(text) = broken {
                let tree = parse(text).root_node().to_sexp();
                let _ = write!(failures, "\n{}: {text:?}\n{tree}\n", case.name);
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The kinds in `NODE_TYPES`, each with whether it is named. The file is written by
/// tree-sitter, one member a line: what is indented by four is of the node itself.
fn node_types() -> BTreeSet<(String, bool)> {
    let mut kinds = BTreeSet::new();
    let mut kind = None;
    for line in tree_sitter_specql::NODE_TYPES.lines() {
        if let Some(name) = line.strip_prefix("    \"type\": \"") {
            let name = name
                .strip_suffix("\",")
                .or(name.strip_suffix('"'))
                .unwrap_or(name);
            kind = Some(name.replace("\\\"", "\"").replace("\\\\", "\\"));
        } else if let Some(named) = line.strip_prefix("    \"named\": ")
            && let Some(kind) = kind.take()
        {
            kinds.insert((kind, named.starts_with("true")));
        }
    }
    kinds
}

#[test]
fn every_kind_of_node_occurs() {
    let mut missing = node_types();
    // Its text is long: see below.
    missing.remove(&("too_deep".to_owned(), true));
    assert!(missing.len() > 100, "the kinds were not read");
    for path in corpus_files() {
        for case in read_cases(&path) {
            visit(parse(&case.text).root_node(), &mut |node| {
                missing.remove(&(node.kind().to_owned(), node.is_named()));
            });
        }
    }
    assert!(missing.is_empty(), "no case holds {missing:?}");
}

#[test]
fn depth_is_limited() {
    for text in ["[".repeat(2000), "- ".repeat(2000), "a: {".repeat(2000)] {
        let tree = parse(&text);
        assert!(!tree.root_node().has_error(), "{}", &text[..8]);
        let mut too_deep = 0;
        visit(tree.root_node(), &mut |node| {
            too_deep += usize::from(node.kind() == "too_deep")
        });
        assert!(too_deep > 0, "{}", &text[..8]);
    }
}
