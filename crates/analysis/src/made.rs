//! What a closed file says and means, made for one check and not kept.
//!
//! A check of very many closed files asks each of them twice: what others may know of it, and
//! what is wrong with it once all others are known. What it says and means goes from the one to
//! the other in here, past the database: kept there, it would cost more than making it.

use std::cell::OnceCell;

use crate::db::{Db, File};
use crate::host::Database;
use crate::resolve::{Names, names_of};
use crate::source::Once;
use crate::spec::{Spec, spec_of};
use crate::summary::{summary, summary_of};
use crate::typing::{TypedExpression, typed_of};

/// A closed file as the rules see it.
pub struct Made<'t> {
    pub(crate) once: Once<'t>,
    spec: OnceCell<Spec>,
    names: OnceCell<Names>,
    typed: OnceCell<Vec<TypedExpression>>,
}

impl<'t> Made<'t> {
    /// What this text says.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        Self {
            once: Once::of(text),
            spec: OnceCell::new(),
            names: OnceCell::new(),
            typed: OnceCell::new(),
        }
    }

    /// Of the closed file that has this text, sums up what others may know. Only its values are
    /// left then: they take the least room for what they cost.
    pub fn sum_up(&mut self, db: &Database, file: File) {
        if file.is_open(db) {
            return;
        }
        db.with_at_hand(file, summary_of(file.path(db), self), || {
            summary(db, file);
        });
        self.spec.take();
    }

    /// What its author means.
    pub(crate) fn spec(&self) -> &Spec {
        self.spec.get_or_init(|| spec_of(&self.once))
    }

    /// What its names stand for.
    pub(crate) fn names(&self, db: &dyn Db, file: File) -> &Names {
        self.names
            .get_or_init(|| names_of(db, file, self.spec(), &self.once))
    }

    /// The types of its expressions.
    pub(crate) fn typed(&self, db: &dyn Db, file: File) -> &[TypedExpression] {
        self.typed.get_or_init(|| typed_of(db, file, self.spec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Host;

    const PATH: &str = "entities/crm/contact.yaml";
    const CONTACT: &str = "entity: Contact\nschema: crm\nfields:\n  email: email!\n";

    fn fields(host: &Host) -> Vec<String> {
        let file = host.file(PATH).unwrap();
        let entity = summary(host.db(), file).entity.as_ref().unwrap();
        entity.fields.iter().map(|f| f.name.clone()).collect()
    }

    #[test]
    fn what_is_handed_over_is_what_would_be_made() {
        let mut host = Host::new();
        host.set_file(PATH, CONTACT);
        Made::of(CONTACT).sum_up(host.db(), host.file(PATH).unwrap());
        let mut other = Host::new();
        other.set_file(PATH, CONTACT);
        let summary_in = |host: &Host| summary(host.db(), host.file(PATH).unwrap()).clone();
        assert_eq!(summary_in(&host), summary_in(&other));
    }

    #[test]
    fn what_was_handed_over_does_not_outlive_its_text() {
        let mut host = Host::new();
        host.set_file(PATH, CONTACT);
        Made::of(CONTACT).sum_up(host.db(), host.file(PATH).unwrap());
        assert_eq!(fields(&host), ["email"]);
        host.set_file(PATH, &CONTACT.replace("email: email!", "phone: phone"));
        assert_eq!(fields(&host), ["phone"]);
    }

    #[test]
    fn an_open_file_is_summed_up_from_what_is_typed() {
        let mut host = Host::new();
        let file = host.open(PATH, CONTACT);
        Made::of("entity: Contact\nfields:\n  old: text\n").sum_up(host.db(), file);
        assert_eq!(fields(&host), ["email"]);
    }
}
