//! Indexes that follow from the fields of an entity.

use std::collections::HashSet;

use specql_language::types::Search;
use specql_sql::catalogue::{Catalogue, Index, IndexColumn, Method, Object};
use specql_sql::{Expression, Name};

use crate::block::Block;
use crate::constraint::fields;
use crate::entity::Entity;
use crate::field::{Field, Kind};
use crate::lookup::{Lookup, takes_several};
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
            match Lookup::of(Method::Btree, &field.data_type()) {
                Some(_) => catalogue.add(unique(entity, field)),
                None => {
                    let name = field.name();
                    let reason = format!("that each `{name}` occurs once: {}", no_order(name));
                    catalogue.leave_out(reason, field.origin());
                }
            }
        } else if let Some(lookup) = usual(field) {
            let column = lookup.column(field.column_name(), catalogue);
            let index = Index::new(names.index(field.name()), &names.table(), [column]);
            catalogue.add(index.using(lookup.method).with_origin(field.origin()));
        }
    }
}

/// Adds the indexes that a spec writes out. They are of the SpecQL to come.
pub(crate) fn add_written(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    if !entity.is_next() {
        return;
    }
    for item in entity.all("indexes").flat_map(Block::items) {
        match written_index(entity, item, catalogue) {
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

fn written_index(
    entity: &Entity<'_>,
    item: Block<'_>,
    catalogue: &mut Catalogue,
) -> Result<Index, String> {
    let rows = match item.get("where") {
        Some(block) => Some(index_condition(entity, block)?),
        None => None,
    };
    let written = item.first(&["columns", "fields"]);
    let fields = fields(entity, written.ok_or("an index of nothing")?)?;
    let names = &entity.names;
    let parts: Vec<_> = fields
        .iter()
        .map(|field| part(field.column_name().as_str()))
        .collect();
    let name = match item.text_of("name") {
        Some(name) => Name::new(name),
        None => names.index(&parts.join("_")),
    };
    let method = item.first(&["type", "using"]).and_then(Block::text);
    let method = match (method, fields.as_slice()) {
        (Some(word), _) => Method::of_name(word).ok_or_else(|| format!("an index by `{word}`"))?,
        (None, []) => return Err("an index of nothing".to_owned()),
        (None, [field]) => Lookup::usual(&field.data_type()).map_or(Method::Btree, |it| it.method),
        (None, _) => Method::Btree,
    };
    if fields.len() > 1 && !takes_several(method) {
        let word = method.name();
        return Err(format!("an index by `{word}`, which takes one column only"));
    }
    let lookups: Vec<_> = fields
        .iter()
        .map(|field| Lookup::named(method.name(), &field.data_type()))
        .collect::<Result<_, _>>()?;
    let columns: Vec<_> = fields
        .iter()
        .zip(lookups)
        .map(|(field, lookup)| lookup.column(field.column_name(), catalogue))
        .collect();
    let index = Index::new(name, &names.table(), columns);
    let index = index.using(method).with_origin(item.origin());
    Ok(match rows {
        Some(rows) => index.filtered(rows),
        None => index,
    })
}

/// Why rows cannot be told apart by a field.
pub(crate) fn no_order(field: &str) -> String {
    format!("values of `{field}` have no order")
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

/// How a field is looked up because of its type, or because it asks for an index.
fn usual(field: &Field<'_>) -> Option<Lookup> {
    let is_asked = field.block.is_some_and(|block| block.flag("index", false));
    match &field.kind {
        Kind::Reference(_) | Kind::Enum(_) => Some(Lookup::ORDER),
        Kind::Composite(_) | Kind::List => Some(Lookup::by(Method::Gin)),
        Kind::Scalar(scalar) => match scalar.search {
            Search::Order => Some(Lookup::ORDER),
            Search::Members => Some(Lookup::by(Method::Gin)),
            Search::Pieces => Some(Lookup::PIECES),
            Search::Places => Some(Lookup::by(Method::Gist)),
            Search::Networks => Some(Lookup::NETWORKS),
            Search::Never => None,
        },
        _ if is_asked => Lookup::usual(&field.data_type()),
        _ => None,
    }
}
