//! Tables of entities, as far as other files may know of them.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::infer::Type;
use specql_analysis::inherited::described;
use specql_analysis::summary;
use specql_language::expression::{Place, ValueType, name as word};
use specql_language::reserved;
use specql_sql::{Expression as Sql, Name};

use super::Shape;
use crate::names::{Names, reference_column};
use crate::security::{Encrypted, is_encrypted};
use crate::workspace::targets;

/// The table of an entity.
#[derive(Clone)]
pub(crate) struct Table<'db> {
    pub(crate) db: &'db dyn Db,
    pub(crate) file: File,
    pub(crate) names: Names,
    pub(crate) entity: &'db summary::Entity,
}

impl<'db> Table<'db> {
    /// The table of the entity in a file.
    pub(crate) fn of(db: &'db dyn Db, file: File) -> Option<Self> {
        Some(Self {
            db,
            file,
            names: Names::of(db, file)?,
            entity: described(db, file)?,
        })
    }

    /// The column of a field, and what is in it.
    pub(crate) fn field(&self, name: &str) -> Option<(Name, Shape)> {
        if reserved::reserved_field(name).is_some() {
            return None;
        }
        let field = self.entity.field(name);
        let field = field.filter(|field| !field.is_many && field.has_type)?;
        if self.encrypted(name).is_some() {
            return None;
        }
        Some(match self.shape(&field.field_type) {
            shape @ Shape::Key(_) => (reference_column(name), shape),
            shape => (Name::new(name), shape),
        })
    }

    /// The columns of an encrypted field, which has none that can be read.
    pub(crate) fn encrypted(&self, name: &str) -> Option<Encrypted> {
        Encrypted::of(self.db, self.entity, self.entity.field(name)?)
    }

    /// Why there is no column of this name.
    pub(crate) fn no_column(&self, name: &str) -> String {
        match self.encrypted(name) {
            Some(_) => is_encrypted(name),
            None => format!("`{}` has no column `{name}`", self.names.entity),
        }
    }

    /// A column that every table has, or the column of a reference by its own name.
    pub(crate) fn other_column(&self, name: &str) -> Option<(Name, Shape)> {
        if let Some(field) = name.strip_prefix("fk_") {
            return self
                .field(field)
                .filter(|(_, shape)| matches!(shape, Shape::Key(_)));
        }
        if Name::new(name) == self.names.key() {
            return Some((self.names.key(), Shape::Key(vec![self.file])));
        }
        let known = word(name).filter(|known| known.place == Place::Column)?;
        let is_there = match known.name {
            "tenant_id" => self.names.is_multi_tenant,
            "identifier" => false,
            _ => true,
        };
        is_there.then(|| (Name::new(known.name), Shape::of(known.value)))
    }

    /// Any of its columns.
    pub(crate) fn column(&self, name: &str) -> Option<(Name, Shape)> {
        self.field(name).or_else(|| self.other_column(name))
    }

    /// What a type that is written in this file means.
    pub(crate) fn shape(&self, ty: &Type) -> Shape {
        shape(self.db, self.file, ty)
    }

    /// That a row called so is one that the caller may see: of the tenant, and not deleted.
    pub(crate) fn is_visible(&self, row: &Name) -> Sql {
        let is_live = Sql::of(row.clone(), "deleted_at").is_null();
        match self.is_of_tenant(row) {
            Some(is_of_tenant) => is_of_tenant.and(is_live),
            None => is_live,
        }
    }

    /// That a row called so is one of the tenant; none where rows have no tenant.
    pub(crate) fn is_of_tenant(&self, row: &Name) -> Option<Sql> {
        let tenant = || Sql::of(row.clone(), "tenant_id").equals(Sql::name("auth_tenant_id"));
        self.names.is_multi_tenant.then(tenant)
    }

    /// The key of the row that this is the id of, or the key as text.
    pub(crate) fn key_of(&self, id: Sql) -> Sql {
        let mut arguments = vec![id.cast(specql_sql::DataType::TEXT)];
        if self.names.is_multi_tenant {
            arguments.push(Sql::name("auth_tenant_id"));
        }
        Sql::call_object(self.names.key_function(), arguments)
    }
}

/// What a type means that is written in a file.
pub(crate) fn shape(db: &dyn Db, file: File, ty: &Type) -> Shape {
    match ty {
        // What leads nowhere known has a key of nothing known.
        Type::Reference(_) => Shape::Key(targets(db, file, ty).unwrap_or_default()),
        Type::Value(ValueType::Reference) => Shape::Key(Vec::new()),
        ty => Shape::Plain(ty.clone()),
    }
}
