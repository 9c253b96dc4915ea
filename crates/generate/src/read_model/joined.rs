//! Read models that show each row of an entity with those that it refers to.

use std::collections::HashSet;

use specql_sql::catalogue::{Catalogue, View};
use specql_sql::query::Select;
use specql_sql::{DataType, Expression, Name};

use super::Asked;
use super::field::{self, Shown};
use super::source::Sources;
use crate::block::Block;

/// A table has 1600 columns at most, and so has a view.
pub(super) const MOST_COLUMNS: usize = 1500;

pub(super) fn add(
    asked: &Asked<'_, '_>,
    sources: &Sources<'_>,
    catalogue: &mut Catalogue,
) -> Result<(), String> {
    let columns = columns(asked, sources, &|_| Ok(()), catalogue)?;
    let names = &sources.member(sources.root).table.names;
    let entity = &names.entity;
    catalogue.add(View {
        name: asked.object("v_"),
        query: query(sources, columns),
        is_materialized: false,
        indexes: Vec::new(),
        comment: Some(asked.comment(&format!("Rows of {entity} as they are read."))),
        origin: asked.origin(),
    });
    let key = names.key();
    asked.add_readers(&key, DataType::INTEGER, Expression::integer(0), catalogue);
    Ok(())
}

/// What is shown: the keys of a row and all fields that are asked for, as far as they can be.
pub(super) fn columns(
    asked: &Asked<'_, '_>,
    sources: &Sources<'_>,
    can_be: &dyn Fn(&Shown) -> Result<(), String>,
    catalogue: &mut Catalogue,
) -> Result<Vec<Shown>, String> {
    let mut columns = keys(sources);
    let mut taken: HashSet<Name> = columns.iter().map(|shown| shown.name.clone()).collect();
    let keys = columns.len();
    for item in asked.fields() {
        let shown = shown(asked, sources, item).and_then(|shown| {
            shown.as_ref().map_or(Ok(()), can_be)?;
            Ok(shown)
        });
        match shown {
            Ok(Some(shown)) if taken.insert(shown.name.clone()) => columns.push(shown),
            Ok(None) => {}
            Ok(Some(shown)) => {
                let why = format!("a second column `{}`", shown.name);
                asked.leave_out_field(item, &why, catalogue);
            }
            Err(why) => asked.leave_out_field(item, &why, catalogue),
        }
    }
    if columns.len() == keys {
        return Err("it shows nothing".to_owned());
    }
    if columns.len() > MOST_COLUMNS {
        return Err("it shows too much".to_owned());
    }
    Ok(columns)
}

/// By what a row is known.
fn keys(sources: &Sources<'_>) -> Vec<Shown> {
    let root = sources.member(sources.root);
    let names = &root.table.names;
    let key = |name: Name, data_type| Shown {
        value: root.of(name.clone()),
        name,
        data_type: Some(data_type),
        member: sources.root,
    };
    let mut keys = vec![
        key(names.key(), DataType::INTEGER),
        key("id".into(), DataType::UUID),
    ];
    if names.is_multi_tenant {
        keys.push(key("tenant_id".into(), DataType::UUID));
    }
    keys
}

/// The rows with these columns.
pub(super) fn query(sources: &Sources<'_>, columns: Vec<Shown>) -> Select {
    let columns = columns.into_iter();
    Select {
        columns: columns
            .map(|shown| (shown.value, Some(shown.name)))
            .collect(),
        ..sources.query(sources.root)
    }
}

/// A field that is asked for; nothing where it is there anyway.
fn shown(
    asked: &Asked<'_, '_>,
    sources: &Sources<'_>,
    item: Block<'_>,
) -> Result<Option<Shown>, String> {
    if let Some(name) = item.text() {
        let root = &sources.member(sources.root).table.names;
        let is_there = name == "id" || name == "tenant_id" && root.is_multi_tenant;
        return match is_there {
            true => Ok(None),
            false => field::find(asked.entity, sources, name).map(Some),
        };
    }
    let (name, text) = worked_out(item)?;
    let (value, data_type) = field::expression(asked.entity, sources, text, false)?;
    Ok(Some(Shown {
        name,
        value,
        data_type,
        member: sources.root,
    }))
}

/// The name and the expression of a field that is written with one.
pub(super) fn worked_out<'b>(item: Block<'b>) -> Result<(Name, &'b str), String> {
    let name = item.text_of("name").filter(|name| !name.is_empty());
    let name = name.ok_or("it has no name")?;
    let text = item.text_of("expr").ok_or("`expr` says nothing")?;
    Ok((Name::new(name), text))
}
