//! Indexes.

use crate::expression::Expression;
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// An index. It lives in the schema of its table.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// Its name.
    pub name: Name,
    /// The table.
    pub table: ObjectName,
    /// Whether no two rows may be equal in it.
    pub is_unique: bool,
    /// How it is built.
    pub method: Method,
    /// What is looked up in it.
    pub columns: Vec<IndexColumn>,
    /// Columns that are kept with it and not looked up.
    pub include: Vec<Name>,
    /// Which rows are in it.
    pub condition: Option<Expression>,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

/// How an index is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// For equal values, ranges and order.
    #[default]
    Btree,
    /// For what is inside of values.
    Gin,
    /// For what overlaps or lies near.
    Gist,
    /// For large tables whose rows are in order.
    Brin,
    /// For equal values only.
    Hash,
    /// For what divides unevenly, such as the beginnings of texts.
    SpGist,
}

/// What is looked up in an index.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexColumn {
    /// A column, or what is worked out from columns.
    pub value: Expression,
    /// The operators it is for, where they are not the usual ones.
    pub operators: Option<&'static str>,
    /// The greatest first.
    pub descending: bool,
}

impl Method {
    /// The method of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let methods = [
            Self::Btree,
            Self::Gin,
            Self::Gist,
            Self::Brin,
            Self::Hash,
            Self::SpGist,
        ];
        let mut methods = methods.into_iter();
        methods.find(|method| method.name().eq_ignore_ascii_case(name))
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Btree => "btree",
            Self::Gin => "gin",
            Self::Gist => "gist",
            Self::Brin => "brin",
            Self::Hash => "hash",
            Self::SpGist => "spgist",
        }
    }
}

impl IndexColumn {
    /// A column by its name.
    #[must_use]
    pub fn of(name: impl Into<Name>) -> Self {
        Self {
            value: Expression::name(name),
            operators: None,
            descending: false,
        }
    }
}

impl Index {
    /// An index of the usual kind.
    #[must_use]
    pub fn new(
        name: impl Into<Name>,
        table: &ObjectName,
        columns: impl IntoIterator<Item = IndexColumn>,
    ) -> Self {
        Self {
            name: name.into(),
            table: table.clone(),
            is_unique: false,
            method: Method::default(),
            columns: columns.into_iter().collect(),
            include: Vec::new(),
            condition: None,
            origin: None,
        }
    }

    /// The same, in which no two rows are equal.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.is_unique = true;
        self
    }

    /// The same, built in another way.
    #[must_use]
    pub fn using(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// The same with these rows only.
    #[must_use]
    pub fn filtered(mut self, condition: Expression) -> Self {
        self.condition = Some(condition);
        self
    }

    /// The same with where it comes from.
    #[must_use]
    pub fn with_origin(mut self, origin: Option<Origin>) -> Self {
        self.origin = origin;
        self
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.sql(if self.is_unique {
            "CREATE UNIQUE INDEX "
        } else {
            "CREATE INDEX "
        });
        out.name(&self.name);
        out.sql(" ON ");
        out.object(&self.table);
        if self.method != Method::Btree {
            out.sql(" USING ");
            out.sql(self.method.name());
        }
        out.sql(" (");
        out.joined(&self.columns, ", ", |out, column| {
            column.value.write_alone(out);
            if let Some(operators) = column.operators {
                out.sql(" ");
                out.sql(operators);
            }
            if column.descending {
                out.sql(" DESC");
            }
        });
        out.sql(")");
        if !self.include.is_empty() {
            out.sql(" INCLUDE (");
            out.names(&self.include);
            out.sql(")");
        }
        if let Some(condition) = &self.condition {
            out.sql(" WHERE ");
            condition.write(out);
        }
        out.sql(";");
        out.line();
    }
}
