//! Fields of other entities, named through references or as what a step changes.

use specql_language::Target;
use specql_language::reserved::reserved_field;
use specql_yaml::Span;

use super::{
    Context, UNKNOWN_RELATION, UNKNOWN_TARGET_FIELD, is_planned, name_of, span_within,
    with_entities,
};
use crate::db::File;
use crate::diagnostic::{Diagnostic, Fix};
use crate::expression::ast::Statement;
use crate::index::find_entity;
use crate::inherited;
use crate::reading;
use crate::resolve::{Reference, Unresolved};
use crate::rules::expressions::UNKNOWN_FIELD;
use crate::rules::nearest;
use crate::spec::Content;

pub(super) fn check(context: &mut Context<'_>) {
    let references: &[Reference] = context.references();
    for reference in references {
        let Err(Unresolved::Field(file, name)) = &reference.target else {
            continue;
        };
        let span = reference.span;
        let is_elsewhere = *file != context.file && !name.is_empty() && name != "*";
        if is_elsewhere
            && reserved_field(name).is_none()
            && !is_refused(context, span, name)
            && !is_planned(context, span)
            && !context.has(&UNKNOWN_RELATION, span)
            && !context.has(&UNKNOWN_FIELD, span)
        {
            report(context, span, *file, name);
        }
    }
    for step in context.spec.steps() {
        if let Content::Statement(statement) = &step.content {
            assigned(context, statement);
        }
    }
}

/// What is set is a field of the entity that is changed, even if this one has a field of the name.
fn assigned(context: &mut Context<'_>, statement: &Statement) {
    let Some(target) = &statement.target else {
        return;
    };
    let schema = target.schema.as_ref().map(|schema| schema.text.as_str());
    let found = find_entity(context.db, context.file, schema, &target.name.text);
    let is_loop = statement.collection.is_some();
    let Some(file) = found.ok().filter(|file| *file != context.file && !is_loop) else {
        return;
    };
    let set = statement.set.iter().map(|assignment| &assignment.field);
    let given = statement.arguments.iter();
    let given = given.filter_map(|argument| argument.name.as_ref());
    for name in set.chain(given).filter_map(|path| path.parts.first()) {
        let has = |file| inherited::field(context.db, file, &name.text).is_some();
        if has(context.file) && !has(file) {
            report(context, name.span, file, &name.text);
        }
    }
}

/// Whether SpecQL 0.8.7 refuses the word already, because this entity has no such field.
fn is_refused(context: &Context<'_>, span: Span, name: &str) -> bool {
    if context.target == Target::Next || context.has_field(name) {
        return false;
    }
    let mut refusals = context.reading.refusals.iter();
    refusals.any(|refusal| {
        refusal.rule == reading::Rule::WordIsUnknown
            && refusal.span.start <= span.start
            && span.end <= refusal.span.end
    })
}

fn report(context: &mut Context<'_>, span: Span, file: File, name: &str) {
    let entity = name_of(context, file);
    let fields = inherited::fields(context.db, file).into_iter();
    let meant = nearest(name, fields.map(|(_, field)| field.name.as_str()));
    let message = match meant {
        Some(meant) => format!("`{entity}` has no field `{name}`; did you mean `{meant}`?"),
        None => format!("`{entity}` has no field `{name}`; add it there, or name another one"),
    };
    let mut diagnostic = Diagnostic::new(&UNKNOWN_TARGET_FIELD, span, message);
    if let Some((meant, place)) = meant.zip(span_within(context, span, name)) {
        let edit = context.edit(place, meant);
        let title = format!("Change to `{meant}`");
        diagnostic = diagnostic.with_fix(Fix::suggestion(title, vec![edit]));
    }
    let message = |_| format!("`{entity}` is described here");
    diagnostic = with_entities(context, diagnostic, &[file], message);
    context.report(diagnostic);
}
