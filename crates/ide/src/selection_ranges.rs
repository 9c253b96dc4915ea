//! What is selected when a selection grows: the word, the path, the expression, the value, the
//! pair, the block, the file.

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::source;
use specql_syntax::{Kind, Node};

use crate::around::nodes_around;

/// All that stands around a place, the smallest first; each holds the one before.
#[must_use]
pub fn selection_ranges(db: &dyn Db, file: File, offset: u32) -> Vec<Span> {
    let text = source::text(db, file);
    let offset = offset as usize;
    let mut around = vec![Span::new(0, text.len())];
    let mut add = |span: Span| {
        let grows = around
            .last()
            .is_none_or(|last| span != *last && last.start <= span.start && span.end <= last.end);
        if grows && !span.is_empty() {
            around.push(span);
        }
    };
    for node in nodes_around(source::tree(db, file), offset) {
        add(Span::new(node.start_byte(), node.end_byte()));
        if let Some(inside) = inside_quotes(text, &node, offset) {
            add(inside);
        }
    }
    if let Some(word) = word_at(text, offset) {
        add(word);
    }
    around.reverse();
    around
}

/// What stands between the quotes of a scalar around a place.
fn inside_quotes(text: &str, node: &Node<'_>, offset: usize) -> Option<Span> {
    if !matches!(
        Kind::of(node),
        Kind::SingleQuotedScalar
            | Kind::DoubleQuotedScalar
            | Kind::QuotedScalar
            | Kind::QuotedKey
            | Kind::String
    ) {
        return None;
    }
    let (start, end) = (node.start_byte(), node.end_byte());
    let written = text.get(start..end)?;
    let quote = written.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let is_closed = written.len() > 1 && written.ends_with(quote);
    let end = if is_closed { end - 1 } else { end };
    (start < offset && offset <= end).then(|| Span::new(start + 1, end))
}

/// The word around a place.
fn word_at(text: &str, offset: usize) -> Option<Span> {
    let (before, behind) = text.split_at_checked(offset)?;
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let start = before.trim_end_matches(is_part).len();
    let end = text.len() - behind.trim_start_matches(is_part).len();
    Some(Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    /// Each selection on a line, with its line breaks as `⏎`.
    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        let text = fixture.text(file);
        let ranges = selection_ranges(fixture.db(), file, offset).into_iter();
        let shown = ranges.map(|span| text[span.range()].replace('\n', "⏎"));
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn from_the_word_to_the_file() {
        assert_snapshot!(show("\
entity: Task
actions:
  - name: close
    steps:
      - validate: owner.na$0me = 'x' AND done
"), @"
        name
        owner.name
        owner.name = 'x'
        owner.name = 'x' AND done
        validate: owner.name = 'x' AND done
        - validate: owner.name = 'x' AND done
        steps:⏎      - validate: owner.name = 'x' AND done
        name: close⏎    steps:⏎      - validate: owner.name = 'x' AND done
        - name: close⏎    steps:⏎      - validate: owner.name = 'x' AND done
        actions:⏎  - name: close⏎    steps:⏎      - validate: owner.name = 'x' AND done
        entity: Task⏎actions:⏎  - name: close⏎    steps:⏎      - validate: owner.name = 'x' AND done
        entity: Task⏎actions:⏎  - name: close⏎    steps:⏎      - validate: owner.name = 'x' AND done⏎
        ");
    }

    #[test]
    fn what_is_in_quotes_comes_before_the_quotes() {
        assert_snapshot!(show("a: {b: \"one t$0wo\"}\n"), @r#"
        two
        one two
        "one two"
        b: "one two"
        {b: "one two"}
        a: {b: "one two"}
        a: {b: "one two"}⏎
        "#);
    }

    #[test]
    fn a_word_of_a_longer_text_is_alone_first() {
        assert_snapshot!(show("description: Something t$0o do\n"), @"
        to
        Something to do
        description: Something to do
        description: Something to do⏎
        ");
    }

    #[test]
    fn at_the_end_of_a_name_the_name_is_meant() {
        assert_snapshot!(show("fields:\n  owner: ref(crm.Contact$0)!\n"), @"
        Contact
        crm.Contact
        ref(crm.Contact)
        ref(crm.Contact)!
        owner: ref(crm.Contact)!
        fields:⏎  owner: ref(crm.Contact)!
        fields:⏎  owner: ref(crm.Contact)!⏎
        ");
    }

    #[test]
    fn between_things_what_holds_them_is_meant() {
        assert_snapshot!(show("fields:\n  a: text\n $0 b: text\n"), @"
        a: text⏎  b: text
        fields:⏎  a: text⏎  b: text
        fields:⏎  a: text⏎  b: text⏎
        ");
    }
}
