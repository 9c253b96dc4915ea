//! Editors, by what they say they can do when they begin, and others that can do less: all of them
//! hear of the same mistakes, in their own way.
//!
//! The folder `profiles` has what each editor says itself.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::Folder;
use support::client::{Client, uri};
use support::editor::units;

const ORDER: &str = "\
entity: Order
schema: shop
description: What is bought
fields:
  note: {description: \"é漢😀\", type: ref(Nobody)}
  buyer: {description: \"é漢😀\", type: ref(Customer)}
";

const LINE: &str = "\
entity: Line # é漢😀
schema: shop
description: What is bought of one kind
fields:
  colour text
  name: text
";

const CUSTOMER: &str = "\
entity: Customer
schema: shop
description: Who buys
fields:
  name: text
";

/// What an editor may lack, by its name and its place in what the editor says.
const LESS: [(&str, &str); 8] = [
    ("no watched files", "/workspace/didChangeWatchedFiles"),
    ("no pulling", "/textDocument/diagnostic"),
    ("no refresh", "/workspace/diagnostics"),
    ("no settings", "/workspace/configuration"),
    ("no progress", "/window/workDoneProgress"),
    ("no encodings", "/general/positionEncodings"),
    ("no folders", "/workspace/workspaceFolders"),
    (
        "nothing pushed in detail",
        "/textDocument/publishDiagnostics",
    ),
];

/// Each editor, as it is and with one thing less.
fn profiles() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.sort();
    let mut profiles = Vec::new();
    for path in paths {
        let editor = path.file_stem().unwrap().to_str().unwrap();
        let all: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for (name, pointer) in LESS {
            let (area, what) = pointer[1..].split_once('/').unwrap();
            let mut less = all.clone();
            let area = less.get_mut(area).and_then(Value::as_object_mut);
            if area.and_then(|area| area.remove(what)).is_some() {
                profiles.push((format!("{editor}, {name}"), less));
            }
        }
        profiles.push((editor.to_owned(), all));
    }
    profiles
}

/// A mistake: the file, the code, and what stands at its place.
type Mistake = (&'static str, String, String);

struct Session {
    client: Client,
    folder: Folder,
    watches: bool,
}

impl Session {
    fn start(capabilities: &Value) -> Self {
        let folder = Folder::with(&[
            ("specql.toml", ""),
            ("entities/order.yaml", ORDER),
            ("entities/line.yaml", LINE),
            ("entities/customer.yaml", CUSTOMER),
        ]);
        let watched = &capabilities["workspace"]["didChangeWatchedFiles"];
        let watches = watched["dynamicRegistration"] == json!(true);
        let mut client = Client::start(folder.path(), capabilities.clone());
        for (path, text) in [("order", ORDER), ("line", LINE)] {
            client.open(
                &uri(&folder.path().join(format!("entities/{path}.yaml"))),
                text,
            );
        }
        Self {
            client,
            folder,
            watches,
        }
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.folder.path().join(format!("entities/{name}.yaml")))
    }

    /// What is wrong with the documents that are open.
    fn mistakes(&mut self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (name, text) in [("order", ORDER), ("line", LINE)] {
            let uri = self.uri(name);
            for found in self.client.diagnostics(&uri) {
                let place = at(text, &found["range"], self.client.encoding());
                mistakes.push((name, found["code"].as_str().unwrap().to_owned(), place));
            }
        }
        mistakes.sort();
        mistakes
    }

    /// Tells of a change on the disk, if that is the client's business.
    fn tell(&mut self, name: &str, kind: u32) {
        if self.watches {
            self.client.until("a registration", |client| {
                let mut asked = client.asked.iter();
                asked.any(|method| method == "client/registerCapability")
            });
            let params = json!({"changes": [{"uri": self.uri(name), "type": kind}]});
            self.client
                .notify("workspace/didChangeWatchedFiles", params);
        }
    }
}

/// What stands at a range, which is counted in this way.
fn at(text: &str, range: &Value, encoding: &str) -> String {
    let offset = |position: &Value| {
        let number = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(number).map(str::len).sum();
        let line = &text[start..];
        let wanted = position["character"].as_u64().unwrap() as usize;
        let ends = (0..=line.len()).filter(|end| line.is_char_boundary(*end));
        let mut ends = ends.filter(|end| units(&line[..*end], encoding) == wanted);
        start + ends.next().unwrap()
    };
    text[offset(&range["start"])..offset(&range["end"])].to_owned()
}

#[test]
fn every_editor_hears_of_the_same_mistakes() {
    let profiles = profiles();
    assert!(profiles.len() >= 32, "{}", profiles.len());
    let mut first = None;
    for (name, capabilities) in profiles {
        eprintln!("{name}");
        let mut session = Session::start(&capabilities);
        let (order, line) = (session.uri("order"), session.uri("line"));
        session.client.until_codes(&line, &["missing-colon"]);
        session.client.until_codes(&order, &["unknown-entity"]);
        let mistakes = session.mistakes();
        assert!(mistakes.contains(&("order", "unknown-entity".to_owned(), "Nobody".to_owned())));
        assert!(mistakes.contains(&("line", "missing-colon".to_owned(), "colour text".to_owned())));
        assert_eq!(
            *first.get_or_insert_with(|| mistakes.clone()),
            mistakes,
            "{name}"
        );

        // Another file goes and comes on the disk.
        let customer = session.uri("customer");
        fs::remove_file(session.folder.path().join("entities/customer.yaml")).unwrap();
        session.tell("customer", 3);
        session.client.until_codes(&order, &["unknown-entity"; 2]);
        session
            .folder
            .write("entities/customer.yaml", CUSTOMER.as_bytes());
        session.tell("customer", 1);
        session.client.until_codes(&order, &["unknown-entity"]);
        // And changes in the editor.
        session.client.open(&customer, CUSTOMER);
        let renamed = CUSTOMER.replace("Customer", "Client");
        session
            .client
            .change(&customer, 2, json!([{"text": renamed}]));
        session.client.until_codes(&order, &["unknown-entity"; 2]);
        session.client.close(&customer);
        session.client.until_codes(&order, &["unknown-entity"]);
        assert_eq!(first.as_ref(), Some(&session.mistakes()), "{name}");
    }
}

#[test]
fn who_cannot_be_told_to_ask_again_is_told_what_is_wrong() {
    let pulls = |capabilities: Value| {
        let folder = Folder::with(&[]);
        Client::start(folder.path(), capabilities).pulls()
    };
    let document = json!({"diagnostic": {}});
    let refresh = json!({"diagnostics": {"refreshSupport": true}});
    assert!(pulls(
        json!({"textDocument": document, "workspace": refresh})
    ));
    assert!(!pulls(json!({"textDocument": document})));
    assert!(!pulls(json!({"workspace": refresh})));
}
