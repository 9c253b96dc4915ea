//! Read models that show each row of an entity with those that it refers to.

use std::collections::HashSet;

use specql_sql::catalogue::{Catalogue, View};
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
    let root = sources.member(sources.root);
    let names = &root.table.names;
    let mut columns = vec![
        (root.of(names.key()), Some(names.key())),
        (root.of("id"), Some("id".into())),
    ];
    if names.is_multi_tenant {
        columns.push((root.of("tenant_id"), Some("tenant_id".into())));
    }
    let mut taken: HashSet<Name> = columns
        .iter()
        .filter_map(|(_, name)| name.clone())
        .collect();
    let keys = columns.len();
    for item in asked.fields() {
        match shown(asked, sources, item) {
            Ok(Some(shown)) if taken.insert(shown.name.clone()) => {
                columns.push((shown.value, Some(shown.name)));
            }
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
    let mut query = sources.query(sources.root);
    query.columns = columns;
    let entity = &names.entity;
    catalogue.add(View {
        name: asked.object("v_"),
        query,
        is_materialized: false,
        indexes: Vec::new(),
        comment: Some(asked.comment(&format!("Rows of {entity} as they are read."))),
        origin: asked.origin(),
    });
    let key = names.key();
    asked.add_readers(&key, DataType::INTEGER, Expression::integer(0), catalogue);
    Ok(())
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
