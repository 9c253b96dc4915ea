//! What is made again after a change, and what is not.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::sync::{Arc, Mutex};

use specql_analysis::{Change, Host, Span};
use specql_language::Target;

/// A workspace that counts how often entities are made.
struct Watched {
    host: Host,
    made: Arc<Mutex<usize>>,
}

const ORDER: &str = "\
entity: Order
schema: crm
description: What is sold
fields:
  number: text!
  customer: ref(Customer)
actions:
  - name: create_order
  - name: send
    steps:
      - validate: number != 'x'
";

const CUSTOMER: &str = "\
entity: Customer
schema: crm
fields:
  name: text!
actions:
  - name: create_customer
";

impl Watched {
    fn new() -> Self {
        Self::with(ORDER)
    }

    fn with(order: &str) -> Self {
        let made: Arc<Mutex<usize>> = Arc::default();
        let count = Arc::clone(&made);
        let mut host = Host::observed(move |event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                let query = format!("{database_key:?}");
                if query.starts_with("catalogue") {
                    *count.lock().unwrap() += 1;
                }
            }
        });
        host.set_target(Target::Next);
        host.open("order.yaml", order);
        host.open("customer.yaml", CUSTOMER);
        let watched = Self { host, made };
        watched.made();
        watched
    }

    /// How many entities are made when all are asked for.
    fn made(&self) -> usize {
        for (_, file) in self.host.files() {
            specql_generate::text_of_entity(self.host.db(), file);
        }
        std::mem::take(&mut *self.made.lock().unwrap())
    }

    fn replace(&mut self, path: &str, old: &str, new: &str) {
        let file = self.host.file(path).unwrap();
        let text = file.text(self.host.db()).to_string();
        let start = text.find(old).unwrap();
        let change = Change {
            span: Span::new(start, start + old.len()),
            text: new.to_owned(),
        };
        self.host.change(path, &[change]);
    }
}

#[test]
fn nothing_is_made_again_for_nothing() {
    let watched = Watched::new();
    assert_eq!(watched.made(), 0);
}

#[test]
fn what_is_typed_in_an_entity_makes_that_entity_again_and_no_other() {
    let mut watched = Watched::new();
    for (path, old, new) in [
        ("order.yaml", "sold", "bought"),
        ("order.yaml", "'x'", "'y'"),
        ("customer.yaml", "name: text!", "name: text! # more"),
        (
            "customer.yaml",
            "actions:",
            "identifier: {separator: '-'}\nactions:",
        ),
    ] {
        watched.replace(path, old, new);
        assert_eq!(watched.made(), 1, "{old}");
    }
}

#[test]
fn what_others_see_makes_them_again() {
    let mut watched = Watched::new();
    watched.replace("customer.yaml", "schema: crm", "schema: shop");
    assert_eq!(watched.made(), 2);
}

#[test]
fn a_read_model_is_made_again_when_what_it_shows_of_others_changes() {
    let model =
        "read_models: [{name: list, source: Order JOIN Customer, fields: [customer_name]}]\n";
    let mut watched = Watched::with(&format!("{ORDER}{model}"));
    watched.replace("customer.yaml", "create_customer", "create_customer # more");
    assert_eq!(watched.made(), 1);
    watched.replace(
        "customer.yaml",
        "name: text!",
        "name: text!\n  read_models: text",
    );
    assert_eq!(watched.made(), 2);
    let more = "  read_models: text\nread_models: [{name: list, fields: [name]}]";
    watched.replace("customer.yaml", "  read_models: text", more);
    assert_eq!(watched.made(), 2);
}
