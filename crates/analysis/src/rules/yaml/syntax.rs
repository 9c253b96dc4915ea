//! Mistakes of the syntax: what the tree has marks for.

use specql_syntax::{Kind, Mark, Mistake, Node, marks};
use specql_yaml::Span;

use super::change::line_at;
use super::line::Line;
use super::{
    BAD_INDENTATION, CONTROL_CHARACTER, Context, INVALID_ESCAPE, INVALID_YAML, MISPLACED_COMMA,
    MISPLACED_DASH, MISSING_BLANK, NESTED_TOO_DEEPLY, TAB, UNCLOSED_BRACKET, UNCLOSED_QUOTE,
    conflict, plain, related,
};
use crate::diagnostic::{Diagnostic, Fix};

/// The mistakes before an offset, one for each cause.
pub(super) fn mistakes(context: &Context<'_>, end: u32) -> Vec<Diagnostic> {
    let mut marks = marks(context.tree());
    marks.retain(|mark| mark.span.start < end);
    let conflicts: Vec<Span> = marks
        .iter()
        .filter(|mark| mark.mistake == Mistake::ConflictMarker)
        .map(|mark| mark.span)
        .collect();
    let mut found = conflict::mistakes(context, &conflicts);
    let brackets = brackets(context, &marks);
    let open = brackets.iter();
    let open: Vec<_> = open
        .map(|bracket| unclosed(context, bracket, &marks))
        .collect();
    if let Some(torn_at) = marks.iter().find(|mark| is_torn(context, mark)) {
        // Where a bracket would have to close is not to be seen in such a text.
        let without_fixes = |diagnostic: Diagnostic| Diagnostic {
            fixes: Vec::new(),
            ..diagnostic
        };
        if open.is_empty() {
            found.push(torn(context, torn_at.span));
        }
        found.extend(open.into_iter().map(without_fixes));
        return found;
    }
    found.extend(open);
    let mut follows = Follows::default();
    for mark in &marks {
        let is_told = match mark.mistake {
            Mistake::ConflictMarker | Mistake::UnclosedBracket => true,
            // The document that it is missing for is told.
            Mistake::MissingDocumentStart => end < u32::MAX,
            _ => false,
        };
        let in_bracket = brackets
            .iter()
            .any(|bracket| bracket.open <= mark.span.start && mark.span.start <= bracket.end);
        if !is_told && !in_bracket && !follows.are_told(context, mark) {
            found.push(mistake(context, mark));
        }
    }
    found
}

/// Tells what only follows from a mistake that was told.
#[derive(Default)]
struct Follows {
    last: Option<Mark>,
    /// The closing bracket of a call over several lines is still to come.
    in_call: bool,
}

impl Follows {
    fn are_told(&mut self, context: &Context<'_>, mark: &Mark) -> bool {
        let text = context.text;
        let line = Line::at(text, mark.span.start as usize);
        let last = self.last.replace(*mark);
        if self.in_call {
            self.in_call = !line.value.starts_with(')');
            return true;
        }
        if last.is_some_and(|last| is_same(context, &last, mark)) {
            return true;
        }
        self.in_call = mark.mistake == Mistake::BadIndentation && in_call(text, line);
        false
    }
}

/// Whether a line stands in the brackets of a call that goes over several lines.
fn in_call(text: &str, line: Line<'_>) -> bool {
    above(text, line.span.start as usize).is_some_and(|above| above.value.ends_with('('))
}

/// Whether a mark has the same cause as the one before it.
fn is_same(context: &Context<'_>, last: &Mark, mark: &Mark) -> bool {
    let text = context.text;
    let (from, to) = (last.span.start as usize, mark.span.start as usize);
    let (first, second) = (line_at(text, from), line_at(text, to));
    if first == second {
        return true;
    }
    let between = Span::new(first.end as usize, second.start as usize);
    let between = context.source(between);
    let is_next = between.trim().is_empty();
    if last.mistake != mark.mistake {
        // What is below a broken line is indented as if that line were sound.
        return is_next && mark.mistake == Mistake::BadIndentation;
    }
    match mark.mistake {
        Mistake::ControlCharacter if context.source(last.span).contains('\0') => true,
        Mistake::UnexpectedText | Mistake::ControlCharacter => is_next,
        Mistake::BareWord => {
            let is_clause = |span| plain::is_clause(context.source(span));
            is_next && is_clause(last.span) && is_clause(mark.span)
        }
        // A block of lines is indented wrongly as a whole.
        Mistake::BadIndentation => {
            let indent = Line::at(text, to).indent(text);
            let mut lines = between.lines().filter(|line| !line.trim().is_empty());
            Line::at(text, from).indent(text) == indent
                && lines.all(|line| line.len() - line.trim_start().len() >= indent)
        }
        _ => false,
    }
}

/// The line above a line that is not blank.
pub(super) fn above(text: &str, start: usize) -> Option<Line<'_>> {
    let before = text.get(..start)?.trim_end();
    (!before.is_empty()).then(|| Line::at(text, before.len()))
}

fn mistake(context: &Context<'_>, mark: &Mark) -> Diagnostic {
    let span = mark.span;
    let line = Line::at(context.text, span.start as usize);
    match mark.mistake {
        Mistake::BareWord => plain::no_colon(context, line, span),
        Mistake::MisplacedColon => plain::colon(context, line, span),
        Mistake::UnexpectedText => plain::unexpected(context, line, span),
        Mistake::UnclosedKey | Mistake::UnclosedQuote => quote(context, span),
        Mistake::BadIndentation => indentation(context, line, span),
        Mistake::Tab => tab(context, line, span),
        Mistake::MisplacedDash => dash(context, line, span),
        Mistake::MissingSpace => {
            let message = "a blank is missing behind the dash";
            let fix = Fix::safe("Insert a blank", vec![context.edit(span, " ")]);
            Diagnostic::new(&MISSING_BLANK, word_at(line), message).with_fix(fix)
        }
        Mistake::MissingComma => {
            let message = "a comma is missing here";
            let at = Span::at(span.start as usize);
            let fix = Fix::suggestion("Insert a comma", vec![context.edit(at, ",")]);
            Diagnostic::new(&MISPLACED_COMMA, span, message).with_fix(fix)
        }
        Mistake::StrayComma => {
            let message = "nothing stands before this comma";
            let fix = Fix::safe("Remove the comma", vec![context.edit(span, "")]);
            Diagnostic::new(&MISPLACED_COMMA, span, message).with_fix(fix)
        }
        Mistake::InvalidEscape => escape(context, span),
        Mistake::ControlCharacter => control(context, span),
        Mistake::TooDeep => {
            let message = "nested too deeply to be read";
            Diagnostic::new(&NESTED_TOO_DEEPLY, span, message)
        }
        _ => other(context, line, span),
    }
}

fn word_at(line: Line<'_>) -> Span {
    Span::new(line.content, line.value_start + line.value.len())
}

/// A mistake without a rule of its own, in PyYAML's view where it stops at this line.
pub(super) fn other(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    if let Some(error) = context.strict_error()
        && line.span.start <= error.span().start
        && error.span().start <= line.span.end
    {
        let diagnostic = Diagnostic::new(&INVALID_YAML, span, error.message());
        return related(context, error, diagnostic);
    }
    let message = "this does not belong here: the value ends before it";
    Diagnostic::new(&INVALID_YAML, span, message)
}

fn quote(context: &Context<'_>, span: Span) -> Diagnostic {
    let written = context.source(span);
    let mark = if written.starts_with('\'') { "'" } else { "\"" };
    let message = format!("this quote is not closed; write {mark} at the end of the text");
    let first = Span::new(span.start as usize, span.start as usize + 1);
    let diagnostic = Diagnostic::new(&UNCLOSED_QUOTE, first, message);
    if written.contains('\n') {
        return diagnostic;
    }
    let end = span.start as usize + written.trim_end().trim_end_matches(':').len();
    let edits = vec![context.edit(Span::at(end), mark)];
    diagnostic.with_fix(Fix::suggestion("Close the quote", edits))
}

fn indentation(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    let text = context.text;
    let indent = line.indent(text);
    let above = above(text, line.span.start as usize);
    let is_below = |above: &Line<'_>| {
        above.key.is_some() && !above.value.is_empty() && above.indent(text) < indent
    };
    let message = if in_call(text, line) {
        "a call stands on one line, with `=` between an argument and its value"
    } else if above.is_some_and(|above| is_below(&above)) {
        "the line above has a value already, so nothing can be indented below it"
    } else {
        "this line is indented like none of the lines above it"
    };
    let word = line.key.map_or(line.value.len(), str::len);
    let place = Span::new(line.content, line.content + word);
    let diagnostic = Diagnostic::new(&BAD_INDENTATION, place, message);
    let Some(above) = above.filter(|above| above.indent(text).abs_diff(indent) == 1) else {
        return diagnostic;
    };
    let has_dash = span.start as usize + indent != line.content
        && text
            .get(line.span.start as usize..line.content)
            .is_some_and(|blanks| blanks.contains('-'));
    if has_dash {
        return diagnostic;
    }
    let blanks = Span::new(line.span.start as usize, line.content);
    let edits = vec![context.edit(blanks, " ".repeat(above.indent(text)))];
    diagnostic.with_fix(Fix::suggestion("Indent it like the line above", edits))
}

fn tab(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    let message = "YAML takes no tab here; use blanks";
    let written = context.source(line.span);
    let indentation = written.len() - written.trim_start().len();
    let content = written.trim_end().len();
    let is_first = above(context.text, line.span.start as usize).is_none();
    let only_tabs = written.trim_start_matches('\t').len() + indentation == written.len();
    let mut edits = Vec::new();
    let mut is_safe = true;
    let mut quote = None;
    for (at, c) in written.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '\t') => {
                let blanks = if at >= content {
                    ""
                } else if at < indentation {
                    is_safe = false;
                    if only_tabs && !is_first { "  " } else { "" }
                } else {
                    " "
                };
                let at = line.span.start as usize + at;
                edits.push(context.edit(Span::new(at, at + 1), blanks));
            }
            _ => {}
        }
    }
    let title = "Write blanks for the tabs of this line";
    let fix = if is_safe {
        Fix::safe(title, edits)
    } else {
        Fix::suggestion(title, edits)
    };
    Diagnostic::new(&TAB, span, message).with_fix(fix)
}

fn dash(context: &Context<'_>, line: Line<'_>, span: Span) -> Diagnostic {
    let Some(key) = line.key.filter(|_| line.value.starts_with('-')) else {
        let message = "no list item can begin here";
        return Diagnostic::new(&MISPLACED_DASH, span, message);
    };
    let message = format!("a list begins on the line below `{key}:`, not behind it");
    let diagnostic = Diagnostic::new(&MISPLACED_DASH, span, message);
    if line.value == "-" {
        let edits = vec![context.edit(line.value_span(), "'-'")];
        return diagnostic.with_fix(Fix::suggestion("Put it in quotes", edits));
    }
    let blanks = " ".repeat(line.indent(context.text) + 2);
    let colon = line.content + key.len() + 1;
    let gap = Span::new(colon, line.value_start);
    let edits = vec![context.edit(gap, format!("\n{blanks}"))];
    diagnostic.with_fix(Fix::suggestion("Put the item on a line of its own", edits))
}

/// A backslash in double quotes with nothing behind it that it could stand for.
pub(super) fn escape(context: &Context<'_>, span: Span) -> Diagnostic {
    let start = span.start as usize;
    let slash = Span::new(start, start + 1);
    let behind = context.text.get(start + 1..).unwrap_or_default();
    if behind.starts_with('\'') {
        let message = "`\\'` is no escape: in double quotes a `'` needs none";
        let edits = vec![context.edit(slash, "")];
        return Diagnostic::new(&INVALID_ESCAPE, slash, message)
            .with_fix(Fix::safe("Remove the backslash", edits));
    }
    let message = format!(
        "`{}` is no escape; for a backslash write `\\\\`",
        context.source(span).trim_end()
    );
    let edits = vec![context.edit(slash, "\\\\")];
    Diagnostic::new(&INVALID_ESCAPE, span, message)
        .with_fix(Fix::suggestion("Write the backslash twice", edits))
}

/// A character that is no part of a text: left over from an editor, a terminal, another encoding.
pub(super) fn control(context: &Context<'_>, span: Span) -> Diagnostic {
    let is_control = |c: char| {
        c == '\u{feff}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
    };
    let mut characters = context.source(span).char_indices();
    let Some((at, c)) = characters.find(|(_, c)| is_control(*c)) else {
        let message = "this holds a character that YAML does not take";
        return Diagnostic::new(&CONTROL_CHARACTER, span, message);
    };
    let start = span.start as usize + at;
    let place = Span::new(start, start + c.len_utf8());
    let message = format!(
        "the invisible character U+{:04X} is no part of a text",
        u32::from(c)
    );
    let diagnostic = Diagnostic::new(&CONTROL_CHARACTER, place, message);
    if c == '\0' {
        return diagnostic.with_help("the file may be in UTF-16; SpecQL reads UTF-8");
    }
    let edits = vec![context.edit(place, "")];
    diagnostic.with_fix(Fix::suggestion("Remove it", edits))
}

/// A bracket that is not closed, with those inside of it that are not closed either.
struct Bracket {
    open: u32,
    /// Where the text ends that was read as its content.
    end: u32,
    /// What is missing, and where.
    missing: Vec<(u32, char)>,
}

/// The unclosed brackets that are in no other.
fn brackets(context: &Context<'_>, marks: &[Mark]) -> Vec<Bracket> {
    let mut brackets: Vec<Bracket> = Vec::new();
    let mut unclosed = marks
        .iter()
        .filter(|mark| mark.mistake == Mistake::UnclosedBracket);
    if unclosed.next().is_none() {
        return brackets;
    }
    let mut cursor = context.tree().root().walk();
    // A node knows its parent only after a search from the root.
    let mut around: Vec<Node<'_>> = Vec::new();
    loop {
        let node = cursor.node();
        if Kind::of(&node) == Kind::MissingClose
            && let Some(parent) = around.last()
        {
            let span = Span::new(parent.start_byte(), node.end_byte());
            let source = context.source(span);
            let (skipped, sign) = source
                .char_indices()
                .find(|(_, c)| matches!(c, '[' | '{'))
                .unwrap_or((0, '['));
            let closer = if sign == '{' { '}' } else { ']' };
            let open = Span::at(span.start as usize + skipped).start;
            add(&mut brackets, open, (span.end, closer));
        }
        if cursor.goto_first_child() {
            around.push(node);
            continue;
        }
        while !cursor.goto_next_sibling() {
            around.pop();
            if !cursor.goto_parent() {
                return brackets;
            }
        }
    }
}

/// Adds an unclosed bracket. The inner ones come first.
fn add(brackets: &mut Vec<Bracket>, open: u32, missing: (u32, char)) {
    let mut all = Vec::new();
    brackets.retain_mut(|inner| {
        let is_inside = open <= inner.open && inner.open <= missing.0;
        if is_inside {
            all.append(&mut inner.missing);
        }
        !is_inside
    });
    all.push(missing);
    brackets.push(Bracket {
        open,
        end: missing.0,
        missing: all,
    });
}

fn unclosed(context: &Context<'_>, bracket: &Bracket, marks: &[Mark]) -> Diagnostic {
    let open = bracket.open as usize;
    let place = Span::new(open, open + 1);
    let sign = context.source(place);
    let closer = bracket.missing.last().map_or(']', |(_, closer)| *closer);
    let wrong = marks.iter().find(|mark| {
        let is_inside = bracket.open <= mark.span.start && mark.span.start < bracket.end;
        is_inside && context.source(mark.span).starts_with([']', '}'])
    });
    if let Some(wrong) = wrong {
        let start = wrong.span.start as usize;
        let written = Span::new(start, start + 1);
        let message = format!(
            "`{sign}` is closed with `{closer}`, not with `{}`",
            context.source(written)
        );
        let title = format!("Write `{closer}`");
        let edits = vec![context.edit(written, closer.to_string())];
        return Diagnostic::new(&UNCLOSED_BRACKET, written, message)
            .with_related(context.file, place, "it is opened here")
            .with_fix(Fix::suggestion(title, edits));
    }
    let message = format!("this `{sign}` is not closed; write `{closer}` at its end");
    let mut edits: Vec<(u32, String)> = Vec::new();
    for (at, closer) in &bracket.missing {
        match edits.last_mut() {
            Some((last, text)) if last == at => text.push(*closer),
            _ => edits.push((*at, closer.to_string())),
        }
    }
    let edits = edits
        .into_iter()
        .map(|(at, text)| context.edit(Span::at(at as usize), text));
    Diagnostic::new(&UNCLOSED_BRACKET, place, message)
        .with_fix(Fix::suggestion("Close it", edits.collect()))
}

/// Whether a bracket fits so little to what follows that the tree has none for it.
fn is_torn(context: &Context<'_>, mark: &Mark) -> bool {
    let is_bracket = matches!(context.source(mark.span), "{" | "[");
    mark.mistake == Mistake::UnexpectedText && is_bracket
}

fn torn(context: &Context<'_>, open: Span) -> Diagnostic {
    let message = "something in these brackets does not fit together: a comma, a colon, a quote \
                   or a closing bracket is missing";
    let diagnostic = Diagnostic::new(&UNCLOSED_BRACKET, open, message);
    match context.strict_error() {
        None => diagnostic,
        Some(error) => {
            let text = error.message().to_owned();
            diagnostic.with_related(context.file, error.span(), text)
        }
    }
}
