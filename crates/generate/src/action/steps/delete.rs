//! `delete`: rows go, or are marked as gone.

use specql_analysis::spec::{Content, Step};
use specql_sql::Expression as Sql;
use specql_sql::Name;
use specql_sql::function::Statement;
use specql_sql::query::{Delete, Update};

use crate::action::core::deleted_by;
use crate::action::maker::{Maker, ROW, problem};
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Content::Statement(statement) = &step.content else {
        return problem(step.key.span, "it does not say of which entity");
    };
    let mut further = step.expressions.iter();
    let beside = further.find(|(name, _)| matches!(name.text.as_str(), "where" | "condition"));
    let condition = statement.condition.as_ref();
    let condition = condition.or(beside.map(|(_, condition)| condition));
    let target = maker.target(statement.target.as_ref(), condition, step.key.span)?;
    if target.is_own_row && !maker.is_stored {
        return problem(step.key.span, "the row is not in its table yet");
    }
    let is_hard = maker
        .block_of(step)
        .is_some_and(|block| block.flag("hard", false));
    maker.has_changed = true;
    let table = target.row.table.names.table();
    let alias = Some(target.row.name);
    let condition = Some(target.condition);
    if is_hard {
        let delete = Delete {
            table,
            alias,
            condition,
            returning: Vec::new(),
        };
        return Ok(vec![Statement::Delete(Box::new(delete), Vec::new())]);
    }
    let (returning, receivers) = match target.is_own_row {
        true => (vec![Sql::Star], vec![vec![Name::new(ROW)]]),
        false => (Vec::new(), Vec::new()),
    };
    let update = Update {
        table,
        alias,
        set: deleted_by().into(),
        from: None,
        condition,
        returning,
    };
    let mut statements = vec![Statement::Update(Box::new(update), receivers)];
    if !target.is_own_row && target.row.table.file == maker.entity.file {
        statements.push(maker.read_again());
    }
    Ok(statements)
}
