//! Whether a text is YAML that SpecQL can load.

use std::borrow::Cow;

use specql_syntax::{Mark, Mistake, Parser, Tree, marks};
use specql_yaml::{Span, Value, load};

use crate::Diagnostic;

const INVALID_YAML: &str = "invalid-yaml";

/// Whether a text is a spec: YAML with a key `entity` at its top.
#[must_use]
pub fn is_spec(text: &str) -> bool {
    if !text.contains("entity") {
        return false;
    }
    match load(text) {
        Ok(document) => {
            matches!(document.value(document.root()), Value::Mapping(_)) && has_entity_key(text)
        }
        Err(_) => has_entity_key(text),
    }
}

/// Whether a line of the text starts with the key `entity`. In a text that does not load, this is
/// all there is to go by.
fn has_entity_key(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches(['\u{feff}', '{', ' ']);
        let key = ["entity", "\"entity\"", "'entity'"];
        key.iter().any(|key| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    })
}

/// All that keeps SpecQL from loading a text as YAML, in the order of the text.
///
/// SpecQL stops at its first mistake. Here each is told that the tolerant tree shows; what only
/// shows in a text without such mistakes (an anchor defined twice, say) is told when these are
/// mended.
#[must_use]
pub fn check(text: &str) -> Vec<Diagnostic> {
    let tree = Parser::new().parse(text, None);
    let found = mistakes(&tree, text);
    if !found.is_empty() {
        return found;
    }
    match load(text) {
        Ok(_) => Vec::new(),
        Err(error) => vec![Diagnostic {
            code: INVALID_YAML,
            message: Cow::Owned(error.message().to_owned()),
            span: error.span(),
        }],
    }
}

fn mistakes(tree: &Tree, text: &str) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut last = Span::default();
    for Mark { mistake, span } in marks(tree) {
        // What follows directly on the same line is the rest of the same mistake.
        let between = text
            .get(last.range().end..span.range().start)
            .unwrap_or_default();
        let same = !diagnostics.is_empty() && between.bytes().all(|byte| byte == b' ');
        last = span;
        if !same {
            let message = Cow::Borrowed(message(mistake));
            diagnostics.push(Diagnostic {
                code: INVALID_YAML,
                message,
                span,
            });
        }
    }
    diagnostics
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        let messages = |diagnostic: Diagnostic| {
            let Cow::Borrowed(message) = diagnostic.message else {
                return ("", &text[diagnostic.span.range()]);
            };
            (message, &text[diagnostic.span.range()])
        };
        check(text).into_iter().map(messages).collect()
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let text = "entity: A\nfields:\n  a: \"text\n  b text\n\tc: text\n  d: text\n";
        let places: Vec<_> = found(text).into_iter().map(|(_, place)| place).collect();
        assert_eq!(places, ["\"", "b text", "\t"]);
    }

    #[test]
    fn what_only_shows_in_a_whole_text_is_told_too() {
        assert_eq!(found("entity: A\nfields: *missing\n").len(), 1);
        assert_eq!(found("entity: A\nday: 2020-13-45\n").len(), 1);
    }

    #[test]
    fn one_mistake_is_told_once() {
        assert_eq!(found("entity: A: B: C\n").len(), 1);
    }

    #[test]
    fn specs_are_told_by_their_entity() {
        assert!(is_spec("entity: A\n"));
        assert!(is_spec("{\"entity\": \"A\"}"));
        assert!(
            is_spec("entity: A\nfields: [\n"),
            "also while it is being typed"
        );
        assert!(!is_spec("description: |\n  entity and more\n"));
        assert!(!is_spec("- entity\n"));
    }
}
