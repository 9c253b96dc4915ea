//! The rows that a row refers to, put beside it.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::infer::Type;
use specql_analysis::inherited::described;
use specql_analysis::summary;
use specql_language::reserved::reserved_field;
use specql_sql::query::{Join, Source};
use specql_sql::{Expression, Name};

use crate::block::Block;
use crate::field::is_system_column;
use crate::json;
use crate::names::{Names, reference_column};
use crate::security::Encrypted;
use crate::workspace;

/// So deep relations are shown inside of relations.
const DEEPEST: usize = 8;

/// A row that is put beside another.
pub(super) struct Relation {
    /// The reference, as it is written.
    pub(super) field: String,
    /// What the row is called in the query.
    pub(super) alias: Name,
    pub(super) file: File,
    pub(super) names: Names,
    /// How it is found.
    pub(super) join: Join,
    /// Its fields that are shown.
    fields: Vec<String>,
    /// Relations inside of it.
    pub(super) inner: Vec<Relation>,
}

/// What was found out while relations were read.
pub(super) struct Told {
    /// What is asked for and not there.
    pub(super) missing: Vec<String>,
    /// So many relations inside of others are still shown.
    budget: usize,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            missing: Vec::new(),
            budget: 200,
        }
    }
}

impl Relation {
    /// The row that a reference leads to, from a row that is called `from` in the query.
    pub(super) fn new(
        db: &dyn Db,
        (field, column): (&str, Expression),
        alias: Name,
        (file, names): (File, Names),
    ) -> Self {
        let on = Expression::of(alias.clone(), names.key()).equals(column);
        let join = Join {
            is_left: true,
            source: Source::aliased(names.table(), alias.clone()),
            on,
        };
        let fields = described(db, file).into_iter();
        let fields =
            fields.flat_map(|entity| entity.fields.iter().map(move |field| (entity, field)));
        Self {
            field: field.to_owned(),
            alias,
            file,
            names,
            join,
            fields: fields
                .filter(|(entity, field)| is_value(db, entity, field))
                .map(|(_, field)| field.name.clone())
                .collect(),
            inner: Vec::new(),
        }
    }

    /// Shows what is asked for, and nothing else. What is not there is told.
    pub(super) fn show(&mut self, db: &dyn Db, asked: Block<'_>, depth: usize, told: &mut Told) {
        let Some(entity) = described(db, self.file) else {
            return;
        };
        let named: Vec<&str> = asked
            .get("fields")
            .into_iter()
            .flat_map(Block::items_or_self)
            .filter_map(Block::text)
            .collect();
        if !named.is_empty() && !named.contains(&"*") {
            self.fields.clear();
            for name in named {
                match entity
                    .field(name)
                    .filter(|field| is_value(db, entity, field))
                {
                    Some(_) => self.fields.push(name.to_owned()),
                    None => told
                        .missing
                        .push(format!("`{name}` of {}", self.names.entity)),
                }
            }
        }
        if depth >= DEEPEST {
            return;
        }
        for (name, inner) in included(asked) {
            if told.budget == 0 {
                return;
            }
            told.budget -= 1;
            match self.follow(db, name) {
                Some(mut relation) => {
                    relation.show(db, inner, depth + 1, told);
                    self.inner.push(relation);
                }
                None => told
                    .missing
                    .push(format!("`{name}` of {}", self.names.entity)),
            }
        }
    }

    /// The row that a reference of this row leads to.
    pub(super) fn follow(&self, db: &dyn Db, name: &str) -> Option<Self> {
        let field = described(db, self.file)?.field(name)?;
        if field.is_many {
            return None;
        }
        let file = workspace::target(db, self.file, &field.field_type)?;
        let names = Names::of(db, file)?;
        let column = Expression::of(self.alias.clone(), reference_column(name));
        let alias = Name::new(&format!("{}__{name}", self.alias));
        Some(Self::new(db, (name, column), alias, (file, names)))
    }

    /// Everything that has to be put beside the row, in its order.
    pub(super) fn joins(&self, joins: &mut Vec<Join>) {
        if !joins.contains(&self.join) {
            joins.push(self.join.clone());
        }
        for inner in &self.inner {
            inner.joins(joins);
        }
    }

    /// The row as JSON; `NULL` where the reference is empty.
    pub(super) fn json(&self) -> Expression {
        let of = |name: Name| Expression::of(self.alias.clone(), name);
        let mut members = vec![("id".to_owned(), of("id".into()))];
        for field in &self.fields {
            members.push((field.clone(), of(Name::new(field))));
        }
        for inner in &self.inner {
            members.push((inner.field.clone(), inner.json()));
        }
        let is_there = of(self.names.key()).is_not_null();
        Expression::when(is_there, json::object(members), None)
    }
}

/// The relations that a block asks for, each with what it says of them.
pub(super) fn included<'b>(block: Block<'b>) -> impl Iterator<Item = (&'b str, Block<'b>)> {
    let list = block.get("include_relations").into_iter();
    list.flat_map(Block::items).flat_map(Block::entries)
}

/// Whether a field of another entity has a column of its own name.
pub(super) fn is_value(db: &dyn Db, entity: &summary::Entity, field: &summary::Field) -> bool {
    field.has_type
        && reserved_field(&field.name).is_none()
        && !is_system_column(&field.name)
        && !matches!(field.field_type, Type::Reference(_))
        && Encrypted::of(db, entity, field).is_none()
}
