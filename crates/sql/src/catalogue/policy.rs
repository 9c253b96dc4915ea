//! Row security: which rows of a table may be seen and changed.

use crate::expression::Expression;
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// That rows of a table are kept apart by policies, also for the owner of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct RowSecurity {
    /// The table.
    pub table: ObjectName,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

/// Which rows may be seen and changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: Name,
    /// The table.
    pub table: ObjectName,
    /// For which commands; for all, where none is named.
    pub command: Option<&'static str>,
    /// Rows that may be seen.
    pub visible: Option<Expression>,
    /// Rows that may be written.
    pub writable: Option<Expression>,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

impl RowSecurity {
    pub(super) fn write(&self, out: &mut Writer) {
        for words in [" ENABLE ROW LEVEL SECURITY;", " FORCE ROW LEVEL SECURITY;"] {
            out.sql("ALTER TABLE ");
            out.object(&self.table);
            out.sql(words);
            out.line();
        }
    }
}

impl Policy {
    pub(super) fn write(&self, out: &mut Writer) {
        out.sql("CREATE POLICY ");
        out.name(&self.name);
        out.sql(" ON ");
        out.object(&self.table);
        if let Some(command) = self.command {
            out.sql(" FOR ");
            out.sql(command);
        }
        for (words, condition) in [("USING (", &self.visible), ("WITH CHECK (", &self.writable)] {
            if let Some(condition) = condition {
                out.line();
                out.indented(|out| {
                    out.sql(words);
                    condition.write(out);
                    out.sql(")");
                });
            }
        }
        out.sql(";");
        out.line();
    }
}
