//! Indexes that follow from the fields of an entity.

use specql_language::index::{self as ways, Operators};
use specql_language::types::Search;
use specql_sql::catalogue::{Catalogue, Index, IndexColumn, Method, Object};
use specql_sql::{DataType, Expression, Name};

use crate::block::Block;
use crate::constraint::fields;
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
            match unique(entity, field) {
                Ok(index) => catalogue.add(index),
                Err(reason) => catalogue.leave_out(reason, field.origin()),
            }
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
            Ok((index, extension)) => {
                if let Some(extension) = extension {
                    catalogue.add(Object::Extension(extension));
                }
                catalogue.add(index);
            }
            Err(reason) => catalogue.leave_out(reason, item.origin()),
        }
    }
}

/// How an index is built.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) method: Method,
    /// What PostgreSQL has to be given for it.
    pub(crate) extension: Option<&'static str>,
}

impl Way {
    /// The usual one.
    pub(crate) const USUAL: &'static str = "btree";

    /// The way of this name, over columns of these types; why there is none.
    pub(crate) fn of_name(name: &str, columns: &[DataType]) -> Result<Self, String> {
        let known = ways::Method::of_name(name).zip(Method::of_name(name));
        let (facts, method) = known.ok_or_else(|| format!("an index by `{name}`"))?;
        if columns.len() > 1 && !facts.takes_several {
            let name = facts.name;
            return Err(format!("an index by `{name}`, which takes one column only"));
        }
        let mut extension = None;
        for column in columns {
            let known = column.built_in_name();
            match known.and_then(|column| facts.operators(column)) {
                Some(Operators::Own) => {}
                Some(Operators::Extension(name)) => extension = Some(name),
                Some(Operators::None) | None => {
                    let (name, column) = (facts.name, column.sql());
                    return Err(format!("an index by `{name}`, which takes no `{column}`"));
                }
            }
        }
        Ok(Self { method, extension })
    }
}

/// An index, and the extension that it takes.
fn written_index(
    entity: &Entity<'_>,
    item: Block<'_>,
) -> Result<(Index, Option<&'static str>), String> {
    let rows = match item.get("where") {
        Some(block) => Some(index_condition(entity, block)?),
        None => None,
    };
    let asked = item.first(&["columns", "fields"]);
    let fields = fields(entity, asked.ok_or("an index of nothing")?)?;
    if fields.is_empty() {
        return Err("an index of nothing".to_owned());
    }
    let names = &entity.names;
    let columns: Vec<_> = fields.iter().map(|field| field.column_name()).collect();
    let parts: Vec<_> = columns.iter().map(|name| part(name.as_str())).collect();
    let name = match item.text_of("name") {
        Some(name) => Name::new(name),
        None => names.index(&parts.join("_")),
    };
    let way = item.first(&["type", "using"]).and_then(Block::text);
    let types: Vec<_> = fields.iter().map(|field| field.data_type()).collect();
    let way = Way::of_name(way.unwrap_or(Way::USUAL), &types)?;
    let index = Index::new(
        name,
        &names.table(),
        columns.into_iter().map(IndexColumn::of),
    );
    let index = index.using(way.method).with_origin(item.origin());
    let index = match rows {
        Some(rows) => index.filtered(rows),
        None => index,
    };
    Ok((index, way.extension))
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
fn unique(entity: &Entity<'_>, field: &Field<'_>) -> Result<Index, String> {
    let told = |reason| format!("that `{}` is unique: {reason}", field.name());
    Way::of_name(Way::USUAL, &[field.data_type()]).map_err(told)?;
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
    Ok(Index::new(name, &entity.names.table(), columns)
        .unique()
        .filtered(Expression::name("deleted_at").is_null())
        .with_origin(field.origin()))
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
