//! Specs with hostile names and texts wherever a spec reaches SQL, and what they say.

use serde_json::{Value, json};
use specql_analysis::naming::Forms;

use crate::planned::Planned;
use crate::words::Random;

/// A spec, and what it says.
pub struct Spec {
    pub number: usize,
    pub entity: String,
    pub schema: String,
    pub description: String,
    pub fields: Vec<Field>,
    /// The text that its expressions compare `plain` with.
    pub literal: String,
    /// What is told where `plain` is that text.
    pub error: String,
    /// What is told in any case.
    pub refusal: String,
    pub channel: String,
    pub message: String,
    /// What its actions are called.
    pub actions: Actions,
    /// A parameter, and what it is where the caller does not say.
    pub parameter: (String, String),
    pub computed: Option<String>,
    pub check: Option<String>,
    pub index: Option<String>,
    pub figure: Option<String>,
    pub translated: Option<String>,
    pub shown: Option<String>,
    /// What stands between the parts of its identifier.
    pub separator: Option<String>,
    /// What it says in blocks that are planned.
    pub planned: Planned,
    pub yaml: String,
}

pub struct Actions {
    pub create: String,
    pub compare: String,
    pub change: String,
    pub refuse: String,
    pub tell: String,
}

pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub description: String,
    /// What a row has that says nothing else.
    pub default: Value,
    pub is_unique: bool,
}

pub enum Kind {
    Text,
    Json,
    List,
    /// One of these words.
    Enum(Vec<String>),
    /// A row of this entity.
    Reference(String),
}

/// A text in YAML: nothing that PyYAML would not read stands there as it is.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            ' '..='~' => quoted.push(c),
            c => quoted.push_str(&format!("\\U{:08X}", c as u32)),
        }
    }
    quoted.push('"');
    quoted
}

/// A literal of an expression.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What is in a database of a text: no zero bytes.
pub fn kept(text: &str) -> String {
    text.replace('\0', "")
}

impl Spec {
    /// The spec of this number; its schema is one of these, and it may refer to these entities.
    pub fn new(random: &mut Random, number: usize, schemas: &[String], others: &[Self]) -> Self {
        let schema = schemas[random.below(schemas.len())].clone();
        let entity = match random.below(4) {
            0 => format!("Thing{number}"),
            1 => format!("{}Thing{number}", random.text()),
            _ => format!("Thing{number} {}", random.text()),
        };
        let mut taken = vec!["plain".to_owned()];
        let mut fields = vec![Field {
            name: "plain".to_owned(),
            kind: Kind::Text,
            description: random.text(),
            default: Value::Null,
            is_unique: false,
        }];
        for _ in 0..2 + random.below(6) {
            let name = random.name(&mut taken);
            fields.push(Field::new(random, name, others));
        }
        let base = Forms::of(&entity).split;
        let mut action = |random: &mut Random| format!("{}_{number}", random.name(&mut taken));
        let actions = Actions {
            create: format!("create_{base}"),
            compare: action(random),
            change: action(random),
            refuse: action(random),
            tell: action(random),
        };
        let planned = Planned::new(random, &fields, &mut taken);
        let mut named = |random: &mut Random| {
            let is_there = !random.one_in(3);
            is_there.then(|| format!("{} {number}", random.name(&mut taken)))
        };
        let [computed, check, index, figure, shown] = [(); 5].map(|()| named(random));
        let texts: Vec<_> = fields
            .iter()
            .filter(|f| matches!(f.kind, Kind::Text))
            .collect();
        let a_text = |random: &mut Random| texts[random.below(texts.len())].name.clone();
        let translated = random.one_in(2).then(|| a_text(random));
        let separator = random.one_in(2).then(|| random.text());
        let mut spec = Self {
            number,
            schema,
            description: format!("spec {number}: {}", random.text()),
            literal: random.literal(),
            error: format!("why{}", random.text()),
            refusal: format!("no{}", random.text()),
            channel: random.literal(),
            message: random.text(),
            parameter: (random.text(), random.text()),
            entity,
            fields,
            actions,
            computed,
            check,
            index,
            figure,
            translated,
            shown,
            separator,
            planned,
            yaml: String::new(),
        };
        spec.yaml = spec.written(random);
        spec
    }

    fn written(&self, random: &mut Random) -> String {
        let lit = literal(&self.literal);
        let is_not = quoted(&format!("plain <> {lit}"));
        let mut yaml = format!(
            "entity: {}\nschema: {}\ndescription: {}\norganization: {{table_code: {}}}\nfields:\n",
            quoted(&self.entity),
            quoted(&self.schema),
            quoted(&self.description),
            quoted(&random.text()),
        );
        for field in &self.fields {
            yaml.push_str(&field.written());
        }
        yaml.push_str(&self.planned.field());
        yaml.push_str(&self.planned.blocks(self.number, &self.fields, random));
        yaml.push_str("patterns:\n");
        if let Some(name) = &self.computed {
            yaml.push_str(&format!(
                "  - {{type: schema_computed_column, params: {{column_name: {}, expression: {}, \
                 type: text, comment: {}, index: true}}}}\n",
                quoted(name),
                quoted(&format!("coalesce(plain, {lit})")),
                quoted(&random.text()),
            ));
        }
        if let Some(name) = &self.figure {
            yaml.push_str(&format!(
                "  - {{type: aggregate_view, params: {{group_by: [{}], aggregates: [{{function: count, \
                 alias: {}, filter: {is_not}}}]}}}}\n",
                quoted(&self.fields[random.below(self.fields.len())].name),
                quoted(name),
            ));
        }
        if random.one_in(4) {
            yaml.push_str(&format!(
                "  - {{type: temporal_scd_type2_helper, params: {{natural_key: [{}], version_field: {}, \
                 is_current_field: {}}}}}\n",
                quoted(&self.fields[random.below(self.fields.len())].name),
                quoted(&format!("version {}", random.text())),
                quoted(&format!("current {}", random.text())),
            ));
        }
        yaml.push_str(&format!("  - {{type: {}}}\n", quoted(&random.text())));
        if let Some(name) = &self.translated {
            yaml.push_str(&format!(
                "translations: {{enabled: true, fields: [{}, {}]}}\n",
                quoted(name),
                quoted(&format!("only there {}", random.text())),
            ));
        }
        if let Some(separator) = &self.separator {
            yaml.push_str(&format!(
                "identifier: {{internal_separator: {}, separator: {}, components: [plain, {{field: plain, \
                 transform: none, replace: {{{}: {}}}, format: {}}}]}}\n",
                quoted(separator),
                quoted(&random.text()),
                quoted(&random.text()),
                quoted(&random.text()),
                quoted(&random.text()),
            ));
        }
        if let Some(name) = &self.shown {
            yaml.push_str(&format!(
                "table_views: {{mode: force, extra_filter_columns: [{}, {{{}: {{source: plain, type: text, \
                 index: gin_trgm}}}}]}}\n",
                quoted(&self.fields[random.below(self.fields.len())].name),
                quoted(name),
            ));
        }
        if let Some(name) = &self.index {
            yaml.push_str(&format!(
                "indexes: [{{name: {}, columns: [{}], where: {is_not}}}]\n",
                quoted(name),
                quoted(&self.fields[random.below(self.fields.len())].name),
            ));
        }
        if let Some(name) = &self.check {
            yaml.push_str(&format!(
                "constraints: [{{type: check, name: {}, expression: {is_not}, message: {}}}]\n",
                quoted(name),
                quoted(&random.text()),
            ));
            yaml.push_str(&format!(
                "validations: [{{name: {}, condition: {is_not}, error: {}}}, {}]\n\
                 unique_constraints: [{{name: {}, fields: [plain, {}]}}]\n\
                 computed_fields: [{{{}: {}}}]\n",
                quoted(&random.text()),
                quoted(&random.text()),
                quoted(&random.text()),
                quoted(&random.text()),
                quoted(&self.fields[random.below(self.fields.len())].name),
                quoted(&format!("worked out {}", random.text())),
                quoted(&format!("{lit} || plain")),
            ));
        }
        yaml.push_str("actions:\n");
        self.write_actions(&mut yaml, random);
        yaml
    }

    fn write_actions(&self, yaml: &mut String, random: &mut Random) {
        let lit = literal(&self.literal);
        let actions = &self.actions;
        yaml.push_str(&format!("  - name: {}\n", quoted(&actions.create)));
        yaml.push_str(&format!(
            "  - name: {}\n    description: {}\n    steps:\n      - validate: {}\n        error: {}\n",
            quoted(&actions.compare),
            quoted(&random.text()),
            quoted(&format!("plain IS NULL OR plain <> {lit}")),
            quoted(&self.error),
        ));
        yaml.push_str(&format!(
            "  - name: {}\n    params:\n      {}: {{type: text, default: {}}}\n    steps:\n      \
             - declare: {{name: {}, type: text, default: {}}}\n      \
             - set: {{plain: {}}}\n      \
             - call_service: {{service: {}, operation: {}, input: {{{}: plain}}}}\n      \
             - duplicate_check: {{fields: [{}], error_message: {}}}\n      \
             - refresh_table_view: {{scope: self}}\n",
            quoted(&actions.change),
            quoted(&self.parameter.0),
            quoted(&self.parameter.1),
            quoted(&random.text()),
            quoted(&literal(&random.literal())),
            quoted(&lit),
            quoted(&random.text()),
            quoted(&random.text()),
            quoted(&random.text()),
            quoted(&self.fields[random.below(self.fields.len())].name),
            quoted(&random.text()),
        ));
        yaml.push_str(&format!(
            "  - name: {}\n    steps:\n      - if: {}\n        then:\n          - reject: {}\n        \
             else:\n          - reject: {}\n",
            quoted(&actions.refuse),
            quoted(&format!("plain = {lit}")),
            quoted(&self.refusal),
            quoted(&self.refusal),
        ));
        yaml.push_str(&format!(
            "  - name: {}\n    steps:\n      - notify: {}\n",
            quoted(&actions.tell),
            quoted(&format!(
                "people({}, \"{}\")",
                literal(&self.channel),
                self.message
            )),
        ));
    }
}

impl Field {
    fn new(random: &mut Random, name: String, others: &[Spec]) -> Self {
        let kind = match random.below(8) {
            0 => Kind::Json,
            1 => Kind::List,
            2 | 3 => {
                let words = (0..1 + random.below(3)).map(|_| random.text());
                let mut words: Vec<_> = words.map(|word| within_brackets(&word)).collect();
                words.dedup();
                Kind::Enum(words)
            }
            4 if !others.is_empty() => {
                Kind::Reference(others[random.below(others.len())].entity.clone())
            }
            _ => Kind::Text,
        };
        let default = match &kind {
            Kind::Text if random.one_in(2) => json!(random.text()),
            Kind::Json => json!({random.literal(): random.literal()}),
            Kind::List => json!([random.literal(), random.literal()]),
            Kind::Enum(words) => json!(words[0]),
            Kind::Text | Kind::Reference(_) => Value::Null,
        };
        Self {
            is_unique: random.one_in(6),
            name,
            description: random.text(),
            default,
            kind,
        }
    }

    fn written(&self) -> String {
        let written = match &self.kind {
            Kind::Text => "text".to_owned(),
            Kind::Json => "json".to_owned(),
            Kind::List => "list(text)".to_owned(),
            Kind::Enum(words) => format!("enum({})", words.join(", ")),
            Kind::Reference(entity) => {
                format!("ref({})", entity.replace(['\n', '\r', '\'', '\0'], " "))
            }
        };
        let default = match &self.default {
            Value::Null => String::new(),
            Value::Object(entries) => {
                let entries = entries.iter();
                let entries: Vec<_> = entries
                    .map(|(key, value)| {
                        format!("{}: {}", quoted(key), quoted(value.as_str().unwrap()))
                    })
                    .collect();
                format!(", default: {{{}}}", entries.join(", "))
            }
            Value::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| quoted(item.as_str().unwrap()))
                    .collect();
                format!(", default: [{}]", items.join(", "))
            }
            value => format!(", default: {}", quoted(value.as_str().unwrap())),
        };
        format!(
            "  {}: {{type: '{written}'{default}, unique: {}, description: {}}}\n",
            quoted(&self.name),
            self.is_unique,
            quoted(&self.description),
        )
    }
}

/// What can stand in the brackets of a type as a word of its own, without being escaped.
fn within_brackets(text: &str) -> String {
    let apart = |c: char| {
        matches!(
            c,
            '(' | ')' | ',' | '\'' | '"' | '=' | '!' | '?' | '\0' | '\\' | '#'
        ) || c.is_whitespace()
            || c.is_control()
    };
    let word = text.replace(apart, "").replace(
        ['\u{feff}', '\u{200b}', '\u{200d}', '\u{200f}', '\u{202e}'],
        "",
    );
    format!("w{word}")
}
