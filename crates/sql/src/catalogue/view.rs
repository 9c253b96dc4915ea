//! Views.

use super::Index;
use super::table::write_comment;
use crate::map::Origin;
use crate::name::ObjectName;
use crate::query::Select;
use crate::text::Writer;

/// A view: a question with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Its name.
    pub name: ObjectName,
    /// The question.
    pub query: Select,
    /// Whether the answer is kept until somebody refreshes it. If not, those who ask see what they
    /// may see of the tables.
    pub is_materialized: bool,
    /// Indexes of what is kept.
    pub indexes: Vec<Index>,
    /// What is told of it.
    pub comment: Option<String>,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

impl View {
    pub(super) fn write(&self, out: &mut Writer) {
        let kind = if self.is_materialized {
            "MATERIALIZED VIEW"
        } else {
            "VIEW"
        };
        out.sql("CREATE ");
        out.sql(kind);
        out.sql(" ");
        out.object(&self.name);
        if !self.is_materialized {
            out.sql(" WITH (security_invoker = true)");
        }
        out.sql(" AS");
        out.line();
        self.query.write(out);
        out.sql(";");
        out.line();
        write_comment(kind, &self.name, self.comment.as_deref(), out);
        for index in &self.indexes {
            index.write(out);
        }
    }
}
