//! References in circles.

use specql_yaml::Span;

use super::{CIRCULAR_REFERENCE, Context, MOST_RELATED, REQUIRED_CYCLE, name_of};
use crate::db::File;
use crate::diagnostic::Diagnostic;
use crate::expression::ast::TypeKind;
use crate::graph::{self, Circle};

pub(super) fn check(context: &mut Context<'_>) {
    let Some(circle) = graph::circle(context.db, context.file) else {
        return;
    };
    let Some((field, _)) = circle.way.first() else {
        return;
    };
    let Some(span) = target_span(context, field) else {
        return;
    };
    let around = in_words(context, circle);
    let mut diagnostic = if !circle.required {
        let message = format!("references go in a circle: {around}");
        Diagnostic::new(&CIRCULAR_REFERENCE, span, message).with_help(
            "no order of the tables lets SpecQL 0.8.7 make these foreign keys; \
             `specql-lsp sql` adds them behind all tables",
        )
    } else if circle.way.len() == 1 {
        let message = format!(
            "every row needs another row of the same table first, so none can be inserted; let \
             `{field}` be empty"
        );
        Diagnostic::new(&REQUIRED_CYCLE, span, message)
    } else {
        let message = format!(
            "each of these rows needs the next one first, so none can be inserted: {around}; let \
             one of the references be empty"
        );
        Diagnostic::new(&REQUIRED_CYCLE, span, message)
    };
    for ((_, file), (field, _)) in circle.way.iter().zip(circle.way.iter().skip(1)) {
        if diagnostic.related.len() < MOST_RELATED
            && let Some(span) = graph::name_span(context.db, *file)
        {
            let message = format!("it goes on with `{field}` of `{}`", name_of(context, *file));
            diagnostic = diagnostic.with_related(*file, span, message);
        }
    }
    context.report(diagnostic);
}

/// `Order.payment` → `Payment.order` → `Order`
fn in_words(context: &Context<'_>, circle: &Circle) -> String {
    let mut at: File = context.file;
    let mut words = Vec::new();
    for (field, to) in &circle.way {
        words.push(format!("`{}.{field}`", name_of(context, at)));
        at = *to;
    }
    words.push(format!("`{}`", name_of(context, at)));
    words.join(" → ")
}

fn target_span(context: &Context<'_>, field: &str) -> Option<Span> {
    let field = context.spec.field(field)?;
    match &field.field_type.kind {
        TypeKind::Reference { targets, .. } => targets.first().map(|target| target.span),
        _ => Some(field.name.span),
    }
}
