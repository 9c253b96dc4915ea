//! Infrastructure specs and patterns. No command reads them; what is checked is whether they say
//! what their documents mean.

use serde::Deserialize;
use serde::de::IgnoredAny;
use specql_language::key::{Choice, Key, Place, Shape};
use specql_yaml::de::Slot;
use specql_yaml::{Document, NodeId, Span, Value};

use super::read::{self, Read, Written};
use crate::nearest::nearest;

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

/// What can be wrong with an infrastructure spec.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The file, or the value of this key, has to be a mapping.
    NotAMapping(&'static str),
    /// This key is missing.
    Missing(&'static str),
    /// The value of this key has to be text.
    NotText(&'static str),
    /// The value of this key is none of those that there are.
    UnknownValue(&'static Key),
    /// No such key is known at this place.
    UnknownKey {
        /// As it is written.
        name: String,
        /// Where it stands.
        place: Place,
        /// The key that was most likely meant.
        meant: Option<&'static str>,
    },
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
    reader.unknown_keys(Place::InfrastructureFile, document.root());
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
        provider: reader.one_of(Place::InfrastructureFile, "provider", &raw.provider),
        environment: reader.one_of(Place::InfrastructureFile, "environment", &raw.environment),
        database: reader.kind(Place::InfrastructureDatabase, "database", &raw.database),
        load_balancer: reader.kind(
            Place::InfrastructureLoadBalancer,
            "load_balancer",
            &raw.load_balancer,
        ),
    };
    reader.finish(infrastructure)
}

impl Reader<'_> {
    /// Keys that are none, here and below. Below the top there may be more keys than the documents
    /// name, so there only what is nearly one counts.
    fn unknown_keys(&mut self, place: Place, mapping: NodeId) {
        let Value::Mapping(entries) = self.value(mapping) else {
            return;
        };
        for entry in entries {
            let name = self.scalar(entry.last_key).unwrap_or_default();
            if let Some(key) = place.key(&name) {
                if let Shape::Mapping(inside) = key.shape {
                    self.unknown_keys(inside, entry.value);
                }
                continue;
            }
            let meant = meant(place, &name);
            if place == Place::InfrastructureFile || meant.is_some() {
                let problem = Problem::UnknownKey { name, place, meant };
                self.report(problem, entry.last_key);
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
        place: Place,
        key: &'static str,
        slot: &Slot<Block>,
    ) -> Option<Written<String>> {
        let block = self.block(key, slot)?;
        self.one_of(place, "type", &block.r#type)
    }

    fn one_of(
        &mut self,
        place: Place,
        key: &'static str,
        slot: &Slot<String>,
    ) -> Option<Written<String>> {
        let value = self.take(slot, Problem::NotText(key))?;
        if let Some(key) = place.key(key)
            && !choices(key).iter().any(|known| known.value == value.value)
        {
            self.report_at(Problem::UnknownValue(key), value.span);
        }
        Some(value)
    }
}

/// The key that was most likely meant: one that is often written this way, or the nearest.
fn meant(place: Place, name: &str) -> Option<&'static str> {
    let mut keys = place.keys().iter();
    let often = keys.find(|key| key.near_misses.contains(&name));
    let near = || nearest(name, place.keys().iter().map(|key| key.name));
    often.map(|key| key.name).or_else(near)
}

/// The words that the value of a key may be.
pub fn choices(key: &Key) -> &'static [Choice] {
    match key.shape {
        Shape::Choice(choices) => choices,
        _ => &[],
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

    fn unknown_value(place: Place, key: &str) -> [Problem; 1] {
        [Problem::UnknownValue(place.key(key).unwrap())]
    }

    fn unknown_key(name: &str, place: Place, meant: Option<&'static str>) -> [Problem; 1] {
        let name = name.to_owned();
        [Problem::UnknownKey { name, place, meant }]
    }

    #[test]
    fn choices_are_limited() {
        let spec = |line: &str| problems(&format!("service: a\nprovider: aws\n{line}"));
        assert_eq!(
            spec("environment: test"),
            unknown_value(Place::InfrastructureFile, "environment")
        );
        assert_eq!(
            spec("database: {type: oracle}"),
            unknown_value(Place::InfrastructureDatabase, "type")
        );
        assert_eq!(
            spec("load_balancer: {type: gateway}"),
            unknown_value(Place::InfrastructureLoadBalancer, "type")
        );
        assert_eq!(
            problems("service: a\nprovider: moon"),
            unknown_value(Place::InfrastructureFile, "provider")
        );
    }

    #[test]
    fn keys_are_those_of_the_documents() {
        let spec = |line: &str| problems(&format!("service: a\nprovider: aws\n{line}"));
        assert_eq!(
            spec("computer: {}"),
            unknown_key("computer", Place::InfrastructureFile, Some("compute"))
        );
        assert_eq!(
            spec("weather: {}"),
            unknown_key("weather", Place::InfrastructureFile, None)
        );
        assert_eq!(
            spec("compute: {auto_scale: {min: 1, max_instances: 2}}"),
            unknown_key("min", Place::InfrastructureAutoScale, Some("min_instances"))
        );
        assert_eq!(spec("database: {weather: 1}"), [], "it may be a key");
    }

    #[test]
    fn parts_have_their_shape() {
        let spec = |line: &str| problems(&format!("service: a\nprovider: aws\n{line}"));
        assert_eq!(spec("compute: 2"), [Problem::NotAMapping("compute")]);
        assert_eq!(spec("environment: 1"), [Problem::NotText("environment")]);
        assert_eq!(problems("service: a"), [Problem::Missing("provider")]);
        assert_eq!(problems("[a]"), [Problem::NotAMapping("file")]);
    }
}
