//! Comments that silence rules: `# specql: ignore[unknown-field]`.

use specql_analysis::rules::{diagnostics, rules};
use specql_yaml::Span;

use super::offer::{Fit, Offer, Offers};
use super::{ItemKind, Subject};
use crate::context::Context;

pub(super) fn offer(context: &Context<'_>, comment: Span, offers: &mut Offers<'_>) {
    let before = context
        .text
        .get(comment.start as usize..context.offset as usize);
    let before = before.unwrap_or_default();
    let content = before.trim_start_matches(['#', ' ', '\t']);
    let Some(rest) = content.strip_prefix("specql:") else {
        if "specql:".starts_with(content.trim_end_matches(':')) {
            forms(context, comment, before.len() - content.len(), offers);
        }
        return;
    };
    match rest.rfind('[') {
        Some(_) if rest.contains(']') => {}
        Some(open) => codes(context, rest.get(open + 1..).unwrap_or_default(), offers),
        None => words(context, comment, offers),
    }
}

/// The whole of such a comment.
fn forms(context: &Context<'_>, comment: Span, indent: usize, offers: &mut Offers<'_>) {
    let start = comment.start as usize + indent;
    let word = Span::new(start, context.offset as usize);
    for (label, snippet, detail) in [
        (
            "specql: ignore[]",
            "specql: ignore[$1]$0",
            "silences a rule here",
        ),
        (
            "specql: ignore-file[]",
            "specql: ignore-file[$1]$0",
            "silences a rule in the file",
        ),
    ] {
        let offer = Offer::new(ItemKind::Word, label)
            .replaces(word)
            .snippet(snippet);
        offers.add(offer.detail(detail).fit(Fit::Near).asks_again());
    }
}

fn words(context: &Context<'_>, comment: Span, offers: &mut Offers<'_>) {
    let word = context.wider(comment.start, |c| c == '-');
    for (label, detail) in [
        ("ignore", "silences a rule here"),
        ("ignore-file", "silences a rule in the file"),
    ] {
        let before = context.text.get(..word.start as usize).unwrap_or_default();
        let blank = if before.ends_with(':') { " " } else { "" };
        let offer = Offer::new(ItemKind::Word, label)
            .replaces(word)
            .text(format!("{blank}{label}[]"))
            .snippet(format!("{blank}{label}[$1]$0"));
        offers.add(offer.detail(detail).fit(Fit::Near).asks_again());
    }
}

/// The codes of rules: first of those that say something in this file.
fn codes(context: &Context<'_>, listed: &str, offers: &mut Offers<'_>) {
    let word = context.wider(0, |c| c == '-');
    let mut listed: Vec<&str> = listed.split(',').map(str::trim).collect();
    listed.pop();
    let found = diagnostics(context.db, context.file);
    for rule in rules() {
        if listed.contains(&rule.code) {
            continue;
        }
        let is_here = found.iter().any(|diagnostic| diagnostic.rule == rule);
        let fit = if is_here { Fit::Wanted } else { Fit::Usual };
        let offer = Offer::new(ItemKind::Rule, rule.code)
            .replaces(word)
            .detail(rule.group.name())
            .about(Subject::Rule(rule.code));
        offers.add(offer.fit(fit));
    }
}
