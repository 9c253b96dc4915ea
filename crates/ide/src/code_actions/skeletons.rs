//! Actions to begin with: the ready-made ones, and one for each step from value to value of an
//! enum.

use specql_analysis::expression::ast::TypeKind;
use specql_analysis::naming::snake_case;
use specql_analysis::spec::Field;
use specql_language::Target;
use specql_language::types::{basic, composite, scalar};
use specql_syntax::{Kind, Node};
use specql_yaml::Value;

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
    if let Some(Transition { name, .. }) = transition(place) {
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
    if let Some(transition) = transition(place).filter(|transition| transition.name == name) {
        lines.extend(transition.steps(place.entity()?));
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

/// From one value of an enum to another.
struct Transition<'db> {
    name: String,
    field: &'db str,
    /// The value before, in the order of the enum; the first one may follow any other.
    from: Option<&'db str>,
    to: &'db str,
}

impl Transition<'_> {
    fn steps(&self, entity: &str) -> [String; 4] {
        let Self { field, to, .. } = self;
        let (condition, error) = match self.from {
            Some(from) => (format!("{field} = '{from}'"), format!("not_{from}")),
            None => (format!("{field} != '{to}'"), format!("already_{to}")),
        };
        [
            "  steps:".to_owned(),
            format!("    - validate: {condition}"),
            format!("      error: {error}"),
            format!("    - update: {entity} SET {field} = '{to}'"),
        ]
    }
}

/// The transition to the value of an enum that the selection is in.
fn transition<'db>(place: &Place<'db>) -> Option<Transition<'db>> {
    let field = place.field()?;
    let TypeKind::Enum { values, .. } = &field.field_type.kind else {
        return None;
    };
    let at = values.iter().position(|value| place.touches(value.span))?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_plain = |text: &&str| !text.is_empty() && text.chars().all(is_word);
    let value = |at: usize| {
        values
            .get(at)
            .map(|value| value.text.as_str())
            .filter(is_plain)
    };
    let field = Some(field.name.text.as_str()).filter(is_plain)?;
    let to = value(at)?;
    Some(Transition {
        name: snake_case(&format!("set_{field}_{to}")),
        field,
        from: at.checked_sub(1).and_then(value),
        to,
    })
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
    fn a_value_of_an_enum_follows_the_one_before_it() {
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
            - validate: status = 'open'
              error: not_open
            - update: Task SET status = 'done'

        # The end
        ");
    }

    #[test]
    fn the_first_value_follows_any_other() {
        assert_snapshot!(apply(&with_registry("\
entity: Task
schema: work
fields:
  status: enum(op$0en, done)
actions:
"), "Add the action `set_status_open`"), @"
        //- work/task.yaml
        entity: Task
        schema: work
        fields:
          status: enum(open, done)
        actions:
          - name: set_status_open
            steps:
              - validate: status != 'open'
                error: already_open
              - update: Task SET status = 'open'
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
