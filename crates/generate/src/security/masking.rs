//! Masked fields: a view in which they can be read in part only, for those who may not see the
//! table.

use specql_language::types::EMAIL;
use specql_sql::catalogue::{Catalogue, Gate, Grant, Granted, Role, can_be_role};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::tenant;
use crate::block::Block;
use crate::entity::Entity;
use crate::field::{Field, Kind, Reference};
use crate::foundation::{MASKING, mask_email, mask_text};
use crate::reference::type_column;

/// What the row is called in the view.
const ROW: &str = "t";

/// What stands for a text of which nothing may be read.
const HIDDEN: &str = "***";

/// How much is hidden.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pattern {
    /// All but the ends.
    Partial,
    /// All of it.
    Full,
}

/// Adds the view, and what roles may do with it.
pub(super) fn add(entity: &Entity<'_>, has_table_view: bool, catalogue: &mut Catalogue) {
    let Some(block) = entity.security("masking") else {
        return;
    };
    let mut masked = Vec::new();
    for (name, item) in super::listed(block, "fields", catalogue) {
        match entity.field(name) {
            Some(field) if field.encrypted.is_some() => {
                let reason =
                    format!("the masking of `{name}`: it is encrypted, and nobody sees it");
                catalogue.leave_out(reason, item.origin());
            }
            Some(_) => masked.push(name),
            None => {
                let reason = format!("the masking of `{name}`, which is no field");
                catalogue.leave_out(reason, item.origin());
            }
        }
    }
    if masked.is_empty() {
        return;
    }
    let pattern = pattern(block, catalogue);
    let names = &entity.names;
    let view = Gate {
        name: names.object(&format!("v_{}_masked", names.base)),
        query: query(entity, &masked, pattern),
        comment: Some("Rows of which some values can be read in part only.".to_owned()),
        origin: block.origin(),
    };
    catalogue.need(MASKING);
    for (name, item) in super::listed(block, "roles", catalogue) {
        if can_be_role(name) {
            let hidden = has_table_view.then(|| names.table_view());
            let hidden: Vec<_> = [names.table()].into_iter().chain(hidden).collect();
            let role = Role {
                name: Name::new(name),
                origin: item.origin(),
            };
            allow(role, &view, hidden, names.schema.clone(), catalogue);
        } else {
            let reason = format!("the rights of the role `{name}`, which PostgreSQL does not take");
            catalogue.leave_out(reason, item.origin());
        }
    }
    catalogue.add(view);
}

fn pattern(block: Block<'_>, catalogue: &mut Catalogue) -> Pattern {
    let written = block.get("pattern");
    match written.map(|written| written.text().unwrap_or_default()) {
        None | Some("partial") => Pattern::Partial,
        Some("full") => Pattern::Full,
        Some(other) => {
            let reason =
                format!("masking by the pattern `{other}`: nothing of the values is shown");
            catalogue.leave_out(reason, written.and_then(Block::origin));
            Pattern::Full
        }
    }
}

/// Identifiers and what is worked out from fields are not in it: they may tell what is masked.
fn query(entity: &Entity<'_>, masked: &[&str], pattern: Pattern) -> Select {
    let names = &entity.names;
    let of = |name: Name| Expression::of(ROW, name);
    let mut columns = vec![(of(names.key()), None), (of("id".into()), None)];
    if names.is_multi_tenant {
        columns.push((of("tenant_id".into()), None));
    }
    for field in &entity.fields {
        if field.encrypted.is_some() {
            continue;
        }
        let is_masked = masked.contains(&field.name());
        let column = of(field.column_name());
        columns.push(match is_masked {
            true => (shown(field, column, pattern), Some(field.column_name())),
            false => (column, None),
        });
        if field.reference().is_some_and(Reference::is_polymorphic) && !is_masked {
            columns.push((of(type_column(field)), None));
        }
    }
    for name in ["created_at", "updated_at"] {
        columns.push((of(name.into()), None));
    }
    let query = Select {
        columns,
        from: Some(Source::aliased(names.table(), ROW)),
        ..Select::default()
    };
    let query = query.filtered(of("deleted_at".into()).is_null());
    // The view looks at the table with the rights of its owner, past row security.
    match tenant::asked(entity).filter(|_| names.is_multi_tenant) {
        Some(_) => query.filtered(of("tenant_id".into()).equals(tenant::current())),
        None => query,
    }
}

/// What of a value can be read. Of what is no text, nothing can.
fn shown(field: &Field<'_>, column: Expression, pattern: Pattern) -> Expression {
    let data_type = field.data_type();
    let is_text = data_type == DataType::TEXT && !matches!(field.kind, Kind::Enum(_));
    match (is_text, pattern) {
        (false, _) => Expression::Null.cast(data_type),
        (true, Pattern::Full) => {
            let hidden = Expression::text(HIDDEN).cast(DataType::TEXT);
            Expression::when(column.is_not_null(), hidden, None)
        }
        (true, Pattern::Partial) => {
            let function = match &field.kind {
                Kind::Scalar(scalar) if scalar.name == EMAIL => mask_email(),
                _ => mask_text(),
            };
            Expression::call_object(function, [column])
        }
    }
}

/// Lets a role see the view and not what is behind it.
fn allow(
    role: Role,
    view: &Gate,
    hidden: Vec<ObjectName>,
    schema: Name,
    catalogue: &mut Catalogue,
) {
    let grant = |right, object, is_revoked| Grant {
        right,
        object,
        role: role.name.clone(),
        is_revoked,
        origin: role.origin,
    };
    let mut grants = vec![grant("USAGE", Granted::Schema(schema), false)];
    for table in hidden {
        grants.push(grant("ALL", Granted::Table(table), true));
    }
    grants.push(grant("SELECT", Granted::Table(view.name.clone()), false));
    catalogue.add(role);
    for grant in grants {
        catalogue.add(grant);
    }
}
