//! Looking for all places of a name, in all files.
//!
//! Of a closed file only its summary is at hand, and reading thousands of files would take
//! seconds. So only those are read that can have the name: by what their summaries say, and by the
//! letters in their text.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::infer::Type;
use specql_analysis::graph::{NameKind, files_with};
use specql_analysis::index::{entity, find_entity};
use specql_analysis::naming::Forms;
use specql_analysis::resolve::Target;
use specql_analysis::summary::summary;
use specql_analysis::view::view;
use specql_language::key;

use crate::heirs::heirs;
use crate::place::FileSpan;
use crate::symbol::{Occurrence, Symbol, name_of, occurrences};

/// All places of a name, file by file in the order of their paths.
pub(crate) fn search(db: &dyn Db, symbol: &Symbol) -> Vec<(File, Vec<Occurrence>)> {
    let mut found = Vec::new();
    for file in candidates(db, symbol) {
        let mut names = occurrences(db, file);
        names.retain(|name| is_it(&name.symbol, symbol));
        if !names.is_empty() {
            found.push((file, names));
        }
    }
    found
}

/// Whether a name stands for something that is looked for. Who looks for an entity looks for the
/// path of its file, too.
pub(crate) fn is_it(name: &Symbol, wanted: &Symbol) -> bool {
    match (&name.target, &wanted.target) {
        (Target::File(file), Target::Entity(wanted)) => file == wanted,
        _ => name == wanted,
    }
}

/// The files in which the name may stand, in the order of their paths.
fn candidates(db: &dyn Db, symbol: &Symbol) -> Vec<File> {
    let own = symbol.made.map(|made| made.file);
    let files: Vec<File> = match &symbol.target {
        Target::Variable(_) | Target::Anchor(_) => own.into_iter().collect(),
        // A pattern has a file of its own, and is asked for in others.
        Target::Other(_, key::Name::SchemaPattern, name) => {
            all(db).filter(|file| has(db, *file, name)).collect()
        }
        Target::Other(file, ..) => vec![*file],
        // Its action may be called from elsewhere, with its name.
        Target::Parameter(name) => {
            let action = symbol.made.and_then(|made| action_of(db, made));
            let calls = |file: &File| {
                let action = action.as_ref();
                has_actions(db, *file) && action.is_some_and(|action| has(db, *file, action))
            };
            let others = all(db).filter(|file| calls(file) && has(db, *file, name));
            own.into_iter().chain(others).collect()
        }
        Target::Entity(file) => {
            let mut files = speaking_of(db, *file);
            files.extend(with_names_made_of(db, *file));
            files
        }
        Target::File(file) => leading_to(db, *file),
        Target::Field(file, name) | Target::EnumValue(file, _, name) => {
            with_member(db, *file, name)
        }
        target => {
            let name = name_of(db, target);
            all(db).filter(|file| has(db, *file, &name)).collect()
        }
    };
    in_order(db, files)
}

fn in_order(db: &dyn Db, mut files: Vec<File>) -> Vec<File> {
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    files.dedup();
    files
}

fn all(db: &dyn Db) -> impl Iterator<Item = File> + '_ {
    let workspace = Workspace::try_get(db).into_iter();
    workspace.flat_map(move |workspace| workspace.files(db))
}

/// The name of the action that has a parameter.
fn action_of(db: &dyn Db, made: FileSpan) -> Option<String> {
    let spec = view(db, made.file).spec;
    let mut actions = spec.actions.iter();
    let action = actions.find(|action| {
        let mut parameters = action.parameters.iter();
        parameters.any(|parameter| parameter.name.span == made.span)
    })?;
    Some(action.name.as_ref()?.text.clone())
}

fn has_actions(db: &dyn Db, file: File) -> bool {
    // Asking for what is kept of a file also ends the search when it is no longer wanted.
    entity(db, file).is_some_and(|entity| !entity.actions.is_empty())
}

/// Whether the letters of a name are in a file.
pub(crate) fn has(db: &dyn Db, file: File, name: &str) -> bool {
    file.content(db).as_text().contains(name)
}

/// The file of an entity, and those that say its name or the path of its file.
pub(crate) fn speaking_of(db: &dyn Db, file: File) -> Vec<File> {
    let Some(known) = entity(db, file) else {
        return vec![file];
    };
    let mut files = leading_to(db, file);
    files.extend(files_with(db, NameKind::Spoken, &known.name));
    files.extend(Workspace::try_get(db).and_then(|workspace| workspace.registry(db)));
    files
}

/// The files with names that are made of an entity's: `tb_order_item`, `order_item_pk`.
fn with_names_made_of(db: &dyn Db, file: File) -> Vec<File> {
    let Some(known) = entity(db, file) else {
        return Vec::new();
    };
    let forms = Forms::of(&known.name);
    let has_one = |file: &File| {
        let text = file.text(db);
        let text = text
            .slice(..)
            .as_str()
            .map_or_else(|| String::from(text).into(), Cow::from);
        is_part_of_name(&text, &forms.split) || is_part_of_name(&text, &forms.joined)
    };
    all(db).filter(has_one).collect()
}

/// Whether these letters are somewhere a part of a longer name.
fn is_part_of_name(text: &str, letters: &str) -> bool {
    text.match_indices(letters).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + letters.len()..).unwrap_or_default();
        before.ends_with('_') || behind.starts_with('_')
    })
}

/// A file, and those that have paths and so may extend or import it.
pub(crate) fn leading_to(db: &dyn Db, file: File) -> Vec<File> {
    let has_paths = |file: &File| entity(db, *file).is_some_and(|it| !it.paths.is_empty());
    all(db).filter(has_paths).chain([file]).collect()
}

/// The files that may speak of a field of an entity, or of a value of one: they have its letters,
/// and come to the entity, or to one that takes the field over, by its name, or by a field that
/// refers to it.
fn with_member(db: &dyn Db, file: File, name: &str) -> Vec<File> {
    let mut owners = heirs(db, file);
    owners.push(file);
    let speaking = owners.iter().flat_map(|owner| {
        let speaking = speaking_of(db, *owner).into_iter();
        speaking.chain(with_names_made_of(db, *owner))
    });
    let speaking: HashSet<File> = speaking.chain(owners.iter().copied()).collect();
    let ways = ways_to(db, &speaking, &owners);
    let may_have = |other: &File| {
        // Asking for what is kept of a file also ends the search when it is no longer wanted.
        let is_spec = *other == file || entity(db, *other).is_some() || speaking.contains(other);
        let comes_to = || ways.iter().any(|way| has(db, *other, way));
        is_spec && has(db, *other, name) && (speaking.contains(other) || comes_to())
    };
    all(db).filter(may_have).chain([file]).collect()
}

/// The names of the fields that refer to one of some entities.
fn ways_to(db: &dyn Db, speaking: &HashSet<File>, targets: &[File]) -> BTreeSet<String> {
    let mut ways = BTreeSet::new();
    for file in speaking {
        let fields = summary(db, *file).given();
        let fields = fields.into_iter().flat_map(|given| given.fields);
        let leading = fields.filter(|field| leads_to(db, *file, &field.field_type, targets));
        ways.extend(leading.map(|field| field.name.clone()));
    }
    ways
}

fn leads_to(db: &dyn Db, from: File, ty: &Type, targets: &[File]) -> bool {
    match ty {
        Type::Reference(named) => named.iter().any(|(schema, name)| {
            let found = find_entity(db, from, schema.as_deref(), name);
            found.is_ok_and(|file| targets.contains(&file))
        }),
        Type::List(item) => leads_to(db, from, item, targets),
        _ => false,
    }
}
