//! What is computed again after a change, and what is not.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::sync::{Arc, Mutex};

use specql_analysis::db::File;
use specql_analysis::resolve::{Target, Unresolved, references};
use specql_analysis::summary::summary;
use specql_analysis::typing::typed;
use specql_analysis::{Change, Host, Span};
use specql_language::Target as Language;

/// A workspace that notes which queries run.
struct Watched {
    host: Host,
    ran: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    fn new(files: &[(&str, &str)]) -> Self {
        let ran: Arc<Mutex<Vec<String>>> = Arc::default();
        let notes = Arc::clone(&ran);
        let mut host = Host::observed(move |event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                notes.lock().unwrap().push(format!("{database_key:?}"));
            }
        });
        host.set_files(files.iter().copied());
        Self { host, ran }
    }

    /// Asks for all names and types of all files, as diagnostics do.
    fn look_at_all(&self) {
        for (_, file) in self.host.files() {
            references(self.host.db(), file);
            typed(self.host.db(), file);
        }
    }

    /// The queries that ran since the last time, each with the path of its file.
    fn ran(&self) -> Vec<String> {
        let mut ran: Vec<String> = std::mem::take(&mut *self.ran.lock().unwrap())
            .iter()
            .map(|query| {
                let (name, key) = query.split_once('(').unwrap();
                let key = key.strip_suffix(')').unwrap();
                let of = |file: File| format!("{:?}", salsa::plumbing::AsId::as_id(&file)) == key;
                match self.host.files().find(|(_, file)| of(*file)) {
                    Some((path, _)) => format!("{name} {path}"),
                    _ => name.to_owned(),
                }
            })
            .collect();
        ran.sort();
        ran
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

const CUSTOMER: &str = "\
# Who buys.
entity: Customer
schema: crm
description: A customer
fields:
  name: text!
  city: text = Bern
";

const ORDER: &str = "\
entity: Order
schema: shop
fields:
  customer: ref(crm.Customer)!
  total: money
actions:
  - name: check
    steps:
      - validate: customer.name != '' AND total > 0
";

const PARCEL: &str = "\
entity: Parcel
schema: shop
fields:
  weight: integer
";

fn shop() -> Watched {
    let files = [
        ("customer.yaml", CUSTOMER),
        ("order.yaml", ORDER),
        ("parcel.yaml", PARCEL),
    ];
    let mut watched = Watched::new(&files);
    for (path, text) in files {
        watched.host.open(path, text);
    }
    watched.look_at_all();
    watched.ran();
    watched
}

#[test]
fn nothing_is_computed_twice() {
    let watched = shop();
    watched.look_at_all();
    assert_eq!(watched.ran(), [""; 0]);
}

#[test]
fn what_no_other_file_can_see_touches_no_other_file() {
    for (old, new) in [
        ("# Who buys.", "# Who pays."),
        ("A customer", "Someone: who buys"),
        ("= Bern", "= Bonn"),
        ("entity: Customer", "\n\nentity: Customer"),
    ] {
        let mut watched = shop();
        watched.replace("customer.yaml", old, new);
        watched.look_at_all();
        let others: Vec<_> = watched
            .ran()
            .into_iter()
            .filter(|query| !query.ends_with("customer.yaml"))
            .collect();
        assert_eq!(others, [""; 0], "{old} became {new}");
    }
}

#[test]
fn a_renamed_field_is_seen_by_those_who_name_it() {
    let mut watched = shop();
    watched.replace("customer.yaml", "name: text", "title: text");
    watched.look_at_all();
    let of_others: Vec<_> = watched
        .ran()
        .into_iter()
        .filter(|query| !query.ends_with("customer.yaml"))
        .collect();
    assert_eq!(
        of_others,
        ["entities_of_folder", "names order.yaml", "typed order.yaml"]
    );
    let order = watched.host.file("order.yaml").unwrap();
    let customer = watched.host.file("customer.yaml").unwrap();
    let unresolved: Vec<_> = references(watched.host.db(), order)
        .iter()
        .filter_map(|reference| reference.target.clone().err())
        .collect();
    assert_eq!(unresolved, [Unresolved::Field(customer, "name".to_owned())]);
}

#[test]
fn names_are_found_across_files() {
    let watched = shop();
    let order = watched.host.file("order.yaml").unwrap();
    let customer = watched.host.file("customer.yaml").unwrap();
    let targets: Vec<_> = references(watched.host.db(), order)
        .iter()
        .map(|reference| {
            (
                &ORDER[reference.span.range()],
                reference.target.clone().unwrap(),
            )
        })
        .collect();
    let field = |file: File, name: &str| Target::Field(file, name.to_owned());
    let schema = |name: &str| Target::Schema(name.to_owned());
    assert_eq!(
        targets,
        [
            ("shop", schema("shop")),
            ("crm", schema("crm")),
            ("crm.Customer", Target::Entity(customer)),
            ("customer", field(order, "customer")),
            ("name", field(customer, "name")),
            ("total", field(order, "total")),
        ]
    );
}

#[test]
fn of_a_closed_file_only_the_summary_is_kept() {
    let watched = Watched::new(&[("customer.yaml", CUSTOMER), ("parcel.yaml", PARCEL)]);
    for (_, file) in watched.host.files() {
        summary(watched.host.db(), file);
    }
    assert_eq!(
        watched.ran(),
        ["summary customer.yaml", "summary parcel.yaml"]
    );
}

#[test]
fn a_file_that_goes_takes_its_names_along() {
    let mut watched = shop();
    watched.host.remove_file("customer.yaml");
    let order = watched.host.file("order.yaml").unwrap();
    let names = references(watched.host.db(), order);
    let unknown = names.iter().find(|name| name.target.is_err()).unwrap();
    assert!(matches!(unknown.target, Err(Unresolved::Entity(..))));
}

/// Many changes, each followed by a question: the answer is that for the text as it now is.
#[test]
fn answers_are_those_of_a_text_that_is_newly_opened() {
    let mut watched = shop();
    let mut seed = 1_u64;
    let mut random = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % bound
    };
    let pieces = [
        "a",
        ":",
        " ",
        "\n",
        "  é: text\n",
        "ref(crm.Customer)",
        "'",
        "[",
        "😀",
        "- ",
        "\r\n",
    ];
    for _ in 0..300 {
        let file = watched.host.file("order.yaml").unwrap();
        let text = file.text(watched.host.db()).to_string();
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = |random: &mut dyn FnMut(usize) -> usize| {
            boundaries
                .get(random(boundaries.len().max(1)))
                .copied()
                .unwrap_or(0)
        };
        let (first, second) = (at(&mut random), at(&mut random));
        let start = first.min(second);
        let end = if random(3) == 0 {
            start
        } else {
            first.max(second).min(start + 9)
        };
        let end = (start..=end)
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap();
        let change = Change {
            span: Span::new(start, end),
            text: pieces[random(pieces.len())].to_owned(),
        };
        watched.host.change("order.yaml", &[change]);
        let answer = references(watched.host.db(), file);
        let text = file.text(watched.host.db()).to_string();
        let mut fresh = Host::new();
        fresh.set_files([("customer.yaml", CUSTOMER), ("parcel.yaml", PARCEL)]);
        let opened = fresh.open("order.yaml", &text);
        let expected = references(fresh.db(), opened);
        let spans = |list: &[specql_analysis::resolve::Reference]| -> Vec<(Span, bool)> {
            list.iter().map(|r| (r.span, r.target.is_ok())).collect()
        };
        assert_eq!(spans(answer), spans(expected), "{text}");
        let types = typed(watched.host.db(), file);
        assert_eq!(types, typed(fresh.db(), opened), "{text}");
    }
}

#[test]
fn what_is_taken_over_touches_its_heirs_only_where_they_can_see_it() {
    let files = [
        ("customer.yaml", CUSTOMER),
        (
            "buyer.yaml",
            "entity: Buyer\nextends: Customer\nimport: [opening]\nactions:\n  - name: check\n    steps:\n      \
             - validate: name != '' AND opens_at IS NOT NULL\n",
        ),
        (
            "opening.yaml",
            "pattern: opening\nfields:\n  opens_at: time # from\n",
        ),
    ];
    let mut watched = Watched::new(&files);
    watched.host.set_target(Language::Next);
    for (path, text) in files {
        watched.host.open(path, text);
    }
    let unknown = |watched: &Watched| -> Vec<_> {
        let buyer = watched.host.file("buyer.yaml").unwrap();
        let found = references(watched.host.db(), buyer).iter();
        found
            .filter_map(|found| found.target.clone().err())
            .collect()
    };
    watched.look_at_all();
    assert_eq!(unknown(&watched), []);
    watched.ran();
    for (path, old, new) in [
        ("customer.yaml", "A customer", "Someone: who buys"),
        ("opening.yaml", "# from", "# at"),
    ] {
        watched.replace(path, old, new);
        watched.look_at_all();
        let others: Vec<_> = watched
            .ran()
            .into_iter()
            .filter(|query| !query.ends_with(path))
            .collect();
        assert_eq!(others, [""; 0], "{old} became {new}");
    }
    watched.replace("opening.yaml", "opens_at", "begins_at");
    let buyer = watched.host.file("buyer.yaml").unwrap();
    assert_eq!(
        unknown(&watched),
        [Unresolved::Field(buyer, "opens_at".to_owned())]
    );
}
