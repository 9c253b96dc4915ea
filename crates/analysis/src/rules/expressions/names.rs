//! What names there are around a step.

use specql_language::expression::{self, Place};
use specql_language::reserved;

use super::slots::Slot;
use crate::db::{Db, File};
use crate::expression::ast::{EntityName, Expression, ExpressionKind};
use crate::expression::infer::Type;
use crate::index::{self, find_entity};
use crate::spec::{Action, Field, Spec, Step};
use crate::summary::Entity;

/// The names around a step.
pub(super) struct Names<'s> {
    pub(super) spec: &'s Spec,
    /// The entity that the step is about, where that is another one.
    pub(super) other: Option<Other<'s>>,
    action: Option<&'s Action>,
}

/// Another entity than that of the file.
pub(super) struct Other<'s> {
    pub(super) name: String,
    /// What is known of it; nothing, where it is nowhere to be found.
    pub(super) entity: Option<&'s Entity>,
}

impl<'s> Names<'s> {
    pub(super) fn around(
        db: &'s dyn Db,
        file: File,
        spec: &'s Spec,
        slot: Option<&Slot<'s>>,
    ) -> Self {
        let target = slot.and_then(Slot::statement);
        let target = target.and_then(|statement| statement.target.as_ref());
        let target = target.filter(|target| !target.name.text.is_empty());
        Self {
            spec,
            other: target.and_then(|target| other(db, file, spec, target)),
            action: slot.map(|slot| slot.action),
        }
    }

    /// What the file's entity is called.
    pub(super) fn entity(&self) -> &'s str {
        let entity = self.spec.entity.as_ref();
        entity.map_or("this entity", |name| name.text.as_str())
    }

    /// The own field that is written so but for capitals.
    pub(super) fn field_ignoring_case(&self, name: &str) -> Option<&'s Field> {
        let mut fields = self.spec.fields.iter();
        fields.find(|field| field.name.text.to_lowercase() == name.to_lowercase())
    }

    pub(super) fn own_fields(&self) -> impl Iterator<Item = &'s str> {
        self.spec
            .fields
            .iter()
            .map(|field| field.name.text.as_str())
    }

    /// Whether the action says that its caller hands this over.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        let parameters = self.action.map(|action| &action.parameters);
        let mut parameters = parameters.into_iter().flatten();
        parameters.any(|parameter| parameter.name.text.eq_ignore_ascii_case(name))
    }

    /// Whether a step of the action gives its result, or the rows it goes through, this name.
    pub(super) fn is_variable(&self, name: &str) -> bool {
        let steps = self.action.map(|action| &action.steps);
        gives(steps.map_or(&[][..], Vec::as_slice), name)
    }

    /// The type of a field of the entity that the step is about, or of the own one.
    pub(super) fn type_of(&self, expression: &Expression) -> Type {
        match &expression.kind {
            ExpressionKind::Name(name) => self.type_of_name(name),
            ExpressionKind::Path(path) => path
                .single()
                .map_or(Type::UNKNOWN, |name| self.type_of_name(&name.text)),
            ExpressionKind::Group(inner) => self.type_of(inner),
            _ => Type::UNKNOWN,
        }
    }

    pub(super) fn type_of_name(&self, name: &str) -> Type {
        let entity = self.other.as_ref().and_then(|other| other.entity);
        if let Some(field) = entity.and_then(|entity| entity.field(name)) {
            return field.field_type.clone();
        }
        let own = self.spec.field(name);
        own.map_or(Type::UNKNOWN, |field| Type::of(&field.field_type))
    }
}

/// The entity that a statement is about, unless it is the file's own.
pub(super) fn other<'s>(
    db: &'s dyn Db,
    file: File,
    spec: &Spec,
    target: &EntityName,
) -> Option<Other<'s>> {
    let schema = target.schema.as_ref().map(|schema| schema.text.as_str());
    let found = find_entity(db, file, schema, &target.name.text).ok();
    let is_own_name = spec
        .entity
        .as_ref()
        .is_some_and(|own| own.text.eq_ignore_ascii_case(&target.name.text));
    let is_own = match found {
        Some(found) => found == file,
        None => is_own_name,
    };
    (!is_own).then(|| Other {
        name: target.name.text.clone(),
        entity: found.and_then(|found| index::entity(db, found)),
    })
}

fn gives(steps: &[Step], name: &str) -> bool {
    steps.iter().any(|step| {
        let result = step.result.as_ref().map(|result| &result.text);
        let statement = match &step.content {
            crate::spec::Content::Statement(statement) => Some(statement),
            _ => None,
        };
        let alias = statement.and_then(|statement| statement.alias.as_ref());
        let item = statement
            .filter(|statement| statement.collection.is_some())
            .and_then(|statement| statement.target.as_ref());
        let mut given = result
            .into_iter()
            .chain(alias.map(|alias| &alias.text))
            .chain(item.map(|item| &item.name.text));
        given.any(|given| given.eq_ignore_ascii_case(name))
            || step
                .branches
                .iter()
                .any(|branch| gives(&branch.steps, name))
    })
}

/// Whether every table has a column of this name, or it names one of a key.
pub(super) fn is_generated(name: &str) -> bool {
    let known = expression::name(name).is_some_and(|word| word.place == Place::Column);
    known || reserved::is_reserved_field(name).is_some()
}

/// Whether SQL has this word.
pub(super) fn is_sql_word(word: &str) -> bool {
    let is_operator = |operator: &expression::Operator| {
        let mut words = operator.symbol.split_whitespace();
        words.any(|one| one.eq_ignore_ascii_case(word))
    };
    reserved::is_postgres_reserved(word)
        || expression::OPERATORS.iter().any(is_operator)
        || expression::function(word).is_some()
        || expression::test(word).is_some()
        || expression::name(word).is_some_and(|word| word.place != Place::Column)
}
