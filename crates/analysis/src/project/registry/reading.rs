//! From what is written to what it means, with all that is wrong on the way.

use specql_yaml::de::{Entries, Located, Slot};
use specql_yaml::{Document, NodeId, Value};

use super::checks::check;
use super::{
    Code, Domain, InferenceRule, Part, Problem, RegisteredEntity, Registry, SchemaLayer, Subdomain,
    raw,
};
use crate::project::read::{self, Read, Written};

/// Reads a registry.
#[must_use]
pub fn read(document: &Document<'_>) -> Read<Registry, Problem> {
    let mut reader = Reader::new(document);
    let registry = reader.registry();
    check(&mut reader, &registry);
    reader.finish(registry)
}

pub(super) type Reader<'d> = read::Reader<'d, Problem>;

impl Reader<'_> {
    fn registry(&mut self) -> Registry {
        let root = self.document.root();
        if !self.root_is_mapping() {
            let problem = match self.value(root) {
                Value::Null => Problem::EmptyFile,
                _ => Problem::NotAMapping(Part::File),
            };
            self.report(problem, root);
            return Registry::default();
        }
        let raw: raw::Registry = self.root();
        Registry {
            domains: self.domains(&raw),
            schema_layers: self.schema_layers(&raw.schema_layers),
            subdomain_inference: self.inference(&raw.subdomain_inference),
            reserved_codes: self.reserved_codes(&raw.reserved_codes),
        }
    }

    fn domains(&mut self, raw: &raw::Registry) -> Vec<Domain> {
        let Some(domains) = raw.domains.written() else {
            match raw.schemas.written() {
                Some(schemas) => self.report_missing(Problem::SchemasInsteadOfDomains, schemas),
                None => self.report(Problem::NoDomains, self.document.root()),
            }
            return Vec::new();
        };
        let Some(Entries(parts)) = domains.get() else {
            self.report_part(Problem::NotAMapping(Part::Domains), domains);
            return Vec::new();
        };
        let lists_entities = |part: &Located<raw::Domain>| {
            part.get().is_some_and(|domain| {
                domain.entities.written().is_some() && domain.subdomains.written().is_none()
            })
        };
        // Nothing else in such a file is worth a word before its shape is right.
        if parts.iter().any(lists_entities) {
            self.report_missing(Problem::EntitiesWithoutSubdomains, domains);
            return Vec::new();
        }
        self.repetitions(domains, Part::Domain);
        parts.iter().filter_map(|part| self.domain(part)).collect()
    }

    fn domain(&mut self, part: &Located<raw::Domain>) -> Option<Domain> {
        let code = self.code(part, Part::Domain, 1)?;
        let raw = self.mapping(part, Part::Domain)?;
        let named = self.require(&raw.name, part, Part::Domain, "name");
        let described = self.require(&raw.description, part, Part::Domain, "description");
        let aliases = self.aliases(&raw.aliases);
        let multi_tenant = self.multi_tenant(&raw.multi_tenant);
        let mut parts_are_complete = true;
        let mut subdomains = Vec::new();
        for inner in self.parts(&raw.subdomains, Part::Subdomains) {
            match self.subdomain(inner) {
                Some((subdomain, is_complete)) => {
                    parts_are_complete &= is_complete;
                    subdomains.push(subdomain);
                }
                None => parts_are_complete = false,
            }
        }
        Some(Domain {
            code,
            name: self.text(&raw.name, "name"),
            description: self.text(&raw.description, "description"),
            aliases,
            multi_tenant,
            subdomains,
            is_complete: named && described && parts_are_complete,
        })
    }

    fn subdomain(&mut self, part: &Located<raw::Subdomain>) -> Option<(Subdomain, bool)> {
        let code = self.code(part, Part::Subdomain, 2)?;
        let raw = self.mapping(part, Part::Subdomain)?;
        let sequence = &raw.next_entity_sequence;
        let is_complete = [
            self.require(&raw.name, part, Part::Subdomain, "name"),
            self.require(&raw.description, part, Part::Subdomain, "description"),
            self.require(sequence, part, Part::Subdomain, "next_entity_sequence"),
        ];
        let next = self.take(sequence, Problem::SequenceNotInteger);
        let entities = match raw.entities.written() {
            // SpecQL takes all that is empty for no entities.
            Some(entities) if !self.is_true(entities.node) => &[],
            _ => self.parts(&raw.entities, Part::Entities),
        };
        let entities = entities.iter().filter_map(|part| self.entity(part));
        let entities = entities.collect();
        let subdomain = Subdomain {
            code,
            name: self.text(&raw.name, "name"),
            description: self.text(&raw.description, "description"),
            next_entity_sequence: next.map(|next| next.value),
            entities,
        };
        Some((subdomain, is_complete.iter().all(|is_there| *is_there)))
    }

    fn entity(&mut self, part: &Located<raw::Entity>) -> Option<RegisteredEntity> {
        let key = part.key()?;
        let name = self.key_text(key, Part::Entity)?;
        let raw = self.mapping(part, Part::Entity)?;
        self.require(&raw.table_code, part, Part::Entity, "table_code");
        self.require(&raw.entity_code, part, Part::Entity, "entity_code");
        self.require(&raw.assigned_at, part, Part::Entity, "assigned_at");
        Some(RegisteredEntity {
            name: self.written(name.text, key),
            table_code: self.text(&raw.table_code, "table_code"),
            entity_code: self.text(&raw.entity_code, "entity_code"),
        })
    }

    fn aliases(&mut self, slot: &Slot<Vec<Located<String>>>) -> Vec<Written<String>> {
        let Some(aliases) = slot.written() else {
            return Vec::new();
        };
        match aliases.get() {
            Some(items) => self.texts(items, "aliases"),
            None if *self.value(aliases.node) == Value::Null => {
                self.report_part(Problem::NullAliases, aliases);
                Vec::new()
            }
            None => {
                self.report_part(Problem::AliasesNotAList, aliases);
                Vec::new()
            }
        }
    }

    fn multi_tenant(&mut self, slot: &Slot<bool>) -> bool {
        let Some(written) = slot.written() else {
            return false;
        };
        if let Some(value) = written.get() {
            return *value;
        }
        let counts_as = self.is_true(written.node);
        self.report_part(Problem::MultiTenantNotBoolean { counts_as }, written);
        counts_as
    }

    fn schema_layers(&mut self, slot: &Slot<Entries<String>>) -> Vec<SchemaLayer> {
        let mut layers = Vec::new();
        for part in self.parts(slot, Part::SchemaLayers) {
            if let Some(code) = self.code(part, Part::SchemaLayers, 2) {
                let name = part.get().map(|name| self.written(name.clone(), part.node));
                if name.is_none() {
                    self.report_part(Problem::NotText("schema_layers"), part);
                }
                layers.push(SchemaLayer { code, name });
            }
        }
        layers
    }

    fn inference(&mut self, slot: &Slot<Entries<Entries<raw::Rule>>>) -> Vec<InferenceRule> {
        let mut rules = Vec::new();
        for domain in self.parts(slot, Part::Inference) {
            let Some(name) = self.name_of(domain) else {
                continue;
            };
            let Some(Entries(subdomains)) = self.mapping(domain, Part::Inference) else {
                continue;
            };
            for subdomain in subdomains {
                let part = self.name_of(subdomain);
                let rule = self.mapping(subdomain, Part::Inference);
                if let (Some(part), Some(rule)) = (part, rule)
                    && let Some(patterns) = rule.patterns.written()
                {
                    let patterns = match patterns.get() {
                        Some(items) => self.texts(items, "patterns"),
                        None => {
                            self.report_part(Problem::NotAList(Part::Inference), patterns);
                            continue;
                        }
                    };
                    rules.push(InferenceRule {
                        domain: name.clone(),
                        subdomain: part,
                        patterns,
                    });
                }
            }
        }
        rules
    }

    fn reserved_codes(&mut self, slot: &Slot<Vec<Located<String>>>) -> Vec<Written<String>> {
        let Some(codes) = slot.written() else {
            return Vec::new();
        };
        if let Some(items) = codes.get() {
            return self.texts(items, "reserved_codes");
        }
        self.report_part(Problem::NotAList(Part::ReservedCodes), codes);
        Vec::new()
    }

    /// The parts of a mapping; none, and a word about it, if it is something else.
    fn parts<'s, T>(&mut self, slot: &'s Slot<Entries<T>>, part: Part) -> &'s [Located<T>] {
        match slot.written() {
            None => &[],
            Some(mapping) => match mapping.get() {
                Some(Entries(parts)) => {
                    let single = match part {
                        Part::Subdomains => Part::Subdomain,
                        Part::Entities => Part::Entity,
                        other => other,
                    };
                    self.repetitions(mapping, single);
                    parts
                }
                None => {
                    self.report_part(Problem::NotAMapping(part), mapping);
                    &[]
                }
            },
        }
    }

    fn mapping<'s, T>(&mut self, located: &'s Located<T>, part: Part) -> Option<&'s T> {
        let value = located.get();
        if value.is_none() {
            self.report_part(Problem::NotAMapping(part), located);
        }
        value
    }

    /// Whether the key is there, which is all that some of SpecQL's look-ups need.
    fn require<T, U>(
        &mut self,
        slot: &Slot<T>,
        around: &Located<U>,
        part: Part,
        key: &'static str,
    ) -> bool {
        let is_there = slot.written().is_some();
        if !is_there {
            self.report_missing(Problem::Missing(part, key), around);
        }
        is_there
    }

    fn text(&mut self, slot: &Slot<String>, key: &'static str) -> Option<Written<String>> {
        self.take(slot, Problem::NotText(key))
    }

    fn texts(&mut self, items: &[Located<String>], key: &'static str) -> Vec<Written<String>> {
        let mut texts = Vec::new();
        for item in items {
            match item.get() {
                Some(text) => texts.push(self.written(text.clone(), item.node)),
                None => self.report(Problem::NotText(key), item.node),
            }
        }
        texts
    }

    /// The key of a part, as the code that it is.
    fn code<T>(&mut self, located: &Located<T>, part: Part, length: usize) -> Option<Code> {
        let code = self.key_text(located.key()?, part)?;
        if code.is_text && code.text.chars().count() != length {
            let expected = length;
            self.report_missing(Problem::CodeLength { part, expected }, located);
        }
        Some(code)
    }

    fn key_text(&mut self, key: NodeId, part: Part) -> Option<Code> {
        let code = Code {
            text: self.scalar(key)?,
            is_text: self.value(key).as_str().is_some(),
            span: self.document.span(key),
        };
        if !code.is_text {
            let became = code.text.clone();
            self.report(Problem::KeyNotText { part, became }, key);
        }
        Some(code)
    }

    fn name_of<T>(&mut self, located: &Located<T>) -> Option<Written<String>> {
        let code = self.key_text(located.key()?, Part::Inference)?;
        Some(Written {
            value: code.text,
            span: code.span,
        })
    }

    /// Keys that stand twice in a mapping. One that overrides a merged one is none of them.
    fn repetitions<T>(&mut self, mapping: &Located<Entries<T>>, part: Part) {
        let around = self.document.span(mapping.node);
        for entry in mapping.get().iter().flat_map(|Entries(parts)| parts) {
            if let Some(entry) = entry.entry
                && entry.key != entry.last_key
            {
                let first = self.document.span(entry.key);
                if first.start >= around.start && first.end <= around.end {
                    self.report(Problem::DuplicateKey { part, first }, entry.last_key);
                }
            }
        }
    }
}
