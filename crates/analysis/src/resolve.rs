//! What the names in a spec stand for.

use std::collections::BTreeMap;

use specql_language::key;
use specql_language::pattern::Pattern;
use specql_language::types;
use specql_yaml::Span;

use crate::around::{Around, Part, Visitor, walk};
use crate::db::{Db, File};
use crate::expression::ast::{
    Argument, CallExpression, EntityName, Exists, Expression, ExpressionKind, Name, Statement,
    TypeExpression, TypeKind,
};
use crate::index::{NoEntity, find_entity};
use crate::source::{self, Once};
use crate::spec;

mod anchors;
mod calls;
mod mentions;
mod paths;
mod values;

use calls::is_function;

pub use calls::called_action;

/// A name, and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where the name stands.
    pub span: Span,
    /// What it stands for, or why it stands for nothing.
    pub target: Result<Target, Unresolved>,
    /// Where this file makes the parameter or variable that it stands for: there may be several
    /// of one name.
    pub made: Option<Span>,
    /// Whether what it stands for gets a value here.
    pub is_written: bool,
}

/// What is known of the names of a spec.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// Those that stand for something elsewhere, in the order of the text.
    pub references: Vec<Reference>,
    /// The variables that actions make, each once, in the order of the text.
    pub variables: Vec<Name>,
    /// The anchors, without their `&`, in the order of the text.
    pub anchors: Vec<Name>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// The entity that a file describes.
    Entity(File),
    /// A field of the entity of a file.
    Field(File, String),
    /// An action of the entity of a file.
    Action(File, String),
    /// Something else that the spec of a file gives a name: an event, a view.
    Other(File, key::Name, String),
    /// A parameter of the action around.
    Parameter(String),
    /// A variable of the action around: of a loop, or the result of a step.
    Variable(String),
    /// A parameter of the action that is called, of the entity of a file.
    Argument(File, String, String),
    /// A value of an enum: of this field of the entity of a file.
    EnumValue(File, String, String),
    /// A composite type of the language.
    Composite(&'static str),
    /// A member of a composite type.
    Member(&'static str, &'static str),
    /// A pattern of the language.
    Pattern(&'static Pattern),
    /// A schema that some entity, or the registry, has.
    Schema(String),
    /// A file of the workspace.
    File(File),
    /// An entity of SpecQL's standard library.
    Library(&'static str),
    /// The anchor in this file that gives a value its name, at this place.
    Anchor(Span),
}

/// Why a name stands for nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Unresolved {
    /// No entity is meant, or more than one.
    Entity(NoEntity, String),
    /// The entity has no such field.
    Field(File, String),
    /// The entity has no such action.
    Action(File, String),
    /// Nothing of this name is given anywhere in the spec.
    Other(key::Name, String),
    /// The action has no such parameter.
    Parameter(String),
    /// Whatever this is the member of has none of this name.
    Member(String),
    /// There is no file of this path, neither in the workspace nor in the standard library.
    Path(String),
    /// No anchor of this name stands before.
    Anchor(String),
    /// It cannot be known: what it belongs to is not known itself.
    Unknowable,
}

/// All names of a file that stand for something elsewhere, in the order of the text.
pub fn references(db: &dyn Db, file: File) -> &[Reference] {
    &names(db, file).references
}

/// What is known of the names of a file.
#[salsa::tracked(lru = 128)]
pub fn names(db: &dyn Db, file: File) -> Names {
    let mut names = names_of_spec(db, file, spec::spec(db, file));
    let text = source::text(db, file);
    // What PyYAML takes has an anchor for each alias.
    let is_refused = || source::strict_values(db, file).is_err();
    if text.contains('&') || (text.contains('*') && is_refused()) {
        anchors::aliases(source::tree(db, file), text, &mut names);
    }
    names.references.sort_by_key(|reference| reference.span);
    names
}

/// The same of a spec at hand: that of a closed file is not kept.
pub(crate) fn names_of(db: &dyn Db, file: File, spec: &spec::Spec, once: &Once<'_>) -> Names {
    let mut names = names_of_spec(db, file, spec);
    if once.text.contains('&') || (once.text.contains('*') && once.strict.is_err()) {
        anchors::aliases(once.tree(), once.text, &mut names);
    }
    names.references.sort_by_key(|reference| reference.span);
    names
}

/// All but anchors and aliases.
fn names_of_spec(db: &dyn Db, file: File, spec: &spec::Spec) -> Names {
    let mut resolver = Resolver {
        db,
        file,
        found: Vec::new(),
        variables: BTreeMap::new(),
    };
    if let Some(schema) = &spec.schema {
        resolver.schema(schema);
    }
    walk(db, file, spec, &mut resolver);
    for path in &spec.paths {
        resolver.path_of_file(path);
    }
    for mention in &spec.mentions {
        resolver.mention(mention);
    }
    resolver.defaults(&spec.fields);
    resolver.known_only(|resolver| {
        for mention in &spec.asides {
            resolver.aside(mention);
        }
    });
    let variables = resolver.variables.into_iter();
    Names {
        references: resolver.found,
        variables: variables.map(|(span, text)| Name { text, span }).collect(),
        anchors: Vec::new(),
    }
}

impl Reference {
    fn new(span: Span, target: Result<Target, Unresolved>) -> Self {
        Self {
            span,
            target,
            made: None,
            is_written: false,
        }
    }
}

struct Resolver<'db> {
    db: &'db dyn Db,
    file: File,
    found: Vec<Reference>,
    /// By the places where they are made.
    variables: BTreeMap<Span, String>,
}

impl<'s> Visitor<'s> for Resolver<'_> {
    fn part(&mut self, part: Part<'s>, around: Around<'_>) {
        match part {
            Part::Type(written) => self.type_expression(written),
            Part::Condition(expression) | Part::Value(expression, _) => {
                self.expression(expression, around);
            }
            Part::Field(name, value, _) => self.field_value(name, value, around),
            Part::Argument(call, name, value, _) => {
                self.argument_name(call, name);
                self.expression(value, around);
            }
            Part::Case(value, subject, _) => self.case(value, subject, around),
            Part::Assignment(expression) => self.assignment(expression, around),
            // A name that is known nowhere is one of the framework's, or a word for people.
            Part::Permission(expression) | Part::Answer(expression) => {
                self.known_only(|resolver| resolver.expression(expression, around));
            }
            Part::Statement(statement) => self.statement(statement, around),
            Part::Call(call, values) => self.call(call, &values, around),
        }
    }

    fn variable(&mut self, name: &'s str, span: Span) {
        self.variables
            .entry(span)
            .or_insert_with(|| name.to_owned());
    }
}

impl Resolver<'_> {
    fn add(&mut self, span: Span, target: Result<Target, Unresolved>) {
        self.found.push(Reference::new(span, target));
    }

    /// Leaves out the names that stand for nothing.
    fn known_only(&mut self, run: impl FnOnce(&mut Self)) {
        let before = self.found.len();
        run(self);
        let found = self.found.split_off(before).into_iter();
        self.found.extend(found.filter(|name| name.target.is_ok()));
    }

    fn schema(&mut self, name: &Name) {
        self.add(name.span, Ok(Target::Schema(name.text.clone())));
    }

    fn entity(&mut self, name: &EntityName) -> Option<File> {
        let schema = name.schema.as_ref().map(|schema| schema.text.as_str());
        let found = find_entity(self.db, self.file, schema, &name.name.text);
        if let (Some(schema), Ok(_)) = (&name.schema, &found) {
            self.schema(schema);
        }
        let file = found.as_ref().ok().copied();
        let target = found
            .map(Target::Entity)
            .map_err(|reason| Unresolved::Entity(reason, name.name.text.clone()));
        self.add(name.span, target);
        file
    }

    // Types

    fn type_expression(&mut self, written: &TypeExpression) {
        self.type_kind(&written.kind);
    }

    fn type_kind(&mut self, kind: &TypeKind) {
        match kind {
            TypeKind::Reference { targets, .. } => {
                for target in targets {
                    self.entity(target);
                }
            }
            TypeKind::Named { name, .. } => {
                if let Some(composite) = types::composite(&name.text) {
                    self.add(name.span, Ok(Target::Composite(composite.name)));
                }
            }
            TypeKind::List { item, .. } => {
                if let Some(item) = item {
                    self.type_expression(item);
                }
            }
            TypeKind::Array { item, .. } => self.type_kind(item),
            TypeKind::Enum { .. } | TypeKind::Missing => {}
        }
    }

    // Actions

    fn statement(&mut self, statement: &Statement, around: Around<'_>) {
        if let (Some(target), None) = (&statement.target, &statement.collection) {
            if around.is_value(self.db, target) {
                self.first_name(&target.name, around);
            } else {
                self.entity(target);
            }
        }
        for assignment in &statement.set {
            self.set(&assignment.field, &assignment.value, around);
        }
        let mut columns = Vec::new();
        for argument in &statement.arguments {
            match &argument.name {
                Some(name) => self.set(name, &argument.value, around),
                None if statement.values.is_empty() => self.expression(&argument.value, around),
                // The columns that the rows below have values for.
                None => columns.push(self.written(&argument.value, around)),
            }
        }
        for row in &statement.values {
            self.expression(row, around);
            self.row(&columns, row);
        }
        let rest = statement.returning.iter().chain(&statement.condition);
        for expression in rest.chain(&statement.from).chain(&statement.collection) {
            self.expression(expression, around);
        }
    }

    fn call(&mut self, call: &CallExpression, values: &[&Argument], around: Around<'_>) {
        let action = call.function.as_ref().and_then(|path| self.action(path));
        for argument in &call.arguments {
            if let (Some((file, action)), Some(name)) = (&action, &argument.name) {
                self.parameter_of(*file, action, name);
            }
        }
        for argument in values {
            self.expression(&argument.value, around);
        }
    }

    // Expressions

    fn expression(&mut self, expression: &Expression, around: Around<'_>) {
        match &expression.kind {
            ExpressionKind::Name(text) => {
                let name = Name {
                    text: text.clone(),
                    span: expression.span,
                };
                self.first_name(&name, around);
            }
            ExpressionKind::Path(path) => self.path(path, around),
            ExpressionKind::Call(call) if !is_function(&call.function) => {
                self.action(&call.function);
            }
            ExpressionKind::Binary { .. }
            | ExpressionKind::In { .. }
            | ExpressionKind::Case { .. } => return self.comparison(expression, around),
            ExpressionKind::Parameter(parameter) => self.parameter(parameter, around),
            ExpressionKind::Exists(Exists::Entity { entity, .. }) => {
                let inside = around.in_entity(self.entity(entity));
                for part in expression.parts() {
                    self.expression(part, inside);
                }
                return;
            }
            _ => {}
        }
        for part in expression.parts() {
            self.expression(part, around);
        }
    }
}
