//! What fields, entities and actions are in the database, as the catalogue has it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use specql_analysis::db::{Db, File};
use specql_analysis::spec::{Action, Field};
use specql_generate::catalogue;
use specql_sql::catalogue::{Column, Constraint, ConstraintKind, Object, Table};
use specql_sql::{Name, ObjectName, Origin};
use specql_yaml::Span;

/// The columns that a field becomes, and what holds for them.
pub(crate) struct Columns<'db> {
    /// The one that has the value; references to one of several entities have more.
    pub(crate) first: &'db Column,
    others: Vec<&'db Column>,
    constraints: Vec<&'db Constraint>,
}

impl Columns<'_> {
    /// As they stand in the definition of a table.
    pub(crate) fn sql(&self) -> String {
        let columns = std::iter::once(self.first).chain(self.others.iter().copied());
        let columns = columns.map(Column::sql);
        let constraints = self.constraints.iter();
        let constraints = constraints.map(|constraint| indented(&constraint.sql()));
        columns.chain(constraints).collect::<Vec<_>>().join("\n")
    }

    /// The table that the field refers to.
    pub(crate) fn target(&self) -> Option<&ObjectName> {
        let mut constraints = self.constraints.iter();
        constraints.find_map(|constraint| match &constraint.kind {
            ConstraintKind::ForeignKey(key) => Some(&key.table),
            _ => None,
        })
    }
}

fn indented(sql: &str) -> String {
    let lines = sql.lines().map(|line| format!("  {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The columns of a field of a file's entity; none where it has no column.
pub(crate) fn columns<'db>(db: &'db dyn Db, file: File, field: &Field) -> Option<Columns<'db>> {
    all_columns(db, file).remove(&place(field))
}

/// The column that a field becomes in the table of an entity that takes it over.
pub(crate) fn column_taken_over<'db>(
    db: &'db dyn Db,
    file: File,
    field: &str,
) -> Option<&'db Column> {
    let names = [Name::new(field), Name::new(&format!("fk_{field}"))];
    let mut columns = table(db, file)?.columns.iter();
    columns.find(|column| names.contains(&column.name))
}

/// The columns of all fields of a file's entity, by the [`place`]s of the fields.
pub(crate) fn all_columns(db: &dyn Db, file: File) -> HashMap<Origin, Columns<'_>> {
    let mut all: HashMap<Origin, Columns<'_>> = HashMap::new();
    let Some(table) = table(db, file) else {
        return all;
    };
    for column in &table.columns {
        let Some(origin) = column.origin else {
            continue;
        };
        match all.entry(origin) {
            Entry::Occupied(mut known) => known.get_mut().others.push(column),
            Entry::Vacant(free) => {
                free.insert(Columns {
                    first: column,
                    others: Vec::new(),
                    constraints: Vec::new(),
                });
            }
        }
    }
    let objects = catalogue(db, file).objects.iter();
    let later = objects.filter_map(|object| match object {
        Object::Constraint(of, constraint) if *of == table.name => Some(&**constraint),
        _ => None,
    });
    for constraint in table.constraints.iter().chain(later) {
        let columns = constraint.origin.and_then(|origin| all.get_mut(&origin));
        if let Some(columns) = columns {
            columns.constraints.push(constraint);
        }
    }
    all
}

/// Where a field stands, as its columns know it.
pub(crate) fn place(field: &Field) -> Origin {
    origin(field.name.span.to(field.span))
}

/// The table of a file's entity.
pub(crate) fn table(db: &dyn Db, file: File) -> Option<&Table> {
    specql_generate::table(db, file)
}

/// The function by which an action of a file's entity is called.
pub(crate) fn function<'db>(
    db: &'db dyn Db,
    file: File,
    action: &Action,
) -> Option<&'db ObjectName> {
    let own = Some(origin(action.name.as_ref()?.span));
    let api = Some(Name::new("app"));
    let mut objects = catalogue(db, file).objects.iter();
    objects.find_map(|object| match object {
        Object::Function(function) if function.origin == own && function.name.schema == api => {
            Some(&function.name)
        }
        _ => None,
    })
}

const fn origin(span: Span) -> Origin {
    Origin::new(span.start, span.end)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use specql_analysis::spec::spec;

    use super::*;
    use crate::fixture::Fixture;

    fn columns_of(text: &str) -> String {
        let fixture = Fixture::new(text);
        let fields = &spec(fixture.db(), fixture.file()).fields;
        let columns = fields.iter().map(|field| {
            let columns = columns(fixture.db(), fixture.file(), field);
            columns.map_or_else(|| "-".to_owned(), |columns| columns.sql())
        });
        columns.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_kind_of_field_has_its_columns() {
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
        assert_snapshot!(columns_of(text), @r"
        number text NOT NULL
        total numeric(19,4) NOT NULL DEFAULT 0
          CONSTRAINT chk_tb_invoice_total_range CHECK (total >= 0)
        status text DEFAULT 'open'
          CONSTRAINT chk_tb_invoice_status_enum CHECK (status IN ('open', 'it''s paid'))
        tags jsonb
        address jsonb
        paid boolean DEFAULT false
        due date DEFAULT current_date
        rate numeric(10,2)
        fk_customer integer NOT NULL
          CONSTRAINT tb_invoice_fk_customer_fkey FOREIGN KEY (fk_customer) REFERENCES crm.tb_customer (pk_customer)
        fk_parent integer
          CONSTRAINT tb_invoice_fk_parent_fkey FOREIGN KEY (fk_parent) REFERENCES sales.tb_invoice (pk_invoice)
        fk_owner integer
        owner_type text
        fk_owner_customer integer GENERATED ALWAYS AS (CASE WHEN owner_type = 'Customer' THEN fk_owner END) STORED
        fk_owner_invoice integer GENERATED ALWAYS AS (CASE WHEN owner_type = 'Invoice' THEN fk_owner END) STORED
          CONSTRAINT chk_tb_invoice_owner_type_enum CHECK (owner_type IN ('Customer', 'Invoice'))
          CONSTRAINT chk_tb_invoice_owner_type_pair CHECK ((owner_type IS NULL) = (fk_owner IS NULL))
          CONSTRAINT tb_invoice_fk_owner_customer_fkey FOREIGN KEY (fk_owner_customer) REFERENCES crm.tb_customer (pk_customer)
          CONSTRAINT tb_invoice_fk_owner_invoice_fkey FOREIGN KEY (fk_owner_invoice) REFERENCES sales.tb_invoice (pk_invoice)
        -
        ");
    }

    #[test]
    fn actions_are_called_by_the_name_that_the_database_has() {
        let text = "\
//- a.yaml
entity: Invoice
fields: {n: integer}
actions: [{name: send, steps: [{update: Invoice SET n = 1}]}]
//- b.yaml
entity: Reminder
fields: {n: integer}
actions: [{name: send, steps: [{update: Reminder SET n = 1}]}]
";
        let fixture = Fixture::new(text);
        let action = &spec(fixture.db(), fixture.file()).actions[0];
        let name = function(fixture.db(), fixture.file(), action).unwrap();
        assert_eq!(name.to_string(), "app.send_invoice");
    }
}
