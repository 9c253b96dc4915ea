//! What can be named at each place of a spec.
//!
//! Those who ask what names stand for and those who ask which types values have go the same way
//! through a spec, and know the same names at each place of it. That way is [`walk`]; what is
//! known at a place is [`Around`]; [`Names`] says the types of what can be named there.

mod known;
mod names;
mod walk;

use std::collections::HashMap;

use specql_language::expression::{Place, ValueType, name as word};
use specql_language::key;
use specql_language::reserved::reserved_field;
use specql_yaml::Span;

use crate::db::{Db, File};
use crate::expression::ast::EntityName;
use crate::expression::infer::Type;
use crate::index::{self, NoEntity, find_entity};
use crate::inherited;
use crate::spec::Parameter;
use crate::summary::Field;

pub use known::{Known, Member};
pub(crate) use names::Names;
pub(crate) use walk::{Part, Visitor, argument_type, walk};

/// What can be named at a place of a spec.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// Whose fields are meant; none where it is not known whose.
    pub(crate) entity: Option<File>,
    /// The entity of the file, whose fields are meant next.
    pub(crate) own: File,
    /// Of the action.
    pub(crate) parameters: &'a [Parameter],
    /// Of the action; none outside of one.
    variables: Option<&'a Variables<'a>>,
}

/// The variables of an action: of loops, the results of steps, and those that are declared. Of
/// two with the same name, the last one is meant.
#[derive(Default)]
struct Variables<'s> {
    /// Their names, in the order in which they became known.
    names: Vec<&'s str>,
    /// All of one name, each with where it is made. An action may have very many variables.
    known: HashMap<&'s str, Vec<(Span, Type)>>,
}

impl<'s> Variables<'s> {
    fn push(&mut self, name: &'s str, span: Span, ty: Type) {
        self.names.push(name);
        self.known.entry(name).or_default().push((span, ty));
    }

    fn len(&self) -> usize {
        self.names.len()
    }

    /// Forgets all but the first ones.
    fn truncate(&mut self, len: usize) {
        for name in self.names.drain(len.min(self.names.len())..) {
            if let Some(known) = self.known.get_mut(name) {
                known.pop();
            }
        }
    }
}

impl<'a> Around<'a> {
    /// Outside of all actions.
    pub(crate) const fn of(file: File) -> Self {
        Self {
            entity: Some(file),
            own: file,
            parameters: &[],
            variables: None,
        }
    }

    /// The same place, with the fields of another entity.
    pub(crate) const fn in_entity(self, entity: Option<File>) -> Self {
        Self { entity, ..self }
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&'a Parameter> {
        self.parameters.iter().find(|p| p.name.text == name)
    }

    /// The type of the variable of this name.
    pub(crate) fn variable(&self, name: &str) -> Option<&'a Type> {
        let (_, ty) = self.variables?.known.get(name)?.last()?;
        Some(ty)
    }

    /// Where the variable of this name is made.
    pub(crate) fn variable_place(&self, name: &str) -> Option<Span> {
        let (span, _) = self.variables?.known.get(name)?.last()?;
        Some(*span)
    }

    /// The entities whose fields are meant, in the order in which they are asked.
    pub(crate) fn entities(&self) -> impl Iterator<Item = File> + use<> {
        let own = Some(self.own).filter(|own| self.entity != Some(*own));
        self.entity.into_iter().chain(own)
    }

    /// The field of this name that is meant, with the file that it stands in.
    pub(crate) fn field(&self, db: &'a dyn Db, name: &str) -> Option<(File, &'a Field)> {
        let mut entities = self.entities();
        entities.find_map(|file| inherited::field(db, file, name))
    }

    /// Whether what a statement begins with is no entity, but a variable or a list.
    pub(crate) fn is_value(&self, db: &dyn Db, target: &EntityName) -> bool {
        self.value(db, target).is_some()
    }

    /// The type of what a statement begins with, where that is a variable or a list.
    fn value(&self, db: &dyn Db, target: &EntityName) -> Option<Type> {
        if target.schema.is_some() {
            return None;
        }
        let name = target.name.text.as_str();
        if let Some(ty) = self.variable(name) {
            return Some(ty.clone());
        }
        if entity_named(db, self.own, target).is_some() {
            return None;
        }
        let field = self.field(db, name);
        let ty = match field {
            Some((file, field)) => field_type(db, self.own, file, field),
            None => self.parameter(name).map(type_of_parameter)?,
        };
        matches!(ty, Type::List(_)).then_some(ty)
    }
}

/// The type of a parameter; unknown where none is written.
pub(crate) fn type_of_parameter(parameter: &Parameter) -> Type {
    let written = parameter.parameter_type.as_ref();
    written.map_or(Type::UNKNOWN, Type::of)
}

/// The type of a field of another file's entity, as it is to be read in this file.
///
/// A reference without a schema means an entity that is near to where it is written.
pub(crate) fn field_type(db: &dyn Db, own: File, of: File, field: &Field) -> Type {
    if own == of {
        return field.field_type.clone();
    }
    moved(db, own, of, &field.field_type)
}

fn moved(db: &dyn Db, own: File, of: File, ty: &Type) -> Type {
    match ty {
        Type::Reference(targets) => {
            let targets = targets.iter().map(|(schema, name)| {
                let there = find_entity(db, of, schema.as_deref(), name);
                if there == find_entity(db, own, schema.as_deref(), name) {
                    return (schema.clone(), name.clone());
                }
                let entity = there.ok().and_then(|file| index::entity(db, file));
                let schema = entity.map(|entity| entity.schema().to_owned());
                (schema, name.clone())
            });
            Type::Reference(targets.collect())
        }
        Type::List(item) => Type::List(moved(db, own, of, item).into()),
        _ => ty.clone(),
    }
}

/// The entity that a name leads to, if it leads to one. Of several, a spec means its own.
pub(crate) fn entity_named(db: &dyn Db, own: File, name: &EntityName) -> Option<File> {
    let schema = name.schema.as_ref().map(|schema| schema.text.as_str());
    match find_entity(db, own, schema, &name.name.text) {
        Ok(file) => Some(file),
        Err(NoEntity::Ambiguous(files)) => files.into_iter().find(|file| *file == own),
        Err(NoEntity::Unknown | NoEntity::InOtherSchemas(_)) => None,
    }
}

/// The entity that a value of this type is a row of, if it is known to be one.
pub(crate) fn entity_of(db: &dyn Db, own: File, ty: &Type) -> Option<File> {
    match ty {
        Type::Reference(targets) => match targets.as_ref() {
            [(schema, name)] => find_entity(db, own, schema.as_deref(), name).ok(),
            _ => None,
        },
        _ => None,
    }
}

/// The type of a column that an entity has beside its fields; none when it has none of this name.
pub(crate) fn column(db: &dyn Db, file: File, name: &str) -> Option<Type> {
    let entity = index::entity(db, file)?;
    if let Some(word) = word(name) {
        return (word.place == Place::Column).then_some(word.value.into());
    }
    if let Some(field) = name.strip_prefix("fk_") {
        let is_reference = |field: &Field| field.field_type.value() == ValueType::Reference;
        let found = inherited::field(db, file, field);
        let found = found.filter(|(_, field)| is_reference(field));
        return found.map(|_| ValueType::Integer.into());
    }
    if let Some(of) = name.strip_prefix("pk_") {
        // SpecQL writes an entity's name in two ways, with and without `_` between its words.
        let letters = |name: &str| name.replace('_', "").to_lowercase();
        return (letters(of) == letters(&entity.name)).then_some(ValueType::Integer.into());
    }
    let is_other = |(what, other): &(key::Name, String)| *what == key::Name::Field && other == name;
    if entity.others.iter().any(is_other) {
        // Computed elsewhere in the spec.
        return Some(Type::UNKNOWN);
    }
    reserved_field(name)?;
    Some(Type::Value(match name {
        "sequence_number" => ValueType::Integer,
        _ if name.ends_with("_at") => ValueType::DateTime,
        _ if name.ends_with("_by") => ValueType::Uuid,
        _ => ValueType::Text,
    }))
}
