//! The entity that a name means and that there is not yet.

use specql_analysis::index::NoEntity;
use specql_analysis::resolve::{Unresolved, references};

use super::names::{is_taken, usual_path};
use super::place::Place;
use super::{Change, FileOperation, Offer};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    match missing(place) {
        Some(Missing { name, path, .. }) => {
            Offer::one(format!("Create the entity `{name}` in `{path}`"))
        }
        None => Vec::new(),
    }
}

pub(super) fn change(place: &Place<'_>, _: &str) -> Option<Change> {
    let Missing { name, schema, path } = missing(place)?;
    let n = place.line_break();
    let text = format!("entity: {name}{n}schema: {schema}{n}{n}fields:{n}  name: text!{n}");
    Some(Change {
        operations: vec![FileOperation::Create { path, text }],
        ..Change::default()
    })
}

/// An entity that is missing, and where it is to be.
struct Missing {
    name: String,
    schema: String,
    path: String,
}

fn missing(place: &Place<'_>) -> Option<Missing> {
    let mut names = references(place.db, place.file).iter();
    let found = names.find_map(|name| match &name.target {
        Err(Unresolved::Entity(reason, entity)) if place.touches(name.span) => {
            (*reason == NoEntity::Unknown).then_some((name.span, entity))
        }
        _ => None,
    });
    let (span, name) = found?;
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let written = place
        .source(span)
        .split_once('.')
        .map(|(schema, _)| schema.trim());
    let schema = written.or_else(|| place.schema())?.to_owned();
    let path = usual_path(place.db, place.file, &schema, name)?;
    (!is_taken(place.db, &path)).then(|| Missing {
        name: name.clone(),
        schema,
        path,
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, apply_despite};

    #[test]
    fn it_is_made_beside_the_others_of_its_schema() {
        assert_snapshot!(apply("\
//- entities/work/task.yaml
entity: Task
schema: work
fields:
  owner: ref(crm.Per$0son)
//- entities/customers/company.yaml
entity: Company
schema: crm
fields:
  name: text
", "Create the entity `Person` in `entities/customers/person.yaml`"), @"
        //- entities/customers/person.yaml
        entity: Person
        schema: crm

        fields:
          name: text!
        ");
    }

    #[test]
    fn a_new_schema_gets_a_folder_where_others_have_one() {
        // A new row needs a name, which only shows when there is a table for it.
        assert_snapshot!(apply_despite("\
//- entities/work/task.yaml
entity: Task
schema: work
actions:
  - name: check
    steps:
      - insert: log.Ent$0ry
", "Create the entity `Entry` in `entities/log/entry.yaml`", &["left-out-of-sql"]), @"
        //- entities/log/entry.yaml
        entity: Entry
        schema: log

        fields:
          name: text!
        ");
    }
}
