//! `specql-lsp --stdio`, talked to as an editor does.

mod support;

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::Folder;
use support::client::{Client, codes_of, framed, pulling, uri};

/// A spec that names another one.
const ORDER: &str = "entity: Order\nschema: shop\nfields:\n  buyer: ref(Customer)\n  note: text\n";

/// The other one.
const CUSTOMER: &str = "entity: Customer\nschema: shop\nfields:\n  name: text\n";

/// A spec with a line without a colon, behind characters of several lengths.
const BROKEN: &str = "entity: Line # é漢😀\nschema: shop\nfields:\n  colour text\n  name: text\n";

fn shop() -> Folder {
    Folder::with(&[
        ("specql.toml", ""),
        ("entities/order.yaml", ORDER),
        ("entities/customer.yaml", CUSTOMER),
        ("entities/line.yaml", BROKEN),
    ])
}

fn at(folder: &Folder, path: &str) -> String {
    uri(&folder.path().join(path))
}

#[test]
fn nothing_is_answered_before_initialize() {
    let mut client = Client::spawn();
    assert_eq!(client.request("textDocument/hover", json!({})), Err(-32002));
    assert_eq!(client.request("specql/status", json!({})), Err(-32002));
    client.initialize(&json!({"processId": null, "capabilities": {}}));
    assert_eq!(
        client.request("initialize", json!({"capabilities": {}})),
        Err(-32600)
    );
    assert_eq!(client.request("no/such/method", json!({})), Err(-32601));
    assert_eq!(client.request("$/no/such/method", json!({})), Err(-32601));
}

// --- What is wrong with files ---

#[test]
fn the_editor_hears_what_the_command_line_prints() {
    let folder = shop();
    std::fs::remove_file(folder.path().join("entities/customer.yaml")).unwrap();
    let ran = folder.run(&["--check", "--format", "json"]);
    let json = ran.json();
    let mut printed: Vec<_> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| {
            let text = |name: &str| found[name].as_str().unwrap().to_owned();
            let line = found["range"]["start"]["line"].as_u64().unwrap() - 1;
            (text("path"), line, text("code"))
        })
        .collect();
    printed.sort();
    assert!(printed.iter().any(|(_, _, code)| code == "unknown-entity"));

    let heard = |reports: &mut dyn Iterator<Item = (String, Vec<Value>)>| {
        let mut heard = Vec::new();
        for (uri, diagnostics) in reports {
            let path = uri
                .strip_prefix(&format!("{}/", super_uri(&folder)))
                .unwrap()
                .to_owned();
            for found in diagnostics {
                let line = found["range"]["start"]["line"].as_u64().unwrap();
                heard.push((
                    path.clone(),
                    line,
                    found["code"].as_str().unwrap().to_owned(),
                ));
            }
        }
        heard.sort();
        heard
    };
    let mut pulling = Client::start(folder.path(), pulling());
    let params = json!({"previousResultIds": []});
    let report = pulling.request("workspace/diagnostic", params).unwrap();
    let items = report["items"].as_array().unwrap().iter();
    let mut items = items.map(|item| {
        let uri = item["uri"].as_str().unwrap().to_owned();
        (uri, item["items"].as_array().cloned().unwrap())
    });
    assert_eq!(heard(&mut items), printed);

    let mut pushed = Client::start(folder.path(), json!({}));
    let files: usize = 2;
    pushed.until("all publications", |client| {
        let told = client
            .published
            .values()
            .filter(|told| !told.diagnostics.is_empty());
        told.count() >= files
    });
    let mut told = pushed
        .published
        .clone()
        .into_iter()
        .map(|(uri, told)| (uri, told.diagnostics));
    assert_eq!(heard(&mut told), printed);
}

fn super_uri(folder: &Folder) -> String {
    uri(folder.path())
}

/// `script` gives the program a terminal; it is part of every Debian.
#[test]
fn a_person_at_a_terminal_is_told_what_it_is() {
    let program = format!("'{}'", env!("CARGO_BIN_EXE_specql-lsp"));
    let ran = Command::new("script")
        .args(["--quiet", "--return", "--command", &program, "/dev/null"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(ran.stdout).unwrap();
    assert!(told.contains("specql-lsp --check"), "{told}");
}

#[test]
fn who_asks_and_cannot_be_told_to_ask_again_is_told() {
    let folder = shop();
    let mut client = Client::start(folder.path(), json!({"textDocument": {"diagnostic": {}}}));
    let offered = &client.offered["capabilities"]["diagnosticProvider"];
    assert_eq!(*offered, Value::Null);
    let order = at(&folder, "entities/order.yaml");
    client.open(&order, &ORDER.replace("ref(Customer)", "ref(Nobody)"));
    client.until_codes(&order, &["unknown-entity"]);
    let nobody = CUSTOMER.replace("Customer", "Nobody");
    client.open(&at(&folder, "entities/nobody.yaml"), &nobody);
    client.until_codes(&order, &[]);
}

#[test]
fn who_knows_all_is_answered_when_something_changes() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    let ask = |ids: &[Value]| json!({"previousResultIds": ids});
    let report = client.request("workspace/diagnostic", ask(&[])).unwrap();
    let known: Vec<_> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| json!({"uri": item["uri"], "value": item["resultId"]}))
        .collect();
    assert_eq!(known.len(), 4, "three specs and the settings");
    let waiting = client.begin("workspace/diagnostic", ask(&known));
    let line = at(&folder, "entities/line.yaml");
    client.open(&line, &BROKEN.replace("colour text", "colour: text"));
    let report = client.answer(waiting).unwrap();
    let full = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["kind"] == "full");
    let full: Vec<_> = full.collect();
    assert_eq!(full.len(), 1);
    assert_eq!(full[0]["uri"], json!(line));
    // It can be cancelled while it waits.
    let waiting = client.begin("workspace/diagnostic", ask(&[]));
    client.answer(waiting).unwrap();
    let known: Vec<_> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| json!({"uri": item["uri"], "value": item["resultId"]}))
        .collect();
    let waiting = client.begin("workspace/diagnostic", ask(&known));
    client.cancel(waiting);
    assert_eq!(client.answer(waiting), Err(-32800));
}

#[test]
fn a_report_that_is_known_is_not_sent_again() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    let line = at(&folder, "entities/line.yaml");
    client.open(&line, BROKEN);
    let mut params = json!({"textDocument": {"uri": line}});
    let first = client
        .request("textDocument/diagnostic", params.clone())
        .unwrap();
    assert_eq!(first["kind"], "full");
    params["previousResultId"] = first["resultId"].clone();
    client.change(&line, 2, json!([{"text": format!("{BROKEN}# more\n")}]));
    let second = client.request("textDocument/diagnostic", params).unwrap();
    assert_eq!(
        second,
        json!({"kind": "unchanged", "resultId": first["resultId"]})
    );
}

#[test]
fn settings_count_as_they_change() {
    let folder = shop();
    let mut capabilities = json!({"workspace": {"configuration": true,
        "didChangeWatchedFiles": {"dynamicRegistration": true}}});
    capabilities["window"] = json!({"workDoneProgress": true});
    let off = json!({"rules": {"missing-colon": "off"}});
    let mut client = Client::start_with(folder.path(), capabilities, off);
    let line = at(&folder, "entities/line.yaml");
    client.open(&line, BROKEN);
    client.until_codes(&line, &[]);
    client.settings = json!({});
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    client.until_codes(&line, &["missing-colon"]);
    // In the editor, then on the disk.
    let toml = at(&folder, "specql.toml");
    client.open(&toml, "colour = 1\n[rules]\nmissing-colon = \"off\"\n");
    client.until_codes(&line, &[]);
    client.close(&toml);
    client.until_codes(&line, &["missing-colon"]);
    folder.write(
        "specql.toml",
        b"tarket = \"next\"\n[files]\nexclude = [\"entities/line.yaml\"]\n",
    );
    let params = json!({"changes": [{"uri": toml, "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", params);
    client.until_codes(&line, &[]);
    client.until_codes(&toml, &["unknown-setting"]);
    let status = client
        .request("specql/status", json!({"textDocument": {"uri": line}}))
        .unwrap();
    assert_eq!(status["document"]["isAnalysed"], json!(false));
    assert_eq!(
        status["document"]["reason"],
        json!("the settings `files` leave it out")
    );
}

#[test]
fn the_status_says_how_things_are() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    let order = at(&folder, "entities/order.yaml");
    let params = json!({"textDocument": {"uri": order}});
    let status = client.request("specql/status", params).unwrap();
    assert_eq!(status["folders"][0]["files"], json!(3));
    assert_eq!(status["folders"][0]["target"], json!("0.8"));
    assert_eq!(status["document"]["isAnalysed"], json!(true));
    assert!(status["memoryBytes"].as_u64() > Some(1 << 20) || !cfg!(target_os = "linux"));
    for (uri, reason) in [
        (
            "git:/x.yaml",
            "only files and unsaved buffers are looked at",
        ),
        (
            "file:///no/such.yaml",
            "it is not open and no YAML file of the workspace",
        ),
    ] {
        let params = json!({"textDocument": {"uri": uri}});
        let status = client.request("specql/status", params).unwrap();
        assert_eq!(status["document"]["isAnalysed"], json!(false));
        assert_eq!(status["document"]["reason"], json!(reason));
    }
}

// --- The pipe ---

#[test]
fn what_is_cancelled_is_answered_at_once_however_much_there_is_to_do() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    let sleep = json!({"milliseconds": 600_000});
    let slow: Vec<_> = (0..300)
        .map(|_| client.begin("specql/test/sleep", sleep.clone()))
        .collect();
    // Others are not held up, neither before nor after.
    let line = at(&folder, "entities/line.yaml");
    client.open(&line, BROKEN);
    assert!(client.request("specql/status", json!({})).is_ok());
    for id in &slow {
        client.cancel(*id);
    }
    for id in slow {
        assert_eq!(client.answer(id), Err(-32800));
    }
    client.until_codes(&line, &["missing-colon"]);
}

#[test]
fn what_breaks_down_hurts_nothing_else() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    let line = at(&folder, "entities/line.yaml");
    client.open(&line, BROKEN);
    for _ in 0..3 {
        assert_eq!(client.request("specql/test/panic", json!({})), Err(-32603));
        client.until_codes(&line, &["missing-colon"]);
    }
    assert_eq!(client.logged.len(), 1);
    client.logged.clear();
}

#[test]
fn frames_may_come_in_pieces_and_heaps() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    let question =
        |id: i64| json!({"jsonrpc": "2.0", "id": id, "method": "specql/status", "params": {}});
    for byte in framed(&question(1_000)) {
        client.write(&[byte]);
    }
    assert!(client.answer(1_000).is_ok());
    let heap: Vec<u8> = (2_000..2_050)
        .flat_map(|id| framed(&question(id)))
        .collect();
    client.write(&heap);
    for id in 2_000..2_050 {
        assert!(client.answer(id).is_ok());
    }
}

#[test]
fn two_folders_are_two_projects() {
    let shop = shop();
    let depot = Folder::with(&[("specql.toml", ""), ("entities/order.yaml", ORDER)]);
    let mut client = Client::spawn();
    client.initialize(&json!({
        "processId": null,
        "capabilities": {},
        "workspaceFolders": [
            {"uri": uri(shop.path()), "name": "shop"},
            {"uri": uri(depot.path()), "name": "depot"},
        ],
    }));
    client.until_codes(&at(&depot, "entities/order.yaml"), &["unknown-entity"]);
    client.until_codes(&at(&shop, "entities/line.yaml"), &["missing-colon"]);
    assert!(
        !client
            .published
            .contains_key(&at(&shop, "entities/order.yaml"))
            || codes_of(&client.published[&at(&shop, "entities/order.yaml")].diagnostics)
                .is_empty()
    );
    // A folder that is closed has nothing wrong any more.
    let event = json!({"added": [], "removed": [{"uri": uri(depot.path()), "name": "depot"}]});
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": event}),
    );
    client.until_codes(&at(&depot, "entities/order.yaml"), &[]);
    client.until_codes(&at(&shop, "entities/line.yaml"), &["missing-colon"]);
}

#[test]
fn a_document_outside_of_all_projects_stands_alone() {
    let folder = Folder::with(&[]);
    let mut client = Client::spawn();
    client.initialize(&json!({"processId": null, "rootUri": null, "capabilities": {}}));
    client.open(&at(&folder, "order.yaml"), ORDER);
    client.until_codes(&at(&folder, "order.yaml"), &[]);
    client.open("untitled:Untitled-1", BROKEN);
    client.until_codes("untitled:Untitled-1", &["missing-colon"]);
}
