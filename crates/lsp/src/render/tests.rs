use specql_analysis::Span;
use specql_analysis::diagnostic::Severity;
use specql_analysis::rules::rule;

use super::*;
use crate::report::{Edit, Fix, Found, Place, Related, Source};

fn source(path: &str, text: &str) -> Source {
    Source::new(path.to_owned(), text.into(), true)
}

/// A report about two files, with everything that a diagnostic can have.
fn report() -> Report {
    let a = source(
        "a.yaml",
        "entity: A\r\nfields:\r\n\tb: é\u{202e}x\r\n  c: d\r\n",
    );
    let b = source("b.yaml", "entity: B\n");
    let place = |source: &Source, number, start, end| Place {
        source: number,
        range: source.range(Span::new(start, end)),
    };
    let found = Found {
        place: place(&a, 0, 21, 22),
        rule: rule("invalid-yaml").unwrap(),
        severity: Severity::Warning,
        message: "100 % wrong,\nreally".to_owned(),
        help: Some("do it <better>".to_owned()),
        related: vec![
            Related {
                place: place(&a, 0, 0, 6),
                message: "this is meant".to_owned(),
            },
            Related {
                place: place(&b, 1, 8, 9),
                message: "and this".to_owned(),
            },
        ],
        fixes: vec![
            Fix {
                title: "Change both".to_owned(),
                is_safe: true,
                edits: vec![
                    Edit {
                        place: place(&a, 0, 8, 9),
                        text: "C".to_owned(),
                    },
                    Edit {
                        place: place(&b, 1, 8, 9),
                        text: "C".to_owned(),
                    },
                ],
            },
            Fix {
                title: "Leave it".to_owned(),
                is_safe: false,
                edits: Vec::new(),
            },
        ],
    };
    Report {
        sources: vec![a, b],
        found: vec![found],
        is_complete: true,
        ..Report::default()
    }
}

fn rendered(report: &Report, format: CheckFormat, is_colored: bool) -> String {
    let mut all = String::new();
    let print = &mut |text: &str| {
        all.push_str(text);
        true
    };
    assert!(render(report, format, is_colored, print));
    all
}

fn printed(format: CheckFormat) -> String {
    rendered(&report(), format, false)
}

fn json(format: CheckFormat) -> serde_json::Value {
    serde_json::from_str(&printed(format)).unwrap()
}

#[test]
fn people_see_other_places_help_and_fixes() {
    let text = printed(CheckFormat::Human);
    let parts = [
        "warning[invalid-yaml]: 100 % wrong,",
        "--> a.yaml:3:2",
        "------ this is meant",
        "= help: do it <better>",
        "= help: Change both (`--fix` does it)",
        "= help: Leave it\n",
        "note: and this",
        "--> b.yaml:1:9",
        "2 files checked: 1 warning (1 can be mended with --fix)\n",
    ];
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains('\u{202e}'), "no letters that turn the line");
}

#[test]
fn json_has_related_places_and_fixes_of_several_files() {
    let json = json(CheckFormat::Json);
    let found = &json["diagnostics"][0];
    assert_eq!(found["help"], "do it <better>");
    assert_eq!(found["related"][1]["path"], "b.yaml");
    assert_eq!(found["related"][1]["message"], "and this");
    assert_eq!(found["related"][1]["range"]["start"]["column"], 9);
    assert_eq!(found["fixes"][0]["edits"][1]["path"], "b.yaml");
    assert_eq!(found["fixes"][0]["edits"][1]["new_text"], "C");
    assert_eq!(found["fixes"][1]["safe"], false);
}

#[test]
fn sarif_has_them_too() {
    let json = json(CheckFormat::Sarif);
    let result = &json["runs"][0]["results"][0];
    assert_eq!(result["level"], "warning");
    let related = &result["relatedLocations"][1];
    assert_eq!(related["id"], 1);
    assert_eq!(
        related["physicalLocation"]["artifactLocation"]["uri"],
        "b.yaml"
    );
    let changes = result["fixes"][0]["artifactChanges"].as_array().unwrap();
    assert_eq!(changes.len(), 2);
}

#[test]
fn texts_are_escaped_as_each_format_wants() {
    let github = printed(CheckFormat::Github);
    assert!(github.ends_with("::100 %25 wrong,%0Areally%0Ado it <better>\n"));
    let concise = printed(CheckFormat::Concise);
    assert!(concise.starts_with("a.yaml:3:2: warning[invalid-yaml]: 100 % wrong,\\nreally\n"));
    let junit = printed(CheckFormat::Junit);
    assert!(junit.contains("100 % wrong,&#10;really\ndo it &lt;better&gt;"));
    assert!(
        junit.contains("failures=\"0\""),
        "a warning that is not denied"
    );
}

#[test]
fn uris_have_no_odd_characters() {
    assert_eq!(uri("x/a b#é.yaml"), "x/a%20b%23%C3%A9.yaml");
    assert_eq!(uri("/tmp/a.yaml"), "file:///tmp/a.yaml");
}

#[test]
fn places_at_all_ends_of_a_text_can_be_shown() {
    let texts = [
        "",
        "\n",
        "a",
        "a\n",
        "a\r\n\r\nb",
        "é𝄞\t\u{0}\rb",
        "a\u{2028}b",
    ];
    for text in texts {
        let lengths = text.char_indices().map(|(at, _)| at);
        let offsets: Vec<_> = lengths.chain([text.len()]).collect();
        for start in &offsets {
            for end in offsets.iter().filter(|end| *end >= start) {
                let mut report = report();
                report.sources = vec![source("a.yaml", text), source("b.yaml", text)];
                let place = Place {
                    source: 0,
                    range: report.sources[0].range(Span::new(*start, *end)),
                };
                report.found[0].place = place;
                report.found[0].related.clear();
                for fix in &mut report.found[0].fixes {
                    fix.edits = vec![Edit {
                        place,
                        text: "x\ny".to_owned(),
                    }];
                }
                let text = rendered(&report, CheckFormat::Human, true);
                assert!(text.contains("a.yaml"), "{text}");
            }
        }
    }
}
