//! The block `security`: what of an entity's rows is kept from whom, and what is kept of their
//! changes.

mod audit;
mod encryption;
mod masking;
mod privacy;
mod tenant;

#[cfg(test)]
mod tests;

use specql_sql::catalogue::Catalogue;

pub(crate) use encryption::{Encrypted, hash_of, is_encrypted, is_new_each_time};
pub(crate) use tenant::{
    TENANT_SETTING, asked, constraints, current_tenant, current_tenant_name, protect,
};

use crate::block::Block;
use crate::entity::Entity;
use crate::listed::{Listed, texts};

/// The texts of a list behind a key. What else is in it is told.
fn listed<'d>(block: Block<'d>, key: &str, catalogue: &mut Catalogue) -> Vec<Listed<'d>> {
    let (names, others) = texts(block, key);
    for other in others {
        let reason = format!("an item of `{key}` in the block `security`, which is no name");
        catalogue.leave_out(reason, other.origin());
    }
    names
}

/// Adds what the block asks for.
pub(crate) fn add(entity: &Entity<'_>, has_table_view: bool, catalogue: &mut Catalogue) {
    tenant::add(entity, has_table_view, catalogue);
    if entity.is_next() {
        encryption::add(entity, catalogue);
        masking::add(entity, has_table_view, catalogue);
        audit::add(entity, catalogue);
        privacy::add(entity, has_table_view, catalogue);
    }
}
