//! What can be done at a place: mistakes mended or silenced, parts of a spec written in another
//! way, moved, or made.
//!
//! In two steps, for an editor asks at every move of the cursor: [`code_actions`] says what there
//! is, cheaply; [`resolve_code_action`] what one of them changes.

mod create_entity;
mod extract_enum;
mod extract_fields;
mod field_form;
mod fixes;
mod move_entity;
mod names;
mod place;
mod rich_type;
mod skeletons;
mod split_file;
mod suppress;
#[cfg(test)]
mod testing;
mod uses;

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::diagnostic::{Diagnostic, Edit};
use specql_analysis::project::FileKind;
use specql_analysis::settings::Settings;
use specql_analysis::shown;
use specql_analysis::summary::summary;

use place::Place;

/// Something that can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeAction {
    /// What it does, as its user would say it.
    pub title: String,
    /// Where editors list it.
    pub kind: ActionKind,
    /// Names it among all that can be done at its place.
    pub id: String,
    /// Whether it is surely what is wanted.
    pub is_preferred: bool,
    /// What it mends or silences: codes and places.
    pub mends: Vec<(&'static str, Span)>,
}

/// Where editors list what can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// With the mistakes.
    QuickFix,
    /// With what is taken out into something of its own.
    Extract,
    /// With what is written in another way.
    Rewrite,
    /// With what goes elsewhere.
    Move,
    /// With what is added.
    Refactor,
    /// With what an editor may do whenever a file is saved.
    FixAll,
}

impl ActionKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::QuickFix,
        Self::Extract,
        Self::Rewrite,
        Self::Move,
        Self::Refactor,
        Self::FixAll,
    ];

    /// As editors know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::QuickFix => "quickfix",
            Self::Extract => "refactor.extract",
            Self::Rewrite => "refactor.rewrite",
            Self::Move => "refactor.move",
            Self::Refactor => "refactor",
            Self::FixAll => "source.fixAll.specql",
        }
    }
}

/// What is changed by something that can be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Changes of texts.
    pub edits: Vec<Edit>,
    /// Changes of files; they come before the changes of texts.
    pub operations: Vec<FileOperation>,
}

/// A change of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileOperation {
    /// A new file.
    Create {
        /// Its path, as the workspace names its files.
        path: String,
        /// What it says.
        text: String,
    },
    /// A file with another path.
    Rename {
        /// Which file.
        file: File,
        /// Its new path.
        path: String,
    },
}

/// Where more is wrong than this, nobody reads on what can be done with each.
const MOST_DIAGNOSTICS: usize = 50;

/// The diagnostics of a file that a selection touches.
fn selected_of(all: &[Diagnostic], selected: Span) -> impl Iterator<Item = &Diagnostic> {
    let is_here = move |diagnostic: &&Diagnostic| {
        diagnostic.span.start <= selected.end && selected.start <= diagnostic.span.end
    };
    all.iter().filter(is_here).take(MOST_DIAGNOSTICS)
}

/// Everything that can be done where something is selected.
#[must_use]
pub fn code_actions(
    db: &dyn Db,
    file: File,
    selected: Span,
    settings: &Settings,
) -> Vec<CodeAction> {
    let diagnostics = shown(db, file, settings);
    let mut found = fixes::actions(file, &diagnostics, selected);
    found.extend(suppress::actions(db, file, &diagnostics, selected));
    if summary(db, file).kind != FileKind::EntitySpec {
        return found;
    }
    let place = Place::new(db, file, selected);
    for refactoring in &REFACTORINGS {
        for Offer { title, argument } in (refactoring.offers)(&place) {
            if found.iter().any(|known| known.title == title) {
                continue;
            }
            found.push(CodeAction {
                title,
                kind: refactoring.kind,
                id: id(refactoring.name, &argument),
                is_preferred: false,
                mends: Vec::new(),
            });
        }
    }
    found
}

/// What one of the things that can be done changes; none where it can be done no more.
#[must_use]
pub fn resolve_code_action(
    db: &dyn Db,
    file: File,
    selected: Span,
    settings: &Settings,
    id: &str,
) -> Option<Change> {
    let (name, argument) = id.split_once(':').unwrap_or((id, ""));
    let refactoring = REFACTORINGS.iter().find(|known| known.name == name);
    match refactoring {
        Some(refactoring) => (refactoring.change)(&Place::new(db, file, selected), argument),
        None => fixes::change(db, file, settings, name, argument)
            .or_else(|| suppress::change(db, file, name, argument)),
    }
}

fn id(name: &str, argument: &str) -> String {
    if argument.is_empty() {
        name.to_owned()
    } else {
        format!("{name}:{argument}")
    }
}

/// A way to change a spec.
struct Refactoring {
    name: &'static str,
    kind: ActionKind,
    /// What it can do at a place.
    offers: fn(&Place<'_>) -> Vec<Offer>,
    /// What one of these changes.
    change: fn(&Place<'_>, &str) -> Option<Change>,
}

/// Something that a refactoring can do.
struct Offer {
    title: String,
    /// Tells it from the others of the same refactoring.
    argument: String,
}

impl Offer {
    fn one(title: impl Into<String>) -> Vec<Self> {
        vec![Self::with(title, "")]
    }

    fn with(title: impl Into<String>, argument: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            argument: argument.into(),
        }
    }
}

const REFACTORINGS: [Refactoring; 10] = [
    Refactoring {
        name: "create-entity",
        kind: ActionKind::QuickFix,
        offers: create_entity::offers,
        change: create_entity::change,
    },
    Refactoring {
        name: "rich-type",
        kind: ActionKind::Rewrite,
        offers: rich_type::offers,
        change: rich_type::change,
    },
    Refactoring {
        name: "long-form",
        kind: ActionKind::Rewrite,
        offers: field_form::offers_long,
        change: field_form::lengthen,
    },
    Refactoring {
        name: "short-form",
        kind: ActionKind::Rewrite,
        offers: field_form::offers_short,
        change: field_form::shorten,
    },
    Refactoring {
        name: "extract-enum",
        kind: ActionKind::Extract,
        offers: extract_enum::offers,
        change: extract_enum::change,
    },
    Refactoring {
        name: "extract-fields",
        kind: ActionKind::Extract,
        offers: extract_fields::offers,
        change: extract_fields::change,
    },
    Refactoring {
        name: "move-to-schema",
        kind: ActionKind::Move,
        offers: move_entity::offers_schemas,
        change: move_entity::to_schema,
    },
    Refactoring {
        name: "move-to-usual-file",
        kind: ActionKind::Move,
        offers: move_entity::offers_file,
        change: move_entity::to_usual_file,
    },
    Refactoring {
        name: "move-to-own-file",
        kind: ActionKind::Move,
        offers: split_file::offers,
        change: split_file::change,
    },
    Refactoring {
        name: "add-action",
        kind: ActionKind::Refactor,
        offers: skeletons::offers,
        change: skeletons::change,
    },
];
