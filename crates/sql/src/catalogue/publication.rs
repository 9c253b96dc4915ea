//! Publications: rows that leave the database while they are written.

use crate::expression::Expression;
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// New rows of a table, for those who subscribe. Of a table that is divided, the rows are told as
/// its own and not as those of its partitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// Its name, which the whole database knows.
    pub name: Name,
    /// The table.
    pub table: ObjectName,
    /// Which rows; all, where nothing is said.
    pub condition: Option<Expression>,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

impl Publication {
    pub(super) fn write(&self, out: &mut Writer) {
        out.sql("CREATE PUBLICATION ");
        out.name(&self.name);
        out.sql(" FOR TABLE ");
        out.object(&self.table);
        if let Some(condition) = &self.condition {
            out.line();
            out.indented(|out| {
                out.sql("WHERE (");
                condition.write(out);
                out.sql(")");
            });
        }
        out.line();
        out.indented(|out| {
            out.sql("WITH (publish = 'insert', publish_via_partition_root = true);");
        });
        out.line();
    }
}
