//! The top of a spec: what it is called, where it belongs, and its parts in SpecQL's order.

use specql_yaml::NodeId;

use super::{Entity, Field, Raw, Reader, Rule};

/// Name, schema and description, from one of the two forms of a header.
struct Header {
    name: Raw,
    schema: Raw,
    description: Raw,
    fields: Option<NodeId>,
}

impl Reader<'_> {
    pub(super) fn entity(&mut self) -> Option<Entity> {
        let root = self.document.root();
        if self.entries(root).is_none() {
            self.refuse(Rule::RootIsNoMapping, root);
            return None;
        }
        let Some(entity) = self.get(root, "entity") else {
            self.refuse(Rule::EntityMissing, root);
            return None;
        };
        let header = self.header(root, entity);
        let fields = match header.fields {
            Some(fields) => self.fields(fields),
            None => Vec::new(),
        };
        // Expressions may name what stands in `fields`, sound or not.
        let names = self.field_names(header.fields);
        let actions = self.actions(root, &names);
        Some(Entity {
            name: header.name,
            schema: header.schema,
            description: header.description,
            fields,
            actions,
            patterns: self.patterns(root),
            agents: self.agents(root),
            organization: self.organization(root),
            identifier: self.identifier(root),
            table_views: self.table_views(root),
            translations: self.translations(root),
        })
    }

    fn header(&mut self, root: NodeId, entity: NodeId) -> Header {
        let is_complex = self.entries(entity).is_some();
        let places: &[NodeId] = if is_complex { &[entity, root] } else { &[root] };
        let name = if is_complex {
            self.get(entity, "name")
        } else {
            Some(entity)
        };
        if name.is_none() {
            self.refuse(Rule::EntityNameMissing, entity);
        }
        let mut first = |key: &str, default: &'static str| {
            let node = places.iter().find_map(|place| self.get(*place, key));
            node.map_or_else(|| Raw::text(default), |node| self.raw(node))
        };
        let schema = first("schema", "public");
        let description = first("description", "");
        Header {
            name: name.map_or_else(Raw::null, |name| self.raw(name)),
            schema,
            description,
            fields: places.iter().find_map(|place| self.get(*place, "fields")),
        }
    }

    fn fields(&mut self, fields: NodeId) -> Vec<Field> {
        let Some(entries) = self.entries(fields) else {
            self.refuse(Rule::FieldsAreNoMapping, fields);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some(name) = self.text(entry.key) else {
                self.refuse(Rule::FieldNameIsNoText, entry.last_key);
                continue;
            };
            if specql_language::reserved::is_reserved_field(name).is_some() {
                self.refuse_text(Rule::FieldNameIsReserved, entry.last_key, name);
            }
            read.push(self.field(name, entry.value));
        }
        read
    }

    fn field_names(&self, fields: Option<NodeId>) -> Vec<String> {
        let entries = fields.and_then(|fields| self.entries(fields));
        let names = entries.unwrap_or_default().iter();
        names
            .filter_map(|entry| self.text(entry.key))
            .map(str::to_owned)
            .collect()
    }
}
