//! What a database makes of specs: that it means what they say.

use std::cell::RefCell;

use serde_json::{Value, json};
use specql_sql::catalogue::Object;
use specql_sql::{Catalogue, Name, quote};

use crate::made;
use crate::spec::{Field, Kind, Spec, kept};
use crate::support::postgres::{Database, Session};

pub const TENANT: &str = "00000000-0000-0000-0000-00000000000a";

/// A folder of specs in a database of its own.
pub struct Loaded<'s> {
    pub seed: u64,
    pub database: Database<'s>,
    pub session: RefCell<Session>,
    pub catalogues: &'s [Catalogue],
}

impl Loaded<'_> {
    /// All functions are sound.
    pub fn is_sound(&self) {
        assert_eq!(self.database.check(), "", "SPECQL_SEED={}", self.seed);
        self.database.ask("DROP EXTENSION plpgsql_check");
    }

    /// What is made is what is to be, and nothing beside it.
    pub fn holds_nothing_else(&self) {
        let told = self.ask(made::IN_DATABASE);
        let told = told.as_array().unwrap().iter().map(|made| {
            let part = |number: usize| made[number].as_str().unwrap().to_owned();
            [part(0), part(1), part(2)]
        });
        let mut told: Vec<_> = told.collect();
        let mut wanted = made::of(self.catalogues);
        told.sort();
        wanted.sort();
        let lost: Vec<_> = wanted.iter().filter(|made| !told.contains(made)).collect();
        let more: Vec<_> = told.iter().filter(|made| !wanted.contains(made)).collect();
        assert!(
            told == wanted,
            "SPECQL_SEED={}: not made {lost:?}, made beside it {more:?}, {} for {}",
            self.seed,
            told.len(),
            wanted.len(),
        );
    }

    /// The texts of a spec are in the database as it says them.
    pub fn says(&self, spec: &Spec) {
        let Some(table) = self.table(spec) else {
            return;
        };
        self.has_columns(spec, &table);
        self.has_defaults(spec, &table);
        self.has_words(spec, &table);
        self.creates(spec, &table);
        self.acts(spec, &table);
        self.has_more(spec, &table);
        self.happens(spec, &table);
    }

    pub fn run(&self, statements: &str) -> String {
        self.session.borrow_mut().ask(statements)
    }

    /// What is said against statements that have to fail.
    fn refuse(&self, statements: &str) -> String {
        self.session.borrow_mut().try_ask(statements).unwrap_err()
    }

    pub fn ask(&self, question: &str) -> Value {
        let told = self.run(question);
        let line = told.lines().last().unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|_| panic!("{question}: {told}"))
    }

    /// Whether a catalogue says that something of a name is left out.
    pub fn is_left_out(&self, spec: &Spec, name: &str) -> bool {
        self.left_out(spec)
            .iter()
            .any(|reason| reason.contains(name))
    }

    /// What an entity becomes.
    pub fn objects(&self, spec: &Spec) -> &[Object] {
        let mut parts = self.catalogues.iter();
        let part = parts.find(|part| kept(&part.subject) == kept(&spec.entity));
        &part.unwrap().objects
    }

    /// What is left out of an entity.
    fn left_out(&self, spec: &Spec) -> Vec<&str> {
        let reasons = self.objects(spec).iter().filter_map(|object| match object {
            Object::LeftOut(left_out) => Some(left_out.reason.as_str()),
            _ => None,
        });
        reasons.collect()
    }

    /// The fields that are not left out.
    fn fields<'f>(&self, spec: &'f Spec) -> impl Iterator<Item = &'f Field> {
        let is_left_out =
            |field: &&Field| self.is_left_out(spec, &format!("the field `{}`", field.name));
        let fields = spec.fields.iter().filter(|field| !is_left_out(field));
        fields.collect::<Vec<_>>().into_iter()
    }

    pub fn fail(&self, spec: &Spec, what: &str) -> ! {
        let left_out = self.left_out(spec);
        panic!(
            "SPECQL_SEED={}: {what}\n{}\n{left_out:#?}",
            self.seed, spec.yaml
        )
    }

    /// The table of a spec, as it is written in SQL.
    fn table(&self, spec: &Spec) -> Option<String> {
        let found = self.ask(&format!(
            "SELECT coalesce(json_agg(json_build_array(n.nspname, c.relname, obj_description(c.oid, 'pg_class'))), '[]')
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND starts_with(obj_description(c.oid, 'pg_class'), 'spec {}:')",
            spec.number
        ));
        if self.is_left_out(spec, "all of it") {
            assert_eq!(found, json!([]));
            return None;
        }
        let [found] = found.as_array().unwrap().as_slice() else {
            self.fail(spec, &format!("tables: {found}"));
        };
        assert_eq!(found[0], Name::new(&spec.schema).as_str());
        let comment = found[2].as_str().unwrap();
        let sentence = comment.split("\n\n").next().unwrap();
        let said = on_one_line(&spec.description);
        if !sentence.starts_with(&format!("{said} (table ")) {
            self.fail(spec, &format!("{sentence:?} for {said:?}"));
        }
        let name = |value: &Value| quote::identifier(value.as_str().unwrap());
        Some(format!("{}.{}", name(&found[0]), name(&found[1])))
    }

    fn has_columns(&self, spec: &Spec, table: &str) {
        let columns = self.ask(&format!(
            "SELECT json_object_agg(attname, col_description(attrelid, attnum)) FROM pg_attribute
WHERE attrelid = {}::regclass AND attnum > 0",
            literal(table)
        ));
        for field in self.fields(spec) {
            let Some(comment) = columns.get(column(field)) else {
                self.fail(spec, &format!("no column for {:?}", field.name));
            };
            let sentence = comment.as_str().unwrap().split("\n\n").next().unwrap();
            assert_eq!(
                sentence,
                on_one_line(&field.description),
                "SPECQL_SEED={}",
                self.seed
            );
        }
    }

    fn has_defaults(&self, spec: &Spec, table: &str) {
        let row = self.ask(&format!("{}; {}", self.insert(table), row(table)));
        for field in self.fields(spec) {
            let value = &row[column(field)];
            if *value != kept_in(&field.default) {
                self.fail(spec, &format!("{value} is the default of {:?}", field.name));
            }
        }
        self.run(&format!("DELETE FROM {table}"));
    }

    /// A row that says nothing, and no rows beside it.
    fn insert(&self, table: &str) -> String {
        let is_of_tenant = self.ask(&format!(
            "SELECT to_json(EXISTS (SELECT FROM pg_attribute WHERE attrelid = {}::regclass AND attname = 'tenant_id'))",
            literal(table)
        ));
        let values = match is_of_tenant == json!(true) {
            true => format!("(tenant_id) VALUES ('{TENANT}')"),
            false => "DEFAULT VALUES".to_owned(),
        };
        format!("DELETE FROM {table}; INSERT INTO {table} {values}")
    }

    fn has_words(&self, spec: &Spec, table: &str) {
        self.run(&self.insert(table));
        for field in self.fields(spec) {
            let Kind::Enum(words) = &field.kind else {
                continue;
            };
            let name = quote::identifier(&column(field));
            let set = |word: &str| format!("UPDATE {table} SET {name} = {}", literal(&kept(word)));
            for word in words {
                self.run(&set(word));
            }
            let told = self.refuse(&set("no such word"));
            assert!(told.contains("violates check constraint"), "{told}");
        }
        self.run(&format!("DELETE FROM {table}"));
    }

    /// What a caller hands over is what is in the row.
    fn creates(&self, spec: &Spec, table: &str) {
        let mut payload = json!({});
        for field in self.fields(spec) {
            if matches!(field.kind, Kind::Text) {
                payload[column(field)] = json!(format!("{} is \u{1f600}", kept(&field.name)));
            }
        }
        let answer = self.call(&spec.actions.create, &payload);
        if answer["status"] != "success" {
            self.fail(spec, &format!("create: {answer}"));
        }
        for field in self.fields(spec) {
            let row = &answer["object_data"];
            if matches!(field.kind, Kind::Text) {
                assert_eq!(
                    row[column(field)],
                    payload[column(field)],
                    "SPECQL_SEED={}",
                    self.seed
                );
            }
        }
        self.run(&format!("DELETE FROM {table}"));
    }

    pub fn call(&self, action: &str, payload: &Value) -> Value {
        self.ask(&format!(
            "SELECT row_to_json(a) FROM {} AS a",
            called(action, payload)
        ))
    }

    fn acts(&self, spec: &Spec, table: &str) {
        let row = self.ask(&format!("{}; {}", self.insert(table), row(table)));
        let id = json!({"id": row["id"]});
        let actions = &spec.actions;
        let answer = self.call(&actions.compare, &id);
        assert_eq!(
            answer["status"], "success",
            "SPECQL_SEED={}: {answer}",
            self.seed
        );
        let answer = self.call(&actions.refuse, &id);
        assert_eq!(
            answer["message"],
            kept(&spec.refusal),
            "SPECQL_SEED={}",
            self.seed
        );
        self.tells(spec, &id);
        let (parameter, _) = &spec.parameter;
        let attributes = self.ask(&format!(
            "SELECT json_agg(a.attname) FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relkind = 'c' AND c.relname = {}",
            literal(Name::new(&format!("type_{}_input", actions.change)).as_str()),
        ));
        let attribute = json!(Name::new(parameter).as_str());
        assert!(
            attributes.as_array().unwrap().contains(&attribute),
            "SPECQL_SEED={}",
            self.seed
        );
        let answer = self.call(&actions.change, &id);
        if spec.check.is_some() {
            // A check forbids this very text.
            assert_eq!(
                answer["status"], "validation:constraint",
                "SPECQL_SEED={}: {answer}",
                self.seed
            );
            return;
        }
        if answer["status"] != "success" {
            self.fail(spec, &format!("change: {answer}"));
        }
        assert_eq!(
            answer["object_data"]["plain"],
            spec.literal.as_str(),
            "SPECQL_SEED={}",
            self.seed
        );
        let answer = self.call(&actions.compare, &id);
        assert_eq!(
            answer["message"],
            kept(&spec.error),
            "SPECQL_SEED={}: {answer}",
            self.seed
        );
    }

    fn tells(&self, spec: &Spec, id: &Value) {
        if self.is_left_out(spec, "no channel can be called so") {
            return;
        }
        let told = self.run(&format!(
            "LISTEN {}; SELECT status FROM {}; SELECT 1",
            quote::identifier(&spec.channel),
            called(&spec.actions.tell, id),
        ));
        if !told.contains("Asynchronous notification") {
            self.fail(spec, &format!("nobody is told: {told}"));
        }
    }

    fn has_more(&self, spec: &Spec, table: &str) {
        if let Some(name) = &spec.computed
            && !self.is_left_out(spec, "schema_computed_column")
        {
            let row = self.ask(&format!("{}; {}", self.insert(table), row(table)));
            assert_eq!(
                row[Name::new(name).as_str()],
                spec.literal.as_str(),
                "SPECQL_SEED={}",
                self.seed
            );
        }
        if spec.check.is_some() && !self.is_left_out(spec, "the rule") {
            let set = |text: &str| {
                format!(
                    "{}; UPDATE {table} SET plain = {}",
                    self.insert(table),
                    literal(text)
                )
            };
            self.run(&set(&format!("{} and more", spec.literal)));
            let told = self.refuse(&set(&spec.literal));
            assert!(
                told.contains("violates check constraint"),
                "SPECQL_SEED={}: {told}",
                self.seed
            );
        }
    }
}

/// An action as it is called.
fn called(action: &str, payload: &Value) -> String {
    let name = quote::identifier(Name::new(action).as_str());
    let payload = literal(&payload.to_string());
    format!("app.{name}('{TENANT}', '{TENANT}', {payload}::jsonb)")
}

fn column(field: &Field) -> String {
    match field.kind {
        Kind::Reference(_) => Name::new(&format!("fk_{}", field.name)),
        _ => Name::new(&field.name),
    }
    .to_string()
}

fn row(table: &str) -> String {
    format!("SELECT to_jsonb(the_row_itself) FROM {table} AS the_row_itself")
}

/// A text as a literal, where backslashes are nothing special.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn kept_in(value: &Value) -> Value {
    match value {
        Value::String(text) => json!(kept(text)),
        other => other.clone(),
    }
}

/// As comments have it: the words, with a blank between them.
fn on_one_line(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
