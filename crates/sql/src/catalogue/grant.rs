//! Rights: who may do what with which object.

use crate::map::Origin;
use crate::name::{Name, ObjectName};
use crate::text::Writer;

/// A role, which belongs to all databases of a server: it is made where it is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

/// What a role may do with an object, or may no longer do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What: `SELECT`, `USAGE`, `ALL`.
    pub right: &'static str,
    /// With what.
    pub object: Granted,
    /// Who.
    pub role: Name,
    /// Whether it may no longer do so.
    pub is_revoked: bool,
    /// The piece of a spec that it comes from.
    pub origin: Option<Origin>,
}

/// What a right is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Granted {
    /// A schema.
    Schema(Name),
    /// A table or a view.
    Table(ObjectName),
    /// All tables and views of a schema.
    Tables(Name),
}

impl Role {
    pub(super) fn write(&self, out: &mut Writer) {
        out.sql("DO ");
        let mut body = Writer::default();
        body.line();
        body.sql("BEGIN");
        body.line();
        body.indented(|out| {
            out.sql("IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ");
            out.literal(self.name.as_str());
            out.sql(") THEN");
            out.line();
            out.indented(|out| {
                out.sql("CREATE ROLE ");
                out.name(&self.name);
                out.sql(";");
                out.line();
            });
            out.sql("END IF;");
            out.line();
        });
        body.sql("END");
        body.line();
        out.body(body.finish());
        out.sql(";");
        out.line();
    }
}

impl Grant {
    pub(super) fn write(&self, out: &mut Writer) {
        out.sql(if self.is_revoked { "REVOKE " } else { "GRANT " });
        out.sql(self.right);
        match &self.object {
            Granted::Schema(name) => {
                out.sql(" ON SCHEMA ");
                out.name(name);
            }
            Granted::Tables(schema) => {
                out.sql(" ON ALL TABLES IN SCHEMA ");
                out.name(schema);
            }
            Granted::Table(name) => {
                out.sql(" ON TABLE ");
                out.object(name);
            }
        }
        out.sql(if self.is_revoked { " FROM " } else { " TO " });
        out.name(&self.role);
        out.sql(";");
        out.line();
    }
}

/// Whether a role can be called so: PostgreSQL keeps some names to itself, however they are quoted.
#[must_use]
pub fn can_be_role(name: &str) -> bool {
    !name.is_empty() && !name.starts_with("pg_") && !["public", "none"].contains(&name)
}
