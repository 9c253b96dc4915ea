use insta::assert_snapshot;

use super::*;
use crate::fixture::Fixture;

/// The text, formatted, with its blanks at the ends of lines made visible.
fn show(text: &str) -> String {
    match formatted(text) {
        Ok(None) => "nothing to change".to_owned(),
        Ok(Some(new)) => {
            assert_eq!(formatted(&new), Ok(None), "twice is once");
            new.replace(" \n", "·\n").replace('\r', "␍")
        }
        Err(reason) => format!("{reason:?}"),
    }
}

#[test]
fn blocks_are_indented_by_two() {
    assert_snapshot!(show("\
entity: Task
fields:
    title:   text!
    status :
        type: enum(open, done)
actions:
- name: close
  steps:
  -   validate: status = 'open'
      error: not_open
  - update: Task SET status = 'done'
      WHERE id = $id
"), @"
    entity: Task

    fields:
      title: text!
      status:
        type: enum(open, done)

    actions:
      - name: close
        steps:
          - validate: status = 'open'
            error: not_open
          - update: Task SET status = 'done'
              WHERE id = $id
    ");
}

#[test]
fn brackets_have_no_blanks_inside_and_commas_one_behind() {
    assert_snapshot!(show("a: [ x,y , z ]\nb: { k: 1,l: [ ] ,m:   2 }\nc: [x, ]\nd: {e: }\n"), @"
    a: [x, y, z]
    b: {k: 1, l: [], m: 2}
    c: [x,]
    d: {e: }
    ");
}

#[test]
fn brackets_over_several_lines_stand_like_blocks() {
    assert_snapshot!(show("\
fields:
  a: [
        x,
      {y: 1,
    z: 2}
        ]
  b:
      [1,
      2]
  c:
    - [
     3
    ]
"), @"
    fields:
      a: [
        x,
        {y: 1,
          z: 2}
      ]
      b:
        [1,
          2]
      c:
        - [
            3
          ]
    ");
}

#[test]
fn comments_go_with_what_they_are_about() {
    assert_snapshot!(show("\
# Head
entity: Task   # aligned
# About fields
fields:
    # About a
    a: text

    # the last
    # b: text
# About actions
actions: []
# The end
"), @"
    # Head
    entity: Task   # aligned

    # About fields
    fields:
      # About a
      a: text

      # the last
      # b: text

    # About actions
    actions: []
    # The end
    ");
}

#[test]
fn texts_keep_every_blank_that_counts() {
    assert_snapshot!(show("\
a:
      b: |
            one
              two

            three
      c: >-
          four
      d: |2
          five
      e: |+
          six


      f: 'seven

        eight'
"), @"
    a:
      b: |
        one
          two

        three
      c: >-
        four
      d: |2
          five
      e: |+
        six


      f: 'seven

        eight'
    ");
}

#[test]
fn blank_lines_stand_between_blocks_and_nowhere_twice() {
    assert_snapshot!(show("\n\nentity: A\nschema: b\nfields:\n  a: text\n\n\n\n  b: text\nactions: []\n\n\n"), @"
    entity: A
    schema: b

    fields:
      a: text

      b: text

    actions: []
    ");
}

#[test]
fn blanks_at_the_ends_of_lines_go_and_a_break_ends_the_file() {
    assert_snapshot!(show("entity: A  \nfields: \n  a: text   \n \n  b: text"), @"
    entity: A

    fields:
      a: text

      b: text
    ");
    assert_snapshot!(show("entity: A \r\nfields:\r\n    a: text"), @"
    entity: A␍
    ␍
    fields:␍
      a: text␍
    ");
}

#[test]
fn what_is_formatted_stays() {
    assert_snapshot!(show("entity: A\n\nfields:\n  a: text   # one\n  bc: text  # two\n"), @"nothing to change");
    assert_snapshot!(show(""), @"nothing to change");
    assert_snapshot!(show("a: |\n  no break"), @"nothing to change");
}

#[test]
fn a_part_with_a_mistake_is_left_alone() {
    assert_snapshot!(show("\
entity:   A
fields:
    a: text
    pho
    b:   text
actions:
-   name: x
"), @"
    entity: A
    fields:
        a: text
        pho
        b:   text
    actions:
      - name: x
    ");
    assert_snapshot!(show("<<<<<<< ours\nentity:   A\n"), @"nothing to change");
}

#[test]
fn a_selection_is_formatted_alone_where_that_is_possible() {
    let show = |text: &str| {
        let fixture = Fixture::new(text);
        let (file, range) = fixture.selection();
        let edits = format_range(fixture.db(), file, range).unwrap();
        let changes: Vec<_> = edits
            .into_iter()
            .map(|Edit { span, text, .. }| Change { span, text })
            .collect();
        apply(&fixture.text(file), &changes)
    };
    assert_snapshot!(show("entity:   A\na: [ 1$0 ]$1\nb: [ 2 ]\n"), @"
    entity:   A
    a: [1]
    b: [ 2 ]
    ");
    assert_snapshot!(show("a:  1\nfields:\n    a: $0[ 1 ]$1\n    b:  text\nb:  2\n"), @"
    a:  1
    fields:
      a: [1]
      b: text
    b:  2
    ");
}

#[test]
fn changes_are_as_small_as_can_be() {
    let fixture = Fixture::new("entity:  A\nfields:\n    a: text\n");
    let edits = format(fixture.db(), fixture.file()).unwrap();
    let shown: Vec<_> = edits
        .iter()
        .map(|e| (e.span.range(), e.text.as_str()))
        .collect();
    assert_eq!(shown, [(7..9, " "), (10..11, "\n\n"), (18..23, "\n  ")]);
}

/// Where the cursor stands behind a new line.
fn newline(text: &str) -> String {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    let text = fixture.text(file);
    let edits = format_on_newline(fixture.db(), file, offset);
    let at = edits.first().map_or(offset as usize, |edit| {
        edit.span.start as usize + edit.text.len()
    });
    let changes: Vec<_> = edits
        .into_iter()
        .map(|Edit { span, text, .. }| Change { span, text })
        .collect();
    let mut text = apply(&text, &changes);
    text.insert(at, '|');
    text
}

#[test]
fn a_new_line_begins_where_it_belongs() {
    assert_snapshot!(newline("fields:\n$0\nactions: []\n"), @"
    fields:
      |
    actions: []
    ");
    assert_snapshot!(newline("fields:\n  a: text # c\n$0"), @"
    fields:
      a: text # c
      |
    ");
    assert_snapshot!(newline("actions:\n  - name: x\n$0"), @"
    actions:
      - name: x
        |
    ");
    assert_snapshot!(newline("actions:\n  - steps:\n$0"), @"
    actions:
      - steps:
          |
    ");
    assert_snapshot!(newline("a:\n  b: |\n$0"), @"
    a:
      b: |
        |
    ");
    assert_snapshot!(newline("a:\n  b: |\n      x\n$0"), @"
    a:
      b: |
          x
          |
    ");
    assert_snapshot!(newline("a: [\n  x,\n$0]"), @"
    a: [
      x,
      |]
    ");
}
