//! What is wrong only in view of the rest of the registry.

use std::collections::HashMap;

use super::reading::Reader;
use super::{Domain, Part, Problem, Registry};
use crate::project::read::Written;
use specql_yaml::Span;

pub(super) fn check(reader: &mut Reader<'_>, registry: &Registry) {
    let names = registry.domains.iter().flat_map(Domain::names);
    names_are_given_once(reader, names, Part::Domain);
    for domain in &registry.domains {
        let names = domain
            .subdomains
            .iter()
            .filter_map(|part| part.name.as_ref());
        names_are_given_once(reader, names, Part::Subdomain);
    }
    entities(reader, registry);
    inference(reader, registry);
}

fn names_are_given_once<'r>(
    reader: &mut Reader<'_>,
    names: impl Iterator<Item = &'r Written<String>>,
    part: Part,
) {
    let mut known: HashMap<&str, Span> = HashMap::new();
    for name in names {
        match known.get(name.value.as_str()) {
            Some(first) => {
                let first = *first;
                reader.report_at(Problem::DuplicateName { part, first }, name.span);
            }
            None => {
                known.insert(&name.value, name.span);
            }
        }
    }
}

fn entities(reader: &mut Reader<'_>, registry: &Registry) {
    let mut names: HashMap<String, Span> = HashMap::new();
    let mut codes: HashMap<String, Span> = HashMap::new();
    for (domain, _, entity) in registry.entities() {
        let name = entity.name.value.to_lowercase();
        if let Some(first) = names.get(&name) {
            let first = *first;
            reader.report_at(Problem::DuplicateEntity { first }, entity.name.span);
        } else {
            names.insert(name, entity.name.span);
        }
        let Some(code) = &entity.table_code else {
            continue;
        };
        let is_well_formed =
            code.value.len() == 6 && code.value.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_well_formed {
            reader.report_at(Problem::TableCodeFormat, code.span);
        } else if domain.code.is_text && code.value.get(2..3) != Some(domain.code.text.as_str()) {
            reader.report_at(Problem::TableCodeOfAnotherDomain, code.span);
        }
        let key = code.value.to_uppercase();
        if registry
            .reserved_codes
            .iter()
            .any(|reserved| reserved.value.to_uppercase() == key)
        {
            reader.report_at(Problem::TableCodeReserved, code.span);
        }
        if let Some(first) = codes.get(&key) {
            let first = *first;
            reader.report_at(Problem::DuplicateTableCode { first }, code.span);
        } else {
            codes.insert(key, code.span);
        }
    }
}

/// Rules go by names; keys and aliases are not found there.
fn inference(reader: &mut Reader<'_>, registry: &Registry) {
    let mut last_unknown = None;
    for rule in &registry.subdomain_inference {
        let has_name = |name: &Option<Written<String>>, wanted: &Written<String>| {
            name.as_ref().is_some_and(|name| name.value == wanted.value)
        };
        let mut domains = registry.domains.iter();
        match domains.find(|domain| has_name(&domain.name, &rule.domain)) {
            Some(domain) => {
                if domain.subdomain(&rule.subdomain.value).is_none() {
                    let problem = Problem::UnknownInInference(Part::Subdomain);
                    reader.report_at(problem, rule.subdomain.span);
                }
            }
            // Its rules stand together, and one word about it is enough.
            None if last_unknown == Some(rule.domain.span) => {}
            None => {
                last_unknown = Some(rule.domain.span);
                reader.report_at(Problem::UnknownInInference(Part::Domain), rule.domain.span);
            }
        }
    }
}
