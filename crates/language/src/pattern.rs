//! Patterns: ready-made additions to a table, and ready-made steps for an action.

mod actions;
mod planned;
mod schema;

use crate::key::Choice;
use crate::{Effect, Target};

pub use actions::ACTION_PATTERNS;

/// A pattern that a spec may call by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As a spec writes it.
    pub name: &'static str,
    /// Other names for the same.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What SpecQL 0.8.7 does with it.
    pub effect: Effect,
    /// The first target that has it.
    pub target: Target,
    /// What it is for: Markdown, its first sentence stands alone.
    pub doc: &'static str,
}

/// A value that a pattern takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// As a spec writes it.
    pub name: &'static str,
    /// Another name for the same.
    pub alias: Option<&'static str>,
    /// What it looks like.
    pub kind: ParameterKind,
    /// Whether the pattern does not work without it.
    pub required: bool,
    /// What holds when it is not written, as it would be written.
    pub default: Option<&'static str>,
    /// What it is for.
    pub doc: &'static str,
}

/// What the value of a parameter looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// Text of any kind.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number, perhaps with a fraction.
    Number,
    /// One of some words.
    Choice(&'static [Choice]),
    /// A field of the entity.
    Field,
    /// Fields of the entity.
    Fields,
    /// A new column that the pattern adds.
    NewField,
    /// An entity.
    Entity,
    /// A type of PostgreSQL.
    SqlType,
    /// An expression in SQL.
    SqlExpression,
    /// A list of words.
    Texts,
    /// A mapping with keys of its own.
    Mapping,
    /// A list of mappings with keys of their own.
    Mappings,
}

impl Pattern {
    /// A pattern that SpecQL's own code knows, though its command line does not apply it.
    const fn known(
        name: &'static str,
        parameters: &'static [Parameter],
        doc: &'static str,
    ) -> Self {
        Self {
            name,
            aliases: &[],
            parameters,
            effect: Effect::Carried,
            target: Target::V0_8,
            doc,
        }
    }

    /// A pattern that is described and that no code applies.
    const fn planned(
        name: &'static str,
        parameters: &'static [Parameter],
        doc: &'static str,
    ) -> Self {
        let mut pattern = Self::known(name, parameters, doc);
        pattern.effect = Effect::Ignored;
        pattern.target = Target::Next;
        pattern
    }

    const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The parameter of this name, or with this for another name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        let parameters = self.parameters;
        parameters
            .iter()
            .find(|parameter| parameter.name == name || parameter.alias == Some(name))
    }

    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

impl Parameter {
    const fn new(name: &'static str, kind: ParameterKind, doc: &'static str) -> Self {
        Self {
            name,
            alias: None,
            kind,
            required: false,
            default: None,
            doc,
        }
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    const fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }
}

/// The patterns that may stand in `patterns` of an entity: first those that SpecQL's own code
/// knows, then those that its documents name.
pub const PATTERNS: &[Pattern] = &[
    schema::COMPUTED_COLUMN,
    schema::AGGREGATE_VIEW,
    schema::SCD_TYPE2,
    schema::NON_OVERLAPPING,
    schema::RECURSIVE_DEPENDENCY,
    schema::TEMPLATE_INHERITANCE,
    planned::AUDIT_TRAIL,
    planned::SOFT_DELETE,
    planned::MULTI_TENANT,
    planned::VERSIONING,
    planned::HIERARCHICAL,
    planned::STATE_MACHINE,
    planned::EVENT_SOURCING,
    planned::TRINITY,
];

/// The pattern for entities with this name.
#[must_use]
pub fn pattern(name: &str) -> Option<&'static Pattern> {
    PATTERNS.iter().find(|pattern| pattern.is_called(name))
}

/// The pattern for actions with this name.
#[must_use]
pub fn action_pattern(name: &str) -> Option<&'static Pattern> {
    ACTION_PATTERNS
        .iter()
        .find(|pattern| pattern.is_called(name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn all() -> impl Iterator<Item = &'static Pattern> {
        PATTERNS.iter().chain(ACTION_PATTERNS)
    }

    #[test]
    fn names_are_unique() {
        for list in [PATTERNS, ACTION_PATTERNS] {
            let mut seen = HashSet::new();
            for pattern in list {
                assert!(seen.insert(pattern.name), "{}", pattern.name);
                for alias in pattern.aliases {
                    assert!(seen.insert(alias), "{alias}");
                }
            }
        }
    }

    #[test]
    fn parameters_are_unique() {
        for pattern in all() {
            let mut seen = HashSet::new();
            for parameter in pattern.parameters {
                assert!(
                    seen.insert(parameter.name),
                    "{} {}",
                    pattern.name,
                    parameter.name
                );
                if let Some(alias) = parameter.alias {
                    assert!(seen.insert(alias), "{} {alias}", pattern.name);
                }
            }
        }
    }

    #[test]
    fn each_is_found_by_every_name() {
        for known in PATTERNS {
            assert_eq!(pattern(known.name), Some(known));
            for alias in known.aliases {
                assert_eq!(pattern(alias), Some(known));
            }
        }
        for known in ACTION_PATTERNS {
            assert_eq!(action_pattern(known.name), Some(known));
        }
        assert_eq!(pattern("crud/create"), None);
        assert_eq!(action_pattern("schema_computed_column"), None);
    }

    #[test]
    fn parameters_are_found_by_either_name() {
        let view = pattern("aggregate_view").expect("it is there");
        assert_eq!(
            view.parameter("group_by_fields"),
            view.parameter("group_by")
        );
        assert!(view.parameter("group_by").is_some());
        assert_eq!(view.parameter("grouping"), None);
    }

    #[test]
    fn docs_are_sentences() {
        for pattern in all() {
            crate::keys::check_doc(pattern.doc, pattern.name);
            for parameter in pattern.parameters {
                crate::keys::check_doc(parameter.doc, parameter.name);
            }
        }
    }

    #[test]
    fn defaults_fit_their_kinds() {
        for pattern in all() {
            for parameter in pattern.parameters {
                let Some(default) = parameter.default else {
                    continue;
                };
                assert!(!parameter.required, "{} {}", pattern.name, parameter.name);
                let fits = match parameter.kind {
                    ParameterKind::Boolean => default == "true" || default == "false",
                    ParameterKind::Integer => default.parse::<u64>().is_ok(),
                    ParameterKind::Number => default.parse::<f64>().is_ok(),
                    ParameterKind::Choice(choices) => {
                        choices.iter().any(|choice| choice.value == default)
                    }
                    _ => !default.is_empty(),
                };
                assert!(fits, "{} {}: {default}", pattern.name, parameter.name);
            }
        }
    }

    #[test]
    fn choices_are_documented() {
        for parameter in all().flat_map(|pattern| pattern.parameters) {
            if let ParameterKind::Choice(choices) = parameter.kind {
                assert!(!choices.is_empty(), "{}", parameter.name);
                for choice in choices {
                    crate::keys::check_doc(choice.doc, choice.value);
                }
            }
        }
    }
}
