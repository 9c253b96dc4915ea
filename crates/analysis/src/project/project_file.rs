//! `project.yaml`, which SpecQL's Python interface reads and refuses for any key it does not know.

use serde::Deserialize;
use serde::de::IgnoredAny;
use specql_yaml::de::{Located, Slot};
use specql_yaml::{Document, NodeId, Span, Value};

use super::read::{self, Read, Written};

/// What a project file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectFile {
    /// The project's name.
    pub name: Option<Written<String>>,
    /// What it is for.
    pub description: Option<Written<String>>,
    /// Its schemas.
    pub schemas: Vec<Schema>,
    /// Where its registry lies.
    pub registry_path: Option<Written<String>>,
}

/// A schema of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// Its name.
    pub name: Written<String>,
    /// What it is for.
    pub description: Option<Written<String>>,
    /// Whether its tables have a tenant.
    pub multi_tenant: bool,
}

/// Every key at the root.
pub const ROOT_KEYS: &[&str] = &[
    "version",
    "name",
    "description",
    "schemas",
    "extensions",
    "registry_enabled",
    "registry_path",
    "output_format",
    "trinity_pattern",
    "audit_fields",
    "soft_delete",
    "settings",
    "_metadata",
];

/// Every key of a schema.
pub const SCHEMA_KEYS: &[&str] = &["name", "description", "multi_tenant"];

/// What can be wrong with a project file. Most of it keeps SpecQL from reading the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing in the file.
    EmptyFile,
    /// The file, or the value of this key, has to be a mapping.
    NotAMapping(&'static str),
    /// The value of this key has to be a list.
    NotAList(&'static str),
    /// The value of this key has to be text. SpecQL does not mind.
    NotText(&'static str),
    /// The value of this key has to be true or false. SpecQL does not mind.
    NotBoolean(&'static str),
    /// No such key is known.
    UnknownKey(String),
    /// No such key is known in a schema.
    UnknownSchemaKey(String),
    /// A schema without a name.
    SchemaWithoutName,
    /// A key that stands in `settings`, too, and counts there.
    Overridden {
        /// The key in `settings`.
        by: Span,
    },
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    name: Slot<String>,
    description: Slot<String>,
    schemas: Slot<Vec<Located<RawSchema>>>,
    registry_path: Slot<String>,
    settings: Slot<RawSettings>,
}

/// What `settings` may have of the root: it is merged into it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RawSettings {
    name: Slot<String>,
    description: Slot<String>,
    schemas: Slot<Vec<Located<RawSchema>>>,
    registry_path: Slot<String>,
    settings: Slot<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawSchema {
    name: Slot<String>,
    description: Slot<String>,
    multi_tenant: Slot<bool>,
}

type Reader<'d> = read::Reader<'d, Problem>;

/// Reads a project file.
#[must_use]
pub fn read(document: &Document<'_>) -> Read<ProjectFile, Problem> {
    let mut reader = Reader::new(document);
    let root = document.root();
    if !reader.root_is_mapping() {
        let problem = match document.value(root) {
            Value::Null => Problem::EmptyFile,
            _ => Problem::NotAMapping("file"),
        };
        reader.report(problem, root);
        return reader.finish(ProjectFile::default());
    }
    let raw: Raw = reader.root();
    reader.keys(root, ROOT_KEYS, Problem::UnknownKey);
    let none = RawSettings::default();
    let settings = match raw.settings.written() {
        None => &none,
        Some(written) => match written.get() {
            Some(settings) => {
                reader.settings(root, written.node, settings);
                settings
            }
            None => {
                reader.report_part(Problem::NotAMapping("settings"), written);
                &none
            }
        },
    };
    let file = ProjectFile {
        name: reader.take(last(&settings.name, &raw.name), Problem::NotText("name")),
        description: reader.take_or_null(
            last(&settings.description, &raw.description),
            Problem::NotText("description"),
        ),
        schemas: reader.schemas(last(&settings.schemas, &raw.schemas)),
        registry_path: reader.take(
            last(&settings.registry_path, &raw.registry_path),
            Problem::NotText("registry_path"),
        ),
    };
    reader.finish(file)
}

/// What counts: the setting, if there is one.
fn last<'s, T>(setting: &'s Slot<T>, at_root: &'s Slot<T>) -> &'s Slot<T> {
    match setting {
        Slot::Missing => at_root,
        Slot::Written(_) => setting,
    }
}

impl Reader<'_> {
    fn settings(&mut self, root: NodeId, node: NodeId, settings: &RawSettings) {
        self.keys(node, ROOT_KEYS, Problem::UnknownKey);
        // One level is merged; a second one is a key like any other, and unknown.
        if let Some(inner) = settings.settings.written() {
            self.report_missing(Problem::UnknownKey("settings".to_owned()), inner);
        }
        let document = self.document;
        let Value::Mapping(entries) = self.value(node) else {
            return;
        };
        for entry in entries {
            if let Some(key) = self.value(entry.key).as_str()
                && let Some(outer) = document.entry(root, key)
            {
                let by = document.span(entry.last_key);
                self.report(Problem::Overridden { by }, outer.last_key);
            }
        }
    }

    fn keys(&mut self, mapping: NodeId, known: &[&str], problem: fn(String) -> Problem) {
        let Value::Mapping(entries) = self.value(mapping) else {
            return;
        };
        for entry in entries {
            let is_known = |key: &str| known.contains(&key);
            if !self.value(entry.key).as_str().is_some_and(is_known) {
                let key = self.scalar(entry.last_key).unwrap_or_default();
                self.report(problem(key), entry.last_key);
            }
        }
    }

    fn schemas(&mut self, slot: &Slot<Vec<Located<RawSchema>>>) -> Vec<Schema> {
        // Nothing at all is as good as no schemas.
        let list = slot.written().filter(|list| self.is_true(list.node));
        let Some(list) = list else {
            return Vec::new();
        };
        let Some(items) = list.get() else {
            self.report_part(Problem::NotAList("schemas"), list);
            return Vec::new();
        };
        let mut schemas = Vec::new();
        for item in items {
            let Some(raw) = item.get() else {
                self.report(Problem::NotAMapping("schemas"), item.node);
                continue;
            };
            self.keys(item.node, SCHEMA_KEYS, Problem::UnknownSchemaKey);
            if raw.name.written().is_none() {
                self.report(Problem::SchemaWithoutName, item.node);
            }
            let description = self.take(&raw.description, Problem::NotText("description"));
            let multi_tenant = self.take(&raw.multi_tenant, Problem::NotBoolean("multi_tenant"));
            if let Some(name) = self.take(&raw.name, Problem::NotText("name")) {
                schemas.push(Schema {
                    name,
                    description,
                    multi_tenant: multi_tenant.is_some_and(|written| written.value),
                });
            }
        }
        schemas
    }
}

#[cfg(test)]
mod tests {
    use specql_yaml::load;

    use super::*;

    fn problems(text: &str) -> Vec<Problem> {
        let findings = read(&load(text).unwrap()).findings.into_iter();
        findings.map(|finding| finding.problem).collect()
    }

    #[test]
    fn a_sound_file() {
        let text = "name: shop\nschemas: [{name: sales, multi_tenant: true}, {name: base}]\n\
            settings: {registry_path: r.yaml}\n_metadata: {by: somebody}\n";
        let Read { value, findings } = read(&load(text).unwrap());
        assert_eq!(findings, []);
        assert_eq!(value.schemas.len(), 2);
        assert!(value.schemas[0].multi_tenant);
        assert_eq!(value.registry_path.unwrap().value, "r.yaml");
    }

    #[test]
    fn unknown_keys_are_refused() {
        assert_eq!(problems("nam: x"), [Problem::UnknownKey("nam".to_owned())]);
        assert_eq!(problems("1: x"), [Problem::UnknownKey("1".to_owned())]);
        assert_eq!(
            problems("settings: {colour: red}"),
            [Problem::UnknownKey("colour".to_owned())]
        );
        assert_eq!(
            problems("schemas: [{name: a, tier: x}]"),
            [Problem::UnknownSchemaKey("tier".to_owned())]
        );
    }

    #[test]
    fn shapes() {
        assert_eq!(problems(""), [Problem::EmptyFile]);
        assert_eq!(problems("[]"), [Problem::NotAMapping("file")]);
        assert_eq!(problems("settings:"), [Problem::NotAMapping("settings")]);
        assert_eq!(problems("schemas: {a: b}"), [Problem::NotAList("schemas")]);
        assert_eq!(problems("schemas: [a]"), [Problem::NotAMapping("schemas")]);
        assert_eq!(
            problems("schemas: [{description: a}]"),
            [Problem::SchemaWithoutName]
        );
        assert_eq!(problems("schemas:"), []);
    }

    #[test]
    fn settings_count_more_than_the_root() {
        let Read { value, findings } = read(&load("name: a\nsettings: {name: b}").unwrap());
        assert_eq!(value.name.unwrap().value, "b");
        assert!(matches!(findings[0].problem, Problem::Overridden { .. }));
    }
}
