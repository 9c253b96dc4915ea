//! Fields that become an entity of their own, with a reference in their place.

use specql_analysis::Span;
use specql_analysis::spec::Field;
use specql_syntax::Kind;

use super::names::{entity_name, free_name, is_taken, usual_path};
use super::place::Place;
use super::uses::may_be_used;
use super::{Change, FileOperation, Offer};
use crate::formatting::formatted;

/// What the new reference is called.
const FIELD: &str = "details";

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let Some(found) = found(place) else {
        return Vec::new();
    };
    let (count, name) = (found.count, found.name);
    Offer::one(format!("Extract {count} fields to an entity `{name}`"))
}

pub(super) fn change(place: &Place<'_>, _: &str) -> Option<Change> {
    let Found {
        lines,
        column,
        name,
        path,
        ..
    } = found(place)?;
    let n = place.line_break();
    let schema = place.schema()?;
    let mut text = format!("entity: {name}{n}schema: {schema}{n}{n}fields:{n}");
    for line in place.source(lines).split_inclusive('\n') {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let own = line.get(blanks.min(column)..).unwrap_or_default();
        if own.trim().is_empty() {
            text.push_str(own);
        } else {
            text.push_str(&format!("  {own}"));
        }
    }
    if !text.ends_with('\n') {
        text.push_str(n);
    }
    // What stood deeper may stand deeper than it has to here.
    let text = formatted(&text).ok().flatten().unwrap_or(text);
    let reference = format!("{}{FIELD}: ref({name}){n}", " ".repeat(column));
    Some(Change {
        edits: vec![place.edit(lines, reference)],
        operations: vec![FileOperation::Create { path, text }],
    })
}

struct Found {
    count: usize,
    /// All lines of the fields, with the comments above the first one.
    lines: Span,
    /// Where the fields stand.
    column: usize,
    name: String,
    path: String,
}

fn found(place: &Place<'_>) -> Option<Found> {
    if place.selected.is_empty() {
        return None;
    }
    let schema = place.schema()?;
    let fields: Vec<&Field> = place
        .spec
        .fields
        .iter()
        .filter(|f| place.touches(f.name.span))
        .collect();
    let (first, last) = (fields.first()?, fields.last()?);
    // What is left has to be an entity still, and the reference needs a name.
    let is_all = fields.len() == place.spec.fields.len();
    if fields.len() < 2 || is_all || place.spec.field(FIELD).is_some() {
        return None;
    }
    let mut names = fields.iter().map(|field| field.name.text.as_str());
    if names.any(|name| may_be_used(place.db, place.file, name)) {
        return None;
    }
    let (pair, last) = (place.pair(first.name.span)?, place.pair(last.name.span)?);
    if Kind::of(&pair) != Kind::Pair || pair.parent() != last.parent() {
        return None;
    }
    let lines = Span::new(
        place.with_comments(pair.start_byte()),
        place.next_line(content_end(place, last.end_byte())),
    );
    // Anchors and their aliases stay in one file.
    if place.source(lines).contains(['&', '*']) {
        return None;
    }
    let name = entity_name(&[place.entity()?, FIELD], place.target());
    let name = free_name(place.db, [name])?;
    let path = usual_path(place.db, place.file, schema, &name)?;
    (!is_taken(place.db, &path)).then(|| Found {
        count: fields.len(),
        lines,
        column: pair.start_position().column,
        name,
        path,
    })
}

/// The end of what stands before a place, without blank lines.
fn content_end(place: &Place<'_>, end: usize) -> usize {
    let before = place.text.get(..end).unwrap_or_default();
    before.trim_end().len()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, refactorings};

    #[test]
    fn fields_move_with_their_comments() {
        assert_snapshot!(apply("\
//- work/task.yaml
entity: Task
schema: work
fields:
    title: text
    # How big
    si$0ze: integer # in lines

    colour:
        type: te$1xt
        description: As people say it
    # Who
    owner: text
", "Extract 2 fields to an entity `Taskdetails`"), @"
        //- work/task.yaml
        entity: Task
        schema: work
        fields:
            title: text
            details: ref(Taskdetails)
            # Who
            owner: text
        //- work/taskdetails.yaml
        entity: Taskdetails
        schema: work

        fields:
          # How big
          size: integer # in lines

          colour:
            type: text
            description: As people say it
        ");
    }

    #[test]
    fn fields_that_are_spoken_of_stay() {
        let text = "\
entity: Task
schema: work
fields:
  a: te$0xt
  b: te$1xt
  c: text
actions:
  - name: check
    steps:
      - validate: a = 'x'
        error: no
";
        assert!(
            !refactorings(text)
                .iter()
                .any(|title| title.starts_with("Extract"))
        );
    }
}
