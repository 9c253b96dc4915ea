//! Patterns: ready-made additions to a table.

mod aggregate;
mod computed;
mod dependency;
mod range;
mod template;
mod version;

#[cfg(test)]
mod tests;

use specql_language::pattern::{self, Pattern};
use specql_sql::Origin;
use specql_sql::catalogue::{Catalogue, LeftOut, Object};

use crate::block::Block;
use crate::entity::Entity;
use crate::field::Field;
use crate::table::More;

/// What a pattern adds besides columns, or why it adds nothing.
type Added = Result<Vec<Object>, String>;

/// An index is over 32 columns at most; the tenant and a period may be two of them.
pub(crate) const MOST_FIELDS: usize = 28;

/// A pattern as a spec asks for it.
struct Asked<'e, 'db> {
    entity: &'e Entity<'db>,
    pattern: &'static Pattern,
    /// The values of its parameters, if there are any.
    params: Option<Block<'db>>,
    origin: Option<Origin>,
}

/// Adds the columns of all patterns, and gives back what is to come after the table.
pub(crate) fn add(entity: &Entity<'_>, more: &mut More, catalogue: &mut Catalogue) -> Vec<Object> {
    let mut objects = Vec::new();
    let items = entity.all("patterns").flat_map(Block::items);
    for item in items {
        let name = item.text().or_else(|| item.text_of("type"));
        let name = name.unwrap_or_default();
        let Some(pattern) = pattern::pattern(name) else {
            let reason = format!("the pattern `{name}`, which is not known");
            catalogue.leave_out(reason, item.origin());
            continue;
        };
        let asked = Asked {
            entity,
            pattern,
            params: item.get("params"),
            origin: item.origin(),
        };
        match asked.add(more) {
            Ok(added) => objects.extend(added),
            Err(reason) => objects.push(asked.left_out(&reason)),
        }
    }
    objects
}

/// Whether changes make new versions of an entity's rows.
pub(crate) fn has_versions(entity: &Entity<'_>) -> bool {
    let mut items = entity.all("patterns").flat_map(Block::items);
    items.any(|item| {
        let name = item.text().or_else(|| item.text_of("type"));
        let pattern = name.and_then(pattern::pattern);
        pattern.is_some_and(|pattern| pattern.name == "temporal_scd_type2_helper")
    })
}

impl<'db> Asked<'_, 'db> {
    fn add(&self, more: &mut More) -> Added {
        match self.pattern.name {
            "aggregate_view" => aggregate::add(self),
            "schema_computed_column" => computed::add(self, more),
            "temporal_non_overlapping_daterange" => range::add(self, more),
            "temporal_scd_type2_helper" => version::add(self, more),
            "validation_recursive_dependency_validator" => dependency::add(self),
            "validation_template_inheritance" => template::add(self, more),
            _ => Err("there is no SQL for it".to_owned()),
        }
    }

    /// That something of it is not there, and why.
    fn left_out(&self, reason: &str) -> Object {
        let name = self.pattern.name;
        Object::LeftOut(LeftOut {
            subject: self.entity.names.entity.clone(),
            reason: format!("the pattern `{name}`: {reason}"),
            origin: self.origin,
        })
    }

    /// The value of a parameter, by its name or its other name.
    fn get(&self, name: &str) -> Option<Block<'db>> {
        let params = self.params?;
        let parameter = self.pattern.parameter(name)?;
        let other = parameter.alias.unwrap_or(parameter.name);
        params.first(&[parameter.name, other])
    }

    /// The text of a parameter, or its default.
    fn text(&self, name: &str) -> Option<&'db str> {
        let given = self.get(name).and_then(Block::text);
        let default = || self.pattern.parameter(name)?.default;
        given.filter(|text| !text.is_empty()).or_else(default)
    }

    /// Whether a parameter says so.
    fn flag(&self, name: &str) -> bool {
        let default = self.pattern.parameter(name).and_then(|known| known.default);
        let params = self.params;
        params.map_or(default == Some("true"), |params| {
            params.flag(name, default == Some("true"))
        })
    }

    /// A field that a parameter names.
    fn field(&self, name: &str) -> Result<&Field<'db>, String> {
        let named = self
            .text(name)
            .ok_or_else(|| format!("it needs `{name}`"))?;
        let field = self.entity.field(named);
        let field = field.ok_or_else(|| format!("there is no field `{named}`"))?;
        field.readable()
    }

    /// The fields that a parameter names.
    fn fields(&self, name: &str) -> Result<Vec<&Field<'db>>, String> {
        let items = self.get(name).into_iter().flat_map(Block::items_or_self);
        let field = |item: Block<'db>| {
            let named = item.text().unwrap_or_default();
            let field = self.entity.field(named);
            let field = field.ok_or_else(|| format!("there is no field `{named}`"))?;
            field.readable()
        };
        let fields: Vec<_> = items.map(field).collect::<Result<_, _>>()?;
        if fields.len() > MOST_FIELDS {
            return Err(format!("`{name}` names too many fields"));
        }
        Ok(fields)
    }

    /// What comes before a function's or an index's own name, and its base.
    fn name(&self, before: &str, behind: &str) -> String {
        format!("{before}{}{behind}", self.entity.names.base)
    }
}
