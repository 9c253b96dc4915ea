//! The fields of the row that an action is about, as the caller hands them over.

use specql_sql::expression::BinaryOperator;
use specql_sql::function::Statement;
use specql_sql::query::{Insert, Update, Values};
use specql_sql::{DataType, Expression as Sql, Name};

use super::answer::{NOT_FOUND, REQUIRED, is_required, object};
use super::maker::{Maker, ROW, not_found};
use crate::expression::Table;
use crate::field::{Field, Reference};
use crate::reference::type_column;
use crate::security::{Encrypted, hash_of};

/// The variable with the row as it is to be.
const NEW: &str = "v_new";

impl Maker<'_, '_> {
    /// Fills the variable with a new row.
    pub(super) fn fill_row(&mut self) -> Vec<Statement> {
        self.takes_fields = true;
        self.is_stored = false;
        let mut statements = Vec::new();
        for field in &self.entity.fields {
            if field.is_required() && !has_default(field) {
                statements.push(self.require(field, None));
            }
        }
        let mut set = |name: &str, value| {
            statements.push(Statement::Assign(vec![ROW.into(), name.into()], value));
        };
        set("id", Sql::call("gen_random_uuid", []));
        if self.entity.names.is_multi_tenant {
            set("tenant_id", Sql::name("auth_tenant_id"));
        }
        set("created_at", Sql::call("now", []));
        set("created_by", Sql::name("auth_user_id"));
        set("updated_at", Sql::call("now", []));
        set("updated_by", Sql::name("auth_user_id"));
        for field in &self.entity.fields {
            statements.extend(self.take(field, ROW, None));
        }
        statements
    }

    /// Adds the row to its table.
    pub(super) fn insert_row(&mut self) -> Vec<Statement> {
        let mut columns: Vec<Name> = vec!["id".into()];
        if self.entity.names.is_multi_tenant {
            columns.push("tenant_id".into());
        }
        for field in &self.entity.fields {
            columns.extend(columns_of(field));
        }
        columns.extend(["created_at", "created_by", "updated_at", "updated_by"].map(Name::new));
        let values = columns.iter().map(|column| Sql::of(ROW, column.clone()));
        let insert = Insert {
            table: self.entity.names.table(),
            values: Values::Rows(vec![values.collect()]),
            columns,
            on_conflict: None,
            returning: vec![Sql::Star],
        };
        self.is_stored = true;
        self.has_changed = true;
        let insert = Statement::Insert(Box::new(insert), vec![vec![Name::new(ROW)]]);
        let mut statements = vec![insert];
        statements.extend(self.add_pairs());
        statements
    }

    /// Changes what the caller hands over, and nothing else.
    pub(super) fn check_changes(&mut self) -> Vec<Statement> {
        self.takes_fields = true;
        let row_type = DataType::object(self.entity.names.table());
        self.variable_once(&Name::new(NEW), row_type);
        let mut statements = vec![Statement::assign(NEW, Sql::name(ROW))];
        for field in &self.entity.fields {
            let is_given = Sql::name("input_payload").binary(
                BinaryOperator::HasKey,
                Sql::text(field.attribute_name().as_str()),
            );
            if field.is_required() {
                statements.push(self.require(field, Some(is_given.clone())));
            }
            statements.extend(self.take(field, NEW, Some(is_given)));
        }
        statements
    }

    /// Writes the changes into the table.
    pub(super) fn update_row(&mut self) -> Vec<Statement> {
        let key = self.entity.names.key();
        let columns = self.entity.fields.iter().flat_map(columns_of);
        let mut set: Vec<_> = columns
            .map(|column| (column.clone(), Sql::of(NEW, column)))
            .collect();
        set.extend(changed_by());
        let update = Update {
            table: self.entity.names.table(),
            alias: Some("t".into()),
            set,
            from: None,
            condition: Some(Sql::of("t", key.clone()).equals(Sql::of(ROW, key))),
            returning: vec![Sql::Star],
        };
        self.has_changed = true;
        let update = Statement::Update(Box::new(update), vec![vec![Name::new(ROW)]]);
        let mut statements = vec![update];
        statements.extend(self.replace_pairs());
        statements
    }

    /// Fails where a field is missing that has to be there.
    fn require(&mut self, field: &Field<'_>, is_given: Option<Sql>) -> Statement {
        let name = field.attribute_name();
        let is_missing = Sql::of("input_data", name.clone()).is_null();
        let is_missing = match is_given {
            Some(is_given) => is_given.and(is_missing),
            None => is_missing,
        };
        let message = Sql::text(is_required(field.name()));
        let context = object([("field", Sql::text(name.as_str()))]);
        let fail = self.fail(REQUIRED, &[name.as_str()], message, context);
        Statement::when(is_missing, [fail])
    }

    /// Takes what the caller hands over for a field into a row.
    fn take(&mut self, field: &Field<'_>, row: &str, is_given: Option<Sql>) -> Vec<Statement> {
        let given = Sql::of("input_data", field.attribute_name());
        if let Some(encrypted) = &field.encrypted {
            return vec![take_encrypted(field, encrypted, row, is_given)];
        }
        let Some(reference) = field.reference() else {
            let value = match (&is_given, field.default()) {
                (None, Ok(Some(default))) => {
                    Sql::call("coalesce", [given, default_as(field, default)])
                }
                _ => given,
            };
            let target = vec![Name::new(row), field.column_name()];
            let assign = Statement::Assign(target, value);
            return vec![match is_given {
                Some(is_given) => Statement::when(is_given, [assign]),
                None => assign,
            }];
        };
        if !reference.is_known() {
            return Vec::new();
        }
        let is_there = given.clone().is_not_null();
        let mut found = vec![Statement::Assign(
            vec![Name::new(row), field.column_name()],
            self.key(field, reference),
        )];
        if reference.is_polymorphic() {
            let kind = Sql::of("input_data", type_column(field));
            let target = vec![Name::new(row), type_column(field)];
            found.push(Statement::Assign(target, kind));
        }
        let base = reference.only().map_or(field.name(), |names| &names.base);
        let attribute = field.attribute_name();
        let context = object([("field", Sql::text(attribute.as_str()))]);
        let fail = self.fail(NOT_FOUND, &[attribute.as_str()], not_found(base), context);
        let is_missing = Sql::of(row, field.column_name()).is_null();
        found.push(Statement::when(is_missing, [fail]));
        let mut branches = vec![(is_there, found)];
        if let Some(is_given) = is_given {
            let empty = columns_of(field).into_iter();
            let empty =
                empty.map(|column| Statement::Assign(vec![Name::new(row), column], Sql::Null));
            branches.push((is_given, empty.collect()));
        }
        vec![Statement::If {
            branches,
            otherwise: Vec::new(),
        }]
    }

    /// The key of the row that the caller hands the id of.
    fn key(&self, field: &Field<'_>, reference: &Reference) -> Sql {
        let given = || Sql::of("input_data", field.attribute_name());
        let mut keys = reference.targets.iter().filter_map(|target| {
            let (file, _) = target.found.as_ref().ok()?;
            let table = Table::of(self.entity.db, *file)?;
            Some((Sql::text(&target.written), table.key_of(given())))
        });
        if !reference.is_polymorphic() {
            return keys.next().map_or(Sql::Null, |(_, key)| key);
        }
        Sql::Case {
            subject: Some(Box::new(Sql::of("input_data", type_column(field)))),
            branches: keys.collect(),
            otherwise: None,
        }
    }
}

/// Who changed a row, and when.
pub(super) fn changed_by() -> [(Name, Sql); 2] {
    [
        ("updated_at".into(), Sql::call("now", [])),
        ("updated_by".into(), Sql::name("auth_user_id")),
    ]
}

/// The columns that actions write for a field; none for what refers to nothing that is known.
pub(crate) fn columns_of(field: &Field<'_>) -> Vec<Name> {
    if let Some(encrypted) = &field.encrypted {
        return encrypted.names().map(Name::clone).into();
    }
    let mut columns = vec![field.column_name()];
    if let Some(reference) = field.reference() {
        if !reference.is_known() {
            return Vec::new();
        }
        if reference.is_polymorphic() {
            columns.push(type_column(field));
        }
    }
    columns
}

/// Takes what the caller hands over for an encrypted field. What is the same as before stays as it
/// is; encrypted once more, it would look like a change.
fn take_encrypted(
    field: &Field<'_>,
    encrypted: &Encrypted,
    row: &str,
    is_given: Option<Sql>,
) -> Statement {
    let given = Sql::of("input_data", field.attribute_name());
    let value = match (&is_given, field.default()) {
        (None, Ok(Some(default))) => Sql::call("coalesce", [given, default]),
        _ => given,
    };
    let before = Sql::of(row, encrypted.index.clone());
    let is_new = hash_of(value.clone()).is_distinct_from(before);
    let assign = encrypted.values(&value).map(|(column, value)| {
        let target = vec![Name::new(row), column];
        Statement::Assign(target, value)
    });
    let condition = match is_given {
        Some(is_given) => is_given.and(is_new),
        None => value.is_not_null(),
    };
    Statement::when(condition, assign)
}

fn has_default(field: &Field<'_>) -> bool {
    matches!(field.default(), Ok(Some(_)))
}

/// A default beside a value of the field's type.
fn default_as(field: &Field<'_>, default: Sql) -> Sql {
    match default {
        text @ Sql::Text(_) => text,
        Sql::Word(_) => default.cast(field.data_type()),
        other => other,
    }
}
