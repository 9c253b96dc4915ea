use serde_json::{Value, json};

use super::{Loop, Project, SOUND, pulling};

/// Whether a document is looked at, and why, as a user reads it.
fn why(server: &mut Loop, uri: &str) -> (bool, String) {
    let params = json!({"textDocument": {"uri": uri}});
    let status = server.ask("specql/status", params).unwrap();
    let document = &status["document"];
    let reason = document["reason"].as_str().unwrap().to_owned();
    (document["isAnalysed"] == json!(true), reason)
}

#[test]
fn it_says_how_the_server_is() {
    let folder = Project::new();
    let mut server = Loop::ready(pulling());
    server.open(&folder.uri("invoice"), SOUND);
    server.until_read();
    server.codes(&folder.uri("invoice"));
    let status = server.ask("specql/status", json!({})).unwrap();
    assert_eq!(status["state"], json!("ready"));
    assert_eq!(status["specqlVersion"], json!("0.8.7"));
    assert_eq!(status["openDocuments"], json!(1));
    assert!(status["readingMs"].is_number());
    let project = &status["folders"][0];
    assert_eq!(project["root"], json!(folder.0));
    assert_eq!(
        (&project["files"], &project["open"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(project["target"], json!("0.8"));
    assert_eq!(project["settings"], json!(folder.0.join("specql.toml")));
    let timing = &status["timings"]["textDocument/diagnostic"];
    assert_eq!(timing["count"], json!(1));
    assert!(timing["slowestMs"].is_number());
    assert!(!cfg!(target_os = "linux") || status["memoryBytes"].is_number());
    assert_eq!(status.get("document"), None::<&Value>);
}

#[test]
fn settings_say_whose_they_are() {
    let folder = Project::new();
    let mut server = Loop::ready(pulling());
    server.open(&folder.uri("invoice"), SOUND);
    let settings = format!("file://{}/specql.toml", folder.0.display());
    assert_eq!(
        why(&mut server, &settings),
        (
            true,
            format!(
                "it has the settings of the project in {}",
                folder.0.display()
            )
        )
    );
    let (is_analysed, reason) = why(&mut server, "file:///no/such/specql.toml");
    assert!(!is_analysed);
    assert_eq!(
        reason,
        "it has settings, but no open project takes its own from it"
    );
}
