//! An entity that moves: to another schema, or to the file where others look for it.

use specql_analysis::Span;
use specql_analysis::db::File;
use specql_analysis::diagnostic::Edit;
use specql_analysis::index::{self, find_entity};
use specql_analysis::naming::snake_case;
use specql_analysis::resolve::{Target, references};
use specql_analysis::source;

use super::names::{is_taken, schemas, split};
use super::place::Place;
use super::uses::uses_of_entity;
use super::{Change, FileOperation, Offer};

pub(super) fn offers_schemas(place: &Place<'_>) -> Vec<Offer> {
    let Some(Header { schema, .. }) = header(place) else {
        return Vec::new();
    };
    let others = schemas(place.db)
        .into_iter()
        .filter(|other| other != schema);
    let offers = others.map(|other| Offer::with(format!("Move to the schema `{other}`"), other));
    offers.collect()
}

pub(super) fn to_schema(place: &Place<'_>, schema: &str) -> Option<Change> {
    let header = header(place)?;
    let mut edits = vec![place.edit(header.schema_span, schema)];
    edits.extend(of_others(place, &header, schema));
    edits.extend(of_own(place, &header, schema));
    let operations = renamed(place, &header, schema);
    Some(Change {
        edits,
        operations: operations.into_iter().collect(),
    })
}

struct Header<'db> {
    entity: &'db str,
    schema: &'db str,
    schema_span: Span,
}

/// The header of the spec, if the selection is in it.
fn header<'db>(place: &Place<'db>) -> Option<Header<'db>> {
    let (entity, schema) = (place.spec.entity.as_ref()?, place.spec.schema.as_ref()?);
    let is_here = place.touches(entity.span) || place.touches(schema.span);
    is_here.then_some(Header {
        entity: place.entity()?,
        schema: place.schema()?,
        schema_span: schema.span,
    })
}

/// Everywhere else, the entity is named with its new schema, but where that is the own one.
fn of_others(place: &Place<'_>, header: &Header<'_>, schema: &str) -> Vec<Edit> {
    let edits = uses_of_entity(place.db, place.file).into_iter();
    let edits = edits.filter_map(|(file, span)| {
        let written = source::text(place.db, file).get(span.range())?;
        if written.rsplit('.').next()?.trim() != header.entity {
            return None;
        }
        let of = if file == place.file {
            schema
        } else {
            index::entity(place.db, file)?.schema()
        };
        let text = if of == schema {
            header.entity.to_owned()
        } else {
            format!("{schema}.{}", header.entity)
        };
        (text != written).then_some(Edit { file, span, text })
    });
    edits.collect()
}

/// What the spec itself names without a schema is named with one where it would not be found.
fn of_own(place: &Place<'_>, header: &Header<'_>, schema: &str) -> Vec<Edit> {
    let spoken = references(place.db, place.file).iter();
    let edits = spoken.filter_map(|reference| {
        let Ok(Target::Entity(file)) = reference.target else {
            return None;
        };
        let written = place.source(reference.span);
        let entity = index::entity(place.db, file)?;
        if file == place.file || written != entity.name || entity.schema() != header.schema {
            return None;
        }
        // Without a schema, one of the new schema would be meant.
        let is_shadowed = find_entity(place.db, place.file, Some(schema), written).is_ok();
        let is_reference = is_of_type(place, reference.span);
        (is_shadowed || is_reference)
            .then(|| place.edit(reference.span, format!("{}.{written}", entity.schema())))
    });
    edits.collect()
}

/// Whether a place is in the type of a field, where schemas are written out.
fn is_of_type(place: &Place<'_>, span: Span) -> bool {
    let mut fields = place.spec.fields.iter();
    fields.any(|field| {
        let around = field.field_type.span;
        around.start <= span.start && span.end <= around.end
    })
}

/// A file in a folder of the schema's name goes to that of the new one.
fn renamed(place: &Place<'_>, header: &Header<'_>, schema: &str) -> Option<FileOperation> {
    let (folder, name) = split(place.file.path(place.db));
    let (above, last) = split(folder);
    if last != header.schema {
        return None;
    }
    let path = match above {
        "" => format!("{schema}/{name}"),
        above => format!("{above}/{schema}/{name}"),
    };
    rename(place, place.file, path)
}

fn rename(place: &Place<'_>, file: File, path: String) -> Option<FileOperation> {
    (!is_taken(place.db, &path)).then_some(FileOperation::Rename { file, path })
}

pub(super) fn offers_file(place: &Place<'_>) -> Vec<Offer> {
    match usual_file(place) {
        Some(FileOperation::Rename { path, .. }) => {
            Offer::one(format!("Move to the file `{path}`"))
        }
        _ => Vec::new(),
    }
}

pub(super) fn to_usual_file(place: &Place<'_>, _: &str) -> Option<Change> {
    Some(Change {
        operations: vec![usual_file(place)?],
        ..Change::default()
    })
}

/// The file of the entity's name, where this one is called otherwise.
fn usual_file(place: &Place<'_>) -> Option<FileOperation> {
    let Header { entity, .. } = header(place)?;
    let (folder, name) = split(place.file.path(place.db));
    let usual = format!("{}.yaml", snake_case(entity));
    if name == usual || !entity.chars().all(char::is_alphanumeric) {
        return None;
    }
    let path = match folder {
        "" => usual,
        folder => format!("{folder}/{usual}"),
    };
    rename(place, place.file, path)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, apply_despite, refactorings};

    const WORKSPACE: &str = "\
//- entities/work/task.yaml
entity: Ta$0sk
schema: work # for now
fields:
  parent: ref(work.Task)
  board: ref(Board)
//- entities/work/board.yaml
entity: Board
schema: work
fields:
  first: ref(Task)
//- entities/crm/note.yaml
entity: Note
schema: crm
fields:
  task: ref(work.Task)
  text: text
actions:
  - name: note
    steps:
      - update: Task SET parent = null
";

    #[test]
    fn names_follow_the_entity_to_another_schema() {
        let text = WORKSPACE
            .replace("ref(Board)", "text")
            .replace("ref(Task)", "text");
        assert_snapshot!(apply(&text, "Move to the schema `crm`"), @"
        //- entities/crm/note.yaml
        entity: Note
        schema: crm
        fields:
          task: ref(Task)
          text: text
        actions:
          - name: note
            steps:
              - update: Task SET parent = null
        //- entities/crm/task.yaml
        entity: Task
        schema: crm # for now
        fields:
          parent: ref(Task)
          board: text
        ");
    }

    #[test]
    fn references_between_schemas_are_written_out() {
        // They were within one schema, and SpecQL 0.8.7 makes no foreign keys between two.
        let expected = ["foreign-schema-reference"];
        let title = "Move to the schema `crm`";
        assert_snapshot!(apply_despite(WORKSPACE, title, &expected), @"
        //- entities/crm/note.yaml
        entity: Note
        schema: crm
        fields:
          task: ref(Task)
          text: text
        actions:
          - name: note
            steps:
              - update: Task SET parent = null
        //- entities/crm/task.yaml
        entity: Task
        schema: crm # for now
        fields:
          parent: ref(Task)
          board: ref(work.Board)
        //- entities/work/board.yaml
        entity: Board
        schema: work
        fields:
          first: ref(crm.Task)
        ");
    }

    #[test]
    fn the_file_gets_the_name_of_the_entity() {
        assert_snapshot!(apply("\
//- a/other.yaml
entity: Order$0Item
schema: sales
fields:
  name: text
", "Move to the file `a/order_item.yaml`"), @"
        entity: OrderItem
        schema: sales
        fields:
          name: text
        ");
        assert!(
            refactorings(WORKSPACE)
                .iter()
                .all(|title| !title.contains("file"))
        );
    }
}
