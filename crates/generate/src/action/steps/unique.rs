//! `duplicate_check`: no other row may have the same values.

use specql_analysis::spec::Step;
use specql_sql::function::Statement;
use specql_sql::query::{Select, Source};
use specql_sql::{Expression as Sql, Name};

use crate::action::answer::{REFUSED, object};
use crate::action::maker::{Maker, ROW, problem};
use crate::block::Block;
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let block = maker
        .block_of(step)
        .and_then(|block| block.get("duplicate_check"));
    let fields = block.and_then(|block| block.get("fields"));
    let names: Vec<_> = fields
        .map(Block::items_or_self)
        .unwrap_or_default()
        .into_iter()
        .filter_map(Block::text)
        .collect();
    let name = Name::new("t");
    let mut condition = maker.table.is_visible(&name);
    for field in &names {
        let encrypted = maker.table.encrypted(field).map(|found| found.index);
        let column = encrypted.or_else(|| Some(maker.table.field(field)?.0));
        let Some(column) = column else {
            return problem(step.key.span, format!("there is no field `{field}`"));
        };
        let own = Sql::of(ROW, column.clone());
        condition = condition.and(Sql::of("t", column).equals(own));
    }
    if names.is_empty() {
        return problem(step.key.span, "it does not say which fields");
    }
    let key = maker.entity.names.key();
    let is_other = Sql::of("t", key.clone()).is_distinct_from(Sql::of(ROW, key));
    let from = Source::aliased(maker.entity.names.table(), name);
    let query = Select::one(Sql::integer(1), from).filtered(condition.and(is_other));
    let message = block.and_then(|block| block.text_of("error_message"));
    let message = message.map_or_else(
        || format!("there is such a row already: {}", names.join(", ")),
        str::to_owned,
    );
    let context = object([("error", Sql::text(&message))]);
    let fail = maker.fail(REFUSED, &names, Sql::text(message), context);
    Ok(vec![Statement::when(Sql::Exists(Box::new(query)), [fail])])
}
