//! Steps, and what is said of them.

use specql_language::Target;

use crate::Host;
use crate::diagnostic::Diagnostic;
use crate::rules::diagnostics;

const STATION: &str = "\
entity: Station
schema: network
fields:
  name: text
  title: text
  state: enum(open, closed)
  speed: integer
  price: money
  company: ref(Company)
  maxPower: integer
  open_on: date
actions:
  - name: inspect
    params: {limit: integer}
    steps:
      - STEP
";

const COMPANY: &str = "entity: Company\nschema: network\nfields:\n  city: text\n";

/// What is said of a step: code and place.
fn said(target: Target, step: &str) -> (String, Vec<Diagnostic>) {
    let text = STATION.replace("STEP", step);
    let mut host = Host::new();
    host.set_target(target);
    host.set_files([("station.yaml", text.as_str()), ("company.yaml", COMPANY)]);
    let file = host.open("station.yaml", &text);
    let mut found = diagnostics(host.db(), file).clone();
    let own: Vec<_> = super::RULES.iter().map(|rule| rule.code).collect();
    found.retain(|diagnostic| own.contains(&diagnostic.rule.code));
    (text, found)
}

fn codes(target: Target, step: &str) -> Vec<(String, String)> {
    let (text, found) = said(target, step);
    let place = |diagnostic: &Diagnostic| {
        let place = text[diagnostic.span.range()].to_owned();
        (diagnostic.rule.code.to_owned(), place)
    };
    found.iter().map(place).collect()
}

fn assert_said(target: Target, table: &[(&str, &[(&str, &str)])]) {
    for (step, expected) in table {
        let said = codes(target, step);
        let said: Vec<_> = said.iter().map(|(c, p)| (c.as_str(), p.as_str())).collect();
        assert_eq!(said, *expected, "{step}");
    }
}

/// The step after its first fix.
fn fixed(step: &str) -> String {
    let (mut text, found) = said(Target::V0_8, step);
    let fix = found.iter().find_map(|diagnostic| diagnostic.fixes.first());
    for edit in &fix.expect("a fix").edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    let (_, step) = text.split_once("      - ").expect("a step");
    step.trim_end().to_owned()
}

#[test]
fn each_refused_word_is_told_as_what_it_is() {
    assert_said(
        Target::V0_8,
        &[
            ("validate: sped > 0", &[("unknown-field", "sped")]),
            ("validate: state = open", &[("unquoted-word", "open")]),
            ("validate: name = Bern", &[("unquoted-word", "Bern")]),
            ("validate: speed = fast", &[("unknown-field", "fast")]),
            (
                "if: maxPower > 1",
                &[("capitals-in-expression", "maxPower")],
            ),
            (
                "delete: Station WHERE created_at IS NULL",
                &[("generated-column-in-expression", "created_at")],
            ),
            (
                "if: speed > $limit",
                &[("parameter-in-expression", "$limit")],
            ),
            (
                "if: speed > input.limit",
                &[("parameter-in-expression", "input.limit")],
            ),
            ("if: speed > limit", &[("parameter-in-expression", "limit")]),
            (
                "if: speed > p_speed",
                &[("parameter-in-expression", "p_speed")],
            ),
            ("if: company.city = 'x'", &[("path-in-expression", "city")]),
            (
                "if: Station.name = 'x'",
                &[("path-in-expression", "Station")],
            ),
            (
                "find: Company WHERE city = 'x'",
                &[("field-of-other-entity", "city")],
            ),
            ("find: Company WHERE size = 1", &[("unknown-field", "size")]),
        ],
    );
}

#[test]
fn what_belongs_together_is_told_once() {
    assert_said(
        Target::V0_8,
        &[
            (
                "if: EXISTS Company WHERE city = 'x' AND id = company",
                &[("unsupported-in-expression", "EXISTS")],
            ),
            (
                "if: speed IN (SELECT max FROM limits WHERE x = y)",
                &[
                    ("unsupported-in-expression", "IN"),
                    ("unsupported-in-expression", "SELECT"),
                ],
            ),
            (
                "if: CASE WHEN speed > 1 THEN true ELSE sped > 1 END",
                &[
                    ("unsupported-in-expression", "CASE"),
                    ("unknown-field", "sped"),
                ],
            ),
            (
                "if: extract(year FROM open_on) > 2000",
                &[("unsupported-in-expression", "extract")],
            ),
            (
                "update: Station SET speed = 1 RETURNING id, at",
                &[("unsupported-in-expression", "RETURNING")],
            ),
            (
                "if: lower(nme) = 'x'",
                &[
                    ("unsupported-in-expression", "lower"),
                    ("unknown-field", "nme"),
                ],
            ),
        ],
    );
}

#[test]
fn quotes_and_comments_spoil_the_check() {
    assert_said(
        Target::V0_8,
        &[
            (
                "if: name = \"it's on\"",
                &[("quote-in-text", "\"it's on\"")],
            ),
            (
                "if: name = 'a \"b\" c'",
                &[("quote-in-text", "'a \"b\" c'")],
            ),
            (
                "if: name = 'a AND title = 1",
                &[("quote-in-text", "'a AND title = 1")],
            ),
            ("if: name = 'a\\'b'", &[("quote-in-text", "\\'")]),
            (
                "if: name = 'a' -- all of them",
                &[("comment-in-expression", "-- all of them")],
            ),
            (
                "update: Station SET name = 'a WHERE b'",
                &[("quote-in-text", "'a WHERE b'")],
            ),
            ("if: name = 'good #1'", &[("quote-in-text", "'good")]),
        ],
    );
}

#[test]
fn the_next_specql_understands_more() {
    assert_said(
        Target::Next,
        &[
            ("if: speed IN (1, 2) AND lower(name) = 'x'", &[]),
            ("if: speed > $limit AND created_at IS NOT NULL", &[]),
            ("if: speed > $limt", &[("parameter-in-expression", "limt")]),
            ("if: company.city = 'x'", &[]),
            ("if: company.town = 'x'", &[("unknown-field", "town")]),
            ("if: sped > 1", &[("unknown-field", "sped")]),
            ("if: state = open", &[("unquoted-word", "open")]),
            ("update: Company SET city = 'x'", &[]),
            ("if: EXISTS Company WHERE city = 'x'", &[]),
            ("if: name = 'say \"hi\"'", &[]),
            ("validate: price > 0", &[]),
        ],
    );
}

#[test]
fn types_have_to_fit() {
    assert_said(
        Target::V0_8,
        &[
            ("if: name > 5", &[("type-mismatch", "name > 5")]),
            ("if: speed", &[("condition-not-boolean", "speed")]),
            ("if: state = 'opne'", &[("unknown-enum-value", "'opne'")]),
            ("if: speed = NULL", &[("null-comparison", "speed = NULL")]),
            (
                "if: state = \"open\"",
                &[("double-quoted-text", "\"open\"")],
            ),
            (
                "update: Station SET speed = 'x'",
                &[("value-does-not-fit", "'x'")],
            ),
            ("if: speed == 1", &[("invalid-expression", "==")]),
            ("if: speed >", &[("invalid-expression", ">")]),
            ("if: speed > 1 AND name != '' AND price > 2.5", &[]),
            ("notify: owner(email, \"Hello\")", &[]),
        ],
    );
}

#[test]
fn further_keys_of_a_step_are_looked_at_like_its_content() {
    let alternative = "if: speed > 1\n        then: []\n        elif: state\n        else: []";
    let result = "call: f()\n        result: total\n      - validate: total > 0";
    assert_said(
        Target::V0_8,
        &[
            (alternative, &[("condition-not-boolean", "state")]),
            (result, &[("parameter-in-expression", "total")]),
            (
                "update: Nowhere SET total = 1",
                &[("field-of-other-entity", "total")],
            ),
        ],
    );
}

#[test]
fn of_several_entities_of_one_name_a_spec_means_its_own() {
    let text = STATION.replace("STEP", "update: Station SET state = 'opne'");
    let mut host = Host::new();
    host.set_files([("a.yaml", text.as_str()), ("b.yaml", text.as_str())]);
    let file = host.file("a.yaml").unwrap();
    let found = diagnostics(host.db(), file).iter();
    let codes: Vec<_> = found.map(|diagnostic| diagnostic.rule.code).collect();
    assert!(codes.contains(&"unknown-enum-value"), "{codes:?}");
}

#[test]
fn what_is_generated_is_not_what_is_written() {
    assert_said(
        Target::V0_8,
        &[
            ("validate: price > 0", &[("comparison-as-text", "price")]),
            (
                "validate: company IS NOT NULL",
                &[("reference-in-expression", "company")],
            ),
            (
                "update: Station SET company = 1",
                &[("reference-in-expression", "company")],
            ),
            (
                "update: Station SET speed = ?",
                &[("not-sql-in-expression", "?")],
            ),
            ("validate: open_on IS NOT NULL AND speed > 0", &[]),
            (
                "validate: title = 'the name'",
                &[("field-name-inside-word", "'the name'")],
            ),
            (
                "validate: |\n          speed > 0\n          AND speed < 9",
                &[("multi-line-validate", "validate")],
            ),
            ("validate: |\n          speed > 0", &[]),
            (
                "update: Station SET speed = 1 WHERE speed = 2",
                &[("update-changes-own-row", "WHERE")],
            ),
            (
                "call: f(speed, a = 'x,y', b = 1)",
                &[
                    ("lost-call-argument", "speed"),
                    ("lost-call-argument", "'x,y'"),
                ],
            ),
        ],
    );
}

#[test]
fn statements_are_split_at_words_in_capitals() {
    assert_said(
        Target::V0_8,
        &[
            (
                "delete: Station where speed = 1",
                &[("misread-statement", "where")],
            ),
            ("delete: Station WHERE speed = 1", &[]),
            (
                "update: Station SET  WHERE speed = 1",
                &[("misread-statement", "SET")],
            ),
            (
                "delete: |\n          Station\n          WHERE speed = 1",
                &[("misread-statement", "WHERE")],
            ),
        ],
    );
}

#[test]
fn fixes_keep_to_the_way_of_writing() {
    let table = [
        ("if: speed IN (1, 2)", "if: speed = 1 OR speed = 2"),
        (
            "if: name != '' AND speed NOT IN (1, 2)",
            "if: name != '' AND (speed != 1 AND speed != 2)",
        ),
        (
            "if: 'state IN (''open'', ''closed'')'",
            "if: 'state = ''open'' OR state = ''closed'''",
        ),
        (
            "if: NOT speed BETWEEN 1 AND 9",
            "if: NOT (speed >= 1 AND speed <= 9)",
        ),
        ("if: 'state = open'", "if: 'state = ''open'''"),
        ("if: \"state = \\\"open\\\"\"", "if: \"state = 'open'\""),
        ("if: Station.speed > 0", "if: speed > 0"),
        ("if: speed != NULL", "if: speed IS NOT NULL"),
        (
            "delete: Station where speed = 1",
            "delete: Station WHERE speed = 1",
        ),
        ("if: \"name = 'a\\\\'b'\"", "if: \"name = 'a''b'\""),
        ("if: name = 'x' -- why", "if: name = 'x'"),
    ];
    for (step, expected) in table {
        assert_eq!(fixed(step), expected, "{step}");
    }
}

#[test]
fn broken_yaml_has_no_follow_ups() {
    let said = codes(Target::V0_8, "validate: sped > 0, error: \"too slow\"");
    assert_eq!(said, []);
}
