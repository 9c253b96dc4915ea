//! What can be named at one place, told to those who list it.

use std::collections::HashSet;

use specql_language::expression::{NAMES, Place};
use specql_language::types;
use specql_yaml::Span;

use super::{Around, Part, Visitor, column, entity_of, field_type, type_of_parameter, walk};
use crate::db::{Db, File};
use crate::expression::infer::Type;
use crate::inherited;
use crate::spec::{Action, Spec};
use crate::summary::Field;

/// What can be named at a place of a spec.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Whose fields are meant; none where it is not known whose.
    pub entity: Option<File>,
    /// The file itself, whose fields are meant next.
    pub own: File,
    /// The parameters of the action.
    pub parameters: Vec<(String, Type)>,
    /// The variables of the action, the latest first.
    pub variables: Vec<(String, Type)>,
    /// The type that the whole expression has to have; unknown where any will do.
    pub expected: Type,
}

/// A name behind a dot.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name.
    pub name: String,
    /// The type of its value.
    pub ty: Type,
    /// The file in which the field stands; none for members of composite types and for parameters.
    pub field_of: Option<File>,
    /// Whether the entity asks another one for the field, and SpecQL passes over that.
    pub is_passed_over: bool,
}

impl Known {
    /// Outside of all actions.
    #[must_use]
    pub fn of(file: File) -> Self {
        Self {
            entity: Some(file),
            own: file,
            parameters: Vec::new(),
            variables: Vec::new(),
            expected: Type::UNKNOWN,
        }
    }

    pub(crate) fn at(db: &dyn Db, file: File, spec: &Spec, offset: u32) -> Self {
        let mut finder = Finder { offset, best: None };
        walk(db, file, spec, &mut finder);
        match finder.best {
            Some((_, known)) => known,
            None => {
                let mut actions = spec.actions.iter();
                let action = actions.find(|action| is_inside(action.span, offset));
                Self {
                    parameters: action.map(parameters).unwrap_or_default(),
                    ..Self::of(file)
                }
            }
        }
    }

    /// The same place, with the fields of another entity.
    #[must_use]
    pub fn in_entity(self, entity: Option<File>) -> Self {
        Self { entity, ..self }
    }

    /// The type of the value that a path leads to, if there is one.
    #[must_use]
    pub fn type_of(&self, db: &dyn Db, path: &[&str]) -> Option<Type> {
        let (first, rest) = path.split_first()?;
        let mut ty = self.type_of_name(db, first)?;
        for name in rest {
            let mut members = self.members(db, &ty).into_iter();
            ty = members.find(|member| member.name == *name)?.ty;
        }
        Some(ty)
    }

    fn type_of_name(&self, db: &dyn Db, name: &str) -> Option<Type> {
        let name = name.trim_start_matches(['$', ':']);
        let of_list = |list: &[(String, Type)]| {
            let found = list.iter().find(|(known, _)| known == name);
            found.map(|(_, ty)| ty.clone())
        };
        let field = || {
            let mut files = self.entities();
            files.find_map(|file| match inherited::field(db, file, name) {
                Some((of, field)) => Some(field_type(db, self.own, of, field)),
                None => column(db, file, name),
            })
        };
        of_list(&self.variables)
            .or_else(field)
            .or_else(|| of_list(&self.parameters))
            .or_else(|| {
                let word = specql_language::expression::name(name)?;
                Some(match word.place {
                    Place::Input => Type::Row("input".into()),
                    _ => word.value.into(),
                })
            })
    }

    /// The entities whose fields are meant, in the order in which they are asked.
    pub fn entities(&self) -> impl Iterator<Item = File> {
        let own = Some(self.own).filter(|own| self.entity != Some(*own));
        self.entity.into_iter().chain(own)
    }

    /// The fields of an entity, as they are to be read in this file: its own, then those that it
    /// takes over.
    #[must_use]
    pub fn fields(&self, db: &dyn Db, file: File) -> Vec<Member> {
        let member = |is_passed_over| {
            move |(of, field): (File, &Field)| Member {
                name: field.name.clone(),
                ty: field_type(db, self.own, of, field),
                field_of: Some(of),
                is_passed_over,
            }
        };
        let fields = inherited::fields(db, file).into_iter();
        let others = inherited::fields_passed_over(db, file).into_iter();
        fields
            .map(member(false))
            .chain(others.map(member(true)))
            .collect()
    }

    /// The columns that every entity has beside its fields.
    #[must_use]
    pub fn columns(&self) -> Vec<Member> {
        let columns = NAMES.iter().filter(|word| word.place == Place::Column);
        let member = |word: &specql_language::expression::Word| Member {
            name: word.name.to_owned(),
            ty: word.value.into(),
            field_of: None,
            is_passed_over: false,
        };
        columns.map(member).collect()
    }

    /// What may stand behind the dot after a value of this type, the usual first.
    #[must_use]
    pub fn members(&self, db: &dyn Db, ty: &Type) -> Vec<Member> {
        match ty {
            Type::Reference(_) => match entity_of(db, self.own, ty) {
                Some(file) => {
                    let mut members = self.fields(db, file);
                    members.extend(self.columns());
                    members
                }
                None => Vec::new(),
            },
            Type::Composite(name) => {
                let members = types::composite(name).map_or(&[][..], |known| known.members);
                let members = members.iter().map(|member| Member {
                    name: member.name.to_owned(),
                    ty: Type::of_name(member.type_name),
                    field_of: None,
                    is_passed_over: false,
                });
                members.collect()
            }
            Type::Row(_) if self.parameters.is_empty() => self.fields(db, self.own),
            Type::Row(_) => {
                let parameters = self.parameters.iter();
                let member = |(name, ty): &(String, Type)| Member {
                    name: name.clone(),
                    ty: ty.clone(),
                    field_of: None,
                    is_passed_over: false,
                };
                parameters.map(member).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn parameters(action: &Action) -> Vec<(String, Type)> {
    let parameters = action.parameters.iter();
    let known = parameters.map(|known| (known.name.text.clone(), type_of_parameter(known)));
    known.collect()
}

fn is_inside(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}

/// Finds the smallest part that a place is in, and what is known there.
struct Finder {
    offset: u32,
    best: Option<(Span, Known)>,
}

impl<'s> Visitor<'s> for Finder {
    fn part(&mut self, part: Part<'s>, around: Around<'_>) {
        let span = part.span();
        let is_smaller = |best: Span| span.end - span.start <= best.end - best.start;
        let is_best = self.best.as_ref().is_none_or(|(best, _)| is_smaller(*best));
        if is_inside(span, self.offset) && is_best {
            let known = Known {
                expected: part.expected(),
                ..around.known()
            };
            self.best = Some((span, known));
        }
    }
}

impl Part<'_> {
    fn expected(&self) -> Type {
        match self {
            Self::Condition(_) | Self::Permission(_) => Type::BOOLEAN,
            Self::Value(_, expected) => expected.clone(),
            _ => Type::UNKNOWN,
        }
    }

    fn span(&self) -> Span {
        match self {
            Self::Type(written) => written.span,
            Self::Condition(expression)
            | Self::Permission(expression)
            | Self::Value(expression, _)
            | Self::Field(_, expression, _)
            | Self::Argument(_, _, expression, _)
            | Self::Case(expression, _, _)
            | Self::Assignment(expression)
            | Self::Answer(expression) => expression.span,
            Self::Statement(statement) => statement.span,
            Self::Call(call, _) => call.span,
        }
    }
}

impl Around<'_> {
    fn known(&self) -> Known {
        let of_parameter =
            |known: &crate::spec::Parameter| (known.name.text.clone(), type_of_parameter(known));
        let mut variables: Vec<(String, Type)> = Vec::new();
        let mut seen = HashSet::new();
        let names = self
            .variables
            .map_or(&[][..], |known| known.names.as_slice());
        for name in names.iter().rev() {
            if seen.insert(*name)
                && let Some(ty) = self.variable(name)
            {
                variables.push(((*name).to_owned(), ty.clone()));
            }
        }
        Known {
            entity: self.entity,
            own: self.own,
            parameters: self.parameters.iter().map(of_parameter).collect(),
            variables,
            expected: Type::UNKNOWN,
        }
    }
}
