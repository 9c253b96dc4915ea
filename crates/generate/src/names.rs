//! What things are called in the database. The names are SpecQL's.

use specql_analysis::db::{Db, File};
use specql_analysis::index;
use specql_analysis::naming::{Forms, split};
use specql_sql::{Name, ObjectName};

/// Where the API functions and everything that all entities share live.
pub(crate) const APP: &str = "app";

/// What the objects of an entity are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    /// The entity's own name, as it is written.
    pub(crate) entity: String,
    /// Its schema.
    pub(crate) schema: Name,
    /// Its name in names of objects: `order_item`.
    pub(crate) base: String,
    /// Whether its rows belong to a tenant each.
    pub(crate) is_multi_tenant: bool,
}

impl Names {
    /// What the objects of the entity in a file are called.
    pub(crate) fn of(db: &dyn Db, file: File) -> Option<Self> {
        let entity = index::entity(db, file)?;
        Some(Self {
            entity: entity.name.clone(),
            schema: Name::new(entity.schema()),
            base: Forms::of(&entity.name).split,
            is_multi_tenant: index::is_multi_tenant(db, entity.schema()),
        })
    }

    /// The table without its schema: `tb_item`.
    pub(crate) fn table_name(&self) -> String {
        format!("tb_{}", self.base)
    }

    /// `crm.tb_item`
    pub(crate) fn table(&self) -> ObjectName {
        self.object(&self.table_name())
    }

    /// The key that tables refer to each other by: `pk_item`.
    pub(crate) fn key(&self) -> Name {
        Name::new(&format!("pk_{}", self.base))
    }

    /// The function from an id, or a key as text, to the key: `crm.item_pk`.
    pub(crate) fn key_function(&self) -> ObjectName {
        self.object(&format!("{}_pk", self.base))
    }

    /// The function from a key to the id: `crm.item_id`.
    pub(crate) fn id_function(&self) -> ObjectName {
        self.object(&format!("{}_id", self.base))
    }

    /// What values call the entity where it is one of several: its name, with the schema before it
    /// where another one has the same name.
    pub(crate) fn word_among(&self, all: &[Self]) -> String {
        match self.has_namesake(all, |names| &names.entity) {
            true => format!("{}.{}", self.schema.as_str(), self.entity),
            false => self.entity.clone(),
        }
    }

    /// The same in names of objects.
    pub(crate) fn base_among(&self, all: &[Self]) -> String {
        match self.has_namesake(all, |names| &names.base) {
            true => format!("{}_{}", self.schema.as_str(), self.base),
            false => self.base.clone(),
        }
    }

    fn has_namesake(&self, all: &[Self], name: impl Fn(&Self) -> &String) -> bool {
        let mut all = all.iter();
        all.any(|other| name(other) == name(self) && other.schema != self.schema)
    }

    /// An object of this name in the entity's schema.
    pub(crate) fn object(&self, name: &str) -> ObjectName {
        ObjectName::new(self.schema.clone(), name)
    }

    /// A check of a field: `chk_tb_item_state_enum`.
    pub(crate) fn check(&self, field: &str, ending: &str) -> Name {
        Name::new(&format!("chk_tb_{}_{}_{ending}", self.base, part(field)))
    }

    /// An index for a field: `crm_idx_tb_item_state`.
    pub(crate) fn index(&self, field: &str) -> Name {
        Name::new(&format!("{}_idx_tb_{}_{field}", self.schema, self.base))
    }

    /// What belongs to the table: `tb_item_id_key`.
    pub(crate) fn of_table(&self, ending: &str) -> Name {
        Name::new(&format!("tb_{}_{ending}", self.base))
    }
}

/// A name as a part of other names.
pub(crate) fn part(name: &str) -> String {
    let split = split(name).to_lowercase();
    if split.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("untitled_{split}");
    }
    split
}

/// The column of a field that is a reference: `fk_owner`.
pub(crate) fn reference_column(field: &str) -> Name {
    Name::new(&format!("fk_{field}"))
}

/// The attribute that an action takes for a reference: `owner_id`.
pub(crate) fn reference_attribute(field: &str) -> Name {
    Name::new(&format!("{field}_id"))
}

/// `app.mutation_result`, which all actions give back.
pub(crate) fn mutation_result() -> ObjectName {
    ObjectName::new(APP, "mutation_result")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_names_are_names() {
        assert_eq!(part("firstName"), "first_name");
        assert_eq!(part("2nd line"), "untitled_2nd_line");
    }
}
