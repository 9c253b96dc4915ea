//! `fmt` formats what is a spec, and leaves alone what cannot be formatted.

mod support;

use support::Folder;

const WIDE: &str = "entity:   Stop\nfields:\n    name: text\n";
const FORMATTED: &str = "entity: Stop\n\nfields:\n  name: text\n";

#[test]
fn files_are_formatted_and_named() {
    let folder = Folder::with(&[("a.yaml", WIDE), ("b.yaml", FORMATTED)]);
    let ran = folder.run(&["fmt"]);
    assert_eq!(
        (ran.out.as_str(), ran.status),
        ("a.yaml\n", 0),
        "{}",
        ran.err
    );
    assert_eq!(folder.read("a.yaml"), FORMATTED);
    let ran = folder.run(&["fmt"]);
    assert_eq!((ran.out.as_str(), ran.status), ("", 0));
}

#[test]
fn a_check_writes_nothing() {
    let folder = Folder::with(&[("a.yaml", WIDE), ("b.yaml", FORMATTED)]);
    let ran = folder.run(&["fmt", "--check"]);
    assert_eq!(
        (ran.out.as_str(), ran.status),
        ("a.yaml\n", 1),
        "{}",
        ran.err
    );
    assert_eq!(folder.read("a.yaml"), WIDE);
    assert_eq!(folder.run(&["fmt", "--check", "b.yaml"]).status, 0);
}

#[test]
fn other_files_are_formatted_when_they_are_named() {
    let folder = Folder::with(&[("other.yaml", "a:   1\n")]);
    assert_eq!(folder.run(&["fmt"]).out, "");
    assert_eq!(folder.read("other.yaml"), "a:   1\n");
    assert_eq!(folder.run(&["fmt", "other.yaml"]).out, "other.yaml\n");
    assert_eq!(folder.read("other.yaml"), "a: 1\n");
}

#[test]
fn what_the_settings_exclude_is_left_alone() {
    let settings = "[files]\nexclude = [\"old/**\"]\n";
    let folder = Folder::with(&[("specql.toml", settings), ("old/a.yaml", WIDE)]);
    assert_eq!(folder.run(&["fmt"]).out, "");
    assert_eq!(folder.read("old/a.yaml"), WIDE);
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let folder = Folder::with(&[]);
    let ran = folder.run_with(&["fmt", "--stdin-filename", "a.yaml"], WIDE);
    assert_eq!((ran.out.as_str(), ran.status), (FORMATTED, 0));
    let ran = folder.run_with(&["fmt", "--stdin-filename", "a.yaml"], FORMATTED);
    assert_eq!((ran.out.as_str(), ran.status), (FORMATTED, 0));
    let ran = folder.run_with(&["fmt", "--check", "--stdin-filename", "a.yaml"], WIDE);
    assert_eq!((ran.out.as_str(), ran.status), ("a.yaml\n", 1));
}

#[test]
fn what_cannot_be_formatted_is_told_and_left_alone() {
    let broken = "- a:   [\n";
    let folder = Folder::with(&[("a.yaml", WIDE), ("broken.yaml", broken)]);
    let ran = folder.run(&["fmt", "a.yaml", "broken.yaml"]);
    assert_eq!((ran.out.as_str(), ran.status), ("a.yaml\n", 2));
    assert!(
        ran.err.contains("broken.yaml:1:9: not formatted, because"),
        "{}",
        ran.err
    );
    assert_eq!(folder.read("broken.yaml"), broken);
    let ran = folder.run(&["fmt", "missing.yaml"]);
    assert_eq!(ran.status, 2);
}

#[test]
fn around_a_mistake_a_spec_is_formatted() {
    let broken = "entity:   Stop\n\nfields:\n    name: text\n    pho\n\nactions:\n- name: close\n";
    let mended = "entity: Stop\n\nfields:\n    name: text\n    pho\n\nactions:\n  - name: close\n";
    let folder = Folder::with(&[("a.yaml", broken)]);
    let ran = folder.run(&["fmt"]);
    assert_eq!((ran.out.as_str(), ran.status), ("a.yaml\n", 0));
    assert_eq!(folder.read("a.yaml"), mended);
}

#[test]
fn byte_order_marks_and_line_ends_stay() {
    let text = "\u{feff}entity:   Stop\r\nfields:\r\n    name: text\r\n";
    let new = "\u{feff}entity: Stop\r\n\r\nfields:\r\n  name: text\r\n";
    let folder = Folder::with(&[("a.yaml", text)]);
    let ran = folder.run(&["fmt"]);
    assert_eq!(
        (ran.out.as_str(), ran.status),
        ("a.yaml\n", 0),
        "{}",
        ran.err
    );
    assert_eq!(folder.read("a.yaml"), new);
}
