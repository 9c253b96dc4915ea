//! The variables of an action, where they are given their names: of loops, and the results of
//! steps.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::{EntityName, Name, Statement};
use specql_analysis::expression::infer::Type;
use specql_analysis::index::{self, find_entity};
use specql_analysis::spec::{Content, Step};
use specql_analysis::typing;
use specql_yaml::Span;

use crate::told::type_text;

/// A variable, and its type in words where that is known.
pub(crate) struct Variable<'s> {
    /// Its name, where it is given.
    pub(crate) name: &'s Name,
    /// Its type.
    pub(crate) ty: Option<String>,
}

/// The variables that a step makes, without those of the steps below it.
pub(crate) fn variables<'s>(db: &dyn Db, file: File, step: &'s Step) -> Vec<Variable<'s>> {
    let Content::Statement(statement) = &step.content else {
        let names = step.result.iter();
        return names.map(|name| Variable { name, ty: None }).collect();
    };
    let mut found = Vec::new();
    let mut row = None;
    match (&statement.target, &statement.collection) {
        (Some(target), Some(collection)) => found.push(Variable {
            name: &target.name,
            ty: item(db, file, statement, collection.span),
        }),
        (Some(target), None) => row = entity(db, file, target),
        (None, _) => {}
    }
    let names = step.result.iter().chain(&statement.alias);
    found.extend(names.map(|name| Variable {
        name,
        ty: row.clone(),
    }));
    found.retain(|variable| !variable.name.text.is_empty());
    found
}

/// The entity that a statement is about, if it is one.
fn entity(db: &dyn Db, file: File, target: &EntityName) -> Option<String> {
    let schema = target.schema.as_ref().map(|schema| schema.text.as_str());
    let found = find_entity(db, file, schema, &target.name.text).ok()?;
    Some(index::entity(db, found)?.name.clone())
}

/// The type of what a list holds.
fn item(db: &dyn Db, file: File, statement: &Statement, list: Span) -> Option<String> {
    let typed = typing::typed(db, file);
    let first = typed.partition_point(|typed| typed.span < statement.span);
    let here = typed
        .get(first)
        .filter(|here| here.span == statement.span)?;
    let mut types = here.typed.types.iter();
    match types.find(|(at, _)| *at == list).map(|(_, ty)| ty)? {
        Type::List(item) => Some(type_text(item)),
        _ => None,
    }
}
