//! Table views: a copy of each row with the rows that it refers to, as JSON that is quick to read.

mod relation;

#[cfg(test)]
mod tests;

use specql_analysis::inherited::described;
use specql_sql::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Filled, Index, IndexColumn, Method, Table,
};
use specql_sql::function::{Argument, Block as Steps, Body, Function, Statement};
use specql_sql::query::{Delete, Insert, Join, Select, Source, Values};
use specql_sql::{DataType, Expression, Name, ObjectName, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::field::Field;
use crate::json;
use crate::lookup::Lookup;
use crate::names::Names;
use crate::reference::type_column;
use relation::{Relation, Told, included, is_value};

/// Adds the table view, if the entity has one; whether it has.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) -> bool {
    let has_one = described(entity.db, entity.file).is_some_and(|own| own.has_table_view);
    if !has_one {
        return false;
    }
    let mut view = TableView::new(entity);
    view.read(catalogue);
    catalogue.add(view.table());
    for index in view.indexes(catalogue) {
        catalogue.add(index);
    }
    catalogue.add(view.refresh());
    true
}

impl Names {
    /// The table view: `crm.tv_item`.
    pub(crate) fn table_view(&self) -> ObjectName {
        self.object(&format!("tv_{}", self.base))
    }

    /// The function that brings the table view up to date: `crm.refresh_tv_item`.
    pub(crate) fn refresh_function(&self) -> ObjectName {
        self.object(&format!("refresh_tv_{}", self.base))
    }
}

struct TableView<'e, 'db> {
    entity: &'e Entity<'db>,
    /// What the spec says of it, if it says something.
    block: Option<Block<'db>>,
    origin: Option<Origin>,
    /// Columns, the value of each, and how it is found.
    columns: Vec<(Column, Expression, Option<Lookup>)>,
    relations: Vec<Relation>,
    /// Joins of values that no relation shows.
    joins: Vec<Join>,
}

/// What the entity's row is called in the query.
const ROW: &str = "t";

impl<'e, 'db> TableView<'e, 'db> {
    fn new(entity: &'e Entity<'db>) -> Self {
        let block = entity.nearest("table_views");
        Self {
            entity,
            block,
            origin: block.map_or(entity.origin(), Block::origin),
            columns: Vec::new(),
            relations: Vec::new(),
            joins: Vec::new(),
        }
    }

    /// Reads what the entity and the block say.
    fn read(&mut self, catalogue: &mut Catalogue) {
        let names = &self.entity.names;
        let of_row = |name: Name| Expression::of(ROW, name);
        let internal = "@fraiseql:field internal=true";
        let key = Column::new(names.key(), DataType::INTEGER)
            .required()
            .with_comment(internal);
        self.columns.push((key, of_row(names.key()), None));
        let id = Column::new("id", DataType::UUID).required();
        self.columns.push((id, of_row("id".into()), None));
        if names.is_multi_tenant {
            let comment = "@fraiseql:filter type=UUID,index=btree,performance=optimized";
            let tenant = Column::new("tenant_id", DataType::UUID)
                .required()
                .with_comment(comment);
            self.columns
                .push((tenant, of_row("tenant_id".into()), None));
        }
        for field in self.entity.references() {
            self.reference(field);
        }
        let mut told = Told::default();
        for (name, asked) in self.block.into_iter().flat_map(included) {
            let mut relations = self.relations.iter_mut();
            match relations.find(|relation| relation.field == name) {
                Some(relation) => relation.show(self.entity.db, asked, 0, &mut told),
                None => told.missing.push(format!("`{name}`")),
            }
        }
        if !told.missing.is_empty() {
            let reason = format!("in the table view: {}", told.missing.join(", "));
            catalogue.leave_out(reason, self.origin);
        }
        let asked = self
            .block
            .and_then(|block| block.get("extra_filter_columns"));
        for item in asked.into_iter().flat_map(Block::items_or_self) {
            if let Err(reason) = self.extra(item) {
                catalogue.leave_out(reason, item.origin());
            }
        }
    }

    /// A reference shows as a key, as an id, and as the row itself.
    fn reference(&mut self, field: &Field<'_>) {
        let Some(reference) = field.reference() else {
            return;
        };
        let column = Column::new(field.column_name(), DataType::INTEGER)
            .with_comment("@fraiseql:field internal=true")
            .with_origin(field.origin());
        let key = Expression::of(ROW, field.column_name());
        self.columns.push((column, key.clone(), None));
        let mut ids = Vec::new();
        let mut written = Vec::new();
        for target in &reference.targets {
            let Ok((file, names)) = &target.found else {
                continue;
            };
            let mut key = key.clone();
            let mut alias = format!("r_{}", field.name());
            if reference.is_polymorphic() {
                let is_it = Expression::of(ROW, type_column(field));
                let is_it = is_it.equals(Expression::text(&target.written));
                key = Expression::when(is_it, key, None);
                alias.push_str(&format!("__{}", crate::names::part(&target.written)));
            }
            let relation = Relation::new(
                self.entity.db,
                (field.name(), key),
                Name::new(&alias),
                (*file, names.clone()),
            );
            ids.push(Expression::of(relation.alias.clone(), "id"));
            written.push(target.written.as_str());
            self.relations.push(relation);
        }
        let id = match ids.len() {
            0 => return,
            1 => ids.remove(0),
            _ => Expression::call("coalesce", ids),
        };
        let comment = format!(
            "@fraiseql:filter type=UUID,relation={},index=btree,performance=optimized",
            crate::annotation::on_one_line(&written.join("|"))
        );
        let column = Column::new(field.attribute_name(), DataType::UUID)
            .with_comment(comment)
            .with_origin(field.origin());
        self.columns.push((column, id, Some(Lookup::ORDER)));
    }

    /// A value with a column of its own.
    fn extra(&mut self, item: Block<'db>) -> Result<(), String> {
        let (name, asked) = match item.text() {
            Some(name) => (name, None),
            None => {
                let entry = item.entries().next();
                let (name, asked) = entry.ok_or("a column without a name in the table view")?;
                (name, Some(asked))
            }
        };
        let source = asked.and_then(|asked| asked.text_of("source"));
        let unknown = || {
            let source = source.unwrap_or(name);
            format!("the column `{name}` of the table view: there is no `{source}`")
        };
        let (value, own_type) = self.value(source.unwrap_or(name)).ok_or_else(unknown)?;
        let asked_type = asked.and_then(|asked| asked.text_of("type"));
        let asked_type = asked_type.and_then(DataType::built_in);
        let data_type = asked_type.or(own_type.clone()).unwrap_or(DataType::TEXT);
        let value = if own_type.as_ref() == Some(&data_type) {
            value
        } else {
            value.cast(data_type.clone())
        };
        let word = asked.and_then(|asked| asked.text_of("index"));
        let (lookup, left_out) = match Lookup::asked(word, &data_type) {
            Ok(lookup) => (lookup, Ok(())),
            Err(reason) => (None, Err(format!("in the table view: {reason}"))),
        };
        let name = Name::new(name);
        let is_taken = self.columns.iter().any(|(column, ..)| column.name == name);
        if is_taken || ["data", "refreshed_at"].contains(&name.as_str()) {
            return Err(format!("a second column `{name}` of the table view"));
        }
        let performance = match lookup.map(|lookup| lookup.method) {
            Some(Method::Btree) => "optimized",
            _ => "acceptable",
        };
        let column = Column::new(name, data_type)
            .with_comment(format!("@fraiseql:filter performance={performance}"))
            .with_origin(item.origin());
        self.columns.push((column, value, lookup));
        left_out
    }

    /// The value at the end of a path: a field of the row, or of a row that it refers to.
    fn value(&mut self, path: &str) -> Option<(Expression, Option<DataType>)> {
        let mut names = path.split('.');
        let first = names.next()?;
        let field = self.entity.field(first);
        let rest: Vec<&str> = names.collect();
        let Some((last, between)) = rest.split_last() else {
            let field = field?.readable().ok()?;
            let value = Expression::of(ROW, field.column_name());
            return Some((value, Some(field.data_type())));
        };
        let mut relations = self.relations.iter();
        let start = relations.find(|relation| relation.field == first)?;
        let mut steps = Vec::new();
        for name in between {
            let from = steps.last().unwrap_or(start);
            let next = from.follow(self.entity.db, name)?;
            steps.push(next);
        }
        let end = steps.last().unwrap_or(start);
        let summary = described(self.entity.db, end.file)?;
        let is_value = |field| is_value(self.entity.db, summary, field);
        let is_there = *last == "id" || summary.field(last).is_some_and(is_value);
        let value = Expression::of(end.alias.clone(), *last);
        for step in &steps {
            step.joins(&mut self.joins);
        }
        is_there.then_some((value, None))
    }

    fn table(&self) -> Table {
        let names = &self.entity.names;
        let table = names.table_view();
        let mut columns: Vec<_> = self
            .columns
            .iter()
            .map(|(column, ..)| column.clone())
            .collect();
        columns.push(
            Column::new("data", DataType::JSONB)
                .required()
                .with_comment("@fraiseql:jsonb expand=true"),
        );
        columns.push(
            Column::new("refreshed_at", DataType::TIMESTAMPTZ)
                .required()
                .filled(Filled::Default(Expression::call("now", [])))
                .with_comment("@fraiseql:field internal=true"),
        );
        let id = Name::new(&format!("tv_{}_id_key", names.base));
        Table {
            constraints: vec![
                Constraint::new(
                    Name::of_table(&table.name, "pkey"),
                    ConstraintKind::PrimaryKey(vec![names.key()]),
                ),
                Constraint::new(id, ConstraintKind::Unique(vec!["id".into()])),
            ],
            partitioned_by: None,
            comment: Some(format!(
                "@fraiseql:table source={},refresh=explicit,primary=true",
                crate::annotation::on_one_line(&names.table().to_string())
            )),
            name: table,
            columns,
            origin: self.origin,
        }
    }

    fn indexes(&self, catalogue: &mut Catalogue) -> Vec<Index> {
        let names = &self.entity.names;
        let table = names.table_view();
        let index = |ending: &str, column: IndexColumn, method| {
            let name = format!("{}_idx_tv_{}_{ending}", names.schema, names.base);
            Index::new(name.as_str(), &table, [column])
                .using(method)
                .with_origin(self.origin)
        };
        let mut indexes = Vec::new();
        if names.is_multi_tenant {
            indexes.push(index("tenant", IndexColumn::of("tenant_id"), Method::Btree));
        }
        for (column, _, lookup) in &self.columns {
            if let Some(lookup) = lookup {
                let of = lookup.column(column.name.clone(), catalogue);
                indexes.push(index(column.name.as_str(), of, lookup.method));
            }
        }
        indexes.push(index("data", IndexColumn::of("data"), Method::Gin));
        indexes
    }

    /// Copies one row anew, or all of them.
    fn refresh(&self) -> Function {
        let names = &self.entity.names;
        let given = Name::new(&format!("p_{}", names.key()));
        let asked = |column: Expression| {
            let all = Expression::name(given.clone()).is_null();
            all.or(column.equals(Expression::name(given.clone())))
        };
        let delete = Delete {
            table: names.table_view(),
            alias: Some("v".into()),
            condition: Some(asked(Expression::of("v", names.key()))),
            returning: Vec::new(),
        };
        let mut joins = Vec::new();
        for relation in &self.relations {
            relation.joins(&mut joins);
        }
        for join in &self.joins {
            if !joins.contains(join) {
                joins.push(join.clone());
            }
        }
        let values = self
            .columns
            .iter()
            .map(|(_, value, _)| (value.clone(), None));
        let select = Select {
            columns: values.chain([(self.data(), None)]).collect(),
            from: Some(Source::aliased(names.table(), ROW)),
            joins,
            ..Select::default()
        }
        .filtered(Expression::of(ROW, "deleted_at").is_null())
        .filtered(asked(Expression::of(ROW, names.key())));
        let columns = self.columns.iter().map(|(column, ..)| column.name.clone());
        let insert = Insert {
            table: names.table_view(),
            columns: columns.chain([Name::new("data")]).collect(),
            values: Values::Query(Box::new(select)),
            on_conflict: None,
            returning: Vec::new(),
        };
        let body = Steps::of([
            Statement::Delete(Box::new(delete), Vec::new()),
            Statement::Insert(Box::new(insert), Vec::new()),
        ]);
        Function::new(
            names.refresh_function(),
            vec![Argument::new(given, DataType::INTEGER).with_default(Expression::Null)],
            DataType::VOID,
            Body::Block(body),
        )
        .with_comment("Brings one row of the table view up to date, or all of them.")
        .with_origin(self.origin)
    }

    /// The row as JSON, with those that it refers to.
    fn data(&self) -> Expression {
        let mut members = vec![("id".to_owned(), Expression::of(ROW, "id"))];
        let values = self.entity.values();
        for field in values.filter(|field| field.encrypted.is_none()) {
            let value = Expression::of(ROW, field.column_name());
            members.push((field.name().to_owned(), value));
        }
        for field in self.entity.references() {
            let relations = self.relations.iter();
            let own = relations.filter(|relation| relation.field == field.name());
            let mut shown: Vec<_> = own.map(Relation::json).collect();
            let value = match shown.len() {
                0 => continue,
                1 => shown.remove(0),
                _ => Expression::call("coalesce", shown),
            };
            members.push((field.name().to_owned(), value));
        }
        json::object(members)
    }
}
