//! Which code `generate --use-registry` gives to the table of an entity.

use super::{Domain, Registry, Subdomain, Written};

/// Why an entity gets no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoCode {
    /// No domain has this schema.
    UnknownSchema,
    /// The domain lacks something that has to be there.
    IncompleteDomain,
    /// The domain has no subdomain.
    NoSubdomain,
    /// The rules tell a subdomain that the domain does not have.
    UnknownSubdomain(String),
    /// This code is reserved.
    Reserved(String),
    /// This code is taken.
    Taken {
        /// The code.
        code: String,
        /// The entity that has it.
        by: Written<String>,
    },
}

impl Registry {
    /// The code that `generate --use-registry` derives for the table of an entity that is to be
    /// registered: the layer for writing, domain, subdomain, and the last digit of the sequence.
    /// Whether the entity is registered already or asks for a code of its own plays no part.
    ///
    /// # Errors
    /// When there is none.
    pub fn derive_table_code(&self, schema: &str, entity: &str) -> Result<String, NoCode> {
        let domain = self.schema(schema).ok_or(NoCode::UnknownSchema)?;
        if !domain.is_complete {
            return Err(NoCode::IncompleteDomain);
        }
        let subdomain = self.subdomain_for(domain, entity)?;
        let sequence = subdomain
            .next_entity_sequence
            .ok_or(NoCode::IncompleteDomain)?;
        let code = format!(
            "01{}{}{}",
            domain.code.text,
            subdomain.code.text,
            sequence.rem_euclid(10)
        );
        if self
            .reserved_codes
            .iter()
            .any(|reserved| reserved.value == code)
        {
            return Err(NoCode::Reserved(code));
        }
        let mut entities = self.entities().map(|(_, _, entity)| entity);
        let has_it = |code: &str, table_code: Option<&Written<String>>| {
            table_code.is_some_and(|taken| taken.value == code)
        };
        match entities.find(|entity| has_it(&code, entity.table_code.as_ref())) {
            Some(entity) => Err(NoCode::Taken {
                code,
                by: entity.name.clone(),
            }),
            None => Ok(code),
        }
    }

    /// The subdomain that an entity of a domain is put in: the first with a pattern that occurs
    /// in the entity's name in lower case, else `core`, else the first.
    ///
    /// # Errors
    /// When there is none.
    pub fn subdomain_for<'r>(
        &self,
        domain: &'r Domain,
        entity: &str,
    ) -> Result<&'r Subdomain, NoCode> {
        let entity = entity.to_lowercase();
        let name = domain.name.as_ref().map(|name| name.value.as_str());
        let mut rules = self.subdomain_inference.iter();
        let rule = rules.find(|rule| {
            Some(rule.domain.value.as_str()) == name
                && (rule.patterns.iter()).any(|pattern| entity.contains(&pattern.value))
        });
        if let Some(rule) = rule {
            let wanted = &rule.subdomain.value;
            return domain
                .subdomain(wanted)
                .ok_or_else(|| NoCode::UnknownSubdomain(wanted.clone()));
        }
        let first = || domain.subdomains.first().ok_or(NoCode::NoSubdomain);
        domain.subdomains_named("core").map_or_else(first, Ok)
    }
}

impl Domain {
    /// The subdomain with this key or name. Case matters.
    #[must_use]
    pub fn subdomain(&self, name: &str) -> Option<&Subdomain> {
        let by_code = |part: &&Subdomain| part.code.is_text && part.code.text == name;
        let found = self.subdomains.iter().find(by_code);
        found.or_else(|| self.subdomains_named(name))
    }

    fn subdomains_named(&self, name: &str) -> Option<&Subdomain> {
        let is_it = |part: &&Subdomain| part.name.as_ref().is_some_and(|has| has.value == name);
        self.subdomains.iter().find(is_it)
    }
}
