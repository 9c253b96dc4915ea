//! What is left out of the SQL is told where the spec asks for it.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use specql_analysis::rules::diagnostics;
use specql_generate::host;
use specql_language::Target;

/// What of a spec is told to be left out: the piece of the spec, and why.
fn told(spec: &str, target: Target) -> Vec<String> {
    let mut host = host();
    host.set_target(target);
    let file = host.set_file("item.yaml", spec);
    let found = diagnostics(host.db(), file).iter();
    let found = found.filter(|found| found.rule.code == "left-out-of-sql");
    let told = found.map(|found| format!("{}: {}", &spec[found.span.range()], found.message));
    told.collect()
}

const ITEM: &str = "\
entity: Item
schema: catalog
fields:
  name: text
  price: integer
";

#[test]
fn a_sound_spec_has_all_of_its_sql() {
    assert_eq!(told(ITEM, Target::V0_8), [""; 0]);
    assert_eq!(
        told("services: {web: {image: nginx}}\n", Target::V0_8),
        [""; 0]
    );
}

#[test]
fn blocks_and_steps_are_told_where_they_stand() {
    let spec = format!(
        "{ITEM}\
hierarchical: true
actions:
  - name: raise
    steps:
      - update: Item SET price = random_price(name)
"
    );
    assert_eq!(
        told(&spec, Target::Next),
        [
            "true: left out of the SQL: the paths of a tree: no field refers to the entity itself",
            "random_price: left out of the SQL: a part of the action `raise`: `random_price` is no \
             function that a value can be worked out with",
        ]
    );
}

#[test]
fn what_another_rule_says_is_said_once() {
    let spec = format!("{ITEM}  owner: ref(Nobody)\n");
    let left_out = specql_generate::left_out;
    let mut host = host();
    let file = host.set_file("item.yaml", &spec);
    assert_eq!(left_out(host.db(), file).len(), 1);
    assert_eq!(told(&spec, Target::V0_8), [""; 0]);
}
