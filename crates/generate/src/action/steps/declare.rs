//! `declare`: variables for the steps that follow.

use specql_analysis::expression::infer::Type;
use specql_analysis::spec::Step;
use specql_sql::DataType;
use specql_sql::Expression as Sql;
use specql_sql::function::Statement;

use crate::action::maker::{Maker, problem};
use crate::block::Block;
use crate::expression::{Found, Known, Problem, Shape, Value, shape};
use crate::field::{Kind, of_type};

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    if step.declared.is_empty() {
        return problem(step.key.span, "it does not name a variable");
    }
    let (db, file) = (maker.entity.db, maker.entity.file);
    let blocks = maker.block_of(step).and_then(|block| block.get("declare"));
    let blocks = blocks.map(Block::items_or_self).unwrap_or_default();
    let mut statements = Vec::new();
    for declared in &step.declared {
        let name = &declared.name.text;
        let written = declared.parameter_type.as_ref();
        let ty = written.map_or(Type::UNKNOWN, Type::of);
        let shape = shape(db, file, &ty);
        let kind = written.map(|written| Kind::of(db, file, &written.kind, None));
        let data_type = kind.map_or(DataType::TEXT, |kind| kind.data_type());
        let is_it = |block: &&Block<'_>| block.text_of("name") == Some(name);
        let default = blocks
            .iter()
            .find(is_it)
            .and_then(|block| block.get("default"));
        let variable = maker.variable(&format!("var_{name}"), data_type.clone());
        if let Some(default) = default {
            let text = default
                .text()
                .map(str::to_owned)
                .or_else(|| default.number());
            let value = match text {
                Some(text) => of_type(&data_type, &text),
                None => default.truth().map(Sql::Boolean),
            };
            let Some(value) = value else {
                let reason = format!("`{name}` cannot have this value at first");
                return Err(Problem::new(declared.name.span, reason));
            };
            statements.push(Statement::assign(variable.clone(), value));
        }
        let shape = match shape {
            Shape::Plain(ty) if ty == Type::UNKNOWN => {
                Shape::of(specql_language::expression::ValueType::Text)
            }
            shape => shape,
        };
        let value = Value::new(Sql::name(variable), shape);
        maker.scope.know(name, Known::Value(value));
    }
    Ok(statements)
}
