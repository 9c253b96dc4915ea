//! Keys: where each may stand, what its value looks like, and what becomes of it.

use crate::keys;
use crate::{Effect, Target};

/// A key of the language at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether the mapping is refused without it.
    pub required: bool,
    /// What holds when it is not written, as it would be written.
    pub default: Option<&'static str>,
    /// What SpecQL 0.8.7 does with it.
    pub effect: Effect,
    /// The first target that has it.
    pub target: Target,
    /// What it is for: Markdown, its first sentence stands alone.
    pub doc: &'static str,
    /// A value for it, as YAML; it may take several lines. Empty where the shape says it all.
    pub example: &'static str,
    /// What people write who mean this key.
    pub near_misses: &'static [&'static str],
}

impl Key {
    /// A key of the released language that has an effect; the rest is set by [`Key::with`].
    pub(crate) const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self {
            name,
            shape,
            required: false,
            default: None,
            effect: Effect::Used,
            target: Target::V0_8,
            doc,
            example: "",
            near_misses: &[],
        }
    }

    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(crate) const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    pub(crate) const fn carried(mut self) -> Self {
        self.effect = Effect::Carried;
        self
    }

    /// SpecQL 0.8.7 passes over it; its documents or its roadmap describe it.
    pub(crate) const fn next(mut self) -> Self {
        self.effect = Effect::Ignored;
        self.target = Target::Next;
        self
    }

    /// SpecQL 0.8.7 passes over it, and no later one is to read it either.
    pub(crate) const fn ignored(mut self) -> Self {
        self.effect = Effect::Ignored;
        self
    }

    /// SpecQL 0.8.7 refuses it; its documents or its roadmap describe it.
    pub(crate) const fn refused(mut self) -> Self {
        self.effect = Effect::Refused;
        self.target = Target::Next;
        self
    }

    pub(crate) const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }

    pub(crate) const fn near(mut self, near_misses: &'static [&'static str]) -> Self {
        self.near_misses = near_misses;
        self
    }
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Any value at all.
    Any,
    /// Text of any kind: prose, a message.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// One of some words.
    Choice(&'static [Choice]),
    /// A new name that the author gives.
    Name(Name),
    /// The name of something that stands elsewhere.
    Reference(Name),
    /// A type expression: `text!`, `enum(a, b) = a`, `ref(crm.Contact)`.
    Type,
    /// An expression over fields: `status = 'open' AND total > 0`.
    Expression,
    /// `Entity SET … WHERE …` and its parts, as this step takes them.
    Statement,
    /// `function(arguments)`.
    Call,
    /// SQL that is taken as it is.
    Sql,
    /// The path of a file, or of a pattern of the standard library.
    Path,
    /// A list of values of one shape.
    List(&'static Shape),
    /// A mapping with the keys of a place.
    Mapping(Place),
    /// A mapping from names of the author's to values of one shape.
    Named(Name, &'static Shape),
    /// One of several shapes; the first is the usual one.
    OneOf(&'static [Shape]),
}

/// A word that a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub value: &'static str,
    /// What it stands for: one sentence.
    pub doc: &'static str,
}

impl Choice {
    pub(crate) const fn new(value: &'static str, doc: &'static str) -> Self {
        Self { value, doc }
    }
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// An entity, with its schema (`crm.Contact`) or without.
    Entity,
    /// A PostgreSQL schema.
    Schema,
    /// A field of this entity.
    Field,
    /// A field of this entity, or a path through its references (`machine.identifier`).
    FieldPath,
    /// A field that refers to another entity, of this one.
    ReferenceField,
    /// A field of another entity: one that a reference leads to, or that a step reads from.
    TargetField,
    /// An action of this entity.
    Action,
    /// A parameter of an action.
    Parameter,
    /// An event.
    Event,
    /// A pattern that adds to an entity's table.
    SchemaPattern,
    /// A parameter of a pattern.
    PatternParameter,
    /// A view, a read model, an index, a constraint, a service: whatever else gets a name.
    Other,
}

/// A mapping of the language: which keys may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The top of an entity file.
    Root,
    /// Below `entity:`, where it is a mapping.
    Header,
    /// A field that is written as a mapping.
    Field,
    /// An item of `actions`.
    Action,
    /// A parameter of an action.
    Parameter,
    /// An item of `steps`, `then`, `else`, …
    Step,
    /// `refresh_table_view:` of a step.
    RefreshTableView,
    /// `switch:` of a step.
    Switch,
    /// An item of `cases`, `catch`.
    Case,
    /// `aggregate:` of a step.
    Aggregate,
    /// `declare:` of a step.
    Declare,
    /// `subquery:`, `cte:`, `query:` of a step.
    Query,
    /// `call_function:`, `call_service:` of a step.
    CallFunction,
    /// `exception_handling:` of a step.
    ExceptionHandling,
    /// `impact:` of an action.
    Impact,
    /// An item of an impact's `side_effects`, or its `primary`.
    ImpactItem,
    /// An item of an impact's `cache_invalidations`.
    CacheInvalidation,
    /// An item of `patterns` that is a mapping.
    Pattern,
    /// An item of `agents`.
    Agent,
    /// `organization:`
    Organization,
    /// `identifier:`
    Identifier,
    /// An item of an identifier's `components` that is a mapping.
    IdentifierComponent,
    /// `table_views:` as 0.8.7 reads it.
    TableViews,
    /// The value of an item of `include_relations`.
    IncludeRelation,
    /// The value of an item of `extra_filter_columns`.
    ExtraFilterColumn,
    /// An item of `table_views:` as the documents have it.
    NamedTableView,
    /// `translations:`
    Translations,
    /// `extends:` as a mapping.
    Extends,
    /// An item of `indexes`.
    Index,
    /// An item of `constraints`.
    Constraint,
    /// An item of `composite_foreign_keys`, `foreign_keys`.
    ForeignKey,
    /// An item of `relations`, `reverse_relationships`.
    Relation,
    /// An item of `validation`.
    Validation,
    /// An item of `validations`.
    ValidationRule,
    /// An item of `views`.
    View,
    /// An item of `events`.
    Event,
    /// An item of `read_models`.
    ReadModel,
    /// A field of a read model that is worked out by an expression.
    ReadModelField,
    /// An item of `analytics`.
    Analytics,
    /// An item of `frontend`.
    Frontend,
    /// `deployment:`
    Deployment,
    /// `deployment.aws`
    DeploymentAws,
    /// `deployment.gcp`
    DeploymentGcp,
    /// `deployment.azure`
    DeploymentAzure,
    /// `deployment.kubernetes`
    DeploymentKubernetes,
    /// `deployment.terraform`
    DeploymentTerraform,
    /// `deployment.monitoring`
    DeploymentMonitoring,
    /// `security:` of an entity.
    Security,
    /// `security.encryption`
    SecurityEncryption,
    /// `security.masking`
    SecurityMasking,
    /// `security.audit`
    SecurityAudit,
    /// `security.compliance`
    SecurityCompliance,
    /// An item of `security:` as a list of policies.
    SecurityPolicy,
    /// `optimization:`
    Optimization,
    /// `optimization.auto_tuning`
    OptimizationAutoTuning,
    /// An item of `services`.
    Service,
    /// `streaming:`
    Streaming,
    /// `streaming.infrastructure`
    StreamingInfrastructure,
    /// The top of a domain registry.
    Registry,
    /// An item of a registry's `domains`.
    RegistryDomain,
    /// An item of a domain's `subdomains`.
    RegistrySubdomain,
    /// An item of a subdomain's `entities`.
    RegistryEntity,
    /// The value of a subdomain below `subdomain_inference`.
    RegistryInference,
    /// The top of an action pattern or a schema pattern.
    PatternFile,
    /// An item of a pattern's `parameters`.
    PatternFileParameter,
    /// `schema_extensions:` of a pattern.
    PatternFileExtensions,
    /// An item of a pattern's `action_helpers`.
    PatternFileHelper,
    /// The top of a security spec.
    SecurityFile,
    /// `security:` of a security spec.
    SecurityFileSecurity,
    /// An item of `network_tiers`.
    NetworkTier,
    /// An item of `firewall_rules`.
    FirewallRule,
    /// The top of `confiture.yaml`.
    Confiture,
    /// An item of `schema_dirs`.
    ConfitureDirectory,
    /// The value of an item of `environments`, and the top of a file in `db/environments`.
    ConfitureEnvironment,
    /// The top of `project.yaml`.
    Project,
    /// An item of a project's `schemas`.
    ProjectSchema,
    /// The top of an infrastructure spec or pattern.
    InfrastructureFile,
    /// `compute:` of an infrastructure spec.
    InfrastructureCompute,
    /// `compute.auto_scale` of an infrastructure spec.
    InfrastructureAutoScale,
    /// `container:` of an infrastructure spec.
    InfrastructureContainer,
    /// `database:` of an infrastructure spec.
    InfrastructureDatabase,
    /// `load_balancer:` of an infrastructure spec.
    InfrastructureLoadBalancer,
}

impl Place {
    /// Every place, in the order above.
    pub const ALL: &[Self] = &[
        Self::Root,
        Self::Header,
        Self::Field,
        Self::Action,
        Self::Parameter,
        Self::Step,
        Self::RefreshTableView,
        Self::Switch,
        Self::Case,
        Self::Aggregate,
        Self::Declare,
        Self::Query,
        Self::CallFunction,
        Self::ExceptionHandling,
        Self::Impact,
        Self::ImpactItem,
        Self::CacheInvalidation,
        Self::Pattern,
        Self::Agent,
        Self::Organization,
        Self::Identifier,
        Self::IdentifierComponent,
        Self::TableViews,
        Self::IncludeRelation,
        Self::ExtraFilterColumn,
        Self::NamedTableView,
        Self::Translations,
        Self::Extends,
        Self::Index,
        Self::Constraint,
        Self::ForeignKey,
        Self::Relation,
        Self::Validation,
        Self::ValidationRule,
        Self::View,
        Self::Event,
        Self::ReadModel,
        Self::ReadModelField,
        Self::Analytics,
        Self::Frontend,
        Self::Deployment,
        Self::DeploymentAws,
        Self::DeploymentGcp,
        Self::DeploymentAzure,
        Self::DeploymentKubernetes,
        Self::DeploymentTerraform,
        Self::DeploymentMonitoring,
        Self::Security,
        Self::SecurityEncryption,
        Self::SecurityMasking,
        Self::SecurityAudit,
        Self::SecurityCompliance,
        Self::SecurityPolicy,
        Self::Optimization,
        Self::OptimizationAutoTuning,
        Self::Service,
        Self::Streaming,
        Self::StreamingInfrastructure,
        Self::Registry,
        Self::RegistryDomain,
        Self::RegistrySubdomain,
        Self::RegistryEntity,
        Self::RegistryInference,
        Self::PatternFile,
        Self::PatternFileParameter,
        Self::PatternFileExtensions,
        Self::PatternFileHelper,
        Self::SecurityFile,
        Self::SecurityFileSecurity,
        Self::NetworkTier,
        Self::FirewallRule,
        Self::Confiture,
        Self::ConfitureDirectory,
        Self::ConfitureEnvironment,
        Self::Project,
        Self::ProjectSchema,
        Self::InfrastructureFile,
        Self::InfrastructureCompute,
        Self::InfrastructureAutoScale,
        Self::InfrastructureContainer,
        Self::InfrastructureDatabase,
        Self::InfrastructureLoadBalancer,
    ];

    /// The keys that may stand here, the usual ones first.
    #[must_use]
    pub fn keys(self) -> &'static [Key] {
        keys::of(self)
    }

    /// The key of this name.
    #[must_use]
    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == name)
    }

    /// Whether names that are no key here are passed over, rather than refused.
    #[must_use]
    pub fn takes_other_keys(self) -> bool {
        !matches!(self, Self::Step | Self::Project | Self::ProjectSchema)
    }
}
