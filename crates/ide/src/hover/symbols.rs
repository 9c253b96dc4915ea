//! What the names of a workspace stand for: entities, fields, actions and the rest.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::ast::{Name, TypeKind};
use specql_analysis::expression::infer::Type;
use specql_analysis::index::{self, domain_registry, find_entity};
use specql_analysis::inherited::{self, sources};
use specql_analysis::project::registry::Domain;
use specql_analysis::resolve::Target;
use specql_analysis::source;
use specql_analysis::spec::{self, Action, Content, Field, Parameter, Step};
use specql_analysis::summary::Entity;
use specql_language::key;
use specql_language::stdlib::library_path;
use specql_sql::catalogue::Column;
use specql_yaml::Span;

use super::{keys, language, names};
use crate::column::{column_taken_over, columns, function, table};
use crate::mentioned::fields_that_refer_to;
use crate::symbol::Occurrence;
use crate::told::{block, code, count, in_short, prose, type_text};

/// So many of a list are named; the rest is counted.
const MOST_NAMED: usize = 5;

/// So many steps of an action are shown.
const MOST_STEPS: usize = 20;

/// What is told about a name.
pub(super) fn symbol(db: &dyn Db, file: File, found: &Occurrence) -> Option<Vec<String>> {
    match &found.symbol.target {
        Target::Entity(of) => entity(db, *of),
        Target::Field(of, name) => {
            let mut told = field(db, file, *of, name)?;
            told.extend(names::way(db, file, found.span));
            Some(told)
        }
        Target::Action(of, name) => action(db, *of, name),
        // What a pattern takes is in its table.
        Target::Other(_, key::Name::PatternParameter, _) => None,
        Target::Other(of, what, name) => Some(other(db, *of, *what, name)),
        Target::Parameter(name) => Some(parameter(db, file, found, name)),
        Target::Variable(name) => Some(variable(db, file, found.span, name)),
        Target::Argument(of, called, name) => argument(db, *of, called, name),
        // Which values there are is told by the type that lists them.
        Target::EnumValue(..) => None,
        Target::Composite(name) => language::type_named(name),
        Target::Member(composite, name) => language::member(composite, name),
        Target::Pattern(pattern) => Some(keys::of_pattern(pattern)),
        Target::Schema(name) => Some(schema(db, name)),
        Target::File(of) => entity(db, *of).or_else(|| Some(vec![block("text", of.path(db))])),
        Target::Library(path) => {
            let entity = library_path(path)?;
            let head = format!("{}.{}", entity.schema, entity.name);
            let told = format!("Entity of the standard library: {}", code(path));
            Some(vec![block("yaml", &head), told])
        }
        Target::Anchor(span) => names::anchored(db, file, *span),
    }
}

// Entities

fn full_name(entity: &Entity) -> String {
    format!("{}.{}", entity.schema(), entity.name)
}

fn entity(db: &dyn Db, file: File) -> Option<Vec<String>> {
    let entity = index::entity(db, file)?;
    let description = spec::spec(db, file).description.as_ref();
    let mut contents = vec![count(entity.fields.len(), "field")];
    let all = inherited::fields(db, file).into_iter();
    let others = all.filter(|(of, _)| *of != file).count();
    if others > 0 {
        contents.push(format!("{others} from elsewhere"));
    }
    if !entity.actions.is_empty() {
        contents.push(count(entity.actions.len(), "action"));
    }
    let tenant = match index::is_multi_tenant(db, entity.schema()) {
        true => "; each row belongs to a tenant",
        false => "",
    };
    let contents = enumerated(&contents);
    let told = match table(db, file) {
        Some(table) => format!(
            "Table {} with {contents}{tenant}.",
            code(&table.name.to_string())
        ),
        None => format!("With {contents}{tenant}."),
    };
    Some(vec![
        block("yaml", &format!("entity: {}", full_name(entity))),
        description.map_or(String::new(), |text| prose(&text.text)),
        told,
        referrers(db, file),
    ])
}

/// `a`, `a and b`, `a, b and c`
fn enumerated(parts: &[String]) -> String {
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn referrers(db: &dyn Db, file: File) -> String {
    let found = fields_that_refer_to(db, file);
    let named = found.iter().take(MOST_NAMED).filter_map(|field| {
        let entity = index::entity(db, field.file)?;
        Some(code(&format!("{}.{}", full_name(entity), field.field)))
    });
    let named: Vec<_> = named.collect();
    match found.len().saturating_sub(MOST_NAMED) {
        0 if named.is_empty() => String::new(),
        0 => format!("Referred to by {}.", named.join(", ")),
        more => format!("Referred to by {} and {more} more.", named.join(", ")),
    }
}

/// A schema, and what the registry says of it.
pub(super) fn schema(db: &dyn Db, name: &str) -> Vec<String> {
    let Some(workspace) = Workspace::try_get(db) else {
        return vec![block("yaml", &format!("schema: {name}"))];
    };
    let files = workspace.files(db);
    let entities = files.filter_map(|file| index::entity(db, file));
    let entities = entities.filter(|entity| entity.schema() == name).count();
    let registry = workspace
        .registry(db)
        .map(|_| domain_registry(db, workspace));
    let said = match registry.map(|registry| registry.schema(name)) {
        None => String::new(),
        Some(Some(domain)) => of_domain(domain),
        Some(None) => "The domain registry does not have it.".to_owned(),
    };
    let entities = match entities {
        1 => "1 entity of the workspace is in it.".to_owned(),
        _ => format!("{entities} entities of the workspace are in it."),
    };
    vec![block("yaml", &format!("schema: {name}")), said, entities]
}

fn of_domain(domain: &Domain) -> String {
    let mut told = format!("Domain {} of the registry", code(&domain.code.text));
    if let Some(name) = &domain.name {
        told.push_str(&format!(", {}", code(&name.value)));
    }
    told.push_str(match domain.multi_tenant {
        true => ": each row belongs to a tenant.",
        false => ": rows are shared by all tenants.",
    });
    if let Some(description) = &domain.description {
        told.push_str(&format!("\n\n{}", prose(&description.value)));
    }
    let names = domain
        .subdomains
        .iter()
        .filter_map(|part| part.name.as_ref());
    let names: Vec<_> = names.map(|name| code(&name.value)).collect();
    if !names.is_empty() {
        told.push_str(&format!("\n\nSubdomains: {}.", names.join(", ")));
    }
    told
}

// Fields

/// A field that stands in a file, as one sees it who looks at it from another one.
fn field(db: &dyn Db, from: File, file: File, name: &str) -> Option<Vec<String>> {
    let spec = spec::spec(db, file);
    let Some(field) = spec.field(name) else {
        index::entity(db, file)?;
        return Some(other(db, file, key::Name::Field, name));
    };
    let written = written_type(source::text(db, file), field);
    let heir = heir(db, from, file);
    let sql = match heir {
        Some(_) => column_taken_over(db, from, name).map(Column::sql),
        None => columns(db, file, field).map(|columns| columns.sql()),
    };
    let description = field.description.as_ref();
    let of = match index::entity(db, file) {
        Some(entity) => format!("Field of {}.", code(&full_name(entity))),
        None => format!("Field in {}.", code(file.path(db))),
    };
    let taken_over = heir.map(|heir| format!(" {} takes it over.", code(&full_name(heir))));
    Some(vec![
        block("yaml", &format!("{name}: {written}")),
        description.map_or(String::new(), |text| prose(&text.text)),
        sql.map_or(String::new(), |sql| block("sql", &sql)),
        of + &taken_over.unwrap_or_default(),
        targets(db, file, field),
    ])
}

/// The entity of a file, if it takes over what stands in the other file.
fn heir(db: &dyn Db, file: File, other: File) -> Option<&Entity> {
    let mut sources = sources(db, file).iter();
    sources.find(|source| source.file == other)?;
    index::entity(db, file)
}

/// The type of a field as one would write it in a line.
fn written_type(text: &str, field: &Field) -> String {
    let written = text.get(field.field_type.span.range()).unwrap_or_default();
    let mut written = in_short(written, 120);
    if field.is_mapping && field.required && !written.ends_with('!') {
        written.push('!');
    }
    written
}

/// What a field refers to.
fn targets(db: &dyn Db, file: File, field: &Field) -> String {
    let TypeKind::Reference { targets, .. } = &field.field_type.kind else {
        return String::new();
    };
    let targets = targets.iter().filter(|target| !target.name.text.is_empty());
    let told = targets.map(|target| {
        let schema = target.schema.as_ref().map(|schema| schema.text.as_str());
        let found = find_entity(db, file, schema, &target.name.text).ok();
        match found.and_then(|file| Some((file, index::entity(db, file)?))) {
            Some((file, entity)) => {
                let description = spec::spec(db, file).description.as_ref();
                let description = description.map(|text| prose(&in_short(&text.text, 120)));
                let description = description.map_or(String::new(), |text| format!(": {text}"));
                format!("Refers to {}{description}", code(&full_name(entity)))
            }
            None => format!("Refers to {}, which is not known.", code(&target.name.text)),
        }
    });
    told.collect::<Vec<_>>().join("\n\n")
}

// Actions

fn action(db: &dyn Db, file: File, name: &str) -> Option<Vec<String>> {
    let entity = index::entity(db, file)?;
    let text = source::text(db, file);
    let is_it = |action: &&Action| action.name.as_ref().is_some_and(|own| own.text == name);
    let action = spec::spec(db, file).actions.iter().find(is_it)?;
    let description = action.description.as_ref();
    let requires = action.requires.as_ref().map(|requires| {
        let written = text.get(requires.span.range()).unwrap_or_default();
        format!("Requires {}.", code(&in_short(written, 80)))
    });
    Some(vec![
        block("yaml", &signature(text, action)),
        description.map_or(String::new(), |text| prose(&text.text)),
        requires.unwrap_or_default(),
        steps(text, action),
        match function(db, file, action) {
            Some(function) => {
                let function = code(&function.to_string());
                format!(
                    "Action of {}. Function {function}.",
                    code(&full_name(entity))
                )
            }
            None => format!("Action of {}.", code(&full_name(entity))),
        },
    ])
}

/// `pay(amount: money!)`
fn signature(text: &str, action: &Action) -> String {
    let parameters = action.parameters.iter().map(|parameter| {
        let written = parameter.parameter_type.as_ref();
        let written = written.and_then(|ty| text.get(ty.span.range()));
        match written {
            Some(written) => format!("{}: {}", parameter.name.text, in_short(written, 60)),
            None => parameter.name.text.clone(),
        }
    });
    let name = action.name.as_ref().map_or("", |name| name.text.as_str());
    format!("{name}({})", parameters.collect::<Vec<_>>().join(", "))
}

fn steps(text: &str, action: &Action) -> String {
    let mut lines = Vec::new();
    let mut open: Vec<(usize, &Step)> = action.steps.iter().rev().map(|s| (0, s)).collect();
    while let Some((depth, step)) = open.pop() {
        if lines.len() == MOST_STEPS {
            lines.push("…".to_owned());
            break;
        }
        let blank = "  ".repeat(depth.min(8));
        lines.push(format!("{blank}- {}", step_in_short(text, step)));
        let below = step.branches.iter().flat_map(|branch| &branch.steps);
        open.extend(below.rev().map(|step| (depth + 1, step)));
    }
    match lines.is_empty() {
        true => String::new(),
        false => block("yaml", &lines.join("\n")),
    }
}

fn step_in_short(text: &str, step: &Step) -> String {
    let key = &step.key.text;
    match content_span(&step.content).and_then(|span| text.get(span.range())) {
        Some(content) => format!("{key}: {}", in_short(content, 60)),
        None => key.clone(),
    }
}

/// Where stands what a step does.
pub(crate) fn content_span(content: &Content) -> Option<Span> {
    match content {
        Content::Nothing => None,
        Content::Expression(expression) => Some(expression.span),
        Content::Statement(statement) => Some(statement.span),
        Content::Call(call) => Some(call.span),
        Content::Text(text) => Some(text.span),
    }
}

fn parameter(db: &dyn Db, file: File, found: &Occurrence, name: &str) -> Vec<String> {
    let mut actions = spec::spec(db, file).actions.iter();
    let made = found.symbol.made.map(|made| made.span);
    let gives = |action: &&Action| action.parameters.iter().any(|p| Some(p.name.span) == made);
    let action = actions.find(gives);
    let parameters = action.map_or(&[][..], |action| &action.parameters);
    vec![
        block("yaml", &with_type(db, file, parameters, name)),
        of_action("Parameter", action.and_then(|a| a.name.as_ref())),
    ]
}

/// A parameter of the action that is called.
fn argument(db: &dyn Db, file: File, called: &str, name: &str) -> Option<Vec<String>> {
    let mut actions = spec::spec(db, file).actions.iter();
    let is_called = |action: &&Action| action.name.as_ref().is_some_and(|n| n.text == called);
    let action = actions.find(is_called)?;
    Some(vec![
        block("yaml", &with_type(db, file, &action.parameters, name)),
        of_action("Parameter", action.name.as_ref()),
    ])
}

/// A parameter as it is written, with its type.
fn with_type(db: &dyn Db, file: File, parameters: &[Parameter], name: &str) -> String {
    let known = parameters
        .iter()
        .find(|parameter| parameter.name.text == name);
    let ty = known.and_then(|known| known.parameter_type.as_ref());
    let written = ty.and_then(|ty| source::text(db, file).get(ty.span.range()));
    match written {
        Some(written) => format!("{name}: {}", in_short(written, 120)),
        None => name.to_owned(),
    }
}

fn variable(db: &dyn Db, file: File, span: Span, name: &str) -> Vec<String> {
    let ty = names::type_at(db, file, span).unwrap_or(Type::UNKNOWN);
    let mut actions = spec::spec(db, file).actions.iter();
    let action =
        actions.find(|action| action.span.start <= span.start && span.end <= action.span.end);
    vec![
        block("yaml", &typed(name, &ty)),
        of_action("Variable", action.and_then(|action| action.name.as_ref())),
    ]
}

/// `total: money`, or the name alone where the type is not known.
pub(super) fn typed(name: &str, ty: &Type) -> String {
    match *ty == Type::UNKNOWN {
        true => name.to_owned(),
        false => format!("{name}: {}", type_text(ty)),
    }
}

pub(super) fn of_action(what: &str, action: Option<&Name>) -> String {
    match action {
        Some(action) => format!("{what} of the action {}.", code(&action.text)),
        None => format!("{what} of the action."),
    }
}

/// Whatever else a spec gives a name, and behind which key.
fn other(db: &dyn Db, file: File, what: key::Name, name: &str) -> Vec<String> {
    let mut given = spec::spec(db, file).definitions.iter();
    let given = given.find(|given| given.what == what && given.name.text == name);
    let key = given.map_or("name", |given| given.key);
    let what = match what {
        key::Name::Event => "Event",
        key::Name::Field => "Field",
        _ => "Name",
    };
    let entity = index::entity(db, file).map(full_name);
    let of = entity.map_or(String::new(), |entity| {
        format!("{what} of {}.", code(&entity))
    });
    vec![block("yaml", &format!("{key}: {name}")), of]
}
