//! What names stand for in a step, as far as the spec says it.
//!
//! Whatever is not known for sure may be anything: then nothing is said about it.

use crate::db::{Db, File};
use crate::expression::ast::{EntityName, Mark, Path};
use crate::expression::infer::{Anything, Meaning, Origin, Scope, Type, composite_member};
use crate::index::{self, find_entity};
use crate::rules::Context;
use crate::spec::Action;
use crate::summary::Entity;

use super::classify::is_plpgsql_name;
use super::names::{Names, is_generated};
use super::slots::Slot;

/// The names of a step.
pub(super) struct StepScope<'a, 's> {
    db: &'s dyn Db,
    file: File,
    names: &'a Names<'s>,
    action: &'s Action,
    /// Whether there may be names that nothing is known of.
    is_open: bool,
}

impl<'a, 's> StepScope<'a, 's> {
    pub(super) fn new(context: &Context<'s>, names: &'a Names<'s>, slot: &Slot<'s>) -> Self {
        let other = names.other.as_ref();
        Self {
            db: context.db,
            file: context.file,
            names,
            action: slot.action,
            is_open: context.spec.fields.is_empty()
                || other.is_some_and(|other| other.entity.is_none())
                || slot.has_hidden_variables,
        }
    }

    fn open(&self) -> Option<Meaning> {
        self.is_open.then(unknown)
    }

    fn declared(&self, name: &str) -> Option<Meaning> {
        let mut parameters = self.action.parameters.iter();
        let parameter = parameters.find(|parameter| parameter.name.text == name);
        if let Some(parameter) = parameter {
            let ty = parameter.parameter_type.as_ref();
            let ty = ty.map_or(Type::UNKNOWN, Type::of);
            return Some(Meaning::new(Origin::Parameter, ty));
        }
        self.names.is_variable(name).then(unknown)
    }

    fn field(&self, name: &str) -> Option<Meaning> {
        let other = self.names.other.as_ref().and_then(|other| other.entity);
        if let Some(field) = other.and_then(|entity| entity.field(name)) {
            return Some(Meaning::new(Origin::Field, field.field_type.clone()));
        }
        let own = self.names.spec.field(name);
        let own = own.or_else(|| self.names.field_ignoring_case(name))?;
        let is_own = self.names.other.is_none();
        // In a step about another entity, what an own field means is not said.
        let ty = if is_own {
            Type::of(&own.field_type)
        } else {
            Type::UNKNOWN
        };
        Some(Meaning::new(Origin::Field, ty))
    }

    fn entity_of(&self, schema: Option<&str>, name: &str) -> Option<&'s Entity> {
        let file = find_entity(self.db, self.file, schema, name).ok()?;
        index::entity(self.db, file)
    }
}

fn unknown() -> Meaning {
    Meaning::new(Origin::Variable, Type::UNKNOWN)
}

impl Scope for StepScope<'_, '_> {
    fn name(&self, name: &str) -> Option<Meaning> {
        let is_known_word = specql_language::expression::name(name).is_some();
        let is_made = name.starts_with("fk_") || name.starts_with("pk_") || is_plpgsql_name(name);
        self.field(name)
            .or_else(|| self.declared(name))
            .or_else(|| is_made.then(unknown))
            .or_else(|| (!is_known_word).then(|| self.open()).flatten())
    }

    fn parameter(&self, _: Mark, name: &str) -> Option<Meaning> {
        // Without a list of parameters nothing is known of them.
        let are_unknown = self.action.parameters.is_empty() || self.is_open;
        self.declared(name).or_else(|| are_unknown.then(unknown))
    }

    fn member(&self, of: &Type, name: &str) -> Option<Meaning> {
        match of {
            Type::Composite(composite) => composite_member(composite, name),
            Type::Reference(targets) => {
                for (schema, target) in targets.iter() {
                    let Some(entity) = self.entity_of(schema.as_deref(), target) else {
                        return Some(unknown());
                    };
                    if let Some(field) = entity.field(name) {
                        return Some(Meaning::new(Origin::Member, field.field_type.clone()));
                    }
                }
                is_generated(name).then(unknown)
            }
            Type::Row(_) if !self.action.parameters.is_empty() => self
                .declared(name)
                .or_else(|| self.field(name))
                .or_else(|| self.open()),
            _ => Some(unknown()),
        }
    }

    fn entity(&self, entity: &EntityName) -> Option<Box<dyn Scope + '_>> {
        let schema = entity.schema.as_ref().map(|schema| schema.text.as_str());
        Some(match self.entity_of(schema, &entity.name.text) {
            Some(entity) => Box::new(RowScope {
                entity,
                around: self,
            }),
            None => Box::new(Anything),
        })
    }

    fn function(&self, _: &Path) -> Option<Type> {
        Some(Type::UNKNOWN)
    }

    fn pattern(&self, _: &str) -> bool {
        true
    }
}

/// The names where the rows of an entity are looked through.
struct RowScope<'a> {
    entity: &'a Entity,
    around: &'a dyn Scope,
}

impl Scope for RowScope<'_> {
    fn name(&self, name: &str) -> Option<Meaning> {
        let field = self.entity.field(name);
        field
            .map(|field| Meaning::new(Origin::Field, field.field_type.clone()))
            .or_else(|| self.around.name(name))
    }

    fn parameter(&self, mark: Mark, name: &str) -> Option<Meaning> {
        self.around.parameter(mark, name)
    }

    fn member(&self, of: &Type, name: &str) -> Option<Meaning> {
        self.around.member(of, name)
    }

    fn entity(&self, entity: &EntityName) -> Option<Box<dyn Scope + '_>> {
        self.around.entity(entity)
    }

    fn function(&self, function: &Path) -> Option<Type> {
        self.around.function(function)
    }

    fn pattern(&self, name: &str) -> bool {
        self.around.pattern(name)
    }
}
