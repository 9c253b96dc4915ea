//! Indexes that follow from the fields of an entity.

use std::collections::HashSet;

use specql_language::types::Search;
use specql_sql::catalogue::{Catalogue, Index, IndexColumn, Method, Object};
use specql_sql::{Expression, Name};

use crate::block::Block;
use crate::constraint::columns;
use crate::entity::Entity;
use crate::field::{Field, Kind};
use crate::names::part;
use crate::rule;

/// Adds the indexes of a table.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let names = &entity.names;
    if names.is_multi_tenant {
        let name = format!("idx_{}_tenant", names.table_name());
        catalogue.add(Index::new(
            name.as_str(),
            &names.table(),
            [IndexColumn::of("tenant_id")],
        ));
    }
    for field in &entity.fields {
        if let Some(encrypted) = &field.encrypted {
            let name = names.index(field.name());
            let column = IndexColumn::of(encrypted.index.clone());
            let index = Index::new(name, &names.table(), [column]);
            catalogue.add(index.with_origin(field.origin()));
        } else if is_unique(field) {
            catalogue.add(unique(entity, field));
        } else if let Some(index) = of_field(entity, field) {
            if index
                .columns
                .iter()
                .any(|column| column.operators == Some(TRIGRAMS))
            {
                catalogue.add(Object::Extension("pg_trgm"));
            }
            catalogue.add(index);
        }
    }
}

/// Adds the indexes that a spec writes out. They are of the SpecQL to come.
pub(crate) fn add_written(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let written = entity.get("indexes").filter(|_| entity.is_next());
    for item in written.into_iter().flat_map(Block::items) {
        match written_index(entity, item) {
            Ok(index) => add_in_place_of_same(index, catalogue),
            Err(reason) => catalogue.leave_out(reason, item.origin()),
        }
    }
}

/// Adds an index that a spec writes out. If there is the same one already because of a field's type,
/// this is that one.
pub(crate) fn add_in_place_of_same(index: Index, catalogue: &mut Catalogue) {
    let is_same = |object: &Object| match object {
        Object::Index(known) => {
            let renamed = Index {
                name: known.name.clone(),
                origin: known.origin,
                ..index.clone()
            };
            **known == renamed
        }
        _ => false,
    };
    catalogue.objects.retain(|object| !is_same(object));
    catalogue.add(index);
}

/// Gives indexes whose names are equal names of their own.
pub(crate) fn name_apart(catalogue: &mut Catalogue) {
    let mut taken = HashSet::new();
    for object in &mut catalogue.objects {
        if let Object::Index(index) = object {
            let (schema, wanted) = (&index.table.schema, index.name.clone());
            index.name = wanted.free(|name| taken.insert((schema.clone(), name.clone())));
        }
    }
}

fn written_index(entity: &Entity<'_>, item: Block<'_>) -> Result<Index, String> {
    let rows = match item.get("where") {
        Some(block) => Some(index_condition(entity, block)?),
        None => None,
    };
    let fields = item.first(&["columns", "fields"]);
    let columns = columns(entity, fields.ok_or("an index of nothing")?)?;
    if columns.is_empty() {
        return Err("an index of nothing".to_owned());
    }
    let names = &entity.names;
    let parts: Vec<_> = columns.iter().map(|name| part(name.as_str())).collect();
    let name = match item.text_of("name") {
        Some(name) => Name::new(name),
        None => names.index(&parts.join("_")),
    };
    let method = item.first(&["type", "using"]).and_then(Block::text);
    let method = match method {
        Some(word) => Method::of_name(word).ok_or_else(|| format!("an index by `{word}`"))?,
        None => Method::Btree,
    };
    let index = Index::new(
        name,
        &names.table(),
        columns.into_iter().map(IndexColumn::of),
    );
    let index = index.using(method).with_origin(item.origin());
    Ok(match rows {
        Some(rows) => index.filtered(rows),
        None => index,
    })
}

/// Which rows are in an index; that must not depend on who asks, or when.
fn index_condition(entity: &Entity<'_>, block: Block<'_>) -> Result<Expression, String> {
    let told = |reason: &str| format!("an index of some rows: {reason}");
    let table = entity.names.table();
    let condition = rule::condition(entity, block, &table.name).map_err(|reason| told(&reason))?;
    if rule::is_immutable(entity, &condition) {
        Ok(condition)
    } else {
        Err(told("which rows they are may change by itself"))
    }
}

/// The operators by which pieces of words are found.
pub(crate) const TRIGRAMS: &str = "gin_trgm_ops";

/// Whether no two rows may hold the same value.
pub(crate) fn is_unique(field: &Field<'_>) -> bool {
    field.block.is_some_and(|block| block.flag("unique", false))
}

/// Values are unique among the rows of a tenant that are not deleted.
fn unique(entity: &Entity<'_>, field: &Field<'_>) -> Index {
    let name = entity
        .names
        .of_table(&format!("{}_key", field.column_name()));
    let tenant = entity
        .names
        .is_multi_tenant
        .then(|| IndexColumn::of("tenant_id"));
    let columns = tenant
        .into_iter()
        .chain([IndexColumn::of(field.column_name())]);
    Index::new(name, &entity.names.table(), columns)
        .unique()
        .filtered(Expression::name("deleted_at").is_null())
        .with_origin(field.origin())
}

fn of_field(entity: &Entity<'_>, field: &Field<'_>) -> Option<Index> {
    let is_asked = field.block.is_some_and(|block| block.flag("index", false));
    let (method, operators) = match &field.kind {
        Kind::Reference(_) | Kind::Enum(_) => (Method::Btree, None),
        Kind::Composite(_) | Kind::List => (Method::Gin, None),
        Kind::Scalar(scalar) => match scalar.search {
            Search::Order => (Method::Btree, None),
            Search::Members => (Method::Gin, None),
            Search::Pieces => (Method::Gin, Some(TRIGRAMS)),
            Search::Places => (Method::Gist, None),
            Search::Networks => (Method::Gist, Some("inet_ops")),
            Search::Never => return None,
        },
        _ if is_asked => match field.data_type().built_in_name() {
            Some("jsonb") => (Method::Gin, None),
            Some("json" | "point") => return None,
            _ => (Method::Btree, None),
        },
        _ => return None,
    };
    let column = IndexColumn {
        operators,
        ..IndexColumn::of(field.column_name())
    };
    let name = entity.names.index(field.name());
    let index = Index::new(name, &entity.names.table(), [column]);
    Some(index.using(method).with_origin(field.origin()))
}
