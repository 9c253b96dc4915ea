//! Encrypted fields: a column with the value, sealed, and one with a fingerprint of it by which
//! rows are looked up.
//!
//! The keys are settings of the session and never stand in the database. What is worked out from
//! the value itself, nobody can ask the database for: only whether it is the same as another.

use specql_analysis::db::{Db, Workspace};
use specql_analysis::summary;
use specql_language::Target;
use specql_language::expression::ValueType;
use specql_language::reserved::reserved_field;
use specql_sql::catalogue::{Catalogue, Column};
use specql_sql::expression::FunctionName;
use specql_sql::{DataType, Expression, Name};

use crate::annotation;
use crate::block::Block;
use crate::entity::Entity;
use crate::field::{Field, is_system_column};
use crate::foundation::{ENCRYPTION, blind_index, encrypt_text};
use crate::names::reference_column;

/// The names that a spec may call this way of sealing by.
const ALGORITHMS: [&str; 3] = ["aes-256", "aes256", "pgp-aes-256"];

/// The columns of an encrypted field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encrypted {
    /// With the value, sealed.
    pub(crate) value: Name,
    /// With its fingerprint.
    pub(crate) index: Name,
}

impl Encrypted {
    /// The columns of a field, if it is an encrypted one.
    pub(crate) fn of(
        db: &dyn Db,
        entity: &summary::Entity,
        field: &summary::Field,
    ) -> Option<Self> {
        let workspace = Workspace::try_get(db)?;
        let is_text = matches!(field.field_type.value(), ValueType::Text | ValueType::Enum);
        let has_column = reserved_field(&field.name).is_none() && !is_system_column(&field.name);
        if !field.encrypted || !is_text || !has_column || workspace.target(db) != Target::Next {
            return None;
        }
        let column = |ending: &str| {
            let mut name = format!("{}_{ending}", field.name);
            while is_taken(entity, &name) {
                name.push('_');
            }
            Name::new(&name)
        };
        Some(Self {
            value: column("encrypted"),
            index: column("index"),
        })
    }

    /// Both columns.
    pub(crate) fn names(&self) -> [&Name; 2] {
        [&self.value, &self.index]
    }

    /// What is put into both columns.
    pub(crate) fn values(&self, value: &Expression) -> [(Name, Expression); 2] {
        [
            (self.value.clone(), sealed(value.clone())),
            (self.index.clone(), hash_of(value.clone())),
        ]
    }

    /// Both columns in the table.
    pub(crate) fn columns(&self, field: &Field<'_>) -> [Column; 2] {
        let of = field.name();
        let column = |name: &Name, sentence: &str| {
            let comment = annotation::block(sentence, "field", &[("internal", "true")]);
            let mut column = Column::new(name.clone(), DataType::BYTEA)
                .with_comment(comment)
                .with_origin(field.origin());
            column.is_required = field.is_required();
            column
        };
        [
            column(&self.value, &format!("The field {of}, encrypted.")),
            column(
                &self.index,
                &format!("A fingerprint of the field {of}, by which rows are looked up."),
            ),
        ]
    }
}

/// Whether another field has a column of this name.
fn is_taken(entity: &summary::Entity, column: &str) -> bool {
    let mut fields = entity.fields.iter();
    fields.any(|field| {
        field.name == column
            || field.field_type.value() == ValueType::Reference
                && reference_column(&field.name).as_str() == column
    })
}

/// Why a field cannot be used.
pub(crate) fn is_encrypted(field: &str) -> String {
    format!("`{field}` is encrypted: it can only be compared by `=`")
}

/// A text as it is stored in an encrypted field.
fn sealed(value: Expression) -> Expression {
    Expression::call_object(encrypt_text(), [value])
}

/// The fingerprint of a text.
pub(crate) fn hash_of(value: Expression) -> Expression {
    Expression::call_object(blind_index(), [value])
}

/// Adds what encrypted fields need, and tells what they cannot have.
pub(super) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let Some(block) = entity.security("encryption") else {
        return;
    };
    let mut is_needed = false;
    for (name, item) in super::listed(block, "fields", catalogue) {
        let left_out = match entity.field(name) {
            Some(field) if field.encrypted.is_some() => {
                is_needed = true;
                continue;
            }
            Some(_) => format!("the encryption of `{name}`, which is no text"),
            None => format!("the encryption of `{name}`, which is no field"),
        };
        catalogue.leave_out(left_out, item.origin());
    }
    for field in &entity.fields {
        tell_what_is_lost(entity, field, catalogue);
    }
    let algorithm = block.get("algorithm");
    if let Some(written) = algorithm.and_then(Block::text)
        && !ALGORITHMS.contains(&written.to_lowercase().as_str())
    {
        let reason = format!(
            "the algorithm `{written}`, which PostgreSQL has not: fields are encrypted with \
             AES-256 as OpenPGP does it, which notices changes as well"
        );
        catalogue.leave_out(reason, algorithm.and_then(Block::origin));
    }
    if is_needed {
        catalogue.need(ENCRYPTION);
    }
}

/// What an encrypted field cannot have, because it would have to be read for it.
fn tell_what_is_lost(entity: &Entity<'_>, field: &Field<'_>, catalogue: &mut Catalogue) {
    if field.encrypted.is_none() {
        return;
    }
    let name = field.name();
    for check in field.checks_of_type(&entity.names) {
        let reason = format!("the check `{}`: `{name}` is encrypted", check.name);
        catalogue.leave_out(reason, check.origin);
    }
    if crate::index::is_unique(field) {
        let reason = format!("that `{name}` is unique: it is encrypted");
        catalogue.leave_out(reason, field.origin());
    }
    if let Ok(Some(_)) = field.default() {
        let reason =
            format!("the default of the column of `{name}`, which only actions can encrypt");
        catalogue.leave_out(reason, field.origin());
    }
}

/// Whether an expression gives another value each time it is worked out, so that what is stored
/// and its fingerprint would not be of the same.
pub(crate) fn is_new_each_time(value: &Expression) -> bool {
    const NEW: [&str; 3] = ["gen_random_uuid", "random", "clock_timestamp"];
    let is_one = match value {
        Expression::Call(call) => match call.function {
            FunctionName::BuiltIn(name) => NEW.contains(&name),
            FunctionName::Object(_) => false,
        },
        _ => false,
    };
    is_one || value.parts().into_iter().any(is_new_each_time)
}
