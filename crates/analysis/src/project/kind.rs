//! Which kind of file a document is.
//!
//! Content decides: the keys at the root, in a fixed order of kinds. Only where it says nothing
//! yet (an empty file, a first key that is being typed) does the path decide.

use specql_language::key::Place;
use specql_yaml::{Document, NodeId, Value};

/// A kind of file in a SpecQL project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// Tests of an entity as `specql test reverse` writes them; nothing reads them.
    TestSpec,
    /// An entity: what `validate` and `generate` are for.
    EntitySpec,
    /// A reusable action, a template of steps.
    ActionPattern,
    /// A reusable part of a table: columns, constraints, indexes.
    SchemaPattern,
    /// A pattern in the shape that only SpecQL's documents know.
    CustomPattern,
    /// The registry of domains that `generate` reads.
    DomainRegistry,
    /// A registry in one of the shapes that `generate` does not understand.
    OtherRegistry,
    /// A reusable infrastructure spec.
    InfrastructurePattern,
    /// A service with its machines, database and so on; nothing reads it.
    InfrastructureSpec,
    /// Firewall, network tiers and the like, for SpecQL's Python interface.
    SecuritySpec,
    /// `confiture.yaml` as the migration tool Confiture wants it.
    Confiture,
    /// One environment of Confiture: a database and its folders.
    ConfitureEnvironment,
    /// `confiture.yaml` as `specql init project` writes it; nothing reads it.
    ConfitureProject,
    /// `project.yaml` as `specql reverse sql` writes it.
    ProjectFile,
    /// Routes found in a program by `specql reverse`; nothing reads them.
    RouteInventory,
    /// Actions without an entity, as the route converter writes them; `validate` refuses them.
    ActionsOnly,
    /// None of these.
    Other,
}

impl FileKind {
    /// Whether it describes a pattern.
    #[must_use]
    pub const fn is_pattern(self) -> bool {
        matches!(
            self,
            Self::ActionPattern | Self::SchemaPattern | Self::CustomPattern
        )
    }
}

/// The kind of a document. The path, if it is known, helps where the content does not tell.
///
/// A document with a key `entity` is an entity spec, whatever else it holds, unless it is a test
/// spec; one without is neither of the two.
#[must_use]
pub fn kind_of(document: &Document<'_>, path: Option<&str>) -> FileKind {
    let root = Root { document };
    by_content(&root)
        .or_else(|| by_path(&root, &Path::new(path?)))
        .unwrap_or(FileKind::Other)
}

fn by_content(root: &Root<'_, '_>) -> Option<FileKind> {
    if root.has("entity") {
        return Some(entity_or_test(root));
    }
    let kind = if root.has("pattern") || root.is("type", "schema_pattern") {
        pattern(root)?
    } else if let Some(kind) = registry(root) {
        kind
    } else if root.has("pattern_id") && root.has_any(&["category", "cloud_provider"]) {
        FileKind::InfrastructurePattern
    } else if root.has("service") && root.has_any(SERVICE_PARTS) {
        FileKind::InfrastructureSpec
    } else if root.inner_has_any("security", SECURITY_PARTS) {
        FileKind::SecuritySpec
    } else if root.has("schema_dirs") && root.has("environments") {
        FileKind::Confiture
    } else if root.has("project") && root.count(CONFITURE_PROJECT) >= 3 {
        FileKind::ConfitureProject
    } else if root.has("database_url") && root.has_any(&["migrations_dir", "include_dirs"]) {
        FileKind::ConfitureEnvironment
    } else if root.is_list("schemas") && root.has_any(PROJECT_PARTS) {
        FileKind::ProjectFile
    } else if root.has("_routes") && root.has("_metadata") {
        FileKind::RouteInventory
    } else if root.is_list("actions") {
        FileKind::ActionsOnly
    } else {
        return None;
    };
    Some(kind)
}

const TEST_GROUPS: &[&str] = &["structure", "crud", "actions", "constraints"];
const SERVICE_PARTS: &[&str] = &[
    "provider",
    "deployment",
    "import",
    "monitoring",
    "service_type",
    "compute",
    "container",
];
const SECURITY_PARTS: &[&str] = &[
    "network_tiers",
    "firewall",
    "compliance_preset",
    "tier",
    "waf",
    "vpn",
];
const CONFITURE_PROJECT: &[&str] = &["project", "database", "registry", "patterns"];
const PROJECT_PARTS: &[&str] = &["name", "extensions", "settings", "_metadata"];

/// `tests` alone could be an entity's unknown key, so its groups have to be there; and fields
/// belong to an entity only.
fn entity_or_test(root: &Root<'_, '_>) -> FileKind {
    if root.inner_has_any("tests", TEST_GROUPS) && !root.has("fields") {
        FileKind::TestSpec
    } else {
        FileKind::EntitySpec
    }
}

fn pattern(root: &Root<'_, '_>) -> Option<FileKind> {
    // A template makes an action even beside schema extensions: action patterns may have both.
    if root.is("type", "schema_pattern") {
        Some(FileKind::SchemaPattern)
    } else if root.has_any(&["template", "validation_helper"]) && !root.is_mapping("parameters") {
        Some(FileKind::ActionPattern)
    } else if root.has_any(&["schema_extensions", "schema_template", "action_helpers"]) {
        Some(FileKind::SchemaPattern)
    } else if root.has_any(&["fields", "actions", "includes"]) || root.is_mapping("parameters") {
        Some(FileKind::CustomPattern)
    } else {
        None
    }
}

fn registry(root: &Root<'_, '_>) -> Option<FileKind> {
    let domains = root.get("domains");
    if let Some(Value::Mapping(domains)) = domains.map(|node| root.document.value(node)) {
        let lists_entities = |domain| {
            let has = |key| root.document.get(domain, key).is_some();
            has("entities") && !has("subdomains")
        };
        let other = domains.iter().any(|entry| lists_entities(entry.value));
        return Some(if other {
            FileKind::OtherRegistry
        } else {
            FileKind::DomainRegistry
        });
    }
    if domains.is_some()
        && root.has_any(&["schema_layers", "subdomain_inference", "reserved_codes"])
    {
        return Some(FileKind::DomainRegistry);
    }
    let schemas = root.get("schemas")?;
    let Value::Mapping(schemas) = root.document.value(schemas) else {
        return None;
    };
    let has_tier = schemas.iter().any(|entry| {
        root.document.get(entry.value, "tier").is_some()
            || matches!(root.document.value(entry.key), Value::Str(key) if *key == "multi_tenant")
    });
    has_tier.then_some(FileKind::OtherRegistry)
}

/// The root of a document.
struct Root<'d, 'a> {
    document: &'d Document<'a>,
}

impl Root<'_, '_> {
    fn get(&self, key: &str) -> Option<NodeId> {
        self.document.get(self.document.root(), key)
    }

    fn value(&self, key: &str) -> Option<&Value<'_>> {
        self.get(key).map(|node| self.document.value(node))
    }

    fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    fn count(&self, keys: &[&str]) -> usize {
        keys.iter().filter(|key| self.has(key)).count()
    }

    fn is(&self, key: &str, text: &str) -> bool {
        matches!(self.value(key), Some(Value::Str(value)) if *value == text)
    }

    fn is_list(&self, key: &str) -> bool {
        matches!(self.value(key), Some(Value::Sequence(_)))
    }

    fn is_mapping(&self, key: &str) -> bool {
        matches!(self.value(key), Some(Value::Mapping(_)))
    }

    fn inner_has_any(&self, key: &str, inner: &[&str]) -> bool {
        let has = |node| {
            inner
                .iter()
                .any(|key| self.document.get(node, key).is_some())
        };
        self.get(key).is_some_and(has)
    }

    /// Whether nothing at the root speaks against a kind: it has none but these keys, or keys
    /// without a value, as they are while being typed.
    fn has_only(&self, keys: &[&str]) -> bool {
        self.has_only_known(|key| keys.contains(&key))
    }

    /// The same, with the keys of a place of the language.
    fn has_only_keys_of(&self, place: Place) -> bool {
        self.has_only_known(|key| place.key(key).is_some())
    }

    fn has_only_known(&self, is_known: impl Fn(&str) -> bool) -> bool {
        match self.document.value(self.document.root()) {
            Value::Null => true,
            // A word that is being typed.
            Value::Str(text) => !text.contains('\n'),
            Value::Mapping(entries) => entries.iter().all(|entry| {
                let key = self.document.value(entry.key).as_str();
                key.is_some_and(&is_known) || *self.document.value(entry.value) == Value::Null
            }),
            _ => false,
        }
    }
}

/// A path, with either kind of slash.
struct Path {
    folders: Vec<String>,
    /// Without `.yaml`, `.yml`.
    stem: String,
}

impl Path {
    fn new(path: &str) -> Self {
        let mut folders: Vec<String> = path.split(['/', '\\']).map(str::to_lowercase).collect();
        let name = folders.pop().unwrap_or_default();
        let stem = name
            .strip_suffix(".yaml")
            .or_else(|| name.strip_suffix(".yml"))
            .unwrap_or(&name);
        Self {
            stem: stem.to_owned(),
            folders,
        }
    }

    /// Whether it lies somewhere in these folders, one directly in the other.
    fn is_in(&self, folders: &[&str]) -> bool {
        let mut places = self.folders.windows(folders.len());
        places.any(|place| place.iter().zip(folders).all(|(has, wanted)| has == wanted))
    }
}

fn by_path(root: &Root<'_, '_>, path: &Path) -> Option<FileKind> {
    let kind = match path.stem.as_str() {
        // Whatever such a file holds: SpecQL reads it by this name alone.
        "domain_registry" => FileKind::DomainRegistry,
        "confiture" if root.has_only(&["schema_dirs", "environments"]) => FileKind::Confiture,
        "confiture" if root.has_only(CONFITURE_PROJECT) => FileKind::ConfitureProject,
        "security" if root.has_only(SECURITY_PARTS) || root.is_still_empty("security") => {
            FileKind::SecuritySpec
        }
        "project" if root.has_only(super::project_file::ROOT_KEYS) => FileKind::ProjectFile,
        _ if path.is_in(&["stdlib", "actions"]) && root.has_only(PATTERN_KEYS) => {
            FileKind::ActionPattern
        }
        _ if path.is_in(&["stdlib", "schema"]) && root.has_only(PATTERN_KEYS) => {
            FileKind::SchemaPattern
        }
        _ if path.is_in(&["patterns", "custom"]) && root.has_only(PATTERN_KEYS) => {
            FileKind::CustomPattern
        }
        _ if path.is_in(&["patterns", "infrastructure"])
            && root.has_only_keys_of(Place::InfrastructureFile) =>
        {
            FileKind::InfrastructurePattern
        }
        _ if path.is_in(&["db", "environments"])
            && root.has_only(&["database_url", "migrations_dir", "include_dirs"]) =>
        {
            FileKind::ConfitureEnvironment
        }
        _ => return None,
    };
    Some(kind)
}

const PATTERN_KEYS: &[&str] = &[
    "pattern",
    "version",
    "category",
    "type",
    "description",
    "author",
    "created",
    "tags",
    "parameters",
    "examples",
    "usage",
    "notes",
];

impl Root<'_, '_> {
    /// Whether the only key is this one, and it has nothing in it yet.
    fn is_still_empty(&self, key: &str) -> bool {
        let is_empty = match self.value(key) {
            Some(Value::Mapping(entries)) => entries.is_empty(),
            Some(Value::Str(_) | Value::Null) => true,
            _ => false,
        };
        is_empty && self.has_only(&[key])
    }
}

#[cfg(test)]
mod tests;
