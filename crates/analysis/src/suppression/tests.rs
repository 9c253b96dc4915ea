use super::*;
use crate::Host;

/// Other rules have something to say of such short specs, too.
const OF_INTEREST: [&str; 4] = [
    "unknown-field",
    "unknown-key",
    "unknown-suppression",
    "unused-suppression",
];

/// What is shown of a text: codes, and what they point at.
fn codes(text: &str, settings: &Settings) -> Vec<(&'static str, String)> {
    let mut host = Host::new();
    let file = host.set_file("a.yaml", text);
    let shown = shown(host.db(), file, settings).into_iter();
    shown
        .filter(|d| OF_INTEREST.contains(&d.rule.code))
        .map(|d| (d.rule.code, text[d.span.range()].to_owned()))
        .collect()
}

fn of(text: &str) -> Vec<&'static str> {
    let shown = codes(text, &Settings::default());
    shown.into_iter().map(|(code, _)| code).collect()
}

/// The text after its first fix.
fn mended(text: &str) -> String {
    let mut host = Host::new();
    let file = host.set_file("a.yaml", text);
    let shown = shown(host.db(), file, &Settings::default());
    let first = shown.iter().find(|d| OF_INTEREST.contains(&d.rule.code));
    let edit = &first.unwrap().fixes[0].edits[0];
    let mut mended = text.to_owned();
    mended.replace_range(edit.span.range(), &edit.text);
    mended
}

#[test]
fn a_comment_silences_its_line_or_the_next_one() {
    assert_eq!(of("entity: A\ncity: Bern\n"), ["unknown-key"]);
    assert_eq!(
        of("entity: A\ncity: Bern # specql: ignore[unknown-key]\n"),
        [""; 0]
    );
    assert_eq!(
        of("entity: A\n# specql: ignore[unknown-key]\ncity: Bern\n"),
        [""; 0]
    );
    assert_eq!(
        of("entity: A\n# specql: ignore[unknown-key] it is a test\n# really\ncity: Bern\n"),
        [""; 0]
    );
    assert_eq!(
        of("entity: A # specql: ignore[unknown-key]\ncity: Bern\n"),
        ["unused-suppression", "unknown-key"],
        "a comment beside something is about that only"
    );
    assert_eq!(
        of("entity: A\n# specql: ignore[unknown-key]\n\ncity: Bern\n"),
        ["unused-suppression", "unknown-key"]
    );
}

#[test]
fn in_a_long_expression_the_line_counts_on_which_it_begins() {
    let text = "\
entity: A
fields:
  b: text
actions:
  - name: check
    steps:
      # specql: ignore[unknown-field]
      - validate: b = 'x'
          AND bb = 'y'
        error: no
";
    let loud = text.replace("specql:", "");
    assert!(of(&loud).contains(&"unknown-field"), "{:?}", of(&loud));
    assert!(!of(text).contains(&"unknown-field"));
}

#[test]
fn a_comment_silences_the_whole_file() {
    let text = "entity: A\ncity: Bern\nname: Anna\n#specql:ignore-file[ unknown-key ,]\n";
    assert_eq!(of(text), [""; 0]);
}

#[test]
fn what_looks_like_a_comment_in_a_text_is_none() {
    assert_eq!(
        of("entity: A\ndescription: '# specql: ignore[nonsense]'\n"),
        [""; 0]
    );
}

#[test]
fn unknown_codes_are_told() {
    let text = "# specql: ignore[unknown-kye]\nentity: A\n";
    assert_eq!(
        codes(text, &Settings::default()),
        [("unknown-suppression", "unknown-kye".to_owned())]
    );
    assert_eq!(mended(text), "# specql: ignore[unknown-key]\nentity: A\n");
    for form in ["ignore", "ignore[]", "ignore-file", "ignore [", "ingore[x]"] {
        assert_eq!(
            of(&format!("entity: A # specql: {form}\n")),
            ["unknown-suppression"],
            "{form}"
        );
    }
    assert_eq!(of("entity: A # specql: version 2\n"), [""; 0]);
}

#[test]
fn codes_that_silence_nothing_are_told_and_can_be_removed() {
    let unused = ["unused-suppression"];
    let alone = "entity: A\n  # specql: ignore[unknown-key] why\nschema: b\n";
    assert_eq!(of(alone), unused);
    assert_eq!(mended(alone), "entity: A\nschema: b\n");
    let beside = "entity: A  # specql: ignore[unknown-key]\r\nschema: b\r\n";
    assert_eq!(of(beside), unused);
    assert_eq!(mended(beside), "entity: A\r\nschema: b\r\n");
    let several = "entity: A # specql: ignore[unknown-key, not-utf-8] why\n";
    assert_eq!(
        mended(several),
        "entity: A # specql: ignore[not-utf-8] why\n"
    );
}

#[test]
fn that_something_is_unused_can_be_silenced_too() {
    assert_eq!(
        of("entity: A # specql: ignore[unknown-key, unused-suppression]\n"),
        [""; 0]
    );
    assert_eq!(
        of("entity: A # specql: ignore[unused-suppression]\n"),
        ["unused-suppression"]
    );
    assert_eq!(
        of("entity: A # specql: ignore[nonsense, unknown-suppression]\n"),
        [""; 0]
    );
}

#[test]
fn settings_have_the_last_word() {
    let mut settings = Settings::default();
    settings.ignore("unknown-key");
    assert_eq!(codes("entity: A\ncity: Bern\n", &settings), []);
    assert_eq!(
        codes(
            "entity: A\ncity: Bern # specql: ignore[unknown-key]\n",
            &settings
        ),
        [],
        "a rule that is off still finds what a comment silences"
    );
}
