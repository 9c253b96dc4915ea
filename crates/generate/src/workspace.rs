//! All entities together.
#![allow(
    missing_docs,
    reason = "the getters that salsa writes say what their fields say"
)]

use std::collections::{BTreeMap, HashSet};

use specql_analysis::db::{Db, File, Folder, Workspace};
use specql_analysis::expression::infer::Type;
use specql_analysis::index::{self, NoEntity, entity};
use specql_analysis::inherited::described;
use specql_analysis::naming::Forms;
use specql_language::key;
use specql_sql::Catalogue;

use crate::names::{Names, part};
use crate::{catalogue, foundation, read_model, service};

/// A table by its schema and name, as a key of queries.
#[salsa::interned(debug)]
struct TableName<'db> {
    #[returns(deref)]
    schema: String,
    #[returns(deref)]
    base: String,
}

/// The files of a folder by the tables of their entities.
#[salsa::tracked]
fn tables_of_folder(db: &dyn Db, folder: Folder) -> BTreeMap<(String, String), Vec<File>> {
    let mut found: BTreeMap<_, Vec<File>> = BTreeMap::new();
    for file in folder.files(db) {
        if let Some(entity) = entity(db, *file) {
            let base = Forms::of(&entity.name).split;
            let table = (entity.schema().to_owned(), base);
            found.entry(table).or_default().push(*file);
        }
    }
    found
}

/// The file whose entity has a table: of several, the first by its path.
#[salsa::tracked(returns(copy))]
fn file_of_table<'db>(db: &'db dyn Db, table: TableName<'db>) -> Option<File> {
    let workspace = Workspace::try_get(db)?;
    let key = (table.schema(db).to_owned(), table.base(db).to_owned());
    let folders = workspace.folders(db).iter();
    let files = folders.filter_map(|folder| tables_of_folder(db, *folder).get(&key));
    files.flatten().copied().min_by_key(|file| file.path(db))
}

/// The file whose entity has the table of this name: `tb_` and what follows the schema.
pub(crate) fn file_of(db: &dyn Db, schema: &str, base: &str) -> Option<File> {
    file_of_table(db, TableName::new(db, schema.to_owned(), base.to_owned()))
}

/// The files of a folder by what their entities give a name, each as a part of names of objects.
#[salsa::tracked]
fn givers_in_folder(db: &dyn Db, folder: Folder) -> BTreeMap<String, Vec<(key::Name, File)>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for file in folder.files(db) {
        let given = entity(db, *file).map(|entity| &entity.others);
        for (what, name) in given.into_iter().flatten() {
            found.entry(part(name)).or_default().push((*what, *file));
        }
    }
    found
}

/// The files whose entities give something of this kind a name that is the same as this one in
/// names of objects, in the order of their paths.
pub(crate) fn givers(db: &dyn Db, what: key::Name, name: &str) -> Vec<File> {
    let workspace = Workspace::try_get(db);
    let folders = workspace.into_iter().flat_map(|all| all.folders(db));
    let name = part(name);
    let found = folders.filter_map(|folder| givers_in_folder(db, *folder).get(&name));
    let of_kind = |(kind, file): &(key::Name, File)| (*kind == what).then_some(*file);
    let mut files: Vec<_> = found.flatten().filter_map(of_kind).collect();
    files.sort_unstable_by_key(|file| file.path(db));
    files.dedup();
    files
}

/// The path of another file whose entity has the table of this one's.
fn owner_of_table(db: &dyn Db, file: File) -> Option<&str> {
    let entity = entity(db, file)?;
    let base = Forms::of(&entity.name).split;
    let table = TableName::new(db, entity.schema().to_owned(), base);
    let owner = file_of_table(db, table)?;
    (owner != file).then(|| owner.path(db))
}

/// Why nothing is made of the entity in a file, and whether its name or its schema is the reason.
pub(crate) fn is_left_out(db: &dyn Db, file: File) -> Option<(String, Part)> {
    let entity = entity(db, file)?;
    if let Some(other) = owner_of_table(db, file) {
        let names = Names::of(db, file)?;
        let reason = format!("`{other}` has the table `{}` already", names.table());
        return Some((reason, Part::Name));
    }
    let name = entity.schema();
    if name.starts_with("pg_") || name == "information_schema" {
        let reason = format!("PostgreSQL keeps the schema `{name}` to itself");
        return Some((reason, Part::Schema));
    }
    let table = Names::of(db, file)?.table();
    if foundation::has_table(&table) {
        let reason = format!("`{table}` is a table that all entities need");
        return Some((reason, Part::Name));
    }
    None
}

/// Why nothing can be made of what an entity says of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The name leads to no entity.
    NoEntity(NoEntity),
    /// There is an entity, and nothing is made of it.
    LeftOut,
}

impl Missing {
    /// The same in words, for the entity of this name.
    pub(crate) fn reason(&self, name: &str) -> String {
        match self {
            Self::NoEntity(NoEntity::Unknown) => format!("there is no entity `{name}`"),
            Self::NoEntity(NoEntity::InOtherSchemas(_)) => {
                format!("there is an entity `{name}` in other schemas only")
            }
            Self::NoEntity(NoEntity::Ambiguous(_)) => {
                format!("there are several entities `{name}`")
            }
            Self::LeftOut => format!("nothing is made of the entity `{name}`"),
        }
    }
}

/// The file of the entity that is meant where a file says this name. It has a table.
pub(crate) fn find_entity(
    db: &dyn Db,
    from: File,
    schema: Option<&str>,
    name: &str,
) -> Result<File, Missing> {
    let file = index::find_entity(db, from, schema, name).map_err(Missing::NoEntity)?;
    match is_left_out(db, file) {
        None => Ok(file),
        Some(_) => Err(Missing::LeftOut),
    }
}

/// The entities that a type refers to, each once, as far as they are known.
pub(crate) fn known_targets(db: &dyn Db, from: File, ty: &Type) -> Vec<File> {
    let mut found = Vec::new();
    for file in each_target(db, from, ty).flatten() {
        if !found.contains(&file) {
            found.push(file);
        }
    }
    found
}

/// The entities that a type refers to, each once; none where one of them is not known.
pub(crate) fn targets(db: &dyn Db, from: File, ty: &Type) -> Option<Vec<File>> {
    let are_known = each_target(db, from, ty).all(|target| target.is_some());
    are_known.then(|| known_targets(db, from, ty))
}

/// Whether each value of a type may lead to another entity.
pub(crate) fn leads_to_several(db: &dyn Db, from: File, ty: &Type) -> bool {
    let unknown = each_target(db, from, ty).filter(Option::is_none);
    known_targets(db, from, ty).len() + unknown.count() > 1
}

fn each_target(db: &dyn Db, from: File, ty: &Type) -> impl Iterator<Item = Option<File>> {
    let written = match ty {
        Type::Reference(written) => &written[..],
        _ => &[],
    };
    let target = move |(schema, name): &(Option<String>, String)| {
        find_entity(db, from, schema.as_deref(), name).ok()
    };
    written.iter().map(target)
}

/// The only entity that a type refers to.
pub(crate) fn target(db: &dyn Db, from: File, ty: &Type) -> Option<File> {
    match targets(db, from, ty)?.as_slice() {
        [file] => Some(*file),
        _ => None,
    }
}

/// A part of what an entity is called.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Name,
    Schema,
}

/// These files and all that their entities refer to or read from, in the order of their schemas, names and
/// paths: what a database needs to have the entities of these files.
#[must_use]
pub fn needed_by(db: &dyn Db, files: impl IntoIterator<Item = File>) -> Vec<File> {
    let mut open: Vec<File> = files.into_iter().collect();
    let mut needed = Vec::new();
    let mut seen = HashSet::new();
    while let Some(file) = open.pop() {
        let Some(entity) = entity(db, file) else {
            continue;
        };
        if !seen.insert(file) {
            continue;
        }
        open.extend(read_model::files(db, file));
        open.extend(service::files(db, file));
        needed.push((entity.schema(), entity.name.as_str(), file.path(db), file));
        let described = described(db, file).into_iter();
        for field in described.flat_map(|entity| &entity.fields) {
            open.extend(known_targets(db, file, &field.field_type));
        }
    }
    needed.sort_unstable_by_key(|(schema, name, path, _)| (*schema, *name, *path));
    needed.into_iter().map(|(.., file)| file).collect()
}

/// What these files become, in their order.
#[must_use]
pub fn whole(db: &dyn Db, files: &[File]) -> Vec<Catalogue> {
    let catalogues = files.iter().map(|file| catalogue(db, *file).clone());
    catalogues.collect()
}
