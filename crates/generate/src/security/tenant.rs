//! Row security: each tenant sees and changes its own rows only, whatever is asked of the database.

use specql_sql::catalogue::{
    Catalogue, Constraint, ConstraintKind, ForeignKey, Object, Policy, RowSecurity,
};
use specql_sql::function::{Body, Function, Volatility};
use specql_sql::query::Select;
use specql_sql::{DataType, Expression, Name, ObjectName, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::names::{APP, Names};

/// The setting of a session that says for which tenant it works.
pub(crate) const TENANT_SETTING: &str = "app.tenant_id";

/// Where a spec asks for row security, if it does.
pub(crate) fn asked(entity: &Entity<'_>) -> Option<Option<Origin>> {
    let asked = entity
        .security("row_security")
        .filter(|_| entity.is_next())?;
    asked.is_true().then(|| Block::origin(asked))
}

/// What row security needs of a table whose rows belong to tenants: others can refer to a row
/// together with its tenant.
pub(crate) fn constraints(entity: &Entity<'_>) -> Vec<Constraint> {
    let names = &entity.names;
    if !entity.is_next() || !names.is_multi_tenant {
        return Vec::new();
    }
    let together = ConstraintKind::Unique(vec!["tenant_id".into(), names.key()]);
    vec![Constraint::new(names.of_table("tenant_key"), together)]
}

/// Adds the policies, and the keys that hold rows of one tenant together.
pub(crate) fn add(entity: &Entity<'_>, has_table_view: bool, catalogue: &mut Catalogue) {
    let Some(origin) = asked(entity) else {
        return;
    };
    let names = &entity.names;
    if !names.is_multi_tenant {
        let reason = "row security: rows of this schema belong to no tenant";
        catalogue.leave_out(reason, origin);
        return;
    }
    catalogue.add(Object::Schema(Name::new(APP), None));
    catalogue.add(current_tenant());
    for field in entity.references() {
        let target = field.reference().and_then(|reference| reference.only());
        if let Some(target) = target.filter(|target| target.is_multi_tenant) {
            let key = key_with_tenant(names, field.column_name(), target);
            let key = key.with_origin(field.origin());
            catalogue.add(Object::Constraint(names.table(), Box::new(key)));
        }
    }
    protect(names.table(), origin, catalogue);
    if has_table_view {
        protect(names.table_view(), origin, catalogue);
    }
}

/// The tenant that the session works for. As a question of its own it is asked once, and not for
/// each row.
pub(super) fn current() -> Expression {
    let current = Expression::call_object(current_tenant_name(), []);
    Expression::Query(Box::new(Select {
        columns: vec![(current, None)],
        ..Select::default()
    }))
}

/// Lets each tenant see and change its own rows of a table only.
pub(crate) fn protect(table: ObjectName, origin: Option<Origin>, catalogue: &mut Catalogue) {
    let is_own = Expression::name("tenant_id").equals(current());
    catalogue.add(RowSecurity {
        table: table.clone(),
        origin,
    });
    catalogue.add(Policy {
        name: "tenant_isolation".into(),
        table,
        command: None,
        visible: Some(is_own.clone()),
        writable: Some(is_own),
        origin,
    });
}

/// Keys are checked past row security, so the tenant is a part of them.
fn key_with_tenant(names: &Names, column: Name, target: &Names) -> Constraint {
    let name = names.of_table(&format!("tenant_{column}_fkey"));
    let key = ForeignKey {
        columns: vec!["tenant_id".into(), column],
        table: target.table(),
        targets: vec!["tenant_id".into(), target.key()],
        on_delete: None,
        on_update: None,
    };
    Constraint::new(name, ConstraintKind::ForeignKey(key))
}

pub(crate) fn current_tenant_name() -> ObjectName {
    ObjectName::new(APP, "current_tenant_id")
}

/// The tenant that the session works for; none where it says nothing, and then no row is seen.
pub(crate) fn current_tenant() -> Function {
    let setting = Expression::call(
        "current_setting",
        [Expression::text(TENANT_SETTING), Expression::Boolean(true)],
    );
    let given = Expression::call("nullif", [setting, Expression::text("")]);
    Function::new(
        current_tenant_name(),
        Vec::new(),
        DataType::UUID,
        Body::Value(given.cast(DataType::UUID)),
    )
    .with_volatility(Volatility::Stable)
    .with_comment("The tenant that the session works for.")
}
