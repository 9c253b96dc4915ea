//! Fields: what their values are, and which columns hold them.

mod check;
mod default;
mod kind;
mod reference;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use specql_analysis::db::Db;
use specql_analysis::inherited::described;
use specql_analysis::spec;
use specql_language::reserved;
use specql_sql::catalogue::{Column, Constraint, Filled};
use specql_sql::{DataType, Name, Origin};

pub(crate) use default::of_type;
pub(crate) use kind::{Kind, Limits};
pub(crate) use reference::{Reference, Target};

use crate::annotation;
use crate::block::{Block, origin};
use crate::inherited::Provider;
use crate::names::{self, Names};
use crate::reference::columns_beside;
use crate::security::{Encrypted, is_encrypted};

/// A table has 1600 columns at most; what is not of fields needs some of them, too.
const MOST_COLUMNS: usize = 1500;

/// A field.
pub(crate) struct Field<'db> {
    /// As it is written.
    pub(crate) spec: &'db spec::Field,
    /// What its values are.
    pub(crate) kind: Kind<'db>,
    /// The mapping that it is written as, if it is.
    pub(crate) block: Option<Block<'db>>,
    /// The place that asks for it, where it comes from another file.
    asked: Option<Origin>,
    /// The columns that hold it, if it is encrypted.
    pub(crate) encrypted: Option<Encrypted>,
}

impl<'db> Field<'db> {
    /// The fields that can have columns, of all files that an entity consists of; of two with one
    /// name the last one.
    pub(super) fn all(db: &'db dyn Db, providers: &[Provider<'db>]) -> Vec<Self> {
        let mut fields: Vec<Self> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut columns = 0;
        let written = providers.iter().flat_map(|provider| {
            provider
                .spec
                .fields
                .iter()
                .map(move |field| (provider, field))
        });
        for (provider, written) in written {
            if left_out(written).is_some() {
                continue;
            }
            let field = Self {
                encrypted: encrypted(db, providers, written),
                ..Self::of(db, provider, written)
            };
            columns += field.columns();
            if columns > MOST_COLUMNS {
                break;
            }
            let next = fields.len();
            let number = *numbers.entry(field.name()).or_insert(next);
            match fields.get_mut(number) {
                Some(known) => *known = field,
                None => fields.push(field),
            }
        }
        let beside: HashSet<_> = fields.iter().flat_map(columns_beside).collect();
        fields.retain(|field| !beside.contains(&field.column_name()));
        fields
    }

    /// A field of one of the files that an entity consists of.
    pub(crate) fn of(db: &'db dyn Db, provider: &Provider<'db>, written: &'db spec::Field) -> Self {
        let root = provider.root;
        let blocks = root
            .get("entity")
            .and_then(|entity| entity.get("fields"))
            .or_else(|| root.get("fields"));
        let block = blocks.and_then(|blocks| blocks.get(&written.name.text));
        let block = block.filter(|_| written.is_mapping);
        Self {
            spec: written,
            kind: Kind::of(db, provider.file, &written.field_type.kind, block),
            block,
            asked: provider.asked,
            encrypted: None,
        }
    }

    /// How many columns it takes.
    fn columns(&self) -> usize {
        match self.reference() {
            Some(reference) if reference.is_polymorphic() => 2 + reference.targets.len(),
            _ if self.encrypted.is_some() => 2,
            _ => 1,
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &'db str {
        &self.spec.name.text
    }

    /// Whether it refers to rows of entities.
    pub(crate) const fn is_reference(&self) -> bool {
        matches!(self.kind, Kind::Reference(_))
    }

    /// What it refers to.
    pub(crate) const fn reference(&self) -> Option<&Reference> {
        match &self.kind {
            Kind::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    /// Whether it has to have a value. What refers to nothing that is known cannot have one.
    pub(crate) fn is_required(&self) -> bool {
        self.spec.required && self.reference().is_none_or(Reference::is_known)
    }

    /// The column that holds it: `label`, `fk_owner`.
    pub(crate) fn column_name(&self) -> Name {
        if self.is_reference() {
            names::reference_column(self.name())
        } else {
            Name::new(self.name())
        }
    }

    /// The attribute that actions take it by: `label`, `owner_id`.
    pub(crate) fn attribute_name(&self) -> Name {
        if self.is_reference() {
            names::reference_attribute(self.name())
        } else {
            Name::new(self.name())
        }
    }

    /// The type of its column.
    pub(crate) fn data_type(&self) -> DataType {
        self.kind.data_type()
    }

    /// The type that actions take it with.
    pub(crate) fn attribute_type(&self) -> DataType {
        if self.is_reference() {
            DataType::UUID
        } else {
            self.data_type()
        }
    }

    /// Where it stands, from its name to the end of its value.
    pub(crate) fn origin(&self) -> Option<Origin> {
        let own = || origin(self.spec.name.span.to(self.spec.span));
        Some(self.asked.unwrap_or_else(own))
    }

    /// The column that holds it.
    pub(crate) fn column(&self) -> Column {
        let mut column = Column::new(self.column_name(), self.data_type())
            .with_comment(annotation::column(self))
            .with_origin(self.origin());
        column.is_required = self.is_required();
        if let Ok(Some(default)) = self.default() {
            column.filled = Filled::Default(default);
        }
        column
    }

    /// The columns that hold it where it is no reference: two, if it is encrypted.
    pub(crate) fn stored(&self) -> Vec<Column> {
        match &self.encrypted {
            Some(encrypted) => encrypted.columns(self).into(),
            None => vec![self.column()],
        }
    }

    /// What holds for its values. Nothing can be said of those that are encrypted.
    pub(crate) fn checks(&self, names: &Names) -> Vec<Constraint> {
        match self.encrypted {
            Some(_) => Vec::new(),
            None => self.checks_of_type(names),
        }
    }

    /// What its type says of its values.
    pub(crate) fn checks_of_type(&self, names: &Names) -> Vec<Constraint> {
        check::checks(self, names)
    }

    /// Those of `min` and `max` that nothing follows from, for values of its type.
    pub(crate) fn unheeded_limits(&self) -> impl Iterator<Item = &'static str> {
        check::unheeded(self)
    }

    /// That its values can be read in its column.
    pub(crate) fn readable(&self) -> Result<&Self, String> {
        match self.encrypted {
            Some(_) => Err(is_encrypted(self.name())),
            None => Ok(self),
        }
    }
}

/// The columns of the field of this name, if it is encrypted.
fn encrypted(db: &dyn Db, providers: &[Provider<'_>], field: &spec::Field) -> Option<Encrypted> {
    let entity = described(db, providers.last()?.file)?;
    Encrypted::of(db, entity, entity.field(&field.name.text)?)
}

/// Why a field has no column, where it has none.
pub(crate) fn left_out(field: &spec::Field) -> Option<String> {
    let name = &field.name.text;
    if let Some(reserved) = reserved::reserved_field(name) {
        return Some(format!(
            "the field `{name}`, because SpecQL keeps the name `{}` to itself",
            reserved.name
        ));
    }
    if is_system_column(name) {
        return Some(format!(
            "the field `{name}`, because PostgreSQL keeps this name to itself"
        ));
    }
    if field.field_type.refers_to_many() {
        return Some(format!(
            "the field `{name}`, because it refers to many rows at once"
        ));
    }
    if !field.has_type() {
        return Some(format!("the field `{name}`, because it has no type yet"));
    }
    None
}

/// Whether every table has a column of this name without saying so.
pub(crate) fn is_system_column(name: &str) -> bool {
    SYSTEM_COLUMNS.contains(&name)
}

/// Columns that every table has without saying so.
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];
