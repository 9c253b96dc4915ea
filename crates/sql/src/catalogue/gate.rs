//! Gates: views for those who may not see the table behind them.

use super::table::write_comment;
use crate::map::Origin;
use crate::name::ObjectName;
use crate::query::Select;
use crate::text::Writer;

/// A view whose readers see with it what they may not see of its tables. Conditions of theirs do
/// not get to see the rows that it leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Its name.
    pub name: ObjectName,
    /// What it shows.
    pub query: Select,
    /// What is told of it.
    pub comment: Option<String>,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

impl Gate {
    /// The same with what is told of it.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.sql("CREATE VIEW ");
        out.object(&self.name);
        out.sql(" WITH (security_barrier = true) AS");
        out.line();
        self.query.write(out);
        out.sql(";");
        out.line();
        write_comment("VIEW", &self.name, self.comment.as_deref(), out);
    }
}
