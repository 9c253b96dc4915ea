//! Fields: what their values are, and which columns hold them.

mod check;
mod default;
mod kind;
mod reference;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::{TypeExpression, TypeKind};
use specql_analysis::spec::{self, Spec};
use specql_language::reserved;
use specql_sql::catalogue::{Column, Constraint, Filled};
use specql_sql::{DataType, Name, Origin};

pub(crate) use default::of_type;
pub(crate) use kind::{Kind, Limits};
pub(crate) use reference::{Reference, Target};

use crate::annotation;
use crate::block::{Block, origin};
use crate::names::{self, Names};

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
}

impl<'db> Field<'db> {
    /// The fields of a spec that can have columns; of two with one name the last one.
    pub(super) fn all(db: &'db dyn Db, file: File, spec: &'db Spec, root: Block<'db>) -> Vec<Self> {
        let blocks = root
            .get("entity")
            .and_then(|entity| entity.get("fields"))
            .or_else(|| root.get("fields"));
        let mut fields: Vec<Self> = Vec::with_capacity(spec.fields.len());
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut columns = 0;
        for written in &spec.fields {
            if left_out(written).is_some() {
                continue;
            }
            let block = blocks.and_then(|blocks| blocks.get(&written.name.text));
            let block = block.filter(|_| written.is_mapping);
            let field = Self {
                spec: written,
                kind: Kind::of(db, file, &written.field_type.kind, block),
                block,
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
        fields
    }

    /// How many columns it takes.
    fn columns(&self) -> usize {
        match self.reference() {
            Some(reference) if reference.is_polymorphic() => 2 + reference.targets.len(),
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
        Some(origin(self.spec.name.span.to(self.spec.span)))
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

    /// What holds for its values.
    pub(crate) fn checks(&self, names: &Names) -> Vec<Constraint> {
        check::checks(self, names)
    }
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
    if SYSTEM_COLUMNS.contains(&name.as_str()) {
        return Some(format!(
            "the field `{name}`, because PostgreSQL keeps this name to itself"
        ));
    }
    if is_many(&field.field_type) {
        return Some(format!(
            "the field `{name}`, because it refers to many rows at once"
        ));
    }
    let is_missing = field.field_type.kind == TypeKind::Missing;
    if is_missing && !field.is_mapping {
        return Some(format!("the field `{name}`, because it has no type yet"));
    }
    None
}

/// Columns that every table has without saying so.
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

/// `ref(Item, many: true)`
fn is_many(written: &TypeExpression) -> bool {
    let TypeKind::Reference { options, .. } = &written.kind else {
        return false;
    };
    let mut options = options.iter();
    options.any(|option| option.name.text == "many" && option.value.text == "true")
}
