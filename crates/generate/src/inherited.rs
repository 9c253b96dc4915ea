//! What an entity takes over from other files: from the entities that it extends, and from the files
//! that it imports. What it has itself comes before theirs.
//!
//! Fields and actions come along, and so does what is said of the rows: what is worked out from
//! them, what has to hold for them, how they are looked up, shown, translated and protected, and
//! which events they send. What all entities share is not made twice: reports, read models, streams and
//! services stay where they are written, and so does the code of a table.
#![allow(
    missing_docs,
    reason = "the getters that salsa writes say what their fields say"
)]

use std::collections::HashSet;

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::ast::Name;
use specql_analysis::expression::infer::Type;
use specql_analysis::graph::file_at;
use specql_analysis::index::{self, find_entity};
use specql_analysis::source;
use specql_analysis::spec::{self, Spec};
use specql_analysis::summary::{Entity as Described, Field};
use specql_language::Target;
use specql_language::stdlib::library_path;
use specql_sql::Origin;

use crate::block::{Block, origin};

/// What is taken over may itself be taken over, but not without an end.
const DEEPEST: usize = 32;

/// A file that fields and actions come from.
#[derive(Clone, Copy)]
pub(crate) struct Provider<'db> {
    pub(crate) file: File,
    pub(crate) spec: &'db Spec,
    pub(crate) root: Block<'db>,
    /// The place in the entity's own file that asks for it; none for that file itself.
    pub(crate) asked: Option<Origin>,
}

impl<'db> Provider<'db> {
    /// What stands behind a key of it.
    pub(crate) fn get(&self, key: &str) -> Option<Block<'db>> {
        let own = self.root.get(key);
        own.or_else(|| self.root.get("entity")?.get(key))
    }
}

/// The files that an entity consists of, the furthest first, its own last.
pub(crate) fn providers<'db>(db: &'db dyn Db, file: File, spec: &'db Spec) -> Vec<Provider<'db>> {
    let of = |file: File, spec, asked| Provider {
        file,
        spec,
        root: Block::root(&source::values(db, file).document).asked_at(asked),
        asked,
    };
    let asked = |path: &String| {
        let written = spec.paths.iter().find(|written| written.text == *path);
        written.map(|written| origin(written.span))
    };
    let inherited = inherited(db, file).iter();
    let inherited = inherited.map(|(file, path)| of(*file, spec::spec(db, *file), asked(path)));
    inherited.chain([of(file, spec, None)]).collect()
}

/// What an entity asks for and is not there.
pub(crate) fn missing<'s>(db: &dyn Db, file: File, spec: &'s Spec) -> Vec<&'s Name> {
    let paths = spec.paths.iter();
    paths
        .filter(|path| file_of_path(db, file, &path.text).is_none())
        .collect()
}

/// The files that an entity takes something over from, the furthest first, each with the path in the
/// entity's own file that leads there.
#[salsa::tracked]
fn inherited(db: &dyn Db, file: File) -> Vec<(File, String)> {
    let target = Workspace::try_get(db).map(|workspace| workspace.target(db));
    let mut found = Vec::new();
    if target == Some(Target::Next) {
        let mut seen = HashSet::from([file]);
        for path in paths(db, file) {
            collect(db, file, path, path, DEEPEST, &mut seen, &mut found);
        }
    }
    found
}

fn collect(
    db: &dyn Db,
    from: File,
    path: &str,
    asked: &str,
    depth: usize,
    seen: &mut HashSet<File>,
    found: &mut Vec<(File, String)>,
) {
    let Some(file) = file_of_path(db, from, path) else {
        return;
    };
    if depth == 0 || !seen.insert(file) {
        return;
    }
    for further in paths(db, file) {
        collect(db, file, further, asked, depth - 1, seen, found);
    }
    found.push((file, asked.to_owned()));
}

/// What a file extends and imports.
fn paths(db: &dyn Db, file: File) -> Vec<&str> {
    match index::entity(db, file) {
        Some(entity) => entity.paths.iter().map(String::as_str).collect(),
        None => {
            let paths = spec::spec(db, file).paths.iter();
            paths.map(|path| path.text.as_str()).collect()
        }
    }
}

/// The file that a path or the name of an entity leads to: `crm/contact`, `Contact`, or the copy of
/// an entity of the standard library.
fn file_of_path(db: &dyn Db, from: File, written: &str) -> Option<File> {
    let path = written.split_whitespace().next()?;
    let name = library_path(path).map_or(path, |entity| entity.name);
    file_at(db, path).or_else(|| find_entity(db, from, None, name).ok())
}

/// What other files may know of an entity, with what it takes over.
pub(crate) fn described(db: &dyn Db, file: File) -> Option<&Described> {
    let own = index::entity(db, file)?;
    if own.paths.is_empty() {
        return Some(own);
    }
    merged(db, file).as_ref()
}

#[salsa::tracked]
fn merged(db: &dyn Db, file: File) -> Option<Described> {
    let mut entity = index::entity(db, file)?.clone();
    let mut taken: HashSet<_> = entity.fields.iter().map(|f| f.name.clone()).collect();
    for (source, _) in inherited(db, file).iter().rev() {
        let given = index::entity(db, *source);
        for written in spec::spec(db, *source).fields.iter().rev() {
            let name = &written.name.text;
            if taken.insert(name.clone()) {
                let known = given.and_then(|given| given.field(name));
                let field_type = Type::of(&written.field_type);
                entity.fields.push(Field {
                    name: name.clone(),
                    field_type: settled(db, *source, field_type),
                    required: written.required,
                    is_many: written.field_type.refers_to_many(),
                    has_type: written.has_type(),
                    encrypted: known.is_some_and(|field| field.encrypted),
                });
            }
        }
    }
    let files = || std::iter::once(file).chain(inherited(db, file).iter().rev().map(|(of, _)| *of));
    entity.has_identifier =
        files().any(|of| index::entity(db, of).is_some_and(|it| it.has_identifier));
    let roots = files().map(|of| Block::root(&source::values(db, of).document));
    let mode = roots.filter_map(|root| root.get("table_views")).next();
    entity.has_table_view = match mode.and_then(|block| block.text_of("mode")) {
        Some("force") => true,
        Some("disable") => false,
        _ => {
            let mut fields = entity.fields.iter();
            fields.any(|field| matches!(field.field_type, Type::Reference(_)))
        }
    };
    Some(entity)
}

/// A reference as it means the same in all files: a name alone means the nearest entity.
fn settled(db: &dyn Db, file: File, ty: Type) -> Type {
    let Type::Reference(targets) = &ty else {
        return ty;
    };
    let target = |(schema, name): &(Option<String>, String)| {
        let found = find_entity(db, file, schema.as_deref(), name).ok();
        let found = found.and_then(|found| index::entity(db, found));
        let near = found.map(|entity| entity.schema().to_owned());
        (near.or_else(|| schema.clone()), name.clone())
    };
    Type::Reference(targets.iter().map(target).collect())
}
