//! Columns that the database works out from others.

use specql_sql::catalogue::{Catalogue, Column, Filled, Index, Method, Object};
use specql_sql::{DataType, Name};

use super::{Added, Asked};
use crate::block::Block;
use crate::lookup::Lookup;
use crate::rule;
use crate::table::More;

pub(super) fn add(asked: &Asked<'_, '_>, more: &mut More) -> Added {
    let mut objects = Vec::new();
    let several = asked.get("computed_columns").into_iter();
    let several = several.flat_map(Block::items).map(|item| (item, "name"));
    let one = asked.params.map(|params| (params, "column_name"));
    let one = one.filter(|(params, key)| params.get(key).is_some());
    for (block, key) in one.into_iter().chain(several) {
        match column(asked, block, key) {
            Ok(column) => {
                if block.flag("index", false) {
                    match index(asked, block, &column) {
                        Ok(made) => objects.extend(made),
                        Err(reason) => objects.push(asked.left_out(&reason)),
                    }
                }
                more.columns.push(column);
            }
            Err(reason) => objects.push(asked.left_out(&reason)),
        }
    }
    Ok(objects)
}

/// The index of a column, behind what it takes.
fn index(asked: &Asked<'_, '_>, block: Block<'_>, column: &Column) -> Result<Vec<Object>, String> {
    let names = &asked.entity.names;
    let word = block.text_of("index_type");
    let lookup = Lookup::named(word.unwrap_or(Method::Btree.name()), &column.data_type)?;
    let mut catalogue = Catalogue::default();
    let looked_up = lookup.column(column.name.clone(), &mut catalogue);
    let name = names.index(column.name.as_str());
    let index = Index::new(name, &names.table(), [looked_up]);
    catalogue.add(index.using(lookup.method).with_origin(asked.origin));
    Ok(catalogue.objects)
}

fn column(asked: &Asked<'_, '_>, block: Block<'_>, key: &str) -> Result<Column, String> {
    let name = block.text_of(key).filter(|name| !name.is_empty());
    let name = name.ok_or("a column has no name")?;
    if asked.entity.field(name).is_some() {
        return Err(format!("there is a field `{name}` already"));
    }
    let written = block.text_of("expression");
    let written = written.ok_or_else(|| format!("`{name}` has no expression"))?;
    let table = asked.entity.names.table();
    let value = rule::value_of_text(asked.entity, written, &table.name)
        .map_err(|reason| format!("`{name}`: {reason}"))?;
    if !rule::is_immutable(asked.entity, &value.sql) {
        return Err(format!("`{name}` may change by itself"));
    }
    let worked_out = rule::result_type(&value.shape);
    let asked = block.text_of("type").and_then(DataType::built_in);
    let data_type = asked.unwrap_or_else(|| worked_out.clone());
    if !worked_out.is_assignable_to(&data_type) {
        return Err(format!("`{name}` works out a value of another type"));
    }
    let comment = block
        .text_of("comment")
        .unwrap_or("Worked out from other columns.");
    Ok(Column::new(Name::new(name), data_type)
        .filled(Filled::Computed(value.sql))
        .with_comment(crate::annotation::on_one_line(comment))
        .with_origin(block.origin()))
}
