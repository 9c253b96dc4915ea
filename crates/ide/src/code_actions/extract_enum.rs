//! An enum that becomes an entity of its own, with a reference in its place.

use specql_analysis::Span;
use specql_analysis::expression::ast::TypeKind;
use specql_analysis::spec::Field;

use super::names::{entity_name, free_name, is_taken, usual_path};
use super::place::Place;
use super::uses::may_be_used;
use super::{Change, FileOperation, Offer};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let Some(Found { field, name, .. }) = found(place) else {
        return Vec::new();
    };
    Offer::one(format!(
        "Extract `{}` to an entity `{name}`",
        field.name.text
    ))
}

pub(super) fn change(place: &Place<'_>, _: &str) -> Option<Change> {
    let Found {
        field,
        span,
        name,
        schema,
        path,
    } = found(place)?;
    let n = place.line_break();
    let of = place.entity()?;
    let values = place.source(span);
    let lines = [
        format!("entity: {name}"),
        format!("schema: {schema}"),
        format!("description: What `{}` of {of} can be", field.name.text),
        String::new(),
        "fields:".to_owned(),
        format!("  code: {values}!"),
        "  label: text".to_owned(),
        String::new(),
    ];
    // A reference has no default.
    let default = field.field_type.default.as_ref();
    let end = default.map_or(span.end, |default| default.span.end);
    let replaced = Span { end, ..span };
    Some(Change {
        edits: vec![place.edit(replaced, format!("ref({name})"))],
        operations: vec![FileOperation::Create {
            path,
            text: lines.join(n),
        }],
    })
}

struct Found<'db> {
    field: &'db Field,
    /// The enum, without its default.
    span: Span,
    name: String,
    schema: String,
    path: String,
}

/// The enum at the place, if nothing speaks of its field: values cannot be compared with a
/// reference.
fn found<'db>(place: &Place<'db>) -> Option<Found<'db>> {
    let field = place.field().filter(|field| !field.is_mapping)?;
    let TypeKind::Enum { values, brackets } = &field.field_type.kind else {
        return None;
    };
    let brackets = brackets.filter(|brackets| brackets.closed && !values.is_empty())?;
    let schema = place.schema()?.to_owned();
    let target = place.target();
    let field_name = field.name.text.as_str();
    let names = [
        entity_name(&[field_name], target),
        entity_name(&[place.entity()?, field_name], target),
    ];
    let name = free_name(place.db, names)?;
    let path = usual_path(place.db, place.file, &schema, &name)?;
    if is_taken(place.db, &path) || may_be_used(place.db, place.file, field_name) {
        return None;
    }
    Some(Found {
        field,
        span: Span {
            start: field.field_type.span.start,
            end: brackets.span.end,
        },
        name,
        schema,
        path,
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, refactorings};

    #[test]
    fn its_values_move_to_the_new_entity() {
        assert_snapshot!(apply("\
//- work/task.yaml
entity: Task
schema: work
fields:
  title: text
  size: enum(small, bi$0g) = small # how much there is to do
", "Extract `size` to an entity `Size`"), @"
        //- work/size.yaml
        entity: Size
        schema: work
        description: What `size` of Task can be

        fields:
          code: enum(small, big)!
          label: text
        //- work/task.yaml
        entity: Task
        schema: work
        fields:
          title: text
          size: ref(Size) # how much there is to do
        ");
    }

    #[test]
    fn values_that_are_compared_stay() {
        let text = "\
entity: Task
schema: work
fields:
  size: enum(small, bi$0g)
actions:
  - name: check
    steps:
      - validate: size = 'small'
        error: too_big
";
        assert!(
            !refactorings(text)
                .iter()
                .any(|title| title.starts_with("Extract"))
        );
    }
}
