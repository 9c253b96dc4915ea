//! Triggers.

use crate::expression::Expression;
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// A function that runs when rows of a table change.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Its name.
    pub name: Name,
    /// The table.
    pub table: ObjectName,
    /// When.
    pub timing: Timing,
    /// At which changes.
    pub events: Vec<Event>,
    /// Once for each row; else once for each statement.
    pub for_each_row: bool,
    /// Whether it may wait for the end of the transaction.
    pub is_deferrable: bool,
    /// For which rows.
    pub condition: Option<Expression>,
    /// The function.
    pub function: ObjectName,
    /// What the function is told.
    pub arguments: Vec<String>,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

/// When a trigger runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Before the change, which it may still touch.
    Before,
    /// After the change.
    After,
}

/// A change of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Rows come.
    Insert,
    /// Rows change: in these columns, or in any.
    Update(Vec<Name>),
    /// Rows go.
    Delete,
    /// All rows go at once.
    Truncate,
}

impl Trigger {
    pub(super) fn write(&self, out: &mut Writer) {
        out.sql(if self.is_deferrable {
            "CREATE CONSTRAINT TRIGGER "
        } else {
            "CREATE TRIGGER "
        });
        out.name(&self.name);
        out.line();
        out.indented(|out| {
            out.sql(match self.timing {
                Timing::Before => "BEFORE ",
                Timing::After => "AFTER ",
            });
            out.joined(&self.events, " OR ", |out, event| match event {
                Event::Insert => out.sql("INSERT"),
                Event::Delete => out.sql("DELETE"),
                Event::Truncate => out.sql("TRUNCATE"),
                Event::Update(columns) => {
                    out.sql("UPDATE");
                    if !columns.is_empty() {
                        out.sql(" OF ");
                        out.names(columns);
                    }
                }
            });
            out.sql(" ON ");
            out.object(&self.table);
            out.line();
            if self.is_deferrable {
                out.sql("DEFERRABLE INITIALLY IMMEDIATE");
                out.line();
            }
            out.sql(if self.for_each_row {
                "FOR EACH ROW"
            } else {
                "FOR EACH STATEMENT"
            });
            out.line();
            if let Some(condition) = &self.condition {
                out.sql("WHEN (");
                condition.write(out);
                out.sql(")");
                out.line();
            }
            out.sql("EXECUTE FUNCTION ");
            out.object(&self.function);
            out.sql("(");
            out.joined(&self.arguments, ", ", |out, argument| out.literal(argument));
            out.sql(");");
        });
        out.line();
    }
}
