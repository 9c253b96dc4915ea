//! What names there are around a step, and what is known of those in it.

use std::cell::OnceCell;

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
    /// What is known of the types of its content.
    typed: Option<&'s Typed>,
    /// The types of the parts of its content.
    types: OnceCell<BySpan<'s, Type>>,
    /// What the names in its content stand for.
    meanings: OnceCell<BySpan<'s, Meaning>>,
}

/// What is known of places, in their order. Most steps are asked for little, and many for nothing.
struct BySpan<'s, T>(Vec<(Span, &'s T)>);

impl<'s, T> BySpan<'s, T> {
    fn of(known: &'s [(Span, T)]) -> Self {
        let known = known.iter().map(|(span, what)| (*span, what));
        let mut sorted: Vec<_> = known.collect();
        sorted.sort_by_key(|(span, _)| *span);
        Self(sorted)
    }

    /// Of a part and of the whole that is nothing else, the whole comes last.
    fn last(&self, place: Span) -> Option<&'s T> {
        let behind = self.0.partition_point(|(span, _)| *span <= place);
        let (span, what) = self.0.get(behind.checked_sub(1)?)?;
        (*span == place).then_some(what)
    }
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
        let named = target.map(|target| (target, entity_named(db, file, target)));
        let is_unknown = named.is_some_and(|(_, found)| found.is_none());
        Self {
            spec,
            is_open: index::entity(db, file).is_none() || is_unknown,
            other: named.and_then(|(target, found)| other(db, file, spec, target, found)),
            action: slot.map(|slot| slot.action),
            typed: content.and_then(|content| typed_at(context, content)),
            types: OnceCell::new(),
            meanings: OnceCell::new(),
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
        let known = |typed: &'s Typed| {
            let meanings = self.meanings.get_or_init(|| BySpan::of(&typed.names));
            meanings.last(name)
        };
        let meaning = self.typed.and_then(known);
        meaning.is_some_and(|meaning| meaning.origin == Origin::Variable) && !self.is_open
    }

    /// The type of the part of the content that stands there.
    pub(super) fn type_at(&self, part: Span) -> &'s Type {
        let known = |typed: &'s Typed| {
            let types = self.types.get_or_init(|| BySpan::of(&typed.types));
            types.last(part)
        };
        self.typed.and_then(known).unwrap_or(&Type::UNKNOWN)
    }
}

/// What is known of the types of an expression, a statement or a call.
pub(super) fn typed_at<'s>(context: &Context<'s>, whole: Span) -> Option<&'s Typed> {
    let all = context.typed();
    typing::exactly_at(all, whole).map(|found| &found.typed)
}

/// The entity that a statement is about, unless it is the file's own.
fn other<'s>(
    db: &'s dyn Db,
    file: File,
    spec: &Spec,
    target: &EntityName,
    found: Option<File>,
) -> Option<Other<'s>> {
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
