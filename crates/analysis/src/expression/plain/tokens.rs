//! Words, numbers, texts and signs.

use specql_yaml::Span;

use crate::expression::ast::{Name, Path};

/// What kind of token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `status`, `AND`.
    Word,
    /// `12.5`.
    Number,
    /// A text in quotes.
    Text,
    /// An operator, a bracket, a comma.
    Sign,
    /// Nothing more.
    End,
    /// What is not written plainly.
    Odd,
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// The tokens of a scalar, one after the other.
#[derive(Clone)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    end: usize,
    next: Token,
}

/// Words that are more than names in some places.
const KEYWORDS: [&str; 24] = [
    "and", "or", "not", "is", "in", "like", "ilike", "between", "matches", "exists", "distinct",
    "case", "when", "then", "else", "end", "set", "from", "as", "values", "where", "true", "false",
    "null",
];

const SIGNS: [&str; 7] = ["!=", "<>", "<=", ">=", "||", "::", "[]"];

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, span: Span) -> Self {
        let mut tokens = Self {
            text,
            end: span.end as usize,
            next: Token {
                kind: Kind::End,
                span: Span::at(span.start as usize),
            },
        };
        tokens.next = tokens.read(span.start as usize);
        tokens
    }

    /// The next token.
    pub(super) fn peek(&self) -> Token {
        self.next
    }

    /// Takes the next token.
    pub(super) fn take(&mut self) -> Token {
        let taken = self.next;
        self.next = self.read(taken.span.end as usize);
        taken
    }

    /// What stands at a place.
    pub(super) fn written(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Whether the next token is this sign.
    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.next.kind == Kind::Sign && self.written(self.next.span) == sign
    }

    /// Takes the next token if it is this sign.
    pub(super) fn take_sign(&mut self, sign: &str) -> Option<Span> {
        self.is_sign(sign).then(|| self.take().span)
    }

    /// Whether the next token is this word, in letters of any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.next.kind == Kind::Word && self.written(self.next.span).eq_ignore_ascii_case(word)
    }

    /// Takes the next token if it is this word.
    pub(super) fn take_word(&mut self, word: &str) -> Option<Span> {
        self.is_word(word).then(|| self.take().span)
    }

    /// Whether all is taken.
    pub(super) fn is_at_end(&self) -> bool {
        self.next.kind == Kind::End
    }

    /// The text of the next token if it is a word with no other meaning than a name.
    pub(super) fn is_name(&self) -> bool {
        let word = self.written(self.next.span);
        let is_keyword = |keyword: &&str| keyword.eq_ignore_ascii_case(word);
        self.next.kind == Kind::Word && !KEYWORDS.iter().any(is_keyword)
    }

    /// Takes the next token as a name.
    pub(super) fn name(&mut self) -> Option<Name> {
        self.is_name().then(|| {
            let span = self.take().span;
            Name {
                text: self.written(span).to_owned(),
                span,
            }
        })
    }

    /// Takes names with dots between them.
    pub(super) fn path(&mut self) -> Option<Path> {
        let first = self.name()?;
        let mut span = first.span;
        let mut parts = vec![first];
        while let Some(dot) = self.take_sign(".") {
            let next = self.name()?;
            // Blanks around dots are for the tree to explain.
            if dot.start != span.end || next.span.start != dot.end {
                return None;
            }
            span = span.to(next.span);
            parts.push(next);
        }
        Some(Path { parts, span })
    }

    /// Takes all up to one of these characters, without the blanks around it. What has a meaning
    /// of its own in some place is none of it.
    pub(super) fn words_up_to(&mut self, ends: &[u8]) -> Option<Span> {
        let bytes = self.text.as_bytes().get(..self.end)?;
        let start = self.next.span.start as usize;
        let rest = bytes.get(start..)?;
        let length = rest.iter().position(|byte| ends.contains(byte));
        let words = rest.get(..length.unwrap_or(rest.len()))?;
        let is_plain =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b' ');
        let words = words.trim_ascii_end();
        if words.is_empty() || !words.iter().all(is_plain) {
            return None;
        }
        let end = start + words.len();
        self.next = self.read(end);
        Some(Span::new(start, end))
    }

    fn read(&self, from: usize) -> Token {
        let bytes = self.text.as_bytes();
        let bytes = bytes.get(..self.end).unwrap_or_default();
        let rest = bytes.get(from..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        let rest = rest.get(blanks..).unwrap_or_default();
        let start = from + blanks;
        let (kind, length) = match rest.first() {
            None => (Kind::End, 0),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => (Kind::Word, word_length(rest)),
            Some(b'0'..=b'9') => number(rest),
            Some(quote @ (b'\'' | b'"')) => quoted(rest, *quote),
            Some(_) => sign(rest),
        };
        Token {
            kind,
            span: Span::new(start, start + length),
        }
    }
}

fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

fn word_length(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| is_of_word(byte)).count()
}

fn number(rest: &[u8]) -> (Kind, usize) {
    let digits = |from: usize| {
        let rest = rest.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut length = digits(0);
    if rest.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    // `1e5`, `1day` and `1.` are for the tree.
    match rest.get(length) {
        Some(next) if is_of_word(next) || *next == b'.' => (Kind::Odd, length),
        _ => (Kind::Number, length),
    }
}

fn quoted(rest: &[u8], quote: u8) -> (Kind, usize) {
    let inside = rest.get(1..).unwrap_or_default();
    match inside.iter().position(|byte| *byte == quote) {
        // A quote that is written twice stands for one.
        Some(length) if inside.get(length + 1) != Some(&quote) => (Kind::Text, length + 2),
        _ => (Kind::Odd, rest.len()),
    }
}

fn sign(rest: &[u8]) -> (Kind, usize) {
    if SIGNS.iter().any(|sign| rest.starts_with(sign.as_bytes())) {
        return (Kind::Sign, 2);
    }
    (Kind::Sign, 1)
}
