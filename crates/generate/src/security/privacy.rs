//! Privacy law: what there is of a person, and how it goes when they ask for it.

mod person;
mod referrer;
mod translated;

use specql_sql::catalogue::{Catalogue, Object};
use specql_sql::expression::{BinaryOperator, Call};
use specql_sql::function::{
    Argument, Block as Steps, Body, Function, Statement, Variable, Volatility, target,
};
use specql_sql::query::{Select, Source, Update};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::audit;
use crate::block::Block;
use crate::entity::Entity;
use crate::foundation::{
    EVENTS, KEY_SETTING, decrypt_text, event_log, mutation_log, row_audit, table_in_audit,
};
use crate::json;
use crate::rule;
use person::{Erased, Personal};
use referrer::Referrer;

/// What the person's row is called.
const ROW: &str = "t";

/// Adds what the laws ask for that the entity falls under.
pub(super) fn add(entity: &Entity<'_>, has_table_view: bool, catalogue: &mut Catalogue) {
    let Some(block) = entity.security("compliance") else {
        return;
    };
    if block.flag("soc2", false) && !audit::is_asked(entity) {
        let reason = "`soc2`, which asks for `audit` with the level `detailed`";
        catalogue.leave_out(reason, block.get("soc2").and_then(Block::origin));
    }
    let mut laws = ["gdpr", "ccpa"].into_iter();
    let Some(law) = laws.find_map(|law| block.get(law).filter(|law| law.is_true())) else {
        return;
    };
    let personal = Personal::of(entity, block, catalogue);
    if personal.is_empty() {
        let reason = "what privacy law asks for: no field tells of a person";
        return catalogue.leave_out(reason, law.origin());
    }
    let name = entity.names.table();
    let table = catalogue.objects.iter().find_map(|object| match object {
        Object::Table(table) if table.name == name => Some(table),
        _ => None,
    });
    let privacy = Privacy {
        entity,
        columns: personal.columns(table),
        personal: &personal,
        referrers: Referrer::all(entity),
        has_table_view,
    };
    catalogue.add(privacy.export().with_origin(law.origin()));
    let erasure = privacy.erasure(catalogue);
    catalogue.add(erasure.with_origin(law.origin()));
}

struct Privacy<'e, 'db> {
    entity: &'e Entity<'db>,
    personal: &'e Personal<'e, 'db>,
    /// Everything in the table that tells of them.
    columns: Vec<Name>,
    /// Where rows of other entities refer to the person.
    referrers: Vec<Referrer>,
    has_table_view: bool,
}

impl Privacy<'_, '_> {
    fn name(&self, before: &str) -> ObjectName {
        let names = &self.entity.names;
        names.object(&format!("{before}_{}_data", names.base))
    }

    fn key(&self) -> Expression {
        Expression::of(ROW, self.entity.names.key())
    }

    /// Everything that there is of a person: their row, and the rows that refer to it.
    fn export(&self) -> Function {
        let names = &self.entity.names;
        let name = self.name("export");
        let is_it = Expression::of(ROW, "id").equals(Function::argument(&name, "p_id"));
        let mut members = vec![(names.base.clone(), self.row())];
        if let Some(translated) = &self.personal.translated {
            members.push((translated.label(), translated.rows(self.key())));
        }
        for referrer in &self.referrers {
            members.push((referrer.label(names), referrer.rows(self.key())));
        }
        let rows = Source::aliased(names.table(), ROW);
        let query = Select::one(json::object(members), rows).filtered(is_it);
        let arguments = vec![Argument::new("p_id", DataType::UUID)];
        let body = Body::Select(Box::new(query));
        Function::new(name.clone(), arguments, DataType::JSONB, body)
            .with_volatility(Volatility::Stable)
            .with_comment(
                "Everything that there is of a person. What is encrypted is told where the \
                 session has the key.",
            )
    }

    /// The person's row, with the texts of encrypted fields in place of their columns.
    fn row(&self) -> Expression {
        let row = Expression::call("to_jsonb", [Expression::Whole(ROW.into())]);
        let mut hidden = Vec::new();
        let mut shown = Vec::new();
        for field in &self.entity.fields {
            if let Some(encrypted) = &field.encrypted {
                hidden.extend(encrypted.names().map(Name::clone));
                let value = Expression::of(ROW, encrypted.value.clone());
                let value = Expression::call_object(decrypt_text(), [value]);
                let value = Expression::when(has_key(), value, None);
                shown.push((field.name().to_owned(), value));
            }
        }
        if hidden.is_empty() {
            return row;
        }
        without(row, &hidden).binary(BinaryOperator::Concatenate, json::object(shown))
    }

    /// Overwrites what tells of a person. The row stays, and so does what refers to it.
    fn erasure(&self, catalogue: &mut Catalogue) -> Function {
        let names = &self.entity.names;
        let name = self.name("erase");
        let is_it = Expression::of(ROW, "id").equals(Expression::name("p_id"));
        let find = Select {
            is_locking: true,
            ..Select::one(self.key(), Source::aliased(names.table(), ROW)).filtered(is_it)
        };
        let mut statements = vec![
            Statement::SelectInto {
                query: Box::new(find),
                targets: vec![target("v_key")],
                is_strict: false,
            },
            Statement::when(
                Expression::Word("FOUND").inverted(),
                [Statement::Return(Some(Expression::Boolean(false)))],
            ),
            self.overwrite(catalogue),
            self.forget_in_log(),
        ];
        if let Some(translated) = &self.personal.translated {
            statements.extend(translated.forget(Expression::name("v_key")));
        }
        if audit::is_asked(self.entity) {
            statements.push(self.forget_in_audit());
        }
        if catalogue.needs.contains(EVENTS) {
            statements.push(self.forget_in_events());
        }
        if self.has_table_view {
            statements.push(Statement::Perform(Call::object(
                names.refresh_function(),
                [Expression::name("v_key")],
            )));
        }
        let shown = self.referrers.iter().filter(|one| one.has_table_view);
        statements.extend(shown.map(|one| one.refresh(Expression::name("v_key"))));
        statements.push(Statement::Return(Some(Expression::Boolean(true))));
        let mut variables = vec![Variable::new("v_key", DataType::INTEGER)];
        if self.referrers.iter().any(|one| one.has_table_view) {
            variables.push(Variable::new(referrer::KEY, DataType::INTEGER));
        }
        let body = Steps {
            variables,
            statements,
            handlers: Vec::new(),
        };
        let arguments = vec![
            Argument::new("p_id", DataType::UUID),
            Argument::new("p_user_id", DataType::UUID),
        ];
        Function::new(name, arguments, DataType::BOOLEAN, Body::Block(body)).with_comment(
            "Overwrites what tells of a person, here and in the logs, and tells whether there was \
             one. What refers to the row stays.",
        )
    }

    fn overwrite(&self, catalogue: &mut Catalogue) -> Statement {
        let mut set = Vec::new();
        for field in &self.personal.fields {
            match field.erased(self.key()) {
                Ok(Erased(columns)) => set.extend(columns),
                Err(reason) => {
                    let name = field.0.name();
                    let reason = format!("the erasure of `{name}`: {reason}");
                    catalogue.leave_out(reason, field.0.origin());
                }
            }
        }
        let now = || Expression::call("now", []);
        let unless = |column: &str, value| {
            let before = Expression::of(ROW, column);
            (
                Name::new(column),
                Expression::call("coalesce", [before, value]),
            )
        };
        let user = || Expression::name("p_user_id");
        set.extend([
            ("updated_at".into(), now()),
            ("updated_by".into(), user()),
            unless("deleted_at", now()),
            unless("deleted_by", user()),
        ]);
        let update = Update {
            table: self.entity.names.table(),
            alias: Some(ROW.into()),
            set,
            from: None,
            condition: Some(self.key().equals(Expression::name("v_key"))),
            returning: Vec::new(),
        };
        Statement::Update(Box::new(update), Vec::new())
    }

    /// The log of actions holds rows as they were.
    fn forget_in_log(&self) -> Statement {
        let before = || Expression::of("l", "object_data");
        let update = Update {
            table: mutation_log(),
            alias: Some("l".into()),
            set: vec![("object_data".into(), without(before(), &self.columns))],
            from: None,
            condition: Some(Expression::of("l", "entity_id").equals(Expression::name("p_id"))),
            returning: Vec::new(),
        };
        Statement::Update(Box::new(update), Vec::new())
    }

    /// Events tell values of fields by the names of the fields. What is worked out when it is asked
    /// for may be of anything.
    fn forget_in_events(&self) -> Statement {
        let fields = self.personal.fields.iter().map(|field| field.0.name());
        let computed = rule::computed_functions(self.entity);
        let own = self.personal.own_columns();
        let derived = self.columns.iter().filter(|name| !own.contains(name));
        let names = fields.chain(computed).map(Name::new);
        let names: Vec<_> = names.chain(derived.cloned()).collect();
        let update = Update {
            table: event_log(),
            alias: Some("e".into()),
            set: vec![(
                "payload".into(),
                without(Expression::of("e", "payload"), &names),
            )],
            from: None,
            condition: Some(Expression::of("e", "aggregate_id").equals(Expression::name("p_id"))),
            returning: Vec::new(),
        };
        Statement::Update(Box::new(update), Vec::new())
    }

    fn forget_in_audit(&self) -> Statement {
        let table = table_in_audit(&self.entity.names.table());
        let of = |name: &str| Expression::of("a", name);
        let update = Update {
            table: row_audit(),
            alias: Some("a".into()),
            set: vec![("changed".into(), without(of("changed"), &self.columns))],
            from: None,
            condition: Some(
                of("table_name")
                    .equals(Expression::text(table))
                    .and(of("row_id").equals(Expression::name("p_id"))),
            ),
            returning: Vec::new(),
        };
        Statement::Update(Box::new(update), Vec::new())
    }
}

/// Whether the session can read what is encrypted.
fn has_key() -> Expression {
    let setting = [Expression::text(KEY_SETTING), Expression::Boolean(true)];
    let setting = Expression::call("current_setting", setting);
    let setting = Expression::call("coalesce", [setting, Expression::text("")]);
    setting.binary(BinaryOperator::NotEqual, Expression::text(""))
}

/// An object without some of its members.
fn without(object: Expression, members: &[Name]) -> Expression {
    if members.is_empty() {
        return object;
    }
    let members = members.iter().map(|name| Expression::text(name.as_str()));
    let members = Expression::Array(members.collect()).cast(DataType::TEXT.array());
    object.binary(BinaryOperator::Subtract, members)
}
