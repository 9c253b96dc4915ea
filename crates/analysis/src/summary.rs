//! What other files may know of a file: names and types, and never a place.
//!
//! This is the wall between files. Whatever is typed in a file, its summary is made again; as
//! long as that comes out equal, nothing of any other file is.

use std::collections::{BTreeSet, HashMap, HashSet};

use specql_language::key;
use specql_yaml::{Document, NodeId, Value};

use crate::db::{Db, File};
use crate::expression::ast::{Exists, Expression, ExpressionKind, TypeKind};
use crate::expression::infer::Type;
use crate::made::Made;
use crate::project::{FileKind, kind_of};
use crate::source;
use crate::spec::{self, Content, DEFAULT_SCHEMA, Spec};

/// What other files may know of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What kind of file it is.
    pub kind: FileKind,
    /// The entity that it describes, if it describes one.
    pub entity: Option<Entity>,
    /// The name of the pattern that it describes, if it describes one.
    pub pattern: Option<String>,
    /// What it has for those that import it, where it describes no entity.
    pub part: Option<Part>,
}

/// Fields and actions that are of no entity yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its fields; of two with the same name the last one.
    pub fields: Vec<Field>,
    /// Its actions.
    pub actions: Vec<Action>,
    /// Paths of the files that it imports itself, as they are written.
    pub paths: Vec<String>,
}

/// What a file has for those that extend or import it.
#[derive(Clone, Copy, Debug)]
pub struct Given<'s> {
    /// Its fields.
    pub fields: &'s [Field],
    /// Its actions.
    pub actions: &'s [Action],
    /// Paths of the files that it extends and imports itself.
    pub paths: &'s [String],
}

impl Summary {
    /// What it has for those that extend or import it.
    #[must_use]
    pub fn given(&self) -> Option<Given<'_>> {
        let entity = self.entity.as_ref().map(|entity| Given {
            fields: &entity.fields,
            actions: &entity.actions,
            paths: &entity.paths,
        });
        let part = self.part.as_ref().map(|part| Given {
            fields: &part.fields,
            actions: &part.actions,
            paths: &part.paths,
        });
        entity.or(part)
    }
}

/// What other files may know of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: String,
    /// Its schema, as it is written.
    pub schema: Option<String>,
    /// Its fields; of two with the same name the last one.
    pub fields: Vec<Field>,
    /// Its actions.
    pub actions: Vec<Action>,
    /// Events, views and whatever else it gives a name.
    pub others: Vec<(key::Name, String)>,
    /// The names of its reports, which all reports of a database share.
    pub reports: Vec<String>,
    /// The code of its table, as it is written, where one is.
    pub table_code: Option<String>,
    /// Whether its rows have identifiers that are put together of their values.
    pub has_identifier: bool,
    /// Whether it has a table view.
    pub has_table_view: bool,
    /// Names of entities that its actions and blocks speak of, each once, sorted.
    pub named: Vec<String>,
    /// Paths of the files that it extends and imports, as they are written.
    pub paths: Vec<String>,
}

/// What other files may know of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type as it is meant.
    pub field_type: Type,
    /// Whether it has to have a value.
    pub required: bool,
    /// Whether it refers to many rows at once.
    pub is_many: bool,
    /// Whether it says what it is; not while it is being typed.
    pub has_type: bool,
    /// Whether it is to be stored encrypted.
    pub encrypted: bool,
}

/// What other files may know of an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its name.
    pub name: String,
    /// The names of its parameters.
    pub parameters: Vec<String>,
}

impl Entity {
    /// The schema it belongs to.
    #[must_use]
    pub fn schema(&self) -> &str {
        self.schema.as_deref().unwrap_or(DEFAULT_SCHEMA)
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The action of this name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }
}

/// The summary of a file.
///
/// Of a closed file this is all that is kept.
#[salsa::tracked]
pub fn summary(db: &dyn Db, file: File) -> Summary {
    if file.is_open(db) {
        let document = source::document(db, file);
        let kind = kind_of(document, Some(file.path(db)));
        return summarize(kind, document, || spec::spec(db, file));
    }
    // Asked for in any case: it is what this follows from.
    let (path, text) = (file.path(db), source::text_once(db, file));
    let known = db.at_hand(file);
    known.unwrap_or_else(|| summary_of(path, &Made::of(&text)))
}

/// The summary of a closed file.
pub(crate) fn summary_of(path: &str, made: &Made<'_>) -> Summary {
    let document = made.once.document();
    let kind = kind_of(document, Some(path));
    summarize(kind, document, || made.spec())
}

fn summarize<'s>(
    kind: FileKind,
    document: &Document<'_>,
    spec: impl FnOnce() -> &'s Spec,
) -> Summary {
    let mut summary = Summary {
        kind,
        entity: None,
        pattern: kind.is_pattern().then(|| pattern(document)).flatten(),
        part: None,
    };
    match kind {
        FileKind::EntitySpec => summary.entity = entity(spec(), document),
        FileKind::TestSpec => {}
        _ if has_parts(document) => summary.part = Some(part(spec(), document)),
        _ => {}
    }
    summary
}

fn has_parts(document: &Document<'_>) -> bool {
    let has = |key: &&str| document.get(document.root(), key).is_some();
    ["fields", "actions", "import"].iter().any(has)
}

fn part(spec: &Spec, document: &Document<'_>) -> Part {
    Part {
        fields: fields(spec, document),
        actions: actions(spec),
        paths: paths(spec),
    }
}

fn pattern(document: &Document<'_>) -> Option<String> {
    let name = document.get(document.root(), "pattern")?;
    Some(document.value(name).as_str()?.to_owned())
}

fn entity(spec: &Spec, document: &Document<'_>) -> Option<Entity> {
    let others = spec.definitions.iter();
    Some(Entity {
        name: spec.entity.as_ref()?.text.clone(),
        schema: spec.schema.as_ref().map(|schema| schema.text.clone()),
        fields: fields(spec, document),
        actions: actions(spec),
        others: others
            .map(|given| (given.what, given.name.text.clone()))
            .collect(),
        reports: reports(document),
        table_code: table_code(document),
        has_identifier: has_identifier(document),
        has_table_view: has_table_view(spec, document),
        named: named_entities(spec),
        paths: paths(spec),
    })
}

fn fields(spec: &Spec, document: &Document<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::with_capacity(spec.fields.len());
    let mut places: HashMap<&str, usize> = HashMap::new();
    let encrypted = encrypted(document);
    for written in &spec.fields {
        let field = Field {
            name: written.name.text.clone(),
            field_type: Type::of(&written.field_type),
            required: written.required,
            is_many: written.field_type.refers_to_many(),
            has_type: written.has_type(),
            encrypted: encrypted.contains(written.name.text.as_str()),
        };
        let place = *places.entry(&written.name.text).or_insert(fields.len());
        match fields.get_mut(place) {
            Some(known) => *known = field,
            None => fields.push(field),
        }
    }
    fields
}

fn actions(spec: &Spec) -> Vec<Action> {
    let actions = spec.actions.iter().filter_map(|action| {
        let parameters = action.parameters.iter();
        Some(Action {
            name: action.name.as_ref()?.text.clone(),
            parameters: parameters.map(|p| p.name.text.clone()).collect(),
        })
    });
    actions.collect()
}

fn paths(spec: &Spec) -> Vec<String> {
    spec.paths.iter().map(|path| path.text.clone()).collect()
}

/// The fields that the block `security` has encrypted.
fn encrypted<'d>(document: &'d Document<'_>) -> HashSet<&'d str> {
    let security = own_block(document, "security");
    let encryption = security.and_then(|block| document.get(block, "encryption"));
    let fields = encryption.and_then(|block| document.get(block, "fields"));
    match fields.map(|fields| document.value(fields)) {
        Some(Value::Sequence(items)) => items
            .iter()
            .filter_map(|item| document.value(*item).as_str())
            .collect(),
        Some(only) => only.as_str().into_iter().collect(),
        None => HashSet::new(),
    }
}

fn reports(document: &Document<'_>) -> Vec<String> {
    let analytics = own_block(document, "analytics");
    let items: &[NodeId] = match analytics.map(|block| document.value(block)) {
        Some(Value::Sequence(items)) => items,
        _ => &[],
    };
    let name = |item: &NodeId| {
        Some(
            document
                .value(document.get(*item, "name")?)
                .as_str()?
                .to_owned(),
        )
    };
    items.iter().filter_map(name).collect()
}

/// A block of the entity, which may stand beside its name or inside of `entity:`.
fn own_block(document: &Document<'_>, key: &str) -> Option<NodeId> {
    let root = document.root();
    let inside = || document.get(document.get(root, "entity")?, key);
    document.get(root, key).or_else(inside)
}

/// Only text: what YAML makes a number of is no longer the code that is written.
fn table_code(document: &Document<'_>) -> Option<String> {
    let organization = document.get(document.root(), "organization")?;
    let code = document.get(organization, "table_code")?;
    Some(document.value(code).as_str()?.to_owned())
}

fn has_identifier(document: &Document<'_>) -> bool {
    let identifier = document.get(document.root(), "identifier");
    let components = identifier.and_then(|block| document.get(block, "components"));
    components.is_some_and(|node| match document.value(node) {
        Value::Sequence(items) => !items.is_empty(),
        _ => false,
    })
}

/// One is made where the block says so, or where nothing is said and there are references.
fn has_table_view(spec: &Spec, document: &Document<'_>) -> bool {
    let mut fields = spec.fields.iter();
    let is_reference =
        |field: &spec::Field| matches!(field.field_type.kind, TypeKind::Reference { .. });
    makes_table_view(table_view_mode(document), || fields.any(is_reference))
}

/// When a table view is made, if the file says anything of table views.
pub(crate) fn table_view_mode<'d>(document: &'d Document<'_>) -> Option<&'d str> {
    let block = document.get(document.root(), "table_views")?;
    let mode = document.get(block, "mode");
    Some(mode.map_or("", |mode| document.value(mode).as_str().unwrap_or_default()))
}

pub(crate) fn makes_table_view(mode: Option<&str>, has_references: impl FnOnce() -> bool) -> bool {
    match mode {
        Some("force") => true,
        Some("disable") => false,
        _ => has_references(),
    }
}

fn named_entities(spec: &Spec) -> Vec<String> {
    let mut named = BTreeSet::new();
    let parameters = spec.actions.iter().flat_map(|action| &action.parameters);
    let declared = spec.steps().flat_map(|step| &step.declared);
    for written in parameters.chain(declared) {
        if let Some(written) = &written.parameter_type {
            named_in_type(&written.kind, &mut named);
        }
    }
    let mut open: Vec<&Expression> = spec.expressions.iter().collect();
    open.extend(
        spec.fields
            .iter()
            .filter_map(|field| field.computed.as_ref()),
    );
    open.extend(
        spec.actions
            .iter()
            .filter_map(|action| action.requires.as_ref()),
    );
    for step in spec.steps() {
        open.extend(step.expressions.iter().map(|(_, expression)| expression));
        let conditions = step.branches.iter();
        open.extend(conditions.filter_map(|branch| branch.condition.as_ref()));
        match &step.content {
            Content::Expression(expression) => open.push(expression),
            Content::Statement(statement) => {
                let target = statement.target.iter();
                named.extend(target.map(|target| target.name.text.clone()));
                open.extend(statement.expressions());
            }
            Content::Call(call) => open.extend(call.arguments.iter().map(|given| &given.value)),
            Content::Text(_) | Content::Nothing => {}
        }
    }
    while let Some(expression) = open.pop() {
        if let ExpressionKind::Exists(Exists::Entity { entity, .. }) = &expression.kind {
            named.insert(entity.name.text.clone());
        }
        open.extend(expression.parts());
    }
    let mentions = spec.mentions.iter().chain(&spec.asides);
    let mentions = mentions.filter(|mention| mention.what == key::Name::Entity);
    named.extend(
        mentions.map(|mention| match mention.name.text.rsplit_once('.') {
            Some((_, name)) => name.to_owned(),
            None => mention.name.text.clone(),
        }),
    );
    named.into_iter().collect()
}

fn named_in_type(kind: &TypeKind, named: &mut BTreeSet<String>) {
    match kind {
        TypeKind::Reference { targets, .. } => {
            named.extend(targets.iter().map(|target| target.name.text.clone()));
        }
        TypeKind::List {
            item: Some(item), ..
        } => named_in_type(&item.kind, named),
        TypeKind::Array { item, .. } => named_in_type(item, named),
        _ => {}
    }
}
