//! What each format prints, for the programs that read it.

mod support;

use serde_json::{Value, json};
use support::{BROKEN, FIXABLE, Folder, ONLY, SOUND};

fn print(format: &str) -> support::Ran {
    let files = [
        ("a.yaml", FIXABLE),
        ("x/b.yaml", BROKEN),
        ("x/c.yaml", SOUND),
    ];
    Folder::with(&files).run(&["--check", ONLY, "--format", format])
}

#[test]
fn json_has_the_agreed_shape() {
    assert_eq!(
        print("json").json(),
        json!({
            "version": 1,
            "files": 3,
            "summary": { "error": 1, "warning": 0, "info": 0, "hint": 1 },
            "diagnostics": [
                {
                    "path": "a.yaml",
                    "code": "unused-suppression",
                    "group": "style",
                    "severity": "hint",
                    "message": "`missing-colon` finds nothing here; remove it from the comment",
                    "range": {
                        "start": { "line": 4, "column": 20, "offset": 56 },
                        "end": { "line": 4, "column": 33, "offset": 69 },
                    },
                    "related": [],
                    "help": null,
                    "url": "https://specql.dev/lsp/rules/unused-suppression",
                    "fixes": [{
                        "title": "Remove what silences nothing",
                        "safe": true,
                        "edits": [{
                            "path": "a.yaml",
                            "range": {
                                "start": { "line": 4, "column": 1, "offset": 37 },
                                "end": { "line": 5, "column": 1, "offset": 71 },
                            },
                            "new_text": "",
                        }],
                    }],
                },
                {
                    "path": "x/b.yaml",
                    "code": "missing-colon",
                    "group": "rejected",
                    "severity": "error",
                    "message": "this line has no colon; write `key: value`",
                    "range": {
                        "start": { "line": 4, "column": 3, "offset": 39 },
                        "end": { "line": 4, "column": 14, "offset": 50 },
                    },
                    "related": [],
                    "help": "if it continues the text above, indent it deeper than the key of that text",
                    "url": "https://specql.dev/lsp/rules/missing-colon",
                    "fixes": [{
                        "title": "Write `colour:`",
                        "safe": false,
                        "edits": [{
                            "path": "x/b.yaml",
                            "range": {
                                "start": { "line": 4, "column": 9, "offset": 45 },
                                "end": { "line": 4, "column": 9, "offset": 45 },
                            },
                            "new_text": ":",
                        }],
                    }],
                },
            ],
        })
    );
}

#[test]
fn columns_are_characters_and_offsets_bytes() {
    let text = "entity: A\r\nd: 'é𝄞' # specql: ignore[nope]\r\n";
    let folder = Folder::with(&[("a.yaml", text)]);
    let json = folder.run(&["--check", ONLY, "--format", "json"]).json();
    let start = &json["diagnostics"][0]["range"]["start"];
    assert_eq!(
        *start,
        json!({ "line": 2, "column": 26, "offset": text.find("nope") })
    );
}

#[test]
fn jsonl_prints_the_same_objects_a_line_each() {
    let lines: Vec<Value> = print("jsonl")
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(Value::Array(lines), print("json").json()["diagnostics"]);
}

#[test]
fn sarif_has_rules_results_and_fixes() {
    let log = print("sarif").json();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(
        log["$schema"],
        "https://json.schemastore.org/sarif-2.1.0.json"
    );
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "specql-lsp");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (2, 2));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        assert!(result["partialFingerprints"].is_object());
        assert!(rules[index]["shortDescription"]["text"].is_string());
        assert!(
            rules[index]["helpUri"]
                .as_str()
                .unwrap()
                .starts_with("https://")
        );
    }
    let [first, second] = results.as_slice() else {
        unreachable!()
    };
    assert_eq!(
        (&first["level"], &second["level"]),
        (&json!("note"), &json!("error"))
    );
    let place = &second["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "x/b.yaml");
    assert_eq!(place["region"]["startLine"], 4);
    assert_eq!(place["region"]["startColumn"], 3);
    assert_eq!(place["region"]["endColumn"], 14);
    let change = &first["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "a.yaml");
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "");
    assert_eq!(change["replacements"][0]["deletedRegion"]["endLine"], 5);
}

#[test]
fn github_has_a_command_for_each() {
    assert_eq!(
        print("github").out,
        "::notice file=a.yaml,line=4,endLine=4,col=20,endColumn=33,\
         title=specql-lsp%3A unused-suppression::\
         `missing-colon` finds nothing here; remove it from the comment\n\
         ::error file=x/b.yaml,line=4,endLine=4,col=3,endColumn=14,\
         title=specql-lsp%3A missing-colon::this line has no colon; write `key: value`%0A\
         if it continues the text above, indent it deeper than the key of that text\n"
    );
}

#[test]
fn gitlab_has_issues_with_fingerprints() {
    let issues = print("gitlab").json();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), 2);
    assert_eq!(issues[1]["check_name"], "missing-colon");
    assert_eq!(issues[1]["severity"], "critical");
    assert_eq!(issues[1]["location"]["path"], "x/b.yaml");
    assert_eq!(issues[1]["location"]["lines"]["begin"], 4);
    let print = |text: &str| {
        let folder = Folder::with(&[("a.yaml", text)]);
        let ran = folder.run(&["--check", ONLY, "--format", "gitlab"]);
        let issues = ran.json();
        let issues = issues.as_array().unwrap().iter();
        issues
            .map(|i| i["fingerprint"].to_string())
            .collect::<Vec<_>>()
    };
    let twice = print("entity: A\nx y\nb: c\nx y\n");
    assert_eq!(twice.len(), 2);
    assert_ne!(twice[0], twice[1], "each has its own");
    assert_eq!(
        print("# more\nentity: A\nx y\nb: c\nx y\n"),
        twice,
        "it stays the same when lines move"
    );
}

#[test]
fn junit_has_a_suite_for_each_file() {
    let out = print("junit").out;
    assert!(out.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "));
    assert!(
        out.contains("<testsuites name=\"specql-lsp\" tests=\"3\" failures=\"1\" errors=\"0\">")
    );
    assert_eq!(out.matches("<testsuite ").count(), 3);
    assert_eq!(out.matches("<failure ").count(), 1, "a hint is no failure");
    assert_eq!(out.matches("<system-out>").count(), 1);
    assert!(
        out.contains("classname=\"x/c.yaml\"/>"),
        "a sound file passes"
    );
    for tag in ["testsuites", "testsuite", "failure", "system-out"] {
        let opened = out.matches(&format!("<{tag}")).count();
        // `<testsuite` begins `<testsuites` as well.
        let nested = usize::from(tag == "testsuite");
        assert_eq!(
            opened - nested,
            out.matches(&format!("</{tag}>")).count(),
            "{tag}"
        );
    }
}

#[test]
fn nothing_wrong_is_sound_in_every_format() {
    let folder = Folder::with(&[("a.yaml", SOUND)]);
    let print = |format| folder.run(&["--check", ONLY, "--format", format]);
    assert_eq!(print("human").out, "1 file checked, nothing is wrong\n");
    assert_eq!(print("json").json()["diagnostics"], json!([]));
    assert_eq!(print("jsonl").out, "");
    assert_eq!(print("github").out, "");
    assert_eq!(print("gitlab").json(), json!([]));
    assert_eq!(print("sarif").json()["runs"][0]["results"], json!([]));
    assert_eq!(print("junit").out.matches("<testcase ").count(), 1);
}
