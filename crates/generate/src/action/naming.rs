//! Which actions an entity has, what kind they are of, and what they are called.

use std::collections::HashSet;

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::Path;
use specql_analysis::graph::{NameKind, files_with};
use specql_analysis::inherited::sources;
use specql_analysis::resolve::called_action;
use specql_analysis::spec;
use specql_sql::catalogue::Catalogue;
use specql_sql::{ObjectName, Origin};
use specql_yaml::Span;

use crate::block::origin;
use crate::entity::Entity;
use crate::inherited::Provider;
use crate::names::{APP, Names};

/// An action.
pub(crate) struct Action<'db> {
    /// As it is written.
    pub(crate) spec: &'db spec::Action,
    /// The file that it stands in.
    pub(crate) file: File,
    /// The place that asks for it, where it comes from another file.
    asked: Option<Origin>,
    /// Its name, as it is written; of one that makes, changes or deletes rows of the entity that it
    /// comes from, the name for this one.
    pub(crate) name: String,
    /// What kind of action it is.
    pub(crate) kind: ActionKind,
    /// What it is called in the database, where names belong to the whole of it.
    pub(crate) unique: String,
}

/// What kind of action it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActionKind {
    /// It makes a row of the entity.
    Create,
    /// It changes a row of the entity.
    Update,
    /// It deletes a row of the entity.
    Delete,
    /// It does what its steps say.
    Custom,
}

impl ActionKind {
    /// The kind of an action of this name. Only the entity's own names count: whatever else begins
    /// so does what its steps say.
    pub(crate) fn of(action: &str, names: &Names) -> Self {
        let entity = &names.entity;
        let kinds = [
            (Self::Create, "create"),
            (Self::Update, "update"),
            (Self::Delete, "delete"),
        ];
        let small = entity.to_lowercase();
        let is_own = |verb: &str| {
            action.strip_prefix(verb).is_some_and(|rest| {
                rest.strip_prefix('_')
                    .is_some_and(|rest| rest == names.base || rest == small)
                    || rest == entity
            })
        };
        let mut kinds = kinds.into_iter();
        let found = kinds.find(|(_, verb)| is_own(verb));
        found.map_or(Self::Custom, |(kind, _)| kind)
    }
}

impl<'db> Action<'db> {
    /// The actions of an entity, each once.
    pub(super) fn all(entity: &Entity<'db>, catalogue: &mut Catalogue) -> Vec<Self> {
        let mut taken = HashSet::new();
        let mut actions = Vec::new();
        for provider in entity.providers.iter().rev() {
            for action in &provider.spec.actions {
                let place = |own| Some(provider.asked.unwrap_or_else(|| origin(own)));
                let Some(written) = &action.name else {
                    let reason = "an action, because it has no name yet";
                    catalogue.leave_out(reason, place(action.span));
                    continue;
                };
                let name = own_name(entity, provider, &written.text);
                if !taken.insert(name.clone()) {
                    // What comes from elsewhere gives way.
                    if provider.asked.is_none() {
                        let reason = format!("a second action `{name}`");
                        catalogue.leave_out(reason, place(written.span));
                    }
                    continue;
                }
                let kind = ActionKind::of(&name, &entity.names);
                actions.push(Self {
                    spec: action,
                    file: provider.file,
                    asked: provider.asked,
                    kind,
                    unique: unique_name(entity.db, entity.file, &entity.names, &name, kind),
                    name,
                });
            }
        }
        actions
    }

    /// The type of what it takes: `app.type_create_item_input`.
    pub(crate) fn input_type(&self) -> ObjectName {
        input_type(&self.unique)
    }

    /// The function that the API calls: `app.create_item`.
    pub(crate) fn wrapper(&self) -> ObjectName {
        ObjectName::new(APP, self.unique.as_str())
    }

    /// The function that carries it out: `crm.create_item`.
    pub(crate) fn core(&self, names: &Names) -> ObjectName {
        ObjectName::new(names.schema.clone(), self.unique.as_str())
    }

    /// The place of something in it.
    pub(crate) fn place(&self, span: Span) -> Origin {
        self.asked.unwrap_or_else(|| origin(span))
    }

    /// Where its name stands.
    pub(crate) fn origin(&self) -> Option<Origin> {
        let own = self.spec.name.as_ref().map(|name| origin(name.span));
        self.asked.or(own)
    }
}

/// What an action is called that comes from a file: `create_contact` of an entity that is extended
/// makes rows of the one that extends it.
fn own_name(entity: &Entity<'_>, provider: &Provider<'_>, name: &str) -> String {
    let verb = || {
        let from = Names::of(entity.db, provider.file)?;
        Some(match ActionKind::of(name, &from) {
            ActionKind::Create => "create",
            ActionKind::Update => "update",
            ActionKind::Delete => "delete",
            ActionKind::Custom => return None,
        })
    };
    match provider.asked.and_then(|_| verb()) {
        Some(verb) => format!("{verb}_{}", entity.names.base),
        None => name.to_owned(),
    }
}

/// An action that another one calls.
pub(super) struct Called {
    /// The file of its entity.
    pub(super) file: File,
    /// What the objects of its entity are called.
    pub(super) names: Names,
    /// What kind of action it is.
    pub(super) kind: ActionKind,
    /// What it is called in the database.
    pub(super) unique: String,
}

impl Called {
    /// The type of what it takes.
    pub(super) fn input_type(&self) -> ObjectName {
        input_type(&self.unique)
    }
}

fn input_type(unique: &str) -> ObjectName {
    ObjectName::new(APP, format!("type_{unique}_input").as_str())
}

/// The action that is meant where a spec calls one so.
pub(super) fn called(db: &dyn Db, own: File, function: &Path) -> Option<Called> {
    let (of, name) = match function.parts.as_slice() {
        [name] => (None, name.text.as_str()),
        [of, name] => (Some(of.text.as_str()), name.text.as_str()),
        _ => return None,
    };
    let file = called_action(db, own, of, name)?;
    let names = Names::of(db, file);
    let is_custom = |names: &Names| ActionKind::of(name, names) == ActionKind::Custom;
    // What is taken over is made anew, but for what makes, changes or deletes rows of the other.
    let is_own = sources(db, own).iter().any(|source| source.file == file)
        && names.as_ref().is_none_or(is_custom);
    let (file, names) = match is_own {
        true => (own, Names::of(db, own)?),
        false => (file, names?),
    };
    let kind = ActionKind::of(name, &names);
    let unique = unique_name(db, file, &names, name, kind);
    Some(Called {
        file,
        names,
        kind,
        unique,
    })
}

/// What an action is called where names belong to the whole database. The name stays as it is
/// where one entity alone has it, or where it is the entity's own; otherwise the entity's name
/// follows it, and its schema where that is still not enough.
fn unique_name(db: &dyn Db, file: File, names: &Names, name: &str, kind: ActionKind) -> String {
    let others: Vec<Names> = files_with(db, NameKind::Action, name)
        .iter()
        .filter(|other| **other != file)
        .filter_map(|other| Names::of(db, *other))
        .collect();
    let owns = |names: &Names| ActionKind::of(name, names) != ActionKind::Custom;
    // Of two entities with one name, the action is the first one's.
    let is_first = || {
        let own = others.iter().filter(|other| owns(other));
        own.into_iter().all(|other| names.schema < other.schema)
    };
    if others.is_empty() || kind != ActionKind::Custom && is_first() {
        return name.to_owned();
    }
    let is_same = |other: &&Names| other.base == names.base;
    if others.iter().any(|other| is_same(&other)) {
        return format!("{name}_{}_{}", names.schema, names.base);
    }
    format!("{name}_{}", names.base)
}
