//! Places that change together while a name is typed.

use specql_analysis::db::{Db, File};
use specql_analysis::resolve::Target;
use specql_yaml::Span;

use crate::search::search;
use crate::symbol::symbol_at;

/// The places of a name that is known in one file only, if it is the name of a parameter, a
/// variable or an anchor, and stands everywhere just as it is.
///
/// A parameter with which another file calls the action is not such a name.
#[must_use]
pub fn linked_editing(db: &dyn Db, file: File, offset: u32) -> Option<Vec<Span>> {
    let found = symbol_at(db, file, offset)?;
    let is_local = matches!(
        found.symbol.target,
        Target::Parameter(_) | Target::Variable(_) | Target::Anchor(_)
    );
    if !is_local {
        return None;
    }
    let places = search(db, &found.symbol);
    let [(only, names)] = places.as_slice() else {
        return None;
    };
    let text = file.text(db);
    let letters = |span: Span| text.get_byte_slice(span.range());
    let is_same = |span: Span| letters(span).is_some() && letters(span) == letters(found.span);
    let spans: Vec<Span> = names.iter().map(|name| name.span).collect();
    (*only == file && spans.len() > 1 && spans.iter().all(|span| is_same(*span))).then_some(spans)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        match linked_editing(fixture.db(), file, offset) {
            None => "nothing".to_owned(),
            Some(spans) => {
                let frames = spans.iter().map(|span| fixture.frame(file, *span));
                frames.collect::<Vec<_>>().join("\n")
            }
        }
    }

    const ORDER: &str = "\
entity: Order
fields:
  price: &amount decimal(10, 2)
  total: *amount
actions:
  - name: pay
    params: {sum: money}
    steps:
      - validate: $sum > 0 AND total > 0
";

    #[test]
    fn a_parameter_and_an_anchor_are_known_in_their_file_only() {
        assert_snapshot!(show(&ORDER.replace("$sum", "$su$0m")), @r"
        spec.yaml:7:14
            params: {sum: money}
                     ^^^
        spec.yaml:9:20
              - validate: $sum > 0 AND total > 0
                           ^^^
        ");
        assert_snapshot!(show(&ORDER.replace("&amount", "&am$0ount")), @r"
        spec.yaml:3:11
          price: &amount decimal(10, 2)
                  ^^^^^^
        spec.yaml:4:11
          total: *amount
                  ^^^^^^
        ");
    }

    #[test]
    fn a_field_may_be_named_elsewhere() {
        assert_snapshot!(show(&ORDER.replace("AND total", "AND to$0tal")), @"nothing");
    }

    #[test]
    fn a_parameter_may_be_named_where_its_action_is_called() {
        let caller = "//- caller.yaml
entity: Caller
actions:
  - name: a
    steps:
      - call: pay(sum = 1)
";
        let order = ORDER.replace("$sum", "$su$0m");
        let text = format!("//- order.yaml\n{order}{caller}");
        assert_snapshot!(show(&text), @"nothing");
    }
}
