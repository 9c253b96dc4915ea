//! Which entities extend which.

use specql_analysis::db::{Db, File};
use specql_analysis::index::{entity, find_entity};
use specql_analysis::resolve::Target;
use specql_analysis::view::view;

use crate::definition::entities;
use crate::destination::Destination;
use crate::search::leading_to;
use crate::symbol::symbol_at;

/// An entity among those that extend each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeItem {
    /// Its name.
    pub name: String,
    /// Its schema.
    pub schema: String,
    /// Where it is described.
    pub place: Destination,
}

/// The entity that is meant at a place.
#[must_use]
pub fn prepare_types(db: &dyn Db, file: File, offset: u32) -> Option<TypeItem> {
    match symbol_at(db, file, offset)?.symbol.target {
        Target::Entity(file) | Target::File(file) => item(db, file),
        _ => None,
    }
}

/// The entities that the entity of a file extends.
#[must_use]
pub fn supertypes(db: &dyn Db, file: File) -> Vec<TypeItem> {
    let files = extended(db, file).into_iter();
    files.filter_map(|file| item(db, file)).collect()
}

/// The entities that extend the entity of a file.
#[must_use]
pub fn subtypes(db: &dyn Db, file: File) -> Vec<TypeItem> {
    let files = extending(db, file).into_iter();
    files.filter_map(|file| item(db, file)).collect()
}

fn item(db: &dyn Db, file: File) -> Option<TypeItem> {
    let known = entity(db, file)?;
    Some(TypeItem {
        name: known.name.clone(),
        schema: known.schema().to_owned(),
        place: entities(db, [file]).into_iter().next()?,
    })
}

/// The files whose entities extend that of a file, in the order of their paths.
pub(crate) fn extending(db: &dyn Db, file: File) -> Vec<File> {
    let others = leading_to(db, file).into_iter();
    let mut found: Vec<File> = others
        .filter(|other| *other != file && extended(db, *other).contains(&file))
        .collect();
    found.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    found.dedup();
    found
}

/// The files whose entities that of a file extends.
fn extended(db: &dyn Db, file: File) -> Vec<File> {
    let view = view(db, file);
    let is_extended = |span| view.spec.extends.iter().any(|path| path.span == span);
    let names = view.names.references.iter();
    let targets = names.filter(|name| is_extended(name.span));
    let files = targets.filter_map(|name| match &name.target {
        Ok(Target::File(file) | Target::Entity(file)) => Some(*file),
        // A copy of an entity of the standard library.
        Ok(Target::Library(path)) => {
            let name = specql_language::stdlib::library_path(path)?.name;
            find_entity(db, file, None, name).ok()
        }
        _ => None,
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    const WORKSPACE: &str = "\
//- crm/contact.yaml
entity: Contact
schema: crm
//- crm/customer.yaml
entity: Customer
schema: crm
extends: Conta$0ct
fields:
  partner: ref(Contact)
//- crm/supplier.yaml
entity: Supplier
schema: crm
extends: {from: crm/contact}
//- sales/buyer.yaml
entity: Buyer
extends: crm/customer.yaml
import: crm/contact.yaml
";

    fn names(items: Vec<TypeItem>) -> Vec<String> {
        let names = items.into_iter();
        names
            .map(|item| format!("{}.{}", item.schema, item.name))
            .collect()
    }

    #[test]
    fn entities_extend_each_other() {
        let fixture = Fixture::new(WORKSPACE);
        let (db, (file, offset)) = (fixture.db(), fixture.cursor());
        let contact = prepare_types(db, file, offset).unwrap();
        assert_snapshot!(fixture.frame(contact.place.file, contact.place.name), @r"
        crm/contact.yaml:1:9
        entity: Contact
                ^^^^^^^
        ");
        let below = subtypes(db, contact.place.file);
        let customer = below[0].place.file;
        assert_eq!(names(below), ["crm.Customer", "crm.Supplier"]);
        assert_eq!(names(supertypes(db, customer)), ["crm.Contact"]);
        assert_eq!(names(subtypes(db, customer)), ["public.Buyer"]);
        assert!(supertypes(db, contact.place.file).is_empty());
    }
}
