//! What `IS` asks.

use specql_analysis::expression::ast::TypeKind;
use specql_analysis::expression::ast::{Expression, ExpressionKind, Name as Written, Test};
use specql_language::expression::ValueType;
use specql_language::types;
use specql_sql::Expression as Sql;
use specql_sql::expression::{BinaryOperator as SqlOperator, Test as SqlTest};

use super::walk::{Walk, as_text};
use super::{Found, Problem, Row, Shape, Table, Value};

impl Walk<'_, '_, '_> {
    pub(super) fn is(&mut self, of: &Expression, test: &Test, negated: bool) -> Found<Value> {
        let sql = match test {
            Test::Word(word) => return self.is_word(of, word, negated),
            Test::DistinctFrom(other) => {
                let (one, other_value) = self.beside(of, other)?;
                let (one, other) = self.comparable(one, other_value, of.span.to(other.span))?;
                Sql::Is {
                    value: Box::new(one),
                    test: SqlTest::DistinctFrom(Box::new(other)),
                    negated,
                }
            }
            Test::Existing => {
                let value = self.visit(of, None)?;
                negated_if(negated, self.is_there(value))
            }
        };
        Ok(Value::condition(sql))
    }

    fn is_word(&mut self, of: &Expression, word: &Written, negated: bool) -> Found<Value> {
        let asked = word.text.to_ascii_uppercase();
        let test = match asked.as_str() {
            "NULL" | "UNKNOWN" => SqlTest::Null,
            "TRUE" => SqlTest::True,
            "FALSE" => SqlTest::False,
            "VALID" => return self.is_valid(of, negated),
            "UNIQUE" => return self.is_unique(of, negated),
            _ => {
                let reason = format!("`IS` does not ask for `{}`", word.text);
                return Err(Problem::new(word.span, reason));
            }
        };
        let value = match test {
            SqlTest::Null => self.visit_any(of, None)?.sql,
            _ => self.condition(of)?,
        };
        Ok(Value::condition(Sql::Is {
            value: Box::new(value),
            test,
            negated,
        }))
    }

    /// Whether the row that a reference leads to is there.
    fn is_there(&mut self, value: Value) -> Sql {
        let target = value.shape.target();
        let table = target.and_then(|file| Table::of(self.scope.entity.db, file));
        let Some(table) = table else {
            return value.sql.is_not_null();
        };
        let row = Row {
            name: self.scope.new_row_name(),
            table,
        };
        let is_it = Sql::of(row.name.clone(), row.table.names.key()).equals(value.sql);
        match self.rows_of(row, None) {
            Ok(query) => Sql::Exists(Box::new(query.filtered(is_it))),
            Err(_) => Sql::Boolean(false),
        }
    }

    /// Whether a value has the form that the type of its field asks for.
    fn is_valid(&mut self, of: &Expression, negated: bool) -> Found<Value> {
        let value = self.visit(of, None)?;
        let ExpressionKind::Name(name) = &of.kind else {
            return Err(Problem::new(
                of.span,
                "only fields have a form to be valid in",
            ));
        };
        let written = self.scope.entity.field(name);
        let scalar = written.and_then(|field| match &field.spec.field_type.kind {
            TypeKind::Named { name, .. } => types::scalar(&name.text),
            _ => None,
        });
        let sql = match (scalar.and_then(|scalar| scalar.pattern), &value.shape) {
            (Some(pattern), Shape::Plain(_)) => {
                let text = as_text(value);
                text.binary(SqlOperator::Matches, Sql::text(pattern))
            }
            _ => self.is_there(value),
        };
        Ok(Value::condition(negated_if(negated, sql)))
    }

    /// Whether no other row has the same value.
    fn is_unique(&mut self, of: &Expression, negated: bool) -> Found<Value> {
        let value = self.visit(of, None)?;
        let own = self.scope.rows.first().cloned();
        let column = match &of.kind {
            ExpressionKind::Name(name) => own
                .as_ref()
                .and_then(|own| Some((own.clone(), own.table.field(name)?.0))),
            _ => None,
        };
        let Some((own, column)) = column else {
            return Err(Problem::new(
                of.span,
                "only fields of the row can be unique",
            ));
        };
        let other = Row {
            name: self.scope.new_row_name(),
            table: own.table.clone(),
        };
        let key = own.table.names.key();
        let is_same = Sql::of(other.name.clone(), column).equals(value.sql);
        let is_other =
            Sql::of(other.name.clone(), key.clone()).is_distinct_from(Sql::of(own.name, key));
        let query = self.rows_of(other, None)?;
        let found = Sql::Exists(Box::new(query.filtered(is_same).filtered(is_other)));
        Ok(Value::of(negated_if(!negated, found), ValueType::Boolean))
    }
}

fn negated_if(negated: bool, sql: Sql) -> Sql {
    match negated {
        true => sql.inverted(),
        false => sql,
    }
}
