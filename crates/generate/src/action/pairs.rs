//! The rows that the row of an action refers to, many at once, as the caller hands them over.

use specql_sql::expression::BinaryOperator;
use specql_sql::function::Statement;
use specql_sql::query::{Delete, Insert, OnConflict, Values};
use specql_sql::{DataType, Expression as Sql, Name};

use super::answer::{NOT_FOUND, REQUIRED, is_required, object};
use super::maker::{Maker, ROW, not_found};
use crate::expression::Table;
use crate::many::Many;

impl Maker<'_, '_> {
    /// Adds the pairs of a new row.
    pub(super) fn add_pairs(&mut self) -> Vec<Statement> {
        let many = self.entity.many.iter();
        many.flat_map(|many| self.add_pairs_of(many)).collect()
    }

    /// Puts the pairs that are handed over in the place of those that are there.
    pub(super) fn replace_pairs(&mut self) -> Vec<Statement> {
        let mut statements = Vec::new();
        for many in &self.entity.many {
            let own = many.own_column(&self.entity.names);
            let delete = Delete {
                table: many.table.clone(),
                alias: Some("p".into()),
                condition: Some(Sql::of("p", own).equals(Sql::of(ROW, self.entity.names.key()))),
                returning: Vec::new(),
            };
            let mut replace = vec![Statement::Delete(Box::new(delete), Vec::new())];
            replace.extend(self.add_pairs_of(many));
            let is_given = Sql::name("input_payload").binary(
                BinaryOperator::HasKey,
                Sql::text(many.attribute_name().as_str()),
            );
            statements.push(Statement::when(is_given, replace));
        }
        statements
    }

    fn add_pairs_of(&mut self, many: &Many<'_>) -> Vec<Statement> {
        let Some(target) = Table::of(self.entity.db, many.target.0) else {
            return Vec::new();
        };
        let names = &self.entity.names;
        let attribute = many.attribute_name();
        let ids = Sql::of("input_data", attribute.clone());
        let id = Name::new("v_id");
        let key = Name::new("v_key");
        self.variable_once(&id, DataType::UUID);
        self.variable_once(&key, DataType::INTEGER);
        let mut columns = vec![many.own_column(names), many.target_column()];
        let mut values = vec![Sql::of(ROW, names.key()), Sql::name(key.clone())];
        if names.is_multi_tenant {
            columns.push("tenant_id".into());
            values.push(Sql::name("auth_tenant_id"));
        }
        columns.push("created_by".into());
        values.push(Sql::name("auth_user_id"));
        let insert = Insert {
            table: many.table.clone(),
            columns,
            values: Values::Rows(vec![values]),
            on_conflict: Some(OnConflict {
                columns: Vec::new(),
                set: Vec::new(),
            }),
            returning: Vec::new(),
        };
        let context = || object([("field", Sql::text(attribute.as_str()))]);
        let fields = [attribute.as_str()];
        let mut statements = Vec::new();
        if many.spec.required {
            let none = Sql::call(
                "coalesce",
                [Sql::call("cardinality", [ids.clone()]), Sql::integer(0)],
            );
            let message = Sql::text(is_required(&many.spec.name.text));
            let fail = self.fail(REQUIRED, &fields, message, context());
            statements.push(Statement::when(none.equals(Sql::integer(0)), [fail]));
        }
        let message = not_found(&target.names.base);
        let fail = self.fail(NOT_FOUND, &fields, message, context());
        let add = Statement::ForEachItem {
            variable: id.clone(),
            array: ids.clone(),
            statements: vec![
                Statement::assign(key.clone(), target.key_of(Sql::name(id))),
                Statement::when(Sql::name(key).is_null(), [fail]),
                Statement::Insert(Box::new(insert), Vec::new()),
            ],
        };
        statements.push(Statement::when(ids.is_not_null(), [add]));
        statements
    }
}
