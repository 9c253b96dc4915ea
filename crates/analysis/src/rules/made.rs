//! All that the rules look at in a file, made for one check and not kept.
//!
//! A check of very many closed files asks each of them once. Keeping what they say and mean would
//! cost more than making it, so nothing of it goes through the database.

use std::cell::OnceCell;

use crate::db::{Db, File};
use crate::resolve::{Names, names_of};
use crate::source::Once;
use crate::spec::{Spec, spec_of};
use crate::typing::{TypedExpression, typed_of};

/// A file as the rules see it.
pub(crate) struct Made<'t> {
    pub(crate) once: Once<'t>,
    pub(crate) spec: Spec,
    names: OnceCell<Names>,
    typed: OnceCell<Vec<TypedExpression>>,
}

impl<'t> Made<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let once = Once::of(text);
        Self {
            spec: spec_of(&once),
            once,
            names: OnceCell::new(),
            typed: OnceCell::new(),
        }
    }

    /// What its names stand for.
    pub(super) fn names(&self, db: &dyn Db, file: File) -> &Names {
        self.names
            .get_or_init(|| names_of(db, file, &self.spec, &self.once))
    }

    /// The types of its expressions.
    pub(super) fn typed(&self, db: &dyn Db, file: File) -> &[TypedExpression] {
        self.typed.get_or_init(|| typed_of(db, file, &self.spec))
    }
}
