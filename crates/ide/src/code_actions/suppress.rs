//! Comments that silence a diagnostic, here or in the whole file.

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::diagnostic::{Diagnostic, Edit};
use specql_analysis::rules::rule;
use specql_syntax::Kind;

use super::place::Place;
use super::{ActionKind, Change, CodeAction, selected_of};
use crate::around::nodes_around;

const HERE: &str = "ignore-here";
const FILE: &str = "ignore-in-file";

pub(super) fn actions(
    db: &dyn Db,
    file: File,
    all: &[Diagnostic],
    selected: Span,
) -> Vec<CodeAction> {
    let place = Place::new(db, file, selected);
    let mut found: Vec<CodeAction> = Vec::new();
    for diagnostic in selected_of(all, selected) {
        let (code, span) = (diagnostic.rule.code, diagnostic.span);
        let is_known = |known: &CodeAction| known.mends.contains(&(code, span));
        if found.iter().any(is_known) {
            continue;
        }
        let mut add = |title: String, id: String| {
            found.push(CodeAction {
                title,
                kind: ActionKind::QuickFix,
                id,
                is_preferred: false,
                mends: vec![(code, span)],
            });
        };
        // Of a comment, another one can only speak for the whole file.
        if !is_comment(&place, span.start as usize) {
            add(
                format!("Ignore `{code}` on this line"),
                format!("{HERE}:{code}:{}", span.start),
            );
        }
        add(
            format!("Ignore `{code}` in this file"),
            format!("{FILE}:{code}"),
        );
    }
    found
}

/// Whether a line has nothing but a comment.
fn is_comment(place: &Place<'_>, offset: usize) -> bool {
    let line = place.text.get(place.line_start(offset)..);
    line.is_some_and(|line| line.trim_start_matches([' ', '\u{feff}']).starts_with('#'))
}

pub(super) fn change(db: &dyn Db, file: File, name: &str, argument: &str) -> Option<Change> {
    let place = Place::new(db, file, Span::at(0));
    let edit = match name {
        HERE => {
            let (code, offset) = argument.split_once(':')?;
            here(&place, rule(code)?.code, offset.parse().ok()?)
        }
        FILE => in_file(&place, rule(argument)?.code),
        _ => return None,
    };
    Some(Change {
        edits: vec![edit],
        operations: Vec::new(),
    })
}

/// A comment above the line, or one more code in the comment that is there.
fn here(place: &Place<'_>, code: &str, offset: usize) -> Edit {
    let line = place.line_start(outermost_start(place, offset.min(place.text.len())));
    let end = place.line_end(line);
    let above = place.line_start(line.saturating_sub(1));
    for (start, end) in [(line, end), (above, line)] {
        if let Some(edit) = added_code(place, start, end, "ignore", code) {
            return edit;
        }
    }
    let content = place.text.get(line..end).unwrap_or_default();
    let content = content.trim_start_matches('\u{feff}');
    let indent = content.len() - content.trim_start_matches(' ').len();
    let comment = format!(
        "{}# specql: ignore[{code}]{}",
        " ".repeat(indent),
        place.line_break()
    );
    place.edit(Span::at(end - content.len()), comment)
}

fn in_file(place: &Place<'_>, code: &str) -> Edit {
    let start = place.text.len() - place.text.trim_start_matches('\u{feff}').len();
    let mut line = start;
    // The comments that a file begins with.
    while place
        .text
        .get(line..)
        .is_some_and(|text| text.starts_with('#'))
    {
        if let Some(edit) = added_code(place, line, place.line_end(line), "ignore-file", code) {
            return edit;
        }
        line = place.next_line(line);
    }
    let comment = format!("# specql: ignore-file[{code}]{}", place.line_break());
    place.edit(Span::at(start), comment)
}

/// One more code in a comment between two places, if there is one of the kind.
fn added_code(place: &Place<'_>, start: usize, end: usize, word: &str, code: &str) -> Option<Edit> {
    let line = place.text.get(start..end)?;
    let at = line.find(&format!("# specql: {word}["))?;
    let close = at + line.get(at..)?.find(']')?;
    Some(place.edit(Span::at(start + close), format!(", {code}")))
}

/// Where the value of several lines around a place begins, for no comment can stand in it.
fn outermost_start(place: &Place<'_>, offset: usize) -> usize {
    let around = nodes_around(place.tree, offset).into_iter();
    let kinds = around.map(|node| (Kind::of(&node), node));
    let mut values = kinds.filter(|(kind, _)| kind.is_text() || *kind == Kind::Type);
    values
        .next()
        .map_or(offset, |(_, value)| value.start_byte())
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::apply;

    #[test]
    fn a_comment_above_the_line_silences_it() {
        assert_snapshot!(apply("\
entity: Task
schema: work
fields:
  a: text
  title: text?$0
", "Ignore `optional-mark` on this line"), @"
        entity: Task
        schema: work
        fields:
          a: text
          # specql: ignore[optional-mark]
          title: text?
        ");
    }

    #[test]
    fn a_comment_that_is_there_gets_one_more_code() {
        assert_snapshot!(apply("\
entity: Task
schema: work
fields:
  # specql: ignore[unknown-type]
  title: txet?$0
", "Ignore `optional-mark` on this line"), @"
        entity: Task
        schema: work
        fields:
          # specql: ignore[unknown-type, optional-mark]
          title: txet?
        ");
    }

    #[test]
    fn no_comment_is_put_into_a_long_value() {
        assert_snapshot!(apply("\
entity: Task
schema: work
fields:
  title: text
actions:
  - name: check
    steps:
      - validate: title IS NOT NULL
          AND tit$0el = 'x'
        error: no_title
", "Ignore `unknown-field` on this line"), @"
        entity: Task
        schema: work
        fields:
          title: text
        actions:
          - name: check
            steps:
              # specql: ignore[unknown-field]
              - validate: title IS NOT NULL
                  AND titel = 'x'
                error: no_title
        ");
    }

    #[test]
    fn a_comment_at_the_top_silences_the_file() {
        assert_snapshot!(apply("\
# Tasks
# specql: ignore-file[unknown-type]
entity: Task
schema: work
fields:
  title: text?$0
", "Ignore `optional-mark` in this file"), @"
        # Tasks
        # specql: ignore-file[unknown-type, optional-mark]
        entity: Task
        schema: work
        fields:
          title: text?
        ");
        assert_snapshot!(apply("\
entity: Task
schema: work
fields:
  title: text?$0
", "Ignore `optional-mark` in this file"), @"
        # specql: ignore-file[optional-mark]
        entity: Task
        schema: work
        fields:
          title: text?
        ");
    }
}
