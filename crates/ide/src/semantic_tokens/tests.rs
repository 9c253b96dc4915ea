use insta::assert_snapshot;

use super::*;
use crate::fixture::Fixture;

/// Each word, and what it is.
fn show(text: &str) -> String {
    let fixture = Fixture::new(text);
    let file = *fixture.files().last().unwrap();
    let text = fixture.text(file);
    let tokens = semantic_tokens(fixture.db(), file);
    print(&text, &tokens)
}

fn print(text: &str, tokens: &[Token]) -> String {
    let shown = tokens.iter().map(|token| {
        let word = &text[token.span.range()];
        let modifiers = Modifier::ALL.into_iter();
        let modifiers = modifiers.filter(|modifier| token.modifiers.has(*modifier));
        let modifiers: String = modifiers.map(|m| format!(".{}", m.name())).collect();
        format!("{word:24} {}{modifiers}", token.kind.name())
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn fields_and_their_types() {
    assert_snapshot!(show("\
//- contact.yaml
entity: Contact
schema: crm
//- task.yaml
entity: Task # short
fields:
  title: text!
  size: enum(small, big) = small
  price: decimal(10, 2) = 5
  note: text = none
  owner: ref(crm.Contact)
  done: {type: boolean, nullable: false}
"), @"
    entity                   keyword.defaultLibrary
    Task                     class.declaration
    # short                  comment
    fields                   keyword.defaultLibrary
    title                    property.declaration
    text                     type.defaultLibrary
    !                        operator
    size                     property.declaration
    enum                     type.defaultLibrary
    small                    enumMember.declaration
    big                      enumMember.declaration
    =                        operator
    small                    enumMember
    price                    property.declaration
    decimal                  type.deprecated
    10                       number
    2                        number
    =                        operator
    5                        number
    note                     property.declaration
    text                     type.defaultLibrary
    =                        operator
    none                     string
    owner                    property.declaration
    ref                      type.defaultLibrary
    crm                      namespace
    Contact                  class
    done                     property.declaration
    type                     keyword.defaultLibrary
    boolean                  type.defaultLibrary
    nullable                 keyword.defaultLibrary
    false                    keyword
    ");
}

#[test]
fn names_in_expressions_are_what_they_stand_for() {
    assert_snapshot!(show("\
entity: Task
fields:
  title: text
  home: SimpleAddress
actions:
  - name: rename
    params:
      title: text
    steps:
      - validate: lower(title) = 'x' AND home.city IS NOT NULL AND other > $title
      - update: Task SET title = $title WHERE id = 1.5
"), @"
    entity                   keyword.defaultLibrary
    Task                     class.declaration
    fields                   keyword.defaultLibrary
    title                    property.declaration
    text                     type.defaultLibrary
    home                     property.declaration
    SimpleAddress            type.defaultLibrary
    actions                  keyword.defaultLibrary
    name                     keyword.defaultLibrary
    rename                   method.declaration
    params                   keyword.deprecated.defaultLibrary
    title                    parameter.declaration
    text                     type.defaultLibrary
    steps                    keyword.defaultLibrary
    validate                 keyword.defaultLibrary
    lower                    function.defaultLibrary
    title                    property
    =                        operator
    'x'                      string
    AND                      operator
    home                     property
    city                     property.defaultLibrary
    IS                       operator
    NOT                      operator
    NULL                     keyword
    AND                      operator
    other                    variable
    >                        operator
    $                        parameter
    title                    parameter
    update                   keyword.defaultLibrary
    Task                     class
    SET                      keyword
    title                    property
    =                        operator
    $                        parameter
    title                    parameter
    WHERE                    keyword
    id                       variable
    =                        operator
    1.5                      number
    ");
}

#[test]
fn texts_that_are_values_of_an_enum_are_told() {
    assert_snapshot!(show("\
entity: Task
fields:
  title: text
  status: enum(open, done)
actions:
  - name: close
    steps:
      - validate: status IN ('open', 'x') AND title = 'open' AND 'done' != title
      - update: Task SET status = 'done'
"), @"
    entity                   keyword.defaultLibrary
    Task                     class.declaration
    fields                   keyword.defaultLibrary
    title                    property.declaration
    text                     type.defaultLibrary
    status                   property.declaration
    enum                     type.defaultLibrary
    open                     enumMember.declaration
    done                     enumMember.declaration
    actions                  keyword.defaultLibrary
    name                     keyword.defaultLibrary
    close                    method.declaration
    steps                    keyword.defaultLibrary
    validate                 keyword.defaultLibrary
    status                   property
    IN                       operator
    '                        enumMember
    open                     enumMember
    '                        enumMember
    'x'                      enumMember
    AND                      operator
    title                    property
    =                        operator
    'open'                   string
    AND                      operator
    'done'                   string
    !=                       operator
    title                    property
    update                   keyword.defaultLibrary
    Task                     class
    SET                      keyword
    status                   property
    =                        operator
    '                        enumMember
    done                     enumMember
    '                        enumMember
    ");
}

#[test]
fn names_in_lists_are_what_they_stand_for() {
    assert_snapshot!(show("\
entity: Task
fields:
  parent: ref(Task)
  code: text
translations:
  fields: [code]
table_views:
  include_relations:
    - parent: {fields: [code]}
"), @"
    entity                   keyword.defaultLibrary
    Task                     class.declaration
    fields                   keyword.defaultLibrary
    parent                   property.declaration
    ref                      type.defaultLibrary
    Task                     class
    code                     property.declaration
    text                     type.defaultLibrary
    translations             keyword.defaultLibrary
    fields                   keyword.defaultLibrary
    code                     property
    table_views              keyword.defaultLibrary
    include_relations        keyword.defaultLibrary
    parent                   property
    fields                   keyword.defaultLibrary
    code                     property
    ");
}

#[test]
fn keys_that_nothing_is_made_of_are_deprecated() {
    assert_snapshot!(show("entity: A\nhierarchical: true\nfoo: 1\nevents: []\n"), @"
    entity                   keyword.defaultLibrary
    A                        class.declaration
    hierarchical             keyword.deprecated.defaultLibrary
    true                     keyword
    foo                      property
    1                        number
    events                   keyword.deprecated.defaultLibrary
    ");
}

#[test]
fn other_files_of_a_project_have_keys_of_their_own() {
    assert_snapshot!(show("\
//- registry/domain_registry.yaml
domains:
  \"01\":
    name: crm
    multi_tenant: true
    colour: red
"), @r#"
    domains                  keyword.defaultLibrary
    "01"                     property
    name                     keyword.defaultLibrary
    crm                      namespace
    multi_tenant             keyword.defaultLibrary
    true                     keyword
    colour                   property
    red                      string
    "#);
}

#[test]
fn texts_of_several_lines_are_told_line_by_line() {
    assert_snapshot!(show("a: |\n  one\n\n    two\nb: \"x\n  y\"\r\nc: &n {\"k\": *n}\n"), @r#"
    a                        property
    one                      string
    two                      string
    b                        property
    "x                       string
    y"                       string
    c                        property
    &                        label
    n                        label.declaration
    "k"                      property
    *                        label
    n                        label
    "#);
}

#[test]
fn a_part_has_the_words_that_touch_it() {
    let fixture = Fixture::new("entity: A\n$0fields:\n  a: text\n$1  b: text\n");
    let (file, part) = fixture.selection();
    let tokens = semantic_tokens_in(fixture.db(), file, part);
    assert_snapshot!(print(&fixture.text(file), &tokens), @"
    fields                   keyword.defaultLibrary
    a                        property.declaration
    text                     type.defaultLibrary
    ");
}

#[test]
fn words_never_overlap() {
    let texts = [
        include_str!("../../../../examples/shop/entities/workshop/repair.yaml"),
        include_str!("../../../../examples/next/entities/rental/trip.yaml"),
    ];
    for text in texts {
        let fixture = Fixture::new(text);
        let tokens = semantic_tokens(fixture.db(), fixture.file());
        assert!(tokens.len() > 100);
        for pair in tokens.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
        }
        for token in tokens {
            assert!(!text[token.span.range()].contains('\n'), "{token:?}");
        }
    }
}
