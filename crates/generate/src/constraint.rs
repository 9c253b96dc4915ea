//! Rules that a spec writes out beside its fields: what is unique together, and what excludes each
//! other.

use specql_sql::catalogue::{
    Catalogue, Constraint, ConstraintKind, Excluded, Index, IndexColumn, Method, Object,
};
use specql_sql::{Expression, Name, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::field::Field;
use crate::index::{add_in_place_of_same, no_order};
use crate::lookup::{Lookup, is_comparable_in_gist};
use crate::names::part;
use crate::pattern::MOST_FIELDS;

/// Adds the rules. They are of the SpecQL to come.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    if !entity.is_next() {
        return;
    }
    for combination in combinations(entity) {
        match combination.index(entity) {
            Ok(index) => add_in_place_of_same(index, catalogue),
            Err(reason) => catalogue.leave_out(reason, combination.fields.origin()),
        }
    }
    for item in entity.all("constraints").flat_map(Block::items) {
        let added = match item.text_of("type").unwrap_or_default() {
            "unique" => continue,
            "exclusion" => exclusion(entity, item, catalogue),
            "check" => continue,
            other => Err(format!("a constraint of the kind `{other}`")),
        };
        if let Err(reason) = added {
            catalogue.leave_out(reason, item.origin());
        }
    }
}

/// Fields whose values together may occur only once.
struct Combination<'db> {
    name: Option<&'db str>,
    fields: Block<'db>,
    origin: Option<Origin>,
}

fn combinations<'db>(entity: &Entity<'db>) -> Vec<Combination<'db>> {
    let unnamed = |fields: Block<'db>| Combination {
        name: None,
        fields,
        origin: fields.origin(),
    };
    let named = |item: Block<'db>| {
        Some(Combination {
            name: item.text_of("name"),
            fields: item.first(&["fields", "columns"])?,
            origin: item.origin(),
        })
    };
    let mut found = Vec::new();
    for block in entity.all("unique_together") {
        // A list of combinations, or a single one.
        if block.items().any(|item| item.text().is_some()) {
            found.push(unnamed(block));
        } else {
            found.extend(block.items().map(unnamed));
        }
    }
    for item in entity.all("unique_constraints").flat_map(Block::items) {
        found.push(named(item).unwrap_or_else(|| unnamed(item)));
    }
    let constraints = entity.all("constraints").flat_map(Block::items);
    let unique = constraints.filter(|item| item.text_of("type") == Some("unique"));
    found.extend(unique.filter_map(named));
    found
}

impl Combination<'_> {
    /// Values are unique among the rows of a tenant that are not deleted.
    fn index(&self, entity: &Entity<'_>) -> Result<Index, String> {
        let fields = fields(entity, self.fields)?;
        if fields.is_empty() {
            return Err("a combination of no fields".to_owned());
        }
        for field in &fields {
            if Lookup::of(Method::Btree, &field.data_type()).is_none() {
                return Err(format!("a combination: {}", no_order(field.name())));
            }
        }
        let columns: Vec<_> = fields.iter().map(|field| field.column_name()).collect();
        let names = &entity.names;
        let usual = || {
            let parts: Vec<_> = columns.iter().map(|name| part(name.as_str())).collect();
            names.of_table(&format!("{}_key", parts.join("_")))
        };
        let name = self.name.map_or_else(usual, Name::new);
        let tenant = names.is_multi_tenant.then(|| Name::new("tenant_id"));
        let columns = tenant.into_iter().chain(columns).map(IndexColumn::of);
        Ok(Index::new(name, &names.table(), columns)
            .unique()
            .filtered(Expression::name("deleted_at").is_null())
            .with_origin(self.origin))
    }
}

/// No two rows are alike, or overlap, in all of the fields.
fn exclusion(
    entity: &Entity<'_>,
    item: Block<'_>,
    catalogue: &mut Catalogue,
) -> Result<(), String> {
    let mut elements = Vec::new();
    for given in item
        .get("fields")
        .into_iter()
        .flat_map(Block::items_or_self)
    {
        let (name, operator) = match given.text() {
            Some(name) => (name, "="),
            None => {
                let mut entries = given.entries();
                let (key, value) = entries.next().ok_or("an exclusion without a field")?;
                // `name: '='` alone is a field that is called so.
                let named = entries.next().and(given.first(&["field", "name"]));
                let named = named.and_then(Block::text);
                let operator = given.text_of("operator").or(given.text_of("with"));
                (
                    named.unwrap_or(key),
                    operator.or(value.text()).unwrap_or("="),
                )
            }
        };
        let operator = ["=", "&&", "<>", "-|-"]
            .into_iter()
            .find(|known| *known == operator)
            .ok_or_else(|| format!("an exclusion by `{operator}`"))?;
        let field = entity.field(name);
        let field =
            field.ok_or_else(|| format!("an exclusion over `{name}`, which is no field"))?;
        let field = field.readable()?;
        if let "&&" | "-|-" = operator {
            return Err(format!(
                "an exclusion by `{operator}`: `{name}` is no range"
            ));
        }
        if !is_comparable_in_gist(&field.data_type()) {
            return Err(format!("an exclusion: {}", no_order(name)));
        }
        elements.push((Expression::name(field.column_name()), operator));
    }
    if elements.len() > MOST_FIELDS {
        return Err("an exclusion of too many fields".to_owned());
    }
    if elements.is_empty() {
        return Err("an exclusion of no fields".to_owned());
    }
    let usual = entity.names.of_table("excl").to_string();
    let name = item.text_of("name").unwrap_or(&usual);
    let excluded = Excluded {
        elements,
        condition: Some(Expression::name("deleted_at").is_null()),
    };
    let constraint = Constraint::new(name, ConstraintKind::Exclude(excluded));
    catalogue.add(Object::Extension("btree_gist"));
    catalogue.add(Object::Constraint(
        entity.names.table(),
        Box::new(constraint.with_origin(item.origin())),
    ));
    Ok(())
}

/// The fields that a list names.
pub(crate) fn fields<'e, 'db>(
    entity: &'e Entity<'db>,
    listed: Block<'_>,
) -> Result<Vec<&'e Field<'db>>, String> {
    let named = listed.items_or_self();
    if named.len() > MOST_FIELDS {
        return Err("what is over too many fields".to_owned());
    }
    let named = named.into_iter();
    named
        .map(|item| {
            let name = item.text().unwrap_or_default();
            let field = entity.field(name);
            let field = field.ok_or_else(|| format!("what is over `{name}`, which is no field"))?;
            let field = field.readable();
            field.map_err(|reason| format!("what is over `{name}`: {reason}"))
        })
        .collect()
}
