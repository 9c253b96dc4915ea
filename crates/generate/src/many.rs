//! References to many rows at once: `ref(Station, many: true)`. The rows that belong together stand
//! in a table of their own, a row for each pair, which goes when one of the two goes.

use specql_analysis::db::{Db, File};
use specql_analysis::spec;
use specql_sql::catalogue::{
    Attribute, Catalogue, Change, Column, Constraint, ConstraintKind, Filled, ForeignKey, Index,
    IndexColumn, Object, Table,
};
use specql_sql::function::{Argument, Body, Function, Volatility};
use specql_sql::query::{Join, Order, Select, Source};
use specql_sql::{DataType, Expression, Name, ObjectName, Origin};

use crate::annotation;
use crate::block;
use crate::entity::Entity;
use crate::field::Field;
use crate::inherited::Provider;
use crate::names::{Names, part, reference_column};
use crate::security;
use crate::table::audit;
use crate::workspace::file_of;

/// A reference to many rows at once.
pub(crate) struct Many<'db> {
    /// As it is written.
    pub(crate) spec: &'db spec::Field,
    /// The entity that the rows are of: its file, and what it is called.
    pub(crate) target: (File, Names),
    /// The table with a row for each pair.
    pub(crate) table: ObjectName,
    /// The name of the table, as a part of other names.
    base: String,
    origin: Option<Origin>,
}

impl<'db> Many<'db> {
    /// Those of an entity. What cannot be one is none, and [`add`] says why.
    pub(crate) fn all(db: &'db dyn Db, names: &Names, providers: &[Provider<'db>]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for provider in providers {
            for field in &provider.spec.fields {
                let made = Self::of(db, names, provider, field);
                if let Some(Ok(made)) = made {
                    // Of two with one name the last one.
                    all.retain(|known| known.spec.name.text != made.spec.name.text);
                    all.push(made);
                }
            }
        }
        all
    }

    /// The one that a field is, or why it cannot be one; none for other fields.
    fn of(
        db: &'db dyn Db,
        names: &Names,
        provider: &Provider<'db>,
        spec: &'db spec::Field,
    ) -> Option<Result<Self, String>> {
        if !spec.field_type.refers_to_many() {
            return None;
        }
        let field = Field::of(db, provider, spec);
        let reference = field.reference()?;
        let [target] = reference.targets.as_slice() else {
            return Some(Err("many rows of one of several entities".to_owned()));
        };
        let Ok(target) = &target.found else {
            return Some(Err(target.problem().unwrap_or_default()));
        };
        let base = base_of(names, &spec.name.text);
        if file_of(db, names.schema.as_str(), &base).is_some() {
            return Some(Err(format!("an entity has the table `tb_{base}`")));
        }
        Some(Ok(Self {
            spec,
            target: target.clone(),
            origin: field.origin(),
            table: table_of(names, &base),
            base,
        }))
    }

    /// The attribute that actions take it by: `favourites_ids`.
    pub(crate) fn attribute_name(&self) -> Name {
        Name::new(&format!("{}_ids", self.spec.name.text))
    }

    /// The attribute of an action's input.
    pub(crate) fn attribute(&self) -> Attribute {
        let sentence = match &self.spec.description {
            Some(description) => description.text.clone(),
            None => format!("Refers to many rows of {}.", self.target.1.entity),
        };
        let name = self.attribute_name();
        let comment = annotation::field(
            &sentence,
            name.as_str(),
            "[UUID!]",
            self.spec.required,
            &[("references", &self.target.1.entity)],
        );
        Attribute::new(name, DataType::UUID.array())
            .with_comment(comment)
            .with_origin(self.origin)
    }

    /// The column with the key of the entity's own row.
    pub(crate) fn own_column(&self, names: &Names) -> Name {
        own_column_of(names, &self.spec.name.text)
    }

    /// The column with the key of the other row.
    pub(crate) fn target_column(&self) -> Name {
        reference_column(&self.spec.name.text)
    }
}

/// The table with the pairs of an entity's field, and its columns with the keys of the own row and of the
/// other.
pub(crate) fn pairs(names: &Names, field: &str) -> (ObjectName, Name, Name) {
    let table = table_of(names, &base_of(names, field));
    (table, own_column_of(names, field), reference_column(field))
}

fn base_of(names: &Names, field: &str) -> String {
    format!("{}_{}", names.base, part(field))
}

fn table_of(names: &Names, base: &str) -> ObjectName {
    names.object(&format!("tb_{base}"))
}

fn own_column_of(names: &Names, field: &str) -> Name {
    let own = reference_column(&names.base);
    // Rows of an entity may refer to rows of the same.
    match own == reference_column(field) {
        true => Name::new(&format!("fk_own_{}", names.base)),
        false => own,
    }
}

/// Adds the tables, and what leads from a row to those that it refers to.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    if !entity.is_next() {
        return;
    }
    for provider in &entity.providers {
        for field in &provider.spec.fields {
            if let Some(Err(reason)) = Many::of(entity.db, &entity.names, provider, field) {
                let reason = format!("the field `{}`: {reason}", field.name.text);
                let own = || block::origin(field.name.span);
                catalogue.leave_out(reason, Some(provider.asked.unwrap_or_else(own)));
            }
        }
    }
    for many in &entity.many {
        catalogue.add(many.made(entity));
        for key in many.keys(entity) {
            catalogue.add(Object::Constraint(many.table.clone(), Box::new(key)));
        }
        let name = format!("idx_tb_{}_{}", many.base, many.target_column());
        let looked_up = [IndexColumn::of(many.target_column())];
        let index = Index::new(name.as_str(), &many.table, looked_up);
        catalogue.add(index.with_origin(many.origin));
        catalogue.add(many.function(entity));
        if entity.names.is_multi_tenant
            && let Some(origin) = security::asked(entity)
        {
            security::protect(many.table.clone(), origin, catalogue);
        }
    }
}

impl Many<'_> {
    fn made(&self, entity: &Entity<'_>) -> Table {
        let names = &entity.names;
        let key = Name::new(&format!("pk_{}", self.base));
        let of_table = |ending: &str| Name::new(&format!("tb_{}_{ending}", self.base));
        let id = Filled::Default(Expression::call("gen_random_uuid", []));
        let mut columns = vec![
            Column::new(key.clone(), DataType::INTEGER)
                .required()
                .filled(Filled::Counted),
            Column::new("id", DataType::UUID).required().filled(id),
        ];
        let pair = vec![self.own_column(names), self.target_column()];
        if names.is_multi_tenant {
            columns.push(Column::new("tenant_id", DataType::UUID).required());
        }
        let keys = pair.iter().cloned();
        columns.extend(keys.map(|name| Column::new(name, DataType::INTEGER).required()));
        // A pair is there or not: it is neither changed nor kept when it goes.
        columns.extend(audit().into_iter().take(2));
        let mut constraints = vec![
            Constraint::new(
                Name::of_table(&self.table.name, "pkey"),
                ConstraintKind::PrimaryKey(vec![key]),
            ),
            Constraint::new(
                of_table("id_key"),
                ConstraintKind::Unique(vec!["id".into()]),
            ),
        ];
        constraints.push(Constraint::new(
            of_table("uniq"),
            ConstraintKind::Unique(pair),
        ));
        Table {
            name: self.table.clone(),
            columns,
            constraints,
            partitioned_by: None,
            comment: Some(annotation::on_one_line(&format!(
                "Which rows of {} each row of {} refers to by {}.",
                self.target.1.entity, names.entity, self.spec.name.text
            ))),
            origin: self.origin,
        }
    }

    fn keys(&self, entity: &Entity<'_>) -> [Constraint; 2] {
        let key = |column: Name, target: &Names| {
            let name = Name::new(&format!("tb_{}_{column}_fkey", self.base));
            let key = ForeignKey {
                columns: vec![column],
                table: target.table(),
                targets: vec![target.key()],
                on_delete: Some(Change::Cascade),
                on_update: None,
            };
            Constraint::new(name, ConstraintKind::ForeignKey(key)).with_origin(self.origin)
        };
        [
            key(self.own_column(&entity.names), &entity.names),
            key(self.target_column(), &self.target.1),
        ]
    }

    /// The ids of the rows that a row refers to.
    fn function(&self, entity: &Entity<'_>) -> Function {
        let names = &entity.names;
        let target = &self.target.1;
        let name = names.object(&format!("{}_ids", self.base));
        let is_own =
            Expression::of("p", self.own_column(names)).equals(Function::argument(&name, "p_pk"));
        let rows = Source::aliased(self.table.clone(), "p");
        let mut query = Select::one(Expression::of("t", "id"), rows)
            .filtered(is_own)
            .filtered(Expression::of("t", "deleted_at").is_null());
        query.joins.push(Join {
            is_left: false,
            source: Source::aliased(target.table(), "t"),
            on: Expression::of("t", target.key()).equals(Expression::of("p", self.target_column())),
        });
        query.order_by.push(Order {
            by: Expression::of("t", target.key()),
            descending: false,
        });
        Function::new(
            name,
            vec![Argument::new("p_pk", DataType::INTEGER)],
            DataType::UUID.set(),
            Body::Select(Box::new(query)),
        )
        .with_volatility(Volatility::Stable)
        .with_comment(annotation::on_one_line(&format!(
            "The ids of the rows of {} that a row of {} refers to by {}.",
            target.entity, names.entity, self.spec.name.text
        )))
        .with_origin(self.origin)
    }
}
