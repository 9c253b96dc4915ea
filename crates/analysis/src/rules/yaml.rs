//! What PyYAML refuses, and what it reads otherwise than it looks.

use specql_syntax::{Mark, Mistake, marks};
use specql_yaml::Span;

use super::{Context, Group, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source;

pub(super) const RULES: &[Rule] = &[INVALID_YAML];

const INVALID_YAML: Rule = Rule::new(
    "invalid-yaml",
    Group::Rejected,
    Severity::Error,
    include_str!("../../rules/invalid-yaml.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    if context.is_yaml {
        return;
    }
    syntax(context);
    let errors = &source::values(context.db, context.file).errors;
    for error in errors {
        let mut diagnostic =
            Diagnostic::new(&INVALID_YAML, error.span(), error.message().to_owned());
        if let Some((message, span)) = error.related() {
            diagnostic = diagnostic.with_related(context.file, span, message);
        }
        context.report(diagnostic);
    }
}

/// The mistakes that the tree shows, all at once; PyYAML stops at the first.
fn syntax(context: &mut Context<'_>) {
    let mut last: Option<Span> = None;
    for Mark { mistake, span } in marks(context.tree) {
        // What follows directly on the same line is the rest of the same mistake.
        let same = last.is_some_and(|last| {
            let between = Span::new(last.end as usize, span.start as usize);
            context.source(between).bytes().all(|byte| byte == b' ')
        });
        last = Some(span);
        if !same {
            context.report(Diagnostic::new(&INVALID_YAML, span, message(mistake)));
        }
    }
}

fn message(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::BareWord => "this line has no colon; write `key: value`",
        Mistake::UnclosedKey => "the quote before this key is not closed",
        Mistake::UnclosedQuote => "this quote is not closed",
        Mistake::UnclosedBracket => "a bracket that is opened before this place is not closed",
        Mistake::BadIndentation => "this line is not indented like the lines around it",
        Mistake::Tab => "YAML takes no tab here; use blanks",
        Mistake::UnexpectedText => "this does not belong here; the value ends before it",
        Mistake::MisplacedColon => {
            "a second colon with a blank behind it; put the value in quotes, or the key on a line \
             of its own"
        }
        Mistake::MisplacedDash => "no list item can start here",
        Mistake::MissingSpace => "a blank is missing behind the dash",
        Mistake::MissingComma => "a comma is missing before this",
        Mistake::StrayComma => "nothing stands before this comma; remove it",
        Mistake::InvalidEscape => "there is no such escape; write the backslash twice",
        Mistake::ControlCharacter => "this holds a character that YAML does not take",
        Mistake::MissingDocumentStart => "the line `---` is missing before this",
        Mistake::ConflictMarker => "this is left over from a merge; keep one of the versions",
        Mistake::TooDeep => "this is nested too deeply to be read",
        Mistake::Unreadable => "this cannot be read",
    }
}
