//! Texts that break the SQL they are put into.

use specql_yaml::{NodeId, Span};

use super::generated::compiled_steps;
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const UNSAFE_DESCRIPTION: Rule = Rule::new(
    "unsafe-description",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/unsafe-description.md"),
);

pub(super) const APOSTROPHE_IN_ERROR: Rule = Rule::new(
    "apostrophe-in-error",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/apostrophe-in-error.md"),
);

pub(super) const APOSTROPHE_IN_INSERT: Rule = Rule::new(
    "apostrophe-in-insert",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/apostrophe-in-insert.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    description(context);
    for found in compiled_steps(context) {
        let document = context.document;
        // Of two kinds of step in one, the first that there is counts.
        if document.get(found.step, "validate").is_some() {
            if let Some(node) = document.get(found.step, "error") {
                error(context, node);
            }
        } else if let Some(node) = document.get(found.step, "insert") {
            insert(context, node);
        }
    }
}

fn description(context: &mut Context<'_>) {
    let Some(description) = &context.spec.description else {
        return;
    };
    let text = description.text.as_str();
    let (lines, apostrophe) = (text.contains(['\n', '\r']), text.contains('\''));
    let message = match (lines, apostrophe) {
        (false, false) => return,
        (true, _) => {
            "the description ends up behind `--` on one line of the SQL; with a line break in it \
             the table is not made (PostgreSQL: syntax error)"
        }
        (false, true) => {
            "the description is put between apostrophes as it stands; with one in it the table \
             gets no comment (PostgreSQL: syntax error)"
        }
    };
    let span = description.span;
    let mut diagnostic = Diagnostic::new(&UNSAFE_DESCRIPTION, span, message);
    let folded = if lines {
        fold(context, span, text)
    } else {
        Some(Vec::new())
    };
    match folded {
        Some(mut edits) => {
            let title = match (lines, apostrophe) {
                (true, true) => "Make one line of it, with typographic apostrophes",
                (true, false) => "Make one line of it: `>-`",
                _ => "Use typographic apostrophes",
            };
            edits.extend(typographic(context, span));
            diagnostic.fixes.push(Fix::suggestion(title, edits));
        }
        None => diagnostic.help = Some("Write it on one line.".to_owned()),
    }
    context.report(diagnostic);
}

/// Lets YAML join the lines of a block, where that leaves no line break.
fn fold(context: &Context<'_>, span: Span, text: &str) -> Option<Vec<Edit>> {
    let source = context.source(span);
    let header = source.lines().next()?.split(['#', ' ']).next()?;
    let is_joined = |line: &str| !line.is_empty() && !line.starts_with([' ', '\t']);
    let body = text.trim_end_matches('\n');
    if !source.starts_with(['|', '>']) || !body.split('\n').all(is_joined) || text.contains('\r') {
        return None;
    }
    let start = span.start as usize;
    let header = Span::new(start, start + header.len());
    Some(vec![context.edit(header, ">-")])
}

/// Replaces the apostrophes of a scalar by typographic ones, and leaves those that quote it.
fn typographic(context: &Context<'_>, span: Span) -> Vec<Edit> {
    let source = context.source(span);
    let quoted = source.starts_with('\'');
    let inner = if quoted {
        source
            .get(1..source.len().saturating_sub(1))
            .unwrap_or_default()
    } else {
        source
    };
    // Inside of apostrophes, one is written as two.
    let written = if quoted { "''" } else { "'" };
    let first = span.start as usize + usize::from(quoted);
    let places = inner.match_indices(written).map(|(at, _)| first + at);
    places
        .map(|at| context.edit(Span::new(at, at + written.len()), "\u{2019}"))
        .collect()
}

fn error(context: &mut Context<'_>, node: NodeId) {
    if !has_apostrophe(context, node) {
        return;
    }
    let span = context.span(node);
    let fix = Fix::suggestion("Use typographic apostrophes", typographic(context, span));
    context.report(
        Diagnostic::new(
            &APOSTROPHE_IN_ERROR,
            span,
            "the message is put between apostrophes as it stands; with one in it the action is \
             not made (PostgreSQL: unterminated quoted string)",
        )
        .with_help("Write a code such as `wrong_state`, or a typographic apostrophe.")
        .with_fix(fix),
    );
}

fn insert(context: &mut Context<'_>, node: NodeId) {
    if !has_apostrophe(context, node) {
        return;
    }
    context.report(
        Diagnostic::new(
            &APOSTROPHE_IN_INSERT,
            context.span(node),
            "all of this is put into the comment on the action, between apostrophes (PostgreSQL: \
             syntax error)",
        )
        .with_help(
            "SpecQL 0.8.7 does not carry out `insert` anyway; leave the values in apostrophes out.",
        ),
    );
}

fn has_apostrophe(context: &Context<'_>, node: NodeId) -> bool {
    let text = context.document.value(node).as_str();
    text.is_some_and(|text| text.contains('\''))
}
