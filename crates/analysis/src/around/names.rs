//! The types of what can be named at a place of a spec.

use specql_language::expression::name as word;
use specql_language::types;

use super::{Around, column, entity_named, field_type, type_of_parameter};
use crate::db::{Db, File};
use crate::expression::ast::{EntityName, Mark, Path};
use crate::expression::infer::{Meaning, Origin, Scope, Type, composite_member};
use crate::index::{self, NoEntity, find_entity};
use crate::inherited;

/// What can be named at a place.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    db: &'a dyn Db,
    around: Around<'a>,
    /// Whether there may be more names than are known.
    is_open: bool,
}

impl<'a> Names<'a> {
    pub(crate) fn new(db: &'a dyn Db, around: Around<'a>) -> Self {
        let is_known = |file| index::entity(db, file).is_some();
        let is_open = !around.entity.is_some_and(is_known) || !is_known(around.own);
        Self {
            db,
            around,
            is_open,
        }
    }

    /// Every name stands for something, known or not.
    pub(crate) fn open(self) -> Self {
        Self {
            is_open: true,
            ..self
        }
    }

    /// The type of the field that is meant; none where there is none, and where it may be one of
    /// an entity that is not known.
    pub(super) fn field(&self, name: &str) -> Option<Type> {
        self.around.entity?;
        let (file, field) = self.around.field(self.db, name)?;
        Some(field_type(self.db, self.around.own, file, field))
    }

    fn column(&self, name: &str) -> Option<Meaning> {
        let mut entities = self.around.entities();
        let ty = entities.find_map(|file| column(self.db, file, name))?;
        Some(Meaning::new(Origin::Column, ty))
    }

    /// A field, or another column, of the entity of a file.
    fn member_of(&self, file: File, name: &str) -> Option<Meaning> {
        match inherited::field(self.db, file, name) {
            Some((of, field)) => {
                let ty = field_type(self.db, self.around.own, of, field);
                Some(Meaning::new(Origin::Member, ty))
            }
            None => column(self.db, file, name).map(|ty| Meaning::new(Origin::Column, ty)),
        }
    }

    /// A member of a row of one of several entities: what is known of it is what is the same in
    /// all that have it.
    fn member_of_any(&self, targets: &[(Option<String>, String)], name: &str) -> Option<Meaning> {
        let mut found: Option<Meaning> = None;
        for (schema, entity) in targets {
            let Ok(file) = find_entity(self.db, self.around.own, schema.as_deref(), entity) else {
                return Some(unknown(Origin::Member));
            };
            match (&found, self.member_of(file, name)) {
                (_, None) => {}
                (None, Some(meaning)) => found = Some(meaning),
                (Some(before), Some(meaning)) if *before == meaning => {}
                (Some(_), Some(_)) => found = Some(unknown(Origin::Member)),
            }
        }
        found.or_else(|| targets.is_empty().then(|| unknown(Origin::Member)))
    }

    /// What the action was called with: its parameters, or the fields of its entity.
    fn input(&self, name: &str) -> Option<Meaning> {
        if let Some(parameter) = self.around.parameter(name) {
            return Some(Meaning::new(
                Origin::Parameter,
                type_of_parameter(parameter),
            ));
        }
        let of_row = self.member_of(self.around.own, name);
        let is_listed = self.is_open || self.around.parameters.is_empty();
        of_row
            .map(|member| Meaning::new(Origin::Parameter, member.ty))
            .or_else(|| is_listed.then(|| unknown(Origin::Parameter)))
    }
}

fn unknown(origin: Origin) -> Meaning {
    Meaning::new(origin, Type::UNKNOWN)
}

impl Scope for Names<'_> {
    fn name(&self, name: &str) -> Option<Meaning> {
        if let Some(ty) = self.around.variable(name) {
            return Some(Meaning::new(Origin::Variable, ty.clone()));
        }
        if let Some(ty) = self.field(name) {
            return Some(Meaning::new(Origin::Field, ty));
        }
        if let Some(parameter) = self.around.parameter(name) {
            return Some(Meaning::new(
                Origin::Parameter,
                type_of_parameter(parameter),
            ));
        }
        let is_open = self.is_open && word(name).is_none();
        self.column(name)
            .or_else(|| is_open.then(|| unknown(Origin::Variable)))
    }

    fn parameter(&self, _: Mark, name: &str) -> Option<Meaning> {
        if let Some(ty) = self.around.variable(name) {
            return Some(Meaning::new(Origin::Variable, ty.clone()));
        }
        if let Some(parameter) = self.around.parameter(name) {
            return Some(Meaning::new(
                Origin::Parameter,
                type_of_parameter(parameter),
            ));
        }
        // Without a list of parameters nothing is known of them.
        let may_be = self.is_open || self.around.parameters.is_empty();
        may_be.then(|| unknown(Origin::Parameter))
    }

    fn member(&self, of: &Type, name: &str) -> Option<Meaning> {
        match of {
            Type::Reference(targets) => self.member_of_any(targets, name),
            Type::Composite(composite) if types::composite(composite).is_some() => {
                composite_member(composite, name)
            }
            Type::Row(row) if row.as_ref() == "input" => self.input(name),
            _ => Some(unknown(Origin::Member)),
        }
    }

    fn entity(&self, entity: &EntityName) -> Option<Box<dyn Scope + '_>> {
        let schema = entity.schema.as_ref().map(|schema| schema.text.as_str());
        let found = find_entity(self.db, self.around.own, schema, &entity.name.text);
        if found == Err(NoEntity::Unknown) {
            return None;
        }
        let found = entity_named(self.db, self.around.own, entity);
        Some(Box::new(Self::new(self.db, self.around.in_entity(found))))
    }

    fn function(&self, function: &Path) -> Option<Type> {
        // What has a schema is a function of the database, of which nothing is known here.
        let is_known = self.is_open
            || function.single().is_none_or(|name| {
                inherited::action(self.db, self.around.own, &name.text).is_some()
            });
        is_known.then_some(Type::UNKNOWN)
    }
}
