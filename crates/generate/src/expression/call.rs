//! Calls of functions that the language knows.

use specql_analysis::expression::ast::{Call, Expression, ExpressionKind, Literal};
use specql_analysis::expression::infer::Type;
use specql_language::expression::{Function, Group, Returns, ValueType, function};
use specql_sql::expression::{Call as SqlCall, FunctionName};
use specql_sql::{DataType, Expression as Sql};
use specql_yaml::Span;

use super::walk::{Walk, common};
use super::{Found, Problem, Shape, Value};

/// The parts of a point in time that `extract` can be asked for.
const PARTS: [&str; 18] = [
    "century",
    "day",
    "decade",
    "dow",
    "doy",
    "epoch",
    "hour",
    "isodow",
    "isoyear",
    "julian",
    "microseconds",
    "millennium",
    "milliseconds",
    "minute",
    "month",
    "quarter",
    "second",
    "year",
];

/// Functions of arrays, which no field is.
const ARRAYS: [&str; 2] = ["array_length", "cardinality"];

impl Walk<'_, '_, '_> {
    pub(super) fn call(&mut self, call: &Call, span: Span) -> Found<Value> {
        let known = call.function.single();
        let Some(known) = known.and_then(|name| function(&name.text)) else {
            let reason = format!(
                "`{}` is no function that a value can be worked out with",
                call.function.text()
            );
            return Err(Problem::new(call.function.span, reason));
        };
        let least = known.least();
        let is_long = known.most().is_some_and(|most| call.arguments.len() > most);
        if call.arguments.len() < least || is_long {
            let reason = format!("`{}` is called with too few or too many values", known.name);
            return Err(Problem::new(span, reason));
        }
        if known.name == "extract" {
            return self.extract(call, span);
        }
        if matches!(known.name, "any" | "all") {
            let reason = format!("`{}` cannot be used here", known.name);
            return Err(Problem::new(call.function.span, reason));
        }
        let is_figure = known.group == Group::Aggregate;
        if is_figure && !self.scope.has_many_rows {
            let reason = format!("`{}` needs many rows", known.name);
            return Err(Problem::new(call.function.span, reason));
        }
        // A figure of figures is none.
        let has_many_rows = self.scope.has_many_rows;
        self.scope.has_many_rows &= !is_figure;
        let mut values = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            values.push(self.argument(known, argument)?);
        }
        self.scope.has_many_rows = has_many_rows;
        if matches!(known.name, "min" | "max")
            && !values.iter().all(|value| has_order(value.shape.value()))
        {
            let reason = format!("`{}` does not take such values", known.name);
            return Err(Problem::new(span, reason));
        }
        if let Returns::Common(from) = known.returns {
            let values = values.get(from..).unwrap_or_default();
            let are_plain = values
                .iter()
                .all(|value| matches!(value.shape, Shape::Plain(_)));
            if are_plain && !values.is_empty() && common(values).is_none() {
                let reason = format!("`{}` does not take values of these types", known.name);
                return Err(Problem::new(span, reason));
            }
        }
        let ty = returned(known, &values);
        let sql = sql(known, call.distinct, values, span)?;
        Ok(Value::new(sql, Shape::Plain(ty)))
    }

    fn argument(&mut self, function: &'static Function, argument: &Expression) -> Found<Value> {
        if argument.kind == ExpressionKind::Star && function.name == "count" {
            return Ok(Value::of(Sql::Star, ValueType::Unknown));
        }
        let value = self.visit(argument, None)?;
        if ARRAYS.contains(&function.name) && value.shape.value().is_json() {
            let reason = "lists are JSON here: `jsonb_array_length` counts what is in one";
            return Err(Problem::new(argument.span, reason));
        }
        let is_counted = matches!(function.name, "count" | "coalesce");
        match &value.shape {
            Shape::Key(_) if !is_counted => {
                let reason = format!("`{}` does not take a reference", function.name);
                Err(Problem::new(argument.span, reason))
            }
            // Where any type will do, PostgreSQL cannot tell which one quotes hold.
            Shape::Plain(ty)
                if ty.value() == ValueType::Literal && function.group != Group::Choice =>
            {
                Ok(literal_argument(function, value))
            }
            _ => Ok(value),
        }
    }

    fn extract(&mut self, call: &Call, span: Span) -> Found<Value> {
        let [part, of] = call.arguments.as_slice() else {
            return Err(Problem::new(span, "`extract` takes a part and a time"));
        };
        let name = match &part.kind {
            ExpressionKind::Name(name) => name,
            ExpressionKind::Literal(Literal::Text { value, .. }) => value,
            _ => return Err(Problem::new(part.span, "this is no part of a time")),
        };
        let small = name.to_ascii_lowercase();
        let mut parts = PARTS.into_iter();
        let Some(part) = parts.find(|part| *part == small || format!("{part}s") == small) else {
            let reason = format!("`{name}` is no part of a time");
            return Err(Problem::new(part.span, reason));
        };
        let of = self.visit(of, None)?;
        Ok(Value::of(
            Sql::Extract(part, Box::new(of.sql)),
            ValueType::Number,
        ))
    }
}

/// Whether some of such values is the least: PostgreSQL has no `min` of all that can be compared.
const fn has_order(value: ValueType) -> bool {
    !matches!(
        value,
        ValueType::Boolean
            | ValueType::Uuid
            | ValueType::Json
            | ValueType::List
            | ValueType::Composite
            | ValueType::Reference
            | ValueType::Row
            | ValueType::Point
            | ValueType::Network
    )
}

/// A text in quotes as what the function takes.
fn literal_argument(function: &Function, value: Value) -> Value {
    let takes_any =
        |parameter: &specql_language::expression::Parameter| parameter.accepts.is_empty();
    if function.parameters.iter().any(takes_any) {
        return Value::of(value.sql.cast(DataType::TEXT), ValueType::Text);
    }
    value
}

fn sql(known: &'static Function, distinct: bool, values: Vec<Value>, span: Span) -> Found<Sql> {
    let mut types = values.iter().map(|value| value.shape.value());
    let is_number = types.next() == Some(ValueType::Number);
    let mut arguments: Vec<Sql> = values.into_iter().map(|value| value.sql).collect();
    let name = match (known.name, arguments.as_slice()) {
        ("count", []) => {
            arguments.push(Sql::Star);
            "count"
        }
        // With commas, PostgreSQL has it the other way round.
        ("position", [_, _]) => {
            arguments.reverse();
            "strpos"
        }
        ("trim", _) => "btrim",
        ("date", [_]) => {
            let value = arguments.pop().unwrap_or(Sql::Null);
            return Ok(value.cast(DataType::DATE));
        }
        // There is no such function for numbers with a floating point.
        ("round" | "trunc" | "log" | "mod", [_, _]) => {
            if is_number || known.name == "log" {
                arguments = arguments
                    .into_iter()
                    .enumerate()
                    .map(|(place, value)| match (known.name, place) {
                        ("round" | "trunc", 1) => value,
                        _ => value.cast(DataType::NUMERIC),
                    })
                    .collect();
            }
            known.name
        }
        ("sum" | "avg", _) if distinct => known.name,
        (name, _) => name,
    };
    if name == "array_agg" {
        return Err(Problem::new(
            span,
            "lists are JSON here: `jsonb_agg` makes one",
        ));
    }
    Ok(Sql::Call(SqlCall {
        function: FunctionName::BuiltIn(name),
        distinct,
        arguments,
        filter: None,
    }))
}

fn returned(function: &Function, values: &[Value]) -> Type {
    let ty = |place: usize| match values.get(place).map(|value| &value.shape) {
        Some(Shape::Plain(ty)) => settled(ty),
        _ => Type::UNKNOWN,
    };
    match function.returns {
        Returns::Type(value) => Type::Value(value),
        Returns::Argument(place) => ty(place),
        Returns::Average => match ty(0).value() {
            ValueType::Interval => Type::Value(ValueType::Interval),
            _ => Type::Value(ValueType::Number),
        },
        Returns::Common(from) => {
            let values = values.get(from..).unwrap_or_default();
            common(values).map_or(Type::UNKNOWN, |ty| settled(&ty))
        }
    }
}

/// A text in quotes is a text when nothing says otherwise.
fn settled(ty: &Type) -> Type {
    match ty.value() {
        ValueType::Literal => Type::Value(ValueType::Text),
        _ => ty.clone(),
    }
}
