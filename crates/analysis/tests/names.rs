//! What names stand for, in places where that is not obvious.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use specql_analysis::Host;
use specql_analysis::resolve::{Target, references};

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
