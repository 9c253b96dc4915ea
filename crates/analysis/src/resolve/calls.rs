//! Actions that are called, and the names of their parameters.

use specql_language::expression::function;

use super::{Resolver, Target};
use crate::db::File;
use crate::expression::ast::{CallExpression, Name, Path};
use crate::graph::{self, NameKind};
use crate::index;

/// Whether an expression means a function of the database by this, and no action.
pub(super) fn is_function(path: &Path) -> bool {
    path.single()
        .is_some_and(|name| function(&name.text).is_some())
}

impl Resolver<'_> {
    /// The action that is called: one of this entity, or the only one of another that is called
    /// so. `crm.remind` may name a schema, and `Customer.remind` an entity.
    pub(super) fn action(&mut self, path: &Path) -> Option<(File, String)> {
        let name = path.parts.last()?;
        let file = match path.parts.as_slice() {
            [_] => self.action_of_any(&name.text)?,
            [of, _] => {
                let file = self.action_of(&of.text, &name.text)?;
                self.schema_of(of, file);
                file
            }
            _ => return None,
        };
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

    fn action_of_any(&self, name: &str) -> Option<File> {
        let own = index::entity(self.db, self.file);
        if own.is_some_and(|entity| entity.action(name).is_some()) {
            return Some(self.file);
        }
        only(graph::files_with(self.db, NameKind::Action, name).iter())
    }

    fn action_of(&self, of: &str, name: &str) -> Option<File> {
        let files = graph::files_with(self.db, NameKind::Action, name);
        let is_it = |file: &&File| {
            let entity = index::entity(self.db, **file);
            entity.is_some_and(|entity| entity.schema() == of || entity.name == of)
        };
        only(files.iter().filter(is_it))
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

fn only<'f>(mut files: impl Iterator<Item = &'f File>) -> Option<File> {
    let first = files.next()?;
    files.next().is_none().then_some(*first)
}
