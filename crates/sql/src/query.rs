//! Questions and changes: `SELECT`, `INSERT`, `UPDATE`, `DELETE`.

mod write;

pub(crate) use write::Receivers;

#[cfg(test)]
mod tests;

use crate::expression::{Call, Expression};
use crate::name::{Name, ObjectName};

/// `SELECT …`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// Each row only once.
    pub distinct: bool,
    /// What is told of each row, perhaps by another name.
    pub columns: Vec<(Expression, Option<Name>)>,
    /// Where the rows come from.
    pub from: Option<Source>,
    /// What is put beside each row.
    pub joins: Vec<Join>,
    /// Which rows.
    pub condition: Option<Expression>,
    /// What there is one row for.
    pub group_by: Vec<Expression>,
    /// In place of that, several ways to group at once: figures of the whole beside those of parts.
    pub grouping_sets: Vec<Vec<Expression>>,
    /// Which groups.
    pub having: Option<Expression>,
    /// In which order.
    pub order_by: Vec<Order>,
    /// How many at most.
    pub limit: Option<Expression>,
    /// `FOR UPDATE`: nobody else changes the rows until this is over.
    pub is_locking: bool,
    /// `SKIP LOCKED`: rows that somebody else keeps are passed over, and not waited for.
    pub skips_locked: bool,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A table or a view, perhaps by another name.
    Table(ObjectName, Option<Name>),
    /// What a function gives back, by this name.
    Function(Call, Name),
    /// What another question finds, by this name.
    Query(Box<Select>, Name),
}

/// What is put beside each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// Whether a row stays that has nothing to be put beside it.
    pub is_left: bool,
    /// What.
    pub source: Source,
    /// Which of it.
    pub on: Expression,
}

/// What rows are ordered by.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// By this.
    pub by: Expression,
    /// The greatest first.
    pub descending: bool,
}

/// `INSERT INTO …`
#[derive(Clone, Debug, PartialEq)]
pub struct Insert {
    /// Where.
    pub table: ObjectName,
    /// Which columns are given; all, when there are none.
    pub columns: Vec<Name>,
    /// With what.
    pub values: Values,
    /// What happens with a row that is there already.
    pub on_conflict: Option<OnConflict>,
    /// What is told of the new rows.
    pub returning: Vec<Expression>,
}

/// What is inserted.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// These rows.
    Rows(Vec<Vec<Expression>>),
    /// What this finds.
    Query(Box<Select>),
    /// One row of defaults.
    Default,
}

/// What happens with a row that is there already.
#[derive(Clone, Debug, PartialEq)]
pub struct OnConflict {
    /// The columns by which it is the same row.
    pub columns: Vec<Name>,
    /// What is changed in it; nothing, when there is nothing.
    pub set: Vec<(Name, Expression)>,
}

/// `UPDATE …`
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// Which table.
    pub table: ObjectName,
    /// By which name it is spoken of.
    pub alias: Option<Name>,
    /// What is changed.
    pub set: Vec<(Name, Expression)>,
    /// Other rows that are looked at.
    pub from: Option<Source>,
    /// Which rows.
    pub condition: Option<Expression>,
    /// What is told of the rows.
    pub returning: Vec<Expression>,
}

/// `DELETE FROM …`
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    /// Which table.
    pub table: ObjectName,
    /// By which name it is spoken of.
    pub alias: Option<Name>,
    /// Which rows.
    pub condition: Option<Expression>,
    /// What is told of the rows.
    pub returning: Vec<Expression>,
}

impl Select {
    /// One value of the rows of a table.
    #[must_use]
    pub fn one(value: Expression, from: Source) -> Self {
        Self {
            columns: vec![(value, None)],
            from: Some(from),
            ..Self::default()
        }
    }

    /// The same, of these rows only.
    #[must_use]
    pub fn filtered(mut self, condition: Expression) -> Self {
        self.condition = Some(match self.condition {
            Some(known) => known.and(condition),
            None => condition,
        });
        self
    }
}

impl Source {
    /// A table by its own name.
    #[must_use]
    pub const fn table(name: ObjectName) -> Self {
        Self::Table(name, None)
    }

    /// A table by another name.
    #[must_use]
    pub fn aliased(name: ObjectName, alias: impl Into<Name>) -> Self {
        Self::Table(name, Some(alias.into()))
    }
}
