//! What SpecQL 0.8.7 makes of names, fields and actions when it generates SQL.

use specql_language::types::{self, Basic, Scalar};
use specql_yaml::{NodeId, Value};

use crate::diagnostic::Fix;
use crate::expression::ast::{EntityName, EnumValue, Name, TypeKind};
pub(in crate::rules) use crate::naming::{Forms, split};
use crate::project::FileKind;
use crate::resolve::Target;
use crate::rules::Context;
use crate::spec::{DEFAULT_SCHEMA, Field, Spec};

/// Whether SQL is made of the file, or would be once its other mistakes are mended.
pub(in crate::rules) fn is_generated(context: &Context<'_>) -> bool {
    let is_meant = !context.spec.fields.is_empty() || context.spec.entity.is_some();
    context.kind == FileKind::EntitySpec || (context.is_spec() && is_meant)
}

/// The schema that the entity's table is made in.
pub(in crate::rules) fn schema(spec: &Spec) -> &str {
    spec.schema
        .as_ref()
        .map_or(DEFAULT_SCHEMA, |schema| &schema.text)
}

/// What the generator takes an action for that begins so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Verb {
    Create,
    Update,
    Delete,
}

impl Verb {
    /// The verb that an action's name begins with, whatever follows.
    pub(in crate::rules) fn of(action: &str) -> Option<Self> {
        let mut verbs = [Self::Create, Self::Update, Self::Delete].into_iter();
        verbs.find(|verb| {
            let word = verb.word();
            let start = action.get(..word.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
    }

    pub(in crate::rules) fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// A verb for actions that are something else.
    pub(in crate::rules) fn instead(self) -> &'static str {
        match self {
            Self::Create => "add",
            Self::Update => "change",
            Self::Delete => "remove",
        }
    }
}

/// The action's verb, if it is one of those that are made for the entity itself.
///
/// Both forms of the entity's name count: which of them is right shows once they agree.
pub(in crate::rules) fn crud_verb(spec: &Spec, action: &str) -> Option<Verb> {
    let verb = Verb::of(action)?;
    let object = action.strip_prefix(verb.word())?.strip_prefix('_')?;
    let forms = Forms::of(&spec.entity.as_ref()?.text);
    (object == forms.joined || object == forms.split).then_some(verb)
}

/// The actions that are made for the entity itself and write its fields.
pub(in crate::rules) fn writing_actions(spec: &Spec) -> Vec<(Verb, &Name)> {
    let names = spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref());
    let verbs = names.filter_map(|name| Some((crud_verb(spec, &name.text)?, name)));
    verbs.filter(|(verb, _)| *verb != Verb::Delete).collect()
}

/// Names in backticks with commas and an "and".
pub(in crate::rules) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match (names.pop(), names.is_empty()) {
        (Some(last), false) => format!("{} and {last}", names.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
}

/// What SpecQL 0.8.7 takes the type of a field for.
pub(in crate::rules) enum Read<'f> {
    /// Text: because it says so, or because it is nothing that is known.
    Text,
    /// One of a few values.
    Enum(&'f [EnumValue]),
    /// A list.
    List,
    /// A reference; only the first target counts.
    Reference(&'f EntityName),
    Scalar(&'static Scalar),
    Composite,
    Basic(&'static Basic),
}

/// What SpecQL 0.8.7 takes the type of a field for.
pub(in crate::rules) fn read(field: &Field) -> Read<'_> {
    let written = &field.field_type;
    let (required, default) = (written.required, written.default.as_ref());
    // `!` and a default are read behind the short form only, and only in this order.
    let is_lost = match (required, default) {
        (Some(_), _) | (_, Some(_)) if field.is_mapping => true,
        (Some(mark), Some(default)) => mark.start < default.equals.start,
        _ => false,
    };
    if is_lost || written.optional.is_some() || !written.stray.is_empty() {
        return Read::Text;
    }
    match &written.kind {
        TypeKind::Enum {
            values,
            brackets: Some(brackets),
        } if brackets.closed => Read::Enum(values),
        TypeKind::List {
            brackets: Some(brackets),
            ..
        } if brackets.closed => Read::List,
        TypeKind::Reference {
            targets,
            brackets: Some(brackets),
            ..
        } if brackets.closed => targets.first().map_or(Read::Text, Read::Reference),
        TypeKind::Named {
            name,
            arguments: None,
        } => named(&name.text),
        _ => Read::Text,
    }
}

fn named(name: &str) -> Read<'static> {
    if let Some(scalar) = types::scalar(name) {
        Read::Scalar(scalar)
    } else if types::composite(name).is_some() {
        Read::Composite
    } else {
        types::basic(name).map_or(Read::Text, Read::Basic)
    }
}

/// The reference that SpecQL 0.8.7 takes a field for.
pub(in crate::rules) fn reference(field: &Field) -> Option<&EntityName> {
    match read(field) {
        Read::Reference(target) => Some(target),
        _ => None,
    }
}

/// A step of an action, as a value.
pub(in crate::rules) struct CompiledStep {
    /// The step, a mapping.
    pub(in crate::rules) step: NodeId,
}

/// The steps that the generator compiles: those right below an action, unless its name makes it
/// one that is written without them.
pub(in crate::rules) fn compiled_steps(context: &Context<'_>) -> Vec<CompiledStep> {
    let document = context.document;
    let items = |mapping: NodeId, key: &str| -> &[NodeId] {
        match document.get(mapping, key).map(|node| document.value(node)) {
            Some(Value::Sequence(items)) => items,
            _ => &[],
        }
    };
    let actions = items(document.root(), "actions").iter();
    let own = actions.filter(|action| {
        let name = document.get(**action, "name");
        let name = name.and_then(|name| document.value(name).as_str());
        name.and_then(Verb::of).is_none()
    });
    own.flat_map(|action| items(*action, "steps"))
        .map(|step| CompiledStep { step: *step })
        .collect()
}

/// Renames something everywhere in the file. None where a place is not just the name, so that the
/// new one cannot simply be put there.
pub(in crate::rules) fn rename(
    context: &Context<'_>,
    name: &Name,
    new: &str,
    is_meant: impl Fn(&Target) -> bool,
) -> Option<Fix> {
    let mut spans = vec![name.span];
    for reference in context.references() {
        if reference.target.as_ref().is_ok_and(&is_meant) {
            spans.push(reference.span);
        }
    }
    spans.sort_unstable();
    spans.dedup();
    let is_plain = spans.iter().all(|span| context.source(*span) == name.text);
    let edits = spans.iter().map(|span| context.edit(*span, new)).collect();
    is_plain.then(|| Fix::suggestion(format!("Rename it to `{new}`"), edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
