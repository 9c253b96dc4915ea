//! The command line, a client that asks and a client that is told: for the wrong examples of all
//! rules, each a workspace of its own, all three say the same.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use specql_analysis::rules::rules;
use support::Folder;
use support::client::{Client, uri};
use support::examples::wrong_workspaces;

/// What is told of a file: its name, where, with how much weight, which code, in which words.
type Told = (String, u64, u64, String, String);

fn printed(folder: &Folder) -> Vec<Told> {
    let json = folder.run(&["--check", "--format", "json"]).json();
    let diagnostics = json["diagnostics"].as_array().unwrap().iter();
    let mut told: Vec<_> = diagnostics
        .map(|found| {
            let text = |name: &str| found[name].as_str().unwrap().to_owned();
            let weight = ["error", "warning", "info", "hint"];
            let weight = weight.iter().position(|name| found["severity"] == **name);
            let line = found["range"]["start"]["line"].as_u64().unwrap() - 1;
            let weight = weight.unwrap() as u64 + 1;
            (text("path"), line, weight, text("code"), text("message"))
        })
        .collect();
    told.sort();
    told
}

fn heard(folder: &Folder, reports: impl IntoIterator<Item = (String, Vec<Value>)>) -> Vec<Told> {
    let root = format!("{}/", uri(folder.path()));
    let mut told = Vec::new();
    for (uri, diagnostics) in reports {
        let path = uri.strip_prefix(&root).unwrap();
        for found in diagnostics {
            let line = found["range"]["start"]["line"].as_u64().unwrap();
            let code = found["code"].as_str().unwrap().to_owned();
            let message = found["message"].as_str().unwrap();
            // What to do is told apart on the command line.
            let message = message.split("\nhelp: ").next().unwrap().to_owned();
            let weight = found["severity"].as_u64().unwrap();
            told.push((path.to_owned(), line, weight, code, message));
        }
    }
    told.sort();
    told
}

fn pulled(folder: &Folder) -> Vec<Told> {
    let capabilities = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    });
    let mut client = Client::start(folder.path(), capabilities);
    let params = json!({"previousResultIds": []});
    let report = client.request("workspace/diagnostic", params).unwrap();
    let items = report["items"].as_array().unwrap().iter();
    let items = items.map(|item| {
        let uri = item["uri"].as_str().unwrap().to_owned();
        (uri, item["items"].as_array().cloned().unwrap())
    });
    let mut told = heard(folder, items);
    // The settings are told without being asked.
    let published = std::mem::take(&mut client.published).into_iter();
    told.extend(heard(
        folder,
        published.map(|(uri, told)| (uri, told.diagnostics)),
    ));
    told.sort();
    told
}

fn pushed(folder: &Folder, expected: &[Told]) -> Vec<Told> {
    let mut client = Client::start(folder.path(), json!({}));
    let mut told = Vec::new();
    client.until("all publications", |client| {
        let published = client.published.clone().into_iter();
        told = heard(folder, published.map(|(uri, told)| (uri, told.diagnostics)));
        told.len() >= expected.len()
    });
    told
}

#[test]
fn all_ways_to_hear_of_a_mistake_say_the_same() {
    let mut others: BTreeMap<&str, (Vec<Told>, Vec<Told>)> = BTreeMap::new();
    let mut count = 0;
    for rule in rules() {
        for (number, files) in wrong_workspaces(rule).into_iter().enumerate() {
            let files = files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str()));
            let folder = Folder::with(&files.collect::<Vec<_>>());
            let printed = printed(&folder);
            let pulled = pulled(&folder);
            count += 1;
            if pulled != printed {
                others.insert(rule.code, (printed.clone(), pulled));
            }
            // The rest goes through the same.
            if number == 0 && pushed(&folder, &printed) != printed {
                others.insert(rule.code, (printed, Vec::new()));
            }
        }
    }
    assert!(count > 200, "{count}");
    assert!(others.is_empty(), "{others:#?}");
}
