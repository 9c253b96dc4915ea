//! Operators and how strongly they bind.

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `NOT`
    Not,
    /// `-`
    Negate,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `OR`
    Or,
    /// `AND`
    And,
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `*<>`: rows that differ, whatever their columns can be compared by.
    DifferentRow,
    /// `||`
    Concatenate,
    /// `~`: fits a regular expression.
    Matches,
    /// `!~`
    MatchesNot,
    /// `~*`: the same, whatever the case of letters.
    MatchesAnyCase,
    /// `->`: a member of a JSON value.
    Member,
    /// `->>`: the same as text.
    MemberText,
    /// `@>`: holds all of it.
    Contains,
    /// `<@`: is held by it.
    ContainedBy,
    /// `&&`: has something in common with it.
    Overlaps,
    /// `?`: has this key.
    HasKey,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `^`
    Power,
}

/// How strongly something binds, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    Or,
    And,
    Not,
    Is,
    Comparison,
    Range,
    Other,
    Sum,
    Product,
    Power,
    Sign,
    Cast,
    /// What nothing can take apart.
    Whole,
}

impl BinaryOperator {
    /// How it is written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Or => "OR",
            Self::And => "AND",
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::DifferentRow => "*<>",
            Self::Concatenate => "||",
            Self::Matches => "~",
            Self::MatchesNot => "!~",
            Self::MatchesAnyCase => "~*",
            Self::Member => "->",
            Self::MemberText => "->>",
            Self::Contains => "@>",
            Self::ContainedBy => "<@",
            Self::Overlaps => "&&",
            Self::HasKey => "?",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Power => "^",
        }
    }

    pub(super) const fn strength(self) -> Strength {
        match self {
            Self::Or => Strength::Or,
            Self::And => Strength::And,
            Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::LessOrEqual
            | Self::Greater
            | Self::GreaterOrEqual => Strength::Comparison,
            Self::Add | Self::Subtract => Strength::Sum,
            Self::Multiply | Self::Divide | Self::Remainder => Strength::Product,
            Self::Power => Strength::Power,
            _ => Strength::Other,
        }
    }

    /// Whether `a o b o c` can be written without brackets. Comparisons cannot.
    pub(super) const fn is_chained(self) -> bool {
        !matches!(self.strength(), Strength::Comparison)
    }
}

impl UnaryOperator {
    pub(super) const fn strength(self) -> Strength {
        match self {
            Self::Not => Strength::Not,
            Self::Negate => Strength::Sign,
        }
    }
}
