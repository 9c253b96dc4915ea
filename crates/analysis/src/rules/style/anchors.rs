//! Anchors that nothing refers to.

use specql_syntax::Kind;
use specql_yaml::Span;

use super::{Context, Diagnostic, Group, Rule, Severity};
use crate::diagnostic::Fix;

pub(super) const UNUSED_ANCHOR: Rule = Rule::new(
    "unused-anchor",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/unused-anchor.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    if !context.is_yaml || !context.text.contains('&') {
        return;
    }
    let (mut anchors, mut aliases) = (Vec::new(), Vec::new());
    let mut cursor = context.tree().root().walk();
    loop {
        let node = cursor.node();
        let span = Span::new(node.start_byte(), node.end_byte());
        match Kind::of(&node) {
            Kind::Anchor => anchors.push(span),
            Kind::Alias => aliases.push(context.source(span).trim_start_matches('*')),
            _ => {}
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                report(context, &anchors, &aliases);
                return;
            }
        }
    }
}

fn report(context: &mut Context<'_>, anchors: &[Span], aliases: &[&str]) {
    for span in anchors {
        let name = context.source(*span).trim_start_matches('&');
        if aliases.contains(&name) {
            continue;
        }
        let message = format!("nothing refers to the anchor `{name}`");
        let fix = Fix::suggestion(
            "Remove it",
            vec![context.edit(with_blank(context, *span), "")],
        );
        let found = Diagnostic::new(&UNUSED_ANCHOR, *span, message).with_fix(fix);
        context.report(found);
    }
}

/// The anchor with the blanks that set it apart: those behind it, or at the end of a line those
/// in front.
fn with_blank(context: &Context<'_>, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let behind = context.text.get(end..).unwrap_or_default();
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    if blanks > 0 && !behind.trim_start_matches(' ').starts_with(['\n', '\r']) {
        return Span::new(start, end + blanks);
    }
    let before = context.text.get(..start).unwrap_or_default();
    Span::new(before.trim_end_matches(' ').len(), end)
}
