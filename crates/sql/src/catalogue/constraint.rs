//! Constraints.

use crate::expression::Expression;
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// What holds for the rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// Its name.
    pub name: Name,
    /// What holds.
    pub kind: ConstraintKind,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

/// What holds.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintKind {
    /// Rows are known by these columns.
    PrimaryKey(Vec<Name>),
    /// No two rows have the same values here.
    Unique(Vec<Name>),
    /// The same, and what is missing counts as a value like any other.
    UniqueWithNulls(Vec<Name>),
    /// This is not false.
    Check(Expression),
    /// The columns are the key of a row elsewhere.
    ForeignKey(ForeignKey),
    /// No two rows stand in these relations to each other.
    Exclude(Excluded),
}

/// A key of a row elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignKey {
    /// The columns here.
    pub columns: Vec<Name>,
    /// The table there.
    pub table: ObjectName,
    /// The columns there.
    pub targets: Vec<Name>,
    /// What happens when the row there goes.
    pub on_delete: Option<Change>,
    /// What happens when its key changes.
    pub on_update: Option<Change>,
}

/// What happens to rows whose target goes or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// They go or change with it.
    Cascade,
    /// They forbid it.
    Restrict,
    /// They lose their key.
    SetNull,
    /// They get the default key.
    SetDefault,
}

/// Relations that no two rows stand in.
#[derive(Clone, Debug, PartialEq)]
pub struct Excluded {
    /// What is compared, and by which operator.
    pub elements: Vec<(Expression, &'static str)>,
    /// Which rows count.
    pub condition: Option<Expression>,
}

impl Constraint {
    /// A constraint.
    #[must_use]
    pub fn new(name: impl Into<Name>, kind: ConstraintKind) -> Self {
        Self {
            name: name.into(),
            kind,
            origin: None,
        }
    }

    /// The same with where it comes from.
    #[must_use]
    pub fn with_origin(mut self, origin: Option<Origin>) -> Self {
        self.origin = origin;
        self
    }

    /// Whether it comes with an index of its name.
    #[must_use]
    pub const fn has_index(&self) -> bool {
        matches!(
            self.kind,
            ConstraintKind::PrimaryKey(_)
                | ConstraintKind::Unique(_)
                | ConstraintKind::UniqueWithNulls(_)
                | ConstraintKind::Exclude(_)
        )
    }

    /// As it stands in the definition of its table.
    #[must_use]
    pub fn sql(&self) -> String {
        crate::text::written(|out| self.write(out))
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.sql("CONSTRAINT ");
        out.name(&self.name);
        match &self.kind {
            ConstraintKind::PrimaryKey(columns) => {
                out.sql(" PRIMARY KEY (");
                out.names(columns);
                out.sql(")");
            }
            ConstraintKind::Unique(columns) => {
                out.sql(" UNIQUE (");
                out.names(columns);
                out.sql(")");
            }
            ConstraintKind::UniqueWithNulls(columns) => {
                out.sql(" UNIQUE NULLS NOT DISTINCT (");
                out.names(columns);
                out.sql(")");
            }
            ConstraintKind::Check(condition) => {
                out.sql(" CHECK (");
                condition.write(out);
                out.sql(")");
            }
            ConstraintKind::ForeignKey(key) => key.write(out),
            ConstraintKind::Exclude(excluded) => excluded.write(out),
        }
    }
}

impl ForeignKey {
    fn write(&self, out: &mut Writer) {
        out.sql(" FOREIGN KEY (");
        out.names(&self.columns);
        out.sql(") REFERENCES ");
        out.object(&self.table);
        out.sql(" (");
        out.names(&self.targets);
        out.sql(")");
        if let Some(change) = self.on_delete {
            out.sql(" ON DELETE ");
            out.sql(change.words());
        }
        if let Some(change) = self.on_update {
            out.sql(" ON UPDATE ");
            out.sql(change.words());
        }
    }
}

impl Change {
    const fn words(self) -> &'static str {
        match self {
            Self::Cascade => "CASCADE",
            Self::Restrict => "RESTRICT",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl Excluded {
    fn write(&self, out: &mut Writer) {
        out.sql(" EXCLUDE USING gist (");
        out.joined(&self.elements, ", ", |out, (value, operator)| {
            value.write_alone(out);
            out.sql(" WITH ");
            out.sql(operator);
        });
        out.sql(")");
        if let Some(condition) = &self.condition {
            out.sql(" WHERE (");
            condition.write(out);
            out.sql(")");
        }
    }
}
