//! Shares: partitions with the rows of one value, which are divided further by time.

use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// The partition with all rows that have one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its name.
    pub name: ObjectName,
    /// The table that is divided by values.
    pub table: ObjectName,
    /// The value.
    pub value: String,
    /// The column by whose ranges it is divided itself.
    pub partitioned_by: Name,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

impl Share {
    pub(super) fn write(&self, out: &mut Writer) {
        out.sql("CREATE TABLE ");
        out.object(&self.name);
        out.sql(" PARTITION OF ");
        out.object(&self.table);
        out.line();
        out.indented(|out| {
            out.sql("FOR VALUES IN (");
            out.literal(&self.value);
            out.sql(") PARTITION BY RANGE (");
            out.name(&self.partitioned_by);
            out.sql(");");
        });
        out.line();
    }
}
