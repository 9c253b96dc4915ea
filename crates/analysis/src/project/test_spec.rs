//! Test specs: which entity they test, and with which groups of tests.

use serde::Deserialize;
use serde::de::IgnoredAny;
use specql_yaml::de::{Entries, Slot};
use specql_yaml::{Document, Span, Value};

use super::read::{self, Read, Written};

/// What a test spec says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestSpec {
    /// The entity that is tested.
    pub entity: Option<Written<String>>,
    /// The groups of tests.
    pub groups: Vec<Written<Group>>,
}

/// A group of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Tables, columns and the like.
    Structure,
    /// Creating, reading, updating and deleting.
    Crud,
    /// The entity's actions.
    Actions,
    /// What the database has to refuse.
    Constraints,
}

impl Group {
    /// The group of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "structure" => Self::Structure,
            "crud" => Self::Crud,
            "actions" => Self::Actions,
            "constraints" => Self::Constraints,
            _ => return None,
        })
    }
}

/// What can be wrong with a test spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file, or the value of this key, has to be a mapping.
    NotAMapping(&'static str),
    /// This key is missing.
    Missing(&'static str),
    /// The value of `entity` has to be the name of one.
    EntityNotText,
    /// No such group of tests is known.
    UnknownGroup(String),
    /// A group without any test.
    EmptyGroup,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    entity: Slot<String>,
    tests: Slot<Entries<IgnoredAny>>,
}

type Reader<'d> = read::Reader<'d, Problem>;

/// Reads a test spec.
#[must_use]
pub fn read(document: &Document<'_>) -> Read<TestSpec, Problem> {
    let mut reader = Reader::new(document);
    if !reader.root_is_mapping() {
        reader.report(Problem::NotAMapping("file"), document.root());
        return reader.finish(TestSpec::default());
    }
    let raw: Raw = reader.root();
    if raw.entity.written().is_none() {
        reader.report_at(Problem::Missing("entity"), Span::at(0));
    }
    let spec = TestSpec {
        entity: reader.take(&raw.entity, Problem::EntityNotText),
        groups: reader.groups(&raw.tests),
    };
    reader.finish(spec)
}

impl Reader<'_> {
    fn groups(&mut self, slot: &Slot<Entries<IgnoredAny>>) -> Vec<Written<Group>> {
        let Some(tests) = slot.written() else {
            self.report_at(Problem::Missing("tests"), Span::at(0));
            return Vec::new();
        };
        let Some(Entries(parts)) = tests.get() else {
            self.report_part(Problem::NotAMapping("tests"), tests);
            return Vec::new();
        };
        let mut groups = Vec::new();
        for part in parts {
            let Some((key, name)) = part.key().zip(self.key(part)) else {
                continue;
            };
            match Group::parse(&name) {
                Some(group) => {
                    groups.push(self.written(group, key));
                    if *self.value(part.node) == Value::Null || !self.is_true(part.node) {
                        self.report(Problem::EmptyGroup, key);
                    }
                }
                None => self.report(Problem::UnknownGroup(name), key),
            }
        }
        groups
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
    fn a_sound_spec() {
        let text = "entity: Invoice\ntests: {crud: {create: {}}, actions: [{name: pay}]}";
        let Read { value, findings } = read(&load(text).unwrap());
        assert_eq!(findings, []);
        assert_eq!(value.entity.unwrap().value, "Invoice");
        let groups: Vec<_> = value.groups.iter().map(|group| group.value).collect();
        assert_eq!(groups, [Group::Crud, Group::Actions]);
    }

    #[test]
    fn what_is_wrong() {
        assert_eq!(problems("tests: {crud: [a]}"), [Problem::Missing("entity")]);
        assert_eq!(problems("entity: A"), [Problem::Missing("tests")]);
        assert_eq!(
            problems("entity: A\ntests: []"),
            [Problem::NotAMapping("tests")]
        );
        assert_eq!(
            problems("entity: 1\ntests: {crud: [a]}"),
            [Problem::EntityNotText]
        );
        assert_eq!(
            problems("entity: A\ntests: {crud: }"),
            [Problem::EmptyGroup]
        );
        assert_eq!(
            problems("entity: A\ntests: {smoke: [a]}"),
            [Problem::UnknownGroup("smoke".to_owned())]
        );
    }
}
