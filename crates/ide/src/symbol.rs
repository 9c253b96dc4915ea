//! What a name at a place stands for, whether it is given there or spoken of.

use std::collections::HashMap;

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::ast::{Name, TypeKind};
use specql_analysis::index::{domain_registry, entity, find_entity};
use specql_analysis::project::registry::Domain;
use specql_analysis::resolve::Target;
use specql_analysis::summary::summary;
use specql_analysis::view::{View, view};
use specql_language::key;
use specql_yaml::{Span, load};

use crate::place::{FileSpan, touches};

mod in_sql;
mod pattern_sql;
mod read_models;

/// What a name stands for.
///
/// Parameters, variables and anchors are those of one place, so two that have the same name are
/// told apart by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// What it is.
    pub target: Target,
    /// Where a parameter, a variable or an anchor is made.
    pub made: Option<FileSpan>,
}

/// A name in a text, and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The letters of the name: without the quotes around it, or the schema before it.
    pub span: Span,
    /// What it stands for.
    pub symbol: Symbol,
    /// Whether it is given its name here.
    pub is_definition: bool,
    /// Whether it gets a value here.
    pub is_written: bool,
}

/// The name at a place, and what it stands for.
#[must_use]
pub fn symbol_at(db: &dyn Db, file: File, offset: u32) -> Option<Occurrence> {
    let names = occurrences(db, file).into_iter();
    let touched = names.filter(|found| touches(found.span, offset));
    // Of two names beside each other, the one behind the cursor. Of two names in one place, the
    // one that is given: what is written once, and used by an alias, may be several things.
    touched.min_by_key(|found| (found.span.end == offset, !found.is_definition))
}

/// All names that are given in a file, in the order of the text.
#[must_use]
pub fn definitions(db: &dyn Db, file: File) -> Vec<Occurrence> {
    let mut names = occurrences(db, file);
    names.retain(|name| name.is_definition);
    names
}

/// All names of a file, those that are given and those that are spoken of, in the order of the
/// text.
#[must_use]
pub fn occurrences(db: &dyn Db, file: File) -> Vec<Occurrence> {
    let view = view(db, file);
    let mut collector = Collector {
        db,
        file,
        view: &view,
        arguments: HashMap::new(),
        found: Vec::new(),
    };
    collector.given();
    collector.spoken_of();
    collector.registered();
    collector.made_of_others();
    let mut found = collector.found;
    found.sort_by_key(|name| (name.span, !name.is_definition));
    found.dedup();
    found
}

/// The name of what a symbol stands for.
#[must_use]
pub fn name_of(db: &dyn Db, target: &Target) -> String {
    match target {
        Target::Entity(file) => entity(db, *file).map_or_else(String::new, |it| it.name.clone()),
        Target::Field(_, name)
        | Target::Action(_, name)
        | Target::Other(_, _, name)
        | Target::Parameter(name)
        | Target::Variable(name)
        | Target::Argument(_, _, name)
        | Target::EnumValue(_, _, name)
        | Target::Schema(name) => name.clone(),
        Target::Composite(name) | Target::Member(_, name) | Target::Library(name) => {
            (*name).to_owned()
        }
        Target::Pattern(pattern) => pattern.name.to_owned(),
        Target::File(file) => file.path(db).to_owned(),
        Target::Anchor(_) => String::new(),
    }
}

struct Collector<'a> {
    db: &'a dyn Db,
    file: File,
    view: &'a View<'a>,
    /// Where parameters of actions are made that are called with their names.
    arguments: HashMap<(File, String, String), Option<FileSpan>>,
    found: Vec<Occurrence>,
}

impl Collector<'_> {
    // Names that are given

    fn given(&mut self) {
        let view = self.view;
        let spec = &view.spec;
        if let Some(name) = &spec.entity {
            self.give(name, Target::Entity(self.file));
        }
        for field in &spec.fields {
            let name = &field.name.text;
            self.give(&field.name, Target::Field(self.file, name.clone()));
            if let TypeKind::Enum { values, .. } = &field.field_type.kind {
                for value in values {
                    let target = Target::EnumValue(self.file, name.clone(), value.text.clone());
                    let text = value.text.clone();
                    let span = value.span;
                    self.give(&Name { text, span }, target);
                }
            }
        }
        for action in &spec.actions {
            if let Some(name) = &action.name {
                self.give(name, Target::Action(self.file, name.text.clone()));
            }
            for parameter in &action.parameters {
                let name = &parameter.name;
                self.make(name, Target::Parameter(name.text.clone()));
            }
        }
        for given in &spec.definitions {
            let name = given.name.text.clone();
            let target = match given.what {
                key::Name::Field => Target::Field(self.file, name),
                what => Target::Other(self.file, what, name),
            };
            self.give(&given.name, target);
        }
        self.pattern();
        for variable in &view.names.variables {
            self.make(variable, Target::Variable(variable.text.clone()));
        }
        for anchor in &view.names.anchors {
            self.make(anchor, Target::Anchor(anchor.span));
        }
    }

    /// A file of patterns gives its pattern a name.
    fn pattern(&mut self) {
        let Some(name) = &summary(self.db, self.file).pattern else {
            return;
        };
        let document = load(&self.view.text).ok();
        let place = document.and_then(|document| {
            let node = document.get(document.root(), "pattern")?;
            Some(document.span(node))
        });
        if let Some(span) = place {
            let what = key::Name::SchemaPattern;
            let text = name.clone();
            let target = Target::Other(self.file, what, text.clone());
            self.give(&Name { text, span }, target);
        }
    }

    fn give(&mut self, name: &Name, target: Target) {
        if !name.text.is_empty() {
            let span = letters(&self.view.text, name.span, &name.text);
            let symbol = Symbol { target, made: None };
            self.found.push(Occurrence {
                span,
                symbol,
                is_definition: true,
                is_written: false,
            });
        }
    }

    /// What is known only near to where it is made.
    fn make(&mut self, name: &Name, target: Target) {
        let made = Some(FileSpan::new(self.file, name.span));
        let before = self.found.len();
        self.give(name, target);
        if let Some(found) = self.found.get_mut(before) {
            found.symbol.made = made;
        }
    }

    // Names that are spoken of

    fn spoken_of(&mut self) {
        let view = self.view;
        for reference in &view.names.references {
            let Ok(target) = &reference.target else {
                continue;
            };
            let made = match target {
                Target::Anchor(span) => Some(FileSpan::new(self.file, *span)),
                Target::Argument(file, action, name) => self.argument(*file, action, name),
                _ => reference.made.map(|span| FileSpan::new(self.file, span)),
            };
            let name = self.name_here(target, reference.span);
            let target = match target {
                Target::Argument(_, _, name) => Target::Parameter(name.clone()),
                target => target.clone(),
            };
            let is_made_here = made == Some(FileSpan::new(self.file, reference.span));
            self.found.push(Occurrence {
                span: letters(&self.view.text, reference.span, &name),
                symbol: Symbol { target, made },
                // `a = b` makes a variable the first time.
                is_definition: is_made_here,
                is_written: reference.is_written && !is_made_here,
            });
        }
    }

    /// As the name of a target is written at a place.
    fn name_here(&self, target: &Target, span: Span) -> String {
        let source = self.view.text.get(span.range()).unwrap_or_default();
        match target {
            Target::File(_) | Target::Library(_) => {
                let path = source.trim_start_matches(['"', '\'']);
                let end = path.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
                path.get(..end.unwrap_or(path.len()))
                    .unwrap_or(path)
                    .to_owned()
            }
            Target::Anchor(_) => source.to_owned(),
            target => name_of(self.db, target),
        }
    }

    fn argument(&mut self, file: File, action: &str, name: &str) -> Option<FileSpan> {
        let key = (file, action.to_owned(), name.to_owned());
        if let Some(known) = self.arguments.get(&key) {
            return *known;
        }
        let there;
        let spec = if file == self.file {
            &self.view.spec
        } else {
            there = view(self.db, file);
            &there.spec
        };
        let is_it = |known: &Option<Name>| known.as_ref().is_some_and(|known| known.text == action);
        let action = spec.actions.iter().find(|action| is_it(&action.name));
        let mut parameters = action.into_iter().flat_map(|action| &action.parameters);
        let parameter = parameters.find(|parameter| parameter.name.text == name);
        let made = parameter.map(|parameter| FileSpan::new(file, parameter.name.span));
        self.arguments.insert(key, made);
        made
    }

    /// Names that are put together of others, where nothing else was found.
    fn made_of_others(&mut self) {
        let (db, file, text) = (self.db, self.file, &self.view.text);
        let made = in_sql::names(db, file, text, &self.view.spec).into_iter();
        let made = made.chain(read_models::names(db, file, text));
        let mut known: Vec<Span> = self.found.iter().map(|name| name.span).collect();
        known.sort_unstable();
        let is_free = |span: Span| {
            let next = known.partition_point(|known| known.start < span.end);
            let before = next.checked_sub(1).and_then(|at| known.get(at));
            before.is_none_or(|known| known.end <= span.start)
        };
        let free = made.filter(|(span, _)| is_free(*span));
        self.found.extend(free.map(|(span, symbol)| Occurrence {
            span,
            symbol,
            is_definition: false,
            is_written: false,
        }));
    }

    /// The registry gives schemas their names and entities their codes.
    fn registered(&mut self) {
        let workspace = Workspace::try_get(self.db);
        let Some(workspace) = workspace.filter(|it| it.registry(self.db) == Some(self.file)) else {
            return;
        };
        let registry = domain_registry(self.db, workspace);
        let inferred = registry.subdomain_inference.iter();
        let domains = registry.domains.iter().flat_map(Domain::names);
        for schema in domains.chain(inferred.map(|rule| &rule.domain)) {
            let span = letters(&self.view.text, schema.span, &schema.value);
            self.say(span, Target::Schema(schema.value.clone()));
        }
        for (domain, _, registered) in registry.entities() {
            let name = &registered.name;
            let schema = domain.name.as_ref().map(|name| name.value.as_str());
            let found = find_entity(self.db, self.file, schema, &name.value)
                .or_else(|_| find_entity(self.db, self.file, None, &name.value));
            if let Ok(file) = found {
                let span = letters(&self.view.text, name.span, &name.value);
                self.say(span, Target::Entity(file));
            }
        }
    }

    /// A name that is spoken of.
    fn say(&mut self, span: Span, target: Target) {
        let symbol = Symbol { target, made: None };
        self.found.push(Occurrence {
            span,
            symbol,
            is_definition: false,
            is_written: false,
        });
    }
}

/// The letters of a name, in a place where there may be more: quotes, an anchor, a schema.
fn letters(text: &str, span: Span, name: &str) -> Span {
    let source = text.get(span.range()).unwrap_or_default();
    if name.is_empty() || source == name {
        return span;
    }
    let Some(at) = source.rfind(name) else {
        return span;
    };
    let start = span.start as usize + at;
    Span::new(start, start + name.len())
}

#[cfg(test)]
mod tests;
