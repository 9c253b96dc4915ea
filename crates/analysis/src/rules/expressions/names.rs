//! What names there are around a step, and what is known of those in it.

use std::collections::HashMap;

use specql_language::expression::{self, Place};
use specql_language::reserved;
use specql_yaml::Span;

use super::slots::Slot;
use crate::around::entity_named;
use crate::db::{Db, File};
use crate::expression::ast::EntityName;
use crate::expression::infer::{Meaning, Origin, Type, Typed};
use crate::index;
use crate::rules::Context;
use crate::spec::{Action, Field, Spec};
use crate::summary::Entity;
use crate::typing;

/// The names around a step.
pub(super) struct Names<'s> {
    pub(super) spec: &'s Spec,
    /// The entity that the step is about, where that is another one.
    pub(super) other: Option<Other<'s>>,
    action: Option<&'s Action>,
    /// Whether it is about an entity that is not known, so that any name may stand for something.
    is_open: bool,
    /// The types of the parts of its content.
    types: HashMap<Span, &'s Type>,
    /// What the names in its content stand for.
    meanings: HashMap<Span, &'s Meaning>,
}

/// Another entity than that of the file.
pub(super) struct Other<'s> {
    pub(super) name: String,
    /// What is known of it; nothing, where it is nowhere to be found.
    pub(super) entity: Option<&'s Entity>,
}

impl<'s> Names<'s> {
    pub(super) fn around(context: &Context<'s>, slot: Option<&Slot<'s>>) -> Self {
        let (db, file, spec) = (context.db, context.file, context.spec);
        let target = slot.and_then(Slot::statement);
        let target = target.and_then(|statement| statement.target.as_ref());
        let target = target.filter(|target| !target.name.text.is_empty());
        let content = slot.and_then(Slot::content_span);
        let typed = content.and_then(|content| typed_at(context, content));
        let types = typed.into_iter().flat_map(|typed| &typed.types);
        let meanings = typed.into_iter().flat_map(|typed| &typed.names);
        let is_unknown = |target| entity_named(db, file, target).is_none();
        Self {
            spec,
            is_open: index::entity(db, file).is_none() || target.is_some_and(is_unknown),
            other: target.and_then(|target| other(db, file, spec, target)),
            action: slot.map(|slot| slot.action),
            // Of a part and of the whole that is nothing else, the whole comes last.
            types: types.map(|(span, ty)| (*span, ty)).collect(),
            meanings: meanings.map(|(span, meaning)| (*span, meaning)).collect(),
        }
    }

    /// What the file's entity is called.
    pub(super) fn entity(&self) -> &'s str {
        let entity = self.spec.entity.as_ref();
        entity.map_or("this entity", |name| name.text.as_str())
    }

    /// The own field that is written so but for capitals.
    pub(super) fn field_ignoring_case(&self, name: &str) -> Option<&'s Field> {
        self.spec.field_ignoring_case(name)
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

    /// Whether this name is that of the result of a step, or of the rows that it goes through.
    pub(super) fn is_variable(&self, name: Span) -> bool {
        let meaning = self.meanings.get(&name);
        meaning.is_some_and(|meaning| meaning.origin == Origin::Variable) && !self.is_open
    }

    /// The type of the part of the content that stands there.
    pub(super) fn type_at(&self, part: Span) -> &'s Type {
        self.types.get(&part).copied().unwrap_or(&Type::UNKNOWN)
    }
}

/// What is known of the types of an expression, a statement or a call.
pub(super) fn typed_at<'s>(context: &Context<'s>, whole: Span) -> Option<&'s Typed> {
    let all = typing::typed(context.db, context.file);
    typing::exactly_at(all, whole).map(|found| &found.typed)
}

/// The entity that a statement is about, unless it is the file's own.
fn other<'s>(db: &'s dyn Db, file: File, spec: &Spec, target: &EntityName) -> Option<Other<'s>> {
    let found = entity_named(db, file, target);
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
