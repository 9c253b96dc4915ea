use insta::assert_snapshot;
use specql_language::key::Shape;

use super::*;
use crate::fixture::Fixture;

/// What may be typed at the cursor, in words.
fn spot(text: &str) -> String {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    let context = Context::new(fixture.db(), file, offset);
    let spot = &context.spot;
    let mut told = Vec::new();
    if let Some(keys) = &spot.keys {
        let present: Vec<_> = keys.present.iter().map(String::as_str).collect();
        let (shapes, present) = (shapes(&keys.shapes), present.join(", "));
        told.push(format!("a key of {shapes} beside [{present}]"));
    }
    if let Some(value) = spot.value.as_ref().filter(|value| !value.shapes.is_empty()) {
        told.push(format!("a value: {}", shapes(&value.shapes)));
    }
    let keys = spot.above.iter().filter_map(|above| above.key.as_deref());
    let way: Vec<_> = keys.collect();
    told.push(format!("below /{}", way.join("/")));
    if spot.is_flow {
        told.push("in brackets".to_owned());
    }
    if spot.misses_dash {
        told.push("without its dash".to_owned());
    }
    told.join("\n")
}

fn shapes(shapes: &[Shape]) -> String {
    let told = shapes.iter().map(|shape| match shape {
        Shape::Choice(_) => "Choice".to_owned(),
        Shape::Named(name, _) => format!("Named({name:?})"),
        shape => format!("{shape:?}"),
    });
    told.collect::<Vec<_>>().join(" or ")
}

#[test]
fn at_the_top() {
    assert_snapshot!(spot("$0"), @r"
    a key of Mapping(Root) beside []
    below /
    ");
    assert_snapshot!(spot("entity: A\n$0\nfields: {}\n"), @r"
    a key of Mapping(Root) beside [entity, fields]
    below /
    ");
}

#[test]
fn an_empty_line_belongs_to_the_block_of_its_column() {
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      - if: c\n        then: []\n";
    assert_snapshot!(spot(&format!("{text}        $0\n")), @r"
    a key of Mapping(Step) beside [if, then]
    below /actions/steps
    ");
    assert_snapshot!(spot(&format!("{text}    $0\n")), @r"
    a key of Mapping(Action) beside [name, steps]
    below /actions
    ");
    assert_snapshot!(spot(&format!("{text}$0\n")), @r"
    a key of Mapping(Root) beside [actions, entity]
    below /
    ");
}

#[test]
fn behind_a_key_stands_its_value() {
    assert_snapshot!(spot("entity: A\nfields:\n  b: $0\n  c: text\n"), @r"
    a value: Type
    below /fields/b
    ");
    assert_snapshot!(spot("entity: A\nidentifier:\n  strategy: $0"), @r"
    a value: Choice
    below /identifier/strategy
    ");
}

#[test]
fn below_a_key_without_a_value_both_may_stand() {
    assert_snapshot!(spot("entity: A\nfields:\n  b:\n    $0\n"), @r"
    a key of Mapping(Field) beside []
    a value: Type
    below /fields/b
    ");
}

#[test]
fn in_brackets() {
    assert_snapshot!(spot("entity: A\nidentifier: {strategy: simple, $0"), @r"
    a key of Mapping(Identifier) beside [strategy]
    below /identifier
    in brackets
    ");
    assert_snapshot!(spot("entity: A\nidentifier: {components: [b, $0]}\n"), @r"
    a value: Reference(FieldPath)
    below /identifier/components
    in brackets
    ");
}

#[test]
fn an_item_without_its_dash() {
    assert_snapshot!(spot("entity: A\nactions:\n  $0\n"), @r"
    a key of Mapping(Action) beside []
    below /actions
    without its dash
    ");
    assert_snapshot!(spot("entity: A\nactions:\n  - name: b\n  $0\n"), @r"
    a key of Mapping(Action) beside []
    below /actions
    without its dash
    ");
}

#[test]
fn a_tab_is_two_blanks() {
    assert_snapshot!(spot("entity: A\nidentifier:\n\t$0\n"), @r"
    a key of Mapping(Identifier) beside []
    below /identifier
    ");
}

#[test]
fn in_quotes_and_in_blocks() {
    assert_snapshot!(spot("entity: A\nfields:\n  b: \"te$0\"\n"), @r"
    a value: Type
    below /fields/b
    ");
    let text = "entity: A\nactions:\n  - name: b\n    steps:\n      - validate: |\n          a\n          $0\n";
    assert_snapshot!(spot(text), @r"
    a value: Expression
    below /actions/steps/validate
    ");
}
