//! A registry as it is written: every part may be missing or something else.

use serde::Deserialize;
use serde::de::IgnoredAny;
use specql_yaml::de::{Entries, Located, Slot};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Registry {
    pub(super) domains: Slot<Entries<Domain>>,
    pub(super) schemas: Slot<Schemas>,
    pub(super) schema_layers: Slot<Entries<String>>,
    pub(super) subdomain_inference: Slot<Entries<Entries<Rule>>>,
    pub(super) reserved_codes: Slot<Vec<Located<String>>>,
}

/// Whatever stands there: only that it is there matters.
pub(super) type Schemas = IgnoredAny;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Domain {
    pub(super) name: Slot<String>,
    pub(super) description: Slot<String>,
    pub(super) aliases: Slot<Vec<Located<String>>>,
    pub(super) multi_tenant: Slot<bool>,
    pub(super) subdomains: Slot<Entries<Subdomain>>,
    pub(super) entities: Slot<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Subdomain {
    pub(super) name: Slot<String>,
    pub(super) description: Slot<String>,
    pub(super) next_entity_sequence: Slot<i64>,
    pub(super) entities: Slot<Entries<Entity>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Entity {
    pub(super) table_code: Slot<String>,
    pub(super) entity_code: Slot<String>,
    pub(super) assigned_at: Slot<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Rule {
    pub(super) patterns: Slot<Vec<Located<String>>>,
}
