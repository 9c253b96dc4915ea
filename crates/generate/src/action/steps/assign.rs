//! `assign` and `compute`: a variable gets a value.

use specql_analysis::spec::Step;
use specql_language::expression::ValueType;
use specql_sql::DataType;
use specql_sql::Expression as Sql;
use specql_sql::function::Statement;

use super::change::{assigned_in, make_set};
use crate::action::maker::{Maker, problem};
use crate::expression::{Found, Known, Shape, Value, data_type};

fn is_field(maker: &Maker<'_, '_>, name: &str) -> bool {
    maker.table.field(name).is_some() || maker.table.encrypted(name).is_some()
}

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let assigned = assigned_in(&step.content);
    let [(name, value)] = assigned.as_slice() else {
        return problem(
            step.key.span,
            "it does not say which variable gets which value",
        );
    };
    match maker.scope.variable(&name.text).cloned() {
        Some(Known::Value(known)) => {
            let Sql::Name(variable) = known.sql else {
                return problem(
                    name.span,
                    format!("`{}` cannot be given a value", name.text),
                );
            };
            let value = maker.scope.value_for(value, &name.text, &known.shape)?;
            Ok(vec![Statement::Assign(variable, value)])
        }
        Some(Known::Row(_)) => problem(name.span, format!("`{}` is a row and no value", name.text)),
        None if is_field(maker, &name.text) => make_set(maker, step),
        None => {
            let value = maker.scope.value(value)?;
            let (data_type, shape) = match value.shape.value() {
                ValueType::Reference => (DataType::INTEGER, value.shape),
                ValueType::Literal | ValueType::Null | ValueType::Unknown => {
                    (DataType::TEXT, Shape::of(ValueType::Text))
                }
                ty => (data_type(ty), value.shape),
            };
            let variable = maker.variable(&format!("var_{}", name.text), data_type);
            let known = Value::new(Sql::name(variable.clone()), shape);
            maker.scope.know(&name.text, Known::Value(known));
            Ok(vec![Statement::assign(variable, value.sql)])
        }
    }
}
