//! What a database consists of.
//!
//! Each object knows the piece of a spec that it comes from. What stands in which order is decided
//! in [`crate::script`].

mod constraint;
mod gate;
mod grant;
mod index;
mod partition;
mod policy;
mod publication;
mod share;
mod table;
mod trigger;
mod view;

#[cfg(test)]
mod tests;

pub use constraint::{Change, Constraint, ConstraintKind, Excluded, ForeignKey};
pub use gate::Gate;
pub use grant::{Grant, Granted, Role, can_be_role};
pub use index::{Index, IndexColumn, Method};
pub use partition::Partition;
pub use policy::{Policy, RowSecurity};
pub use publication::Publication;
pub use share::Share;
pub use table::{Attribute, Column, Composite, Divided, Filled, Table};
pub use trigger::{Event, Timing, Trigger};
pub use view::View;

use std::collections::BTreeSet;
use std::convert::identity;

use crate::function::Function;
use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::{Text, Writer};

/// Objects that belong together: those of an entity, or those that all entities need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Whose objects they are, for those who read it.
    pub subject: String,
    /// Which catalogues there have to be beside it, by whose objects they hold.
    pub needs: BTreeSet<&'static str>,
    /// The objects; of two in the same stage, the first is made first.
    pub objects: Vec<Object>,
}

/// An object of a database.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// An extension of PostgreSQL.
    Extension(&'static str),
    /// A schema.
    Schema(Name, Option<Origin>),
    /// A composite type.
    Composite(Composite),
    /// A table.
    Table(Table),
    /// The partition of a table.
    Partition(Partition),
    /// The partition of a table with the rows of one value.
    Share(Share),
    /// A constraint that can only be made once all tables are there.
    Constraint(ObjectName, Box<Constraint>),
    /// An index.
    Index(Box<Index>),
    /// A function.
    Function(Box<Function>),
    /// A view.
    View(Box<View>),
    /// A view for those who may not see the table behind it.
    Gate(Box<Gate>),
    /// A trigger.
    Trigger(Box<Trigger>),
    /// That rows of a table are kept apart by policies.
    RowSecurity(RowSecurity),
    /// Which rows of a table may be seen and changed.
    Policy(Box<Policy>),
    /// A role.
    Role(Role),
    /// What a role may do.
    Grant(Grant),
    /// Rows that leave the database while they are written.
    Publication(Box<Publication>),
    /// What a spec asks for and is not there.
    LeftOut(LeftOut),
}

/// What a spec asks for and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Whose it would be.
    pub subject: String,
    /// What, and why.
    pub reason: String,
    /// The piece of the spec that asks for it.
    pub origin: Option<Origin>,
}

/// When an object is made: everything of a stage comes before everything of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// What is left out, and why.
    Remarks,
    /// Extensions.
    Extensions,
    /// Schemas.
    Schemas,
    /// Composite types.
    Types,
    /// Tables with their own constraints.
    Tables,
    /// Constraints between tables.
    Constraints,
    /// Indexes.
    Indexes,
    /// Functions.
    Functions,
    /// Views.
    Views,
    /// Functions that look at views.
    ViewFunctions,
    /// Triggers.
    Triggers,
    /// Row security, and rights.
    Policies,
    /// What leaves the database.
    Publications,
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Self; 13] = [
        Self::Remarks,
        Self::Extensions,
        Self::Schemas,
        Self::Types,
        Self::Tables,
        Self::Constraints,
        Self::Indexes,
        Self::Functions,
        Self::Views,
        Self::ViewFunctions,
        Self::Triggers,
        Self::Policies,
        Self::Publications,
    ];

    /// A word for it, as in the name of a file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Remarks => "remarks",
            Self::Extensions => "extensions",
            Self::Schemas => "schemas",
            Self::Types => "types",
            Self::Tables => "tables",
            Self::Constraints => "constraints",
            Self::Indexes => "indexes",
            Self::Functions => "functions",
            Self::Views => "views",
            Self::ViewFunctions => "view_functions",
            Self::Triggers => "triggers",
            Self::Policies => "policies",
            Self::Publications => "publications",
        }
    }
}

impl Catalogue {
    /// Nothing yet, of this.
    #[must_use]
    pub fn of(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            ..Self::default()
        }
    }

    /// Notes that the objects of another catalogue have to be there, too.
    pub fn need(&mut self, subject: &'static str) {
        self.needs.insert(subject);
    }

    /// Adds an object; an extension only once.
    pub fn add(&mut self, object: impl Into<Object>) {
        let object = object.into();
        if !matches!(object, Object::Extension(_)) || !self.objects.contains(&object) {
            self.objects.push(object);
        }
    }

    /// Notes that something is not there, and why.
    pub fn leave_out(&mut self, reason: impl Into<String>, origin: Option<Origin>) {
        self.add(Object::LeftOut(LeftOut {
            subject: self.subject.clone(),
            reason: reason.into(),
            origin,
        }));
    }

    /// The objects of a stage, in their order.
    pub fn of_stage(&self, stage: Stage) -> impl Iterator<Item = &Object> {
        let objects = self.objects.iter();
        objects.filter(move |object| object.stage() == stage)
    }

    /// The SQL of these objects alone.
    #[must_use]
    pub fn text(&self) -> Text {
        let stages = Stage::ALL.into_iter();
        let objects = stages.flat_map(|stage| self.of_stage(stage));
        crate::script::text_of(objects)
    }
}

impl Object {
    /// When it is made.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self {
            Self::Extension(_) => Stage::Extensions,
            Self::Schema(..) => Stage::Schemas,
            Self::Composite(_) => Stage::Types,
            Self::Table(_) | Self::Partition(_) | Self::Share(_) => Stage::Tables,
            Self::Constraint(..) => Stage::Constraints,
            Self::Index(_) => Stage::Indexes,
            Self::Function(function) if function.is_late => Stage::ViewFunctions,
            Self::Function(_) => Stage::Functions,
            Self::View(_) | Self::Gate(_) => Stage::Views,
            Self::Trigger(_) => Stage::Triggers,
            Self::RowSecurity(_) | Self::Policy(_) | Self::Role(_) | Self::Grant(_) => {
                Stage::Policies
            }
            Self::Publication(_) => Stage::Publications,
            Self::LeftOut(_) => Stage::Remarks,
        }
    }

    /// The piece of a spec that it comes from.
    #[must_use]
    pub const fn origin(&self) -> Option<Origin> {
        match self {
            Self::Extension(_) => None,
            Self::Schema(_, origin) => *origin,
            Self::Composite(composite) => composite.origin,
            Self::Table(table) => table.origin,
            Self::Partition(partition) => partition.origin,
            Self::Share(share) => share.origin,
            Self::Constraint(_, constraint) => constraint.origin,
            Self::Index(index) => index.origin,
            Self::Function(function) => function.origin,
            Self::View(view) => view.origin,
            Self::Gate(gate) => gate.origin,
            Self::Trigger(trigger) => trigger.origin,
            Self::RowSecurity(security) => security.origin,
            Self::Policy(policy) => policy.origin,
            Self::Role(role) => role.origin,
            Self::Grant(grant) => grant.origin,
            Self::Publication(publication) => publication.origin,
            Self::LeftOut(left_out) => left_out.origin,
        }
    }

    /// Its SQL.
    #[must_use]
    pub fn sql(&self) -> String {
        crate::text::written(|out| self.write(out))
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.from(self.origin(), |out| match self {
            Self::Extension(name) => {
                out.sql("CREATE EXTENSION IF NOT EXISTS ");
                out.sql(name);
                out.sql(";");
                out.line();
            }
            Self::Schema(name, _) => {
                out.sql("CREATE SCHEMA IF NOT EXISTS ");
                out.name(name);
                out.sql(";");
                out.line();
            }
            Self::Composite(composite) => composite.write(out),
            Self::Table(table) => table.write(out),
            Self::Partition(partition) => partition.write(out),
            Self::Share(share) => share.write(out),
            Self::Constraint(table, constraint) => {
                out.sql("ALTER TABLE ");
                out.object(table);
                out.line();
                out.indented(|out| {
                    out.sql("ADD ");
                    constraint.write(out);
                });
                out.sql(";");
                out.line();
            }
            Self::Index(index) => index.write(out),
            Self::Function(function) => function.write(out),
            Self::View(view) => view.write(out),
            Self::Gate(gate) => gate.write(out),
            Self::Trigger(trigger) => trigger.write(out),
            Self::RowSecurity(security) => security.write(out),
            Self::Policy(policy) => policy.write(out),
            Self::Role(role) => role.write(out),
            Self::Grant(grant) => grant.write(out),
            Self::Publication(publication) => publication.write(out),
            Self::LeftOut(left_out) => {
                let LeftOut {
                    subject, reason, ..
                } = left_out;
                out.remark(&match subject.as_str() {
                    "" => format!("Left out: {reason}"),
                    subject => format!("Left out of {subject}: {reason}"),
                });
            }
        });
    }
}

macro_rules! objects {
    ($($kind:ident $of:expr),*) => {
        $(impl From<$kind> for Object {
            fn from(object: $kind) -> Self {
                Self::$kind($of(object))
            }
        })*
    };
}

objects!(
    Composite identity,
    Table identity,
    Partition identity,
    Share identity,
    Role identity,
    Grant identity,
    RowSecurity identity,
    Index Box::new,
    Function Box::new,
    View Box::new,
    Gate Box::new,
    Trigger Box::new,
    Policy Box::new,
    Publication Box::new
);
