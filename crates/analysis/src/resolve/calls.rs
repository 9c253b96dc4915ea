//! Actions that are called, and the names of their parameters.

use specql_language::expression::function;

use super::{Resolver, Target};
use crate::db::{Db, File};
use crate::expression::ast::{CallExpression, Name, Path};
use crate::graph::{self, NameKind};
use crate::index;
use crate::inherited;
use crate::summary::Entity;

/// Whether an expression means a function of the database by this, and no action.
pub(super) fn is_function(path: &Path) -> bool {
    path.single()
        .is_some_and(|name| function(&name.text).is_some())
}

/// The file of the action that is meant where a file calls one: that of its own entity, perhaps taken
/// over, the only one of its schema, or the only one there is. Before the name may stand the schema or the entity that
/// the action is of: `crm.remind`, `Customer.remind`.
#[must_use]
pub fn called_action(db: &dyn Db, from: File, of: Option<&str>, name: &str) -> Option<File> {
    let schema = |file: File| index::entity(db, file).map(Entity::schema);
    let is_of = |file: &File| {
        let entity = index::entity(db, *file);
        of.is_none_or(|of| entity.is_some_and(|it| it.schema() == of || it.name == of))
    };
    if is_of(&from)
        && let Some((file, _)) = inherited::action(db, from, name)
    {
        return Some(file);
    }
    let files = graph::files_with(db, NameKind::Action, name).iter();
    let files: Vec<File> = files.copied().filter(is_of).collect();
    let own = schema(from);
    let mut near = files.iter().filter(|file| schema(**file) == own);
    match (near.next(), near.next(), files.as_slice()) {
        (Some(file), None, _) | (None, _, [file]) => Some(*file),
        _ => None,
    }
}

impl Resolver<'_> {
    /// The action that is called.
    pub(super) fn action(&mut self, path: &Path) -> Option<(File, String)> {
        let (of, name) = match path.parts.as_slice() {
            [name] => (None, name),
            [of, name] => (Some(of), name),
            _ => return None,
        };
        let named = of.map(|of| of.text.as_str());
        let file = called_action(self.db, self.file, named, &name.text)?;
        if let Some(of) = of {
            self.schema_of(of, file);
        }
        let action = name.text.clone();
        self.add(name.span, Ok(Target::Action(file, action.clone())));
        Some((file, action))
    }

    /// The schema of an entity, if that is what is named.
    fn schema_of(&mut self, name: &Name, file: File) {
        let entity = index::entity(self.db, file);
        if entity.is_some_and(|entity| entity.schema() == name.text) {
            self.schema(name);
        }
    }

    /// A key beside a call, or below one: the name of an argument.
    pub(super) fn argument_name(&mut self, call: &CallExpression, name: &Name) {
        let path = call.function.as_ref();
        let before = self.found.len();
        let action = path.and_then(|path| self.action(path));
        // The name of the action is looked at where it stands.
        self.found.truncate(before);
        if let Some((file, action)) = action {
            self.parameter_named(file, &action, name);
        }
    }

    /// The name of an argument in the brackets of a call.
    pub(super) fn parameter_of(&mut self, file: File, action: &str, path: &Path) {
        if let Some(name) = path.single() {
            self.parameter_named(file, action, name);
        }
    }

    fn parameter_named(&mut self, file: File, action: &str, name: &Name) {
        let entity = index::entity(self.db, file);
        let known = entity.and_then(|entity| entity.action(action));
        if known.is_some_and(|known| known.parameters.contains(&name.text)) {
            let target = Target::Argument(file, action.to_owned(), name.text.clone());
            self.add(name.span, Ok(target));
        }
    }
}
