//! Giving something another name, everywhere.
//!
//! What is changed is what stands for the thing: names in types, steps, expressions and blocks,
//! the names that the database makes of it (`tb_contact`, `fk_company`), the entries of the
//! registry. Words that only look like it stay as they are.

mod check;
mod local;
mod refusal;
mod write;

use std::collections::{HashMap, HashSet};

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::diagnostic::Edit;
use specql_analysis::index::entity;
use specql_analysis::naming::snake_case;
use specql_analysis::resolve::Target;
use specql_analysis::rules::renamed;
use specql_analysis::spec::DEFAULT_SCHEMA;
use specql_language::reserved::is_framework_schema;
use specql_yaml::Span;

use crate::heirs::stand_ins;
use crate::place::FileSpan;
use crate::rename_files::{Moved, rename_files};
use crate::search::{has, search};
use crate::symbol::{Occurrence, Symbol, name_of, occurrences, symbol_at};

pub use refusal::Refusal;

/// What can be renamed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renameable {
    /// The name.
    pub span: Span,
    /// How it is called now.
    pub name: String,
}

/// What has to change for a new name.
#[derive(Clone, Debug, PartialEq)]
pub struct Rename {
    /// The changes of texts, file by file in the order of their paths.
    pub edits: Vec<Edit>,
    /// The same for actions such as `create_contact`. SpecQL makes their functions for the entity
    /// they are called after, so without these they would be made no more.
    pub actions: Vec<Edit>,
    /// The file that is named after the entity, if one is.
    pub file: Option<FileRename>,
}

/// A file that can be renamed along with its entity. It does not have to be: without it,
/// everything is just as right.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRename {
    /// Which file, by its path, and how it is called then.
    pub moved: Moved,
    /// The changes to paths that lead to it, for when it is renamed.
    pub edits: Vec<Edit>,
}

/// Whether what stands at a place can be renamed, and how it is called.
///
/// # Errors
/// Why it cannot be.
pub fn prepare_rename(db: &dyn Db, file: File, offset: u32) -> Result<Renameable, Refusal> {
    let found = renameable(db, file, offset)?;
    Ok(Renameable {
        span: found.span,
        name: name_of_symbol(db, &found),
    })
}

fn name_in(db: &dyn Db, file: File, span: Span) -> String {
    let text = file.text(db).get_byte_slice(span.range());
    text.map_or_else(String::new, String::from)
}

/// How it is called: an anchor knows that by its place only.
fn name_of_symbol(db: &dyn Db, found: &Occurrence) -> String {
    match found.symbol.made {
        Some(made) if matches!(found.symbol.target, Target::Anchor(_)) => {
            name_in(db, made.file, made.span)
        }
        _ => name_of(db, &found.symbol.target),
    }
}

/// What has to change so that what stands at a place has another name everywhere.
///
/// # Errors
/// Why it cannot have that name, or none but its own.
pub fn rename(db: &dyn Db, file: File, offset: u32, new: &str) -> Result<Rename, Refusal> {
    let found = renameable(db, file, offset)?;
    let old = name_of_symbol(db, &found);
    if old == new {
        return Ok(Rename {
            edits: Vec::new(),
            actions: Vec::new(),
            file: None,
        });
    }
    let mut renamed = Rename {
        edits: edits(db, &found.symbol, &old, new)?,
        actions: Vec::new(),
        file: None,
    };
    if let Target::Entity(of) = found.symbol.target {
        renamed.actions = own_actions(db, of, &old, new)?;
        renamed.file = file_rename(db, of, &old, new);
    }
    Ok(renamed)
}

fn edits(db: &dyn Db, symbol: &Symbol, old: &str, new: &str) -> Result<Vec<Edit>, Refusal> {
    let places = places(db, symbol);
    check::check(db, symbol, &places, new)?;
    write::edits(db, &places, old, new)
}

/// The changes to the names of actions such as `create_contact`, which are made for an entity
/// because they are called so.
fn own_actions(db: &dyn Db, file: File, old: &str, new: &str) -> Result<Vec<Edit>, Refusal> {
    let mut found = Vec::new();
    let actions = entity(db, file).into_iter().flat_map(|it| &it.actions);
    for action in actions {
        if let Some(renamed) = renamed::action(old, &action.name, new)
            && renamed != action.name
        {
            let symbol = Symbol {
                target: Target::Action(file, action.name.clone()),
                made: None,
            };
            found.extend(edits(db, &symbol, &action.name, &renamed)?);
        }
    }
    found.sort_by(|a, b| (a.file.path(db), a.span).cmp(&(b.file.path(db), b.span)));
    found.dedup();
    Ok(found)
}

fn renameable(db: &dyn Db, file: File, offset: u32) -> Result<Occurrence, Refusal> {
    let found = symbol_at(db, file, offset).ok_or(Refusal::NoName)?;
    match &found.symbol.target {
        // A key that may be anything, such as letters that are replaced by others.
        Target::Other(_, _, name) if check::word(name).is_err() => Err(Refusal::NoName),
        Target::Entity(_)
        | Target::Field(..)
        | Target::Action(..)
        | Target::EnumValue(..)
        | Target::Other(..)
        | Target::Variable(_)
        | Target::Anchor(_) => Ok(found),
        Target::Parameter(_) | Target::Argument(..) if found.symbol.made.is_some() => Ok(found),
        Target::Parameter(_) | Target::Argument(..) => Err(Refusal::NoName),
        // Specs that name no schema have this one, too, and nothing in them could change.
        Target::Schema(name) if name == DEFAULT_SCHEMA => Err(Refusal::IsDefaultSchema),
        Target::Schema(name) if is_framework_schema(name) => Err(Refusal::OfLanguage(name.clone())),
        Target::Schema(_) => Ok(found),
        Target::File(_) => Err(Refusal::IsFile),
        Target::Composite(name) | Target::Member(_, name) | Target::Library(name) => {
            Err(Refusal::OfLanguage((*name).to_owned()))
        }
        Target::Pattern(pattern) => Err(Refusal::OfLanguage(pattern.name.to_owned())),
    }
}

/// All places of a symbol by their files. What is written once may be several things, by an alias:
/// they are renamed together, and so are fields that stand in for each other.
fn places(db: &dyn Db, symbol: &Symbol) -> Vec<(File, Vec<Occurrence>)> {
    let mut symbols = vec![symbol.clone()];
    if let Target::Field(file, name) = &symbol.target {
        let others = stand_ins(db, *file, name).into_iter().skip(1);
        symbols.extend(others.map(|other| Symbol {
            target: Target::Field(other, name.clone()),
            made: None,
        }));
    }
    let mut places: HashMap<File, Vec<Occurrence>> = HashMap::new();
    let mut at = 0;
    while let Some(symbol) = symbols.get(at).cloned() {
        at += 1;
        for (file, names) in search(db, &symbol) {
            let names = names.into_iter();
            let names: Vec<_> = names.filter(|name| name.symbol == symbol).collect();
            if has(db, file, "&") {
                let spans: HashSet<Span> = names.iter().map(|name| name.span).collect();
                let others = occurrences(db, file).into_iter();
                for other in others.filter(|other| spans.contains(&other.span)) {
                    if !symbols.contains(&other.symbol) {
                        symbols.push(other.symbol);
                    }
                }
            }
            places.entry(file).or_default().extend(names);
        }
    }
    let mut places: Vec<_> = places
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .collect();
    places.sort_by(|(a, _), (b, _)| a.path(db).cmp(b.path(db)));
    for (_, names) in &mut places {
        names.sort_by_key(|name| name.span);
        names.dedup_by_key(|name| name.span);
    }
    places
}

/// The new name of a file that is named after its entity, in the same style.
fn file_rename(db: &dyn Db, file: File, old: &str, new: &str) -> Option<FileRename> {
    let from = file.path(db);
    let folder = from.rfind('/').map_or(0, |at| at + 1);
    let (folder, name) = from.split_at_checked(folder)?;
    let (stem, extension) = name.split_at_checked(name.rfind('.')?)?;
    let styles: [fn(&str) -> String; 4] = [snake_case, str::to_owned, str::to_lowercase, |name| {
        snake_case(name).replace('_', "-")
    }];
    let style = styles.into_iter().find(|style| style(old) == stem)?;
    let to = format!("{folder}{}{extension}", style(new));
    let mut files = Workspace::try_get(db)?.files(db);
    if files.any(|file| file.path(db) == to) {
        return None;
    }
    let moved = Moved {
        from: from.to_owned(),
        to,
    };
    let edits = rename_files(db, std::slice::from_ref(&moved));
    Some(FileRename { moved, edits })
}

/// The names that stand in a file for something else than what is renamed: those of these letters.
fn others<'a>(
    db: &dyn Db,
    file: File,
    symbol: &'a Symbol,
    new: &str,
) -> impl Iterator<Item = Occurrence> + use<'a> {
    let names = match has(db, file, new) {
        true => occurrences(db, file),
        false => Vec::new(),
    };
    let names = names.into_iter();
    names.filter(move |name| name.symbol != *symbol)
}

/// The place of a name that is in the way.
fn place(file: File, name: &Occurrence) -> FileSpan {
    FileSpan::new(file, name.span)
}

#[cfg(test)]
mod tests;
