//! Read models that are kept in a table, for what is read far more often than it is written.
//!
//! Whoever changes a row of a source brings those rows of the model up to date that show it, within
//! the same transaction: what is read is always current. So a field may show nothing but what
//! stands in the rows of its sources.

use specql_sql::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Event, Index, IndexColumn, Table, Timing,
    Trigger,
};
use specql_sql::expression::Call;
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable};
use specql_sql::query::{Delete, Insert, Select, Values};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::field::Shown;
use super::source::Sources;
use super::{Asked, gate, joined};
use crate::field::is_system_column;
use crate::names::Names;
use crate::rule::is_of_rows_and_ids;
use crate::security;

/// The key of a row that is brought up to date.
const KEY: &str = "v_key";

pub(super) fn add(
    asked: &Asked<'_, '_>,
    sources: &Sources<'_>,
    catalogue: &mut Catalogue,
) -> Result<(), String> {
    let columns = joined::columns(asked, sources, &can_be_kept, catalogue)?;
    let synced = Synced {
        asked,
        sources,
        names: &sources.member(sources.root).table.names,
        columns: columns.into_iter().map(with_type).collect(),
    };
    catalogue.add(synced.table());
    if let Some(index) = synced.index() {
        catalogue.add(index);
        catalogue.add(security::current_tenant());
    }
    let names = synced.columns.iter().map(|(shown, _)| shown.name.clone());
    let gate = gate::gate(asked, "tv_", names.collect(), synced.names.is_multi_tenant);
    catalogue.add(gate.with_comment(asked.comment(&synced.told())));
    catalogue.add(synced.refresh());
    synced.add_triggers(catalogue);
    let key = synced.names.key();
    asked.add_readers(&key, DataType::INTEGER, Expression::integer(0), catalogue);
    Ok(())
}

/// Whether a value stays the same as long as the rows of the sources do, and a table can have it.
fn can_be_kept(shown: &Shown) -> Result<(), String> {
    if is_system_column(shown.name.as_str()) {
        return Err("PostgreSQL keeps a column of this name to itself".to_owned());
    }
    match is_of_rows_and_ids(&shown.value) {
        true => Ok(()),
        false => Err("it may change while the rows of the source stay as they are".to_owned()),
    }
}

/// What is of no known type is kept as text.
fn with_type(shown: Shown) -> (Shown, DataType) {
    match shown.data_type.clone() {
        Some(data_type) => (shown, data_type),
        None => {
            let value = shown.value.cast(DataType::TEXT);
            (Shown { value, ..shown }, DataType::TEXT)
        }
    }
}

struct Synced<'a, 'e, 'db> {
    asked: &'a Asked<'e, 'db>,
    sources: &'a Sources<'db>,
    /// What the entity is called that has a row for each row of the model.
    names: &'a Names,
    columns: Vec<(Shown, DataType)>,
}

impl Synced<'_, '_, '_> {
    fn told(&self) -> String {
        format!(
            "Rows of {} as they are read, brought up to date when they change.",
            self.names.entity
        )
    }

    fn table(&self) -> Table {
        let name = self.asked.object("tv_");
        let keys = [self.names.key(), "id".into(), "tenant_id".into()];
        let columns = self.columns.iter().map(|(shown, data_type)| {
            let mut column = Column::new(shown.name.clone(), data_type.clone());
            column.is_required = keys.contains(&shown.name);
            column.with_origin(self.asked.origin())
        });
        let of_table = |ending: &str| Name::of_table(&name.name, ending);
        Table {
            columns: columns.collect(),
            constraints: vec![
                Constraint::new(
                    of_table("pkey"),
                    ConstraintKind::PrimaryKey(vec![self.names.key()]),
                ),
                Constraint::new(
                    of_table("id_key"),
                    ConstraintKind::Unique(vec!["id".into()]),
                ),
            ],
            partitioned_by: None,
            comment: Some(self.told()),
            origin: self.asked.origin(),
            name,
        }
    }

    /// By what a tenant's rows are found.
    fn index(&self) -> Option<Index> {
        let table = self.asked.object("tv_");
        let columns = [Name::new("tenant_id"), self.names.key()];
        let name = Name::new(&format!("idx_{}_tenant", table.name));
        let index = Index::new(name, &table, columns.map(IndexColumn::of));
        let index = index.with_origin(self.asked.origin());
        self.names.is_multi_tenant.then_some(index)
    }

    fn refresh_name(&self) -> ObjectName {
        self.asked.object("refresh_tv_")
    }

    /// Writes one row anew, or all of them.
    fn refresh(&self) -> Function {
        let name = self.refresh_name();
        let asked = |column: Expression| {
            let given = || Function::argument(&name, "p_key");
            given().is_null().or(column.equals(given()))
        };
        let table = self.asked.object("tv_");
        let delete = Delete {
            table: table.clone(),
            alias: Some("m".into()),
            condition: Some(asked(Expression::of("m", self.names.key()))),
            returning: Vec::new(),
        };
        let columns = self.columns.iter().map(|(shown, _)| shown.clone());
        let root = self.sources.member(self.sources.root);
        let query = joined::query(self.sources, columns.collect());
        let names = self.columns.iter().map(|(shown, _)| shown.name.clone());
        let insert = Insert {
            columns: names.collect(),
            values: Values::Query(Box::new(query.filtered(asked(root.of(self.names.key()))))),
            on_conflict: None,
            returning: Vec::new(),
            table,
        };
        let body = Block::of([
            Statement::Perform(self.lock()),
            Statement::Delete(Box::new(delete), Vec::new()),
            Statement::Insert(Box::new(insert), Vec::new()),
        ]);
        let arguments =
            vec![Argument::new("p_key", DataType::INTEGER).with_default(Expression::Null)];
        let mut function =
            Function::new(name.clone(), arguments, DataType::VOID, Body::Block(body))
                .with_comment("Writes one row of the read model anew, or all of them.")
                .with_origin(self.asked.origin());
        // Who writes rows need not know of read models.
        function.is_definer = true;
        // Moments become texts in one way, whoever writes.
        function.settings = vec![("timezone", "UTC"), ("datestyle", "ISO")];
        function
    }

    /// One at a time: two who change two rows that one row shows do not see each other's change.
    fn lock(&self) -> Call {
        let name = Expression::text(self.asked.object("tv_").to_string());
        let number = Expression::call("hashtextextended", [name, Expression::integer(0)]);
        Call::built_in("pg_advisory_xact_lock", [number])
    }

    fn perform(&self, key: Expression) -> Statement {
        Statement::Perform(Call::object(self.refresh_name(), [key]))
    }

    fn add_triggers(&self, catalogue: &mut Catalogue) {
        for (number, member) in self.sources.members().enumerate() {
            let is_root = number == self.sources.root;
            let table = member.table.names.table();
            let body = match self.sources.key_of(number) {
                Some(key) => self.of_referred(key, &member.table.names.key()),
                None => self.of_own(),
            };
            let before = match is_root {
                true => "sync_tv_".to_owned(),
                false => format!("sync_{number}_tv_"),
            };
            let mut function = Function::of_trigger(self.asked.object(&before), body)
                .with_comment("Brings rows of a read model up to date after a change.")
                .with_origin(self.asked.origin());
            // Rows of others may show the one that is changed.
            function.is_definer = true;
            let trigger = |before: &str, events: &[Event], for_each_row| Trigger {
                name: Name::new(&format!("{before}{}", self.asked.base)),
                table: table.clone(),
                timing: Timing::After,
                events: events.to_vec(),
                for_each_row,
                is_deferrable: false,
                condition: None,
                function: function.name.clone(),
                arguments: Vec::new(),
                origin: self.asked.origin(),
            };
            let changed = Event::Update(Vec::new());
            if is_root {
                let all = [Event::Insert, changed, Event::Delete];
                catalogue.add(trigger("trg_read_", &all, true));
                catalogue.add(trigger("trg_truncate_read_", &[Event::Truncate], false));
            } else {
                catalogue.add(trigger("trg_read_", &[changed], true));
            }
            catalogue.add(function);
        }
    }

    /// After a change of the row that the model's row is of.
    fn of_own(&self) -> Block {
        let is = |word: &str| Expression::Word("TG_OP").equals(Expression::text(word));
        let of = |row: &str| self.perform(Expression::of(row, self.names.key()));
        Block::of([
            Statement::If {
                branches: vec![
                    (is("TRUNCATE"), vec![self.perform(Expression::Null)]),
                    (is("DELETE"), vec![of("old")]),
                ],
                otherwise: vec![of("new")],
            },
            Statement::Return(Some(Expression::Null)),
        ])
    }

    /// After a change of a row that others lead to by this column.
    fn of_referred(&self, column: Expression, key: &Name) -> Block {
        let root = self.sources.member(self.sources.root);
        let rows = Select {
            columns: vec![(root.of(self.names.key()), None)],
            ..self.sources.query(self.sources.root)
        };
        let rows = rows.filtered(column.equals(Expression::of("new", key.clone())));
        Block {
            variables: vec![Variable::new(KEY, DataType::INTEGER)],
            statements: vec![
                // Also where no row shows it yet: somebody may be writing one.
                Statement::Perform(self.lock()),
                Statement::ForEachRow {
                    variable: KEY.into(),
                    query: Box::new(rows),
                    statements: vec![self.perform(Expression::name(KEY))],
                },
                Statement::Return(Some(Expression::Null)),
            ],
            handlers: Vec::new(),
        }
    }
}
