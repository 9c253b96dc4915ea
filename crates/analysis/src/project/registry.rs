//! The domain registry: which schemas there are, which of them are multi-tenant, and the codes
//! that number tables.

mod checks;
mod codes;
mod raw;
mod reading;

use specql_yaml::Span;

pub use codes::NoCode;
pub use reading::read;

use super::read::Written;

/// The schemas that SpecQL's own framework brings along.
pub const FRAMEWORK_SCHEMAS: [&str; 3] = ["common", "app", "core"];

/// Whether a schema is one of the framework's.
#[must_use]
pub fn is_framework_schema(name: &str) -> bool {
    FRAMEWORK_SCHEMAS.contains(&name)
}

/// What a registry says. The order is that of the file: SpecQL takes the first that fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    /// The domains.
    pub domains: Vec<Domain>,
    /// The layers of schemas.
    pub schema_layers: Vec<SchemaLayer>,
    /// What tells an entity's subdomain by its name.
    pub subdomain_inference: Vec<InferenceRule>,
    /// Codes that no table may get.
    pub reserved_codes: Vec<Written<String>>,
}

/// A key that stands for a number in table codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// As Python writes it: of an unquoted `01` only `1` is left.
    pub text: String,
    /// Whether it is text. Looking up a code finds no others.
    pub is_text: bool,
    /// The key.
    pub span: Span,
}

/// A domain: a schema with its subdomains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// One digit of a table code.
    pub code: Code,
    /// The name of the schema.
    pub name: Option<Written<String>>,
    /// What it is for.
    pub description: Option<Written<String>>,
    /// Other names of the schema.
    pub aliases: Vec<Written<String>>,
    /// Whether its tables have a tenant.
    pub multi_tenant: bool,
    /// Its parts.
    pub subdomains: Vec<Subdomain>,
    /// Whether it has all that `generate` looks up for an entity of this schema.
    pub is_complete: bool,
}

/// A part of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subdomain {
    /// Two digits of a table code.
    pub code: Code,
    /// Its name.
    pub name: Option<Written<String>>,
    /// What it is for.
    pub description: Option<Written<String>>,
    /// The number that the next new table gets.
    pub next_entity_sequence: Option<i64>,
    /// The entities that have a code.
    pub entities: Vec<RegisteredEntity>,
}

/// An entity that has a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredEntity {
    /// Its name.
    pub name: Written<String>,
    /// The code of its table.
    pub table_code: Option<Written<String>>,
    /// Its short name.
    pub entity_code: Option<Written<String>>,
}

/// A layer of schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaLayer {
    /// Two digits of a table code.
    pub code: Code,
    /// Its name.
    pub name: Option<Written<String>>,
}

/// Entities of a domain with one of these in their name belong to this subdomain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InferenceRule {
    /// The name of the domain.
    pub domain: Written<String>,
    /// The name of the subdomain.
    pub subdomain: Written<String>,
    /// What to look for in the name in lower case.
    pub patterns: Vec<Written<String>>,
}

impl Registry {
    /// The domain that has this schema as its key, name or alias. Case matters.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<&Domain> {
        let by_code = |domain: &&Domain| domain.code.is_text && domain.code.text == name;
        let by_name = |domain: &&Domain| domain.names().any(|known| known.value == name);
        let mut domains = self.domains.iter();
        (domains.clone().find(by_code)).or_else(|| domains.find(by_name))
    }

    /// Whether tables of this schema have a tenant. Unknown schemas have none.
    #[must_use]
    pub fn is_multi_tenant(&self, schema: &str) -> bool {
        self.schema(schema)
            .is_some_and(|domain| domain.multi_tenant)
    }

    /// Every registered entity with where it is registered.
    pub fn entities(&self) -> impl Iterator<Item = (&Domain, &Subdomain, &RegisteredEntity)> {
        self.domains.iter().flat_map(|domain| {
            domain.subdomains.iter().flat_map(move |subdomain| {
                let entities = subdomain.entities.iter();
                entities.map(move |entity| (domain, subdomain, entity))
            })
        })
    }

    /// A registered entity. Case does not matter, and of several SpecQL keeps the last.
    #[must_use]
    pub fn entity(&self, name: &str) -> Option<(&Domain, &Subdomain, &RegisteredEntity)> {
        let name = name.to_lowercase();
        let is_it =
            |(_, _, entity): &(_, _, &RegisteredEntity)| entity.name.value.to_lowercase() == name;
        self.entities().filter(is_it).last()
    }
}

impl Domain {
    /// Its name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &Written<String>> {
        self.name.iter().chain(&self.aliases)
    }
}

/// A part of a registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole file.
    File,
    /// `domains`
    Domains,
    /// One of the domains.
    Domain,
    /// `subdomains`
    Subdomains,
    /// One of the subdomains.
    Subdomain,
    /// `entities`
    Entities,
    /// One of the entities.
    Entity,
    /// `subdomain_inference`, or something in it.
    Inference,
    /// `schema_layers`
    SchemaLayers,
    /// `reserved_codes`
    ReservedCodes,
}

/// What can be wrong with a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing in the file.
    EmptyFile,
    /// There are no domains at all, so that the file means nothing.
    NoDomains,
    /// `schemas` with tiers, as some documents show it. It means nothing.
    SchemasInsteadOfDomains,
    /// Entities directly in domains, as `specql init registry` writes it.
    EntitiesWithoutSubdomains,
    /// This has to be a mapping.
    NotAMapping(Part),
    /// This has to be a list.
    NotAList(Part),
    /// The part lacks this key.
    Missing(Part, &'static str),
    /// A key that YAML does not read as text, so that looking it up finds nothing.
    KeyNotText {
        /// What it is the key of.
        part: Part,
        /// What is left of it.
        became: String,
    },
    /// The value of this key has to be text.
    NotText(&'static str),
    /// `aliases` without a value.
    NullAliases,
    /// `aliases` that is no list. In a text SpecQL finds every piece of it.
    AliasesNotAList,
    /// `multi_tenant` that is neither true nor false.
    MultiTenantNotBoolean {
        /// What SpecQL takes it for.
        counts_as: bool,
    },
    /// `next_entity_sequence` is no whole number.
    SequenceNotInteger,
    /// A code with the wrong number of characters: one for a domain, two for others.
    CodeLength {
        /// What it is the code of.
        part: Part,
        /// How many characters it should have.
        expected: usize,
    },
    /// The same key once more; only the last one counts.
    DuplicateKey {
        /// What it is the key of.
        part: Part,
        /// The key that it repeats.
        first: Span,
    },
    /// A name or alias that belongs to another part already, which is the one that counts.
    DuplicateName {
        /// What has the name.
        part: Part,
        /// Where it stands first.
        first: Span,
    },
    /// An entity that is registered elsewhere, too; only the last one counts.
    DuplicateEntity {
        /// Where it stands first.
        first: Span,
    },
    /// A table code that is given to another entity, too.
    DuplicateTableCode {
        /// Where it stands first.
        first: Span,
    },
    /// A table code that is not six hexadecimal digits.
    TableCodeFormat,
    /// A table code with the digit of another domain than the one it stands in.
    TableCodeOfAnotherDomain,
    /// A table code that is reserved.
    TableCodeReserved,
    /// A rule for a domain or subdomain that does not exist.
    UnknownInInference(Part),
}

/// What comes of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It has no meaning, or another one than it seems to have.
    Misread,
    /// Codes are wrong, or cannot be given.
    WrongCodes,
    /// Every entity of the schema fails.
    FailsSchema,
    /// `generate` stops.
    StopsGenerate,
}

impl Problem {
    /// What `generate` of SpecQL 0.8.7 makes of it, at worst.
    #[must_use]
    pub fn effect(&self) -> Effect {
        match self {
            Self::EmptyFile
            | Self::EntitiesWithoutSubdomains
            | Self::NullAliases
            | Self::NotAMapping(
                Part::File
                | Part::Domains
                | Part::Domain
                | Part::Subdomains
                | Part::Subdomain
                | Part::Entities
                | Part::Entity,
            )
            | Self::Missing(Part::Entity, _)
            | Self::Missing(_, "name")
            | Self::KeyNotText {
                part: Part::Entity, ..
            } => Effect::StopsGenerate,
            Self::Missing(..) => Effect::FailsSchema,
            Self::NotAMapping(_)
            | Self::NotAList(_)
            | Self::KeyNotText { .. }
            | Self::SequenceNotInteger
            | Self::CodeLength { .. }
            | Self::DuplicateTableCode { .. }
            | Self::TableCodeFormat
            | Self::TableCodeOfAnotherDomain
            | Self::TableCodeReserved => Effect::WrongCodes,
            Self::NoDomains
            | Self::SchemasInsteadOfDomains
            | Self::NotText(_)
            | Self::AliasesNotAList
            | Self::MultiTenantNotBoolean { .. }
            | Self::DuplicateKey { .. }
            | Self::DuplicateName { .. }
            | Self::DuplicateEntity { .. }
            | Self::UnknownInInference(_) => Effect::Misread,
        }
    }
}

#[cfg(test)]
mod tests;
