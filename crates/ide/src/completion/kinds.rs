//! What can be offered.

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// A key of the language.
    Key,
    /// A kind of step.
    Step,
    /// A type.
    Type,
    /// A composite type.
    Composite,
    /// An entity.
    Entity,
    /// A field, or a column that every entity has.
    Field,
    /// A member of a composite type.
    Member,
    /// A parameter of an action or a pattern.
    Parameter,
    /// A variable of an action.
    Variable,
    /// A function.
    Function,
    /// An action.
    Action,
    /// A word of a language: `SET`, `AND`, `required`.
    Word,
    /// A value that is one of some.
    Value,
    /// A schema.
    Schema,
    /// A pattern.
    Pattern,
    /// An event.
    Event,
    /// A file.
    File,
    /// A rule.
    Rule,
    /// A setting.
    Setting,
    /// Another name.
    Name,
}
