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
mod steps;
mod wrapper;

#[cfg(test)]
mod tests;

use specql_sql::catalogue::Catalogue;

use crate::block::{Block, origin};
use crate::entity::Entity;
use crate::expression::Problem;
use naming::Action;

/// What the actions of an entity become.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Actions {
    /// Their types and functions.
    pub(crate) catalogue: Catalogue,
    /// What of their steps is left out.
    pub(crate) problems: Vec<Problem>,
}

impl Actions {
    pub(crate) fn of(entity: &Entity<'_>) -> Self {
        let blocks = entity.get("actions").map(Block::mappings);
        let blocks = blocks.unwrap_or_default();
        let mut made = Self::default();
        for action in Action::all(entity, &mut made.catalogue) {
            let Some(core) = core::core(entity, &action, &blocks) else {
                continue;
            };
            let catalogue = &mut made.catalogue;
            catalogue.add(input::input_type(entity, &action, &core));
            catalogue.add(core.function);
            catalogue.add(wrapper::wrapper(entity, &action));
            for problem in &core.problems {
                let reason = format!("a part of the action `{}`: {}", action.name, problem.reason);
                catalogue.leave_out(reason, Some(origin(problem.span)));
            }
            made.problems.extend(core.problems);
            if let Some(requires) = &action.spec.requires {
                let reason = "who may call it is not checked";
                made.catalogue.leave_out(
                    format!("`requires` of the action `{}`: {reason}", action.name),
                    Some(origin(requires.span)),
                );
                made.problems.push(Problem::new(requires.span, reason));
            }
        }
        made
    }
}
