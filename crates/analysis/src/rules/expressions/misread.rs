//! What SpecQL 0.8.7, or YAML before it, reads otherwise than it is written.

use specql_language::Target;
use specql_yaml::{NodeId, Span, Value};

use super::broken::RefusedScalars;
use super::chain::{all_parts, as_text, holds, roots};
use super::slots::{Slot, scalar_of, slots};
use super::written::{Style, Written};
use super::{COMMENT_CUTS_VALUE, LOST_CALL_ARGUMENT, MISREAD_STATEMENT};
use crate::diagnostic::{Diagnostic, Fix};
use crate::expression::ast::{CallExpression, Clause, ExpressionKind};
use crate::reading::words_of;
use crate::rules::Context;
use crate::spec::Content;

pub(super) fn check(context: &mut Context<'_>) {
    if !context.is_yaml {
        return;
    }
    let refused = RefusedScalars::of(context);
    let mut found = cut_values(context, &refused);
    if context.target == Target::V0_8 {
        for slot in slots(context.spec) {
            match &slot.step.content {
                Content::Call(call) if slot.key() == "call" => arguments(context, call, &mut found),
                Content::Statement(_) => found.extend(statement(context, &slot, &refused)),
                _ => {}
            }
        }
    }
    for diagnostic in found {
        context.report(diagnostic);
    }
}

// Statements, which 0.8.7 splits at ` SET ` and ` WHERE `

fn statement(
    context: &Context<'_>,
    slot: &Slot<'_>,
    refused: &RefusedScalars,
) -> Option<Diagnostic> {
    if !matches!(slot.key(), "update" | "delete" | "find") {
        return None;
    }
    let scalar = scalar_of(context, slot.content_span()?);
    let written = Written::of(context.text, scalar);
    let letters = written.letters.as_slice();
    let texts: Vec<Span> = all_parts(roots(slot))
        .into_iter()
        .filter_map(|part| Some(as_text(part)?.span))
        .collect();
    let in_text = |word: &str| {
        let at = Written::find(letters, word)?;
        let span = Written::span(letters.get(at + 1..at + word.len() - 1)?)?;
        texts.iter().copied().find(|text| holds(*text, span))
    };
    let is_update = slot.key() == "update";
    let words: &[&str] = if is_update {
        &[" SET ", " WHERE "]
    } else {
        &[" WHERE "]
    };
    let is_refused = refused.hold(slot.content_span()?);
    for word in words.iter().filter(|_| !is_refused) {
        if let Some(text) = in_text(word) {
            let message = format!(
                "SpecQL 0.8.7 splits the step at the `{}` inside of this text",
                word.trim()
            );
            return Some(Diagnostic::new(&MISREAD_STATEMENT, text, message));
        }
    }
    if is_update {
        let set = Written::find(letters, " SET ")?;
        let behind = letters.get(set + " SET ".len()..)?;
        let end = Written::find(behind, " WHERE ").unwrap_or(behind.len());
        if behind
            .get(..end)?
            .iter()
            .all(|letter| letter.letter.is_whitespace())
        {
            let word = letters.get(set + 1..set + 4).and_then(Written::span)?;
            let message = "nothing is set here; write `SET field = value`";
            return Some(Diagnostic::new(&MISREAD_STATEMENT, word, message));
        }
    }
    unseen_where(context, slot, &written, scalar)
}

/// A `WHERE` that 0.8.7 does not see.
fn unseen_where(
    context: &Context<'_>,
    slot: &Slot<'_>,
    written: &Written,
    scalar: Span,
) -> Option<Diagnostic> {
    let mut keywords = slot.statement()?.keywords.iter();
    let word = keywords
        .find(|keyword| keyword.clause == Clause::Where)?
        .span;
    let set = slot.statement()?.keywords.iter();
    let mut set = set.filter(|keyword| keyword.clause == Clause::Set);
    if set.next().is_some_and(|set| word.start < set.span.start) {
        let message = "`WHERE` has to follow what is set; SpecQL 0.8.7 takes this for a part of \
                       the entity's name";
        return Some(Diagnostic::new(&MISREAD_STATEMENT, word, message));
    }
    if Written::find(&written.letters, " WHERE ").is_some() {
        return None;
    }
    let is_half_typed = slot
        .statement()?
        .condition
        .as_ref()
        .is_none_or(|condition| condition.kind == ExpressionKind::Missing);
    if is_half_typed {
        return None;
    }
    // Seen, it would have no effect either; the update would run without a condition.
    let is_dropped = slot.is_compiled && slot.key() == "update";
    let takes = if slot.key() == "update" {
        "what is set"
    } else {
        "the entity's name"
    };
    if context.source(word) != "WHERE" {
        let message = format!(
            "SpecQL 0.8.7 sees `WHERE` in capitals only, and takes this for a part of {takes}"
        );
        let diagnostic = Diagnostic::new(&MISREAD_STATEMENT, word, message);
        if is_dropped {
            return Some(diagnostic.with_help("leave the condition out: it would be dropped"));
        }
        let edit = context.edit(word, "WHERE");
        let fix = if is_taken(context, slot) {
            Fix::safe("Write `WHERE`", vec![edit])
        } else {
            Fix::suggestion("Write `WHERE`", vec![edit])
        };
        return Some(diagnostic.with_fix(fix));
    }
    let message = format!(
        "SpecQL 0.8.7 sees `WHERE` between two blanks only, and takes this for a part of {takes}"
    );
    let diagnostic = Diagnostic::new(&MISREAD_STATEMENT, word, message);
    let source = context.source(scalar);
    let header = source.split('\n').next().unwrap_or_default().trim_end();
    if is_dropped {
        return Some(diagnostic.with_help("leave the condition out: it would be dropped"));
    }
    if written.style != Style::Literal || !matches!(header, "|" | "|-" | "|+") {
        return Some(diagnostic.with_help("write a blank before it and one behind it"));
    }
    let start = scalar.start as usize;
    let edit = context.edit(Span::new(start, start + header.len()), ">-");
    Some(diagnostic.with_fix(Fix::safe("Join the lines with `>-`", vec![edit])))
}

/// Whether 0.8.7 takes a condition once it sees it.
fn is_taken(context: &Context<'_>, slot: &Slot<'_>) -> bool {
    let condition = slot
        .statement()
        .and_then(|statement| statement.condition.as_ref());
    let source = condition.map_or("", |condition| context.source(condition.span));
    let is_field = |word: &str| context.spec.field(word).is_some();
    words_of(source).all(|word| word.is_keyword() || is_field(&word.text))
}

// Calls, of which 0.8.7 keeps arguments with a name, split at every comma

fn arguments(context: &Context<'_>, call: &CallExpression, found: &mut Vec<Diagnostic>) {
    let is_taken = call.brackets.is_some_and(|brackets| brackets.closed)
        && call
            .function
            .as_ref()
            .is_some_and(|function| function.single().is_some());
    if !is_taken {
        return;
    }
    let mut known: Vec<String> = Vec::new();
    for argument in &call.arguments {
        let Some(name) = &argument.name else {
            if !argument.value.span.is_empty() {
                let message = "SpecQL 0.8.7 loses this argument, as it has no name; write \
                               `name = value`";
                found.push(Diagnostic::new(&LOST_CALL_ARGUMENT, argument.span, message));
            }
            continue;
        };
        if known.contains(&name.text()) {
            let message = format!(
                "`{}` is given twice, and the last value is taken",
                name.text()
            );
            found.push(Diagnostic::new(&LOST_CALL_ARGUMENT, name.span, message));
        }
        known.push(name.text());
        if context.source(argument.value.span).contains(',') {
            let message = "SpecQL 0.8.7 ends an argument at every comma, so the rest of this \
                           value is lost";
            found.push(Diagnostic::new(
                &LOST_CALL_ARGUMENT,
                argument.value.span,
                message,
            ));
        }
    }
}

// Values, which YAML ends before ` #`

fn cut_values(context: &Context<'_>, refused: &RefusedScalars) -> Vec<Diagnostic> {
    let document = context.document;
    let mut found = Vec::new();
    let mut open: Vec<NodeId> = vec![document.root()];
    // An alias may lead back to where it stands.
    let mut budget = 100_000_usize;
    while let Some(node) = open.pop()
        && budget > 0
    {
        budget -= 1;
        match document.value(node) {
            Value::Mapping(entries) => open.extend(entries.iter().map(|entry| entry.value)),
            Value::Sequence(items) => open.extend(items.iter().copied()),
            Value::Str(_) => found.extend(cut(context, document.span(node), refused)),
            _ => {}
        }
    }
    found
}

fn cut(context: &Context<'_>, scalar: Span, refused: &RefusedScalars) -> Option<Diagnostic> {
    let source = context.source(scalar);
    if Style::of(source) != Style::Plain || !has_open_quote(source) {
        return None;
    }
    if refused.hold(scalar) {
        return None;
    }
    let end = scalar.end as usize;
    let behind = context.text.get(end..)?.split(['\n', '\r']).next()?;
    let comment = behind.trim_start_matches([' ', '\t']);
    if !comment.starts_with('#') || comment.len() == behind.len() {
        return None;
    }
    let start = end + behind.len() - comment.len();
    let span = Span::new(start, start + comment.trim_end().len());
    let message = "YAML takes this for a comment, though a quote is open before it";
    let diagnostic = Diagnostic::new(&COMMENT_CUTS_VALUE, span, message);
    let whole = Span::new(scalar.start as usize, span.end as usize);
    let value = context.source(whole);
    if value.contains('\n') {
        return Some(diagnostic.with_help("put the whole value in quotes"));
    }
    let quoted = if value.contains('"') {
        format!("'{}'", Style::SingleQuoted.write(value))
    } else {
        format!("\"{}\"", Style::DoubleQuoted.write(value))
    };
    let edit = context.edit(whole, quoted);
    let fix = Fix::suggestion("Put the whole value in quotes", vec![edit]);
    Some(diagnostic.with_fix(fix))
}

/// Whether a quote that begins a word is not closed; an apostrophe begins none.
fn has_open_quote(text: &str) -> bool {
    let mut open = None;
    let mut before = ' ';
    for c in text.chars() {
        match (open, c) {
            (None, '\'' | '"') if !before.is_alphanumeric() => open = Some(c),
            (Some(quote), c) if c == quote => open = None,
            _ => {}
        }
        before = c;
    }
    open.is_some()
}
