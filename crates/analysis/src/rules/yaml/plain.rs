//! Text without quotes that YAML reads otherwise than it is meant: a colon in it, a sign at its
//! beginning, something behind its end, a key without a colon.

use specql_language::key::{Place, Shape};
use specql_language::step::step_kind;
use specql_yaml::Span;

use super::change::quoted;
use super::line::Line;
use super::{
    COLON_IN_VALUE, Context, INVALID_ALIAS, MISPLACED_COMMA, MISPLACED_DASH, MISSING_BLANK,
    MISSING_COLON, UNCLOSED_BRACKET, UNQUOTED_VALUE, syntax,
};
use crate::diagnostic::{Diagnostic, Fix};

/// Whether the value goes on below its line.
fn goes_on(context: &Context<'_>, line: Line<'_>) -> bool {
    let text = context.text;
    let rest = text.get(line.span.end as usize..).unwrap_or_default();
    let mut lines = rest.lines().skip(1).filter(|line| !line.trim().is_empty());
    lines.next().is_some_and(|next| {
        let indent = next.len() - next.trim_start().len();
        indent > line.indent(text) && !next.trim_start().starts_with('#')
    })
}

fn in_quotes(context: &Context<'_>, line: Line<'_>, is_safe: bool) -> Option<Fix> {
    if line.value.is_empty() || goes_on(context, line) {
        return None;
    }
    let edits = vec![context.edit(line.value_span(), quoted(line.value))];
    let title = "Put the value in quotes";
    Some(if is_safe {
        Fix::safe(title, edits)
    } else {
        Fix::suggestion(title, edits)
    })
}

fn with(diagnostic: Diagnostic, fix: Option<Fix>) -> Diagnostic {
    match fix {
        Some(fix) => diagnostic.with_fix(fix),
        None => diagnostic,
    }
}

/// A second colon in a value, or one without a key.
pub(super) fn colon(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    if span.is_empty() {
        // Before it stands a tag that takes the colon for a part of its name.
        return unexpected(context, line, Span::new(line.content, line.content));
    }
    let is_of_key = line.key.is_some() && (span.start as usize) < line.value_start;
    if is_of_key {
        let message = "no key can begin here: the value above is not at its end";
        return Diagnostic::new(&COLON_IN_VALUE, span, message);
    }
    let Some(key) = line.key.filter(|_| !line.value.starts_with(['[', '{'])) else {
        let message = "no key stands before this colon; if it is text, put it in quotes";
        let diagnostic = Diagnostic::new(&COLON_IN_VALUE, span, message);
        let is_text = line.key.is_none() && line.content < span.start as usize;
        return with(
            diagnostic,
            in_quotes(context, line, false).filter(|_| is_text),
        );
    };
    if let Some(diagnostic) = step_key_behind(context, line, key) {
        return diagnostic;
    }
    let message = format!("the value of `{key}` holds a colon with a blank behind it");
    let diagnostic = Diagnostic::new(&COLON_IN_VALUE, span, message);
    if line.value.starts_with("ref(") && line.value.contains("many:") {
        return diagnostic.with_help(
            "a reference leads to one row; for many, make an entity that refers to both sides",
        );
    }
    let shape = Place::Step.key(key).map(|key| key.shape);
    match shape {
        Some(Shape::Call) => {
            let kind = step_kind(key).and_then(|kind| kind.forms.first());
            let syntax = kind.map_or("", |form| form.syntax);
            diagnostic.with_help(format!("it is written `{key}: {syntax}`"))
        }
        Some(Shape::Expression | Shape::Statement) => {
            let edits = vec![context.edit(span, " =")];
            diagnostic.with_fix(Fix::suggestion("Write `=` for the colon", edits))
        }
        _ => quote_or_part(context, diagnostic, line, key, span),
    }
}

fn quote_or_part(
    context: &Context<'_>,
    diagnostic: Diagnostic,
    line: Line<'_>,
    key: &str,
    colon: Span,
) -> Diagnostic {
    let is_prose = matches!(key, "description" | "error" | "reject");
    let before = Span::new(line.value_start, colon.start as usize);
    let before = context.source(before);
    let word = before.rsplit(' ').next().unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut diagnostic = diagnostic;
    if !is_prose && word.len() < before.len() && !word.is_empty() && word.chars().all(is_name) {
        let start = colon.start as usize - word.len();
        let kept = before.len() - word.len();
        let kept = before.get(..kept).unwrap_or_default().trim_end().len();
        let gap = Span::new(line.value_start + kept, start);
        let blanks = " ".repeat(line.indent(context.text));
        let edits = vec![context.edit(gap, format!("\n{blanks}"))];
        let title = format!("Put `{word}` on a line of its own");
        diagnostic = diagnostic.with_fix(Fix::suggestion(title, edits));
    }
    with(diagnostic, in_quotes(context, line, is_prose))
}

/// `validate: …, error: …`: another key of the step stands on the same line.
fn step_key_behind(context: &Context<'_>, line: Line<'_>, key: &str) -> Option<Diagnostic> {
    step_kind(key)?;
    let (at, word) = line.value.match_indices(", ").find_map(|(at, _)| {
        let rest = line.value.get(at + 2..)?;
        let (word, _) = rest.split_once(": ")?;
        let reads = step_kind(key)?.reads;
        reads.contains(&word).then_some((at, word))
    })?;
    let start = line.value_start + at;
    let place = Span::new(start + 2, start + 2 + word.len());
    let message = format!("`{word}` is a key of its own and needs a line of its own");
    let blanks = " ".repeat(line.indent(context.text));
    let gap = Span::new(start, start + 2);
    let edits = vec![context.edit(gap, format!("\n{blanks}"))];
    let title = format!("Put `{word}` on a line of its own");
    Some(Diagnostic::new(&COLON_IN_VALUE, place, message).with_fix(Fix::safe(title, edits)))
}

/// A line without a colon where a key has to be.
pub(super) fn no_colon(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    let written = context.source(span);
    let start = span.start as usize;
    if written.starts_with('\u{feff}') {
        return syntax::control(context, span);
    }
    let is_name = |text: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !text.is_empty() && text.chars().all(is_part)
    };
    if let Some((key, value)) = written.split_once(':')
        && is_name(key)
        && !value.starts_with([' ', '/', ':'])
    {
        let at = start + key.len() + 1;
        let message = format!("a blank is missing behind `{key}:`");
        let word = Span::new(start, at);
        let fix = Fix::safe("Insert a blank", vec![context.edit(Span::at(at), " ")]);
        return Diagnostic::new(&MISSING_BLANK, word, message).with_fix(fix);
    }
    if matches!(written, ")" | "]" | "}") {
        let message =
            format!("`{written}` ends nothing here; indent it deeper than the key it belongs to");
        let edits = vec![context.edit(Span::at(start), "  ")];
        let diagnostic = Diagnostic::new(&MISSING_COLON, span, message);
        let is_open = context.text.get(..start).is_some_and(|before| {
            let open = before.matches('(').count();
            written == ")" && open > before.matches(')').count()
        });
        return match is_open {
            true => diagnostic.with_fix(Fix::suggestion("Indent it deeper", edits)),
            false => diagnostic,
        };
    }
    if is_clause(written) {
        return clause(context, line, span);
    }
    let message = "this line has no colon; write `key: value`";
    let diagnostic = Diagnostic::new(&MISSING_COLON, span, message)
        .with_help("if it continues the text above, indent it deeper than the key of that text");
    if let Some((key, value)) = written.split_once(" = ")
        && is_name(key)
    {
        let from = start + key.len();
        let equals = Span::new(from, start + written.len() - value.len());
        let edits = vec![context.edit(equals, ": ")];
        return diagnostic.with_fix(Fix::suggestion("Write a colon for `=`", edits));
    }
    let key = written.split(' ').next().unwrap_or_default();
    let is_half_typed = key.len() == written.len() && !goes_on(context, line) && {
        let rest = context.text.get(span.end as usize..).unwrap_or_default();
        !rest.trim_start_matches([' ', '\r']).starts_with("\n-")
    };
    if !is_name(key) || is_half_typed {
        return diagnostic;
    }
    let edits = vec![context.edit(Span::at(start + key.len()), ":")];
    diagnostic.with_fix(Fix::suggestion(format!("Write `{key}:`"), edits))
}

/// Whether a line begins with a word of SQL: it goes on from the line above.
pub(super) fn is_clause(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or_default();
    word.len() > 1 && word.len() < line.len() && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// The next line of a statement, not indented enough.
fn clause(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    let message = "this goes on from the line above, so it has to be indented deeper";
    let indent = line.indent(context.text);
    let mut edits = Vec::new();
    let mut start = line.span.start as usize;
    let rest = context.text.get(start..).unwrap_or_default();
    for next in rest.split('\n') {
        let is_part = next.len() - next.trim_start().len() == indent && is_clause(next.trim());
        if !is_part {
            break;
        }
        edits.push(context.edit(Span::at(start), "  "));
        start += next.len() + 1;
    }
    let diagnostic = Diagnostic::new(&MISSING_COLON, span, message);
    diagnostic.with_fix(Fix::suggestion("Indent it deeper", edits))
}

/// Text where none can be.
pub(super) fn unexpected(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    let written = context.source(span);
    let start = span.start as usize;
    let before = context.text.get(..start).unwrap_or_default();
    if written.starts_with('\\') {
        return syntax::escape(context, span);
    }
    if written == "," {
        let message = "no comma is needed at the end of a line";
        let edits = vec![context.edit(span, "")];
        return Diagnostic::new(&MISPLACED_COMMA, span, message)
            .with_fix(Fix::suggestion("Remove the comma", edits));
    }
    if start == line.value_start && matches!(written, "]" | "}") && line.key.is_some() {
        let message = format!("`{written}` closes a bracket that is not open");
        return Diagnostic::new(&UNCLOSED_BRACKET, span, message);
    }
    if before.trim_end().ends_with(['[', '{', ',']) && start > line.value_start {
        return in_brackets(context, span);
    }
    let is_directive = start == line.span.start as usize && written.starts_with(['%', '.']);
    let own = context.text.get(line.content..).unwrap_or_default();
    if start == line.content && own.starts_with("* ") {
        return bullet(context, start);
    }
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, ':' | '-' | '_');
    if start == line.content && !is_directive && line.key.is_some() && own.starts_with(is_sign) {
        return key(context, line);
    }
    let first = line.value.chars().next().unwrap_or_default();
    let is_root = line.key.is_none() && line.content == line.span.start as usize;
    if is_root && matches!(first, '[' | '{') {
        return syntax::other(context, line, span);
    }
    if start == line.value_start && !is_directive && is_sign(first) {
        let sign: String = line.value.chars().take_while(|c| *c == first).collect();
        let sign = match sign.as_str() {
            "`" => "a backtick".to_owned(),
            sign => format!("`{sign}`"),
        };
        let message = format!("text that begins with {sign} has to stand in quotes");
        let diagnostic = Diagnostic::new(&UNQUOTED_VALUE, line.value_span(), message);
        return with(diagnostic, in_quotes(context, line, false));
    }
    let message = match first {
        '|' | '>' => format!("behind `{first}` the text begins on the next line"),
        '\'' | '"' | '[' | '{' => {
            let close = match first {
                '[' => ']',
                '{' => '}',
                quote => quote,
            };
            format!("the value ends with the closing `{close}`; quote all of it, if it is text")
        }
        '&' | '*' | '!' => {
            let message = "a value has at most one anchor and one tag, and an alias has neither";
            return Diagnostic::new(&INVALID_ALIAS, span, message);
        }
        _ => return syntax::other(context, line, span),
    };
    let diagnostic = Diagnostic::new(&UNQUOTED_VALUE, span, message);
    with(diagnostic, in_quotes(context, line, false))
}

/// A list item as Markdown has it.
fn bullet(context: &Context<'_>, start: usize) -> Diagnostic {
    let place = Span::new(start, start + 1);
    let message = "an item of a list begins with `-`";
    let edits = vec![context.edit(place, "-")];
    Diagnostic::new(&MISPLACED_DASH, place, message).with_fix(Fix::suggestion("Write `-`", edits))
}

/// A sign inside of brackets that begins no text.
fn in_brackets(context: &Context<'_>, span: Span) -> Diagnostic {
    let written = context.source(span);
    let word = written
        .split([',', ']', '}'])
        .next()
        .unwrap_or_default()
        .trim_end();
    let place = Span::new(span.start as usize, span.start as usize + word.len());
    let message = format!("`{word}` has to stand in quotes here");
    let diagnostic = Diagnostic::new(&UNQUOTED_VALUE, place, message);
    if word.is_empty() {
        return diagnostic;
    }
    let edits = vec![context.edit(place, quoted(word))];
    diagnostic.with_fix(Fix::suggestion("Put it in quotes", edits))
}

/// A key that begins with a sign.
fn key(context: &Context<'_>, line: Line<'_>) -> Diagnostic {
    let key = line.key.unwrap_or_default();
    let place = Span::new(line.content, line.content + key.len());
    let message = format!("the key `{key}` has to stand in quotes");
    let edits = vec![context.edit(place, quoted(key))];
    Diagnostic::new(&UNQUOTED_VALUE, place, message)
        .with_fix(Fix::suggestion("Put it in quotes", edits))
}
