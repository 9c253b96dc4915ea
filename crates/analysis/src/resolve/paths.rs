//! Names with dots between them: each is looked up in what the one before stands for.

use specql_language::key;
use specql_language::types;
use specql_yaml::Span;

use super::{Reference, Resolver, Target, Unresolved};
use crate::around::{Around, entity_of, field_type, type_of_parameter};
use crate::db::{Db, File};
use crate::expression::ast::{Mark, Name, Parameter, Path};
use crate::expression::infer::Type;
use crate::index;
use crate::inherited;
use crate::rules::renamed;
use crate::summary::Field;

impl Resolver<'_> {
    pub(super) fn path(&mut self, path: &Path, around: Around<'_>) {
        let mut names = path.parts.iter();
        let Some(first) = names.next() else { return };
        let mut holder = if matches!(first.text.as_str(), "input" | "output") {
            Holder::Parameters
        } else {
            self.first_name(first, around)
        };
        for name in names {
            holder = self.member(&holder, name, around);
        }
    }

    pub(super) fn parameter(&mut self, parameter: &Parameter, around: Around<'_>) {
        let mut names = parameter.parts.iter();
        let Some(first) = names.next() else { return };
        if parameter.mark == Mark::Question {
            return;
        }
        let mut holder = self.parameter_or_variable(first, around);
        for name in names {
            holder = self.member(&holder, name, around);
        }
    }

    fn parameter_or_variable(&mut self, name: &Name, around: Around<'_>) -> Holder {
        if let Some(ty) = around.variable(&name.text) {
            let target = Ok(Target::Variable(name.text.clone()));
            self.found.push(Reference {
                made: around.variable_place(&name.text),
                ..Reference::new(name.span, target)
            });
            return self.holder(ty);
        }
        let Some(parameter) = around.parameter(&name.text) else {
            // Without a list of parameters nothing is known of them.
            if !around.parameters.is_empty() {
                self.add(name.span, Err(Unresolved::Parameter(name.text.clone())));
            }
            return Holder::Unknown;
        };
        let target = Ok(Target::Parameter(name.text.clone()));
        self.found.push(Reference {
            made: Some(parameter.name.span),
            ..Reference::new(name.span, target)
        });
        self.holder(&type_of_parameter(parameter))
    }

    /// A name that stands alone, or first in a path.
    pub(super) fn first_name(&mut self, name: &Name, around: Around<'_>) -> Holder {
        if around.variable(&name.text).is_some() {
            return self.parameter_or_variable(name, around);
        }
        if let Some((file, field)) = around.field(self.db, &name.text) {
            self.add(name.span, Ok(Target::Field(file, name.text.clone())));
            return self.holder(&field_type(self.db, self.file, file, field));
        }
        if around.parameter(&name.text).is_some() {
            return self.parameter_or_variable(name, around);
        }
        if let Some((base, file)) = reference_column(name, |field| around.field(self.db, field)) {
            self.add(base.span, Ok(Target::Field(file, base.text)));
            return Holder::Unknown;
        }
        if around.entities().any(|file| self.other_column(file, name)) {
            return Holder::Unknown;
        }
        if specql_language::expression::name(&name.text).is_none() {
            let reason = match around.entity {
                Some(file) => Unresolved::Field(file, name.text.clone()),
                None => Unresolved::Unknowable,
            };
            self.add(name.span, Err(reason));
        }
        Holder::Unknown
    }

    fn member(&mut self, holder: &Holder, name: &Name, around: Around<'_>) -> Holder {
        match holder {
            Holder::Unknown => Holder::Unknown,
            Holder::Parameters => {
                if around.parameter(&name.text).is_some() {
                    return self.parameter_or_variable(name, around);
                }
                Holder::Unknown
            }
            Holder::Entity(file) => match inherited::field(self.db, *file, &name.text) {
                Some((of, field)) => {
                    self.add(name.span, Ok(Target::Field(of, name.text.clone())));
                    self.holder(&field_type(self.db, self.file, of, field))
                }
                None => {
                    let field = |field: &str| inherited::field(self.db, *file, field);
                    if let Some((base, file)) = reference_column(name, field) {
                        self.add(base.span, Ok(Target::Field(file, base.text)));
                        return Holder::Unknown;
                    }
                    if self.other_column(*file, name) {
                        return Holder::Unknown;
                    }
                    if specql_language::expression::name(&name.text).is_none() {
                        let reason = Unresolved::Field(*file, name.text.clone());
                        self.add(name.span, Err(reason));
                    }
                    Holder::Unknown
                }
            },
            Holder::Composite(composite) => {
                let members = types::composite(composite).map_or(&[][..], |c| c.members);
                let member = members.iter().find(|member| member.name == name.text);
                let target = match member {
                    Some(member) => Ok(Target::Member(composite, member.name)),
                    None => Err(Unresolved::Member(name.text.clone())),
                };
                self.add(name.span, target);
                Holder::Unknown
            }
        }
    }

    /// Whether it is a column that is no field, but has a name of the author's.
    fn other_column(&mut self, file: File, name: &Name) -> bool {
        if computes(self.db, file, &name.text) {
            self.add(name.span, Ok(Target::Field(file, name.text.clone())));
            return true;
        }
        self.key_column(file, name)
    }

    /// Whether it is the key of an entity's table, `pk_customer`: the entity's name is in it.
    fn key_column(&mut self, file: File, name: &Name) -> bool {
        let entity = index::entity(self.db, file);
        let of = name.text.strip_prefix("pk_");
        let Some((entity, of)) = entity.zip(of) else {
            return false;
        };
        let is_it = renamed::form(&entity.name, of, &entity.name).is_some();
        if is_it && let Some(start) = (name.span.end as usize).checked_sub(of.len()) {
            let span = Span::new(start, name.span.end as usize);
            self.add(span, Ok(Target::Entity(file)));
        }
        is_it
    }

    /// What the names behind a value of this type are looked up in.
    pub(super) fn holder(&self, ty: &Type) -> Holder {
        match ty {
            Type::Reference(_) => {
                entity_of(self.db, self.file, ty).map_or(Holder::Unknown, Holder::Entity)
            }
            Type::Composite(name) => {
                types::composite(name).map_or(Holder::Unknown, |c| Holder::Composite(c.name))
            }
            _ => Holder::Unknown,
        }
    }
}

/// Whether an entity has a field of this name that is computed elsewhere in its spec.
pub(super) fn computes(db: &dyn Db, file: File, name: &str) -> bool {
    let others = index::entity(db, file).map_or(&[][..], |entity| &entity.others);
    others
        .iter()
        .any(|(what, other)| *what == key::Name::Field && other == name)
}

/// The column of a reference, `fk_customer`: the name of the field in it, and who has it.
fn reference_column<'a>(
    name: &Name,
    field: impl FnOnce(&str) -> Option<(File, &'a Field)>,
) -> Option<(Name, File)> {
    let text = name.text.strip_prefix("fk_")?;
    let (file, found) = field(text)?;
    let is_reference = matches!(found.field_type, Type::Reference(_));
    let end = name.span.end as usize;
    let base = Name {
        text: text.to_owned(),
        span: Span::new(end.checked_sub(text.len())?, end),
    };
    is_reference.then_some((base, file))
}

/// What the next name of a path is looked up in.
pub(super) enum Holder {
    /// The fields of an entity.
    Entity(File),
    /// The members of a composite value.
    Composite(&'static str),
    /// The parameters of the action.
    Parameters,
    /// Nothing is known of it.
    Unknown,
}
