//! The patterns for tables that SpecQL's documents name and no code knows.

use super::ParameterKind as Kind;
use super::{Parameter, Pattern};

pub(super) const AUDIT_TRAIL: Pattern = Pattern::planned(
    "audit_trail",
    &[],
    "Records who changed a row, and when. Every table has these columns without \
        it: `created_at`, `created_by` and so on.",
);

pub(super) const SOFT_DELETE: Pattern = Pattern::planned(
    "soft_delete",
    &[],
    "Keeps deleted rows in the table, marked as deleted. Every table has \
        `deleted_at` and `deleted_by` without it.",
);

pub(super) const MULTI_TENANT: Pattern = Pattern::planned(
    "multi_tenant",
    &[],
    "Gives each row to a tenant. What counts is `multi_tenant: true` of the \
        schema in the domain registry.",
);

pub(super) const VERSIONING: Pattern = Pattern::planned(
    "versioning",
    &[],
    "Keeps old versions of a row. The pattern that SpecQL's own code knows for it \
        is `temporal_scd_type2_helper`.",
);

pub(super) const HIERARCHICAL: Pattern = Pattern::planned(
    "hierarchical",
    &[],
    "Makes the rows a tree, with a path from the root to each. It needs a \
        reference of the entity to itself.",
);

pub(super) const STATE_MACHINE: Pattern = Pattern::planned(
    "state_machine",
    &[
        Parameter::new(
            "field",
            Kind::Field,
            "The field that holds the state, an enum.",
        ),
        Parameter::new(
            "transitions",
            Kind::Mapping,
            "Which states may follow which.",
        ),
    ],
    "Lets a status change only along given ways. Until it is applied, write a \
        `validate` of the old state in each action.",
);

pub(super) const EVENT_SOURCING: Pattern = Pattern::planned(
    "event_sourcing",
    &[],
    "Stores what happened to a row rather than its last state. For events beside \
        the table see the block `events`.",
);

pub(super) const TRINITY: Pattern = Pattern::planned(
    "trinity",
    &[],
    "Gives each row an internal key, a public key and a readable identifier. \
        Every table has the first two without it; the reverse-engineering tools \
        write the name down.",
);
