//! What names stand for, in places where that is not obvious.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use specql_analysis::Host;
use specql_analysis::resolve::{Target, called_action, references};

const AGENT: &str = "entity: Agent\nschema: crm\nfields:\n  name: text\n";
const OTHER_AGENT: &str = "entity: Agent\nschema: shop\nfields:\n  software: text\n";
const CUSTOMER: &str = "entity: Customer\nschema: crm\nfields:\n  agent: ref(Agent)\n";

/// The names in the only action of an order, each with where it leads to.
fn names_in(steps: &str) -> Vec<(String, String)> {
    let steps: String = steps
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect();
    let text = format!(
        "entity: Order\nschema: shop\nfields:\n  customer: ref(crm.Customer)\n  buyers: list(ref(crm.Customer))\n  email: email\nactions:\n  - name: a\n    steps:\n{steps}"
    );
    let mut host = Host::new();
    host.set_files([
        ("agent.yaml", AGENT),
        ("software.yaml", OTHER_AGENT),
        ("customer.yaml", CUSTOMER),
        ("order.yaml", text.as_str()),
    ]);
    let order = host.file("order.yaml").unwrap();
    let first = text.find("actions").unwrap();
    references(host.db(), order)
        .iter()
        .filter(|reference| reference.span.start as usize > first)
        .map(|reference| {
            let of = match &reference.target {
                Ok(Target::Field(file, _)) => file.path(host.db()).to_owned(),
                Ok(Target::Variable(_)) => "variable".to_owned(),
                Ok(Target::Entity(file)) => file.path(host.db()).to_owned(),
                Ok(_) => "other".to_owned(),
                Err(_) => "nothing".to_owned(),
            };
            (text[reference.span.range()].to_owned(), of)
        })
        .collect()
}

fn assert_names(steps: &str, expected: &[(&str, &str)]) {
    let found = names_in(steps);
    let found: Vec<_> = found
        .iter()
        .map(|(n, o)| (n.as_str(), o.as_str()))
        .collect();
    assert_eq!(found, expected, "{steps}");
}

#[test]
fn a_reference_means_an_entity_that_is_near_to_where_it_is_written() {
    assert_names(
        "- validate: customer.agent.name = 'x'",
        &[
            ("customer", "order.yaml"),
            ("agent", "customer.yaml"),
            ("name", "agent.yaml"),
        ],
    );
}

#[test]
fn the_variable_of_a_loop_is_known_in_its_steps() {
    assert_names(
        "- foreach: buyer in buyers\n  do:\n    - validate: buyer.agent IS NULL\n- validate: buyer = 1",
        &[
            ("buyers", "order.yaml"),
            ("buyer", "variable"),
            ("agent", "customer.yaml"),
            ("buyer", "nothing"),
        ],
    );
}

#[test]
fn declared_variables_and_results_are_known_from_then_on() {
    assert_names(
        "- validate: sum = 1\n\
         - declare: {name: sum, type: integer}\n\
         - aggregate: {operation: count, field: id, from: tb_order, as: orders}\n\
         - validate: sum = orders",
        &[
            ("sum", "nothing"),
            ("sum", "variable"),
            ("orders", "variable"),
        ],
    );
}

#[test]
fn what_is_said_to_people_has_no_names() {
    assert_names("- notify: customer(email, \"An email for you\")", &[]);
    assert_names("- return: \"Sent an email\"\n- return: done", &[]);
    assert_names("- return: email", &[("email", "order.yaml")]);
}

/// Each name of a file that stands for something elsewhere in it or in other files.
fn targets(files: &[(&str, &str)], path: &str) -> Vec<(String, String)> {
    let mut host = Host::new();
    host.set_files(files.iter().copied());
    let text = files.iter().find(|(known, _)| *known == path).unwrap().1;
    let file = host.file(path).unwrap();
    references(host.db(), file)
        .iter()
        .map(|reference| {
            let target = match &reference.target {
                Ok(Target::File(file)) => file.path(host.db()).to_owned(),
                Ok(Target::Anchor(span)) => format!("&{} at {}", &text[span.range()], span.start),
                Ok(Target::Schema(name)) => format!("schema {name}"),
                Ok(Target::Library(path)) => format!("library {path}"),
                Ok(Target::Field(file, name)) => format!("{name} of {}", file.path(host.db())),
                other => format!("{other:?}"),
            };
            (text[reference.span.range()].to_owned(), target)
        })
        .collect()
}

#[test]
fn aliases_and_paths_stand_for_something_too() {
    let spec = "\
entity: Rider
schema: network
extends: stdlib/crm/contact
import:
  - patterns/opening_times
  - patterns/nothing.yaml
fields:
  a: &kind text
  b: *kind
  c: *kin
";
    let pattern = "pattern: opening_times\ntemplate: ''\nparameters: []\n";
    let files = [
        ("rider.yaml", spec),
        ("lib/patterns/opening_times.yaml", pattern),
    ];
    let pair = |name: &str, target: &str| (name.to_owned(), target.to_owned());
    assert_eq!(
        targets(&files, "rider.yaml"),
        [
            pair("network", "schema network"),
            pair("stdlib/crm/contact", "library stdlib/crm/contact"),
            pair("patterns/opening_times", "lib/patterns/opening_times.yaml"),
            pair(
                "patterns/nothing.yaml",
                "Err(Path(\"patterns/nothing.yaml\"))"
            ),
            pair("kind", "&kind at 133"),
            pair("kin", "Err(Anchor(\"kin\"))"),
        ]
    );
}

#[test]
fn relations_lead_to_the_fields_of_other_entities() {
    let order = "\
entity: Order
fields: {customer: ref(Customer)}
table_views:
  include_relations:
    - customer:
        fields: [name, '*', nme]
";
    let customer = "entity: Customer\nfields: {name: text}\n";
    let files = [("order.yaml", order), ("customer.yaml", customer)];
    let found = targets(&files, "order.yaml");
    let pair = |name: &str, target: &str| (name.to_owned(), target.to_owned());
    assert!(
        found.contains(&pair("customer", "customer of order.yaml")),
        "{found:?}"
    );
    assert!(
        found.contains(&pair("name", "name of customer.yaml")),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|(name, target)| name == "nme" && target.contains("Err(Field"))
    );
}

#[test]
fn expressions_in_other_blocks_name_fields() {
    let spec = "\
entity: Order
fields: {total: money, customer: ref(Customer)}
computed_fields:
  - is_large: total > 100
  - is_named: customer.name IS NOT NULL
indexes:
  - {fields: [total], where: total > 0}
";
    let customer = "entity: Customer\nfields: {name: text}\n";
    let files = [("order.yaml", spec), ("customer.yaml", customer)];
    let found = targets(&files, "order.yaml");
    let count = |name: &str, target: &str| {
        let pair = (name.to_owned(), target.to_owned());
        found.iter().filter(|known| **known == pair).count()
    };
    assert_eq!(count("total", "total of order.yaml"), 3, "{found:?}");
    assert_eq!(count("name", "name of customer.yaml"), 1, "{found:?}");
}

const TICKET: &str = "\
entity: Ticket
schema: shop
fields:
  state: enum(open, closed) = open
  owner: ref(crm.Customer)
actions:
  - name: close
    params: {reason: text}
    impact:
      primary: {entity: Customer, operation: UPDATE, fields: [state]}
    steps:
      - validate: state = 'open' AND owner.agent IS NOT NULL AND fk_owner IS NOT NULL
      - update: Ticket SET state = 'closed' WHERE state IN ('open', 'new')
      - call: close(reason = 'done')
      - insert: Ticket
        values: {state: \"'open'\"}
      - switch: state
        cases:
          - {when: \"'open'\", then: []}
      - emit: ticket_closed
      - declare: {name: count, type: integer}
      - assign: count = 1
events:
  - name: ticket_closed
";

#[test]
fn values_arguments_columns_and_events_stand_for_something() {
    let mut host = Host::new();
    host.set_files([("customer.yaml", CUSTOMER), ("ticket.yaml", TICKET)]);
    let ticket = host.file("ticket.yaml").unwrap();
    let found: Vec<String> = references(host.db(), ticket)
        .iter()
        .filter_map(|found| {
            let what = match found.target.as_ref().ok()? {
                Target::EnumValue(_, field, value) => format!("value {value} of {field}"),
                Target::Argument(_, action, name) => format!("argument {name} of {action}"),
                Target::Action(_, name) => format!("action {name}"),
                Target::Variable(name) => {
                    let made = &TICKET[found.made?.range()];
                    format!("variable {name}, made as {made}")
                }
                Target::Other(_, _, name) => format!("event {name}"),
                Target::Field(_, name) if found.is_written => format!("field {name}, written"),
                Target::Field(_, name) if name == "owner" => format!("field {name}"),
                _ => return None,
            };
            let written = &TICKET[found.span.range()];
            Some(format!("{written}: {what}"))
        })
        .collect();
    assert_eq!(
        found,
        [
            "open: value open of state",
            "'open': value open of state",
            "owner: field owner",
            "owner: field owner",
            "state: field state, written",
            "'closed': value closed of state",
            "'open': value open of state",
            "close: action close",
            "reason: argument reason of close",
            "state: field state, written",
            "'open': value open of state",
            "'open': value open of state",
            "ticket_closed: event ticket_closed",
            "count: variable count, made as count",
        ]
    );
}

#[test]
fn an_action_is_the_own_one_the_nearest_or_the_only_one() {
    let spec = |entity: &str, schema: &str, actions: &[&str]| {
        let actions: Vec<_> = actions
            .iter()
            .map(|name| format!("  - {{name: {name}, steps: []}}\n"))
            .collect();
        let actions = actions.concat();
        format!("entity: {entity}\nschema: {schema}\nactions:\n{actions}")
    };
    let files = [
        ("customer.yaml", spec("Customer", "crm", &["close", "log"])),
        ("lead.yaml", spec("Lead", "crm", &["close", "score"])),
        ("order.yaml", spec("Order", "sales", &["close", "pack"])),
        ("invoice.yaml", spec("Invoice", "sales", &["send"])),
    ];
    let mut host = Host::new();
    host.set_files(files.iter().map(|(path, text)| (*path, text.as_str())));
    let (db, customer) = (host.db(), host.file("customer.yaml").unwrap());
    let invoice = host.file("invoice.yaml").unwrap();
    let of = |from, of, name| {
        let file = called_action(db, from, of, name);
        file.map(|file| file.path(db).trim_end_matches(".yaml"))
    };
    assert_eq!(of(customer, None, "close"), Some("customer"));
    assert_eq!(of(invoice, None, "close"), Some("order"));
    assert_eq!(of(invoice, None, "score"), Some("lead"));
    assert_eq!(of(invoice, Some("Lead"), "close"), Some("lead"));
    // It may be that of either.
    assert_eq!(of(invoice, Some("crm"), "close"), None);
    assert_eq!(of(customer, Some("crm"), "close"), Some("customer"));
    assert_eq!(of(invoice, Some("crm"), "log"), Some("customer"));
    assert_eq!(of(invoice, Some("sales"), "log"), None);
    assert_eq!(of(invoice, None, "nothing"), None);
}
