//! Names in the blocks of a spec, and paths of files.

use specql_language::key;
use specql_language::pattern;
use specql_language::stdlib::library_path;
use specql_yaml::Span;

use super::paths::{Holder, computes};
use super::{Resolver, Target, Unresolved};
use crate::around::{Around, field_type};
use crate::db::File;
use crate::expression::ast::{Name, Path};
use crate::expression::infer::Type;
use crate::graph::{self, NameKind};
use crate::index::{self, find_entity};
use crate::inherited;
use crate::spec::Mention;

/// Stands for all fields of a relation.
const EVERY_FIELD: &str = "*";

impl Resolver<'_> {
    /// `stdlib/crm/contact`, `patterns/opening_times.yaml`, `stdlib/crm/contact as Person`.
    pub(super) fn path_of_file(&mut self, written: &Name) {
        let path = written.text.split_whitespace().next().unwrap_or_default();
        let library = library_path(path).map(|entity| Target::Library(entity.path));
        let file = graph::file_at(self.db, path).map(Target::File);
        // `extends` takes the name of an entity, too.
        let entity = || {
            find_entity(self.db, self.file, None, path)
                .ok()
                .map(Target::Entity)
        };
        let target = file.or(library).or_else(entity);
        let target = target.ok_or_else(|| Unresolved::Path(path.to_owned()));
        self.add(written.span, target);
    }

    pub(super) fn mention(&mut self, mention: &Mention) {
        let name = &mention.name;
        let target = match mention.what {
            key::Name::Entity => {
                let found = self.entity_of_text(&name.text).map(Target::Entity);
                if found.is_ok() {
                    self.schema_before(name);
                }
                found
            }
            // Those of a relation are the fields of the entity that it leads to.
            _ if !mention.through.is_empty() => {
                if name.text == EVERY_FIELD {
                    return;
                }
                self.field_of(self.through(&mention.through), &name.text)
            }
            key::Name::Field | key::Name::ReferenceField => {
                if let Some((of, field, span)) = self.key_of_reference(name) {
                    self.add(span, Ok(Target::Field(of, field)));
                    return;
                }
                self.field_of(Ok(self.file), &name.text)
            }
            key::Name::TargetField => {
                let file = match &mention.of {
                    Some(of) => self.entity_of_text(&of.text),
                    None => Err(Unresolved::Unknowable),
                };
                self.field_of(file, &name.text)
            }
            key::Name::FieldPath => {
                self.field_path(name);
                return;
            }
            key::Name::Action => match inherited::action(self.db, self.file, &name.text) {
                Some((of, action)) => Ok(Target::Action(of, action.name.clone())),
                None => Err(Unresolved::Action(self.file, name.text.clone())),
            },
            key::Name::SchemaPattern => match pattern::pattern(&name.text) {
                Some(pattern) => Ok(Target::Pattern(pattern)),
                None => self.own_pattern(&name.text),
            },
            key::Name::Schema => Ok(Target::Schema(name.text.clone())),
            key::Name::Event
            | key::Name::Parameter
            | key::Name::PatternParameter
            | key::Name::Other => {
                let own = index::entity(self.db, self.file);
                let given = own.is_some_and(|entity| {
                    let others = entity.others.iter();
                    others
                        .into_iter()
                        .any(|(what, other)| *what == mention.what && *other == name.text)
                });
                if given {
                    Ok(Target::Other(self.file, mention.what, name.text.clone()))
                } else {
                    Err(Unresolved::Other(mention.what, name.text.clone()))
                }
            }
        };
        self.add(name.span, target);
    }

    /// `customer_id` or `fk_customer`, by which blocks know what a reference leads to: the name of
    /// the field with the file that it is from, and where it stands.
    fn key_of_reference(&self, name: &Name) -> Option<(File, String, Span)> {
        let own = |name: &str| inherited::field(self.db, self.file, name);
        if own(&name.text).is_some() {
            return None;
        }
        let (field, start) = match name.text.strip_prefix("fk_") {
            Some(field) => (field, "fk_".len()),
            None => (name.text.strip_suffix("_id")?, 0),
        };
        let (of, known) = own(field)?;
        let start = start_of(name)? + start;
        let span = Span::new(start, start + field.len());
        let is_reference = matches!(known.field_type, Type::Reference(_));
        is_reference.then(|| (of, field.to_owned(), span))
    }

    /// A name in a field or in an action. What an action does to another entity, it does to that
    /// one's fields.
    pub(super) fn aside(&mut self, mention: &Mention) {
        let is_field = matches!(mention.what, key::Name::Field | key::Name::ReferenceField);
        if let Some(of) = mention.of.as_ref().filter(|_| is_field) {
            let target = self.field_of(self.entity_of_text(&of.text), &mention.name.text);
            self.add(mention.name.span, target);
        } else {
            self.mention(mention);
        }
    }

    /// A pattern that a file of the project describes.
    fn own_pattern(&self, name: &str) -> Result<Target, Unresolved> {
        let (what, name_text) = (key::Name::SchemaPattern, name.to_owned());
        match graph::files_with(self.db, NameKind::Pattern, name) {
            [file] => Ok(Target::Other(*file, what, name_text)),
            _ => Err(Unresolved::Other(what, name_text)),
        }
    }

    /// The schema that a text names before an entity.
    fn schema_before(&mut self, name: &Name) {
        if let (Some((schema, _)), Some(start)) = (name.text.split_once('.'), start_of(name)) {
            self.schema(&Name {
                text: schema.to_owned(),
                span: Span::new(start, start + schema.len()),
            });
        }
    }

    /// The entity that a text names, with its schema or without.
    fn entity_of_text(&self, text: &str) -> Result<File, Unresolved> {
        let (schema, entity) = match text.split_once('.') {
            Some((schema, entity)) => (Some(schema), entity),
            None => (None, text),
        };
        find_entity(self.db, self.file, schema, entity)
            .map_err(|reason| Unresolved::Entity(reason, entity.to_owned()))
    }

    /// The entity at the end of some references, from this one on.
    fn through(&self, references: &[Name]) -> Result<File, Unresolved> {
        references.iter().try_fold(self.file, |file, name| {
            let field = inherited::field(self.db, file, &name.text);
            let ty = field.map(|(of, field)| field_type(self.db, self.file, of, field));
            match ty.map(|ty| self.holder(&ty)) {
                Some(Holder::Entity(next)) => Ok(next),
                _ => Err(Unresolved::Unknowable),
            }
        })
    }

    fn field_of(&self, file: Result<File, Unresolved>, name: &str) -> Result<Target, Unresolved> {
        let file = file?;
        match inherited::field(self.db, file, name) {
            Some((of, field)) => Ok(Target::Field(of, field.name.clone())),
            None if computes(self.db, file, name) => Ok(Target::Field(file, name.to_owned())),
            None => Err(Unresolved::Field(file, name.to_owned())),
        }
    }

    /// `machine.identifier`, in one scalar. Each part is a name of its own.
    fn field_path(&mut self, path: &Name) {
        let first = start_of(path);
        let mut start = first.unwrap_or_default();
        let mut parts = Vec::new();
        for part in path.text.split('.') {
            let span = Span::new(start, start + part.len());
            parts.push(Name {
                text: part.to_owned(),
                // What is written otherwise is not cut into its parts.
                span: first.map_or(path.span, |_| span),
            });
            start += part.len() + 1;
        }
        let path = Path {
            parts,
            span: path.span,
        };
        self.path(&path, Around::of(self.file));
    }
}

/// Where the letters of a name begin: none where it is written otherwise than plainly, perhaps in
/// quotes.
fn start_of(name: &Name) -> Option<usize> {
    let length = name.span.end.checked_sub(name.span.start)? as usize;
    match length.checked_sub(name.text.len())? {
        0 => Some(name.span.start as usize),
        2 => Some(name.span.start as usize + 1),
        _ => None,
    }
}
