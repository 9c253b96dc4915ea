//! Blocks that are planned, with hostile names and texts wherever they reach SQL.

use crate::spec::{Field, Kind, quoted};
use crate::words::Random;

/// What a spec says in blocks that are planned.
pub struct Planned {
    /// The event that each new row sends, and the fields that it tells.
    pub created: Option<(String, Vec<String>)>,
    /// A text that is stored encrypted.
    pub secret: Option<String>,
    /// The field that a view shows in part.
    masked: Option<String>,
    pub is_audited: bool,
    /// Whether `plain` tells of a person.
    pub is_personal: bool,
    is_apart: bool,
    /// The list that shows `plain`, and whether it is kept in a table.
    pub list: Option<(String, bool)>,
    figures: Option<String>,
    report: Option<String>,
    service: Option<String>,
}

impl Planned {
    pub fn new(random: &mut Random, fields: &[Field], taken: &mut Vec<String>) -> Self {
        let any = |random: &mut Random| fields[random.below(fields.len())].name.clone();
        let created = (!random.one_in(3)).then(|| {
            let name = format!("{}_created", random.text());
            let payload = vec!["plain".to_owned(), any(random), any(random)];
            (name, payload)
        });
        Self {
            created,
            secret: random.one_in(2).then(|| random.name(taken)),
            masked: random.one_in(2).then(|| any(random)),
            is_audited: random.one_in(2),
            is_personal: random.one_in(2),
            is_apart: random.one_in(2),
            list: (!random.one_in(3)).then(|| (random.text(), random.one_in(2))),
            figures: random.one_in(2).then(|| random.text()),
            report: random.one_in(3).then(|| random.text()),
            service: random.one_in(4).then(|| random.text()),
        }
    }

    /// The field that is encrypted, as it is written among the fields.
    pub fn field(&self) -> String {
        let secret = self.secret.iter();
        secret
            .map(|name| format!("  {}: {{type: text}}\n", quoted(name)))
            .collect()
    }

    /// The blocks of the spec of this number.
    pub fn blocks(&self, number: usize, fields: &[Field], random: &mut Random) -> String {
        let mut yaml = self.security(random);
        if let Some((name, payload)) = &self.created {
            let payload: Vec<_> = payload.iter().map(|name| quoted(name)).collect();
            yaml.push_str(&format!(
                "events:\n  - {{name: {}, payload: [id, {}, {}]}}\n  - {{name: {}}}\n",
                quoted(name),
                payload.join(", "),
                quoted(&random.text()),
                quoted(&random.text()),
            ));
            yaml.push_str(&format!(
                "streaming: {{events: [{}, {}]}}\n",
                quoted(name),
                quoted(&random.text()),
            ));
        }
        yaml.push_str(&self.read_models(number, fields, random));
        if let Some(name) = &self.report {
            yaml.push_str(&format!(
                "analytics: [{{name: {}, dimensions: [date, {}, {}], metrics: [{}, {}]}}]\n",
                quoted(&format!("report {number} {name}")),
                quoted(&random.text()),
                quoted(&fields[random.below(fields.len())].name),
                quoted(&format!("{}_rate", random.text())),
                quoted(&random.text()),
            ));
        }
        if let Some(name) = &self.service {
            yaml.push_str(&format!(
                "services: [{{name: {}, entities: [{}, {}]}}]\n",
                quoted(name),
                quoted(&random.text()),
                quoted(&random.text()),
            ));
        }
        yaml
    }

    fn security(&self, random: &mut Random) -> String {
        let mut yaml = format!("security:\n  row_security: {}\n", self.is_apart);
        if let Some(name) = &self.secret {
            yaml.push_str(&format!(
                "  encryption: {{fields: [{}, {}], algorithm: {}}}\n",
                quoted(name),
                quoted(&random.text()),
                quoted(&random.text()),
            ));
        }
        if let Some(name) = &self.masked {
            yaml.push_str(&format!(
                "  masking: {{fields: [plain, {}, {}], roles: [{}, {}]}}\n",
                quoted(name),
                quoted(&random.text()),
                quoted(&random.text()),
                quoted(&random.text()),
            ));
        }
        if self.is_audited {
            yaml.push_str(&format!(
                "  audit: {{level: detailed, retention: {}}}\n",
                quoted(&random.text()),
            ));
        }
        if self.is_personal {
            yaml.push_str(&format!(
                "  compliance: {{gdpr: true, fields: [plain, {}]}}\n",
                quoted(&random.text()),
            ));
        }
        yaml
    }

    fn read_models(&self, number: usize, fields: &[Field], random: &mut Random) -> String {
        let mut yaml = String::new();
        let any = |random: &mut Random| quoted(&fields[random.below(fields.len())].name);
        if let Some((name, is_kept)) = &self.list {
            let sync = if *is_kept { ", sync: table" } else { "" };
            yaml.push_str(&format!(
                "  - {{name: {}{sync}, fields: [plain, {}, {}, {{name: {}, expr: {}}}]}}\n",
                quoted(&format!("list {number} {name}")),
                any(random),
                quoted(&random.text()),
                quoted(&random.text()),
                quoted(&format!(
                    "plain || '{}'",
                    random.literal().replace('\'', "''")
                )),
            ));
        }
        // Rows are put together by texts only.
        let mut texts = fields
            .iter()
            .filter(|field| matches!(field.kind, Kind::Text));
        if let Some(name) = &self.figures
            && let Some(text) = texts.next_back()
        {
            yaml.push_str(&format!(
                "  - {{name: {}, aggregation: true, fields: [{}, {{name: {}, expr: {}}}]}}\n",
                quoted(&format!("figures {number} {name}")),
                quoted(&text.name),
                quoted(&random.text()),
                quoted(&format!(
                    "max(plain || '{}')",
                    random.literal().replace('\'', "''")
                )),
            ));
        }
        match yaml.is_empty() {
            true => yaml,
            false => format!("read_models:\n{yaml}"),
        }
    }
}
