//! What names stand for.

use specql_language::{expression, types};

use super::Type;
use crate::expression::ast::{EntityName, Mark, Path};

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Meaning {
    /// Where its value comes from.
    pub origin: Origin,
    /// The type of the value.
    pub ty: Type,
}

impl Meaning {
    /// A value of this type, from there.
    #[must_use]
    pub fn new(origin: Origin, ty: impl Into<Type>) -> Self {
        let ty = ty.into();
        Self { origin, ty }
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A field of the entity.
    Field,
    /// A column that SpecQL adds to every entity.
    Column,
    /// A member of another value.
    Member,
    /// A variable of the action, such as that of a loop.
    Variable,
    /// A parameter of the action.
    Parameter,
    /// A word of the language: `current_date`, `input`.
    Word,
}

/// What can be named in an expression.
pub trait Scope {
    /// What a name stands for. The words of the language are known without a scope, and a scope
    /// may give them another meaning.
    fn name(&self, name: &str) -> Option<Meaning>;

    /// What a parameter stands for.
    fn parameter(&self, mark: Mark, name: &str) -> Option<Meaning>;

    /// A member of a value: a field of the entity that it refers to, a member of a composite
    /// value. None when the value has members and no such one. Of a value that the scope knows
    /// too little of, every member has an unknown type.
    fn member(&self, of: &Type, name: &str) -> Option<Meaning> {
        match of {
            Type::Composite(composite) => composite_member(composite, name),
            _ => Some(Meaning::new(Origin::Member, Type::UNKNOWN)),
        }
    }

    /// What can be named where the rows of an entity are looked through, as behind
    /// `EXISTS … WHERE`. None when there is no such entity.
    fn entity(&self, entity: &EntityName) -> Option<Box<dyn Scope + '_>>;

    /// What a function gives that the language does not know. None when there is none.
    fn function(&self, function: &Path) -> Option<Type> {
        let _ = function;
        None
    }

    /// Whether there is a pattern of this name.
    fn pattern(&self, name: &str) -> bool {
        let scalar = types::scalar(expression::pattern(name));
        scalar.is_some_and(|scalar| scalar.pattern.is_some())
    }
}

/// A member of a composite type of the language.
#[must_use]
pub fn composite_member(composite: &str, name: &str) -> Option<Meaning> {
    let members = types::composite(composite)?.members;
    let member = members.iter().find(|member| member.name == name)?;
    Some(Meaning::new(
        Origin::Member,
        Type::of_name(member.type_name),
    ))
}

/// A scope in which every name stands for something that nothing is known of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anything;

impl Scope for Anything {
    fn name(&self, _: &str) -> Option<Meaning> {
        Some(Meaning::new(Origin::Variable, Type::UNKNOWN))
    }

    fn parameter(&self, _: Mark, _: &str) -> Option<Meaning> {
        Some(Meaning::new(Origin::Parameter, Type::UNKNOWN))
    }

    fn entity(&self, _: &EntityName) -> Option<Box<dyn Scope + '_>> {
        Some(Box::new(Self))
    }

    fn function(&self, _: &Path) -> Option<Type> {
        Some(Type::UNKNOWN)
    }

    fn pattern(&self, _: &str) -> bool {
        true
    }
}
