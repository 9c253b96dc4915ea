//! What stands before a word in an expression, piece by piece.
//!
//! A half-typed expression is asked one thing: what belongs behind its last piece. Which pieces
//! there are is enough for that, whatever they make together.

/// A piece of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A name, with dots and marks: `total`, `customer.name`, `$reason`.
    Name(&'t str),
    Number,
    /// Text in quotes.
    Text,
    /// An operator.
    Sign(&'t str),
    Open,
    Close,
    Comma,
}

/// The pieces before a word.
#[derive(Debug, PartialEq)]
pub(super) struct Tokens<'t> {
    pub(super) all: Vec<Token<'t>>,
    /// Where the text begins that the word stands in, when it stands in quotes.
    pub(super) open_text: Option<usize>,
}

/// Reads what stands before a word. Where YAML's own quotes are `'`, a quote is written twice, and
/// where they are `"`, no other text stands in such.
pub(super) fn read(text: &str, yaml_quote: Option<char>) -> Tokens<'_> {
    let quotes: &[&str] = match yaml_quote {
        Some('\'') => &["''", "\""],
        Some(_) => &["'"],
        None => &["'", "\""],
    };
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        if let Some(quote) = quotes.iter().find(|quote| rest.starts_with(**quote)) {
            let inside = rest.get(quote.len()..).unwrap_or_default();
            let Some(end) = inside.find(quote) else {
                let open_text = Some(at + quote.len());
                return Tokens { all, open_text };
            };
            all.push(Token::Text);
            at += end + 2 * quote.len();
            continue;
        }
        let length = match first {
            '(' => one(&mut all, Token::Open),
            ')' => one(&mut all, Token::Close),
            ',' => one(&mut all, Token::Comma),
            _ if first.is_whitespace() => first.len_utf8(),
            _ if first.is_ascii_digit() => {
                all.push(Token::Number);
                length_while(rest, |c| c.is_ascii_digit() || c == '.')
            }
            _ if is_in_name(first) => {
                let length = length_while(rest, |c| is_in_name(c) || c == '.');
                all.extend(rest.get(..length).map(Token::Name));
                length
            }
            _ => {
                let length = length_while(rest, |c| "=<>!+-*/|%~:".contains(c));
                let length = length.max(first.len_utf8());
                all.extend(rest.get(..length).map(Token::Sign));
                length
            }
        };
        at += length;
    }
    let open_text = None;
    Tokens { all, open_text }
}

fn one<'t>(all: &mut Vec<Token<'t>>, token: Token<'t>) -> usize {
    all.push(token);
    1
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(belongs).len()
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

impl<'t> Token<'t> {
    /// Whether it is this word, in capitals or small letters.
    pub(super) fn is(self, word: &str) -> bool {
        matches!(self, Self::Name(name) if name.eq_ignore_ascii_case(word))
    }

    /// A name that is no word of the language.
    pub(super) fn name(self) -> Option<&'t str> {
        match self {
            Self::Name(name) if !is_keyword(name) => Some(name),
            _ => None,
        }
    }
}

/// Words behind which a value is missing, or that stand between values.
const KEYWORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "is",
    "in",
    "like",
    "ilike",
    "matches",
    "between",
    "exists",
    "where",
    "set",
    "case",
    "when",
    "then",
    "else",
    "end",
    "from",
    "as",
    "null",
    "true",
    "false",
    "distinct",
    "returning",
    "values",
];

fn is_keyword(name: &str) -> bool {
    KEYWORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The opening bracket that is still open behind these pieces, with how many commas stand behind
/// it.
pub(super) fn open_bracket(all: &[Token<'_>]) -> Option<(usize, usize)> {
    let (mut depth, mut commas) = (0_usize, 0);
    for (place, token) in all.iter().enumerate().rev() {
        match token {
            Token::Close => depth += 1,
            Token::Open if depth == 0 => return Some((place, commas)),
            Token::Open => depth -= 1,
            Token::Comma if depth == 0 => commas += 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_read_piece_by_piece() {
        let tokens = read("customer.name != 'a b' AND (total >= 1.5, ", None);
        assert_eq!(
            tokens.all,
            [
                Token::Name("customer.name"),
                Token::Sign("!="),
                Token::Text,
                Token::Name("AND"),
                Token::Open,
                Token::Name("total"),
                Token::Sign(">="),
                Token::Number,
                Token::Comma,
            ]
        );
        assert_eq!(open_bracket(&tokens.all), Some((4, 1)));
    }

    #[test]
    fn a_word_may_stand_in_quotes() {
        assert_eq!(read("a = 'op", None).open_text, Some(5));
        assert_eq!(read("a = ''op", Some('\'')).open_text, Some(6));
        assert_eq!(read("a = ''op'' ", Some('\'')).open_text, None);
        assert_eq!(read("a(email, \"The op", None).open_text, Some(10));
    }
}
