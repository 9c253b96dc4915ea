//! What agents may run and watch.

use specql_language::key;

use super::{Context, UNKNOWN_AGENT_NAME, span_within};
use crate::db::Workspace;
use crate::diagnostic::{Diagnostic, Fix};
use crate::graph::{self, NameKind};
use crate::index;
use crate::rules::nearest;
use crate::spec::Mention;

pub(super) fn check(context: &mut Context<'_>) {
    for mention in &context.spec.mentions {
        match (mention.what, mention.key) {
            (key::Name::Action, "can_execute") => action(context, mention),
            (key::Name::Event, "observes") => event(context, mention),
            _ => {}
        }
    }
}

fn action(context: &mut Context<'_>, mention: &Mention) {
    let name = &mention.name.text;
    if !graph::files_with(context.db, NameKind::Action, name).is_empty() {
        return;
    }
    let names = Workspace::try_get(context.db).map(|w| graph::action_names(context.db, w));
    let meant = names.and_then(|names| names.nearest(name));
    report(context, mention, "action", meant);
}

/// Events need not be declared; but who declares some, means these.
fn event(context: &mut Context<'_>, mention: &Mention) {
    let Some(entity) = index::entity(context.db, context.file) else {
        return;
    };
    let events = entity.others.iter();
    let events = events.filter(|(what, _)| *what == key::Name::Event);
    let events: Vec<&str> = events.map(|(_, name)| name.as_str()).collect();
    if !events.is_empty() && !events.contains(&mention.name.text.as_str()) {
        let meant = nearest(&mention.name.text, events);
        report(context, mention, "event", meant);
    }
}

fn report(context: &mut Context<'_>, mention: &Mention, what: &str, meant: Option<&str>) {
    let (name, span) = (&mention.name.text, mention.name.span);
    let message = match meant {
        Some(meant) => format!("there is no {what} `{name}`; did you mean `{meant}`?"),
        None => format!("there is no {what} `{name}`; describe it, or take it out"),
    };
    let mut diagnostic = Diagnostic::new(&UNKNOWN_AGENT_NAME, span, message);
    if let Some((meant, place)) = meant.zip(span_within(context, span, name)) {
        let edit = context.edit(place, meant);
        let title = format!("Change to `{meant}`");
        diagnostic = diagnostic.with_fix(Fix::suggestion(title, vec![edit]));
    }
    context.report(diagnostic);
}
