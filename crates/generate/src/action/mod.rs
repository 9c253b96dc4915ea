//! Actions: what they take, and the functions that carry them out.
//!
//! An action is known to the API by a function in the schema `app`, which takes what the caller
//! sends as JSON, and is carried out by a function in the schema of its entity.

mod answer;
mod core;
mod fields;
mod input;
mod maker;
mod naming;
mod pairs;
mod steps;
mod wrapper;

pub(crate) use fields::columns_of;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use specql_analysis::db::File;
use specql_sql::catalogue::Catalogue;

use crate::entity::Entity;
pub(crate) use input::pascal;
use maker::Blocks;
use naming::Action;

/// What the actions of an entity become.
#[derive(Default)]
pub(crate) struct Actions {
    /// Their types and functions, and what of them is left out.
    pub(crate) catalogue: Catalogue,
}

impl Actions {
    pub(crate) fn of(entity: &Entity<'_>) -> Self {
        let mut made = Self::default();
        let blocks: HashMap<File, Blocks<'_>> = entity
            .providers
            .iter()
            .filter_map(|provider| Some((provider.file, provider.root.get("actions")?.mappings())))
            .collect();
        let none = Blocks::default();
        for action in Action::all(entity, &mut made.catalogue) {
            let blocks = blocks.get(&action.file).unwrap_or(&none);
            let Some(core) = core::core(entity, &action, blocks) else {
                continue;
            };
            let catalogue = &mut made.catalogue;
            catalogue.add(input::input_type(entity, &action, &core));
            catalogue.add(core.function);
            catalogue.add(wrapper::wrapper(entity, &action));
            for problem in &core.problems {
                let place = action.place(problem.span);
                let reason = format!("a part of the action `{}`: {}", action.name, problem.reason);
                catalogue.leave_out(reason, Some(place));
            }
            if let Some(requires) = &action.spec.requires {
                let reason = "who may call it is not checked";
                let place = action.place(requires.span);
                made.catalogue.leave_out(
                    format!("`requires` of the action `{}`: {reason}", action.name),
                    Some(place),
                );
            }
        }
        made
    }
}
