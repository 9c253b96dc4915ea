//! JSON objects that SQL puts together.

use specql_sql::Expression;
use specql_sql::expression::BinaryOperator;

/// A function takes a hundred arguments at most: so many members are made at once.
const AT_ONCE: usize = 40;

/// The object with these members.
pub(crate) fn object(members: Vec<(String, Expression)>) -> Expression {
    let mut objects = members.chunks(AT_ONCE).map(|members| {
        let arguments = members
            .iter()
            .flat_map(|(key, value)| [Expression::text(key), value.clone()]);
        Expression::call("jsonb_build_object", arguments)
    });
    let first = objects.next();
    let first = first.unwrap_or_else(|| Expression::call("jsonb_build_object", []));
    objects.fold(first, |all, object| {
        all.binary(BinaryOperator::Concatenate, object)
    })
}
