//! The blocks beside fields and actions: patterns, agents, organization, identifier, table views
//! and translations.

use specql_yaml::{NodeId, Value};

use super::{
    Agent, Component, ExtraFilterColumn, Identifier, IncludeRelation, Item, Organization, Pattern,
    Raw, Reader, Rule, TableViews, Translations,
};

const MODES: [&str; 3] = ["auto", "force", "disable"];

impl Reader<'_> {
    /// The value behind a key as it is, or a default text.
    fn raw_or(&mut self, mapping: NodeId, key: &str, default: &'static str) -> Raw {
        self.raw_of(mapping, key)
            .unwrap_or_else(|| Raw::text(default))
    }

    /// A name given as text, or as a letter of a text.
    fn name(&mut self, item: Item<'_>) -> Option<Raw> {
        match item {
            Item::Letter(letter) => Some(Raw::text(letter.to_owned())),
            Item::Node(node) if self.text(node).is_some() => Some(self.raw(node)),
            _ => None,
        }
    }

    pub(super) fn patterns(&mut self, root: NodeId) -> Vec<Pattern> {
        let Some(patterns) = self.get(root, "patterns") else {
            return Vec::new();
        };
        let Some(items) = self.items(patterns) else {
            self.refuse(Rule::PatternsAreNoList, patterns);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if let Some(kind) = self.name(item) {
                read.push(Pattern { kind, params: None });
                continue;
            }
            match item {
                Item::Node(node) if self.entries(node).is_some() => {
                    let Some(kind) = self.raw_of(node, "type") else {
                        self.refuse(Rule::PatternTypeMissing, node);
                        continue;
                    };
                    let params = self.raw_of(node, "params");
                    read.push(Pattern { kind, params });
                }
                _ => self.refuse(Rule::PatternIsMalformed, item.node_or(patterns)),
            }
        }
        read
    }

    pub(super) fn agents(&mut self, root: NodeId) -> Vec<Agent> {
        let Some(agents) = self.get(root, "agents") else {
            return Vec::new();
        };
        let Some(items) = self.items(agents) else {
            self.refuse(Rule::AgentsAreNoList, agents);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            let Item::Node(node) = item else {
                self.refuse(Rule::AgentsAreNoList, agents);
                break;
            };
            if self.entries(node).is_none() {
                self.refuse(Rule::AgentsAreNoList, node);
                continue;
            }
            let Some(name) = self.raw_of(node, "name") else {
                self.refuse(Rule::AgentNameMissing, node);
                continue;
            };
            read.push(Agent {
                name,
                kind: self.raw_of(node, "type"),
                observes: self.raw_of(node, "observes"),
                can_execute: self.raw_of(node, "can_execute"),
                strategy: self.raw_of(node, "strategy"),
                audit: self.raw_of(node, "audit"),
            });
        }
        read
    }

    pub(super) fn organization(&mut self, root: NodeId) -> Option<Organization> {
        let organization = self.get(root, "organization")?;
        if self.entries(organization).is_none() {
            self.refuse(Rule::OrganizationIsNoMapping, organization);
            return None;
        }
        let Some(table_code) = self.raw_of(organization, "table_code") else {
            self.refuse(Rule::TableCodeMissing, organization);
            return None;
        };
        Some(Organization {
            table_code,
            domain_name: self.raw_of(organization, "domain_name"),
        })
    }

    pub(super) fn identifier(&mut self, root: NodeId) -> Option<Identifier> {
        let identifier = self.get(root, "identifier")?;
        if self.entries(identifier).is_none() {
            self.refuse(Rule::IdentifierIsNoMapping, identifier);
            return None;
        }
        let components = match self.get(identifier, "components") {
            Some(components) => self.components(components),
            None => Vec::new(),
        };
        Some(Identifier {
            strategy: self.raw_or(identifier, "strategy", "simple"),
            components,
            separator: self.raw_or(identifier, "separator", "."),
            composition_separator: self.raw_or(identifier, "composition_separator", "∘"),
            internal_separator: self.raw_or(identifier, "internal_separator", "—"),
        })
    }

    fn components(&mut self, components: NodeId) -> Vec<Component> {
        let Some(items) = self.items(components) else {
            self.refuse(Rule::ComponentsAreNoList, components);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if let Some(field) = self.name(item) {
                read.push(Component {
                    field,
                    transform: None,
                    format: None,
                    separator: None,
                    replace: None,
                    strip_tenant_prefix: None,
                });
                continue;
            }
            match item {
                Item::Node(node) if self.entries(node).is_some() => {
                    let Some(field) = self.raw_of(node, "field") else {
                        self.refuse(Rule::ComponentFieldMissing, node);
                        continue;
                    };
                    read.push(Component {
                        field,
                        transform: self.raw_of(node, "transform"),
                        format: self.raw_of(node, "format"),
                        separator: self.raw_of(node, "separator"),
                        replace: self.raw_of(node, "replace"),
                        strip_tenant_prefix: self.raw_of(node, "strip_tenant_prefix"),
                    });
                }
                _ => self.refuse(Rule::ComponentIsMalformed, item.node_or(components)),
            }
        }
        read
    }

    pub(super) fn table_views(&mut self, root: NodeId) -> Option<TableViews> {
        let views = self.get(root, "table_views")?;
        if self.entries(views).is_none() {
            self.refuse(Rule::TableViewsAreNoMapping, views);
            return None;
        }
        let mode = self.word_of(views, "mode", &MODES, Rule::TableViewModeIsUnknown);
        let include_relations = self.relations(views, 0);
        let extra_filter_columns = match self.get(views, "extra_filter_columns") {
            Some(columns) => self.extra_columns(columns),
            None => Vec::new(),
        };
        self.word_of(views, "refresh", &["explicit"], Rule::RefreshIsNotExplicit);
        Some(TableViews {
            mode: mode.unwrap_or("auto").to_owned(),
            include_relations,
            extra_filter_columns,
            refresh: "explicit".to_owned(),
        })
    }

    /// The relations of a table view, or of a relation.
    fn relations(&mut self, around: NodeId, depth: usize) -> Vec<IncludeRelation> {
        let Some(relations) = self.get(around, "include_relations") else {
            return Vec::new();
        };
        let Some(items) = self.items(relations) else {
            self.refuse(Rule::RelationsAreNoList, relations);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if !self.may_go_on(relations, depth) {
                break;
            }
            let pair = match item {
                Item::Node(node) => self.entries(node).and_then(|entries| match entries {
                    [entry] => Some(*entry),
                    _ => None,
                }),
                Item::Letter(_) | Item::Tuple => None,
            };
            match pair {
                Some(pair) => read.extend(self.relation(pair.key, pair.value, depth)),
                None => self.refuse(Rule::RelationIsNoPair, item.node_or(relations)),
            }
        }
        read
    }

    fn relation(
        &mut self,
        name: NodeId,
        settings: NodeId,
        depth: usize,
    ) -> Option<IncludeRelation> {
        if self.entries(settings).is_none() {
            let rule = match self.value(settings) {
                Value::Str(text) if !text.contains("fields") => Rule::RelationFieldsMissing,
                Value::Sequence(_) | Value::Set(_) | Value::Pairs(_) => Rule::RelationFieldsMissing,
                _ => Rule::RelationIsMalformed,
            };
            self.refuse(rule, settings);
            return None;
        }
        let Some(fields) = self.get(settings, "fields") else {
            self.refuse(Rule::RelationFieldsMissing, settings);
            return None;
        };
        match self.value(fields) {
            Value::Sequence(items) => {
                let sound = items.iter().all(|item| self.text(*item).is_some());
                if items.is_empty() || !sound {
                    self.refuse(Rule::RelationFieldsAreMalformed, fields);
                }
            }
            Value::Pairs(_) => self.refuse(Rule::RelationFieldsAreMalformed, fields),
            _ => self.refuse(Rule::RelationFieldsAreNoList, fields),
        }
        Some(IncludeRelation {
            entity_name: self.raw(name),
            fields: self.raw(fields),
            include_relations: self.relations(settings, depth + 1),
        })
    }

    fn extra_columns(&mut self, columns: NodeId) -> Vec<ExtraFilterColumn> {
        let Some(items) = self.items(columns) else {
            self.refuse(Rule::ExtraColumnsAreNoList, columns);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if let Some(name) = self.name(item) {
                read.push(ExtraFilterColumn {
                    name,
                    source: None,
                    kind: None,
                    index_type: None,
                });
                continue;
            }
            let node = item.node_or(columns);
            let entries = match item {
                Item::Node(node) => self.entries(node),
                Item::Letter(_) | Item::Tuple => None,
            };
            match entries {
                None => self.refuse(Rule::ExtraColumnIsMalformed, node),
                Some([entry]) if self.entries(entry.value).is_some() => {
                    read.push(ExtraFilterColumn {
                        name: self.raw(entry.key),
                        source: self.raw_of(entry.value, "source"),
                        kind: self.raw_of(entry.value, "type"),
                        index_type: self.raw_of(entry.value, "index"),
                    });
                }
                Some([entry]) => self.refuse(Rule::ExtraColumnSettingsAreNoMapping, entry.value),
                Some(_) => self.refuse(Rule::ExtraColumnIsNoPair, node),
            }
        }
        read
    }

    pub(super) fn translations(&mut self, root: NodeId) -> Option<Translations> {
        let translations = self.get(root, "translations")?;
        if self.entries(translations).is_none() {
            self.refuse(Rule::TranslationsAreNoMapping, translations);
            return None;
        }
        let enabled = match self.get(translations, "enabled") {
            None => false,
            Some(node) => match self.value(node) {
                Value::Bool(enabled) => *enabled,
                _ => {
                    self.refuse(Rule::EnabledIsNoBoolean, node);
                    false
                }
            },
        };
        let table_name = self.get(translations, "table_name").and_then(|node| {
            if !matches!(self.value(node), Value::Null | Value::Str(_)) {
                self.refuse(Rule::TableNameIsNoText, node);
            }
            self.text(node).map(str::to_owned)
        });
        let fields = self.translated_fields(translations);
        if enabled && fields.as_ref().is_some_and(Vec::is_empty) {
            self.refuse(Rule::TranslatedFieldsMissing, translations);
        }
        Some(Translations {
            enabled,
            table_name,
            fields: fields.unwrap_or_default(),
        })
    }

    /// None where they cannot be read.
    fn translated_fields(&mut self, translations: NodeId) -> Option<Vec<String>> {
        let Some(node) = self.get(translations, "fields") else {
            return Some(Vec::new());
        };
        let items = match self.value(node) {
            Value::Sequence(items) => items,
            Value::Pairs(pairs) if pairs.is_empty() => return Some(Vec::new()),
            Value::Pairs(_) => {
                self.refuse(Rule::TranslatedFieldIsNoText, node);
                return None;
            }
            _ => {
                self.refuse(Rule::TranslatedFieldsAreNoList, node);
                return None;
            }
        };
        let mut fields: Vec<String> = Vec::with_capacity(items.len());
        let mut repeated = Vec::new();
        for item in items {
            match self.text(*item) {
                None => self.refuse(Rule::TranslatedFieldIsNoText, *item),
                Some(field) => {
                    if fields.iter().any(|known| known == field) {
                        repeated.push(*item);
                    }
                    fields.push(field.to_owned());
                }
            }
        }
        for item in repeated {
            let field = self.text(item).unwrap_or_default();
            self.refuse_text(Rule::TranslatedFieldIsRepeated, item, field);
        }
        Some(fields)
    }
}
