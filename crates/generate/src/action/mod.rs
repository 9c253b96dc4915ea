//! Actions: what they take, and the functions that carry them out.
//!
//! An action is known to the API by a function in the schema `app`, which takes what the caller
//! sends as JSON, and is carried out by a function in the schema of its entity.

mod core;
mod input;
mod naming;
mod wrapper;

use specql_sql::catalogue::Catalogue;

use crate::entity::Entity;
use naming::Action;

/// Adds the actions of an entity.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    for action in Action::all(entity, catalogue) {
        catalogue.add(input::input_type(entity, &action));
        match core::core(entity, &action) {
            Ok(core) => {
                catalogue.add(core);
                catalogue.add(wrapper::wrapper(entity, &action));
            }
            Err(reason) => catalogue.leave_out(reason, action.origin()),
        }
    }
}
