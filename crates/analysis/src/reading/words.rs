//! The words of an expression, as SpecQL 0.8.7 finds them.
//!
//! It takes out what it holds for quoted text, makes the rest small, and looks at all words in
//! it. A word that is neither a keyword nor a field of this entity is refused; nothing else about
//! an expression is looked at.

use specql_language::reserved::is_expression_keyword;

use super::python::is_word;

/// A word of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, in small letters.
    pub text: String,
}

impl Word {
    /// Whether SpecQL takes it without asking for a field.
    #[must_use]
    pub fn is_keyword(&self) -> bool {
        is_expression_keyword(&self.text)
    }
}

/// The words of an expression that SpecQL looks at, in their order.
pub fn words_of(expression: &str) -> impl Iterator<Item = Word> {
    let small = without_quoted(expression).to_lowercase();
    let mut words = Vec::new();
    let mut rest = small.as_str();
    while let Some(start) = rest.find(is_word) {
        let from = rest.get(start..).unwrap_or_default();
        let end = from.find(|c| !is_word(c)).unwrap_or(from.len());
        let (word, behind) = from.split_at_checked(end).unwrap_or((from, ""));
        if is_plain(word) {
            words.push(Word {
                text: word.to_owned(),
            });
        }
        rest = behind;
    }
    words.into_iter()
}

/// Letters of other scripts, and a digit at the start, keep a word from being seen.
fn is_plain(word: &str) -> bool {
    let starts = |c: char| c.is_ascii_lowercase() || c == '_';
    word.starts_with(starts) && word.chars().all(|c| starts(c) || c.is_ascii_digit())
}

/// The text without what stands between two quotes of any kind.
fn without_quoted(expression: &str) -> String {
    let mut kept = String::new();
    let mut rest = expression;
    while let Some((before, behind)) = rest.split_once(['\'', '"']) {
        let Some((_, after)) = behind.split_once(['\'', '"']) else {
            // A quote without a partner stays.
            break;
        };
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(expression: &str) -> Vec<String> {
        words_of(expression).map(|word| word.text).collect()
    }

    #[test]
    fn quoted_text_is_no_word() {
        assert_eq!(words("status = 'lead' AND b"), ["status", "and", "b"]);
        assert_eq!(words("a = 'say \"hi\" there'"), ["a", "hi"]);
        assert_eq!(words("a = 'open"), ["a", "open"]);
    }

    #[test]
    fn only_plain_words_are_seen() {
        assert_eq!(
            words("2name naïve STATUS $x fk_a now()"),
            ["status", "x", "fk_a", "now"]
        );
    }

    #[test]
    fn what_quotes_leave_behind_may_join() {
        assert_eq!(words("a'x'b"), ["ab"]);
    }
}
