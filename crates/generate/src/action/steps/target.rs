//! Which rows a step is about.

use specql_analysis::expression::ast::{EntityName, Expression};
use specql_sql::{Expression as Sql, Name};
use specql_yaml::Span;

use crate::action::maker::{Maker, ROW, problem};
use crate::expression::{Found, Known, Row, Table};

/// The table that a step changes, by this name.
const TARGET: &str = "t";

/// Which rows a step is about.
pub(super) struct Target<'db> {
    /// The table, and what it is called.
    pub(super) row: Row<'db>,
    /// Which of its rows.
    pub(super) condition: Sql,
    /// Whether it is the row that the action is about.
    pub(super) is_own_row: bool,
}

impl<'db> Maker<'_, 'db> {
    /// Which rows a step is about: those that a condition picks, or the one that is near: the row
    /// that the action is about, the one that a variable holds, or the one that it refers to.
    pub(super) fn target(
        &mut self,
        entity: Option<&EntityName>,
        condition: Option<&Expression>,
        span: Span,
    ) -> Found<Target<'db>> {
        let Some(name) = entity else {
            return problem(span, "it does not say of which entity");
        };
        if name.schema.is_none()
            && let Some(Known::Row(known)) = self.scope.variable(&name.name.text).cloned()
        {
            let key = Sql::of(known.name.clone(), known.table.names.key());
            return Ok(self.near(known.table, key));
        }
        let table = self.scope.table_named(name)?;
        let is_own = table.file == self.entity.file;
        let Some(condition) = condition else {
            if is_own {
                let key = Sql::of(ROW, table.names.key());
                let mut own = self.near(table, key);
                own.is_own_row = true;
                if !self.is_stored {
                    own.row.name = Name::new(ROW);
                }
                return Ok(own);
            }
            let Some(key) = self.key_to(&table) else {
                let reason = format!("it does not say which rows of `{}`", name.name.text);
                return problem(name.span, reason);
            };
            return Ok(self.near(table, key));
        };
        let row = Row {
            name: Name::new(TARGET),
            table,
        };
        let is_visible = row.table.is_visible(&row.name);
        let found = self
            .scope
            .inside(row.clone(), |scope| scope.condition(condition))?;
        Ok(Target {
            row,
            condition: is_visible.and(found),
            is_own_row: false,
        })
    }

    fn near(&self, table: Table<'db>, key: Sql) -> Target<'db> {
        let name = Name::new(TARGET);
        let is_it = Sql::of(name.clone(), table.names.key()).equals(key);
        let condition = is_it.and(table.is_visible(&name));
        Target {
            row: Row { name, table },
            condition,
            is_own_row: false,
        }
    }

    /// The key of the only row of another entity that the row refers to.
    fn key_to(&self, table: &Table<'db>) -> Option<Sql> {
        let fields = self.table.entity.fields.iter();
        let mut keys = fields.filter_map(|field| {
            let (column, shape) = self.table.field(&field.name)?;
            (shape.target() == Some(table.file)).then_some(column)
        });
        let only = keys.next()?;
        keys.next().is_none().then(|| Sql::of(ROW, only))
    }
}
