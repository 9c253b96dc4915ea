//! Why SpecQL 0.8.7 refuses a spec.

use specql_yaml::Span;

/// Something that SpecQL 0.8.7 refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub rule: Rule,
    /// Where: the value or key that is wrong, the mapping in which something is missing.
    pub span: Span,
    /// The word, name or text in question, where the rule has one.
    pub text: String,
}

/// Each way in which SpecQL 0.8.7 refuses a file that is YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The file is not a mapping.
    RootIsNoMapping,
    /// There is no key `entity`.
    EntityMissing,
    /// `entity` is a mapping without a name.
    EntityNameMissing,
    /// `fields` is not a mapping.
    FieldsAreNoMapping,
    /// A field's name is a number, a truth value, a date or nothing.
    FieldNameIsNoText,
    /// A field's name is one that the framework uses itself.
    FieldNameIsReserved,
    /// The `type` of a field is not text.
    TypeIsNoText,
    /// `actions` is not a list.
    ActionsAreNoList,
    /// An action is not a mapping.
    ActionIsNoMapping,
    /// An action has no name.
    ActionNameMissing,
    /// `steps` is not a list.
    StepsAreNoList,
    /// A step is not a mapping.
    StepIsNoMapping,
    /// A step has none of the keys that say what to do.
    StepIsUnknown,
    /// The expression of `validate` or `if` is not text.
    ExpressionIsNoText,
    /// A word in an expression that is neither a field nor a keyword.
    WordIsUnknown,
    /// `then` or `else` is not a list.
    BranchIsNoList,
    /// The value of `insert`, `update`, `delete` or `find` is not text.
    StatementIsNoText,
    /// An `update` without ` SET `.
    SetMissing,
    /// The value of `call` or `notify` is not text.
    CallIsNoText,
    /// A `call` that is not `name(arguments)`.
    CallIsMalformed,
    /// A `notify` that is not `recipient(channel, "message")`.
    NotifyIsMalformed,
    /// `refresh_table_view` is not a mapping.
    RefreshIsNoMapping,
    /// The `scope` of a refresh is none that there is.
    RefreshScopeIsUnknown,
    /// The `propagate` of a refresh is not a list.
    PropagateIsNoList,
    /// The `strategy` of a refresh is none that there is.
    RefreshStrategyIsUnknown,
    /// `patterns` is not a list.
    PatternsAreNoList,
    /// A pattern is neither a name nor a mapping.
    PatternIsMalformed,
    /// A pattern's mapping has no `type`.
    PatternTypeMissing,
    /// `agents` is not a list of mappings.
    AgentsAreNoList,
    /// An agent has no name.
    AgentNameMissing,
    /// `organization` is not a mapping.
    OrganizationIsNoMapping,
    /// `organization` has no `table_code`.
    TableCodeMissing,
    /// `identifier` is not a mapping.
    IdentifierIsNoMapping,
    /// The `components` of an identifier are not a list.
    ComponentsAreNoList,
    /// A component's mapping has no `field`.
    ComponentFieldMissing,
    /// A component is neither a name nor a mapping.
    ComponentIsMalformed,
    /// `table_views` is not a mapping.
    TableViewsAreNoMapping,
    /// The `mode` of the table views is none that there is.
    TableViewModeIsUnknown,
    /// `include_relations` is not a list.
    RelationsAreNoList,
    /// A relation is not a mapping with one key.
    RelationIsNoPair,
    /// What stands behind a relation's name is not a mapping.
    RelationIsMalformed,
    /// A relation does not say which fields.
    RelationFieldsMissing,
    /// The `fields` of a relation are not a list.
    RelationFieldsAreNoList,
    /// The `fields` of a relation are none, or not all of them are text.
    RelationFieldsAreMalformed,
    /// `extra_filter_columns` is not a list.
    ExtraColumnsAreNoList,
    /// An extra column is neither a name nor a mapping.
    ExtraColumnIsMalformed,
    /// An extra column is a mapping that has not exactly one key.
    ExtraColumnIsNoPair,
    /// What stands behind an extra column's name is not a mapping.
    ExtraColumnSettingsAreNoMapping,
    /// The `refresh` of the table views is not `explicit`.
    RefreshIsNotExplicit,
    /// `translations` is not a mapping.
    TranslationsAreNoMapping,
    /// The `enabled` of translations is neither true nor false.
    EnabledIsNoBoolean,
    /// The `table_name` of translations is not text.
    TableNameIsNoText,
    /// The `fields` of translations are not a list.
    TranslatedFieldsAreNoList,
    /// A field of the translations is not text.
    TranslatedFieldIsNoText,
    /// A field stands in the translations twice.
    TranslatedFieldIsRepeated,
    /// Translations are enabled, for no field.
    TranslatedFieldsMissing,
    /// So deeply nested, or so often repeated by aliases, that Python gives up.
    TooDeep,
}

impl Rule {
    /// The rule's number in the list of refusals, as `R20`.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::TooDeep => 5,
            Self::RootIsNoMapping => 6,
            Self::EntityMissing => 7,
            Self::EntityNameMissing => 8,
            Self::FieldsAreNoMapping => 9,
            Self::FieldNameIsNoText => 10,
            Self::FieldNameIsReserved => 11,
            Self::TypeIsNoText => 12,
            Self::ActionsAreNoList => 13,
            Self::ActionIsNoMapping => 14,
            Self::ActionNameMissing => 15,
            Self::StepsAreNoList => 16,
            Self::StepIsNoMapping => 17,
            Self::StepIsUnknown => 18,
            Self::ExpressionIsNoText => 19,
            Self::WordIsUnknown => 20,
            Self::BranchIsNoList => 21,
            Self::StatementIsNoText => 23,
            Self::SetMissing => 24,
            Self::CallIsNoText => 25,
            Self::CallIsMalformed => 26,
            Self::NotifyIsMalformed => 28,
            Self::RefreshIsNoMapping => 29,
            Self::RefreshScopeIsUnknown => 30,
            Self::PropagateIsNoList => 31,
            Self::RefreshStrategyIsUnknown => 32,
            Self::PatternsAreNoList => 33,
            Self::PatternIsMalformed => 34,
            Self::PatternTypeMissing => 35,
            Self::AgentsAreNoList => 36,
            Self::AgentNameMissing => 37,
            Self::OrganizationIsNoMapping => 38,
            Self::TableCodeMissing => 39,
            Self::IdentifierIsNoMapping => 40,
            Self::ComponentsAreNoList => 41,
            Self::ComponentFieldMissing => 42,
            Self::ComponentIsMalformed => 43,
            Self::TableViewsAreNoMapping => 44,
            Self::TableViewModeIsUnknown => 45,
            Self::RelationsAreNoList => 46,
            Self::RelationIsNoPair => 47,
            Self::RelationIsMalformed => 48,
            Self::RelationFieldsMissing => 49,
            Self::RelationFieldsAreNoList => 50,
            Self::RelationFieldsAreMalformed => 51,
            Self::ExtraColumnsAreNoList => 52,
            Self::ExtraColumnIsMalformed => 53,
            Self::ExtraColumnIsNoPair => 54,
            Self::ExtraColumnSettingsAreNoMapping => 55,
            Self::RefreshIsNotExplicit => 56,
            Self::TranslationsAreNoMapping => 57,
            Self::EnabledIsNoBoolean => 58,
            Self::TableNameIsNoText => 59,
            Self::TranslatedFieldsAreNoList => 60,
            Self::TranslatedFieldIsNoText => 61,
            Self::TranslatedFieldIsRepeated => 62,
            Self::TranslatedFieldsMissing => 63,
        }
    }
}
