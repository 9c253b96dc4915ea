//! Values beside each other: compared, or one put in the place of another.

use specql_analysis::expression::ast::{Expression, ExpressionKind, Literal, Mark, Parameter};
use specql_language::expression::ValueType;
use specql_sql::expression::{Among, BinaryOperator as SqlOperator};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression as Sql};

use super::given::data_type;
use super::walk::{Walk, readable};
use super::{Found, Problem, Row, Shape, Table, Value};
use crate::field::of_type;
use crate::security::hash_of;

impl Walk<'_, '_, '_> {
    /// Two values that say something about each other: what the one is tells what the other may be.
    pub(super) fn beside(
        &mut self,
        left: &Expression,
        right: &Expression,
    ) -> Found<(Value, Value)> {
        if is_open(left) && !is_open(right) {
            let other = self.visit_any(right, None)?;
            let one = self.visit_any(left, Some(&hint(right, &other)))?;
            return Ok((one, other));
        }
        match self.visit_any(left, None) {
            Ok(one) => {
                let other = self.visit_any(right, Some(&hint(left, &one)))?;
                // `id = customer`: only now it is known whose `id` is meant.
                let is_id = matches!(&left.kind, ExpressionKind::Name(name) if name == "id");
                let one = match &other.shape {
                    key @ Shape::Key(_) if is_id => self.visit(left, Some(key))?,
                    _ => one,
                };
                Ok((one, other))
            }
            // Perhaps a value of the other side's enum.
            Err(problem) => {
                let other = self.visit_any(right, None).map_err(|_| problem.clone())?;
                let one = self.visit(left, Some(&other.shape)).map_err(|_| problem)?;
                Ok((one, other))
            }
        }
    }

    pub(super) fn compare(
        &mut self,
        left: &Expression,
        operator: SqlOperator,
        right: &Expression,
    ) -> Found<Value> {
        let (one, other) = self.beside(left, right)?;
        if !matches!(operator, SqlOperator::Equal | SqlOperator::NotEqual) {
            readable(&one, left)?;
            readable(&other, right)?;
        }
        // `= NULL` is never true; what is meant is.
        for (nothing, value) in [(&one, &other), (&other, &one)] {
            if nothing.sql == Sql::Null {
                let sql = value.sql.clone();
                return match operator {
                    SqlOperator::Equal => Ok(Value::condition(sql.is_null())),
                    SqlOperator::NotEqual => Ok(Value::condition(sql.is_not_null())),
                    _ => Ok(Value::condition(Sql::Null.cast(DataType::BOOLEAN))),
                };
            }
        }
        let (one, other) = self.comparable(one, other, left.span.to(right.span))?;
        Ok(Value::condition(one.binary(operator, other)))
    }

    /// Two values as PostgreSQL can compare them.
    pub(super) fn comparable(
        &mut self,
        one: Value,
        other: Value,
        span: specql_yaml::Span,
    ) -> Found<(Sql, Sql)> {
        match (one.is_encrypted, other.is_encrypted) {
            (false, false) => {}
            (true, true) => return Ok((one.sql, other.sql)),
            (true, false) => return Ok((one.sql, fingerprint(other, span)?)),
            (false, true) => return Ok((fingerprint(one, span)?, other.sql)),
        }
        match (&one.shape, &other.shape) {
            (Shape::Key(left), Shape::Key(right)) => {
                if left != right || left.len() != 1 {
                    return Err(Problem::new(span, "they refer to rows of other entities"));
                }
                Ok((one.sql, other.sql))
            }
            (Shape::Key(_), Shape::Plain(_)) => {
                let other = self.as_key(other, &one.shape, span)?;
                Ok((one.sql, other))
            }
            (Shape::Plain(_), Shape::Key(_)) => {
                let one = self.as_key(one, &other.shape, span)?;
                Ok((one, other.sql))
            }
            (Shape::Plain(_), Shape::Plain(_)) => {
                let (l, r) = (one.shape.value(), other.shape.value());
                // PostgreSQL has no `=` for points.
                let is_point = [l, r].contains(&ValueType::Point);
                if is_point || !l.is_comparable_with(r) {
                    return Err(Problem::new(
                        span,
                        "values of these types cannot be compared",
                    ));
                }
                for (text, beside) in [(&one, r), (&other, l)] {
                    let is_moment = matches!(beside, ValueType::Date | ValueType::DateTime);
                    if is_moment && matches!(&text.sql, Sql::Text(text) if is_no_day(text)) {
                        return Err(Problem::new(span, "there is no such day"));
                    }
                }
                Ok((fitted(one, r), fitted(other, l)))
            }
        }
    }

    /// What stands beside a reference, as a key of the same entity.
    pub(super) fn as_key(
        &mut self,
        value: Value,
        key: &Shape,
        span: specql_yaml::Span,
    ) -> Found<Sql> {
        match value.shape.value() {
            ValueType::Integer | ValueType::Null => return Ok(value.sql),
            _ => {}
        }
        let target = key.target();
        let table = target.and_then(|file| Table::of(self.scope.entity.db, file));
        let table = table.ok_or_else(|| {
            let reason = "it may be a row of one of several entities, or of none that is known";
            Problem::new(span, reason)
        })?;
        match (&value.shape, value.shape.value()) {
            (Shape::Key(files), _) if files.as_slice() == [table.file] => Ok(value.sql),
            (_, ValueType::Uuid) => {
                // The key of the row with this id, whose tenant is that of the row beside it.
                let row = Row {
                    name: self.scope.new_row_name(),
                    table,
                };
                let is_it = Sql::of(row.name.clone(), "id").equals(value.sql);
                let is_it = match row.table.is_of_tenant(&row.name) {
                    Some(is_of_tenant) => is_it.and(is_of_tenant),
                    None => is_it,
                };
                let key = Sql::of(row.name.clone(), row.table.names.key());
                let from = Source::aliased(row.table.names.table(), row.name);
                Ok(Sql::Query(Box::new(Select::one(key, from).filtered(is_it))))
            }
            (_, ValueType::Text | ValueType::Literal | ValueType::Unknown) => {
                Ok(table.key_of(value.sql))
            }
            _ => Err(Problem::new(span, "it is no row of this entity")),
        }
    }

    /// A value that is put where this has to be.
    pub(super) fn assigned(
        &mut self,
        value: &Expression,
        place: &str,
        shape: &Shape,
    ) -> Found<Sql> {
        let given = match &value.kind {
            ExpressionKind::Parameter(Parameter {
                mark: Mark::Question,
                parts,
            }) if parts.is_empty() => self.given(place, value.span, Some(shape))?,
            _ => self.visit(value, Some(shape))?,
        };
        if let Shape::Key(_) = shape {
            return self.as_key(given, shape, value.span);
        }
        let wanted = shape.value();
        let is_json = given.shape.value().is_json();
        Ok(match (&given.shape, given.shape.value()) {
            (Shape::Key(_), _) => {
                let reason = "a reference is put where something else has to be";
                return Err(Problem::new(value.span, reason));
            }
            _ if wanted.is_json() && !is_json => match given.shape.value() {
                ValueType::Literal => given.sql.cast(DataType::JSONB),
                ValueType::Null => given.sql,
                _ => Sql::call("to_jsonb", [given.sql]),
            },
            (_, ValueType::Unknown) if wanted != ValueType::Unknown => {
                given.sql.cast(data_type(wanted))
            }
            (_, other) if other != wanted && !other.is_open() && wanted.is_text() => {
                match other.is_text() {
                    true => given.sql,
                    false => given.sql.cast(DataType::TEXT),
                }
            }
            _ => given.sql,
        })
    }

    pub(super) fn is_among(
        &mut self,
        value: &Expression,
        list: &Expression,
        negated: bool,
    ) -> Found<Value> {
        let items: &[Expression] = match &list.kind {
            ExpressionKind::List(items) => items,
            ExpressionKind::Group(item) => std::slice::from_ref(item.as_ref()),
            ExpressionKind::Subquery(_) => {
                let reason = "SQL inside of an expression is not compiled";
                return Err(Problem::new(list.span, reason));
            }
            _ => return self.is_in_list(value, list, negated),
        };
        if items.is_empty() {
            return Ok(Value::condition(Sql::Boolean(negated)));
        }
        let mut value_sql = None;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let (one, other) = self.beside(value, item)?;
            let (one, other) = self.comparable(one, other, item.span)?;
            value_sql = Some(one);
            values.push(other);
        }
        Ok(Value::condition(Sql::In {
            value: Box::new(value_sql.unwrap_or(Sql::Null)),
            among: Among::Values(values),
            negated,
        }))
    }

    /// Lists are JSON in the database.
    fn is_in_list(&mut self, value: &Expression, list: &Expression, negated: bool) -> Found<Value> {
        let list_value = self.visit(list, None)?;
        if !list_value.shape.value().is_json() {
            return Err(Problem::new(list.span, "it is no list"));
        }
        let value = self.visit(value, None)?;
        let item = match value.shape.value() {
            ValueType::Literal | ValueType::Enum => value.sql.cast(DataType::TEXT),
            _ => value.sql,
        };
        let item = Sql::call("to_jsonb", [item]);
        let holds = list_value.sql.binary(SqlOperator::Contains, item);
        Ok(Value::condition(match negated {
            true => holds.inverted(),
            false => holds,
        }))
    }

    pub(super) fn between(
        &mut self,
        [value, low, high]: [&Expression; 3],
        negated: bool,
    ) -> Found<Value> {
        let (one, least) = self.beside(value, low)?;
        let (_, most) = self.beside(value, high)?;
        for (end, place) in [(&one, value), (&least, low), (&most, high)] {
            readable(end, place)?;
            if let Shape::Key(_) = end.shape {
                return Err(Problem::new(place.span, "of references none is less"));
            }
        }
        let ty = one.shape.value();
        let value = fitted(one, least.shape.value());
        Ok(Value::condition(Sql::Between {
            value: Box::new(value),
            low: Box::new(fitted(least, ty)),
            high: Box::new(fitted(most, ty)),
            negated,
        }))
    }
}

/// A value as a question of its own, which is asked once and not for each row.
fn asked_once(value: Sql) -> Sql {
    Sql::Query(Box::new(Select {
        columns: vec![(value, None)],
        ..Select::default()
    }))
}

/// The fingerprint of what stands beside an encrypted text.
fn fingerprint(value: Value, span: specql_yaml::Span) -> Found<Sql> {
    match (&value.shape, value.shape.value()) {
        (_, ValueType::Null) => Ok(value.sql),
        (
            Shape::Plain(_),
            ValueType::Text | ValueType::Enum | ValueType::Literal | ValueType::Unknown,
        ) => Ok(asked_once(hash_of(value.sql))),
        _ => Err(Problem::new(
            span,
            "an encrypted text can only be compared with a text",
        )),
    }
}

/// A value that is only known as text, as what stands beside it.
pub(super) fn fitted(value: Value, other: ValueType) -> Sql {
    let is_known = !matches!(
        other,
        ValueType::Unknown
            | ValueType::Null
            | ValueType::Literal
            | ValueType::Text
            | ValueType::Enum
    );
    match value.shape.value() {
        // Beside a whole number, there may be any.
        ValueType::Unknown if other.is_number() => value.sql.cast(DataType::NUMERIC),
        ValueType::Unknown if is_known => value.sql.cast(data_type(other)),
        _ => value.sql,
    }
}

/// Whether a text begins like a day that no calendar has, as `2024-02-30` does.
fn is_no_day(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    let looks_so = day.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    looks_so && !day.is_empty() && of_type(&DataType::DATE, day).is_none()
}

/// What a value says of the one beside it. Beside a whole number as it stands, any number may be.
fn hint(expression: &Expression, value: &Value) -> Shape {
    match (&expression.kind, value.shape.value()) {
        (ExpressionKind::Literal(_), ValueType::Integer | ValueType::Bigint) => {
            Shape::of(ValueType::Number)
        }
        _ => value.shape.clone(),
    }
}

/// Whether what it is follows from what stands beside it.
fn is_open(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Parameter(_) => true,
        ExpressionKind::Path(path) => path
            .parts
            .first()
            .is_some_and(|first| first.text.eq_ignore_ascii_case("input")),
        ExpressionKind::Literal(Literal::Null | Literal::Text { .. }) => true,
        ExpressionKind::Group(inner) => is_open(inner),
        _ => false,
    }
}
