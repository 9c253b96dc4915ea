//! What the names in a spec stand for.

use std::collections::{BTreeMap, HashMap};

use specql_language::key;
use specql_language::pattern::{self, Pattern};
use specql_language::stdlib::library_path;
use specql_language::types;
use specql_syntax::{Kind, Tree};
use specql_yaml::Span;

use crate::around::{Around, Part, Visitor, entity_of, field_type, type_of_parameter, walk};
use crate::db::{Db, File};
use crate::expression::ast::{
    Argument, CallExpression, EntityName, Exists, Expression, ExpressionKind, Mark, Name,
    Parameter, Path, Statement, TypeExpression, TypeKind,
};
use crate::expression::infer::Type;
use crate::graph;
use crate::index::{self, NoEntity, find_entity};
use crate::source;
use crate::spec::{self, Mention};
use crate::summary::Field;

mod calls;
mod values;

use calls::is_function;

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

/// Stands for all fields of a relation.
const EVERY_FIELD: &str = "*";

/// All names of a file that stand for something elsewhere, in the order of the text.
pub fn references(db: &dyn Db, file: File) -> &[Reference] {
    &names(db, file).references
}

/// What is known of the names of a file.
#[salsa::tracked(lru = 128)]
pub fn names(db: &dyn Db, file: File) -> Names {
    let spec = spec::spec(db, file);
    names_of(
        db,
        file,
        spec,
        source::tree(db, file),
        source::text(db, file),
    )
}

/// The same of a spec at hand: that of a closed file is not kept.
pub(crate) fn names_of(
    db: &dyn Db,
    file: File,
    spec: &spec::Spec,
    tree: &Tree,
    text: &str,
) -> Names {
    let mut names = names_of_spec(db, file, spec);
    aliases(tree, text, &mut names);
    names.references.sort_by_key(|reference| reference.span);
    names
}

/// The anchors of a text, and what its aliases stand for: the last anchor of their name before
/// them.
fn aliases(tree: &Tree, text: &str, found: &mut Names) {
    if !text.contains('&') && !text.contains('*') {
        return;
    }
    let mut anchors: HashMap<&str, Span> = HashMap::new();
    let mut cursor = tree.root().walk();
    loop {
        let node = cursor.node();
        let span = Span::new(node.start_byte() + 1, node.end_byte());
        let name = text.get(span.range()).unwrap_or_default();
        match Kind::of(&node) {
            Kind::Document => anchors.clear(),
            Kind::Anchor => {
                anchors.insert(name, span);
                let text = name.to_owned();
                found.anchors.push(Name { text, span });
            }
            Kind::Alias => found.references.push(Reference::new(
                span,
                match anchors.get(name) {
                    Some(anchor) => Ok(Target::Anchor(*anchor)),
                    None => Err(Unresolved::Anchor(name.to_owned())),
                },
            )),
            _ => {}
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
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
                self.argument_name(call, name, around);
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

    fn path(&mut self, path: &Path, around: Around<'_>) {
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

    fn parameter(&mut self, parameter: &Parameter, around: Around<'_>) {
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
    fn first_name(&mut self, name: &Name, around: Around<'_>) -> Holder {
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
            Holder::Entity(file) => {
                let entity = index::entity(self.db, *file);
                match entity.and_then(|entity| entity.field(&name.text)) {
                    Some(field) => {
                        self.add(name.span, Ok(Target::Field(*file, name.text.clone())));
                        self.holder(&field_type(self.db, self.file, *file, field))
                    }
                    None => {
                        let field = |field: &str| Some((*file, entity?.field(field)?));
                        if let Some((base, file)) = reference_column(name, field) {
                            self.add(base.span, Ok(Target::Field(file, base.text)));
                            return Holder::Unknown;
                        }
                        if specql_language::expression::name(&name.text).is_none() {
                            let reason = Unresolved::Field(*file, name.text.clone());
                            self.add(name.span, Err(reason));
                        }
                        Holder::Unknown
                    }
                }
            }
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

    /// What the names behind a value of this type are looked up in.
    fn holder(&self, ty: &Type) -> Holder {
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

    /// `stdlib/crm/contact`, `patterns/opening_times.yaml`, `stdlib/crm/contact as Person`.
    fn path_of_file(&mut self, written: &Name) {
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

    // Other blocks

    fn mention(&mut self, mention: &Mention) {
        let name = &mention.name;
        let target = match mention.what {
            key::Name::Entity => self.entity_of_text(&name.text).map(Target::Entity),
            // Those of a relation are the fields of the entity that it leads to.
            _ if !mention.through.is_empty() => {
                if name.text == EVERY_FIELD {
                    return;
                }
                self.field_of(self.through(&mention.through), &name.text)
            }
            key::Name::Field | key::Name::ReferenceField => {
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
            key::Name::Action => {
                let own = index::entity(self.db, self.file);
                match own.and_then(|entity| entity.action(&name.text)) {
                    Some(action) => Ok(Target::Action(self.file, action.name.clone())),
                    None => Err(Unresolved::Action(self.file, name.text.clone())),
                }
            }
            key::Name::SchemaPattern => match pattern::pattern(&name.text) {
                Some(pattern) => Ok(Target::Pattern(pattern)),
                None => Err(Unresolved::Other(mention.what, name.text.clone())),
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

    /// A name in a field or in an action. What an action does to another entity, it does to that
    /// one's fields.
    fn aside(&mut self, mention: &Mention) {
        let is_field = matches!(mention.what, key::Name::Field | key::Name::ReferenceField);
        if let Some(of) = mention.of.as_ref().filter(|_| is_field) {
            let target = self.field_of(self.entity_of_text(&of.text), &mention.name.text);
            self.add(mention.name.span, target);
        } else {
            self.mention(mention);
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
            let field = index::entity(self.db, file).and_then(|entity| entity.field(&name.text));
            match field.map(|field| self.holder(&field.field_type)) {
                Some(Holder::Entity(next)) => Ok(next),
                _ => Err(Unresolved::Unknowable),
            }
        })
    }

    fn field_of(&self, file: Result<File, Unresolved>, name: &str) -> Result<Target, Unresolved> {
        let file = file?;
        match index::entity(self.db, file).and_then(|entity| entity.field(name)) {
            Some(field) => Ok(Target::Field(file, field.name.clone())),
            None => Err(Unresolved::Field(file, name.to_owned())),
        }
    }

    /// `machine.identifier`, in one scalar. Each part is a name of its own.
    fn field_path(&mut self, path: &Name) {
        let length = path.span.end.saturating_sub(path.span.start) as usize;
        let quotes = length.saturating_sub(path.text.len());
        let mut start = path.span.start as usize + quotes / 2;
        // Between quotes there may be more than the path, such as escapes.
        let whole = quotes == 0 || quotes == 2;
        let mut parts = Vec::new();
        for part in path.text.split('.') {
            let span = Span::new(start, start + part.len());
            parts.push(Name {
                text: part.to_owned(),
                // What is written otherwise is not cut into its parts.
                span: if whole { span } else { path.span },
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
enum Holder {
    /// The fields of an entity.
    Entity(File),
    /// The members of a composite value.
    Composite(&'static str),
    /// The parameters of the action.
    Parameters,
    /// Nothing is known of it.
    Unknown,
}
