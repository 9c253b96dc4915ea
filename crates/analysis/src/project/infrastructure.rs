//! Infrastructure specs and patterns. No command reads them; what is checked is whether they say
//! what their documents mean.

use serde::Deserialize;
use serde::de::IgnoredAny;
use specql_yaml::de::Slot;
use specql_yaml::{Document, Span, Value};

use super::read::{self, Read, Written};

/// What an infrastructure spec or pattern says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Infrastructure {
    /// The name of the pattern, if it is one.
    pub pattern_id: Option<Written<String>>,
    /// The service.
    pub service: Option<Written<String>>,
    /// What it is for.
    pub description: Option<Written<String>>,
    /// Who runs it.
    pub provider: Option<Written<String>>,
    /// For which stage.
    pub environment: Option<Written<String>>,
    /// What stores its data.
    pub database: Option<Written<String>>,
    /// What spreads its load.
    pub load_balancer: Option<Written<String>>,
}

/// Every key at the root that the documents know.
pub const ROOT_KEYS: &[&str] = &[
    "pattern_id",
    "name",
    "category",
    "cloud_provider",
    "estimated_monthly_cost",
    "best_practices",
    "cost_optimization",
    "service",
    "description",
    "service_type",
    "provider",
    "region",
    "environment",
    "compute",
    "container",
    "database",
    "network",
    "load_balancer",
    "cdn",
    "volumes",
    "object_storage",
    "observability",
    "security",
    "tags",
    "deployment",
    "import",
    "monitoring",
];

/// Who can run a service.
pub const PROVIDERS: &[&str] = &["aws", "gcp", "azure", "kubernetes", "docker"];

/// The stages.
pub const ENVIRONMENTS: &[&str] = &["development", "staging", "production"];

/// What can store data.
pub const DATABASES: &[&str] = &["postgresql", "mysql", "mongodb", "redis", "elasticsearch"];

/// What can spread load.
pub const LOAD_BALANCERS: &[&str] = &["application", "network"];

/// What can be wrong with an infrastructure spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file, or the value of this key, has to be a mapping.
    NotAMapping(&'static str),
    /// This key is missing.
    Missing(&'static str),
    /// The value of this key has to be text.
    NotText(&'static str),
    /// The value of this key is none of those that there are.
    UnknownValue(&'static str, &'static [&'static str]),
    /// No such key is known.
    UnknownKey(String),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    pattern_id: Slot<String>,
    service: Slot<String>,
    description: Slot<String>,
    provider: Slot<String>,
    environment: Slot<String>,
    compute: Slot<Block>,
    container: Slot<Block>,
    database: Slot<Block>,
    network: Slot<Block>,
    load_balancer: Slot<Block>,
    observability: Slot<Block>,
    deployment: Slot<IgnoredAny>,
    import: Slot<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Block {
    r#type: Slot<String>,
}

type Reader<'d> = read::Reader<'d, Problem>;

/// Reads an infrastructure spec or pattern.
#[must_use]
pub fn read(document: &Document<'_>) -> Read<Infrastructure, Problem> {
    let mut reader = Reader::new(document);
    if !reader.root_is_mapping() {
        reader.report(Problem::NotAMapping("file"), document.root());
        return reader.finish(Infrastructure::default());
    }
    let raw: Raw = reader.root();
    reader.unknown_keys();
    let is_elsewhere = raw.deployment.written().or(raw.import.written()).is_some();
    for (key, slot) in [("service", &raw.service), ("provider", &raw.provider)] {
        if slot.written().is_none() && !is_elsewhere {
            reader.report_at(Problem::Missing(key), Span::at(0));
        }
    }
    for (key, slot) in [
        ("compute", &raw.compute),
        ("container", &raw.container),
        ("network", &raw.network),
        ("observability", &raw.observability),
    ] {
        reader.block(key, slot);
    }
    let infrastructure = Infrastructure {
        pattern_id: reader.take(&raw.pattern_id, Problem::NotText("pattern_id")),
        service: reader.take(&raw.service, Problem::NotText("service")),
        description: reader.take_or_null(&raw.description, Problem::NotText("description")),
        provider: reader.one_of("provider", &raw.provider, PROVIDERS),
        environment: reader.one_of("environment", &raw.environment, ENVIRONMENTS),
        database: reader.kind("database", &raw.database, DATABASES),
        load_balancer: reader.kind("load_balancer", &raw.load_balancer, LOAD_BALANCERS),
    };
    reader.finish(infrastructure)
}

impl Reader<'_> {
    fn unknown_keys(&mut self) {
        let Value::Mapping(entries) = self.value(self.document.root()) else {
            return;
        };
        for entry in entries {
            let key = self.scalar(entry.last_key).unwrap_or_default();
            if !ROOT_KEYS.contains(&key.as_str()) {
                self.report(Problem::UnknownKey(key), entry.last_key);
            }
        }
    }

    fn block<'s>(&mut self, key: &'static str, slot: &'s Slot<Block>) -> Option<&'s Block> {
        let block = slot.written()?;
        if block.get().is_none() {
            self.report_part(Problem::NotAMapping(key), block);
        }
        block.get()
    }

    fn kind(
        &mut self,
        key: &'static str,
        slot: &Slot<Block>,
        known: &'static [&'static str],
    ) -> Option<Written<String>> {
        let block = self.block(key, slot)?;
        self.one_of(key, &block.r#type, known)
    }

    fn one_of(
        &mut self,
        key: &'static str,
        slot: &Slot<String>,
        known: &'static [&'static str],
    ) -> Option<Written<String>> {
        let value = self.take(slot, Problem::NotText(key))?;
        if !known.contains(&value.value.as_str()) {
            self.report_at(Problem::UnknownValue(key, known), value.span);
        }
        Some(value)
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
        let text = "service: shop\nprovider: gcp\nenvironment: staging\ndatabase: {type: redis}\n\
            load_balancer: {type: network}\n";
        let Read { value, findings } = read(&load(text).unwrap());
        assert_eq!(findings, []);
        assert_eq!(value.provider.unwrap().value, "gcp");
        assert_eq!(value.database.unwrap().value, "redis");
    }

    #[test]
    fn choices_are_limited() {
        let spec = |line: &str| problems(&format!("service: a\nprovider: aws\n{line}"));
        let unknown = |key, known| [Problem::UnknownValue(key, known)];
        assert_eq!(
            spec("environment: test"),
            unknown("environment", ENVIRONMENTS)
        );
        assert_eq!(
            spec("database: {type: oracle}"),
            unknown("database", DATABASES)
        );
        assert_eq!(
            spec("load_balancer: {type: gateway}"),
            unknown("load_balancer", LOAD_BALANCERS)
        );
        assert_eq!(
            problems("service: a\nprovider: moon"),
            unknown("provider", PROVIDERS)
        );
    }

    #[test]
    fn parts_have_their_shape() {
        let spec = |line: &str| problems(&format!("service: a\nprovider: aws\n{line}"));
        assert_eq!(spec("compute: 2"), [Problem::NotAMapping("compute")]);
        assert_eq!(
            spec("computer: {}"),
            [Problem::UnknownKey("computer".to_owned())]
        );
        assert_eq!(spec("environment: 1"), [Problem::NotText("environment")]);
        assert_eq!(problems("service: a"), [Problem::Missing("provider")]);
        assert_eq!(problems("[a]"), [Problem::NotAMapping("file")]);
    }
}
