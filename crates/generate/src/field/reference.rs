//! What a reference refers to.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::EntityName;

use crate::names::Names;
use crate::workspace::{Missing, find_entity};

/// What a reference refers to.
pub(crate) struct Reference {
    /// One entity, or several of which each row has one.
    pub(crate) targets: Vec<Target>,
}

/// An entity that a reference may lead to.
pub(crate) struct Target {
    /// Its name, as it is written. Of two that are called the same in two schemas, it has the
    /// schema before it.
    pub(crate) written: String,
    /// Its file and what it is called, or why it is not known.
    pub(crate) found: Result<(File, Names), Missing>,
}

impl Reference {
    pub(super) fn of(
        db: &dyn Db,
        file: File,
        targets: &[EntityName],
        schema: Option<&str>,
    ) -> Self {
        let named = targets.iter().filter(|target| !target.name.text.is_empty());
        let mut targets: Vec<Target> = Vec::new();
        for name in named {
            let target = Target::of(db, file, name, schema);
            if !targets.iter().any(|known| known.is(&target)) {
                targets.push(target);
            }
        }
        Target::tell_apart(&mut targets);
        Self { targets }
    }

    /// The only entity that it leads to, if that is known.
    pub(crate) fn only(&self) -> Option<&Names> {
        match self.targets.as_slice() {
            [target] => target.names(),
            _ => None,
        }
    }

    /// Whether each row may refer to another entity.
    pub(crate) fn is_polymorphic(&self) -> bool {
        self.targets.len() > 1
    }

    /// Whether everything that it may lead to is known.
    pub(crate) fn is_known(&self) -> bool {
        !self.targets.is_empty() && self.targets.iter().all(|target| target.found.is_ok())
    }
}

impl Target {
    fn of(db: &dyn Db, file: File, name: &EntityName, schema: Option<&str>) -> Self {
        let written = name.schema.as_ref().map(|schema| schema.text.as_str());
        let found = find_entity(db, file, written.or(schema), &name.name.text);
        let with_names = |file| {
            let names = Names::of(db, file).ok_or(Missing::LeftOut)?;
            Ok((file, names))
        };
        Self {
            written: name.name.text.clone(),
            found: found.and_then(with_names),
        }
    }

    /// Whether both lead to the same rows, or nowhere by the same name.
    fn is(&self, other: &Self) -> bool {
        match (&self.found, &other.found) {
            (Ok((own, _)), Ok((others, _))) => own == others,
            (Err(_), Err(_)) => self.written == other.written,
            _ => false,
        }
    }

    /// Gives those that are called the same in several schemas their schemas.
    fn tell_apart(targets: &mut [Self]) {
        let all: Vec<_> = targets.iter().filter_map(Self::names).cloned().collect();
        for target in targets {
            if let Ok((_, names)) = &target.found {
                target.written = names.word_among(&all);
            }
        }
    }

    /// What it is called, if it is known.
    pub(crate) fn names(&self) -> Option<&Names> {
        self.found.as_ref().ok().map(|(_, names)| names)
    }

    /// Why it is not known.
    pub(crate) fn problem(&self) -> Option<String> {
        let missing = self.found.as_ref().err()?;
        Some(missing.reason(&self.written))
    }
}
