//! Words of the language: types, keys, steps, operators, patterns, rules.

use insta::assert_snapshot;

use super::{at, told};

#[test]
fn a_type_has_its_column_and_an_example() {
    assert_snapshot!(at("total: mo$0ney!"), @r"
    sales/invoice.yaml:7:10
      total: money!
             ^^^^^

    ```sql
    money numeric(19,4)
      CHECK (money >= 0.0)
    ```

    An amount of money, zero or more; which currency it is in has to stand elsewhere.

    Example: `1280.50`

    GraphQL: `Money`

    *The create and update actions that SpecQL 0.8.7 writes fail with it.*
    ");
    assert_snapshot!(at("address: Simple$0Address"), @r#"
    sales/invoice.yaml:8:12
      address: SimpleAddress
               ^^^^^^^^^^^^^

    ```sql
    SimpleAddress jsonb
    ```

    A postal address, written into the record itself.

    - `street: text!` Street and number
    - `city: text!` Town or village
    - `state: text!` State, county or canton
    - `zipCode: text!` Code of the town in the post
    - `country: text` Country, by name or by code

    ```json
    {"street": "4 Rope Lane", "city": "Galway", "state": "Connacht", "zipCode": "H91 E2K3"}
    ```
    "#);
    assert_snapshot!(at("status: en$0um(open, paid)"), @r"
    sales/invoice.yaml:6:11
      status: enum(open, paid) = open
              ^^^^

    ```sql
    enum(value, …) text
    ```

    One of the values that stand in the brackets.

    A word that the field may hold, without quotes.

    Example: `enum(draft, sent, paid) = draft`
    ");
}

#[test]
fn what_is_no_type_has_a_better_one() {
    assert_snapshot!(told("entity: A\nfields:\n  a: varch$0ar(20)\n"), @r"
    spec.yaml:3:6
      a: varchar(20)
         ^^^^^^^

    ```yaml
    varchar(n)
    ```

    No type of SpecQL, which makes a text column of it.

    Instead: `text`.

    A field cannot limit the length of its text.
    ");
    assert_snapshot!(told("entity: A\nfields:\n  a: text!$0\n"), @r"
    spec.yaml:3:10
      a: text!
             ^

    ```yaml
    type!
    ```

    As `nullable: false`: Whether the field may be empty. `nullable: false` is the long form of the `!` behind a type.
    ");
}

#[test]
fn a_key_says_what_it_is_for() {
    assert_snapshot!(at("acti$0ons:"), @r"
    sales/invoice.yaml:9:1
    actions:
    ^^^^^^^

    ```yaml
    actions: […]
    ```

    What can be done with the entity; each action becomes a function in the database and a mutation in the API. `create_<entity>`, `update_<entity>` and `delete_<entity>` get a ready-made body, all others do what their `steps` say.

    ```yaml
    actions:
      - name: create_invoice
      - name: send_invoice
        steps:
          - validate: status = 'draft'
            error: invoice_not_draft
          - update: Invoice SET status = 'sent'
    ```
    ");
    assert_snapshot!(at("requ$0ires: caller"), @r"
    sales/invoice.yaml:14:5
        requires: caller.can_remind
        ^^^^^^^^

    ```yaml
    requires: <expression>
    ```

    Who may run the action, as a condition over the user.

    ```yaml
    requires: user.role = 'accountant'
    ```

    *SpecQL 0.8.7 passes over it without a word; it is planned.*
    ");
    assert_snapshot!(told("entity: A\nfields:\n  a: {type: text, uni$0que: true}\n"), @r"
    spec.yaml:3:19
      a: {type: text, unique: true}
                      ^^^^^^

    ```yaml
    unique: true | false
    ```

    No two rows may hold the same value. With 0.8.7 the database does not keep this.

    Default: `false`.

    ```yaml
    unique: true
    ```

    *SpecQL 0.8.7 passes over it without a word; it is planned.*
    ");
    assert_snapshot!(told("entity: A\neve$0nts:\n  - name: a\n"), @r"
    spec.yaml:2:1
    events:
    ^^^^^^

    ```yaml
    events: […]
    ```

    What the entity tells others when something has happened to it. A step `emit` sends one; names in `_created`, `_updated` and `_deleted` are sent by themselves.

    ```yaml
    events:
      - name: invoice_paid
        payload: [id, number, total]
    ```

    *SpecQL 0.8.7 passes over it without a word; it is planned.*
    ");
}

#[test]
fn a_step_shows_how_it_is_written() {
    assert_snapshot!(at("- vali$0date: status"), @r"
    sales/invoice.yaml:16:9
          - validate: status = 'open' AND total IS NOT NULL
            ^^^^^^^^

    ```yaml
    validate: <condition>
    ```

    Stops the action with an error unless a condition holds. The row is read first; `error` is what the caller is told.

    In 0.8.7 a condition may name the fields of this entity and nothing else: no functions, no `IN`, no paths, no parameters. A condition that comes out as NULL passes.

    - `<condition>` The condition over the fields of this entity must hold.

    Further keys: `error`.
    ");
}

#[test]
fn operators_functions_and_words_are_told() {
    assert_snapshot!(at("total IS N$0OT NULL"), @r"
    sales/invoice.yaml:16:48
          - validate: status = 'open' AND total IS NOT NULL
                                                   ^^^

    ```sql
    IS NOT NULL
    ```

    Whether there is a value.

    Example: `email IS NOT NULL`
    ");
    assert_snapshot!(at("lower(customer.name) NOT I$0N"), @r"
    sales/invoice.yaml:17:44
          - validate: lower(customer.name) NOT IN ('a', 'b')
                                               ^^

    ```sql
    NOT IN
    ```

    Whether the value is none of a list. Never true when the list holds a NULL.

    Example: `status NOT IN ('closed', 'void')`

    *SpecQL 0.8.7 refuses a file for it.*
    ");
    assert_snapshot!(at("'open' A$0ND"), @r"
    sales/invoice.yaml:16:35
          - validate: status = 'open' AND total IS NOT NULL
                                      ^^^

    ```sql
    AND
    ```

    True when both sides are true. Binds stronger than `OR`.

    Example: `status = 'open' AND total > 0`
    ");
    assert_snapshot!(at("low$0er(customer"), @r"
    sales/invoice.yaml:17:19
          - validate: lower(customer.name) NOT IN ('a', 'b')
                      ^^^^^

    ```sql
    lower(text: text)
    ```

    The text in small letters.

    Example: `lower(email)`

    *SpecQL 0.8.7 refuses a file for it.*
    ");
    assert_snapshot!(at("< no$0w()"), @r"
    sales/invoice.yaml:19:26
          - if: created_at < now()
                             ^^^

    ```sql
    now()
    ```

    The time at which the transaction began.

    Example: `SET paid_at = now()`

    *SpecQL 0.8.7 refuses a file for it.*
    ");
    assert_snapshot!(at("crea$0ted_at <"), @r"
    sales/invoice.yaml:19:13
          - if: created_at < now()
                ^^^^^^^^^^

    ```sql
    created_at: datetime
    ```

    When the row was made.

    Example: `created_at > now() - interval '1 day'`

    *SpecQL 0.8.7 refuses a file for it.*
    ");
    assert_snapshot!(at("MATCHES email$0_pattern"), @r"
    sales/invoice.yaml:18:42
          - validate: customer.email MATCHES email_pattern
                                             ^^^^^^^^^^^^^

    ```sql
    MATCHES email_pattern
    ```

    A mail address.

    ```regex
    ^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$
    ```
    ");
}

#[test]
fn a_pattern_and_its_parameters_are_told() {
    let text = "\
entity: A
patterns:
  - type: schema_computed_column
    params:
      column_name: b
      stored: true
";
    let at = |part: &str, with: &str| told(&text.replacen(part, with, 1));
    assert_snapshot!(at("schema_comp", "sche$0ma_comp"), @r"
    spec.yaml:3:11
      - type: schema_computed_column
              ^^^^^^^^^^^^^^^^^^^^^^

    ```yaml
    type: schema_computed_column
    ```

    Adds a column that the database works out from others. Use it for search keys, totals of a row and ranges.

    - `column_name: <new field>` (required) The name of the new column, in snake_case.
    - `expression: <SQL>` (required) How the value is worked out. It may use columns of the same row only, and no function whose result can change, such as `now()`.
    - `type: <SQL type>` (required) The PostgreSQL type of the value.
    - `stored: true | false` Whether the value is kept in the table; PostgreSQL 15 knows no other way.
    - `index: true | false` Whether the column gets an index.
    - `index_type: btree | gin | gist | hash` How the index is built.
    - `comment: <text>` The comment of the column in the database.
    - `nullable: true | false` Whether the value may be empty.
    - `computed_columns: [{…}, …]` Several columns at once, each with `name`, `type`, `expression`, `stored` and `nullable`.

    Also called `computed_column`.

    *SpecQL 0.8.7 reads and checks it, and generates nothing from it.*
    ");
    assert_snapshot!(at("stored", "sto$0red"), @r"
    spec.yaml:6:7
          stored: true
          ^^^^^^

    ```yaml
    stored: true | false
    ```

    Whether the value is kept in the table; PostgreSQL 15 knows no other way.

    Default: `true`.

    Parameter of the pattern `schema_computed_column`.
    ");
}

#[test]
fn the_code_of_a_rule_is_explained() {
    assert_snapshot!(told("entity: A # specql: ignore[unknown$0-key]\n"), @r"
    spec.yaml:1:28
    entity: A # specql: ignore[unknown-key]
                               ^^^^^^^^^^^

    ```text
    warning: unknown-key (ignored)
    ```

    A key is none that SpecQL knows at its place.

    SpecQL passes over keys that it does not know, without a word. A block with a typing mistake in its name
    is as good as not there: with `feilds` an entity has no fields at all.

    Correct the name, or make a comment of what is meant for readers only.

    [unknown-key](https://specql.dev/lsp/rules/unknown-key)
    ");
    assert_snapshot!(told("entity: A # specql: ignore[unknwn$0-key]\n"), @r"
    spec.yaml:1:28
    entity: A # specql: ignore[unknwn-key]
                               ^^^^^^^^^^

    There is no rule `unknwn-key`; `unknown-key` may be meant.
    ");
    assert_snapshot!(told("//- specql.toml\n[rules]\nunknown-k$0ey = \"off\"\n"), @r#"
    specql.toml:2:1
    unknown-key = "off"
    ^^^^^^^^^^^

    ```text
    warning: unknown-key (ignored)
    ```

    A key is none that SpecQL knows at its place.

    SpecQL passes over keys that it does not know, without a word. A block with a typing mistake in its name
    is as good as not there: with `feilds` an entity has no fields at all.

    Correct the name, or make a comment of what is meant for readers only.

    [unknown-key](https://specql.dev/lsp/rules/unknown-key)
    "#);
}

#[test]
fn choices_are_told_where_they_are_written() {
    let text = "entity: A\nindexes:\n  - fields: [a]\n    type: gi$0n\n";
    assert_snapshot!(told(text), @r"
    spec.yaml:4:11
        type: gin
              ^^^

    ```yaml
    type: gin
    ```

    Many values in one column: lists, JSON, words of a text.
    ");
}

#[test]
fn a_value_that_says_nothing_by_itself_is_told_by_its_key() {
    let key = told("entity: A\ntranslations:\n  ena$0bled: true\n");
    let value = told("entity: A\ntranslations:\n  enabled: tr$0ue\n");
    let without_place = |told: &str| told.split_once("\n\n").map(|it| it.1.to_owned());
    assert!(key.contains("true | false"), "{key}");
    assert!(value.starts_with("spec.yaml:3:12\n"), "{value}");
    assert_eq!(without_place(&value), without_place(&key));
}

#[test]
fn files_of_the_project_have_keys_as_well() {
    let registry = "\
//- registry/domain_registry.yaml
version: 1.0.0
domains:
  '2': {name: crm, multi_te$0nant: true, subdomains: {}}
";
    assert_snapshot!(told(registry), @r#"
    registry/domain_registry.yaml:3:20
      '2': {name: crm, multi_tenant: true, subdomains: {}}
                       ^^^^^^^^^^^^

    ```yaml
    multi_tenant: true | false
    ```

    Whether rows of this schema belong to a tenant; their tables then get a `tenant_id`. Text counts as true, even `"false"`.

    Default: `false`.

    ```yaml
    multi_tenant: true
    ```
    "#);
}
