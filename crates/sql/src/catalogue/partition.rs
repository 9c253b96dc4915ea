//! Partitions: the tables that hold the rows of a table that is divided.

use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// The partition with all rows that fit into no other one. Those for periods are made while the
/// database runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name.
    pub name: ObjectName,
    /// The table that is divided.
    pub table: ObjectName,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

impl Partition {
    /// The partition of a table, beside it: `tb_event_default`.
    #[must_use]
    pub fn of_the_rest(table: &ObjectName) -> Self {
        Self {
            name: ObjectName {
                schema: table.schema.clone(),
                name: Name::of_table(&table.name, "default"),
            },
            table: table.clone(),
            origin: None,
        }
    }

    /// The same with where it comes from.
    #[must_use]
    pub const fn with_origin(mut self, origin: Option<Origin>) -> Self {
        self.origin = origin;
        self
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.sql("CREATE TABLE ");
        out.object(&self.name);
        out.sql(" PARTITION OF ");
        out.object(&self.table);
        out.sql(" DEFAULT;");
        out.line();
    }
}
