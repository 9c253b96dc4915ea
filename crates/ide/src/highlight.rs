//! All places of a name in one file.

use specql_analysis::db::{Db, File};
use specql_yaml::Span;

use crate::search::is_it;
use crate::symbol::{occurrences, symbol_at};

/// A place of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Where.
    pub span: Span,
    /// Whether it gets its name or a value here, rather than being read.
    pub is_written: bool,
}

/// The places in a file of what the name at a place stands for, in the order of the text.
#[must_use]
pub fn highlight(db: &dyn Db, file: File, offset: u32) -> Vec<Highlight> {
    let Some(wanted) = symbol_at(db, file, offset) else {
        return Vec::new();
    };
    let names = occurrences(db, file).into_iter();
    let same = names.filter(|name| is_it(&name.symbol, &wanted.symbol));
    same.map(|name| Highlight {
        span: name.span,
        is_written: name.is_definition || name.is_written,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        let shown = highlight(fixture.db(), file, offset)
            .into_iter()
            .map(|found| {
                let frame = fixture.frame(file, found.span);
                let what = if found.is_written { "written" } else { "read" };
                format!("{frame} {what}")
            });
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_sets_a_field_writes_it() {
        let text = "\
entity: Order
fields:
  number: text
  state: enum(open, paid)
actions:
  - name: pay
    steps:
      - validate: state = 'open' AND number IS NOT NULL
      - update: Order SET sta$0te = 'paid' WHERE state = 'open'
      - insert: Order(number = 'x', state = 'open')
      - insert: Order (state) VALUES ('open')
";
        assert_snapshot!(show(text), @r"
        spec.yaml:4:3
          state: enum(open, paid)
          ^^^^^ written
        spec.yaml:8:19
              - validate: state = 'open' AND number IS NOT NULL
                          ^^^^^ read
        spec.yaml:9:27
              - update: Order SET state = 'paid' WHERE state = 'open'
                                  ^^^^^ written
        spec.yaml:9:48
              - update: Order SET state = 'paid' WHERE state = 'open'
                                                       ^^^^^ read
        spec.yaml:10:37
              - insert: Order(number = 'x', state = 'open')
                                            ^^^^^ written
        spec.yaml:11:24
              - insert: Order (state) VALUES ('open')
                               ^^^^^ written
        ");
        let text = text
            .replace("sta$0te", "state")
            .replace("SET state = 'paid", "SET state = 'pa$0id");
        assert_snapshot!(show(&text), @r"
        spec.yaml:4:21
          state: enum(open, paid)
                            ^^^^ written
        spec.yaml:9:36
              - update: Order SET state = 'paid' WHERE state = 'open'
                                           ^^^^ read
        ");
    }

    #[test]
    fn parameters_are_highlighted_in_their_action_only() {
        let text = "\
entity: Order
actions:
  - name: pay
    params: {amount: money}
    steps:
      - validate: $amount > 0
      - validate: input.amo$0unt < 9
  - name: refund
    params: {amount: money}
    steps:
      - validate: $amount > 0
";
        assert_snapshot!(show(text), @r"
        spec.yaml:4:14
            params: {amount: money}
                     ^^^^^^ written
        spec.yaml:6:20
              - validate: $amount > 0
                           ^^^^^^ read
        spec.yaml:7:25
              - validate: input.amount < 9
                                ^^^^^^ read
        ");
    }

    #[test]
    fn what_a_pattern_is_given_names_fields() {
        let text = "\
entity: Order
fields:
  starts: date
  ends: date
patterns:
  - type: temporal_non_overlapping_daterange
    params: {scope_fields: [star$0ts], start_date_field: starts, end_date_field: ends}
";
        assert_snapshot!(show(text), @r"
        spec.yaml:3:3
          starts: date
          ^^^^^^ written
        spec.yaml:7:29
            params: {scope_fields: [starts], start_date_field: starts, end_date_field: ends}
                                    ^^^^^^ read
        spec.yaml:7:56
            params: {scope_fields: [starts], start_date_field: starts, end_date_field: ends}
                                                               ^^^^^^ read
        ");
    }
}
