//! The configuration of Confiture, the tool that applies the generated SQL to databases.

use std::collections::HashMap;

use serde::Deserialize;
use specql_yaml::de::{Entries, Located, Slot};
use specql_yaml::{Document, Span};

use super::read::{self, Read, Written};

/// What `confiture.yaml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confiture {
    /// The folders with SQL.
    pub schema_dirs: Vec<SchemaDir>,
    /// The databases.
    pub environments: Vec<Environment>,
}

/// A folder with SQL.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaDir {
    /// Where it is.
    pub path: Written<String>,
    /// When its turn comes.
    pub order: Option<Written<i64>>,
}

/// A database with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Environment {
    /// What it is called in `confiture.yaml`; a file of its own is named by its path.
    pub name: Option<Written<String>>,
    /// Where the database is. `${NAME}` stands for a variable of the environment.
    pub database_url: Option<Written<String>>,
    /// The folder of migrations.
    pub migrations_dir: Option<Written<String>>,
    /// The folders with SQL, in order.
    pub include_dirs: Vec<Written<String>>,
}

/// What can be wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file, or the value of this key, has to be a mapping.
    NotAMapping(&'static str),
    /// The value of this key has to be a list.
    NotAList(&'static str),
    /// The value of this key has to be text.
    NotText(&'static str),
    /// The value of this key has to be a whole number.
    NotAnInteger(&'static str),
    /// This key is missing.
    Missing(&'static str),
    /// A folder that is listed already.
    DuplicatePath {
        /// Where it is listed first.
        first: Span,
    },
    /// A place in the order that another folder has.
    DuplicateOrder {
        /// Where it is given first.
        first: Span,
    },
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    schema_dirs: Slot<Vec<Located<RawDir>>>,
    environments: Slot<Entries<RawEnvironment>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawDir {
    path: Slot<String>,
    order: Slot<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawEnvironment {
    database_url: Slot<String>,
    migrations_dir: Slot<String>,
    include_dirs: Slot<Vec<Located<String>>>,
}

type Reader<'d> = read::Reader<'d, Problem>;

/// Reads `confiture.yaml`.
#[must_use]
pub fn read(document: &Document<'_>) -> Read<Confiture, Problem> {
    let mut reader = Reader::new(document);
    if !reader.root_is_mapping() {
        reader.report(Problem::NotAMapping("file"), document.root());
    }
    let raw: Raw = reader.root();
    let confiture = Confiture {
        schema_dirs: reader.dirs(&raw.schema_dirs),
        environments: reader.environments(&raw.environments),
    };
    reader.finish(confiture)
}

/// Reads the file of a single environment.
#[must_use]
pub fn read_environment(document: &Document<'_>) -> Read<Environment, Problem> {
    let mut reader = Reader::new(document);
    if !reader.root_is_mapping() {
        reader.report(Problem::NotAMapping("file"), document.root());
        return reader.finish(Environment::default());
    }
    let raw: RawEnvironment = reader.root();
    if raw.database_url.written().is_none() {
        reader.report_at(Problem::Missing("database_url"), Span::at(0));
    }
    let environment = reader.environment(None, &raw);
    reader.finish(environment)
}

impl Reader<'_> {
    fn dirs(&mut self, slot: &Slot<Vec<Located<RawDir>>>) -> Vec<SchemaDir> {
        let Some(list) = slot.written() else {
            return Vec::new();
        };
        let Some(items) = list.get() else {
            self.report_part(Problem::NotAList("schema_dirs"), list);
            return Vec::new();
        };
        let mut paths: HashMap<String, Span> = HashMap::new();
        let mut orders: HashMap<i64, Span> = HashMap::new();
        let mut dirs = Vec::new();
        for item in items {
            let Some(raw) = item.get() else {
                self.report(Problem::NotAMapping("schema_dirs"), item.node);
                continue;
            };
            if raw.path.written().is_none() {
                self.report(Problem::Missing("path"), item.node);
            }
            let order = self.take(&raw.order, Problem::NotAnInteger("order"));
            let Some(path) = self.take(&raw.path, Problem::NotText("path")) else {
                continue;
            };
            if let Some(first) = paths.insert(path.value.clone(), path.span) {
                self.report_at(Problem::DuplicatePath { first }, path.span);
            }
            if let Some(order) = &order
                && let Some(first) = orders.insert(order.value, order.span)
            {
                self.report_at(Problem::DuplicateOrder { first }, order.span);
            }
            dirs.push(SchemaDir { path, order });
        }
        dirs
    }

    fn environments(&mut self, slot: &Slot<Entries<RawEnvironment>>) -> Vec<Environment> {
        let Some(mapping) = slot.written() else {
            return Vec::new();
        };
        let Some(Entries(parts)) = mapping.get() else {
            self.report_part(Problem::NotAMapping("environments"), mapping);
            return Vec::new();
        };
        let mut environments = Vec::new();
        for part in parts {
            let Some(raw) = part.get() else {
                self.report_part(Problem::NotAMapping("environments"), part);
                continue;
            };
            if raw.database_url.written().is_none() {
                self.report_missing(Problem::Missing("database_url"), part);
            }
            let name = part.key().zip(self.key(part));
            let name = name.map(|(key, name)| self.written(name, key));
            environments.push(self.environment(name, raw));
        }
        environments
    }

    fn environment(&mut self, name: Option<Written<String>>, raw: &RawEnvironment) -> Environment {
        let mut include_dirs = Vec::new();
        if let Some(list) = raw.include_dirs.written() {
            match list.get() {
                Some(items) => {
                    for item in items {
                        match item.get() {
                            Some(dir) => include_dirs.push(self.written(dir.clone(), item.node)),
                            None => self.report(Problem::NotText("include_dirs"), item.node),
                        }
                    }
                }
                None => self.report_part(Problem::NotAList("include_dirs"), list),
            }
        }
        Environment {
            name,
            database_url: self.take(&raw.database_url, Problem::NotText("database_url")),
            migrations_dir: self.take(&raw.migrations_dir, Problem::NotText("migrations_dir")),
            include_dirs,
        }
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
    fn a_sound_configuration() {
        let text = "schema_dirs: [{path: sql/a, order: 0}, {path: sql/b, order: 5}]\n\
            environments: {dev: {database_url: '${URL}', migrations_dir: m, include_dirs: [x]}}\n";
        let Read { value, findings } = read(&load(text).unwrap());
        assert_eq!(findings, []);
        assert_eq!(value.schema_dirs.len(), 2);
        let dev = &value.environments[0];
        assert_eq!(dev.name.as_ref().unwrap().value, "dev");
        assert_eq!(dev.include_dirs.len(), 1);
    }

    #[test]
    fn folders() {
        assert_eq!(
            problems("schema_dirs: x"),
            [Problem::NotAList("schema_dirs")]
        );
        assert_eq!(
            problems("schema_dirs: [x]"),
            [Problem::NotAMapping("schema_dirs")]
        );
        assert_eq!(
            problems("schema_dirs: [{order: 1}]"),
            [Problem::Missing("path")]
        );
        assert_eq!(
            problems("schema_dirs: [{path: a, order: '1'}]"),
            [Problem::NotAnInteger("order")]
        );
        let twice = problems("schema_dirs: [{path: a, order: 1}, {path: a, order: 1}]");
        assert!(matches!(
            twice[..],
            [
                Problem::DuplicatePath { .. },
                Problem::DuplicateOrder { .. }
            ]
        ));
    }

    #[test]
    fn environments() {
        assert_eq!(
            problems("environments: {dev: {migrations_dir: m}}"),
            [Problem::Missing("database_url")]
        );
        assert_eq!(
            problems("environments: {dev: }"),
            [Problem::NotAMapping("environments")]
        );
        let alone = |text: &str| read_environment(&load(text).unwrap());
        let Read { value, findings } = alone("database_url: x\ninclude_dirs: [1, a]");
        assert_eq!(value.include_dirs.len(), 1);
        assert_eq!(findings[0].problem, Problem::NotText("include_dirs"));
        assert_eq!(alone("").findings[0].problem, Problem::NotAMapping("file"));
    }
}
