//! `specql-lsp --check`, run as a person runs it.

mod support;

use std::path::Path;
use std::process::Command;

use support::{BROKEN, FIXABLE, Folder, ONLY, SOUND};

#[test]
fn the_examples_are_sound() {
    let output = Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
        .args(["--check", "--min-severity", "error", "examples/shop"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        printed.ends_with("files checked, nothing is wrong\n"),
        "{printed}"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_mistake_has_a_place_a_code_and_a_status() {
    let folder = Folder::with(&[("a.yaml", SOUND), ("x/b.yaml", BROKEN)]);
    let ran = folder.run(&["--check", ONLY, "--format", "concise"]);
    assert_eq!(
        ran.out,
        "x/b.yaml:4:3: error[missing-colon]: this line has no colon; write `key: value`\n\
         2 files checked: 1 error\n"
    );
    assert_eq!((ran.err.as_str(), ran.status), ("", 1));
}

#[test]
fn what_is_wrong_comes_in_the_order_of_the_paths() {
    let folder = Folder::with(&[
        ("a/b.yaml", BROKEN),
        ("a-b.yaml", BROKEN),
        ("specql.toml", "colour = 1\n"),
        ("x.yaml", BROKEN),
    ]);
    for format in ["concise", "jsonl", "github"] {
        let only = "--select=missing-colon,unknown-setting";
        let ran = folder.run(&["--check", only, "--format", format]);
        let place = |path: &str| ran.out.find(path).unwrap();
        let places = ["a-b.yaml", "a/b.yaml", "specql.toml", "x.yaml"].map(place);
        assert!(places.is_sorted(), "{}", ran.out);
    }
}

#[test]
fn people_see_the_lines_it_is_about() {
    let folder = Folder::with(&[("b.yaml", BROKEN), ("c.yaml", FIXABLE)]);
    let ran = folder.run(&["--check", ONLY]);
    assert_eq!(
        ran.out,
        "error[missing-colon]: this line has no colon; write `key: value`\n \
         --> b.yaml:4:3\n  \
           |\n\
         4 |   colour text\n  \
           |   ^^^^^^^^^^^\n  \
           |\n  \
           = help: if it continues the text above, indent it deeper than the key of that text\n\
         help: Write `colour:`\n  \
           |\n\
         4 |   colour: text\n  \
           |         +\n\
         \n\
         hint[unused-suppression]: `missing-colon` finds nothing here; remove it from the comment\n \
         --> c.yaml:4:20\n  \
           |\n\
         4 |   # specql: ignore[missing-colon]\n  \
           |                    ^^^^^^^^^^^^^\n  \
           |\n\
         help: Remove what silences nothing (`--fix` does it)\n  \
           |\n\
         4 -   # specql: ignore[missing-colon]\n  \
           |\n\
         \n\
         2 files checked: 1 error, 1 hint (1 can be mended with --fix)\n"
    );
}

#[test]
fn colours_are_for_terminals_or_who_asks() {
    let folder = Folder::with(&[("b.yaml", BROKEN)]);
    let is_colored = |color: &str| {
        let ran = folder.run(&["--check", "--color", color]);
        ran.out.contains('\u{1b}')
    };
    assert!(!is_colored("auto"));
    assert!(!is_colored("never"));
    assert!(is_colored("always"));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_checked() {
    let folder = Folder::with(&[("b.yaml", BROKEN)]);
    let ran = folder.run(&["--check", "no/such.yaml", "b.yaml", "--format", "concise"]);
    assert!(ran.err.contains("no/such.yaml"), "{}", ran.err);
    assert!(ran.out.contains("b.yaml:4:3: error"), "{}", ran.out);
    assert_eq!(ran.status, 2);
}

#[test]
fn bad_usage_is_told() {
    let folder = Folder::with(&[]);
    for arguments in [
        ["--check", "--select", "no-such-code"].as_slice(),
        &["--check", "--format", "yaml"],
        &["--check", "--target", "0.9"],
        &["--check", "--deny", "hints"],
        &["--check", "--stdin-filename", "a.yaml", "--fix"],
        &["--check", "--stdin-filename", "a.yaml", "b.yaml"],
        &["--check", "--no-such-option"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.out.as_str(), ran.status), ("", 2), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
    let ran = folder.run(&["--check", "--ignore", "missing-colun"]);
    assert!(ran.err.contains("did you mean `missing-colon`?"));
}

#[test]
fn check_may_be_said_in_several_ways() {
    let folder = Folder::with(&[("b.yaml", BROKEN)]);
    let first = folder
        .run(&["--check", "b.yaml", "--format", "concise"])
        .out;
    for arguments in [
        ["check", "b.yaml", "--format", "concise"].as_slice(),
        &["check", "--format=concise"],
        &["--format", "concise", "--check", "b.yaml"],
        &["--check", "--format", "concise", "--", "b.yaml"],
        &[
            "--check",
            "--format",
            "concise",
            "./x/../b.yaml",
            "b.yaml",
            ".",
        ],
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.out, ran.status), (first.clone(), 1), "{arguments:?}");
    }
}

#[test]
fn folders_are_searched_for_specs_and_project_files() {
    let folder = Folder::with(&[
        ("a.yaml", SOUND),
        ("b.yml", SOUND),
        ("c.specql", SOUND),
        ("d.txt", BROKEN),
        ("other.yaml", "services:\n  web text\n  db: 1\n"),
        ("ignored/e.yaml", BROKEN),
        (".gitignore", "ignored/\n"),
        ("registry/domain_registry.yaml", "domains: {}\n"),
    ]);
    let ran = folder.run(&["--check", "--format", "json", "--select", "missing-colon"]);
    assert_eq!(ran.json()["files"], 4);
    let ran = folder.run(&[
        "--check",
        "other.yaml",
        "ignored/e.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(ran.json()["files"], 2, "what is named is taken");
}

#[test]
fn standard_input_stands_for_a_file() {
    let folder = Folder::with(&[("x/a.yaml", SOUND)]);
    let arguments = [
        "--check",
        "--stdin-filename",
        "x/a.yaml",
        "--format",
        "json",
    ];
    let ran = folder.run_with(&arguments, BROKEN);
    assert_eq!(
        ran.codes(),
        [("x/a.yaml".to_owned(), "missing-colon".to_owned())]
    );
    assert_eq!((ran.status, ran.json()["files"].as_u64()), (1, Some(1)));
}

#[test]
fn less_can_be_shown() {
    let folder = Folder::with(&[("b.yaml", BROKEN), ("c.yaml", FIXABLE)]);
    let lines = |more: &[&str]| {
        let mut arguments = vec!["--check", "--format", "concise", "--quiet"];
        arguments.extend(more);
        let ran = folder.run(&arguments);
        (ran.out.lines().count(), ran.status)
    };
    assert_eq!(lines(&[ONLY]), (2, 1));
    assert_eq!(lines(&[ONLY, "--min-severity", "warning"]), (1, 1));
    assert_eq!(lines(&["--select", "unused-suppression"]), (1, 0));
    assert_eq!(lines(&[ONLY, "--ignore", "missing-colon"]), (1, 0));
    assert_eq!(
        lines(&[ONLY, "--ignore", "missing-colon,unused-suppression"]),
        (0, 0)
    );
    let both = [
        "--select",
        "missing-colon",
        "--select",
        "unused-suppression",
    ];
    assert_eq!(lines(&both), (2, 1));
}

#[test]
fn warnings_fail_only_when_they_are_denied() {
    let text = "# specql: ignore[no-such-rule]\nentity: Stop\nschema: network\n\
                fields:\n  name: text\n";
    let folder = Folder::with(&[("a.yaml", text)]);
    assert_eq!(folder.run(&["--check", ONLY]).status, 0);
    assert_eq!(
        folder.run(&["--check", ONLY, "--deny", "warnings"]).status,
        1
    );
}

#[test]
fn statistics_count_by_code() {
    let folder = Folder::with(&[("b.yaml", BROKEN), ("c.yaml", BROKEN), ("d.yaml", FIXABLE)]);
    let ran = folder.run(&["--check", ONLY, "--format", "concise", "--statistics"]);
    assert!(
        ran.out.contains("\n2  missing-colon  A line has no colon"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("\n1  unused-suppression  "), "{}", ran.out);
    let json = folder
        .run(&["--check", ONLY, "--format", "json", "--statistics"])
        .json();
    assert_eq!(json["statistics"][0]["code"], "missing-colon");
    assert_eq!(json["statistics"][0]["count"], 2);
}

#[test]
fn the_same_is_printed_every_time() {
    let texts: Vec<_> = (0..60).map(|n| (format!("s{n}.yaml"), BROKEN)).collect();
    let files: Vec<_> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), *text))
        .collect();
    let folder = Folder::with(&files);
    for format in ["human", "json", "sarif", "gitlab", "junit"] {
        let print = || folder.run(&["--check", "--format", format]).out;
        let first = print();
        assert!((0..3).all(|_| print() == first), "{format}");
    }
    let codes = folder.run(&["--check", "--format", "json"]).codes();
    assert!(codes.is_sorted());
}

#[test]
fn a_named_file_has_to_be_a_spec_unless_it_is_clearly_something_else() {
    let files = [
        ("actions.yaml", "actions:\n  - name: close\n    steps: []\n"),
        ("plain.yaml", "colour: red\n"),
        ("registry.yaml", "domains:\n  '1':\n    name: crm\n"),
        (
            "pattern.yaml",
            "pattern: audited\nschema_extensions: {fields: []}\n",
        ),
        (
            "confiture.yaml",
            "schema_dirs: []\nenvironments: {local: {}}\n",
        ),
    ];
    let folder = Folder::with(&files);
    let refused = |arguments: &[&str]| -> Vec<String> {
        let all = ["--check", "--select=missing-entity", "--format=json"];
        let found = folder.run(&[&all, arguments].concat()).json();
        let found = found["diagnostics"].as_array().unwrap().iter();
        found
            .map(|found| found["path"].as_str().unwrap().to_owned())
            .collect()
    };
    let named = files.map(|(path, _)| path);
    assert_eq!(refused(&named), ["actions.yaml", "plain.yaml"]);
    assert_eq!(refused(&["."]), [] as [&str; 0], "it was not named");
    let alone = [&["--isolated"], named.as_slice()].concat();
    assert_eq!(refused(&alone).len(), files.len(), "`validate` refuses all");
}
