//! Actions to begin with: the ready-made ones, and one for each value of an enum.

use specql_analysis::expression::ast::{EnumValue, TypeKind};
use specql_analysis::spec::Field;
use specql_language::Target;
use specql_language::types::{basic, composite, scalar};
use specql_syntax::{Kind, Node};
use specql_yaml::Value;

use super::names::snake_case;
use super::place::Place;
use super::{Change, Offer};

/// What SpecQL makes the body of by itself.
const READY_MADE: [&str; 3] = ["create", "update", "delete"];

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let mut offers = Vec::new();
    if is_in_header(place)
        && let Some(entity) = place.entity()
    {
        let is_released = place.target() == Target::V0_8;
        // SpecQL 0.8.7 knows its own actions by the name of the table.
        let record = if is_released {
            entity.to_lowercase()
        } else {
            snake_case(entity)
        };
        let can_write = !place.spec.fields.is_empty()
            && (!is_released || place.spec.fields.iter().all(can_be_written));
        for verb in READY_MADE {
            if can_write || verb == "delete" {
                let name = format!("{verb}_{record}");
                offers.push(Offer::with(format!("Add the action `{name}`"), name));
            }
        }
    }
    if let Some((field, value)) = value_at(place) {
        let name = transition_name(field, value);
        offers.push(Offer::with(format!("Add the action `{name}`"), name));
    }
    let is_new = |name: &str| {
        let mut actions = place.spec.actions.iter();
        actions.all(|action| action.name.as_ref().is_none_or(|known| known.text != name))
    };
    offers.retain(|offer| is_new(&offer.argument));
    if insertion(place).is_none() {
        offers.clear();
    }
    offers
}

pub(super) fn change(place: &Place<'_>, name: &str) -> Option<Change> {
    let mut lines = vec![format!("- name: {name}")];
    if let Some((field, value)) = value_at(place)
        && transition_name(field, value) == name
    {
        let (field, entity) = (&field.name.text, place.entity()?);
        let value = &value.text;
        lines.push("  steps:".to_owned());
        lines.push(format!("    - validate: {field} != '{value}'"));
        lines.push(format!("      error: already_{value}"));
        lines.push(format!("    - update: {entity} SET {field} = '{value}'"));
    }
    let (offset, column, before) = insertion(place)?;
    let n = place.line_break();
    let indent = " ".repeat(column);
    let mut text = before;
    for line in lines {
        text.push_str(&format!("{n}{indent}{line}"));
    }
    Some(Change {
        edits: vec![place.edit(specql_analysis::Span::at(offset), text)],
        ..Change::default()
    })
}

/// Whether the selection is in the name of the entity, or at the key above the actions.
fn is_in_header(place: &Place<'_>) -> bool {
    let is_at_name = place
        .spec
        .entity
        .as_ref()
        .is_some_and(|name| place.touches(name.span));
    let entry = place.document.entry(place.document.root(), "actions");
    is_at_name || entry.is_some_and(|entry| place.touches(place.document.span(entry.last_key)))
}

/// Whether the bodies that SpecQL 0.8.7 makes for creating and updating work with a field.
fn can_be_written(field: &Field) -> bool {
    match &field.field_type.kind {
        TypeKind::Named { name, .. } => works_when_written(&name.text),
        TypeKind::Reference { .. } => !field.required,
        TypeKind::Enum { .. } => true,
        TypeKind::List { .. } | TypeKind::Array { .. } | TypeKind::Missing => false,
    }
}

/// Whether these bodies work with a field of a type; what is no type is text to them.
pub(super) fn works_when_written(name: &str) -> bool {
    let works = basic(name).map(|basic| basic.works_in_crud);
    let works = works.or_else(|| scalar(name).map(|scalar| scalar.works_in_crud));
    works.unwrap_or(composite(name).is_none())
}

/// Whether SpecQL 0.8.7 makes such a body for an action of the spec.
pub(super) fn writes(place: &Place<'_>) -> bool {
    let mut names = place
        .spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref());
    let is_writing = |name: &str| name.starts_with("create") || name.starts_with("update");
    place.target() == Target::V0_8 && names.any(|name| is_writing(&name.text))
}

/// The value of an enum that the selection is in.
fn value_at<'db>(place: &Place<'db>) -> Option<(&'db Field, &'db EnumValue)> {
    let field = place.field()?;
    let TypeKind::Enum { values, .. } = &field.field_type.kind else {
        return None;
    };
    let mut values = values.iter();
    let value = values.find(|value| place.touches(value.span))?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_plain = |text: &str| !text.is_empty() && text.chars().all(is_word);
    (is_plain(&value.text) && is_plain(&field.name.text)).then_some((field, value))
}

/// `set_status_done`
fn transition_name(field: &Field, value: &EnumValue) -> String {
    snake_case(&format!("set_{}_{}", field.name.text, value.text))
}

/// Where a new action goes, in which column, and what has to stand before it.
fn insertion(place: &Place<'_>) -> Option<(usize, usize, String)> {
    let document = place.document;
    let n = place.line_break();
    let Some(entry) = document.entry(document.root(), "actions") else {
        let end = place.text.trim_end().len();
        let is_block = document.get(document.root(), "entity").is_some()
            && !place.text.trim_start_matches('\u{feff}').starts_with('{');
        return is_block.then(|| (end, 2, format!("{n}{n}actions:")));
    };
    let pair = place.pair(document.span(entry.last_key))?;
    let value = pair.child_by_field_name("value");
    match (value, document.value(entry.value)) {
        (Some(list), Value::Sequence(items)) if !items.is_empty() => {
            let is_list = Kind::of(&list) == Kind::BlockSequence;
            is_list.then(|| {
                let end = place.line_end(content_end(&list));
                (end, list.start_position().column, String::new())
            })
        }
        (None, Value::Null) => Some((place.line_end(pair.end_byte()), 2, String::new())),
        _ => None,
    }
}

/// Where the last item of a list ends, without the comments behind it.
fn content_end(list: &Node<'_>) -> usize {
    let mut node = *list;
    loop {
        let mut cursor = node.walk();
        let last = node
            .named_children(&mut cursor)
            .filter(|child| !child.is_extra())
            .last();
        match last {
            Some(last) if Kind::of(&node) != Kind::BlockScalar => node = last,
            _ => return node.end_byte(),
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, refactorings};

    /// Actions of a schema that is not multi-tenant have troubles of their own.
    const REGISTRY: &str = "\
//- registry/domain_registry.yaml
domains:
  \"1\":
    name: work
    multi_tenant: true
    subdomains:
      \"1\": {name: tasks, entities: {}}
";

    fn with_registry(text: &str) -> String {
        format!("//- work/task.yaml\n{text}{REGISTRY}")
    }

    #[test]
    fn ready_made_actions_need_a_name_only() {
        assert_snapshot!(apply(&with_registry("\
entity: Ta$0sk
schema: work
fields:
  title: text
# The end
"), "Add the action `create_task`"), @"
        //- work/task.yaml
        entity: Task
        schema: work
        fields:
          title: text
        # The end

        actions:
          - name: create_task
        ");
    }

    #[test]
    fn a_value_of_an_enum_gets_an_action_that_sets_it() {
        assert_snapshot!(apply(&with_registry("\
entity: Task
schema: work
fields:
  status: enum(open, do$0ne)
actions:
- name: open_it
  steps:
  - update: Task SET status = 'open' # again

# The end
"), "Add the action `set_status_done`"), @"
        //- work/task.yaml
        entity: Task
        schema: work
        fields:
          status: enum(open, done)
        actions:
        - name: open_it
          steps:
          - update: Task SET status = 'open' # again
        - name: set_status_done
          steps:
            - validate: status != 'done'
              error: already_done
            - update: Task SET status = 'done'

        # The end
        ");
    }

    #[test]
    fn what_would_fail_when_it_is_called_is_not_added() {
        let text = "entity: Ta$0sk\nschema: work\nfields:\n  price: money\n";
        assert_eq!(
            refactorings(&with_registry(text)),
            ["Add the action `delete_task`"]
        );
    }

    #[test]
    fn what_is_there_is_not_added_again() {
        let text =
            "entity: Ta$0sk\nschema: work\nfields: {a: text}\nactions:\n  - name: create_task\n";
        let titles = refactorings(&with_registry(text));
        assert_eq!(
            titles,
            [
                "Add the action `update_task`",
                "Add the action `delete_task`"
            ]
        );
    }
}
