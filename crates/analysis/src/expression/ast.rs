//! What is written in SpecQL's own languages: values that own their text and know their place.
//!
//! All spans count bytes from the beginning of the file, also inside of quotes and blocks. What
//! has not been typed yet is [`ExpressionKind::Missing`]; what makes no sense is
//! [`ExpressionKind::Unreadable`] and keeps the parts that do.

use specql_yaml::Span;

/// A name and its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As it is written; empty where it is still to be typed.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Names with dots between them: `customer.address.city`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// The names, at least one; the last is empty behind a dot at the end.
    pub parts: Vec<Name>,
    /// From the first name to the last name or dot.
    pub span: Span,
}

impl Path {
    /// The names with dots between them.
    #[must_use]
    pub fn text(&self) -> String {
        let parts: Vec<_> = self.parts.iter().map(|part| part.text.as_str()).collect();
        parts.join(".")
    }

    /// The name, when it is just one.
    #[must_use]
    pub fn single(&self) -> Option<&Name> {
        match self.parts.as_slice() {
            [name] => Some(name),
            _ => None,
        }
    }
}

/// The name of an entity: `Contact`, `crm.Contact`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntityName {
    /// What stands before the first dot.
    pub schema: Option<Name>,
    /// What stands behind it; empty where it is still to be typed.
    pub name: Name,
    /// Both.
    pub span: Span,
}

/// An expression: a condition or a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stands; empty where it is missing.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// A value as it stands.
    Literal(Literal),
    /// A field, a variable, or another name.
    Name(String),
    /// What a name leads to: `customer.balance`, `input.email`.
    Path(Path),
    /// `$price`, `:price`, `?`.
    Parameter(Parameter),
    /// `NOT a`, `-a`.
    Unary {
        /// What is done.
        operator: UnaryOperator,
        /// To what.
        operand: Box<Expression>,
    },
    /// Two operands with an operator between them.
    Binary {
        /// What is done.
        operator: BinaryOperator,
        /// Where the operator stands.
        operator_span: Span,
        /// The left side.
        left: Box<Expression>,
        /// The right side.
        right: Box<Expression>,
    },
    /// `a IS NULL`, `email IS NOT VALID`.
    Is {
        /// What is asked about.
        value: Box<Expression>,
        /// Whether the answer is turned around.
        negated: bool,
        /// What is asked.
        test: Test,
    },
    /// `a IN (1, 2)`.
    In {
        /// What is looked for.
        value: Box<Expression>,
        /// `NOT IN`.
        negated: bool,
        /// Where: a list, a query, or something that stands for a list.
        list: Box<Expression>,
    },
    /// `a BETWEEN 1 AND 10`.
    Between {
        /// What has to lie in the range.
        value: Box<Expression>,
        /// `NOT BETWEEN`.
        negated: bool,
        /// The least of the range.
        low: Box<Expression>,
        /// The greatest of the range.
        high: Box<Expression>,
    },
    /// `a LIKE 'x%'`, `a ILIKE 'x%'`.
    Like {
        /// The text.
        value: Box<Expression>,
        /// `NOT LIKE`.
        negated: bool,
        /// `ILIKE`.
        ignores_case: bool,
        /// What it has to fit.
        template: Box<Expression>,
    },
    /// `email MATCHES email_pattern`.
    Matches {
        /// The text.
        value: Box<Expression>,
        /// `NOT MATCHES`.
        negated: bool,
        /// The name of a pattern, or a regular expression in quotes.
        pattern: Box<Expression>,
    },
    /// `EXISTS Order WHERE customer = id`.
    Exists(Exists),
    /// `lower(email)`.
    Call(Call),
    /// `CASE WHEN a THEN b ELSE c END`.
    Case {
        /// What is compared with the branches: `CASE status WHEN 'open' …`.
        subject: Option<Box<Expression>>,
        /// The branches.
        branches: Vec<Branch>,
        /// What stands behind `ELSE`.
        otherwise: Option<Box<Expression>>,
    },
    /// `a::text`, `CAST(a AS text)`, `interval '1 day'`.
    Cast {
        /// What is read as another type.
        value: Box<Expression>,
        /// The PostgreSQL type; empty where it is still to be typed.
        type_name: Name,
    },
    /// `(1, 2)`.
    List(Vec<Expression>),
    /// `(a OR b)`.
    Group(Box<Expression>),
    /// `(SELECT … FROM …)`, which is SQL and is not looked into.
    Subquery(Subquery),
    /// `*`, as in `count(*)`.
    Star,
    /// Nothing where something has to be.
    Missing,
    /// What makes no sense as a whole: the parts of it that do.
    Unreadable(Vec<Expression>),
}

/// A value as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text in quotes.
    Text {
        /// Without quotes and escapes.
        value: String,
        /// Which quotes: `"` holds the name of a column in SQL.
        double_quoted: bool,
        /// Whether the closing quote is there.
        closed: bool,
    },
    /// A number as it is written.
    Number(String),
    /// `TRUE`, `FALSE`.
    Boolean(bool),
    /// `NULL`.
    Null,
}

/// How a parameter is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `$price`.
    Dollar,
    /// `:price`.
    Colon,
    /// `?`.
    Question,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// What it begins with.
    pub mark: Mark,
    /// Its name and what that leads to: `$order.total`. Empty for `?`, and an empty name for a
    /// mark with nothing behind it.
    pub parts: Vec<Name>,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `NOT`.
    Not,
    /// `-`.
    Negate,
    /// `DISTINCT`, outside of a call.
    Distinct,
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
    /// `!=` and `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `||`
    Concatenate,
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
}

impl BinaryOperator {
    /// How it is written; `!=` stands for `<>` too.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Or => "OR",
            Self::And => "AND",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Concatenate => "||",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }

    /// The operator that is written like this.
    #[must_use]
    pub fn of_symbol(symbol: &str) -> Option<Self> {
        const ALL: [BinaryOperator; 14] = [
            BinaryOperator::Or,
            BinaryOperator::And,
            BinaryOperator::Equal,
            BinaryOperator::NotEqual,
            BinaryOperator::Less,
            BinaryOperator::LessOrEqual,
            BinaryOperator::Greater,
            BinaryOperator::GreaterOrEqual,
            BinaryOperator::Concatenate,
            BinaryOperator::Add,
            BinaryOperator::Subtract,
            BinaryOperator::Multiply,
            BinaryOperator::Divide,
            BinaryOperator::Remainder,
        ];
        let symbol = if symbol == "<>" { "!=" } else { symbol };
        ALL.into_iter()
            .find(|operator| operator.symbol().eq_ignore_ascii_case(symbol))
    }
}

/// What `IS` asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `NULL`, `TRUE`, `VALID`, …; empty where it is still to be typed.
    Word(Name),
    /// `DISTINCT FROM`.
    DistinctFrom(Box<Expression>),
    /// `customer EXISTS`: whether the row that a field refers to is there.
    Existing,
}

/// What `EXISTS` asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Exists {
    /// Rows of an entity.
    Entity {
        /// Whose rows.
        entity: EntityName,
        /// Which of them; any, when there is no `WHERE`.
        condition: Option<Box<Expression>>,
    },
    /// Rows of something else: a query, or nothing yet.
    Other(Box<Expression>),
}

/// The call of a function inside of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which function, perhaps with a schema.
    pub function: Path,
    /// `count(DISTINCT …)`.
    pub distinct: bool,
    /// The arguments. Words of SQL between arguments (`extract(year FROM at)`) count as commas.
    pub arguments: Vec<Expression>,
    /// Whether the closing bracket is there.
    pub closed: bool,
}

/// A branch of a `CASE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Behind `WHEN`.
    pub condition: Expression,
    /// Behind `THEN`.
    pub result: Expression,
    /// All of it.
    pub span: Span,
}

/// A query in brackets.
#[derive(Clone, Debug, PartialEq)]
pub struct Subquery {
    /// The entity or table behind the first `FROM`.
    pub from: Option<EntityName>,
    /// What was read of it, in its order.
    pub parts: Vec<Expression>,
}

// --- types ---------------------------------------------------------------------------------------

/// A type expression: `enum(a, b) = a!`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpression {
    /// Which type.
    pub kind: TypeKind,
    /// Where the `!` stands: SpecQL reads it at the very end only.
    pub required: Option<Span>,
    /// Where a `?` stands.
    pub optional: Option<Span>,
    /// What stands behind the `=`.
    pub default: Option<DefaultValue>,
    /// What belongs nowhere.
    pub stray: Vec<Span>,
    /// All of it.
    pub span: Span,
}

impl TypeExpression {
    /// Whether it is a reference to many rows at once: `ref(Item, many: true)`.
    #[must_use]
    pub fn refers_to_many(&self) -> bool {
        let TypeKind::Reference { options, .. } = &self.kind else {
            return false;
        };
        let is_many =
            |option: &ReferenceOption| option.name.text == "many" && option.value.text == "true";
        options.iter().any(is_many)
    }
}

/// Which type it is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `text`, `money`, `decimal(10, 2)`.
    Named {
        /// The name; with dots, when there are any.
        name: Name,
        /// What stands in brackets behind it.
        arguments: Option<TypeArguments>,
    },
    /// `enum(a, b)`.
    Enum {
        /// The values.
        values: Vec<EnumValue>,
        /// The brackets and what is in them; none, when there are none yet.
        brackets: Option<Brackets>,
    },
    /// `list(text)`.
    List {
        /// What it is a list of; none, when that is still to be typed.
        item: Option<Box<TypeExpression>>,
        /// The brackets and what is in them; none, when there are none yet.
        brackets: Option<Brackets>,
    },
    /// `ref(crm.Contact|Company)`.
    Reference {
        /// What it refers to.
        targets: Vec<EntityName>,
        /// `on_delete: cascade` and the like.
        options: Vec<ReferenceOption>,
        /// The brackets and what is in them; none, when there are none yet.
        brackets: Option<Brackets>,
    },
    /// `text[]`.
    Array {
        /// What it is an array of.
        item: Box<TypeKind>,
        /// Where the `[]` stands.
        brackets: Span,
    },
    /// Nothing yet.
    Missing,
}

/// A pair of round brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Brackets {
    /// From the opening one to the closing one, or to where that has to be.
    pub span: Span,
    /// Whether the closing one is there.
    pub closed: bool,
}

/// What stands in brackets behind the name of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeArguments {
    /// Each, without the blanks around it.
    pub items: Vec<Name>,
    /// The brackets.
    pub brackets: Brackets,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// Without quotes.
    pub text: String,
    /// Whether there are quotes around it. SpecQL 0.8.7 takes them for a part of the value.
    pub quoted: bool,
    /// Where, with the quotes.
    pub span: Span,
}

/// An option of a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceOption {
    /// Before the colon.
    pub name: Name,
    /// Behind it; empty where it is still to be typed.
    pub value: Name,
    /// All of it.
    pub span: Span,
}

/// What stands behind the `=` of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DefaultValue {
    /// Without quotes; empty where it is still to be typed.
    pub text: String,
    /// Whether there are quotes around it.
    pub quoted: bool,
    /// Where the value stands, with its quotes.
    pub span: Span,
    /// Where the `=` stands.
    pub equals: Span,
}

// --- statements and calls ------------------------------------------------------------------------

/// What a step does with the rows of an entity: `Order SET status = 'paid' WHERE id = $id`.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The entity; in `item IN $items`, the name of the loop's variable.
    pub target: Option<EntityName>,
    /// In brackets behind the entity: `Order(total = 1)`, `Order (total, status) VALUES …`.
    pub arguments: Vec<Argument>,
    /// Behind `SET`.
    pub set: Vec<Assignment>,
    /// Behind `VALUES`: rows of values.
    pub values: Vec<Expression>,
    /// Behind `WHERE`.
    pub condition: Option<Expression>,
    /// Behind `FROM`.
    pub from: Option<Expression>,
    /// Behind `IN`: what a loop goes through.
    pub collection: Option<Expression>,
    /// Behind `AS`; empty where it is still to be typed.
    pub alias: Option<Name>,
    /// Behind `RETURNING`.
    pub returning: Vec<Expression>,
    /// The words that begin its parts, in their order.
    pub keywords: Vec<Keyword>,
    /// What belongs nowhere.
    pub stray: Vec<Span>,
    /// All of it.
    pub span: Span,
}

/// A word that begins a part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Keyword {
    /// Which.
    pub clause: Clause,
    /// Where.
    pub span: Span,
}

/// A part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clause {
    /// `SET`
    Set,
    /// `VALUES`
    Values,
    /// `WHERE`
    Where,
    /// `FROM`
    From,
    /// `IN`
    In,
    /// `AS`
    As,
    /// `RETURNING`
    Returning,
}

/// `status = 'paid'`
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// What is set.
    pub field: Path,
    /// Where the `=` stands, if it does.
    pub equals: Option<Span>,
    /// To what.
    pub value: Expression,
    /// All of it.
    pub span: Span,
}

/// An argument, perhaps with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// `to` in `to = email`.
    pub name: Option<Path>,
    /// The value.
    pub value: Expression,
    /// All of it.
    pub span: Span,
}

/// What a step calls: `send_mail(to = email)`.
#[derive(Clone, Debug, PartialEq)]
pub struct CallExpression {
    /// What is called, perhaps with a schema.
    pub function: Option<Path>,
    /// With what.
    pub arguments: Vec<Argument>,
    /// The brackets; none, when there are none.
    pub brackets: Option<Brackets>,
    /// What belongs nowhere.
    pub stray: Vec<Span>,
    /// All of it.
    pub span: Span,
}
