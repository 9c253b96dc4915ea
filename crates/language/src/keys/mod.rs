//! The keys of every place, an area a file.

mod action;
mod blocks;
mod documents;
mod entity;
mod field;
mod files;
mod header;
mod infrastructure;
mod project;
mod roadmap;
mod step;
mod step_parts;
#[cfg(test)]
mod tests;

use crate::key::{Choice, Key, Name, Place, Shape};

/// Names of fields of this entity.
const FIELDS: Shape = Shape::List(&Shape::Reference(Name::Field));
/// Names of entities.
const ENTITIES: Shape = Shape::List(&Shape::Reference(Name::Entity));
/// Words or sentences.
const TEXTS: Shape = Shape::List(&Shape::Text);
/// Steps, one after the other.
const STEPS: Shape = Shape::List(&Shape::Mapping(Place::Step));
/// Values for the parameters of a pattern.
const ARGUMENTS: Shape = Shape::Named(Name::PatternParameter, &Shape::Any);

/// How PostgreSQL builds an index.
const INDEX_METHODS: &[Choice] = &[
    Choice::new("btree", "Comparison and sorting: right for most columns."),
    Choice::new(
        "gin",
        "Many values in one column: lists, JSON, words of a text.",
    ),
    Choice::new(
        "gist",
        "Ranges, points, network addresses, and exclusion constraints.",
    ),
    Choice::new(
        "brin",
        "Huge tables whose rows lie in the order of the column, such as logs.",
    ),
    Choice::new(
        "hash",
        "Equality only; smaller than a tree when values are long.",
    ),
    Choice::new(
        "spgist",
        "Data that divides unevenly: prefixes of text, points, networks.",
    ),
];

/// The keys that may stand at a place, the usual ones first.
pub(crate) fn of(place: Place) -> &'static [Key] {
    match place {
        Place::Root => entity::ROOT,
        Place::Header => header::HEADER,
        Place::Field => field::FIELD,
        Place::Action => action::ACTION,
        Place::Parameter => action::PARAMETER,
        Place::Impact => action::IMPACT,
        Place::ImpactItem => action::IMPACT_ITEM,
        Place::CacheInvalidation => action::CACHE_INVALIDATION,
        Place::Step => step::STEP,
        Place::RefreshTableView => step_parts::REFRESH_TABLE_VIEW,
        Place::Switch => step_parts::SWITCH,
        Place::Case => step_parts::CASE,
        Place::Aggregate => step_parts::AGGREGATE,
        Place::Declare => step_parts::DECLARE,
        Place::Query => step_parts::QUERY,
        Place::CallFunction => step_parts::CALL_FUNCTION,
        Place::ExceptionHandling => step_parts::EXCEPTION_HANDLING,
        Place::Pattern => blocks::PATTERN,
        Place::Agent => blocks::AGENT,
        Place::Organization => blocks::ORGANIZATION,
        Place::Identifier => blocks::IDENTIFIER,
        Place::IdentifierComponent => blocks::IDENTIFIER_COMPONENT,
        Place::TableViews => blocks::TABLE_VIEWS,
        Place::IncludeRelation => blocks::INCLUDE_RELATION,
        Place::ExtraFilterColumn => blocks::EXTRA_FILTER_COLUMN,
        Place::NamedTableView => blocks::NAMED_TABLE_VIEW,
        Place::Translations => blocks::TRANSLATIONS,
        Place::Extends => documents::EXTENDS,
        Place::Index => documents::INDEX,
        Place::Constraint => documents::CONSTRAINT,
        Place::ForeignKey => documents::FOREIGN_KEY,
        Place::Relation => documents::RELATION,
        Place::Validation => documents::VALIDATION,
        Place::View => documents::VIEW,
        Place::ValidationRule => roadmap::VALIDATION_RULE,
        Place::Event => roadmap::EVENT,
        Place::ReadModel => roadmap::READ_MODEL,
        Place::ReadModelField => roadmap::READ_MODEL_FIELD,
        Place::Analytics => roadmap::ANALYTICS,
        Place::Frontend => roadmap::FRONTEND,
        Place::Deployment => roadmap::DEPLOYMENT,
        Place::DeploymentAws => roadmap::DEPLOYMENT_AWS,
        Place::DeploymentGcp => roadmap::DEPLOYMENT_GCP,
        Place::DeploymentAzure => roadmap::DEPLOYMENT_AZURE,
        Place::DeploymentKubernetes => roadmap::DEPLOYMENT_KUBERNETES,
        Place::DeploymentTerraform => roadmap::DEPLOYMENT_TERRAFORM,
        Place::DeploymentMonitoring => roadmap::DEPLOYMENT_MONITORING,
        Place::Security => roadmap::SECURITY,
        Place::SecurityEncryption => roadmap::SECURITY_ENCRYPTION,
        Place::SecurityMasking => roadmap::SECURITY_MASKING,
        Place::SecurityAudit => roadmap::SECURITY_AUDIT,
        Place::SecurityCompliance => roadmap::SECURITY_COMPLIANCE,
        Place::SecurityPolicy => roadmap::SECURITY_POLICY,
        Place::Optimization => roadmap::OPTIMIZATION,
        Place::OptimizationAutoTuning => roadmap::OPTIMIZATION_AUTO_TUNING,
        Place::Service => roadmap::SERVICE,
        Place::Streaming => roadmap::STREAMING,
        Place::StreamingInfrastructure => roadmap::STREAMING_INFRASTRUCTURE,
        Place::Registry => project::REGISTRY,
        Place::RegistryDomain => project::REGISTRY_DOMAIN,
        Place::RegistrySubdomain => project::REGISTRY_SUBDOMAIN,
        Place::RegistryEntity => project::REGISTRY_ENTITY,
        Place::RegistryInference => project::REGISTRY_INFERENCE,
        Place::PatternFile => files::PATTERN_FILE,
        Place::PatternFileParameter => files::PATTERN_FILE_PARAMETER,
        Place::PatternFileExtensions => files::PATTERN_FILE_EXTENSIONS,
        Place::PatternFileHelper => files::PATTERN_FILE_HELPER,
        Place::SecurityFile => files::SECURITY_FILE,
        Place::SecurityFileSecurity => files::SECURITY_FILE_SECURITY,
        Place::NetworkTier => files::NETWORK_TIER,
        Place::FirewallRule => files::FIREWALL_RULE,
        Place::Confiture => project::CONFITURE,
        Place::ConfitureDirectory => project::CONFITURE_DIRECTORY,
        Place::ConfitureEnvironment => project::CONFITURE_ENVIRONMENT,
        Place::Project => project::PROJECT,
        Place::ProjectSchema => project::PROJECT_SCHEMA,
        Place::InfrastructureFile => infrastructure::INFRASTRUCTURE_FILE,
        Place::InfrastructureCompute => infrastructure::INFRASTRUCTURE_COMPUTE,
        Place::InfrastructureAutoScale => infrastructure::INFRASTRUCTURE_AUTO_SCALE,
        Place::InfrastructureContainer => infrastructure::INFRASTRUCTURE_CONTAINER,
        Place::InfrastructureDatabase => infrastructure::INFRASTRUCTURE_DATABASE,
        Place::InfrastructureLoadBalancer => infrastructure::INFRASTRUCTURE_LOAD_BALANCER,
    }
}

/// Holds a documentation string to its form.
#[cfg(test)]
pub(crate) fn check_doc(doc: &str, at: &str) {
    assert!(doc.ends_with('.'), "{at}: {doc}");
    assert!(!doc.contains("  ") && !doc.contains('\t'), "{at}: {doc}");
    let first = doc
        .split(". ")
        .next()
        .and_then(|doc| doc.split("\n\n").next())
        .unwrap_or(doc);
    assert!(first.chars().count() <= 140, "{at}: {first}");
    assert!(first.chars().count() >= 5, "{at}: {first}");
    assert_eq!(doc.matches('`').count() % 2, 0, "{at}: {doc}");
}
