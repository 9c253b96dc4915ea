//! Names of a workspace; what belongs to the language is tested in `language`.

use insta::assert_snapshot;

use super::*;
use crate::fixture::Fixture;

mod language;

/// The hover at the cursor.
fn told(text: &str) -> String {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    match hover(fixture.db(), file, offset) {
        None => "nothing".to_owned(),
        Some(found) => format!("{}\n\n{}", fixture.frame(file, found.span), found.markdown),
    }
}

const INVOICE: &str = "\
//- sales/invoice.yaml
entity: Invoice
schema: sales
description: What a customer has to pay.
fields:
  customer: ref(crm.Customer)!
  status: enum(open, paid) = open
  total: money!
  address: SimpleAddress
actions:
  - name: remind
    description: Asks for the money.
    params:
      tone: text!
    requires: caller.can_remind
    steps:
      - validate: status = 'open' AND total IS NOT NULL
      - validate: lower(customer.name) NOT IN ('a', 'b')
      - validate: customer.email MATCHES email_pattern
      - if: created_at < now()
        then:
          - update: Invoice SET status = 'paid' WHERE id = $tone
      - call: remind(tone = address.city)
//- crm/customer.yaml
entity: Customer
schema: crm
description: Who buys.
fields:
  name: text!
  email: email
";

/// The hover in the first text, at the cursor of this part of it.
fn at(part: &str) -> String {
    let plain = part.replace("$0", "");
    assert!(INVOICE.contains(&plain), "{plain}");
    told(&INVOICE.replacen(&plain, part, 1))
}

#[test]
fn a_field_is_told_with_its_column_and_what_it_refers_to() {
    assert_snapshot!(at("cust$0omer: ref"), @r"
    sales/invoice.yaml:5:3
      customer: ref(crm.Customer)!
      ^^^^^^^^

    ```yaml
    customer: ref(crm.Customer)!
    ```

    ```sql
    fk_customer integer NOT NULL
      CONSTRAINT tb_invoice_fk_customer_fkey FOREIGN KEY (fk_customer) REFERENCES crm.tb_customer (pk_customer)
    ```

    Field of `sales.Invoice`.

    Refers to `crm.Customer`: Who buys.
    ");
}

#[test]
fn an_entity_is_told_in_short() {
    assert_snapshot!(at("ref(crm.Cust$0omer)"), @r"
    sales/invoice.yaml:5:21
      customer: ref(crm.Customer)!
                        ^^^^^^^^

    ```yaml
    entity: crm.Customer
    ```

    Who buys.

    Table `crm.tb_customer` with 2 fields.

    Referred to by `sales.Invoice.customer`.
    ");
}

#[test]
fn a_schema_is_told_where_it_is_written() {
    assert_snapshot!(at("ref(c$0rm.Customer)"), @r"
    sales/invoice.yaml:5:17
      customer: ref(crm.Customer)!
                    ^^^

    ```yaml
    schema: crm
    ```

    1 entity of the workspace is in it.
    ");
    assert_snapshot!(
        told("\
//- a.yaml
entity: A
schema: c$0rm
//- registry/domain_registry.yaml
version: 1.0.0
domains:
  '2':
    name: crm
    description: Who we know
    multi_tenant: true
    subdomains:
      '01': {name: core, next_entity_sequence: 1, entities: {}}
"),
        @r"
        a.yaml:2:9
        schema: crm
                ^^^

        ```yaml
        schema: crm
        ```

        Domain `2` of the registry, `crm`: each row belongs to a tenant.

        Who we know

        Subdomains: `core`.

        1 entity of the workspace is in it.
        "
    );
}

#[test]
fn an_action_shows_its_signature_and_steps() {
    assert_snapshot!(at("name: rem$0ind"), @r"
    sales/invoice.yaml:10:11
      - name: remind
              ^^^^^^

    ```yaml
    remind(tone: text!)
    ```

    Asks for the money.

    Requires `caller.can_remind`.

    ```yaml
    - validate: status = 'open' AND total IS NOT NULL
    - validate: lower(customer.name) NOT IN ('a', 'b')
    - validate: customer.email MATCHES email_pattern
    - if: created_at < now()
      - update: Invoice SET status = 'paid' WHERE id = $tone
    - call: remind(tone = address.city)
    ```

    Action of `sales.Invoice`. Function `app.remind`.
    ");
}

#[test]
fn a_value_of_an_enum_knows_its_field() {
    assert_snapshot!(at("enum(open, pa$0id)"), @r"
    sales/invoice.yaml:6:22
      status: enum(open, paid) = open
                         ^^^^

    ```yaml
    paid
    ```

    Value 2 of 2 of `status`.

    `enum(open, paid)`
    ");
    assert_snapshot!(at("status = 'op$0en' AND"), @r"
    sales/invoice.yaml:16:28
          - validate: status = 'open' AND total IS NOT NULL
                               ^^^^^^

    ```yaml
    open
    ```

    Value 1 of 2 of `status`.

    `enum(open, paid)`
    ");
}

#[test]
fn texts_that_are_values_of_an_enum_are_told_like_these() {
    assert_snapshot!(at("SET status = 'pa$0id'"), @r"
    sales/invoice.yaml:21:42
              - update: Invoice SET status = 'paid' WHERE id = $tone
                                             ^^^^^^

    ```yaml
    paid
    ```

    Value 2 of 2 of `status`.

    `enum(open, paid)`
    ");
    let text = "\
entity: A
fields:
  b: enum(c, d)
actions:
  - name: e
    steps:
      - validate: b IN ('c', 'd$0')
";
    assert_snapshot!(told(text), @r"
    spec.yaml:7:30
          - validate: b IN ('c', 'd')
                                 ^^^

    ```yaml
    d
    ```

    Value 2 of 2 of `b`.

    `enum(c, d)`
    ");
}

#[test]
fn what_people_have_written_is_no_markdown() {
    let text = "entity: A$0\ndescription: '# <b>![x](http://a) `b`'\n";
    assert_snapshot!(told(text), @r"
    spec.yaml:1:9
    entity: A
            ^

    ```yaml
    entity: public.A
    ```

    \# \<b\>!\[x\](http://a) \`b\`

    Table `public.tb_a` with 0 fields.
    ");
}

#[test]
fn a_path_shows_the_type_of_each_part() {
    assert_snapshot!(at("customer.em$0ail MATCHES"), @r"
    sales/invoice.yaml:18:28
          - validate: customer.email MATCHES email_pattern
                               ^^^^^

    ```yaml
    email: email
    ```

    ```sql
    email text
      CONSTRAINT chk_tb_customer_email_pattern CHECK (email ~ E'^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,}$')
    ```

    Field of `crm.Customer`.

    `customer: ref(crm.Customer)` › `email: text`
    ");
    assert_snapshot!(at("address.ci$0ty"), @r"
    sales/invoice.yaml:22:37
          - call: remind(tone = address.city)
                                        ^^^^

    ```yaml
    SimpleAddress.city: text!
    ```

    Town or village

    Member of `SimpleAddress`: A postal address, written into the record itself.
    ");
}

#[test]
fn a_parameter_has_its_type() {
    assert_snapshot!(at("id = $to$0ne"), @r"
    sales/invoice.yaml:21:60
              - update: Invoice SET status = 'paid' WHERE id = $tone
                                                               ^^^^^

    ```yaml
    $tone: text
    ```

    Parameter of the action `remind`.
    ");
    assert_snapshot!(at("to$0ne: text!"), @r"
    sales/invoice.yaml:13:7
          tone: text!
          ^^^^

    ```yaml
    tone: text!
    ```

    Parameter of the action `remind`.
    ");
}

#[test]
fn a_variable_has_its_type() {
    let text = "\
entity: Order
fields:
  items: list(text)
actions:
  - name: count
    steps:
      - foreach: item IN items
        do:
          - validate: it$0em != ''
";
    let given = text
        .replace("$0", "")
        .replace("foreach: item", "foreach: it$0em");
    assert_snapshot!(told(&given), @r"
    spec.yaml:7:18
          - foreach: item IN items
                     ^^^^

    ```yaml
    item: text
    ```

    Variable of the action `count`.
    ");
    assert_snapshot!(told(text), @r"
    spec.yaml:9:23
              - validate: item != ''
                          ^^^^

    ```yaml
    item: text
    ```

    Variable of the action `count`.
    ");
}

#[test]
fn anchors_and_aliases_show_their_value() {
    let text = "\
entity: A
fields:
  a: &mo$1ney
    type: money
    nullable: false
  b: *mo$2ney
";
    let at = |mark: &str, other: &str| told(&text.replace(other, "").replace(mark, "$0"));
    assert_snapshot!(at("$1", "$2"), @r"
    spec.yaml:3:6
      a: &money
         ^^^^^^

    ```yaml
    &money
    type: money
    nullable: false
    ```
    ");
    assert_snapshot!(at("$2", "$1"), @r"
    spec.yaml:6:7
      b: *money
          ^^^^^

    ```yaml
    &money
    type: money
    nullable: false
    ```
    ");
}

#[test]
fn where_nothing_is_known_nothing_is_told() {
    assert_snapshot!(told("entity: A\nx$0yz: 1\n"), @"nothing");
    assert_snapshot!(told("services:\n  w$0eb: 1\n"), @"nothing");
    assert_snapshot!(told("$0"), @"nothing");
}

#[test]
fn input_is_what_the_action_was_called_with() {
    let text = "\
entity: A
actions:
  - name: b
    params: {tone: text}
    steps:
      - validate: inp$1ut.to$2ne = 'c'
";
    let at = |mark: &str, other: &str| told(&text.replace(other, "").replace(mark, "$0"));
    assert_snapshot!(at("$1", "$2"), @r"
    spec.yaml:6:19
          - validate: input.tone = 'c'
                      ^^^^^

    ```sql
    input: row
    ```

    What the action was called with: `input.email` is its `email`. 0.8.7 takes the word, and the member only when this entity has a field of that name.

    Example: `SET email = input.email`
    ");
    assert_snapshot!(at("$2", "$1"), @r"
    spec.yaml:6:25
          - validate: input.tone = 'c'
                            ^^^^

    ```yaml
    tone: text
    ```

    Parameter of the action `b`.
    ");
}

#[test]
fn what_other_blocks_name_is_told_where_it_belongs() {
    let text = "\
entity: A
events:
  - name: a_cl$0osed
";
    assert_snapshot!(told(text), @r"
    spec.yaml:3:11
      - name: a_closed
              ^^^^^^^^

    ```yaml
    name: a_closed
    ```

    Event of `public.A`.
    ");
}
