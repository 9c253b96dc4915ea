//! The block `analytics`: figures for reports. There is a row for each period and each combination
//! of what they are split by, to which figures are added as they come in.
//!
//! What is one figure divided by another is kept as the two, and divided when somebody asks.

mod fact;
mod report;
mod rollup;
mod view;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use specql_sql::catalogue::{Catalogue, Object};
use specql_sql::{Name, ObjectName};

use crate::block::Block;
use crate::entity::Entity;
use crate::foundation::PARTITIONS;
use crate::security;
use report::Report;

/// Where everything of reports lives.
const SCHEMA: &str = "analytics";

/// Adds the reports. They are of the SpecQL to come.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let block = entity.get("analytics").filter(|_| entity.is_next());
    let mut taken = HashSet::new();
    for item in block.into_iter().flat_map(Block::items_or_self) {
        let name = item.text_of("name").filter(|name| !name.is_empty());
        let Some(name) = name else {
            catalogue.leave_out("a report, because it has no name", item.origin());
            continue;
        };
        if !taken.insert(name) {
            catalogue.leave_out(format!("a second report `{name}`"), item.origin());
            continue;
        }
        match Report::of(entity, name, item, catalogue) {
            Ok(report) => report.add(entity, catalogue),
            Err(reason) => {
                let reason = format!("the report `{name}`: {reason}");
                catalogue.leave_out(reason, item.origin());
            }
        }
    }
}

impl Report {
    fn add(&self, entity: &Entity<'_>, catalogue: &mut Catalogue) {
        catalogue.need(PARTITIONS);
        catalogue.add(Object::Schema(Name::new(SCHEMA), None));
        let fact = self.fact_table();
        catalogue.add(fact);
        catalogue.add(self.rest());
        catalogue.add(self.index());
        catalogue.add(self.record());
        catalogue.add(self.month_table());
        catalogue.add(self.rollup());
        catalogue.add(self.view());
        let has_tenants = entity.names.is_multi_tenant;
        if let Some(origin) = security::asked(entity).filter(|_| has_tenants) {
            security::protect(self.fact(), origin, catalogue);
            security::protect(self.months(), origin, catalogue);
        }
    }

    fn object(&self, before: &str, behind: &str) -> ObjectName {
        ObjectName::new(SCHEMA, format!("{before}{}{behind}", self.name).as_str())
    }

    /// `analytics.fact_visits`
    fn fact(&self) -> ObjectName {
        self.object("fact_", "")
    }

    /// `analytics.rollup_visits_month`
    fn months(&self) -> ObjectName {
        self.object("rollup_", "_month")
    }
}
