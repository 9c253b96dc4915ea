//! What a word can be, and what can be said of it besides.

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum TokenType {
    /// A schema.
    Namespace,
    /// A type.
    Type,
    /// An entity.
    Class,
    /// An enum, a value of one.
    EnumMember,
    /// A parameter of an action, or of a call.
    Parameter,
    /// A variable of an action.
    Variable,
    /// A field, or a key that the language does not know.
    Property,
    /// An event.
    Event,
    /// A function of expressions.
    Function,
    /// An action.
    Method,
    /// A word of the language.
    Keyword,
    /// A comment.
    Comment,
    /// A text.
    String,
    /// A number.
    Number,
    /// `=`, `AND`, `!` and the like.
    Operator,
    /// An anchor or an alias.
    Label,
}

impl TokenType {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 16] = [
        Self::Namespace,
        Self::Type,
        Self::Class,
        Self::EnumMember,
        Self::Parameter,
        Self::Variable,
        Self::Property,
        Self::Event,
        Self::Function,
        Self::Method,
        Self::Keyword,
        Self::Comment,
        Self::String,
        Self::Number,
        Self::Operator,
        Self::Label,
    ];

    /// As editors know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Namespace => "namespace",
            Self::Type => "type",
            Self::Class => "class",
            Self::EnumMember => "enumMember",
            Self::Parameter => "parameter",
            Self::Variable => "variable",
            Self::Property => "property",
            Self::Event => "event",
            Self::Function => "function",
            Self::Method => "method",
            Self::Keyword => "keyword",
            Self::Comment => "comment",
            Self::String => "string",
            Self::Number => "number",
            Self::Operator => "operator",
            Self::Label => "label",
        }
    }
}

/// What can be said of a word besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Modifier {
    /// It is given its name here.
    Declaration,
    /// Nothing is made of it, or something else than it says.
    Deprecated,
    /// The language has it.
    DefaultLibrary,
}

impl Modifier {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Declaration, Self::Deprecated, Self::DefaultLibrary];

    /// As editors know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Declaration => "declaration",
            Self::Deprecated => "deprecated",
            Self::DefaultLibrary => "defaultLibrary",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Some modifiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Modifiers(u32);

impl Modifiers {
    /// None.
    pub const NONE: Self = Self(0);

    /// These and one more.
    #[must_use]
    pub const fn with(self, modifier: Modifier) -> Self {
        Self(self.0 | modifier.bit())
    }

    /// Whether one of them is among these.
    #[must_use]
    pub const fn has(self, modifier: Modifier) -> bool {
        self.0 & modifier.bit() != 0
    }

    /// One bit for each, the first one the lowest.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_stand_at_their_numbers() {
        for (number, token) in TokenType::ALL.into_iter().enumerate() {
            assert_eq!(token as usize, number, "{}", token.name());
        }
        for (number, modifier) in Modifier::ALL.into_iter().enumerate() {
            assert_eq!(modifier as usize, number, "{}", modifier.name());
        }
    }
}
