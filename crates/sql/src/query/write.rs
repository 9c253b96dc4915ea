//! Questions and changes as SQL.

use super::{Delete, Insert, Join, OnConflict, Order, Select, Source, Update, Values};
use crate::expression::Expression;
use crate::name::Name;
use crate::text::Writer;

impl Select {
    pub(crate) fn write(&self, out: &mut Writer) {
        self.write_into(None, out);
    }

    /// `SELECT … INTO …`, as a statement of PL/pgSQL.
    pub(crate) fn write_into(&self, into: Option<&Receivers<'_>>, out: &mut Writer) {
        out.sql(if self.distinct {
            "SELECT DISTINCT"
        } else {
            "SELECT"
        });
        out.spread_behind(" ", &self.columns, |out, (value, name)| {
            value.write(out);
            if let Some(name) = name {
                out.sql(" AS ");
                out.name(name);
            }
        });
        if let Some(into) = into {
            into.write(out);
        }
        if let Some(from) = &self.from {
            out.next_line();
            out.sql("FROM ");
            from.write(out);
        }
        for join in &self.joins {
            join.write(out);
        }
        write_condition("WHERE", self.condition.as_ref(), out);
        write_list("GROUP BY", &self.group_by, out, |out, item| item.write(out));
        self.write_grouping_sets(out);
        write_condition("HAVING", self.having.as_ref(), out);
        write_list("ORDER BY", &self.order_by, out, |out, item| item.write(out));
        write_condition("LIMIT", self.limit.as_ref(), out);
        if self.is_locking {
            out.next_line();
            out.sql(match self.skips_locked {
                true => "FOR UPDATE SKIP LOCKED",
                false => "FOR UPDATE",
            });
        }
    }

    fn write_grouping_sets(&self, out: &mut Writer) {
        if self.grouping_sets.is_empty() {
            return;
        }
        out.next_line();
        out.sql("GROUP BY GROUPING SETS (");
        out.spread(&self.grouping_sets, |out, set| {
            out.sql("(");
            out.joined(set, ", ", |out, item| item.write(out));
            out.sql(")");
        });
        out.sql(")");
    }
}

/// Variables that a question's answer goes to.
pub(crate) struct Receivers<'a> {
    pub(crate) targets: &'a [Vec<Name>],
    /// It is an error when there is not exactly one answer.
    pub(crate) is_strict: bool,
}

impl Receivers<'_> {
    pub(crate) fn write(&self, out: &mut Writer) {
        out.blank();
        out.sql(if self.is_strict {
            "INTO STRICT "
        } else {
            "INTO "
        });
        out.joined(self.targets, ", ", |out, target| {
            out.joined(target, ".", Writer::name);
        });
    }
}

impl Source {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Table(table, alias) => {
                out.object(table);
                write_alias(alias.as_ref(), out);
            }
            Self::Function(call, alias) => {
                call.write(out);
                write_alias(Some(alias), out);
            }
            Self::Query(query, alias) => {
                out.sql("(");
                query.write(out);
                out.sql(")");
                write_alias(Some(alias), out);
            }
        }
    }
}

impl Join {
    fn write(&self, out: &mut Writer) {
        out.next_line();
        out.sql(if self.is_left { "LEFT JOIN " } else { "JOIN " });
        self.source.write(out);
        out.sql(" ON ");
        self.on.write(out);
    }
}

impl Order {
    fn write(&self, out: &mut Writer) {
        self.by.write(out);
        if self.descending {
            out.sql(" DESC");
        }
    }
}

impl Insert {
    pub(crate) fn write(&self, into: Option<&Receivers<'_>>, out: &mut Writer) {
        out.sql("INSERT INTO ");
        out.object(&self.table);
        if !self.columns.is_empty() {
            out.sql(" (");
            out.spread(&self.columns, Writer::name);
            out.sql(")");
        }
        out.next_line();
        match &self.values {
            Values::Rows(rows) => {
                out.sql("VALUES ");
                out.joined(rows, ", ", |out, row| {
                    out.sql("(");
                    out.spread(row, |out, value| value.write(out));
                    out.sql(")");
                });
            }
            Values::Query(query) => query.write(out),
            Values::Default => out.sql("DEFAULT VALUES"),
        }
        if let Some(conflict) = &self.on_conflict {
            conflict.write(out);
        }
        write_returning(&self.returning, into, out);
    }
}

impl OnConflict {
    fn write(&self, out: &mut Writer) {
        out.next_line();
        out.sql("ON CONFLICT ");
        if !self.columns.is_empty() {
            out.sql("(");
            out.names(&self.columns);
            out.sql(") ");
        }
        if self.set.is_empty() {
            out.sql("DO NOTHING");
        } else {
            out.sql("DO UPDATE");
            write_set(&self.set, out);
        }
    }
}

impl Update {
    pub(crate) fn write(&self, into: Option<&Receivers<'_>>, out: &mut Writer) {
        out.sql("UPDATE ");
        out.object(&self.table);
        write_alias(self.alias.as_ref(), out);
        write_set(&self.set, out);
        if let Some(from) = &self.from {
            out.next_line();
            out.sql("FROM ");
            from.write(out);
        }
        write_condition("WHERE", self.condition.as_ref(), out);
        write_returning(&self.returning, into, out);
    }
}

impl Delete {
    pub(crate) fn write(&self, into: Option<&Receivers<'_>>, out: &mut Writer) {
        out.sql("DELETE FROM ");
        out.object(&self.table);
        write_alias(self.alias.as_ref(), out);
        write_condition("WHERE", self.condition.as_ref(), out);
        write_returning(&self.returning, into, out);
    }
}

fn write_set(set: &[(Name, Expression)], out: &mut Writer) {
    out.next_line();
    out.sql("SET ");
    out.indented(|out| {
        for (number, (column, value)) in set.iter().enumerate() {
            if number > 0 {
                out.sql(",");
                out.next_line();
            }
            out.name(column);
            out.sql(" = ");
            value.write(out);
        }
    });
}

fn write_alias(alias: Option<&Name>, out: &mut Writer) {
    if let Some(alias) = alias {
        out.sql(" AS ");
        out.name(alias);
    }
}

fn write_condition(word: &str, condition: Option<&Expression>, out: &mut Writer) {
    let Some(condition) = condition else { return };
    out.next_line();
    out.sql(word);
    out.sql(" ");
    if out.is_short(|out| condition.write(out)) {
        return condition.write(out);
    }
    let conditions = condition.conjuncts();
    out.indented(|out| {
        for (number, condition) in conditions.into_iter().enumerate() {
            if number > 0 {
                out.next_line();
                out.sql("AND ");
            }
            condition.write_beside_and(out);
        }
    });
}

fn write_list<T>(word: &str, items: &[T], out: &mut Writer, write: impl FnMut(&mut Writer, &T)) {
    if !items.is_empty() {
        out.next_line();
        out.sql(word);
        out.sql(" ");
        out.joined(items, ", ", write);
    }
}

fn write_returning(values: &[Expression], into: Option<&Receivers<'_>>, out: &mut Writer) {
    write_list("RETURNING", values, out, |out, value| value.write(out));
    if let Some(into) = into.filter(|_| !values.is_empty()) {
        into.write(out);
    }
}
