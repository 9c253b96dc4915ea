//! Which fields tell of a person, and what is put in their place.

use specql_language::types::{EMAIL, is_personal_field, is_personal_type};
use specql_sql::catalogue::{Catalogue, Filled, Table};
use specql_sql::expression::BinaryOperator;
use specql_sql::{DataType, Expression, Name};

use super::translated::Translated;
use crate::action::columns_of;
use crate::block::Block;
use crate::entity::Entity;
use crate::field::{Field, Kind};
use crate::index::is_unique;
use crate::listed::texts;
use crate::security::listed;
use crate::translation::Translation;

/// The column with the name that is put together of a row's values.
const IDENTIFIER: &str = "identifier";

/// What stands where a text was.
const ERASED: &str = "erased";

/// The fields of an entity that tell of a person.
pub(super) struct Personal<'e, 'db> {
    pub(super) fields: Vec<PersonalField<'e, 'db>>,
    /// What is told of them in several languages, if there is anything.
    pub(super) translated: Option<Translated<'e, 'db>>,
}

/// A field that tells of a person.
pub(super) struct PersonalField<'e, 'db>(pub(super) &'e Field<'db>);

/// What is put into the columns of a field.
pub(super) struct Erased(pub(super) Vec<(Name, Expression)>);

impl<'e, 'db> Personal<'e, 'db> {
    /// Fields that are encrypted, masked or listed, and those whose type or name says so.
    pub(super) fn of(
        entity: &'e Entity<'db>,
        compliance: Block<'db>,
        catalogue: &mut Catalogue,
    ) -> Self {
        let masking = entity.security("masking");
        let mut names = Vec::new();
        let translation = Translation::of(entity);
        let is_translated = |name: &str| {
            let mut texts = translation.iter().flat_map(|it| &it.texts);
            texts.any(|text| text.name == name)
        };
        for (name, item) in listed(compliance, "fields", catalogue) {
            if entity.field(name).is_none() && !is_translated(name) {
                let reason = format!("what the law asks for of `{name}`, which is no field");
                catalogue.leave_out(reason, item.origin());
            }
            names.push(name);
        }
        if let Some(masking) = masking {
            let (masked, _) = texts(masking, "fields");
            names.extend(masked.into_iter().map(|(name, _)| name));
        }
        let fields = entity.fields.iter().filter(|field| {
            field.encrypted.is_some()
                || names.contains(&field.name())
                || is_personal_type(type_name(field))
                || is_personal_field(field.name()) && !field.is_reference()
        });
        let fields: Vec<_> = fields.map(PersonalField).collect();
        let translated = translation.map(|translation| {
            Translated::of(translation, |text| {
                let is_own = fields.iter().any(|field| field.0.name() == text);
                is_own || names.contains(&text) || is_personal_field(text)
            })
        });
        Self { fields, translated }
    }

    /// Whether nothing tells of a person.
    pub(super) fn is_empty(&self) -> bool {
        let translated = self.translated.iter();
        self.fields.is_empty() && translated.flat_map(|it| &it.personal).next().is_none()
    }

    /// Their columns.
    pub(super) fn own_columns(&self) -> Vec<Name> {
        let fields = self.fields.iter();
        fields.flat_map(|field| columns_of(field.0)).collect()
    }

    /// Their columns, and those that the database works out from them.
    pub(super) fn columns(&self, table: Option<&Table>) -> Vec<Name> {
        let mut telling = self.own_columns();
        let columns = table.map(|table| table.columns.as_slice());
        for column in columns.unwrap_or_default() {
            let tells = |part: &Expression| match part {
                Expression::Name(names) => names.last().is_some_and(|name| telling.contains(name)),
                _ => false,
            };
            let is_told = match &column.filled {
                Filled::Computed(value) => value.any_part(&tells),
                // It is put together of values of the row.
                _ => column.name.as_str() == IDENTIFIER,
            };
            if is_told {
                telling.push(column.name.clone());
            }
        }
        telling
    }
}

fn type_name<'f>(field: &'f Field<'_>) -> &'f str {
    match &field.kind {
        Kind::Scalar(scalar) => scalar.name,
        Kind::Composite(composite) => composite.name,
        _ => "",
    }
}

impl PersonalField<'_, '_> {
    /// What is put in its place: nothing, or what tells nothing; or why that cannot be.
    pub(super) fn erased(&self, key: Expression) -> Result<Erased, String> {
        let field = self.0;
        if let Some(encrypted) = &field.encrypted {
            if field.is_required() {
                return Ok(Erased(encrypted.values(&Expression::text(ERASED)).into()));
            }
            let columns = encrypted
                .names()
                .map(|name| (name.clone(), Expression::Null));
            return Ok(Erased(columns.into()));
        }
        if !field.is_required() {
            let columns = columns_of(field).into_iter();
            return Ok(Erased(
                columns.map(|name| (name, Expression::Null)).collect(),
            ));
        }
        let value = self.something_else(key);
        let value = value.ok_or("no row can do without it, and nothing can take its place")?;
        Ok(Erased(vec![(field.column_name(), value)]))
    }

    /// A value that tells nothing, for a row that cannot do without one.
    fn something_else(&self, key: Expression) -> Option<Expression> {
        let field = self.0;
        let is_unique = is_unique(field);
        let with_key = |before: &str, behind: &str| {
            let key = key.clone().cast(DataType::TEXT);
            let text = Expression::text(before).binary(BinaryOperator::Concatenate, key);
            match behind {
                "" => text,
                behind => text.binary(BinaryOperator::Concatenate, Expression::text(behind)),
            }
        };
        match &field.kind {
            Kind::Reference(_) => None,
            Kind::Composite(_) => Some(Expression::text("{}").cast(DataType::JSONB)),
            Kind::List => Some(Expression::text("[]").cast(DataType::JSONB)),
            Kind::Scalar(scalar) if scalar.name == EMAIL => {
                Some(with_key("erased+", "@example.invalid"))
            }
            Kind::Scalar(scalar) if scalar.pattern.is_some() => {
                let is_text = field.data_type() == DataType::TEXT;
                (is_text && !is_unique).then(|| Expression::text(scalar.example))
            }
            Kind::Limited(data_type, limits) if *data_type == DataType::TEXT => {
                let least = usize::try_from(limits.least.unwrap_or(0)).ok()?;
                let most = usize::try_from(limits.most.unwrap_or(i64::MAX)).ok()?;
                let text: String = ERASED.chars().take(most).collect();
                let is_short = least <= MOST_FILLED && !is_unique;
                is_short.then(|| Expression::text(format!("{text:.<least$}")))
            }
            Kind::Enum(_) => field.default().ok().flatten(),
            _ if field.data_type() == DataType::TEXT => Some(match is_unique {
                true => with_key("erased ", ""),
                false => Expression::text(ERASED),
            }),
            _ => field.default().ok().flatten().filter(|_| !is_unique),
        }
    }
}

/// Longer texts are not made up.
const MOST_FILLED: usize = 1000;
