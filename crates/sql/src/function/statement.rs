//! Statements of PL/pgSQL, as trees.

use crate::data_type::DataType;
use crate::expression::{Call, Expression};
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::query::{Delete, Insert, Select, Update};

/// Variables, statements, and what is done when one of them fails.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The variables.
    pub variables: Vec<Variable>,
    /// The statements, in their order.
    pub statements: Vec<Statement>,
    /// What is done with errors; the first that fits counts.
    pub handlers: Vec<Handler>,
}

/// A variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub data_type: DataType,
    /// Its first value; `NULL` where none is given.
    pub value: Option<Expression>,
}

/// What is done with some errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// Which errors, by PostgreSQL's words for them: `check_violation`, `OTHERS`.
    pub conditions: Vec<&'static str>,
    /// What is done.
    pub statements: Vec<Statement>,
}

/// Where a value goes: a variable, or a member of one.
pub type Target = Vec<Name>;

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// `a := b;`
    Assign(Target, Expression),
    /// `IF … THEN … ELSIF … ELSE … END IF;`
    If {
        /// Conditions and what is done; the first that holds counts.
        branches: Vec<(Expression, Vec<Statement>)>,
        /// What is done when none does.
        otherwise: Vec<Statement>,
    },
    /// `FOR row IN SELECT … LOOP`
    ForEachRow {
        /// The row.
        variable: Name,
        /// Where the rows come from.
        query: Box<Select>,
        /// What is done with each.
        statements: Vec<Statement>,
    },
    /// `FOR row IN EXECUTE … LOOP`: a question that is put together while running.
    ForEachAnswer {
        /// The row.
        variable: Name,
        /// The question.
        sql: Expression,
        /// What is done with each.
        statements: Vec<Statement>,
    },
    /// `FOREACH item IN ARRAY … LOOP`
    ForEachItem {
        /// The item.
        variable: Name,
        /// Where the items come from.
        array: Expression,
        /// What is done with each.
        statements: Vec<Statement>,
    },
    /// `FOR i IN 1..n LOOP`
    ForRange {
        /// The number.
        variable: Name,
        /// The first number.
        low: Expression,
        /// The last number.
        high: Expression,
        /// What is done with each.
        statements: Vec<Statement>,
    },
    /// `WHILE … LOOP`
    While(Expression, Vec<Statement>),
    /// `EXIT;`: the end of the loop.
    Exit,
    /// `CONTINUE;`: the next round of the loop.
    Continue,
    /// `RETURN a;`, or the end of a function that gives nothing back.
    Return(Option<Expression>),
    /// `RETURN QUERY SELECT …;`
    ReturnQuery(Box<Select>),
    /// `PERFORM f(a);`
    Perform(Call),
    /// `SELECT … INTO a;`
    SelectInto {
        /// What is asked.
        query: Box<Select>,
        /// Where the answer goes.
        targets: Vec<Target>,
        /// Whether it is an error when there is not exactly one answer.
        is_strict: bool,
    },
    /// `INSERT …;`, with what it gives back.
    Insert(Box<Insert>, Vec<Target>),
    /// `UPDATE …;`, with what it gives back.
    Update(Box<Update>, Vec<Target>),
    /// `DELETE …;`, with what it gives back.
    Delete(Box<Delete>, Vec<Target>),
    /// `EXECUTE a;`: SQL that is put together while running.
    Execute(Expression),
    /// The same, with its answer.
    ExecuteInto(Expression, Vec<Target>),
    /// `REFRESH MATERIALIZED VIEW …;`
    Refresh(ObjectName),
    /// `RAISE …;`
    Raise {
        /// How bad it is.
        level: Level,
        /// What is told.
        options: Vec<(RaiseOption, Expression)>,
    },
    /// `RAISE;`: the error that is being handled, once more.
    RaiseAgain,
    /// `GET STACKED DIAGNOSTICS a = …;`: what is known of the error that is being handled.
    GetError(Vec<(Name, &'static str)>),
    /// `BEGIN … END;`
    Block(Box<Block>),
    /// A line for those who read the function.
    Remark(String),
    /// Statements that come from a piece of a spec.
    From(Origin, Vec<Statement>),
}

/// How bad what is raised is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// An error: nothing of it happened.
    Exception,
    /// A warning.
    Warning,
    /// A line in the log.
    Log,
}

/// What is told of what is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaiseOption {
    /// `ERRCODE`
    Code,
    /// `MESSAGE`
    Message,
    /// `DETAIL`
    Detail,
    /// `HINT`
    Hint,
    /// `COLUMN`
    Column,
    /// `CONSTRAINT`
    Constraint,
    /// `TABLE`
    Table,
    /// `SCHEMA`
    Schema,
}

impl Block {
    /// Statements without variables.
    #[must_use]
    pub fn of(statements: impl IntoIterator<Item = Statement>) -> Self {
        Self {
            statements: statements.into_iter().collect(),
            ..Self::default()
        }
    }
}

impl Variable {
    /// A variable that is `NULL` at first.
    #[must_use]
    pub fn new(name: impl Into<Name>, data_type: DataType) -> Self {
        Self {
            name: name.into(),
            data_type,
            value: None,
        }
    }

    /// The same with its first value.
    #[must_use]
    pub fn with_value(mut self, value: Expression) -> Self {
        self.value = Some(value);
        self
    }
}

impl Statement {
    /// `IF … THEN … END IF;`
    #[must_use]
    pub fn when(condition: Expression, then: impl IntoIterator<Item = Self>) -> Self {
        Self::If {
            branches: vec![(condition, then.into_iter().collect())],
            otherwise: Vec::new(),
        }
    }

    /// `a := b;`
    #[must_use]
    pub fn assign(variable: impl Into<Name>, value: Expression) -> Self {
        Self::Assign(target(variable), value)
    }

    /// An error with a code of PostgreSQL's and a message.
    #[must_use]
    pub fn raise(code: &str, message: Expression) -> Self {
        Self::Raise {
            level: Level::Exception,
            options: vec![
                (RaiseOption::Code, Expression::text(code)),
                (RaiseOption::Message, message),
            ],
        }
    }
}

/// A variable as a target.
#[must_use]
pub fn target(variable: impl Into<Name>) -> Target {
    vec![variable.into()]
}
