//! The functions between the keys of an entity's rows.

use specql_sql::catalogue::Catalogue;
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Body, Function, Volatility};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression};

use crate::entity::Entity;

/// What an id looks like as text.
const ID: &str = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$";

/// What a key looks like as text; longer numbers are no keys.
const KEY: &str = "^[0-9]{1,9}$";

/// Adds both functions.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    catalogue.add(key_function(entity));
    catalogue.add(id_function(entity));
}

/// From an id, or a key as text, to the key. The text is looked at before it is read as either,
/// so that the indexes of both serve.
fn key_function(entity: &Entity<'_>) -> Function {
    let names = &entity.names;
    let name = names.key_function();
    let given = || Function::argument(&name, "p_identifier");
    let if_like = |pattern: &str, data_type: DataType| {
        let fits = given().binary(BinaryOperator::Matches, Expression::text(pattern));
        Expression::when(fits, given().cast(data_type), None)
    };
    let id = Expression::of("t", "id").equals(if_like(ID, DataType::UUID));
    let key = Expression::of("t", names.key()).equals(if_like(KEY, DataType::INTEGER));
    let mut arguments = vec![Argument::new("p_identifier", DataType::TEXT)];
    let rows = Source::aliased(names.table(), "t");
    let mut query = Select::one(Expression::of("t", names.key()), rows).filtered(id.or(key));
    if names.is_multi_tenant {
        arguments.push(Argument::new("p_tenant_id", DataType::UUID));
        let tenant =
            Expression::of("t", "tenant_id").equals(Function::argument(&name, "p_tenant_id"));
        query = query.filtered(tenant);
    }
    query.limit = Some(Expression::integer(1));
    Function::new(
        name,
        arguments,
        DataType::INTEGER,
        Body::Select(Box::new(query)),
    )
    .with_volatility(Volatility::Stable)
    .with_comment(format!(
        "The key of a row of {}, from its id or from the key as text.",
        names.entity
    ))
    .with_origin(entity.origin())
}

fn id_function(entity: &Entity<'_>) -> Function {
    let names = &entity.names;
    let name = names.id_function();
    let rows = Source::aliased(names.table(), "t");
    let is_it = Expression::of("t", names.key()).equals(Function::argument(&name, "p_pk"));
    let query = Select::one(Expression::of("t", "id"), rows).filtered(is_it);
    Function::new(
        name,
        vec![Argument::new("p_pk", DataType::INTEGER)],
        DataType::UUID,
        Body::Select(Box::new(query)),
    )
    .with_volatility(Volatility::Stable)
    .with_comment(format!(
        "The id of a row of {}, from its key.",
        names.entity
    ))
    .with_origin(entity.origin())
}
