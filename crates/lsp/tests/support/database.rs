//! Specs in a database of their own, and their actions called.

use std::sync::{Arc, Mutex, Weak};

use serde_json::Value;

use super::Folder;
use super::postgres::{Database, Server, Session};

const REGISTRY: &str = "\
domains:
  '2':
    name: crm
    multi_tenant: true
    subdomains: {}
";

pub const COMPANY: &str = "\
entity: Company
schema: crm
fields:
  name: text!
  credit: money = 0
  country: ref(catalog.Country)
actions:
  - name: create_company
";

/// Of a schema that all tenants share.
pub const COUNTRY: &str = "\
entity: Country
schema: catalog
fields:
  name: text!
actions:
  - name: create_country
  - name: update_country
  - name: delete_country
";

/// One server for all tests that run at the same time.
pub fn server() -> Option<Arc<Server>> {
    static RUNNING: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    let mut running = RUNNING.lock().unwrap();
    if let Some(server) = running.upgrade() {
        return Some(server);
    }
    let server = Arc::new(Server::start()?);
    *running = Arc::downgrade(&server);
    Some(server)
}

pub const OURS: &str = "00000000-0000-0000-0000-00000000000a";
pub const THEIRS: &str = "00000000-0000-0000-0000-00000000000b";
pub const USER: &str = "00000000-0000-0000-0000-0000000000aa";
pub const NOBODY: &str = "00000000-0000-0000-0000-0000000000ff";

/// The SQL of these specs in a database of its own, in which every function is sound.
pub fn loaded<'s>(server: &'s Server, name: &str, specs: &[&str]) -> Loaded<'s> {
    let mut files = vec![
        ("registry/domain_registry.yaml".to_owned(), REGISTRY),
        ("specql.toml".to_owned(), "target = \"next\"\n"),
    ];
    for (number, spec) in specs.iter().enumerate() {
        files.push((format!("entities/{number}.yaml"), spec));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), *text))
        .collect();
    let folder = Folder::with(&files);
    let ran = folder.run(&["sql", "."]);
    let is_left_out =
        |line: &&str| line.contains("Left out: `") || line.contains("a part of the action");
    let left_out = ran.out.lines().filter(is_left_out);
    assert_eq!(left_out.collect::<Vec<_>>(), [""; 0]);
    let database = server.load(name, &ran.out);
    assert_eq!(database.check(), "");
    Loaded { database }
}

pub struct Loaded<'s> {
    database: Database<'s>,
}

/// What an action answers.
pub struct Answer(pub Value);

impl Answer {
    pub fn status(&self) -> &str {
        self.0["status"].as_str().unwrap()
    }

    pub fn message(&self) -> &str {
        self.0["message"].as_str().unwrap()
    }

    pub fn fields(&self) -> Vec<&str> {
        let fields = self.0["updated_fields"].as_array().unwrap().iter();
        fields.map(|field| field.as_str().unwrap()).collect()
    }

    pub fn id(&self) -> &str {
        assert_eq!(self.status(), "success", "{}", self.0);
        self.0["id"].as_str().unwrap()
    }

    /// A column of the row.
    pub fn row(&self, column: &str) -> &Value {
        assert_eq!(self.status(), "success", "{}", self.0);
        &self.0["object_data"][column]
    }

    pub fn more(&self, key: &str) -> &Value {
        &self.0["extra_metadata"][key]
    }
}

impl Loaded<'_> {
    pub fn call(&self, action: &str, payload: &Value) -> Answer {
        self.call_as(OURS, action, payload)
    }

    pub fn call_as(&self, tenant: &str, action: &str, payload: &Value) -> Answer {
        let payload = payload.to_string().replace('\'', "''");
        let called = format!(
            "SELECT row_to_json(a) FROM app.{action}('{tenant}', '{USER}', '{payload}') AS a;"
        );
        Answer(serde_json::from_str(&self.database.ask(&called)).unwrap())
    }

    /// What the caller is told, in short.
    pub fn told(&self, action: &str, payload: &Value) -> (String, String) {
        let answer = self.call(action, payload);
        (answer.status().to_owned(), answer.message().to_owned())
    }

    pub fn ask(&self, question: &str) -> String {
        self.database.ask(question)
    }

    /// What is said against a statement that has to fail.
    pub fn refuse(&self, statement: &str) -> String {
        self.database.refuse(statement)
    }

    /// A connection that stays open.
    pub fn session(&self) -> Session {
        self.database.session()
    }
}
