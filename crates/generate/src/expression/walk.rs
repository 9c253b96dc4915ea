//! The walk through an expression.

use specql_analysis::expression::ast::{
    BinaryOperator, Exists, Expression, ExpressionKind, Literal, UnaryOperator,
};
use specql_analysis::expression::infer::Type;
use specql_language::expression::{ValueType, pattern};
use specql_language::types;
use specql_sql::expression::{BinaryOperator as SqlOperator, Number};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression as Sql};

use super::given::data_type;
use super::{Found, Problem, Row, Scope, Shape, Value};
use crate::security::is_encrypted;

/// Goes through an expression and makes SQL of it.
pub(super) struct Walk<'s, 'e, 'db> {
    pub(super) scope: &'s mut Scope<'e, 'db>,
}

impl<'db> Walk<'_, '_, 'db> {
    /// An expression that has to be true or false.
    pub(super) fn condition(&mut self, expression: &Expression) -> Found<Sql> {
        let boolean = Shape::of(ValueType::Boolean);
        let value = self.visit(expression, Some(&boolean))?;
        match value.shape.value() {
            ValueType::Boolean | ValueType::Null | ValueType::Literal => Ok(value.sql),
            ValueType::Unknown => Ok(value.sql.cast(DataType::BOOLEAN)),
            _ => Err(Problem::new(
                expression.span,
                "it is neither true nor false",
            )),
        }
    }

    /// An expression, with what has to stand where it stands, where that is known.
    pub(super) fn visit(&mut self, expression: &Expression, hint: Option<&Shape>) -> Found<Value> {
        let value = self.visit_any(expression, hint)?;
        readable(&value, expression)?;
        Ok(value)
    }

    /// The same, which may also be an encrypted field: for those who compare it and no more.
    pub(super) fn visit_any(
        &mut self,
        expression: &Expression,
        hint: Option<&Shape>,
    ) -> Found<Value> {
        let span = expression.span;
        let problem = |reason: &str| Err(Problem::new(span, reason));
        match &expression.kind {
            ExpressionKind::Literal(literal) => literal_value(literal)
                .ok_or_else(|| Problem::new(span, "the number cannot be read")),
            ExpressionKind::Name(name) => self.name(name, span, hint),
            ExpressionKind::Path(path) => self.path(path, hint),
            ExpressionKind::Parameter(parameter) => self.parameter(parameter, span, hint),
            ExpressionKind::Unary { operator, operand } => match operator {
                UnaryOperator::Not => Ok(Value::condition(self.condition(operand)?.inverted())),
                UnaryOperator::Negate => {
                    let value = self.visit(operand, hint)?;
                    Ok(Value::new(value.sql.negated(), value.shape))
                }
                UnaryOperator::Distinct => {
                    problem("`DISTINCT` belongs into the brackets of a call")
                }
            },
            ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } => self.binary(*operator, left, right),
            ExpressionKind::Is {
                value,
                negated,
                test,
            } => self.is(value, test, *negated),
            ExpressionKind::In {
                value,
                negated,
                list,
            } => self.is_among(value, list, *negated),
            ExpressionKind::Between {
                value,
                negated,
                low,
                high,
            } => self.between([value, low, high], *negated),
            ExpressionKind::Like {
                value,
                negated,
                ignores_case,
                template,
            } => {
                let (value, template) = (self.text(value)?, self.text(template)?);
                Ok(Value::condition(Sql::Like {
                    value: Box::new(value),
                    template: Box::new(template),
                    ignores_case: *ignores_case,
                    negated: *negated,
                }))
            }
            ExpressionKind::Matches {
                value,
                negated,
                pattern,
            } => self.matches(value, pattern, *negated),
            ExpressionKind::Exists(exists) => self.exists(exists),
            ExpressionKind::Call(call) => self.call(call, span),
            ExpressionKind::Case {
                subject,
                branches,
                otherwise,
            } => self.case(subject.as_deref(), branches, otherwise.as_deref(), hint),
            ExpressionKind::Cast { value, type_name } => self.cast(value, type_name),
            ExpressionKind::Group(inner) => self.visit_any(inner, hint),
            ExpressionKind::List(_) => problem("a list can only stand behind `IN`"),
            ExpressionKind::Subquery(_) => problem("SQL inside of an expression is not compiled"),
            ExpressionKind::Star => problem("`*` stands for nothing here"),
            ExpressionKind::Missing => problem("something is still to be typed"),
            ExpressionKind::Unreadable(_) => problem("it cannot be read"),
        }
    }

    fn binary(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
    ) -> Found<Value> {
        let computed = match operator {
            BinaryOperator::Or | BinaryOperator::And => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                return Ok(Value::condition(match operator {
                    BinaryOperator::Or => left.or(right),
                    _ => left.and(right),
                }));
            }
            BinaryOperator::Equal => return self.compare(left, SqlOperator::Equal, right),
            BinaryOperator::NotEqual => return self.compare(left, SqlOperator::NotEqual, right),
            BinaryOperator::Less => return self.compare(left, SqlOperator::Less, right),
            BinaryOperator::LessOrEqual => {
                return self.compare(left, SqlOperator::LessOrEqual, right);
            }
            BinaryOperator::Greater => return self.compare(left, SqlOperator::Greater, right),
            BinaryOperator::GreaterOrEqual => {
                return self.compare(left, SqlOperator::GreaterOrEqual, right);
            }
            BinaryOperator::Concatenate => SqlOperator::Concatenate,
            BinaryOperator::Add => SqlOperator::Add,
            BinaryOperator::Subtract => SqlOperator::Subtract,
            BinaryOperator::Multiply => SqlOperator::Multiply,
            BinaryOperator::Divide => SqlOperator::Divide,
            BinaryOperator::Remainder => SqlOperator::Remainder,
        };
        self.computed(left, computed, right)
    }

    fn computed(
        &mut self,
        left: &Expression,
        operator: SqlOperator,
        right: &Expression,
    ) -> Found<Value> {
        let (mut one, mut other) = self.beside(left, right)?;
        for (value, place) in [(&mut one, left), (&mut other, right)] {
            readable(value, place)?;
            let is_nothing = matches!(value.shape, Shape::Key(_));
            if is_nothing {
                let reason = "nothing can be worked out with a reference";
                return Err(Problem::new(place.span, reason));
            }
        }
        let (l, r) = (one.shape.value(), other.shape.value());
        let divides = matches!(operator, SqlOperator::Divide | SqlOperator::Remainder);
        if divides && matches!(&other.sql, Sql::Number(number) if is_zero(number)) {
            return Err(Problem::new(right.span, "nothing can be divided by zero"));
        }
        if operator == SqlOperator::Concatenate {
            if l == ValueType::Json || l.is_json() || r.is_json() {
                let json = |value: Value| match value.shape.value().is_json() {
                    true => value.sql,
                    false => value.sql.cast(DataType::JSONB),
                };
                let sql = json(one).binary(operator, json(other));
                return Ok(Value::of(sql, ValueType::Json));
            }
            let text = |value: Value| match value.shape.value().is_text() {
                true => value.sql,
                false => value.sql.cast(DataType::TEXT),
            };
            let sql = text(one).binary(operator, text(other));
            return Ok(Value::of(sql, ValueType::Text));
        }
        if operator == SqlOperator::Remainder {
            // There is none for numbers with a floating point.
            let whole = |value: Value| match value.shape.value() {
                ValueType::Number => value.sql.cast(DataType::NUMERIC),
                _ => value.sql,
            };
            let ty = if l == ValueType::Number { l } else { r };
            return Ok(Value::of(whole(one).binary(operator, whole(other)), ty));
        }
        let one = as_number_beside(one, r);
        let other = as_number_beside(other, l);
        let Some(ty) = outcome(operator, l, r) else {
            let reason = format!(
                "`{}` does not take values of these types",
                operator.symbol()
            );
            return Err(Problem::new(left.span.to(right.span), reason));
        };
        Ok(Value::of(one.binary(operator, other), ty))
    }

    /// A text.
    pub(super) fn text(&mut self, expression: &Expression) -> Found<Sql> {
        let value = self.visit(expression, Some(&Shape::of(ValueType::Text)))?;
        match value.shape {
            Shape::Plain(_) => Ok(as_text(value)),
            Shape::Key(_) => Err(Problem::new(expression.span, "a reference is no text")),
        }
    }

    fn matches(&mut self, value: &Expression, by: &Expression, negated: bool) -> Found<Value> {
        let value = self.text(value)?;
        let operator = match negated {
            true => SqlOperator::MatchesNot,
            false => SqlOperator::Matches,
        };
        let by = match &by.kind {
            ExpressionKind::Name(name) => {
                let known = types::scalar(pattern(name)).and_then(|scalar| scalar.pattern);
                let reason = || Problem::new(by.span, format!("there is no pattern `{name}`"));
                Sql::text(known.ok_or_else(reason)?)
            }
            _ => self.text(by)?,
        };
        Ok(Value::condition(value.binary(operator, by)))
    }

    fn exists(&mut self, exists: &Exists) -> Found<Value> {
        let Exists::Entity { entity, condition } = exists else {
            let Exists::Other(other) = exists else {
                return Ok(Value::condition(Sql::Boolean(false)));
            };
            let reason = "SQL inside of an expression is not compiled";
            return Err(Problem::new(other.span, reason));
        };
        let table = self.scope.table_named(entity)?;
        let row = Row {
            name: self.scope.new_row_name(),
            table,
        };
        let query = self.rows_of(row, condition.as_deref())?;
        Ok(Value::condition(Sql::Exists(Box::new(query))))
    }

    /// The rows of an entity that the caller may see and that a condition picks.
    pub(super) fn rows_of(
        &mut self,
        row: Row<'db>,
        condition: Option<&Expression>,
    ) -> Found<Select> {
        let from = Source::aliased(row.table.names.table(), row.name.clone());
        let is_visible = row.table.is_visible(&row.name);
        let mut query = Select::one(Sql::integer(1), from).filtered(is_visible);
        if let Some(condition) = condition {
            let inside = |scope: &mut Scope<'_, 'db>| Walk { scope }.condition(condition);
            query = query.filtered(self.scope.inside(row, inside)?);
        }
        Ok(query)
    }
}

/// That a value is more than the fingerprint of one.
pub(super) fn readable(value: &Value, expression: &Expression) -> Found<()> {
    if !value.is_encrypted {
        return Ok(());
    }
    let name = match &expression.kind {
        ExpressionKind::Name(name) => name.clone(),
        ExpressionKind::Path(path) => path.text(),
        _ => "it".to_owned(),
    };
    Err(Problem::new(expression.span, is_encrypted(&name)))
}

fn literal_value(literal: &Literal) -> Option<Value> {
    Some(match literal {
        Literal::Text { value, .. } => Value::of(Sql::text(value), ValueType::Literal),
        Literal::Number(digits) => {
            let ty = match digits {
                digits if digits.contains(['.', 'e', 'E']) => ValueType::Number,
                digits if digits.parse::<i32>().is_ok() => ValueType::Integer,
                digits if digits.parse::<i64>().is_ok() => ValueType::Bigint,
                _ => ValueType::Number,
            };
            Value::of(Sql::number(digits)?, ty)
        }
        Literal::Boolean(value) => Value::condition(Sql::Boolean(*value)),
        Literal::Null => Value::of(Sql::Null, ValueType::Null),
    })
}

/// A value as text, for what takes no other.
pub(super) fn as_text(value: Value) -> Sql {
    match value.shape.value() {
        ValueType::Text | ValueType::Enum | ValueType::Literal | ValueType::Unknown => value.sql,
        _ => value.sql.cast(DataType::TEXT),
    }
}

fn is_zero(number: &Number) -> bool {
    !number
        .as_str()
        .bytes()
        .any(|digit| matches!(digit, b'1'..=b'9'))
}

/// What is only known as text, where something is worked out with it.
fn as_number_beside(value: Value, other: ValueType) -> Sql {
    match (value.shape.value(), other) {
        (ValueType::Unknown, ValueType::Interval) => value.sql.cast(data_type(other)),
        (ValueType::Unknown, _) => value.sql.cast(DataType::NUMERIC),
        _ => value.sql,
    }
}

/// The type of what is worked out; none where nothing can be worked out with such values.
fn outcome(operator: SqlOperator, left: ValueType, right: ValueType) -> Option<ValueType> {
    use ValueType::{
        Bigint, Date, DateTime, Integer, Interval, Literal, Null, Number, Time, Unknown,
    };
    let is_open = |value| matches!(value, Unknown | Null | Literal);
    if is_open(left) && is_open(right) {
        return Some(Number);
    }
    if left.is_number() && right.is_number() {
        return left.common_with(right);
    }
    if is_open(left) || is_open(right) {
        let known = if is_open(left) { right } else { left };
        let is_computed = known.is_number() || known == Interval;
        return is_computed.then_some(known);
    }
    Some(match (left, operator, right) {
        (Date, SqlOperator::Subtract, Date) => Integer,
        (Date, SqlOperator::Add | SqlOperator::Subtract, Integer | Bigint) => Date,
        (DateTime | Date, SqlOperator::Subtract, DateTime | Date)
        | (Time, SqlOperator::Subtract, Time)
        | (Interval, SqlOperator::Add | SqlOperator::Subtract, Interval) => Interval,
        (Date | DateTime, SqlOperator::Add | SqlOperator::Subtract, Interval)
        | (Interval, SqlOperator::Add, Date | DateTime)
        | (Date, SqlOperator::Add, Time) => DateTime,
        (Time, SqlOperator::Add | SqlOperator::Subtract, Interval)
        | (Interval, SqlOperator::Add, Time) => Time,
        (Interval, SqlOperator::Multiply | SqlOperator::Divide, _) if right.is_number() => Interval,
        (_, SqlOperator::Multiply, Interval) if left.is_number() => Interval,
        _ => return None,
    })
}

/// The type that several values have in common.
pub(super) fn common<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<Type> {
    let mut common: Option<Type> = None;
    for value in values {
        let Shape::Plain(ty) = &value.shape else {
            return None;
        };
        common = Some(match common {
            Some(before) => before.common_with(ty)?,
            None => ty.clone(),
        });
    }
    common
}
