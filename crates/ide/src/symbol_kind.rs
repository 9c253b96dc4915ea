//! What a symbol of a file or a workspace is.

use specql_language::key;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SymbolKind {
    /// An entity.
    Entity,
    /// An action of an entity.
    Action,
    /// An event of an entity.
    Event,
    /// A view, an index, a constraint: whatever else an entity gives a name.
    Other,
    /// A field of an entity.
    Field,
    /// A parameter of an action.
    Parameter,
    /// A step of an action.
    Step,
    /// A key with a list or a mapping below it.
    Block,
    /// A key with a single value.
    Value,
}

impl SymbolKind {
    /// What has a name of this kind.
    pub(crate) fn of(what: key::Name) -> Self {
        match what {
            key::Name::Entity => Self::Entity,
            key::Name::Action => Self::Action,
            key::Name::Event => Self::Event,
            key::Name::Parameter | key::Name::PatternParameter => Self::Parameter,
            key::Name::Field
            | key::Name::FieldPath
            | key::Name::ReferenceField
            | key::Name::TargetField => Self::Field,
            key::Name::Schema | key::Name::SchemaPattern | key::Name::Other => Self::Other,
        }
    }
}
