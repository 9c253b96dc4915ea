//! What is offered.

use insta::assert_snapshot;
use specql_language::Target;

use super::super::completion;
use super::{documented, of, offered};
use crate::fixture::Fixture;

const SHOP: &str = "\
//- crm/customer.yaml
entity: Customer
schema: crm
description: Somebody who buys
fields:
  name: text!
  industry: ref(Industry)
//- crm/industry.yaml
entity: Industry
schema: crm
fields:
  title: text!
//- sales/invoice.yaml
";

fn in_shop(text: &str, count: usize) -> String {
    offered(&format!("{SHOP}{text}"), count)
}

/// The labels of all that is offered.
fn labels(text: &str) -> Vec<String> {
    of(text).items.into_iter().map(|item| item.label).collect()
}

#[test]
fn an_empty_file_begins_with_its_entity() {
    assert_snapshot!(offered("$0", 3), @r"
    entity (Key): name
    schema (Key): schema
    description (Key): text
    …
    ");
}

#[test]
fn a_key_that_is_there_is_not_offered_again() {
    let found = labels("entity: A\nschema: b\n$0\nfields: {}\n");
    for present in ["entity", "schema", "fields"] {
        assert!(!found.iter().any(|label| label == present), "{present}");
    }
    assert!(found.iter().any(|label| label == "actions"));
}

#[test]
fn a_step_of_a_kind_takes_the_keys_of_that_kind_only() {
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      - if: c\n        $0\n";
    assert_snapshot!(offered(text, 9), @r"
    then (Key): list
    else (Key): list
    ");
}

#[test]
fn what_is_planned_comes_last_and_says_so() {
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      - cal$0\n";
    assert_snapshot!(offered(text, 9), @r"
    call (Step): call
    call_function (Step): mapping; not in 0.8
    call_service (Step): mapping; not in 0.8
    ");
}

#[test]
fn for_the_next_target_nothing_is_planned() {
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      - fo$0\n";
    let mut fixture = Fixture::new(text);
    fixture.host.set_target(Target::Next);
    let (file, offset) = fixture.cursor();
    let found = completion(fixture.db(), file, offset);
    let first = found.items.first().map(super::line).unwrap_or_default();
    assert_snapshot!(first, @"foreach (Step): statement");
}

#[test]
fn a_field_gets_the_type_that_its_name_calls_for() {
    assert_snapshot!(offered("entity: A\nfields:\n  contact_email: $0\n", 3), @r"
    email (Type): TEXT
    text (Type): TEXT
    ref (Type): row of another entity
    …
    ");
}

#[test]
fn entities_of_other_schemas_are_named_with_theirs() {
    let text = "entity: Invoice\nschema: sales\nfields:\n  a: ref($0)\n";
    assert_snapshot!(in_shop(text, 5), @r"
    crm.Customer (Entity): crm
    crm.Industry (Entity): crm
    Invoice (Entity): sales
    ");
    let text = "entity: Contact\nschema: crm\nfields:\n  a: ref($0)\n";
    assert_snapshot!(in_shop(text, 5), @r"
    Customer (Entity): crm
    Industry (Entity): crm
    Contact (Entity): crm
    ");
}

#[test]
fn a_path_leads_through_references() {
    let text = "\
entity: Invoice
schema: sales
fields:
  customer: ref(crm.Customer)
actions:
  - name: send
    steps:
      - validate: customer.industry.$0
";
    assert_snapshot!(in_shop(text, 3), @r"
    title (Field): text, of Industry
    id (Field): uuid
    tenant_id (Field): uuid
    …
    ");
}

#[test]
fn an_enum_is_compared_with_its_values() {
    let text = "\
entity: Invoice
fields:
  status: enum(draft, sent)
actions:
  - name: send
    steps:
      - validate: status = $0
";
    assert_snapshot!(offered(text, 3), @r"
    'draft' (Value): -
    'sent' (Value): -
    status (Field): enum(draft, sent)
    …
    ");
}

#[test]
fn names_of_the_action_come_before_columns() {
    let text = "\
entity: Invoice
fields:
  total: money
actions:
  - name: send
    params: {days: integer}
    steps:
      - foreach: Invoice WHERE total > 0 as other
        do:
          - validate: $0
";
    assert_snapshot!(offered(text, 4), @r"
    other (Variable): ref(Invoice)
    total (Field): number
    days (Parameter): integer
    id (Field): uuid
    …
    ");
}

#[test]
fn nothing_is_offered_in_prose() {
    assert_eq!(labels("entity: A\ndescription: $0\n"), [""; 0]);
    assert_eq!(labels("entity: A # a word $0\n"), [""; 0]);
    assert_eq!(labels("entity: A\nfields:\n  a: enum(b, $0)\n"), [""; 0]);
}

const CALLS: &str = "\
//- crm/customer.yaml
entity: Customer
schema: crm
actions:
  - name: remind
    description: Asks for an answer
    params: {days: integer, how: 'enum(mail, phone)'}
  - name: close
//- crm/lead.yaml
entity: Lead
schema: crm
actions:
  - name: close
  - name: score
//- sales/order.yaml
entity: Order
schema: sales
actions:
  - name: pack
//- sales/invoice.yaml
entity: Invoice
schema: sales
actions:
  - name: pay
  - name: send
    steps:
      - call: CALL
";

fn in_call(written: &str, count: usize) -> String {
    offered(&CALLS.replace("CALL", written), count)
}

#[test]
fn actions_of_all_entities_can_be_called() {
    assert_snapshot!(in_call("$0", 9), @r"
    pay (Action): -
    send (Action): -
    pack (Action): of Order
    remind (Action): of Customer
    score (Action): of Lead
    Customer.close (Action): of Customer; not in 0.8
    Lead.close (Action): of Lead; not in 0.8
    ");
    assert_snapshot!(in_call("re$0", 9), @"remind (Action): of Customer");
}

#[test]
fn an_action_that_several_entities_have_is_named_with_its_own() {
    assert_snapshot!(in_call("clo$0", 9), @r"
    Customer.close (Action): of Customer; not in 0.8
    Lead.close (Action): of Lead; not in 0.8
    ");
    assert_snapshot!(in_call("Lead.$0", 9), @r"
    close (Action): of Lead; not in 0.8
    score (Action): of Lead; not in 0.8
    ");
    assert_snapshot!(in_call("crm.$0", 9), @r"
    remind (Action): of Customer; not in 0.8
    score (Action): of Lead; not in 0.8
    ");
    let in_lead = CALLS.replace("score\n", "score\n    steps:\n      - call: clo$0\n");
    assert_snapshot!(offered(&in_lead, 9), @"close (Action): -");
}

#[test]
fn arguments_are_those_of_the_action_that_is_called() {
    assert_snapshot!(in_call("remind($0)", 2), @r"
    days (Parameter): -
    how (Parameter): -
    …
    ");
    assert_snapshot!(in_call("remind(days = 3, $0)", 1), @r"
    how (Parameter): -
    …
    ");
    assert_snapshot!(in_call("Customer.remind(how = $0)", 2), @r"
    'mail' (Value): -
    'phone' (Value): -
    …
    ");
}

#[test]
fn an_action_is_taken_with_its_brackets() {
    let text = CALLS.replace("CALL", "rem$0");
    assert!(super::taken(&text, "remind", true).contains("- call: remind($1)$0\n"));
    let text = CALLS.replace("CALL", "Lead.sc$0");
    assert!(super::taken(&text, "score", true).contains("- call: Lead.score()$0\n"));
    assert_snapshot!(documented(&CALLS.replace("CALL", "rem$0"), "remind"), @r"
    `remind(days, how)`

    Asks for an answer
    ");
}

#[test]
fn rules_that_say_something_here_come_first() {
    let text = "\
entity: Invoice
fields:
  status: text
actions:
  - name: send
    steps:
      - validate: totl > 0 # specql: ignore[$0]
";
    assert_snapshot!(offered(text, 1), @r"
    unknown-field (Rule): rejected
    …
    ");
}

#[test]
fn settings_are_offered_by_table() {
    assert_snapshot!(offered("//- specql.toml\n$0", 5), @r"
    target (Setting): -
    [files] (Setting): -
    [rules] (Setting): -
    [sql] (Setting): -
    ");
    assert_snapshot!(offered("//- specql.toml\n[rules]\nunknown-field = $0", 5), @r"
    error (Value): -
    warning (Value): -
    info (Value): -
    hint (Value): -
    off (Value): -
    ");
}

#[test]
fn there_are_never_too_many() {
    use std::fmt::Write as _;
    let mut text = String::from("//- a.yaml\nentity: A\nfields:\n  b: ref($0)\n");
    for number in 0..300 {
        let _ = write!(text, "//- e{number}.yaml\nentity: E{number}\n");
    }
    let found = of(&text);
    assert_eq!((found.items.len(), found.is_incomplete), (200, true));
}

#[test]
fn a_type_tells_its_column_its_check_and_an_example() {
    let text = "entity: A\nfields:\n  b: perc$0\n";
    assert_snapshot!(documented(text, "percentage"), @r"
    A share of a hundred: a quarter is `25`, not `0.25`.

    PostgreSQL: `NUMERIC(5,2)`

    Check: `{field} >= 0.0 AND {field} <= 100.0`

    Example: `7.25`
    ");
}

#[test]
fn a_key_tells_what_becomes_of_it() {
    let text = "entity: A\nactions:\n  - name: b\n    para$0\n";
    assert_snapshot!(documented(text, "params"), @r"
    What the caller hands over; a step reads it as `$name`. With 0.8.7 an action takes the fields of its entity and nothing else.

    ```yaml
    params:
      reason: text!
      refund: money
    ```

    *Planned: SpecQL 0.8.7 passes over it.*
    ");
}

#[test]
fn an_entity_tells_its_fields() {
    let text = format!("{SHOP}entity: Invoice\nschema: sales\nfields:\n  a: ref(Cus$0)\n");
    assert_snapshot!(documented(&text, "crm.Customer"), @r"
    **crm.Customer**

    Somebody who buys

    - `name: text!`
    - `industry: ref(Industry)`
    ");
}
