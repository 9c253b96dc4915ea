//! What SpecQL describes and has not got yet, as far as nothing is made of it here: it is told.

use specql_language::Target;
use specql_language::key::Place;
use specql_sql::catalogue::Catalogue;
use specql_yaml::Value;

use crate::block::Block;
use crate::entity::Entity;

/// Blocks of the language to come that are made elsewhere, or have nothing to do with a database.
const ELSEWHERE: [&str; 11] = [
    "computed_fields",
    "validations",
    "hierarchical",
    "indexes",
    "constraints",
    "unique_together",
    "unique_constraints",
    "security",
    "frontend",
    "deployment",
    "optimization",
];

/// Tells the blocks that nothing is made of.
pub(crate) fn tell(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    if !entity.is_next() {
        return;
    }
    for (name, block) in entity.block.entries() {
        let key = Place::Root.key(name);
        let is_planned = key.is_some_and(|key| key.target == Target::Next);
        if is_planned && !ELSEWHERE.contains(&name) && says_something(block) {
            catalogue.leave_out(format!("the block `{name}`"), block.origin());
        }
    }
    let security = entity.get("security").into_iter();
    for (name, block) in security.flat_map(Block::entries) {
        if name != "row_security" && says_something(block) {
            catalogue.leave_out(format!("`{name}` of the block `security`"), block.origin());
        }
    }
}

fn says_something(block: Block<'_>) -> bool {
    !matches!(block.value(), Value::Null | Value::Bool(false))
}
