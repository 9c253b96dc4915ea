//! The view by which a read model is read that is kept: what is kept is beyond row security, so
//! nobody reads it but through a view of their rows.

use specql_sql::catalogue::Gate;
use specql_sql::query::{Select, Source};
use specql_sql::{Expression, Name};

use super::Asked;
use crate::security;

/// The view before what is called so: a table or a materialized view.
pub(super) fn gate(
    asked: &Asked<'_, '_>,
    before: &str,
    columns: Vec<Name>,
    has_tenant: bool,
) -> Gate {
    let columns = columns.into_iter();
    let mut query = Select {
        columns: columns
            .map(|name| (Expression::of("m", name), None))
            .collect(),
        from: Some(Source::aliased(asked.object(before), "m")),
        ..Select::default()
    };
    if has_tenant {
        let current = Expression::call_object(security::current_tenant_name(), []);
        let current = Select {
            columns: vec![(current, None)],
            ..Select::default()
        };
        let is_own = Expression::of("m", "tenant_id").equals(Expression::Query(Box::new(current)));
        query = query.filtered(is_own);
    }
    Gate {
        name: asked.object("v_"),
        query,
        comment: None,
        origin: asked.origin(),
    }
}
