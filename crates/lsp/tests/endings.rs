//! How the server ends, whenever it does, and begins again.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::Folder;
use support::client::{Client, codes_of, long, pulling, uri};

const ORDER: &str = "entity: Order\nschema: shop\nfields:\n  buyer: ref(Customer)\n  note: text\n";
const CUSTOMER: &str = "entity: Customer\nschema: shop\nfields:\n  name: text\n";
const BROKEN: &str = "entity: Line\nschema: shop\nfields:\n  colour text\n  name: text\n";

fn shop() -> Folder {
    Folder::with(&[
        ("specql.toml", ""),
        ("entities/order.yaml", ORDER),
        ("entities/customer.yaml", CUSTOMER),
    ])
}

fn line(folder: &Folder) -> String {
    uri(&folder.path().join("entities/line.yaml"))
}

#[test]
fn it_ends_as_it_is_told() {
    let mut told = Client::spawn();
    assert_eq!(told.exit().code(), Some(1));
    let folder = Folder::with(&[]);
    let mut hung_up = Client::start(folder.path(), json!({}));
    hung_up.hang_up();
    assert_eq!(hung_up.ended().code(), Some(1));
    let mut orderly = Client::start(folder.path(), json!({}));
    assert_eq!(orderly.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(orderly.request("shutdown", Value::Null), Err(-32600));
    assert_eq!(
        orderly.request("textDocument/hover", json!({})),
        Err(-32600)
    );
    assert_eq!(orderly.exit().code(), Some(0));
}

#[test]
fn it_ends_when_its_parent_does() {
    let parent = Command::new("sleep")
        .arg("600")
        .stdin(Stdio::null())
        .spawn();
    let Ok(mut parent) = parent else { return };
    let mut client = Client::spawn();
    client.initialize(&json!({"processId": parent.id(), "capabilities": {}}));
    parent.kill().unwrap();
    parent.wait().unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(client.ended().code(), Some(1));
    }
}

/// How a client leaves.
#[derive(Clone, Copy, Debug)]
enum Leaving {
    /// `shutdown` and `exit`.
    Orderly,
    /// `exit` without a word before it.
    Hasty,
    /// It closes the pipe.
    HungUp,
    /// It closes the pipe after `shutdown`.
    HalfOrderly,
}

impl Leaving {
    const ALL: [Self; 4] = [Self::Orderly, Self::Hasty, Self::HungUp, Self::HalfOrderly];

    /// Leaves, and says how the server ended.
    fn leave(self, client: &mut Client) -> Option<i32> {
        if matches!(self, Self::Orderly | Self::HalfOrderly) {
            assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
        }
        match self {
            Self::Orderly | Self::Hasty => client.exit().code(),
            Self::HungUp | Self::HalfOrderly => {
                client.hang_up();
                client.ended().code()
            }
        }
    }

    fn is_announced(self) -> bool {
        matches!(self, Self::Orderly | Self::HalfOrderly)
    }
}

/// A client that has come so far: the more, the later the moment.
fn until(moment: usize, folder: &Folder) -> Client {
    let mut client = Client::spawn();
    if moment == 0 {
        return client;
    }
    client.initialize(&json!({
        "processId": null,
        "workspaceFolders": [{"uri": uri(folder.path()), "name": "shop"}],
        "capabilities": {},
    }));
    let line = line(folder);
    if moment > 1 {
        client.open(&line, BROKEN);
    }
    for version in 2..2 + moment as i64 * 50 {
        client.change(&line, version, json!([{"text": BROKEN}]));
    }
    for _ in 2..moment {
        client.begin("specql/test/sleep", json!({"milliseconds": 600_000}));
        client.begin("specql/test/spin", json!({}));
    }
    client
}

#[test]
fn it_can_be_left_at_any_moment_in_any_way() {
    let folder = shop();
    for moment in 0..long(8, 80) {
        for leaving in Leaving::ALL {
            // Before `initialize` there is nothing to shut down.
            if moment == 0 && leaving.is_announced() {
                continue;
            }
            let status = i32::from(!leaving.is_announced());
            let mut client = until(moment, &folder);
            assert_eq!(
                leaving.leave(&mut client),
                Some(status),
                "{moment} {leaving:?}"
            );
        }
        until(moment, &folder).kill();
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn every_start_is_like_the_first() {
    let folder = shop();
    let line = line(&folder);
    let (mut first, mut memory) = (None, None);
    for round in 0..long(20, 200) {
        let mut client = Client::start(folder.path(), pulling());
        client.open(&line, BROKEN);
        client.until_ready();
        let found = client.pull(&line);
        assert_eq!(codes_of(&found), ["missing-colon"]);
        assert_eq!(*first.get_or_insert_with(|| found.clone()), found);
        if let Some(now) = client.memory() {
            // Nothing is left over that makes the next start dearer.
            assert!(now < *memory.get_or_insert(now) * 3 / 2, "{memory:?} {now}");
        }
        // Some ends are not orderly.
        if round % 3 == 0 {
            client.kill();
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}
