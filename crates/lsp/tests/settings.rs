//! `specql.toml` and the flags over it.

mod support;

use support::{BROKEN, FIXABLE, Folder, SOUND};

fn codes(folder: &Folder, more: &[&str]) -> Vec<(String, String)> {
    let mut arguments = vec!["--check", "--format", "json"];
    arguments.extend(more);
    folder.run(&arguments).codes()
}

fn pair(path: &str, code: &str) -> (String, String) {
    (path.to_owned(), code.to_owned())
}

#[test]
fn rules_have_the_level_that_settings_say() {
    let folder = Folder::with(&[
        (
            "specql.toml",
            "[rules]\nmissing-colon = \"warning\"\nunused-suppression = \"off\"\n",
        ),
        ("x/b.yaml", BROKEN),
        ("x/c.yaml", FIXABLE),
    ]);
    let ran = folder.run(&["--check", "--format", "json"]);
    assert_eq!(ran.codes(), [pair("x/b.yaml", "missing-colon")]);
    let found = ran.json()["diagnostics"].clone();
    let mut found = found.as_array().unwrap().iter();
    let found = found
        .find(|found| found["code"] == "missing-colon")
        .unwrap();
    assert_eq!(found["severity"], "warning");
    let only = folder.run(&["--check", "--select", "missing-colon"]);
    assert_eq!(only.status, 0);
    // Flags count more.
    assert_eq!(
        codes(&folder, &["--select", "unused-suppression"]),
        [pair("x/c.yaml", "unused-suppression")]
    );
    assert_eq!(codes(&folder, &["--ignore", "missing-colon"]), []);
}

#[test]
fn the_nearest_settings_count() {
    let off = "[rules]\nmissing-colon = \"off\"\n";
    let folder = Folder::with(&[
        ("specql.toml", off),
        ("a.yaml", BROKEN),
        ("inner/specql.toml", ""),
        ("inner/x/b.yaml", BROKEN),
    ]);
    assert_eq!(
        codes(&folder, &[]),
        [pair("inner/x/b.yaml", "missing-colon")]
    );
    assert_eq!(codes(&folder, &["a.yaml"]), []);
}

#[test]
fn files_can_be_left_out_of_the_search() {
    let folder = Folder::with(&[
        (
            "specql.toml",
            "[files]\ninclude = [\"specs/**\"]\nexclude = [\"*.gen.yaml\"]\n",
        ),
        ("specs/a.yaml", BROKEN),
        ("specs/b.gen.yaml", BROKEN),
        ("c.yaml", BROKEN),
    ]);
    assert_eq!(codes(&folder, &[]), [pair("specs/a.yaml", "missing-colon")]);
    assert_eq!(
        codes(&folder, &["specs"]),
        [pair("specs/a.yaml", "missing-colon")]
    );
    assert_eq!(
        codes(&folder, &["c.yaml"]),
        [pair("c.yaml", "missing-colon")],
        "what is named is taken"
    );
}

#[test]
fn bad_settings_are_told_at_their_place() {
    let folder = Folder::with(&[
        (
            "specql.toml",
            "target = \"1.0\"\n[rules]\ninvalid-yml = \"off\"\n[file]\n",
        ),
        ("x/a.yaml", SOUND),
    ]);
    let ran = folder.run(&["--check", "x", "--format", "json"]);
    assert_eq!(
        ran.codes(),
        [
            pair("specql.toml", "invalid-setting"),
            pair("specql.toml", "unknown-rule"),
            pair("specql.toml", "unknown-setting"),
        ]
    );
    let first = &ran.json()["diagnostics"][0];
    assert_eq!(first["group"], "settings");
    assert_eq!(first["range"]["start"]["column"], 10);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.json()["files"], 1);
}

#[test]
fn settings_that_are_no_toml_are_told() {
    let folder = Folder::with(&[("specql.toml", "rules = [\n"), ("a.yaml", SOUND)]);
    assert_eq!(codes(&folder, &[]), [pair("specql.toml", "invalid-toml")]);
    folder.write("specql.toml", b"\xFF");
    assert_eq!(codes(&folder, &[]), [pair("specql.toml", "not-utf-8")]);
}

#[test]
fn isolated_files_have_no_settings() {
    let folder = Folder::with(&[
        (
            "specql.toml",
            "nonsense\n[rules]\nmissing-colon = \"off\"\n",
        ),
        ("a.yaml", BROKEN),
    ]);
    assert_eq!(
        codes(&folder, &["--isolated"]),
        [pair("a.yaml", "missing-colon")]
    );
}
