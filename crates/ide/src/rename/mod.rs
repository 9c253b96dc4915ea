//! Giving something another name, everywhere.
//!
//! What is changed is what stands for the thing: names in types, steps, expressions and blocks,
//! the columns that are named after a field, the entries of the registry. Words in descriptions
//! and in SQL stay as they are.

mod check;
mod refusal;
mod write;

use std::collections::HashMap;

use specql_analysis::db::{Db, File};
use specql_analysis::diagnostic::Edit;
use specql_analysis::resolve::Target;
use specql_yaml::Span;

use crate::place::FileSpan;
use crate::rename_files::{Moved, rename_files};
use crate::search::search;
use crate::symbol::{Occurrence, Symbol, definitions, occurrences, symbol_at};

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
    let text = file.text(db).get_byte_slice(found.span.range());
    Ok(Renameable {
        span: found.span,
        name: text.map_or_else(String::new, String::from),
    })
}

/// What has to change so that what stands at a place has another name everywhere.
///
/// # Errors
/// Why it cannot have that name, or none but its own.
pub fn rename(db: &dyn Db, file: File, offset: u32, new: &str) -> Result<Rename, Refusal> {
    let found = renameable(db, file, offset)?;
    let old = prepare_rename(db, file, offset)?.name;
    if old == new {
        return Ok(Rename {
            edits: Vec::new(),
            file: None,
        });
    }
    let places = places(db, &found.symbol);
    check::check(db, &found.symbol, &places, new)?;
    let edits = write::edits(db, &places, &old, new)?;
    let file = match found.symbol.target {
        Target::Entity(file) => file_rename(db, file, &old, new),
        _ => None,
    };
    Ok(Rename { edits, file })
}

fn renameable(db: &dyn Db, file: File, offset: u32) -> Result<Occurrence, Refusal> {
    let found = symbol_at(db, file, offset).ok_or(Refusal::NoName)?;
    match &found.symbol.target {
        Target::Entity(_)
        | Target::Field(..)
        | Target::Action(..)
        | Target::EnumValue(..)
        | Target::Other(..)
        | Target::Variable(_)
        | Target::Anchor(_) => Ok(found),
        Target::Parameter(_) | Target::Argument(..) if found.symbol.made.is_some() => Ok(found),
        Target::Parameter(_) | Target::Argument(..) => Err(Refusal::NoName),
        Target::Schema(_) => Err(Refusal::IsSchema),
        Target::File(_) => Err(Refusal::IsFile),
        Target::Composite(name) | Target::Member(_, name) | Target::Library(name) => {
            Err(Refusal::OfLanguage((*name).to_owned()))
        }
        Target::Pattern(pattern) => Err(Refusal::OfLanguage(pattern.name.to_owned())),
    }
}

/// All places of a symbol by their files. What is written once may be several things, by an alias:
/// they are renamed together.
fn places(db: &dyn Db, symbol: &Symbol) -> Vec<(File, Vec<Occurrence>)> {
    let mut symbols = vec![symbol.clone()];
    let mut places: HashMap<File, Vec<Occurrence>> = HashMap::new();
    let mut at = 0;
    while let Some(symbol) = symbols.get(at).cloned() {
        at += 1;
        for (file, names) in search(db, &symbol) {
            let names = names.into_iter();
            let names: Vec<_> = names.filter(|name| name.symbol == symbol).collect();
            let given: Vec<Span> = names
                .iter()
                .filter(|name| name.is_definition)
                .map(|name| name.span)
                .collect();
            if !given.is_empty() {
                let others = definitions(db, file).into_iter();
                for other in others.filter(|other| given.contains(&other.span)) {
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
    let moved = Moved {
        from: from.to_owned(),
        to,
    };
    let edits = rename_files(db, std::slice::from_ref(&moved));
    Some(FileRename { moved, edits })
}

/// `OrderItem` as `order_item`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && after_small {
            snake.push('_');
        }
        after_small = letter.is_lowercase() || letter.is_ascii_digit();
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// The names that stand in a file for something else than what is renamed.
fn others<'a>(
    db: &dyn Db,
    file: File,
    symbol: &'a Symbol,
) -> impl Iterator<Item = Occurrence> + use<'a> {
    let names = occurrences(db, file).into_iter();
    names.filter(move |name| name.symbol != *symbol)
}

/// The place of a name that is in the way.
fn place(file: File, name: &Occurrence) -> FileSpan {
    FileSpan::new(file, name.span)
}

#[cfg(test)]
mod tests;
