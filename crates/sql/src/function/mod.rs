//! Functions of a database.

mod statement;
mod write;

#[cfg(test)]
mod tests;

pub use statement::{Block, Handler, Level, RaiseOption, Statement, Variable, target};

use crate::data_type::DataType;
use crate::expression::Expression;
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::query::{Insert, Select, Update};

/// A function.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: ObjectName,
    /// What it is given.
    pub arguments: Vec<Argument>,
    /// What it gives back.
    pub returns: Returns,
    /// What it does.
    pub body: Body,
    /// How far its answer can be relied on.
    pub volatility: Volatility,
    /// Whether it may do what its owner may, whoever calls it.
    pub is_definer: bool,
    /// Settings that hold while it runs, whatever its caller has set.
    pub settings: Vec<(&'static str, &'static str)>,
    /// Whether it looks at views, and so has to come after them.
    pub is_late: bool,
    /// What is told of it.
    pub comment: Option<String>,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub data_type: DataType,
    /// Its value where none is given.
    pub default: Option<Expression>,
}

/// What a function gives back.
#[derive(Clone, Debug, PartialEq)]
pub enum Returns {
    /// A value, or many with [`DataType::set`].
    Type(DataType),
    /// Rows of these columns.
    Table(Vec<(Name, DataType)>),
}

/// What a function does.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// It asks a question: `LANGUAGE sql`.
    Select(Box<Select>),
    /// It inserts rows: `LANGUAGE sql`.
    Insert(Box<Insert>),
    /// It changes rows: `LANGUAGE sql`.
    Update(Box<Update>),
    /// It works out a value: `LANGUAGE sql`.
    Value(Expression),
    /// It takes steps: `LANGUAGE plpgsql`.
    Block(Block),
}

/// How far a function's answer can be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Volatility {
    /// It changes something, or answers differently each time.
    #[default]
    Volatile,
    /// It answers the same within a statement.
    Stable,
    /// It always answers the same.
    Immutable,
}

impl Function {
    /// A function without a comment, called with what its caller may do.
    #[must_use]
    pub fn new(name: ObjectName, arguments: Vec<Argument>, returns: DataType, body: Body) -> Self {
        Self {
            name,
            arguments,
            returns: Returns::Type(returns),
            body,
            volatility: Volatility::default(),
            is_definer: false,
            settings: Vec::new(),
            is_late: false,
            comment: None,
            origin: None,
        }
    }

    /// The function of a trigger.
    #[must_use]
    pub fn of_trigger(name: ObjectName, body: Block) -> Self {
        Self::new(name, Vec::new(), DataType::TRIGGER, Body::Block(body))
    }

    /// The same with what it can be relied on for.
    #[must_use]
    pub const fn with_volatility(mut self, volatility: Volatility) -> Self {
        self.volatility = volatility;
        self
    }

    /// The same with what is told of it.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// The same with where it comes from.
    #[must_use]
    pub const fn with_origin(mut self, origin: Option<Origin>) -> Self {
        self.origin = origin;
        self
    }
}

impl Function {
    /// An argument, told from columns of its name by the name of the function.
    #[must_use]
    pub fn argument(name: &ObjectName, argument: impl Into<Name>) -> Expression {
        Expression::of(name.name.clone(), argument)
    }
}

impl Argument {
    /// An argument that has to be given.
    #[must_use]
    pub fn new(name: impl Into<Name>, data_type: DataType) -> Self {
        Self {
            name: name.into(),
            data_type,
            default: None,
        }
    }

    /// The same with a value for where none is given.
    #[must_use]
    pub fn with_default(mut self, default: Expression) -> Self {
        self.default = Some(default);
        self
    }
}
