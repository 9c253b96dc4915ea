//! A second entity in a file, which moves to a file of its own: SpecQL reads one from each.

use specql_analysis::Span;
use specql_analysis::naming::snake_case;
use specql_syntax::{Kind, Node};

use super::names::{is_taken, split};
use super::place::Place;
use super::{Change, FileOperation, Offer};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    match second(place) {
        Some(Second { name, path, .. }) => {
            Offer::one(format!("Move `{name}` to its own file `{path}`"))
        }
        None => Vec::new(),
    }
}

pub(super) fn change(place: &Place<'_>, _: &str) -> Option<Change> {
    let Second {
        path, own, gone, ..
    } = second(place)?;
    let n = place.line_break();
    let text = format!("{}{n}", place.source(own).trim_end());
    // What is left stands apart from what follows.
    let is_last = gone.end as usize >= place.text.trim_end().len();
    let left = if is_last { n } else { &n.repeat(2) };
    Some(Change {
        edits: vec![place.edit(gone, left)],
        operations: vec![FileOperation::Create { path, text }],
    })
}

/// An entity that is not the first one of its file.
struct Second {
    name: String,
    path: String,
    /// What says something of it.
    own: Span,
    /// What goes from the file: that, the line that begins its document, and blank lines.
    gone: Span,
}

/// A part of a file that is about one entity.
struct Section<'t> {
    /// The pair that names it.
    pair: Node<'t>,
    /// Where it begins, with the comments above it.
    start: usize,
    /// Where its document begins, if it is the first one there.
    document: Option<usize>,
}

fn second(place: &Place<'_>) -> Option<Second> {
    let sections = sections(place);
    let begins = |section: &Section<'_>| section.start <= place.selected.start as usize;
    let number = sections.iter().rposition(begins)?;
    let (section, before) = (sections.get(number)?, sections.get(number.checked_sub(1)?)?);
    let next = sections.get(number + 1);
    let end = next.map_or(place.text.len(), |next| next.document.unwrap_or(next.start));
    let own = Span::new(section.start, end);
    // Anchors and their aliases stay in one file.
    if place.source(own).contains(['&', '*']) {
        return None;
    }
    let kept = place
        .text
        .get(before.start..section.document.unwrap_or(section.start))?;
    let gone = Span::new(before.start + kept.trim_end().len(), end);
    let value = section.pair.child_by_field_name("value")?;
    let name = place.text.get(value.byte_range())?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !name.chars().all(is_word) {
        return None;
    }
    let path = match split(place.file.path(place.db)).0 {
        "" => format!("{}.yaml", snake_case(name)),
        folder => format!("{folder}/{}.yaml", snake_case(name)),
    };
    (!is_taken(place.db, &path)).then(|| Second {
        name: name.to_owned(),
        path,
        own,
        gone,
    })
}

/// The parts of a file that each begin with a key `entity`.
fn sections<'t>(place: &Place<'t>) -> Vec<Section<'t>> {
    let mut found = Vec::new();
    let root = place.tree.root();
    let mut cursor = root.walk();
    for document in root.named_children(&mut cursor) {
        let mut cursor = document.walk();
        let mappings = document.named_children(&mut cursor);
        let Some(mapping) = mappings
            .into_iter()
            .find(|c| Kind::of(c) == Kind::BlockMapping)
        else {
            continue;
        };
        let mut is_first = true;
        let mut cursor = mapping.walk();
        for pair in mapping.named_children(&mut cursor) {
            let key = pair.child_by_field_name("key");
            let name = key.and_then(|key| place.text.get(key.byte_range()));
            if name == Some("entity") {
                found.push(Section {
                    pair,
                    start: place.with_comments(pair.start_byte()),
                    document: is_first.then(|| document.start_byte()),
                });
            }
            is_first &= pair.is_extra();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, refactorings};

    #[test]
    fn a_second_document_moves() {
        assert_snapshot!(apply("\
//- work/task.yaml
entity: Task
schema: work
fields:
  title: text

---

# Where tasks hang
entity: Bo$0ard
schema: work
fields:
  name: text
# The end
", "Move `Board` to its own file `work/board.yaml`"), @"
        //- work/board.yaml
        # Where tasks hang
        entity: Board
        schema: work
        fields:
          name: text
        # The end
        //- work/task.yaml
        entity: Task
        schema: work
        fields:
          title: text
        ");
    }

    #[test]
    fn a_second_entity_of_one_document_moves() {
        assert_snapshot!(apply("\
//- work/task.yaml
entity: Task
schema: work
fields:
  title: text
# Where tasks hang
entity: Board
schema: work
fields:
  na$0me: text
", "Move `Board` to its own file `work/board.yaml`"), @"
        //- work/board.yaml
        # Where tasks hang
        entity: Board
        schema: work
        fields:
          name: text
        //- work/task.yaml
        entity: Task
        schema: work
        fields:
          title: text
        ");
    }

    #[test]
    fn the_first_entity_stays() {
        let text = "//- a.yaml\nentity: A$0\nschema: x\n---\nentity: B\nschema: x\n";
        let titles = refactorings(text);
        assert!(
            !titles.iter().any(|title| title.contains("own file")),
            "{titles:?}"
        );
    }
}
