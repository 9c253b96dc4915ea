//! Rows of other entities that refer to a person.

use specql_analysis::db::{Db, File};
use specql_analysis::graph::{NameKind, files_with};
use specql_analysis::inherited::described;
use specql_analysis::summary;
use specql_language::reserved::reserved_field;
use specql_sql::expression::{Among, Call};
use specql_sql::function::Statement;
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name};

use super::without;
use crate::entity::Entity;
use crate::many;
use crate::names::{Names, reference_column};
use crate::security::Encrypted;
use crate::table::columns_of_fields;
use crate::workspace::{is_left_out, known_targets, leads_to_several};

/// What such a row is called.
const ROW: &str = "r";

/// The variable with the key of such a row.
pub(super) const KEY: &str = "v_referrer";

/// A field by which rows of an entity refer to a person.
pub(super) struct Referrer {
    names: Names,
    field: String,
    /// Of a reference to one of several entities, what the person's is called there.
    target: Option<String>,
    /// Whether the field leads to many rows at once.
    is_many: bool,
    /// Columns that are encrypted.
    hidden: Vec<Name>,
    pub(super) has_table_view: bool,
}

impl Referrer {
    /// All fields of all entities that lead to an entity, in the order of their files.
    pub(super) fn all(entity: &Entity<'_>) -> Vec<Self> {
        let db = entity.db;
        let files = files_with(db, NameKind::Spoken, &entity.names.entity);
        let files = files
            .iter()
            .filter(|file| is_left_out(db, **file).is_none());
        files
            .flat_map(|file| Self::in_file(db, *file, entity.file))
            .collect()
    }

    fn in_file(db: &dyn Db, file: File, person: File) -> Vec<Self> {
        let (Some(entity), Some(names)) = (described(db, file), Names::of(db, file)) else {
            return Vec::new();
        };
        let encrypted = entity.fields.iter();
        let encrypted = encrypted.filter_map(|field| Encrypted::of(db, entity, field));
        let hidden: Vec<_> = encrypted
            .flat_map(|columns| columns.names().map(Name::clone))
            .collect();
        let leading = entity.fields.iter().filter_map(|field| {
            let target = leads_to(db, file, field, person)?;
            Some(Self {
                names: names.clone(),
                field: field.name.clone(),
                target,
                is_many: field.is_many,
                hidden: hidden.clone(),
                has_table_view: entity.has_table_view,
            })
        });
        leading.collect()
    }

    /// What the rows are called among those of a person: `order.customer`.
    pub(super) fn label(&self, person: &Names) -> String {
        let label = format!("{}.{}", self.names.base, self.field);
        match self.names.schema == person.schema {
            true => label,
            false => format!("{}.{label}", self.names.schema),
        }
    }

    fn of(&self, key: Expression) -> Expression {
        if self.is_many {
            return self.of_pairs(key);
        }
        let is_it = Expression::of(ROW, reference_column(&self.field)).equals(key);
        match &self.target {
            Some(target) => {
                let kind = Expression::of(ROW, format!("{}_type", self.field).as_str());
                is_it.and(kind.equals(Expression::text(target)))
            }
            None => is_it,
        }
    }

    /// The rows that refer to many at once, also to the person.
    fn of_pairs(&self, key: Expression) -> Expression {
        let (table, own, other) = many::pairs(&self.names, &self.field);
        let pairs = Select::one(Expression::of("p", own), Source::aliased(table, "p"));
        let pairs = pairs.filtered(Expression::of("p", other).equals(key));
        Expression::In {
            value: Box::new(Expression::of(ROW, self.names.key())),
            among: Among::Query(Box::new(pairs)),
            negated: false,
        }
    }

    /// The rows as JSON.
    pub(super) fn rows(&self, key: Expression) -> Expression {
        let row = Expression::call("to_jsonb", [Expression::Whole(ROW.into())]);
        let all = Expression::call("jsonb_agg", [without(row, &self.hidden)]);
        let empty = Expression::text("[]").cast(DataType::JSONB);
        let query = Select::one(
            Expression::call("coalesce", [all, empty]),
            Source::aliased(self.names.table(), ROW),
        );
        Expression::Query(Box::new(query.filtered(self.of(key))))
    }

    /// Brings what the table view shows of the person up to date.
    pub(super) fn refresh(&self, key: Expression) -> Statement {
        let own = Expression::of(ROW, self.names.key());
        let rows = Source::aliased(self.names.table(), ROW);
        let refresh = Call::object(self.names.refresh_function(), [Expression::name(KEY)]);
        Statement::ForEachRow {
            variable: KEY.into(),
            query: Box::new(Select::one(own, rows).filtered(self.of(key))),
            statements: vec![Statement::Perform(refresh)],
        }
    }
}

/// Whether a field leads to a person, and what they are called there if it may also lead elsewhere.
fn leads_to(
    db: &dyn Db,
    file: File,
    field: &summary::Field,
    person: File,
) -> Option<Option<String>> {
    let column = reference_column(&field.name);
    let has_column = columns_of_fields(db, file).contains(column.as_str());
    if !(has_column || field.is_many && reserved_field(&field.name).is_none()) {
        return None;
    }
    let files = known_targets(db, file, &field.field_type);
    let is_several = leads_to_several(db, file, &field.field_type);
    if !files.contains(&person) || field.is_many && is_several {
        return None;
    }
    let all = files.iter().filter_map(|file| Names::of(db, *file));
    let word = Names::of(db, person)?.word_among(&all.collect::<Vec<_>>());
    Some(is_several.then_some(word))
}
