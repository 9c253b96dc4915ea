//! Actions among those of other entities: all of them share one schema.

use super::{Context, MOST_RELATED, SHARED_ACTION_NAME, UNKNOWN_FUNCTION, name_of};
use crate::db::File;
use crate::diagnostic::{Diagnostic, Fix};
use crate::expression::ast::Name;
use crate::graph::{self, NameKey, NameKind};
use crate::spec::Content;

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    for name in spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref())
    {
        shared(context, name);
    }
    for step in spec.steps() {
        if let Content::Call(call) = &step.content
            && let Some(name) = call.function.as_ref().and_then(|path| path.single())
        {
            function(context, name);
        }
    }
}

fn shared(context: &mut Context<'_>, name: &Name) {
    let files = graph::files_with(context.db, NameKind::Action, &name.text);
    if files.iter().all(|file| *file == context.file) {
        return;
    }
    let own = name_of(context, context.file).to_lowercase();
    // Where the entity itself is there twice, that is the mistake.
    let is_other = |file: &File| name_of(context, *file).to_lowercase() != own;
    let others: Vec<File> = files.iter().copied().filter(is_other).collect();
    let Some(first) = others.first() else {
        return;
    };
    let of = name_of(context, *first);
    let message = format!(
        "`{of}` has an action `{}`, too, and SpecQL 0.8.7 makes one function of both; say in the \
         name what is done to which entity",
        name.text
    );
    let mut diagnostic = Diagnostic::new(&SHARED_ACTION_NAME, name.span, message);
    let key = NameKey::new(context.db, NameKind::Action, name.text.clone());
    for file in others.iter().take(MOST_RELATED) {
        if let Some(span) = graph::action_span(context.db, *file, key) {
            let message = format!("`{}` of `{}`", name.text, name_of(context, *file));
            diagnostic = diagnostic.with_related(*file, span, message);
        }
    }
    context.report(diagnostic);
}

/// A function may be anybody's, in SQL of the project's own; only what looks like a slip of the
/// pen is reported.
fn function(context: &mut Context<'_>, name: &Name) {
    let known = graph::files_with(context.db, NameKind::Action, &name.text);
    if !known.is_empty() || name.text.is_empty() {
        return;
    }
    let key = NameKey::new(context.db, NameKind::Action, name.text.clone());
    let Some(meant) = graph::meant_by(context.db, key) else {
        return;
    };
    let message = format!(
        "there is no action `{}`; did you mean `{meant}`?",
        name.text
    );
    let edit = context.edit(name.span, meant);
    let title = format!("Change to `{meant}`");
    let diagnostic = Diagnostic::new(&UNKNOWN_FUNCTION, name.span, message)
        .with_fix(Fix::suggestion(title, vec![edit]));
    context.report(diagnostic);
}
