//! Fields that an entity takes over from others, for all that an editor asks of them.

use insta::assert_snapshot;
use specql_analysis::settings::Settings;
use specql_analysis::shown;
use specql_language::Target;

use crate::completion::completion;
use crate::definition::definition;
use crate::fixture::Fixture;
use crate::hover::hover;
use crate::references::references;
use crate::rename::rename;

const WORKSPACE: &str = "\
//- crm/contact.yaml
entity: Contact
schema: crm
description: Somebody
fields:
  name: text!
  mail: email
  country: ref(Country)
  state: enum(new, known) = new
actions:
  - name: see
    description: Meets the contact
    steps:
      - update: Contact SET state = 'known'
//- crm/country.yaml
entity: Country
schema: crm
description: A country
fields:
  code: text!
//- patterns/opening.yaml
pattern: opening
fields:
  opens_at: time!
//- sales/customer.yaml
entity: Customer
schema: sales
description: Somebody who buys
extends: Contact
import: [patterns/opening]
fields:
  mail: text
  rating: integer
actions:
  - name: rate
    steps:
      - validate: name IS NOT NULL AND country.code = 'CH' AND mail IS NOT NULL
        error: unknown
      - update: Customer SET rating = 1, state = 'known', opens_at = NULL
      - call: see()
//- sales/order.yaml
entity: Order
schema: sales
description: What somebody buys
fields:
  buyer: ref(Customer)
actions:
  - name: send
    steps:
      - validate: buyer.name IS NOT NULL AND buyer.country.code = 'CH'
        error: nobody
";

fn fixture(text: &str, target: Target) -> Fixture {
    let mut fixture = Fixture::new(text);
    fixture.host.set_target(target);
    fixture
}

/// The workspace with a cursor behind the only place of this text.
fn at(place: &str) -> Fixture {
    assert_eq!(WORKSPACE.matches(place).count(), 1, "{place}");
    let text = WORKSPACE.replace(place, &format!("{place}$0"));
    fixture(&text, Target::Next)
}

fn offered(old: &str, typed: &str, target: Target, count: usize) -> String {
    let fixture = fixture(&WORKSPACE.replace(old, typed), target);
    let (file, offset) = fixture.cursor();
    let found = completion(fixture.db(), file, offset).items.into_iter();
    let shown = found.take(count).map(|item| {
        let detail = item.detail.unwrap_or_default();
        format!("{}: {detail}", item.label)
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn way(place: &str) -> String {
    let fixture = at(place);
    let (file, offset) = fixture.cursor();
    fixture.way(file, definition(fixture.db(), file, offset))
}

fn hovered(place: &str) -> String {
    let fixture = at(place);
    let (file, offset) = fixture.cursor();
    let found = hover(fixture.db(), file, offset);
    found.map_or_else(String::new, |found| found.markdown)
}

fn places(place: &str) -> String {
    let fixture = at(place);
    let (file, offset) = fixture.cursor();
    let found = references(fixture.db(), file, offset, true);
    let found = found.into_iter().flatten();
    let found = found.map(|found| fixture.frame(found.place.file, found.place.span));
    found.collect::<Vec<_>>().join("\n")
}

fn renamed(place: &str, new: &str) -> String {
    let fixture = at(place);
    let (file, offset) = fixture.cursor();
    let renamed = match rename(fixture.db(), file, offset, new) {
        Ok(renamed) => renamed,
        Err(refusal) => return refusal.to_string(),
    };
    let places = renamed.edits.iter().map(|edit| {
        let frame = fixture.frame(edit.file, edit.span);
        frame.lines().next().unwrap_or_default().to_owned()
    });
    places.collect::<Vec<_>>().join("\n")
}

/// The codes and places of what is wrong, file by file.
fn wrong(text: &str, target: Target) -> String {
    let fixture = fixture(text, target);
    let files = fixture.files().iter();
    let found = files.flat_map(|file| {
        let found = shown(fixture.db(), *file, &Settings::default()).into_iter();
        found.map(|diagnostic| {
            let frame = fixture.frame(*file, diagnostic.span);
            let place = frame.lines().next().unwrap_or_default().to_owned();
            format!("{place} {}", diagnostic.rule.code)
        })
    });
    found.collect::<Vec<_>>().join("\n")
}

#[test]
fn they_are_completed_where_own_ones_are() {
    let condition = |target| offered("validate: name", "validate: $0", target, 6);
    assert_snapshot!(condition(Target::Next), @r"
    state: enum(new, known), of Contact
    mail: text
    rating: integer
    opens_at: time, of patterns/opening.yaml
    name: text, of Contact
    country: ref(Country), of Contact
    ");
    // SpecQL 0.8.7 passes over `extends`.
    let last = |target| offered("validate: name", "validate: coun$0", target, 2);
    assert_snapshot!(last(Target::V0_8), @r"
    country: ref(Country), of Contact; not in 0.8
    count: ([value]); not in 0.8
    ");
    assert_snapshot!(offered("SET rating", "SET $0", Target::Next, 4), @r"
    state: enum(new, known), of Contact
    mail: text
    rating: integer
    opens_at: time, of patterns/opening.yaml
    ");
    assert_snapshot!(offered("country.code = 'CH' AND mail", "country.$0", Target::Next, 1), @"code: text, of Country");
    assert_snapshot!(offered("buyer.name", "buyer.$0", Target::Next, 6), @r"
    mail: text, of Customer
    rating: integer, of Customer
    opens_at: time, of patterns/opening.yaml
    name: text, of Contact
    country: ref(Country), of Contact
    state: enum(new, known), of Contact
    ");
    assert_snapshot!(offered("state = 'known', opens_at", "state = $0", Target::Next, 2), @r"
    state: enum(new, known), of Contact
    'new':
    ");
}

#[test]
fn what_is_offered_says_whose_it_is() {
    let text = WORKSPACE.replace("validate: name", "validate: sta$0");
    let fixture = fixture(&text, Target::Next);
    let (file, offset) = fixture.cursor();
    let found = completion(fixture.db(), file, offset);
    let told = crate::completion::resolve_completion(fixture.db(), &found.items[0].subject);
    assert_snapshot!(told.unwrap_or_default(), @r"
    `state: enum(new, known)`

    A field of crm.Contact.
    ");
}

#[test]
fn they_lead_to_where_they_stand() {
    assert_snapshot!(way("validate: na"), @r#"
    sales/customer.yaml:12:19
          - validate: name IS NOT NULL AND country.code = 'CH' AND mail IS NOT NULL
                      ^^^^
    -> crm/contact.yaml:5:3
      name: text!
      ^^^^ of "name: text!"
    "#);
    assert_snapshot!(way("AND country.co"), @r#"
    sales/customer.yaml:12:48
          - validate: name IS NOT NULL AND country.code = 'CH' AND mail IS NOT NULL
                                                   ^^^^
    -> crm/country.yaml:5:3
      code: text!
      ^^^^ of "code: text!"
    "#);
    assert_snapshot!(way("buyer.na"), @r#"
    sales/order.yaml:9:25
          - validate: buyer.name IS NOT NULL AND buyer.country.code = 'CH'
                            ^^^^
    -> crm/contact.yaml:5:3
      name: text!
      ^^^^ of "name: text!"
    "#);
    assert_snapshot!(way("'known', opens"), @r#"
    sales/customer.yaml:14:59
          - update: Customer SET rating = 1, state = 'known', opens_at = NULL
                                                              ^^^^^^^^
    -> patterns/opening.yaml:3:3
      opens_at: time!
      ^^^^^^^^ of "opens_at: time!"
    "#);
    // The own one comes first.
    assert_snapshot!(way("AND mai"), @r#"
    sales/customer.yaml:12:64
          - validate: name IS NOT NULL AND country.code = 'CH' AND mail IS NOT NULL
                                                                   ^^^^
    -> sales/customer.yaml:7:3
      mail: text
      ^^^^ of "mail: text"
    "#);
    assert_snapshot!(way("call: se"), @r#"
    sales/customer.yaml:15:15
          - call: see()
                  ^^^
    -> crm/contact.yaml:10:11
      - name: see
              ^^^ of "name: see\n    description: Meets the contact\n    steps:\n      - update: Contact SET state = 'known'"
    "#);
}

#[test]
fn hovering_says_where_they_come_from() {
    assert_snapshot!(hovered("validate: na"), @r"
    ```yaml
    name: text!
    ```

    ```sql
    name text NOT NULL
    ```

    Field of `crm.Contact`. `sales.Customer` takes it over.
    ");
    assert_snapshot!(hovered("AND coun"), @r"
    ```yaml
    country: ref(Country)
    ```

    ```sql
    fk_country integer
    ```

    Field of `crm.Contact`. `sales.Customer` takes it over.

    Refers to `crm.Country`: A country
    ");
    assert_snapshot!(hovered("'known', opens"), @r"
    ```yaml
    opens_at: time!
    ```

    ```sql
    opens_at time NOT NULL
    ```

    Field in `patterns/opening.yaml`. `sales.Customer` takes it over.
    ");
    assert_snapshot!(hovered("entity: Cust"), @r"
    ```yaml
    entity: sales.Customer
    ```

    Somebody who buys

    Table `sales.tb_customer` with 2 fields, 4 from elsewhere and 1 action.

    Referred to by `sales.Order.buyer`.
    ");
}

#[test]
fn references_are_found_with_those_who_take_over() {
    assert_snapshot!(places("  nam"), @r"
    crm/contact.yaml:5:3
      name: text!
      ^^^^
    sales/customer.yaml:12:19
          - validate: name IS NOT NULL AND country.code = 'CH' AND mail IS NOT NULL
                      ^^^^
    sales/order.yaml:9:25
          - validate: buyer.name IS NOT NULL AND buyer.country.code = 'CH'
                            ^^^^
    ");
    assert_snapshot!(places("  opens"), @r"
    patterns/opening.yaml:3:3
      opens_at: time!
      ^^^^^^^^
    sales/customer.yaml:14:59
          - update: Customer SET rating = 1, state = 'known', opens_at = NULL
                                                              ^^^^^^^^
    ");
    assert_snapshot!(places("enum(new, kno"), @r"
    crm/contact.yaml:8:20
      state: enum(new, known) = new
                       ^^^^^
    crm/contact.yaml:13:38
          - update: Contact SET state = 'known'
                                         ^^^^^
    sales/customer.yaml:14:51
          - update: Customer SET rating = 1, state = 'known', opens_at = NULL
                                                      ^^^^^
    ");
}

#[test]
fn they_are_renamed_everywhere() {
    assert_snapshot!(renamed("  nam", "title"), @r"
    crm/contact.yaml:5:3
    sales/customer.yaml:12:19
    sales/order.yaml:9:25
    ");
    assert_snapshot!(renamed("  opens", "begins_at"), @r"
    patterns/opening.yaml:3:3
    sales/customer.yaml:14:59
    ");
    assert_snapshot!(renamed("buyer.na", "title"), @r"
    crm/contact.yaml:5:3
    sales/customer.yaml:12:19
    sales/order.yaml:9:25
    ");
}

#[test]
fn fields_that_stand_in_for_each_other_are_renamed_together() {
    assert_snapshot!(renamed("  mail: email\n  cou", "land"), @r"
    crm/contact.yaml:7:3
    sales/customer.yaml:12:40
    sales/order.yaml:9:52
    ");
    assert_snapshot!(renamed("AND mai", "letters"), @r"
    crm/contact.yaml:6:3
    sales/customer.yaml:7:3
    sales/customer.yaml:12:64
    ");
}

#[test]
fn a_name_that_is_taken_over_is_taken() {
    assert_snapshot!(renamed("  rat", "name"), @"`name` is already the name of another field");
    assert_snapshot!(renamed("  nam", "rating"), @"`rating` is already the name of another field");
    assert_snapshot!(renamed("  opens", "country"), @"`country` is already the name of another field");
}

#[test]
fn only_what_nobody_has_is_unknown() {
    assert_snapshot!(wrong(WORKSPACE, Target::Next), @r"
    crm/contact.yaml:8:29 default-not-generated
    crm/contact.yaml:10:11 action-name-style
    sales/customer.yaml:10:11 action-name-style
    sales/customer.yaml:15:9 step-not-generated
    sales/order.yaml:7:11 action-name-style
    ");
    let text = WORKSPACE
        .replace("buyer.name", "buyer.nam")
        .replace("country.code = 'CH' AND", "contry.code = 'CH' AND");
    assert_snapshot!(wrong(&text, Target::Next), @r"
    crm/contact.yaml:8:29 default-not-generated
    crm/contact.yaml:10:11 action-name-style
    sales/customer.yaml:10:11 action-name-style
    sales/customer.yaml:12:40 unknown-field
    sales/customer.yaml:15:9 step-not-generated
    sales/order.yaml:7:11 action-name-style
    sales/order.yaml:9:25 unknown-field
    ");
}

#[test]
fn what_is_passed_over_is_unknown() {
    assert_snapshot!(wrong(WORKSPACE, Target::V0_8), @r"
    crm/contact.yaml:7:16 later-table-reference
    crm/contact.yaml:8:29 default-not-generated
    crm/contact.yaml:10:11 action-name-style
    sales/customer.yaml:2:9 shared-schema
    sales/customer.yaml:4:1 planned-key
    sales/customer.yaml:5:1 planned-key
    sales/customer.yaml:10:11 action-name-style
    sales/customer.yaml:12:19 unknown-field
    sales/customer.yaml:12:40 unknown-field
    sales/customer.yaml:12:48 path-in-expression
    sales/customer.yaml:14:42 unknown-field
    sales/customer.yaml:14:59 unknown-field
    sales/customer.yaml:15:9 step-not-generated
    sales/order.yaml:2:9 shared-schema
    sales/order.yaml:7:11 action-name-style
    sales/order.yaml:9:25 path-in-expression
    sales/order.yaml:9:52 path-in-expression
    ");
}
