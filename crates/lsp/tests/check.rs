//! `specql-lsp --check`, run as a person runs it.
#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

use std::path::Path;
use std::process::{Command, Output};

fn check(paths: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specql-lsp"))
        .arg("--check")
        .args(paths)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("the program starts")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_examples_are_sound() {
    let output = check(&["examples/shop"]);
    assert_eq!(printed(&output), "12 specs checked, nothing is wrong\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_mistake_has_a_place_a_code_and_a_status() {
    let folder = std::env::temp_dir().join(format!("specql-check-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("broken.yaml");
    std::fs::write(&file, "entity: A\nfields:\n  email email!\n  name: text\n").unwrap();
    let output = check(&[folder.to_str().unwrap()]);
    std::fs::remove_dir_all(&folder).unwrap();
    let expected = format!(
        "{}:3:3: error[invalid-yaml]: this line has no colon; write `key: value`\n\
         1 spec checked, 1 mistake found\n",
        file.display()
    );
    assert_eq!(printed(&output), expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_checked() {
    let output = check(&["no/such/file.yaml", "examples/shop"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/such/file.yaml"));
    assert_eq!(printed(&output), "12 specs checked, nothing is wrong\n");
    assert_eq!(output.status.code(), Some(2));
}
