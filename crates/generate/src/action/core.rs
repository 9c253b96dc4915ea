//! The functions that carry actions out, in the schemas of their entities.

use specql_sql::function::Function;

use super::naming::Action;
use crate::entity::Entity;

/// The function that carries an action out, or why there is none.
///
/// It is called [`Action::core`] and gives back [`crate::names::mutation_result`]. One that deletes
/// takes `auth_tenant_id uuid, input_entity_id uuid, auth_user_id uuid`, all others take
/// `auth_tenant_id uuid, input_data` of the type [`Action::input_type`],
/// `input_payload jsonb, auth_user_id uuid`.
pub(super) fn core(_entity: &Entity<'_>, action: &Action<'_>) -> Result<Function, String> {
    Err(format!("the functions of the action `{}`", action.name))
}
