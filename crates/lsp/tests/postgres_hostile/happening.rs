//! What happens in a database by the blocks that are planned: that it is what they say.

use serde_json::{Value, json};
use specql_sql::catalogue::Object;
use specql_sql::{Name, ObjectName, quote};

use crate::meaning::{Loaded, TENANT, literal};
use crate::spec::{Kind, Spec, kept};

/// What `plain` is in the row that things happen to.
const PLAIN: &str = "plain \u{1f600} it's";

/// What the encrypted field is.
const SECRET: &str = "nobody reads this";

impl Loaded<'_> {
    /// A row is made, told of, shown, recorded and forgotten as the spec says.
    pub fn happens(&self, spec: &Spec, table: &str) {
        self.run(&format!(
            "DELETE FROM {table}; SET app.encryption_key = 'one'; SET app.index_key = 'two'; \
             SET app.tenant_id = '{TENANT}'"
        ));
        let mut given = json!({"plain": PLAIN});
        if let Some(name) = &spec.planned.secret {
            given[Name::new(name).as_str()] = json!(SECRET);
        }
        let made = self.call(&spec.actions.create, &given);
        if made["status"] != "success" {
            self.fail(spec, &format!("create: {made}"));
        }
        let id = made["id"].as_str().unwrap();
        if made.to_string().contains(SECRET) && !self.is_left_out(spec, "the encryption of") {
            self.fail(spec, &format!("a secret is told: {made}"));
        }
        self.tells_event(spec, id, &made["object_data"]);
        self.shows(spec);
        if spec.planned.is_audited {
            let recorded = self.ask(&format!(
                "SELECT json_agg(changed) FROM app.tb_row_audit WHERE row_id = '{id}'"
            ));
            if recorded[0]["plain"] != json!([null, PLAIN]) {
                self.fail(spec, &format!("recorded: {recorded}"));
            }
        }
        if spec.planned.is_personal {
            self.forgets(spec, table, id);
        }
        self.run(&format!("DELETE FROM {table}"));
    }

    fn tells_event(&self, spec: &Spec, id: &str, row: &Value) {
        let Some((name, payload)) = &spec.planned.created else {
            return;
        };
        let told = self.ask(&format!(
            "SELECT coalesce(json_agg(payload), '[]') FROM app.tb_event WHERE aggregate_id = '{id}' AND event_type = {}",
            literal(&kept(name)),
        ));
        let Some(told) = told.get(0) else {
            self.fail(spec, "no event is sent");
        };
        for name in payload {
            let field = spec
                .fields
                .iter()
                .find(|field| field.name == *name)
                .unwrap();
            let is_left_out = self.is_left_out(spec, &format!("`{name}`"));
            if matches!(field.kind, Kind::Text) && !is_left_out {
                let column = Name::new(name);
                if told.get(kept(name)) != Some(&row[column.as_str()]) {
                    self.fail(spec, &format!("the event tells {told} of {row}"));
                }
            }
        }
    }

    /// All views can be read, and those of lists show the row.
    fn shows(&self, spec: &Spec) {
        let list = format!("v_list_{}_", spec.number);
        for object in self.objects(spec) {
            let name = match object {
                Object::View(view) => &view.name,
                Object::Gate(gate) => &gate.name,
                _ => continue,
            };
            let rows = self.ask(&format!(
                "SELECT coalesce(json_agg(to_jsonb(the_row_itself)), '[]') FROM {} AS the_row_itself",
                written(name)
            ));
            let is_list = format!("{}_", name.name).starts_with(&list);
            if is_list && rows[0]["plain"] != json!(PLAIN) {
                self.fail(spec, &format!("{name} shows {rows}"));
            }
        }
    }

    /// What there is of a person is handed over, and then it is gone.
    fn forgets(&self, spec: &Spec, table: &str, id: &str) {
        let function = |beginning: &str| {
            let found = self.objects(spec).iter().find_map(|object| match object {
                Object::Function(it) if it.name.name.as_str().starts_with(beginning) => {
                    Some(written(&it.name))
                }
                _ => None,
            });
            found.unwrap_or_else(|| self.fail(spec, &format!("there is no {beginning}")))
        };
        let all = self.ask(&format!("SELECT {}('{id}')", function("export_")));
        if !all.to_string().contains(PLAIN) {
            self.fail(spec, &format!("{all} is handed over"));
        }
        self.run(&format!("SELECT {}('{id}', '{id}')", function("erase_")));
        let places = [
            table,
            "app.tb_mutation_audit_log",
            if spec.planned.is_audited {
                "app.tb_row_audit"
            } else {
                table
            },
            if spec.planned.created.is_some() {
                "app.tb_event"
            } else {
                table
            },
        ];
        for place in places {
            let left = self.ask(&format!(
                "SELECT count(*) FROM {place} AS the_row_itself WHERE to_jsonb(the_row_itself)::text LIKE {} \
                 AND to_jsonb(the_row_itself)::text LIKE '%{id}%'",
                literal(&format!("%{PLAIN}%"))
            ));
            if left != json!(0) {
                self.fail(spec, &format!("{place} remembers"));
            }
        }
    }
}

/// A name as it stands in SQL.
fn written(name: &ObjectName) -> String {
    let schema = name.schema.as_ref().unwrap();
    format!(
        "{}.{}",
        quote::identifier(schema.as_str()),
        quote::identifier(name.name.as_str())
    )
}
