//! `--fix` writes what is surely meant, and nothing else.

mod support;

use support::{BROKEN, FIXABLE, Folder, ONLY};

const MENDED: &str = "entity: Stop\nschema: network\nfields:\n  name: text\n";

#[test]
fn safe_fixes_are_made_and_told() {
    let folder = Folder::with(&[("a.yaml", FIXABLE), ("b.yaml", BROKEN)]);
    let ran = folder.run(&["--check", ONLY, "--fix", "--format", "concise"]);
    assert_eq!(folder.read("a.yaml"), MENDED);
    assert_eq!(folder.read("b.yaml"), BROKEN);
    assert_eq!(
        ran.out,
        "b.yaml:4:3: error[missing-colon]: this line has no colon; write `key: value`\n\
         1 fix made:\n  \
           a.yaml: unused-suppression: Remove what silences nothing\n\
         2 files checked: 1 error\n"
    );
    assert_eq!(ran.status, 1);
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2, "nothing else is left in the folder");
}

#[test]
fn fixes_are_made_until_there_are_none() {
    let text = "entity: Stop # specql: ignore[missing-colon, not-utf-8, too-large]\r\n\
                schema: network\r\n";
    let folder = Folder::with(&[("a.yaml", text)]);
    let only = ["--check", "--fix", "--select", "unused-suppression"];
    let ran = folder.run(&[&only[..], &["--format", "json"]].concat());
    assert_eq!(folder.read("a.yaml"), "entity: Stop\r\nschema: network\r\n");
    let json = ran.json();
    assert_eq!(json["fixed"].as_array().unwrap().len(), 3);
    assert_eq!(json["fixed"][0]["path"], "a.yaml");
    assert_eq!(json["fixed"][0]["code"], "unused-suppression");
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 0);
    assert_eq!(ran.status, 0);
}

#[test]
fn what_is_not_shown_is_not_fixed() {
    let folder = Folder::with(&[("a.yaml", FIXABLE)]);
    folder.run(&["--check", ONLY, "--fix", "--ignore", "unused-suppression"]);
    assert_eq!(folder.read("a.yaml"), FIXABLE);
    folder.run(&["--check", ONLY, "--fix", "--min-severity", "warning"]);
    assert_eq!(folder.read("a.yaml"), FIXABLE);
}

#[test]
fn suggestions_are_not_made() {
    let text = "entity: Stop # specql: ignore[invalid-yml]\n";
    let folder = Folder::with(&[("a.yaml", text)]);
    folder.run(&["--check", ONLY, "--fix"]);
    assert_eq!(folder.read("a.yaml"), text);
}

#[test]
fn files_that_nobody_asked_for_stay_as_they_are() {
    let folder = Folder::with(&[
        ("specql.toml", ""),
        ("a.yaml", FIXABLE),
        ("b.yaml", FIXABLE),
    ]);
    folder.run(&["--check", ONLY, "--fix", "a.yaml"]);
    assert_eq!(folder.read("a.yaml"), MENDED);
    assert_eq!(folder.read("b.yaml"), FIXABLE);
}

#[test]
fn other_formats_stay_what_they_are() {
    let folder = Folder::with(&[("a.yaml", FIXABLE)]);
    let ran = folder.run(&["--check", ONLY, "--fix", "--format", "jsonl"]);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("1 fix made"), "{}", ran.err);
}

#[cfg(unix)]
mod on_unix {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn permissions_stay_as_they_are() {
        let folder = Folder::with(&[("a.yaml", FIXABLE)]);
        let path = folder.path().join("a.yaml");
        set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        folder.run(&["--check", ONLY, "--fix"]);
        assert_eq!(folder.read("a.yaml"), MENDED);
        assert_eq!(metadata(path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn what_is_read_only_stays_as_it_is() {
        let folder = Folder::with(&[("a.yaml", FIXABLE)]);
        let path = folder.path().join("a.yaml");
        set_permissions(path, Permissions::from_mode(0o444)).unwrap();
        let ran = folder.run(&["--check", ONLY, "--fix", "--format", "json"]);
        assert_eq!(folder.read("a.yaml"), FIXABLE);
        assert!(
            ran.err.contains("a.yaml: the file is read-only"),
            "{}",
            ran.err
        );
        assert_eq!(ran.codes().len(), 1, "what was not mended is still told");
        assert_eq!(ran.status, 2);
    }

    #[test]
    fn of_a_link_the_file_is_written() {
        let folder = Folder::with(&[("real.txt", FIXABLE)]);
        symlink("real.txt", folder.path().join("a.yaml")).unwrap();
        folder.run(&["--check", ONLY, "--fix", "a.yaml"]);
        assert_eq!(folder.read("real.txt"), MENDED);
        assert!(folder.path().join("a.yaml").is_symlink());
    }
}
