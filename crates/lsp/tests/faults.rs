//! What goes wrong around the server: slow clients, disks that change, storms of messages.

mod support;

use serde_json::{Value, json};
use support::Folder;
use support::client::{Client, codes_of, framed, long, pulling, uri};

const ORDER: &str = "entity: Order\nschema: shop\nfields:\n  buyer: ref(Customer)\n  note: text\n";
const CUSTOMER: &str = "entity: Customer\nschema: shop\nfields:\n  name: text\n";
const BROKEN: &str = "entity: Line\nschema: shop\nfields:\n  colour text\n  name: text\n";

fn watching() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

fn shop() -> Folder {
    Folder::with(&[
        ("specql.toml", ""),
        ("entities/order.yaml", ORDER),
        ("entities/customer.yaml", CUSTOMER),
    ])
}

fn at(folder: &Folder, path: &str) -> String {
    uri(&folder.path().join(path))
}

fn changed(client: &mut Client, uris: &[(String, u32)]) {
    let changes = uris
        .iter()
        .map(|(uri, kind)| json!({"uri": uri, "type": kind}));
    let changes: Vec<_> = changes.collect();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": changes}),
    );
}

#[test]
fn a_message_may_come_in_any_pieces() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    let question = |id: usize| {
        framed(&json!({"jsonrpc": "2.0", "id": id, "method": "specql/status", "params": {}}))
    };
    for cut in 1..question(1_000).len() {
        let bytes = question(1_000 + cut);
        client.write(&bytes[..cut]);
        client.write(&bytes[cut..]);
        assert!(client.answer(i64::try_from(1_000 + cut).unwrap()).is_ok());
    }
}

#[test]
fn a_message_may_come_byte_by_byte() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    for id in 1_000..i64::try_from(1_000 + long(20, 500)).unwrap() {
        let bytes =
            framed(&json!({"jsonrpc": "2.0", "id": id, "method": "specql/status", "params": {}}));
        for byte in bytes.chunks(1) {
            client.write(byte);
        }
        assert!(client.answer(id).is_ok());
    }
}

#[test]
fn a_checkout_of_many_files_settles() {
    let folder = shop();
    let mut client = Client::start(folder.path(), watching());
    let order = at(&folder, "entities/order.yaml");
    client.open(&order, ORDER);
    client.until_codes(&order, &[]);
    // Of more files than two thousand only the open ones are told.
    let count = 1_998;
    for round in 0..3 {
        let is_broken = round % 2 == 0;
        let mut uris = Vec::new();
        for number in 0..count {
            let path = format!("entities/many/line{number}.yaml");
            let text = BROKEN.replace("Line", &format!("Line{number}"));
            let text = if is_broken {
                text
            } else {
                text.replace("colour text", "colour: text")
            };
            folder.write(&path, text.as_bytes());
            uris.push((at(&folder, &path), 2));
        }
        changed(&mut client, &uris);
        let codes: &[&str] = if is_broken { &["missing-colon"] } else { &[] };
        for (uri, _) in &uris {
            client.until_codes(uri, codes);
        }
    }
    // And away again.
    std::fs::remove_dir_all(folder.path().join("entities/many")).unwrap();
    changed(&mut client, &[(at(&folder, "entities/many"), 3)]);
    client.until_files(2);
}

#[test]
fn five_hundred_changes_of_settings_are_no_storm() {
    let folder = shop();
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    let line = at(&folder, "entities/line.yaml");
    client.open(&line, BROKEN);
    client.until_codes(&line, &["missing-colon"]);
    let before = client.refreshed();
    for round in 0..500 {
        let level = if round % 2 == 0 { "off" } else { "warning" };
        client.settings = json!({"rules": {"missing-colon": level}});
        client.notify(
            "workspace/didChangeConfiguration",
            json!({"settings": null}),
        );
        client.hear_all();
    }
    client.settings = json!({"rules": {"missing-colon": "off"}});
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    client.until_codes(&line, &[]);
    assert!(client.refreshed() - before < 100, "{}", client.refreshed());
}

/// A line of ten megabytes is answered for, and takes no more than twelve times its size.
#[test]
fn a_line_may_be_longer_than_any_screen() {
    const LENGTH: usize = 10 << 20;
    let mut client = Client::start(shop().path(), pulling());
    client.until_ready();
    let uri = "untitled:long";
    let before = client.memory();
    for text in [
        format!("entity: {}\n", "x".repeat(LENGTH)),
        format!(
            "entity: A\nfields: {{{}}}\n",
            "a: text, ".repeat(LENGTH / 9)
        ),
        format!("entity: A\nfields: {}\n", "[".repeat(LENGTH)),
    ] {
        client.open(uri, &text);
        let params = json!({
            "textDocument": {"uri": uri},
            "position": {"line": 1, "character": 100_000},
        });
        for method in [
            "hover",
            "completion",
            "documentSymbol",
            "foldingRange",
            "diagnostic",
        ] {
            let method = format!("textDocument/{method}");
            assert!(client.request(&method, params.clone()).is_ok(), "{method}");
        }
        assert_eq!(codes_of(&client.pull(uri)), ["too-large"]);
        client.close(uri);
    }
    if let (Some(before), Some(after)) = (before, client.memory()) {
        assert!(after < before + 12 * LENGTH, "{before} {after}");
    }
}

/// What is left out is nobody's business, however often it changes.
#[test]
fn what_happens_where_nobody_looks_makes_no_work() {
    let folder = shop();
    folder.write(".gitignore", b"generated/\n");
    for path in [".git/line.yaml", "generated/line.yaml"] {
        folder.write(path, BROKEN.as_bytes());
    }
    let mut client = Client::start(folder.path(), pulling());
    client.until_ready();
    let order = at(&folder, "entities/order.yaml");
    client.open(&order, ORDER);
    client.until_codes(&order, &[]);
    let before = client.refreshed();
    for _ in 0..long(500, 5_000) {
        let paths = [".git/line.yaml", "generated/line.yaml", "README.md"];
        let changes: Vec<_> = paths.iter().map(|path| (at(&folder, path), 2)).collect();
        changed(&mut client, &changes);
    }
    client.until_files(2);
    client.until_codes(&order, &[]);
    assert_eq!(client.refreshed(), before);
}

#[test]
fn files_may_turn_into_anything() {
    let folder = shop();
    let mut client = Client::start(folder.path(), watching());
    let (order, customer) = (
        at(&folder, "entities/order.yaml"),
        at(&folder, "entities/customer.yaml"),
    );
    let path = folder.path().join("entities/customer.yaml");
    client.open(&order, ORDER);
    client.until_codes(&order, &[]);
    // No text any more.
    folder.write("entities/customer.yaml", b"entity: \xff\xfe\n");
    changed(&mut client, &[(customer.clone(), 2)]);
    client.until_codes(&customer, &["not-utf-8"]);
    client.until_codes(&order, &["unknown-entity"]);
    folder.write("entities/customer.yaml", CUSTOMER.as_bytes());
    changed(&mut client, &[(customer.clone(), 2)]);
    client.until_codes(&customer, &[]);
    client.until_codes(&order, &[]);
    // A folder.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    changed(&mut client, &[(customer.clone(), 3), (customer.clone(), 1)]);
    client.until_codes(&order, &["unknown-entity"]);
    std::fs::remove_dir(&path).unwrap();
    folder.write("entities/customer.yaml", CUSTOMER.as_bytes());
    changed(&mut client, &[(customer.clone(), 1)]);
    client.until_codes(&order, &[]);
    // Under another name.
    std::fs::rename(&path, folder.path().join("entities/client.yaml")).unwrap();
    let files = json!([{"oldUri": customer, "newUri": at(&folder, "entities/client.yaml")}]);
    client.notify("workspace/didRenameFiles", json!({"files": files}));
    folder.write("entities/line.yaml", BROKEN.as_bytes());
    let line = at(&folder, "entities/line.yaml");
    client.notify(
        "workspace/didCreateFiles",
        json!({"files": [{"uri": line}]}),
    );
    client.until_codes(&line, &["missing-colon"]);
    client.until_codes(&order, &[]);
    std::fs::remove_file(folder.path().join("entities/line.yaml")).unwrap();
    client.notify(
        "workspace/didDeleteFiles",
        json!({"files": [{"uri": line}]}),
    );
    client.until_codes(&line, &[]);
    // What is open is what the editor says, whatever becomes of the file.
    std::fs::remove_file(folder.path().join("entities/order.yaml")).unwrap();
    changed(&mut client, &[(order.clone(), 3)]);
    client.change(&order, 2, json!([{"text": BROKEN}]));
    client.until_codes(&order, &["missing-colon"]);
    client.close(&order);
    client.until_codes(&order, &[]);
}

#[cfg(unix)]
#[test]
fn links_in_circles_are_not_followed() {
    let folder = shop();
    std::os::unix::fs::symlink("..", folder.path().join("entities/up")).unwrap();
    std::os::unix::fs::symlink("b.yaml", folder.path().join("entities/a.yaml")).unwrap();
    std::os::unix::fs::symlink("a.yaml", folder.path().join("entities/b.yaml")).unwrap();
    let mut client = Client::start(folder.path(), watching());
    client.until_ready();
    let status = client.request("specql/status", json!({})).unwrap();
    assert_eq!(status["folders"][0]["files"], json!(2));
}

/// What is no file and is called like one: who opens a pipe waits for ever.
#[cfg(unix)]
#[test]
fn pipes_in_a_folder_are_left_alone() {
    let folder = shop();
    let pipe = folder.path().join("entities/pipe.yaml");
    for path in [&pipe, &folder.path().join("entities/specql.toml")] {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    }
    let mut client = Client::start(folder.path(), watching());
    client.until_ready();
    let (uri, order) = (
        at(&folder, "entities/pipe.yaml"),
        at(&folder, "entities/order.yaml"),
    );
    // The client tells of it, opens it, asks about it and closes it.
    changed(&mut client, &[(uri.clone(), 1)]);
    let _ = client.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}),
    );
    client.open(&uri, BROKEN);
    client.until_codes(&uri, &["missing-colon"]);
    client.close(&uri);
    client.until_codes(&uri, &[]);
    // And files are still read.
    folder.write("entities/order.yaml", BROKEN.as_bytes());
    changed(&mut client, &[(order.clone(), 2)]);
    client.until_codes(&order, &["missing-colon"]);
}

/// What cannot be read is not there, and comes when it can.
#[cfg(unix)]
#[test]
fn files_that_cannot_be_read_are_not_there() {
    let folder = shop();
    let path = folder.path().join("entities/customer.yaml");
    let (order, customer) = (
        at(&folder, "entities/order.yaml"),
        at(&folder, "entities/customer.yaml"),
    );
    make_unreadable(&path).unwrap();
    let mut client = Client::start(folder.path(), watching());
    client.open(&order, ORDER);
    client.until_codes(&order, &["unknown-entity"]);
    std::fs::remove_file(&path).unwrap();
    folder.write("entities/customer.yaml", CUSTOMER.as_bytes());
    changed(&mut client, &[(customer.clone(), 2)]);
    client.until_codes(&order, &[]);
    make_unreadable(&path).unwrap();
    changed(&mut client, &[(customer, 2)]);
    client.until_codes(&order, &["unknown-entity"]);
}

/// Puts something in the place of a file that not even those can read who may read everything: the
/// reader's own memory, which begins with a page that is never there.
#[cfg(target_os = "linux")]
fn make_unreadable(path: &std::path::Path) -> std::io::Result<()> {
    std::fs::remove_file(path)?;
    std::os::unix::fs::symlink("/proc/self/mem", path)?;
    assert!(path.is_file() && std::fs::read(path).is_err());
    Ok(())
}

#[cfg(all(unix, not(target_os = "linux")))]
fn make_unreadable(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o000))?;
    assert!(std::fs::read(path).is_err());
    Ok(())
}

#[cfg(unix)]
#[test]
fn links_to_nowhere_are_not_there() {
    let folder = shop();
    let path = folder.path().join("entities/customer.yaml");
    let (order, customer) = (
        at(&folder, "entities/order.yaml"),
        at(&folder, "entities/customer.yaml"),
    );
    let mut client = Client::start(folder.path(), watching());
    client.open(&order, ORDER);
    client.until_codes(&order, &[]);
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("nowhere.yaml", &path).unwrap();
    changed(&mut client, &[(customer.clone(), 2)]);
    client.until_codes(&order, &["unknown-entity"]);
    std::fs::remove_file(&path).unwrap();
    folder.write("entities/customer.yaml", CUSTOMER.as_bytes());
    changed(&mut client, &[(customer, 1)]);
    client.until_codes(&order, &[]);
}
