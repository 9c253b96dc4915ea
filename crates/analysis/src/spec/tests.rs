use super::*;
use std::fs;
use std::path::Path;

pub(super) fn spec_of(text: &str) -> Spec {
    super::spec_of(&Once::of(text))
}

#[test]
fn a_spec_is_read_as_it_is_meant() {
    let spec = spec_of(
        "\
entity: Invoice
schema: billing
fields:
  number: text!
  state: enum(open, paid) = open!
  total: {type: money, nullable: false, description: What is owed}
  customer: ref(crm.Customer)! = 1
",
    );
    assert_eq!(spec.entity.as_ref().unwrap().text, "Invoice");
    assert_eq!(spec.schema.as_ref().unwrap().text, "billing");
    let fields: Vec<_> = spec
        .fields
        .iter()
        .map(|field| (field.name.text.as_str(), field.required))
        .collect();
    assert_eq!(
        fields,
        [
            ("number", true),
            ("state", true),
            ("total", true),
            ("customer", true)
        ]
    );
    assert_eq!(
        spec.field("state").unwrap().default.as_ref().unwrap().text,
        "open"
    );
    let TypeKind::Reference { targets, .. } = &spec.field("customer").unwrap().field_type.kind
    else {
        panic!("a reference");
    };
    assert_eq!(targets[0].name.text, "Customer");
}

use crate::expression::ast::TypeKind;

#[test]
fn steps_hold_their_branches() {
    let spec = spec_of(
        "\
entity: A
fields: {a: text}
actions:
  - name: b
    params: {x: integer, y: ref(B)}
    steps:
      - validate: a = 'x'
      - if: a = 'y'
        then:
          - update: A SET a = 'z' WHERE a = 'y'
          - call: f(a = 1)
            store: r
        else:
          - foreach: item in items
            do:
              - reject: not_now
",
    );
    let kinds: Vec<_> = spec.steps().map(|step| step.key.text.as_str()).collect();
    assert_eq!(
        kinds,
        ["validate", "if", "update", "call", "foreach", "reject"]
    );
    let contents: Vec<_> = spec
        .steps()
        .map(|step| match step.content {
            Content::Expression(_) => "expression",
            Content::Statement(_) => "statement",
            Content::Call(_) => "call",
            Content::Text(_) => "text",
            Content::Nothing => "nothing",
        })
        .collect();
    assert_eq!(
        contents,
        [
            "expression",
            "expression",
            "statement",
            "call",
            "statement",
            "text"
        ]
    );
    assert_eq!(spec.actions[0].parameters.len(), 2);
}

#[test]
fn half_typed_specs_mean_what_is_sound_in_them() {
    let text = "entity: A\nfields:\n  a: text\n  b\n  c: enum(x, \nactions:\n  - name: d\n    steps:\n      - val\n      - validate: a =\n";
    let spec = spec_of(text);
    let names: Vec<_> = spec
        .fields
        .iter()
        .map(|field| field.name.text.as_str())
        .collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(spec.fields[1].field_type.kind, TypeKind::Missing);
    let keys: Vec<_> = spec.steps().map(|step| step.key.text.as_str()).collect();
    assert_eq!(keys, ["val", "validate"]);
}

#[test]
fn names_in_other_blocks_are_found_by_their_shape() {
    let spec = spec_of(
        "\
entity: A
fields: {a: text}
translations: {enabled: true, fields: [a]}
agents:
  - {name: keeper, can_execute: [b]}
table_views:
  include_relations:
    - company: {fields: [name]}
indexes:
  - {fields: [a], name: i}
",
    );
    let found: Vec<_> = spec
        .mentions
        .iter()
        .map(|mention| (mention.what, mention.name.text.as_str()))
        .collect();
    assert!(found.contains(&(key::Name::Field, "a")), "{found:?}");
    assert!(found.contains(&(key::Name::Action, "b")), "{found:?}");
}

#[test]
fn relations_and_parameters_of_patterns_are_names_too() {
    let spec = spec_of(
        "\
entity: A
fields: {code: text, company: ref(Company)}
table_views:
  include_relations:
    - company:
        fields: [name]
        include_relations:
          - country: {fields: ['*']}
patterns:
  - type: temporal_scd_type2_helper
    params: {natural_key: [code]}
",
    );
    let found: Vec<_> = spec
        .mentions
        .iter()
        .map(|mention| {
            let through: Vec<_> = mention
                .through
                .iter()
                .map(|name| name.text.as_str())
                .collect();
            (mention.what, mention.name.text.as_str(), through.join("."))
        })
        .collect();
    let expected = [
        (key::Name::ReferenceField, "company", ""),
        (key::Name::TargetField, "name", "company"),
        (key::Name::ReferenceField, "country", "company"),
        (key::Name::TargetField, "*", "company.country"),
        (key::Name::SchemaPattern, "temporal_scd_type2_helper", ""),
        (key::Name::Field, "code", ""),
    ];
    assert_eq!(
        found,
        expected.map(|(what, name, through)| (what, name, through.to_owned()))
    );
}

#[test]
fn a_spec_that_holds_itself_ends() {
    spec_of(
        "entity: A\nactions: &a\n  - name: b\n    steps: &s\n      - if: x\n        then: *s\nindexes: *a\n",
    );
}

/// Texts of all kinds: the examples of the rules, the project's own, and the corpus where it is.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for rule in crate::rules::rules() {
        let blocks = rule.doc.split("\n```yaml").skip(1);
        let blocks = blocks.filter_map(|block| block.split_once('\n')?.1.split("\n```").next());
        texts.extend(blocks.map(|text| (rule.code.to_owned(), format!("{text}\n"))));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut open = vec![root.join("examples"), root.join("../shared/corpus")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
                && let Ok(text) = fs::read_to_string(&path)
            {
                texts.push((path.display().to_string(), text));
            }
        }
    }
    texts
}

#[test]
fn what_is_plain_means_the_same_with_a_tree_and_without() {
    let mut different = Vec::new();
    let (mut specs, mut without) = (0, 0);
    for (name, text) in texts() {
        let once = Once::of(&text);
        let expected = read::spec_by_tree(once.document(), &text, &|| once.tree());
        let once = Once::of(&text);
        let found = super::spec_of(&once);
        specs += 1;
        without += usize::from(!once.has_tree());
        if found != expected {
            let (found, expected) = (format!("{found:#?}"), format!("{expected:#?}"));
            let lines = found.lines().zip(expected.lines());
            let first = lines.filter(|(a, b)| a != b).take(4);
            different.push(format!("{name}: {:#?}", first.collect::<Vec<_>>()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(
        without * 2 > specs,
        "{without} of {specs} were read without a tree"
    );
}
