//! What is true only of all files together: who has a name, who refers to whom, and in circles.
//!
//! All of it follows from summaries, and each question is asked of one file or one name, so that
//! what is typed in one file asks little of the others.
#![allow(
    missing_docs,
    reason = "the getters that salsa writes say what their fields say"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use specql_yaml::Span;

use crate::db::{Db, File, Folder, Workspace};
use crate::expression::infer::Type;
use crate::index::{self, domain_registry, entities_of_folder, entity};
use crate::inherited::file_of_path;
use crate::nearest::Names;
use crate::project::registry::is_framework_schema;
use crate::source::{self, Once};
use crate::spec;
use crate::summary::summary;

mod circles;
mod components;

use circles::Circles;
use components::components;

/// The parts of that which nearly every file asks for. Who is about to ask for very many files may
/// have each part made by a thread of its own: otherwise all wait for the first that needs it.
pub const PARTS: [fn(&dyn Db, Workspace); 3] = [
    |db, all| {
        index::entities(db, all);
    },
    |db, all| {
        names(db, all);
    },
    |db, all| {
        graph(db, all);
    },
];

// Names

/// What is looked up by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// An entity, by its name in lower case.
    Entity,
    /// An action.
    Action,
    /// A report.
    Report,
    /// A table code, in upper case.
    TableCode,
    /// The name of an entity that is spoken of, by those who speak of it.
    Spoken,
    /// A pattern of the project's own.
    Pattern,
}

/// A name of some kind, as a key of queries.
#[salsa::interned(debug)]
pub struct NameKey<'db> {
    #[returns(copy)]
    pub kind: NameKind,
    #[returns(deref)]
    pub text: String,
}

#[salsa::tracked]
fn names_of_folder(db: &dyn Db, folder: Folder) -> BTreeMap<(NameKind, String), Vec<File>> {
    let mut found: BTreeMap<(NameKind, String), Vec<File>> = BTreeMap::new();
    for file in folder.files(db) {
        if let Some(pattern) = &summary(db, *file).pattern {
            let name = (NameKind::Pattern, pattern.clone());
            found.entry(name).or_default().push(*file);
        }
        let Some(entity) = entity(db, *file) else {
            continue;
        };
        let actions = entity.actions.iter();
        let actions = actions.map(|action| (NameKind::Action, action.name.clone()));
        let reports = entity.reports.iter();
        let reports = reports.map(|report| (NameKind::Report, report.clone()));
        let code = entity.table_code.iter();
        let code = code.map(|code| (NameKind::TableCode, code.to_uppercase()));
        let name = (NameKind::Entity, entity.name.to_lowercase());
        let mut spoken = entity.named.clone();
        for field in &entity.fields {
            mentioned(&field.field_type, &mut spoken);
        }
        let spoken = spoken.into_iter().map(|name| (NameKind::Spoken, name));
        for name in actions
            .chain(reports)
            .chain(code)
            .chain([name])
            .chain(spoken)
        {
            let files = found.entry(name).or_default();
            if files.last() != Some(file) {
                files.push(*file);
            }
        }
    }
    found
}

/// The files of all folders by the names they have, in the order of their paths.
#[salsa::tracked]
fn names(db: &dyn Db, workspace: Workspace) -> HashMap<(NameKind, String), Vec<File>> {
    let mut found: HashMap<(NameKind, String), Vec<File>> = HashMap::new();
    for folder in workspace.folders(db) {
        for (name, files) in names_of_folder(db, *folder) {
            match found.get_mut(name) {
                Some(known) => known.extend(files),
                None => drop(found.insert(name.clone(), files.clone())),
            }
        }
    }
    for files in found.values_mut() {
        files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    }
    found
}

#[salsa::tracked]
fn files_of_name<'db>(db: &'db dyn Db, name: NameKey<'db>) -> Vec<File> {
    let key = (name.kind(db), name.text(db).to_owned());
    let found = Workspace::try_get(db).and_then(|all| names(db, all).get(&key));
    found.cloned().unwrap_or_default()
}

/// The files that have a name, in the order of their paths. Entities are looked up whatever the
/// case of their letters, and so are table codes.
#[must_use]
pub fn files_with<'db>(db: &'db dyn Db, kind: NameKind, name: &str) -> &'db [File] {
    let key = match kind {
        NameKind::Entity => NameKey::new(db, kind, name.to_lowercase()),
        NameKind::Action | NameKind::Report | NameKind::Spoken | NameKind::Pattern => {
            NameKey::new(db, kind, name)
        }
        NameKind::TableCode => NameKey::new(db, kind, name.to_uppercase()),
    };
    files_of_name(db, key)
}

/// All actions by their names, each with the files that have one of this name.
#[must_use]
pub fn actions(db: &dyn Db) -> Vec<(&str, &[File])> {
    let names = Workspace::try_get(db).map(|all| names(db, all));
    let names = names.into_iter().flatten();
    let actions = names.filter(|((kind, _), _)| *kind == NameKind::Action);
    let mut actions: Vec<_> = actions
        .map(|((_, name), files)| (name.as_str(), files.as_slice()))
        .collect();
    actions.sort_unstable_by_key(|(name, _)| *name);
    actions
}

/// The names of all entities.
#[salsa::tracked]
pub fn entity_names(db: &dyn Db, workspace: Workspace) -> Names {
    let folders = workspace.folders(db).iter();
    let names = folders.flat_map(|folder| entities_of_folder(db, *folder).keys());
    let names: BTreeSet<&str> = names.map(String::as_str).collect();
    Names::new(names)
}

/// The names of all actions.
#[salsa::tracked]
pub fn action_names(db: &dyn Db, workspace: Workspace) -> Names {
    let folders = workspace.folders(db).iter();
    let names = folders.flat_map(|folder| names_of_folder(db, *folder).keys());
    let actions = names.filter(|(kind, _)| *kind == NameKind::Action);
    let actions: BTreeSet<&str> = actions.map(|(_, name)| name.as_str()).collect();
    Names::new(actions)
}

/// The entity or action that was most likely meant by a name that none has. All names have to be
/// looked through for it, so each name is asked about only once.
#[salsa::tracked]
pub fn meant_by<'db>(db: &'db dyn Db, name: NameKey<'db>) -> Option<String> {
    let workspace = Workspace::try_get(db)?;
    let known = match name.kind(db) {
        NameKind::Entity => entity_names(db, workspace),
        NameKind::Action => action_names(db, workspace),
        NameKind::Report | NameKind::TableCode | NameKind::Spoken | NameKind::Pattern => {
            return None;
        }
    };
    known.nearest(name.text(db)).map(str::to_owned)
}

/// A path, or the end of one, as a key of queries.
#[salsa::interned(debug)]
pub struct PathEnd<'db> {
    #[returns(deref)]
    pub text: String,
}

/// A file whose path ends like this: the first one by its path, where there are several.
#[salsa::tracked(returns(copy))]
pub fn file_with_path<'db>(db: &'db dyn Db, end: PathEnd<'db>) -> Option<File> {
    let end = end.text(db);
    let workspace = Workspace::try_get(db)?;
    let ends_so = |file: &File| {
        let before = file.path(db).strip_suffix(end);
        before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let files = workspace.files(db).filter(ends_so);
    files.min_by_key(|file| file.path(db))
}

/// The file that a path without an extension names, or one with it.
#[must_use]
pub fn file_at(db: &dyn Db, path: &str) -> Option<File> {
    let path = path.trim_start_matches("./").trim_start_matches("../");
    let ends = ["", ".yaml", ".yml"].map(|extension| format!("{path}{extension}"));
    let mut files = ends
        .into_iter()
        .map(|end| file_with_path(db, PathEnd::new(db, end)));
    files.find_map(|file| file)
}

// Places, asked for only where there is something to tell of them.

/// Where a file names its entity.
#[salsa::tracked(returns(copy))]
pub fn name_span(db: &dyn Db, file: File) -> Option<Span> {
    if file.is_open(db) {
        return spec::spec(db, file).entity.as_ref().map(|name| name.span);
    }
    let text = source::text_once(db, file);
    let spec = spec::spec_of(&Once::of(&text));
    spec.entity.map(|name| name.span)
}

/// Where a file names an action of its entity.
#[salsa::tracked(returns(copy))]
pub fn action_span<'db>(db: &'db dyn Db, file: File, action: NameKey<'db>) -> Option<Span> {
    let name = action.text(db);
    let span_in = |spec: &spec::Spec| {
        let mut names = spec
            .actions
            .iter()
            .filter_map(|action| action.name.as_ref());
        Some(names.find(|known| known.text == name)?.span)
    };
    if file.is_open(db) {
        return span_in(spec::spec(db, file));
    }
    let text = source::text_once(db, file);
    span_in(&spec::spec_of(&Once::of(&text)))
}

// References

/// An entity with its references, before it is known whom they mean.
#[derive(Clone, Debug, PartialEq)]
struct Node {
    file: File,
    name: String,
    schema: String,
    references: Vec<Reference>,
    /// Other entities that it speaks of.
    named: Vec<String>,
    /// Paths of files that it extends and imports.
    paths: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Reference {
    field: String,
    required: bool,
    schema: Option<String>,
    entity: String,
}

#[salsa::tracked]
fn nodes_of_folder(db: &dyn Db, folder: Folder) -> Vec<Node> {
    let mut nodes = Vec::new();
    for file in folder.files(db) {
        let Some(entity) = entity(db, *file) else {
            continue;
        };
        let mut named = entity.named.clone();
        let mut references = Vec::new();
        for field in &entity.fields {
            mentioned(&field.field_type, &mut named);
            // Of several targets, the column refers to the first.
            if let Type::Reference(targets) = &field.field_type
                && let Some((schema, target)) = targets.first()
            {
                references.push(Reference {
                    field: field.name.clone(),
                    required: field.required,
                    schema: schema.clone(),
                    entity: target.clone(),
                });
            }
        }
        nodes.push(Node {
            file: *file,
            name: entity.name.clone(),
            schema: entity.schema().to_owned(),
            references,
            named,
            paths: entity.paths.clone(),
        });
    }
    nodes
}

fn mentioned(ty: &Type, named: &mut Vec<String>) {
    match ty {
        Type::Reference(targets) => {
            named.extend(targets.iter().map(|(_, name)| name.clone()));
        }
        Type::List(item) => mentioned(item, named),
        _ => {}
    }
}

/// A field that leads from an entity to another.
#[derive(Clone, Debug, PartialEq)]
struct Link {
    field: String,
    required: bool,
    to: File,
}

/// Who refers to whom.
#[derive(Clone, Debug, Default, PartialEq)]
struct Graph {
    /// Fields that lead to other entities.
    links: HashMap<File, Vec<Link>>,
    /// A required field that leads to the entity itself.
    to_itself: HashMap<File, String>,
    /// The circles that entities are in.
    circles: Circles,
    /// The same where every reference on the way round is required.
    required_circles: Circles,
    /// Names of entities that others speak of.
    named: HashSet<String>,
}

#[salsa::tracked]
fn graph(db: &dyn Db, workspace: Workspace) -> Graph {
    let folders = workspace.folders(db).iter();
    let nodes: Vec<&Node> = folders
        .flat_map(|folder| nodes_of_folder(db, *folder))
        .collect();
    let mut by_name: HashMap<&str, Vec<&Node>> = HashMap::new();
    for node in &nodes {
        by_name.entry(&node.name).or_default().push(node);
    }
    let mut graph = Graph::default();
    for node in &nodes {
        let others = node.named.iter().filter(|name| **name != node.name);
        graph.named.extend(others.cloned());
        let paths = node.paths.iter();
        let files = paths.filter_map(|path| file_of_path(db, node.file, path));
        let extended = files.filter_map(|file| entity(db, file));
        graph
            .named
            .extend(extended.map(|entity| entity.name.clone()));
        let links = node.references.iter().filter_map(|reference| {
            let candidates = by_name.get(reference.entity.as_str())?;
            Some(Link {
                field: reference.field.clone(),
                required: reference.required,
                to: meant(candidates, reference, &node.schema)?,
            })
        });
        let (own, links): (Vec<Link>, Vec<Link>) = links.partition(|link| link.to == node.file);
        if let Some(link) = own.into_iter().find(|link| link.required) {
            graph.to_itself.insert(node.file, link.field);
        }
        graph.links.insert(node.file, links);
    }
    let files: Vec<File> = nodes.iter().map(|node| node.file).collect();
    graph.circles = graph.circles_of(&files, false);
    graph.required_circles = graph.circles_of(&files, true);
    graph
}

/// As [`crate::index::find_entity`] finds it.
fn meant(candidates: &[&Node], reference: &Reference, own: &str) -> Option<File> {
    let of_schema = |schema: &str| -> Vec<File> {
        let same = candidates.iter().filter(|node| node.schema == schema);
        same.map(|node| node.file).collect()
    };
    let files = match &reference.schema {
        Some(schema) => of_schema(schema),
        None => {
            let near = of_schema(own);
            if near.is_empty() {
                candidates.iter().map(|node| node.file).collect()
            } else {
                near
            }
        }
    };
    match files.as_slice() {
        [file] => Some(*file),
        _ => None,
    }
}

impl Graph {
    fn links(&self, file: File) -> &[Link] {
        self.links.get(&file).map_or(&[], Vec::as_slice)
    }

    fn targets(&self, file: File, required: bool) -> Vec<File> {
        let links = self.links(file).iter();
        let links = links.filter(|link| link.required || !required);
        links.map(|link| link.to).collect()
    }

    fn circles_of(&self, files: &[File], required: bool) -> Circles {
        let numbers = components(files, |file| self.targets(file, required));
        Circles::of(files, numbers, |file, numbers| {
            self.links_within(file, numbers, required).collect()
        })
    }

    /// The links that stay in the circle of a file.
    fn links_within<'g>(
        &'g self,
        file: File,
        numbers: &HashMap<File, usize>,
        required: bool,
    ) -> impl Iterator<Item = (&'g str, File)> {
        let circle = numbers.get(&file);
        let links = self.links(file).iter();
        let links = links.filter(move |link| link.required || !required);
        let links = links.filter(move |link| circle.is_some() && numbers.get(&link.to) == circle);
        links.map(|link| (link.field.as_str(), link.to))
    }

    /// A way round, field by field, within one circle: the shortest, unless that takes long to find.
    fn way_round(&self, start: File, required: bool) -> Option<Vec<(String, File)>> {
        let circles = match required {
            true => &self.required_circles,
            false => &self.circles,
        };
        let mut from: HashMap<File, (File, &str)> = HashMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(file) = open.pop_front() {
            for (field, to) in self.links_within(file, &circles.numbers, required) {
                if from.contains_key(&to) {
                    continue;
                }
                from.insert(to, (file, field));
                if to == start {
                    return Some(way_back(start, &from));
                }
                open.push_back(to);
            }
            if from.len() > MOST_LOOKED_AT {
                let mut links = self.links_within(start, &circles.numbers, required);
                return Some(circles.way_by_middle(start, links.next()?));
            }
        }
        None
    }
}

/// Of circles of very many entities, each entity's shortest way round would have all others looked at.
const MOST_LOOKED_AT: usize = 200;

fn way_back(start: File, from: &HashMap<File, (File, &str)>) -> Vec<(String, File)> {
    let mut way = Vec::new();
    let mut at = start;
    while let Some((before, field)) = from.get(&at) {
        way.push(((*field).to_owned(), at));
        at = *before;
        if at == start {
            break;
        }
    }
    way.reverse();
    way
}

/// A circle of references.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// The way round, from the file that was asked about: by which field, to whom.
    pub way: Vec<(String, File)>,
    /// Whether every reference on the way has to have a value.
    pub required: bool,
}

/// The circle of references that a file's entity is part of. One of required references comes
/// first; a reference of an entity to itself counts only when it is required.
#[salsa::tracked]
pub fn circle(db: &dyn Db, file: File) -> Option<Circle> {
    let graph = graph(db, Workspace::try_get(db)?);
    if let Some(field) = graph.to_itself.get(&file) {
        return Some(Circle {
            way: vec![(field.clone(), file)],
            required: true,
        });
    }
    let required = graph.way_round(file, true);
    let is_required = required.is_some();
    let way = required.or_else(|| graph.way_round(file, false));
    Some(Circle {
        way: way?,
        required: is_required,
    })
}

/// Whether another spec speaks of a file's entity.
#[salsa::tracked(returns(copy))]
pub fn is_named_elsewhere(db: &dyn Db, file: File) -> bool {
    let Some((workspace, entity)) = Workspace::try_get(db).zip(entity(db, file)) else {
        return false;
    };
    graph(db, workspace).named.contains(&entity.name)
}

// The registry

/// What the registry says of a schema.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaEntry {
    /// There is no registry, or it says nothing at all.
    NoRegistry,
    /// It does not have the schema.
    Unknown,
    /// It is one of the framework's own, which need no entry.
    Framework,
    /// It is this domain.
    Domain {
        /// The digit in table codes, where it is written as text.
        code: Option<String>,
    },
}

/// What the registry says of a file's entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Registration {
    /// What it says of the schema.
    pub schema: SchemaEntry,
    /// The domain in which the entity stands, where that is not the one of its schema.
    pub elsewhere: Option<String>,
}

/// What the registry says of a file's entity. None of this is a place, so that only a change of
/// meaning in the registry is one here.
#[salsa::tracked]
pub fn registration(db: &dyn Db, file: File) -> Option<Registration> {
    let (workspace, entity) = Workspace::try_get(db).zip(entity(db, file))?;
    let registry = domain_registry(db, workspace);
    let schema = entity.schema();
    let own = registry.schema(schema);
    let entry = match own {
        _ if registry.domains.is_empty() => SchemaEntry::NoRegistry,
        Some(domain) => SchemaEntry::Domain {
            code: domain.code.is_text.then(|| domain.code.text.clone()),
        },
        None if is_framework_schema(schema) => SchemaEntry::Framework,
        None => SchemaEntry::Unknown,
    };
    let registered = registry.entity(&entity.name).map(|(domain, _, _)| domain);
    let elsewhere = registered.filter(|domain| Some(*domain) != own);
    let elsewhere = elsewhere.map(|domain| match &domain.name {
        Some(name) => name.value.clone(),
        None => domain.code.text.clone(),
    });
    Some(Registration {
        schema: entry,
        elsewhere,
    })
}

#[cfg(test)]
mod tests;
