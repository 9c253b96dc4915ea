//! What SpecQL describes and has not got yet, as far as nothing is made of it here: it is told.

use specql_language::Target;
use specql_language::key::{Place, Shape};
use specql_sql::catalogue::Catalogue;
use specql_yaml::Value;

use crate::block::{Block, origin};
use crate::entity::Entity;
use crate::inherited::missing;

/// Blocks of the language to come that are made elsewhere, or have nothing to do with a database.
const ELSEWHERE: [&str; 18] = [
    "extends",
    "import",
    "analytics",
    "read_models",
    "streaming",
    "events",
    "computed_fields",
    "validations",
    "hierarchical",
    "indexes",
    "constraints",
    "unique_together",
    "unique_constraints",
    "security",
    "services",
    "frontend",
    "deployment",
    "optimization",
];

/// Tells the blocks that nothing is made of.
pub(crate) fn tell(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    if !entity.is_next() {
        return;
    }
    for path in missing(entity.db, entity.file, entity.spec) {
        let reason = format!("what `{}` brings: it is not here", path.text);
        catalogue.leave_out(reason, Some(origin(path.span)));
    }
    let own = entity.providers.last().map(|file| file.root);
    for (name, block) in own.into_iter().flat_map(Block::entries) {
        let key = Place::Root.key(name);
        let is_planned = key.is_some_and(|key| key.target == Target::Next);
        if is_planned && !ELSEWHERE.contains(&name) && says_something(block) {
            catalogue.leave_out(format!("the block `{name}`"), block.origin());
        }
    }
    let Some(security) = entity.get("security") else {
        return;
    };
    if !is_mapping(security) && says_something(security) {
        catalogue.leave_out("the block `security`, as it is written", security.origin());
    }
    for (name, block) in security.entries() {
        let is_made = match Place::Security.key(name) {
            Some(key) => is_mapping(block) || matches!(key.shape, Shape::Boolean),
            None => false,
        };
        if !is_made && says_something(block) {
            catalogue.leave_out(format!("`{name}` of the block `security`"), block.origin());
        }
    }
}

fn is_mapping(block: Block<'_>) -> bool {
    matches!(block.value(), Value::Mapping(_))
}

/// Whether a block asks for anything.
pub(crate) fn says_something(block: Block<'_>) -> bool {
    !matches!(block.value(), Value::Null | Value::Bool(false))
}
