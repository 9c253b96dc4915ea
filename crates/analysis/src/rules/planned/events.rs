//! Events: each is declared once, and what is sent is declared.

use specql_language::key::{Name, Place, Shape};
use specql_yaml::Span;

use super::walk::PlannedValue;
use super::{Context, Diagnostic, Group, Rule, Severity};
use crate::db::Workspace;
use crate::diagnostic::Fix;
use crate::index::{entities_of_folder, entity};
use crate::rules::nearest;
use crate::spec::Mention;

pub(super) const UNDECLARED_EVENT: Rule = Rule::new(
    "undeclared-event",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/undeclared-event.md"),
);

pub(super) const REPEATED_EVENT: Rule = Rule::new(
    "repeated-event",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/repeated-event.md"),
);

pub(super) fn check(context: &mut Context<'_>, values: &[PlannedValue]) {
    repeated(context);
    for value in values.iter().filter(|value| value.fits) {
        if value.shape == Shape::Reference(Name::Event)
            && let Some(name) = context.document.value(value.node).as_str()
        {
            // A step sends an event of its own entity.
            let of_any = value.place != Place::Step;
            undeclared(context, name, context.span(value.node), of_any);
        }
    }
}

fn declared<'s>(context: &Context<'s>) -> impl Iterator<Item = &'s Mention> + use<'s> {
    let given = context.spec.definitions.iter();
    given.filter(|given| given.what == Name::Event)
}

fn repeated(context: &mut Context<'_>) {
    for given in declared(context) {
        let first = declared(context).find(|other| other.name.text == given.name.text);
        if let Some(first) = first.filter(|first| first.name.span != given.name.span) {
            let message = format!("the event `{}` is declared twice", given.name.text);
            let found = Diagnostic::new(&REPEATED_EVENT, given.name.span, message)
                .with_help("Rename or remove one of the two.")
                .with_related(context.file, first.name.span, "the first one");
            context.report(found);
        }
    }
}

/// Reports an event that nothing declares. One that is streamed may be another entity's.
fn undeclared(context: &mut Context<'_>, name: &str, span: Span, of_any: bool) {
    let is_declared = declared(context).any(|given| given.name.text == name);
    if name.is_empty() || is_declared || (of_any && is_declared_elsewhere(context, name)) {
        return;
    }
    let meant = nearest(
        name,
        declared(context).map(|given| given.name.text.as_str()),
    );
    let found = match meant {
        Some(meant) => {
            let message = format!("no event `{name}` is declared; did you mean `{meant}`?");
            let edits = vec![context.edit(span, meant)];
            Diagnostic::new(&UNDECLARED_EVENT, span, message)
                .with_fix(Fix::suggestion(format!("Write `{meant}`"), edits))
        }
        None => {
            let message = format!("no event `{name}` is declared");
            let help = format!("Add `- name: {name}` with its `payload` under `events`.");
            Diagnostic::new(&UNDECLARED_EVENT, span, message).with_help(help)
        }
    };
    context.report(found);
}

fn is_declared_elsewhere(context: &Context<'_>, name: &str) -> bool {
    let db = context.db;
    let Some(workspace) = Workspace::try_get(db) else {
        return false;
    };
    let folders = workspace.folders(db).iter();
    let mut files = folders.flat_map(|folder| entities_of_folder(db, *folder).values().flatten());
    files.any(|file| {
        let others = entity(db, *file).map_or(&[][..], |entity| entity.others.as_slice());
        let mut others = others.iter();
        others.any(|(what, other)| *what == Name::Event && other == name)
    })
}
