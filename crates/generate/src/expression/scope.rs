//! What names stand for in SQL.

use std::collections::HashMap;

use specql_analysis::db::File;
use specql_analysis::expression::ast::{EntityName, Expression};
use specql_analysis::spec::Parameter;
use specql_sql::{Expression as Sql, Name};

use super::problem::first_within;
use super::walk::Walk;
use super::{Found, Given, Problem, Shape, Table, Value};
use crate::entity::Entity;
use crate::workspace::{file_of, find_entity};

/// What names stand for in SQL.
pub(crate) struct Scope<'e, 'db> {
    /// Whose spec it is.
    pub(crate) entity: &'e Entity<'db>,
    /// The file that the expressions stand in.
    pub(crate) file: File,
    /// The rows whose columns can be named, the nearest last.
    pub(crate) rows: Vec<Row<'db>>,
    /// What the caller hands over; none where nobody does.
    pub(crate) given: Option<Given>,
    /// Whether somebody calls it, so that it is known who.
    pub(crate) has_caller: bool,
    /// Of the action.
    pub(crate) parameters: &'db [Parameter],
    /// Whether figures of many rows can be worked out.
    pub(crate) has_many_rows: bool,
    variables: HashMap<String, Vec<Known<'db>>>,
    /// How many rows have been given a name.
    pub(super) looked_up: usize,
}

/// A row whose columns can be named.
#[derive(Clone)]
pub(crate) struct Row<'db> {
    /// What it is called in SQL: a variable, or a table in a query.
    pub(crate) name: Name,
    /// What it is a row of.
    pub(crate) table: Table<'db>,
}

/// What a variable is.
#[derive(Clone)]
pub(crate) enum Known<'db> {
    /// A value.
    Value(Value),
    /// A row of an entity.
    Row(Row<'db>),
}

impl<'e, 'db> Scope<'e, 'db> {
    /// In which nothing is known yet.
    pub(crate) fn new(entity: &'e Entity<'db>) -> Self {
        Self {
            entity,
            file: entity.file,
            rows: Vec::new(),
            given: None,
            has_caller: false,
            parameters: &[],
            has_many_rows: false,
            variables: HashMap::new(),
            looked_up: 0,
        }
    }

    /// The same with a row.
    pub(crate) fn with_row(mut self, row: Row<'db>) -> Self {
        self.rows.push(row);
        self
    }

    /// What is done with a row nearer than all others.
    pub(crate) fn inside<T>(&mut self, row: Row<'db>, run: impl FnOnce(&mut Self) -> T) -> T {
        self.rows.push(row);
        let made = run(self);
        self.rows.pop();
        made
    }

    /// The variable of this name.
    pub(crate) fn variable(&self, name: &str) -> Option<&Known<'db>> {
        self.variables.get(name)?.last()
    }

    /// From here on a name stands for this.
    pub(crate) fn know(&mut self, name: &str, known: Known<'db>) {
        let name = name.to_owned();
        self.variables.entry(name).or_default().push(known);
    }

    /// The name stands for what it stood for before.
    pub(crate) fn forget(&mut self, name: &str) {
        if let Some(known) = self.variables.get_mut(name) {
            known.pop();
        }
    }

    /// A name for a row in a query that no other row around it has.
    pub(crate) fn new_row_name(&mut self) -> Name {
        self.looked_up += 1;
        Name::new(&format!("r{}", self.looked_up))
    }

    /// A condition.
    pub(crate) fn condition(&mut self, expression: &Expression) -> Found<Sql> {
        self.check(expression)?;
        Walk { scope: self }.condition(expression)
    }

    /// A value, whatever it is for.
    pub(crate) fn value(&mut self, expression: &Expression) -> Found<Value> {
        self.check(expression)?;
        Walk { scope: self }.visit(expression, None)
    }

    /// A value that is put where this has to be. A mere `?` stands for what is handed over by the
    /// name of the place.
    pub(crate) fn value_for(
        &mut self,
        expression: &Expression,
        place: &str,
        shape: &Shape,
    ) -> Found<Sql> {
        self.check(expression)?;
        Walk { scope: self }.assigned(expression, place, shape)
    }

    /// The table of the entity that a spec calls so, or the table of this name.
    pub(crate) fn table_named(&self, name: &EntityName) -> Found<Table<'db>> {
        let schema = name.schema.as_ref().map(|schema| schema.text.as_str());
        let (db, own) = (self.entity.db, self.entity.file);
        let text = name.name.text.as_str();
        let is_own = schema.is_none() && text == self.entity.names.entity;
        let file = find_entity(db, own, schema, text)
            .ok()
            .or_else(|| is_own.then_some(own))
            .or_else(|| {
                let base = text.strip_prefix("tb_")?;
                let schema = schema.unwrap_or(self.entity.names.schema.as_str());
                file_of(db, schema, base)
            });
        // An action that was taken over speaks of the entity that it was written for.
        let is_inherited = |file: &File| self.file != own && *file == self.file;
        let file = file.map(|file| if is_inherited(&file) { own } else { file });
        file.and_then(|file| Table::of(db, file)).ok_or_else(|| {
            let reason = format!("there is no one entity `{text}`");
            Problem::new(name.span, reason)
        })
    }

    fn check(&self, expression: &Expression) -> Found<()> {
        let problem = first_within(self.entity.db, self.file, expression.span);
        problem.map_or(Ok(()), Err::<(), Problem>)
    }
}
