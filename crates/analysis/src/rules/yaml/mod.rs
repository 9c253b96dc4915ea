//! What PyYAML refuses.
//!
//! PyYAML stops at its first mistake. Here the tree tells all mistakes of the syntax, and the
//! values that were read tolerantly all others; one cause is told once.

pub(super) mod change;
mod conflict;
mod line;
mod plain;
pub(super) mod refused;
mod syntax;
mod values;

use specql_yaml::{Error, Span};

use super::{Context, Group, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::FileKind;
use crate::reading;

pub(super) const RULES: &[Rule] = &[
    BAD_INDENTATION,
    COLLECTION_AS_KEY,
    COLON_IN_VALUE,
    CONTROL_CHARACTER,
    INVALID_ALIAS,
    INVALID_ESCAPE,
    INVALID_MERGE,
    INVALID_TAG,
    INVALID_YAML,
    MALFORMED_VALUE,
    MERGE_CONFLICT,
    MISPLACED_COMMA,
    MISPLACED_DASH,
    MISSING_BLANK,
    MISSING_COLON,
    NESTED_TOO_DEEPLY,
    SEVERAL_DOCUMENTS,
    TAB,
    UNCLOSED_BRACKET,
    UNCLOSED_QUOTE,
    UNQUOTED_VALUE,
];

const fn refusal(code: &'static str, doc: &'static str) -> Rule {
    Rule::new(code, Group::Rejected, Severity::Error, doc)
}

const BAD_INDENTATION: Rule = refusal(
    "bad-indentation",
    include_str!("../../../rules/bad-indentation.md"),
);

const COLLECTION_AS_KEY: Rule = refusal(
    "collection-as-key",
    include_str!("../../../rules/collection-as-key.md"),
);

const COLON_IN_VALUE: Rule = refusal(
    "colon-in-value",
    include_str!("../../../rules/colon-in-value.md"),
);

const CONTROL_CHARACTER: Rule = refusal(
    "control-character",
    include_str!("../../../rules/control-character.md"),
);

const INVALID_ALIAS: Rule = refusal(
    "invalid-alias",
    include_str!("../../../rules/invalid-alias.md"),
);

const INVALID_ESCAPE: Rule = refusal(
    "invalid-escape",
    include_str!("../../../rules/invalid-escape.md"),
);

const INVALID_MERGE: Rule = refusal(
    "invalid-merge",
    include_str!("../../../rules/invalid-merge.md"),
);

const INVALID_TAG: Rule = refusal("invalid-tag", include_str!("../../../rules/invalid-tag.md"));

const INVALID_YAML: Rule = refusal(
    "invalid-yaml",
    include_str!("../../../rules/invalid-yaml.md"),
);

const MALFORMED_VALUE: Rule = refusal(
    "malformed-value",
    include_str!("../../../rules/malformed-value.md"),
);

const MERGE_CONFLICT: Rule = refusal(
    "merge-conflict",
    include_str!("../../../rules/merge-conflict.md"),
);

const MISPLACED_COMMA: Rule = refusal(
    "misplaced-comma",
    include_str!("../../../rules/misplaced-comma.md"),
);

const MISPLACED_DASH: Rule = refusal(
    "misplaced-dash",
    include_str!("../../../rules/misplaced-dash.md"),
);

const MISSING_BLANK: Rule = refusal(
    "missing-blank",
    include_str!("../../../rules/missing-blank.md"),
);

const MISSING_COLON: Rule = refusal(
    "missing-colon",
    include_str!("../../../rules/missing-colon.md"),
);

const NESTED_TOO_DEEPLY: Rule = refusal(
    "nested-too-deeply",
    include_str!("../../../rules/nested-too-deeply.md"),
);

const SEVERAL_DOCUMENTS: Rule = refusal(
    "several-documents",
    include_str!("../../../rules/several-documents.md"),
);

const TAB: Rule = refusal("tab", include_str!("../../../rules/tab.md"));

const UNCLOSED_BRACKET: Rule = refusal(
    "unclosed-bracket",
    include_str!("../../../rules/unclosed-bracket.md"),
);

const UNCLOSED_QUOTE: Rule = refusal(
    "unclosed-quote",
    include_str!("../../../rules/unclosed-quote.md"),
);

const UNQUOTED_VALUE: Rule = refusal(
    "unquoted-value",
    include_str!("../../../rules/unquoted-value.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    if context.is_yaml {
        too_deep(context);
        return;
    }
    if is_template(context) {
        return;
    }
    let mut found = values::mistakes(context);
    // A second document is not looked at.
    let second = found
        .iter()
        .find(|diagnostic| *diagnostic.rule == SEVERAL_DOCUMENTS)
        .map(|diagnostic| diagnostic.span.start);
    let end = second.unwrap_or(u32::MAX);
    let in_syntax = syntax::mistakes(context, end);
    // What stands on the lines of a broken place may only look wrong because of it.
    let lines: Vec<_> = in_syntax
        .iter()
        .map(|diagnostic| line::around(context.text, diagnostic.span))
        .collect();
    // Behind an open bracket or quote nothing is sure to be what it looks like.
    let open = in_syntax
        .iter()
        .filter(|known| *known.rule == UNCLOSED_BRACKET || *known.rule == UNCLOSED_QUOTE)
        .map(|known| known.span.start)
        .min()
        .unwrap_or(u32::MAX);
    found.retain(|diagnostic| {
        let span = diagnostic.span;
        let touches = |line: &Span| line.start <= span.end && span.start <= line.end;
        *diagnostic.rule == SEVERAL_DOCUMENTS || span.start < open && !lines.iter().any(touches)
    });
    found.extend(in_syntax);
    if found.is_empty() {
        found.extend(strict(context));
    }
    for diagnostic in found {
        context.report(diagnostic);
    }
}

/// Whether the file is a pattern that becomes YAML only when its template is filled in.
fn is_template(context: &Context<'_>) -> bool {
    let is_pattern = matches!(
        context.kind,
        FileKind::ActionPattern
            | FileKind::SchemaPattern
            | FileKind::CustomPattern
            | FileKind::InfrastructurePattern
    );
    is_pattern && (context.text.contains("{%") || context.text.contains("{{"))
}

/// Where PyYAML stops, in case that nothing else shows why.
fn strict(context: &Context<'_>) -> Option<Diagnostic> {
    let error = context.strict_error()?;
    Some(related(
        context,
        error,
        Diagnostic::new(&INVALID_YAML, error.span(), error.message()),
    ))
}

/// With the second place of an error.
fn related(context: &Context<'_>, error: &Error, diagnostic: Diagnostic) -> Diagnostic {
    match error.related() {
        Some((message, span)) => diagnostic.with_related(context.file, span, message),
        None => diagnostic,
    }
}

/// PyYAML takes it, and SpecQL comes to no end with it.
fn too_deep(context: &mut Context<'_>) {
    let is_wanted = |rule| rule == reading::Rule::TooDeep;
    let Some(first) = refused::refused(context, is_wanted).into_iter().next() else {
        return;
    };
    let message = "nested so deeply, or repeated so often by aliases, that SpecQL gives up";
    let span = first.site.word(context);
    context.report(Diagnostic::new(&NESTED_TOO_DEEPLY, span, message));
}

#[cfg(test)]
mod tests;
