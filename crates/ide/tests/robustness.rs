//! Every question has an answer at every place of every text, however it is cut.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails where it stands"
)]

use specql_analysis::db::File;
use specql_analysis::settings::Settings;
use specql_analysis::{Database, Span};
use specql_ide as ide;

const SPECS: [&str; 3] = [
    include_str!("../../../examples/shop/entities/workshop/repair.yaml"),
    "\
# Ways of the ferry
entity: Crossing
schema: ferry
fields:
  pier: ref(ferry.Pier)!     # where it starts
  status: enum(planned, under_way, done) = planned
  seats: {type: integer, nullable: false}
  log: |
    first

      second
actions:
  - name: cast_off
    params: {at: datetime}
    steps:
      - validate: \"status = 'planned' AND
          pier.open IS NOT NULL\" # specql: ignore[path-in-expression]
        error: not_planned
      - update: Crossing SET status = 'under_way' WHERE id = $id
",
    "entity: Ä\r\nfields: {ö: \"ref(ß\", 😀: 'x\n\n  y'}\n? é\n: |+2\n\n    文\n",
];

/// Asks everything that is about a whole file.
fn ask_file(db: &Database, file: File, length: usize) {
    let all = Span::new(0, length);
    for fold in ide::folds(db, file) {
        assert!(fold.span.start <= fold.span.end && fold.span.end <= all.end);
    }
    let mut end = 0;
    for token in ide::semantic_tokens(db, file) {
        assert!(end <= token.span.start && token.span.end <= all.end);
        end = token.span.end;
    }
    let _ = ide::format(db, file);
}

/// Asks everything that is about a place.
fn ask_place(db: &Database, file: File, at: usize, length: usize) {
    let offset = u32::try_from(at).unwrap();
    let selections = ide::selection_ranges(db, file, offset);
    for pair in selections.windows(2) {
        assert!(pair[1].start <= pair[0].start && pair[0].end <= pair[1].end);
    }
    assert!(
        selections
            .iter()
            .all(|span| span.start <= offset && offset <= span.end)
    );
    let _ = ide::format_on_newline(db, file, offset);
    if at.is_multiple_of(9) {
        let part = Span::new(at, (at + 40).min(length));
        let _ = ide::semantic_tokens_in(db, file, part);
    }
}

/// Does everything that can be done at a place.
fn act(db: &Database, file: File, selected: Span, length: usize) {
    let settings = Settings::default();
    for action in ide::code_actions(db, file, selected, &settings) {
        let change = ide::resolve_code_action(db, file, selected, &settings, &action.id);
        let change = change.unwrap_or_else(|| panic!("{action:?} cannot be done"));
        for edit in change.edits {
            assert!(edit.span.start <= edit.span.end && edit.span.end as usize <= length);
        }
    }
}

/// All places of a text where a cursor may stand.
fn places(text: &str) -> impl Iterator<Item = usize> + '_ {
    let places = text.char_indices().map(|(at, _)| at);
    places.chain([text.len()])
}

#[test]
fn at_every_place_there_is_an_answer() {
    for text in SPECS {
        let mut host = specql_generate::host();
        let file = host.open("a.yaml", text);
        for at in places(text) {
            ask_place(host.db(), file, at, text.len());
        }
        for at in places(text).step_by(7) {
            let _ = ide::format_range(host.db(), file, Span::new(at, at));
            act(host.db(), file, Span::at(at), text.len());
            act(host.db(), file, Span::new(at / 2, at), text.len());
        }
        // Places that are none.
        ask_file(host.db(), file, text.len());
        let _ = ide::selection_ranges(host.db(), file, u32::MAX);
        let _ = ide::format_on_newline(host.db(), file, u32::MAX);
    }
}

#[test]
fn a_text_may_end_anywhere() {
    for text in &SPECS[1..] {
        for at in places(text) {
            let cut = &text[..at];
            let mut host = specql_generate::host();
            let file = host.open("a.yaml", cut);
            ask_file(host.db(), file, at);
            ask_place(host.db(), file, at, at);
            act(host.db(), file, Span::at(at), at);
        }
    }
}
