//! The column that a field becomes, as SQL.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::{EntityName, TypeExpression, TypeKind};
use specql_analysis::expression::infer::Type;
use specql_analysis::index::{self, find_entity};
use specql_analysis::spec::{DEFAULT_SCHEMA, Field};
use specql_analysis::summary::Entity;
use specql_language::expression::ValueType;
use specql_language::types;

/// The column of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// Its type.
    pub(crate) data_type: String,
    /// Whether it has to have a value.
    pub(crate) not_null: bool,
    /// What a new row gets, as SQL.
    pub(crate) default: Option<String>,
    /// The condition of its check.
    pub(crate) check: Option<String>,
    /// The table and key that it refers to.
    pub(crate) references: Option<Key>,
}

/// The key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// With its schema.
    pub(crate) table: String,
    /// The column.
    pub(crate) column: String,
}

impl Column {
    /// As it stands in the definition of a table.
    pub(crate) fn sql(&self) -> String {
        let mut sql = format!("{} {}", self.name, self.data_type);
        if self.not_null {
            sql.push_str(" NOT NULL");
        }
        if let Some(default) = &self.default {
            sql.push_str(&format!(" DEFAULT {default}"));
        }
        if let Some(check) = &self.check {
            sql.push_str(&format!("\n  CHECK ({check})"));
        }
        if let Some(Key { table, column }) = &self.references {
            sql.push_str(&format!("\n  REFERENCES {table} ({column})"));
        }
        sql
    }
}

/// The column of a field of a file's entity; none while its type is still to be typed.
pub(crate) fn column(db: &dyn Db, file: File, field: &Field) -> Option<Column> {
    let name = field.name.text.as_str();
    if name.is_empty() {
        return None;
    }
    let mut column = Column {
        name: name.to_owned(),
        data_type: data_type(&field.field_type.kind)?,
        not_null: field.required,
        default: default(field),
        check: check(name, &field.field_type),
        references: None,
    };
    if let TypeKind::Reference { targets, .. } = &field.field_type.kind {
        column.name = format!("fk_{name}");
        // A column cannot refer to several tables.
        if let [target] = targets.as_slice() {
            column.references = Some(key_of(db, file, target));
        }
    }
    Some(column)
}

/// The table of an entity, with its schema.
pub(crate) fn table(schema: &str, entity: &str) -> String {
    format!("{schema}.tb_{}", entity.to_lowercase())
}

/// The function that runs an action, with its schema.
pub(crate) fn function(action: &str) -> String {
    format!("app.{action}")
}

fn key_of(db: &dyn Db, file: File, target: &EntityName) -> Key {
    let schema = target.schema.as_ref().map(|schema| schema.text.as_str());
    let name = target.name.text.as_str();
    let found = find_entity(db, file, schema, name).ok();
    let found = found.and_then(|file| index::entity(db, file));
    let own = || index::entity(db, file).map(Entity::schema);
    let schema = found.map(Entity::schema).or(schema);
    let schema = schema.or_else(own).unwrap_or(DEFAULT_SCHEMA);
    Key {
        table: table(schema, name),
        column: format!("pk_{}", name.to_lowercase()),
    }
}

fn data_type(kind: &TypeKind) -> Option<String> {
    Some(match kind {
        TypeKind::Missing => return None,
        TypeKind::Enum { .. } => form_type("enum"),
        TypeKind::Reference { .. } => form_type("ref"),
        TypeKind::List { .. } | TypeKind::Array { .. } => form_type("list"),
        TypeKind::Named { name, arguments } => {
            let name = name.text.as_str();
            if let Some(basic) = types::basic(name) {
                return Some(basic.postgres.to_lowercase());
            }
            if let Some(scalar) = types::scalar(name) {
                let digits = scalar.precision;
                let digits = digits.map(|(all, behind)| format!("({all},{behind})"));
                return Some(scalar.postgres.to_lowercase() + &digits.unwrap_or_default());
            }
            if types::composite(name).is_some() {
                return Some("jsonb".to_owned());
            }
            // A type of PostgreSQL is meant as it is; any other word is text to SpecQL.
            let known = ValueType::of_postgres(name);
            let base = known.postgres().unwrap_or("text");
            let digits = arguments.as_ref().filter(|_| known == ValueType::Number);
            match digits {
                Some(digits) => {
                    let digits: Vec<_> = digits.items.iter().map(|d| d.text.as_str()).collect();
                    format!("{base}({})", digits.join(","))
                }
                None => base.to_owned(),
            }
        }
    })
}

fn form_type(name: &str) -> String {
    types::form(name).map_or_else(|| "text".to_owned(), |form| form.postgres.to_lowercase())
}

fn check(field: &str, written: &TypeExpression) -> Option<String> {
    match &written.kind {
        TypeKind::Enum { values, .. } if !values.is_empty() => {
            let values: Vec<_> = values.iter().map(|value| quoted(&value.text)).collect();
            Some(format!("{field} IN ({})", values.join(", ")))
        }
        TypeKind::Named { name, .. } => {
            let scalar = types::scalar(&name.text)?;
            if let Some(check) = scalar.check {
                return Some(check.replace("{field}", field));
            }
            None
        }
        _ => None,
    }
}

/// A default that has to be worked out is SQL as it stands.
fn default(field: &Field) -> Option<String> {
    let text = field.default.as_ref()?.text.trim();
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if text.is_empty() || is("null") {
        return None;
    }
    let ty = Type::of(&field.field_type).value();
    let is_quoted = field.field_type.default.as_ref().is_some_and(|d| d.quoted);
    let is_word = specql_language::expression::name(text).is_some() || text.ends_with(')');
    let is_plain = match ty {
        ValueType::Boolean => is("true") || is("false"),
        ValueType::Integer | ValueType::Bigint | ValueType::Number | ValueType::Reference => {
            text.parse::<f64>().is_ok()
        }
        ValueType::Text | ValueType::Enum => false,
        _ => is_word,
    };
    Some(match is_plain && !is_quoted {
        true => text.to_owned(),
        false => quoted(text),
    })
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use specql_analysis::spec::spec;

    use super::*;
    use crate::fixture::Fixture;

    fn columns(text: &str) -> String {
        let fixture = Fixture::new(text);
        let fields = &spec(fixture.db(), fixture.file()).fields;
        let columns = fields.iter().map(|field| {
            let column = column(fixture.db(), fixture.file(), field);
            column.map_or_else(|| "-".to_owned(), |column| column.sql())
        });
        columns.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_kind_of_field_has_its_column() {
        let text = "\
//- sales/invoice.yaml
entity: Invoice
schema: sales
fields:
  number: text!
  total: money! = 0
  status: enum(open, it's paid) = open
  tags: list(text)
  address: SimpleAddress
  paid: boolean = false
  due: date = current_date
  rate: decimal(10, 2)
  customer: ref(Customer)!
  parent: ref(Invoice)
  owner: ref(Customer|Invoice)
  typed:
//- crm/customer.yaml
entity: Customer
schema: crm
";
        assert_snapshot!(columns(text), @r"
        number text NOT NULL
        total numeric(19,4) NOT NULL DEFAULT 0
          CHECK (total >= 0.0)
        status text DEFAULT 'open'
          CHECK (status IN ('open', 'it''s paid'))
        tags jsonb
        address jsonb
        paid boolean DEFAULT false
        due date DEFAULT current_date
        rate numeric(10,2)
        fk_customer integer NOT NULL
          REFERENCES crm.tb_customer (pk_customer)
        fk_parent integer
          REFERENCES sales.tb_invoice (pk_invoice)
        fk_owner integer
        -
        ");
    }
}
