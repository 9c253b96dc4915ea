use super::*;
use specql_yaml::load;

fn reading(text: &str) -> Reading {
    read(&load(text).unwrap())
}

/// The rules that a text breaks, in SpecQL's order, each with what it is about.
fn refused(text: &str) -> Vec<(Rule, String)> {
    let refusals = reading(text).refusals.into_iter();
    refusals
        .map(|refusal| match refusal.text.as_str() {
            "" => (refusal.rule, text[refusal.span.range()].to_owned()),
            _ => (refusal.rule, refusal.text),
        })
        .collect()
}

/// One field's reading, as JSON.
fn field(written: &str) -> serde_json::Value {
    let text = format!("entity: A\nfields:\n  f: {written}\n");
    let entity = reading(&text).entity.expect("an accepted spec");
    let mut field = serde_json::to_value(&entity.fields[0]).unwrap();
    let object = field.as_object_mut().unwrap();
    object.retain(|key, _| {
        [
            "type_name",
            "nullable",
            "default",
            "values",
            "reference_entity",
            "reference_schema",
            "item_type",
        ]
        .contains(&key.as_str())
    });
    field
}

fn shown(written: &str) -> String {
    field(written).to_string()
}

#[test]
fn types_are_read_as_they_are_written() {
    assert_eq!(shown("text!"), r#"{"type_name":"text","nullable":false}"#);
    assert_eq!(
        shown("text = 'x'!"),
        r#"{"type_name":"text","nullable":false,"default":"x"}"#
    );
    assert_eq!(
        shown("enum(a, b) = a"),
        r#"{"type_name":"enum","nullable":true,"default":"a","values":["a","b"]}"#
    );
    assert_eq!(
        shown("ref(crm.Contact | Lead)!"),
        r#"{"type_name":"ref","nullable":false,"reference_entity":"Contact","reference_schema":"crm"}"#
    );
    assert_eq!(
        shown("list(email)"),
        r#"{"type_name":"list","nullable":true,"item_type":"email"}"#
    );
}

#[test]
fn some_types_are_read_in_surprising_ways() {
    assert_eq!(
        shown("email! = x"),
        r#"{"type_name":"email!","nullable":true,"default":"x"}"#
    );
    assert_eq!(
        shown("enum(a = b, c)"),
        r#"{"type_name":"enum(a","nullable":true,"default":"b, c)"}"#
    );
    assert_eq!(
        shown("12:30:00"),
        r#"{"type_name":"45000","nullable":true}"#
    );
    assert_eq!(shown("no"), r#"{"type_name":"False","nullable":true}"#);
    assert_eq!(shown(""), r#"{"type_name":"None","nullable":true}"#);
    assert_eq!(
        shown("email = x"),
        r#"{"type_name":"email","nullable":true}"#
    );
}

#[test]
fn everything_that_is_refused_is_found_at_once() {
    let text = "\
entity: A
fields:
  id: text
  on: text
  a: {type: 3}
actions:
  - name: b
    steps:
      - validate: a > now() AND c = 'd'
      - update: A set a = 1
      - vaildate: a
translations:
  enabled: 1
";
    let expected = [
        (Rule::FieldNameIsReserved, "id"),
        (Rule::FieldNameIsNoText, "on"),
        (Rule::TypeIsNoText, "3"),
        (Rule::WordIsUnknown, "now"),
        (Rule::WordIsUnknown, "c"),
        (Rule::SetMissing, "A set a = 1"),
        (Rule::StepIsUnknown, "vaildate: a"),
        (Rule::EnabledIsNoBoolean, "1"),
    ];
    assert_eq!(
        refused(text),
        expected.map(|(rule, text)| (rule, text.to_owned()))
    );
}

#[test]
fn a_step_with_two_kinds_is_the_first_of_the_parsers_order() {
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      - {notify: 'x', validate: a}\n";
    let entity = reading(text).entity.unwrap();
    assert_eq!(entity.actions[0].steps[0].kind, "validate");
}

#[test]
fn steps_that_hold_themselves_end() {
    let text = "\
entity: A
fields: {a: text}
actions:
  - name: b
    steps: &s
      - if: a = 'x'
        then: *s
";
    assert_eq!(refused(text)[0].0, Rule::TooDeep);
}

#[test]
fn aliases_do_not_make_steps_without_end() {
    let mut text = "entity: A\nx:\n  - &s0 [{reject: a}]\n".to_owned();
    for n in 1..60 {
        let m = n - 1;
        text += &format!("  - &s{n} [{{if: a, then: *s{m}, else: *s{m}}}]\n");
    }
    text += "actions:\n  - {name: b, steps: *s59}\n";
    assert_eq!(refused(&text)[0].0, Rule::TooDeep);
}

#[test]
fn text_in_place_of_a_list_is_read_letter_by_letter() {
    let entity = reading("entity: A\npatterns: ab\nidentifier: {components: cd}\n")
        .entity
        .unwrap();
    let kinds: Vec<_> = entity
        .patterns
        .iter()
        .filter_map(|p| p.kind.as_text())
        .collect();
    assert_eq!(kinds, ["a", "b"]);
    assert_eq!(entity.identifier.unwrap().components.len(), 2);
}
