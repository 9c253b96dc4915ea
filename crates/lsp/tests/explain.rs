//! `specql-lsp explain`.

mod support;

use support::Folder;

#[test]
fn a_code_is_explained() {
    let folder = Folder::with(&[]);
    let ran = folder.run(&["explain", "missing-colon"]);
    assert!(
        ran.out
            .starts_with("# missing-colon\n\nGroup: rejected. Severity: error")
    );
    assert!(ran.out.contains("## Wrong\n"));
    assert_eq!(ran.status, 0);
}

#[test]
fn all_codes_are_listed() {
    let folder = Folder::with(&[]);
    let all = folder.run(&["explain", "--all", "--format", "json"]).json();
    let all = all.as_array().unwrap();
    assert!(all.len() > 5);
    for rule in all {
        for key in ["code", "group", "severity", "summary", "doc", "url"] {
            let text = rule[key].as_str().unwrap();
            assert!(!text.is_empty(), "{key} of {rule}");
        }
    }
    for rule in all.iter().take(5) {
        let code = rule["code"].as_str().unwrap();
        let one = folder.run(&["explain", code, "--format", "json"]).json();
        assert_eq!(one, *rule);
    }
    let table = folder.run(&["explain", "--all"]).out;
    assert_eq!(table.lines().count(), all.len());
}

#[test]
fn an_unknown_code_is_bad_usage() {
    let folder = Folder::with(&[]);
    let ran = folder.run(&["explain", "missing-colun"]);
    assert!(ran.err.contains("did you mean `missing-colon`?"));
    assert_eq!((ran.out.as_str(), ran.status), ("", 2));
    assert_eq!(folder.run(&["explain"]).status, 2);
}
