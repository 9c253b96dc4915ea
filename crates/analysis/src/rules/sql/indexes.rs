//! Indexes that PostgreSQL refuses, because they are built in a way that cannot take their columns.

use specql_language::Target;
use specql_language::index::{METHODS, Method, Operators};
use specql_language::types;
use specql_yaml::{NodeId, Span, Value};

use super::generated::listed;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::TypeKind;
use crate::rules::{Context, Group, Rule};

pub(super) const INDEX_WITHOUT_OPERATORS: Rule = Rule::new(
    "index-without-operators",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/index-without-operators.md"),
);

/// The way in which an index is built when nothing is said of it.
const USUAL: &str = "btree";

/// An index as a spec asks for it.
struct Asked {
    method: &'static Method,
    /// The word for the way, if it is written.
    written: Option<Span>,
    /// Where it is told otherwise.
    place: Span,
    /// The types of its columns.
    columns: Vec<String>,
}

/// Indexes of the entity's table. SpecQL 0.8.7 passes over them.
pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let indexes = document.get(document.root(), "indexes");
    let Some(Value::Sequence(indexes)) = indexes.map(|node| document.value(node)) else {
        return;
    };
    for index in indexes {
        let first = |keys: [&str; 2]| keys.iter().find_map(|key| document.get(*index, key));
        let Some(columns) = first(["columns", "fields"]) else {
            continue;
        };
        if let Some(types) = types_of_fields(context, columns) {
            let place = context.span(columns);
            check_index(context, first(["type", "using"]), place, types);
        }
    }
}

/// The index of a column of a table view.
pub(super) fn check_column(context: &mut Context<'_>, column: &str, settings: NodeId, way: NodeId) {
    if let Some(data_type) = type_of_column(context, column, settings) {
        let place = context.span(way);
        check_index(context, Some(way), place, vec![data_type]);
    }
}

/// The type of a column of a table view, if it is certain.
fn type_of_column(context: &Context<'_>, column: &str, settings: NodeId) -> Option<String> {
    let document = context.document;
    if let Some(written) = document.get(settings, "type") {
        return Some(data_type_of_name(document.value(written).as_str()?));
    }
    if document.get(settings, "source").is_some() {
        // What a path leads to may stand in another file; SpecQL 0.8.7 does not look.
        return (context.target == Target::V0_8).then(|| "text".to_owned());
    }
    let kind = &context.spec.field(column)?.field_type.kind;
    let own = data_type(kind)?;
    // SpecQL 0.8.7 knows a few types here and takes all others for text.
    let is_certain = context.target == Target::Next || COMMON.contains(&own.as_str());
    is_certain.then_some(own)
}

/// Types of columns that are the same in a table view of SpecQL 0.8.7.
const COMMON: [&str; 4] = ["text", "integer", "boolean", "date"];

/// The types of the columns of the fields that are named, if all are known.
fn types_of_fields(context: &Context<'_>, named: NodeId) -> Option<Vec<String>> {
    let document = context.document;
    let one = [named];
    let named = match document.value(named) {
        Value::Sequence(items) => items.as_ref(),
        _ => &one,
    };
    let names = named.iter().map(|node| document.value(*node).as_str());
    names
        .map(|name| {
            let field = context.spec.field(name?)?;
            data_type(&field.field_type.kind)
        })
        .collect()
}

/// The type of the column of a field, as PostgreSQL calls it.
fn data_type(kind: &TypeKind) -> Option<String> {
    let known = match kind {
        TypeKind::Enum { .. } => "text",
        TypeKind::List { .. } | TypeKind::Array { .. } => "jsonb",
        TypeKind::Reference { .. } => "integer",
        TypeKind::Missing => return None,
        TypeKind::Named { name, .. } => return Some(data_type_of_name(&name.text)),
    };
    Some(known.to_owned())
}

/// The type of this name, of SpecQL or of PostgreSQL.
fn data_type_of_name(name: &str) -> String {
    let known = types::basic(name).map(|basic| basic.postgres);
    let known = known.or_else(|| types::scalar(name).map(|scalar| scalar.postgres));
    let known = known.or_else(|| types::composite(name).map(|_| "jsonb"));
    known.unwrap_or(name).to_ascii_lowercase()
}

fn check_index(context: &mut Context<'_>, way: Option<NodeId>, place: Span, columns: Vec<String>) {
    let word = way.map(|way| context.document.value(way).as_str());
    let Some(method) = word.unwrap_or(Some(USUAL)).and_then(Method::of_name) else {
        return;
    };
    let written = way.map(|way| context.span(way));
    let asked = Asked {
        method,
        written,
        place: written.unwrap_or(place),
        columns,
    };
    if asked.is_free() && !asked.fitting().is_empty() {
        return;
    }
    if let Some(message) = asked.refused(context.target) {
        let found = Diagnostic::new(&INDEX_WITHOUT_OPERATORS, asked.place, message);
        context.report(asked.mended(context, found));
    }
}

impl Asked {
    /// Whether the way follows from the type: nothing is said of it, and there is one column.
    fn is_free(&self) -> bool {
        self.written.is_none() && self.columns.len() == 1
    }

    /// The ways that take all of its columns.
    fn fitting(&self) -> Vec<&'static Method> {
        let takes_all = |method: &&Method| {
            let takes = |column: &String| method.operators(column) == Some(Operators::Own);
            (self.columns.len() == 1 || method.takes_several) && self.columns.iter().all(takes)
        };
        METHODS.iter().filter(takes_all).collect()
    }

    /// Why PostgreSQL refuses it, if it does.
    fn refused(&self, target: Target) -> Option<String> {
        let way = self.method.name;
        if self.columns.len() > 1 && !self.method.takes_several {
            return Some(format!(
                "a `{way}` index takes one column only (PostgreSQL: access method does not support \
                 multicolumn indexes)"
            ));
        }
        // Of types that are not known here nothing is said.
        let needed: Option<Vec<_>> = self
            .columns
            .iter()
            .map(|column| self.method.operators(column))
            .collect();
        let needed = needed?;
        let has_own = needed.contains(&Operators::Own);
        let mut columns = self.columns.iter().zip(needed);
        columns.find_map(|(column, needed)| match needed {
            Operators::Own => None,
            Operators::None => Some(format!(
                "`{way}` takes no `{column}` (PostgreSQL: data type has no default operator class)"
            )),
            // Together with a column that it is made for, that is what the extension is there for.
            Operators::Extension(_) if has_own && target == Target::Next => None,
            Operators::Extension(extension) => Some(format!(
                "`{way}` takes no `{column}` without the extension `{extension}` (PostgreSQL: data type \
                 has no default operator class)"
            )),
        })
    }

    /// What can be done about it.
    fn mended(&self, context: &Context<'_>, found: Diagnostic) -> Diagnostic {
        let fitting = self.fitting();
        if fitting.is_empty() {
            return found;
        }
        let found = found.with_help(format!(
            "These take it: {}.",
            listed(fitting.iter().map(|method| method.name))
        ));
        match (self.written, fitting.first()) {
            (Some(written), Some(first)) => {
                let title = format!("Write `{}`", first.name);
                let edits = vec![context.edit(written, first.name)];
                found.with_fix(Fix::suggestion(title, edits))
            }
            _ => found,
        }
    }
}
