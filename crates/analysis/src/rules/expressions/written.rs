//! What a scalar says, with the place in the file of each of its characters.

use specql_yaml::Span;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Without quotes.
    Plain,
    /// In `'`: a quote inside is written twice.
    SingleQuoted,
    /// In `"`: with escapes.
    DoubleQuoted,
    /// As a block behind `|`, which keeps its lines.
    Literal,
    /// As a block behind `>`, which joins them.
    Folded,
}

impl Style {
    /// How a scalar is written that begins so.
    pub(super) fn of(source: &str) -> Self {
        match source.chars().next() {
            Some('\'') => Self::SingleQuoted,
            Some('"') => Self::DoubleQuoted,
            Some('|') => Self::Literal,
            Some('>') => Self::Folded,
            _ => Self::Plain,
        }
    }

    /// A text as it has to be written inside of such a scalar.
    pub(super) fn write(self, text: &str) -> String {
        match self {
            Self::SingleQuoted => text.replace('\'', "''"),
            Self::DoubleQuoted => text.replace('\\', "\\\\").replace('"', "\\\""),
            Self::Plain | Self::Literal | Self::Folded => text.to_owned(),
        }
    }
}

/// A character of what a scalar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// The character.
    pub(super) letter: char,
    /// Where it is written, an escape with its backslash.
    pub(super) span: Span,
}

/// What a scalar says.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) style: Style,
    pub(super) letters: Vec<Letter>,
}

impl Written {
    /// Reads the scalar that stands at a place. Lines are joined nearly as YAML does it: blanks
    /// may be more or fewer, which no word depends on.
    pub(super) fn of(text: &str, span: Span) -> Self {
        let source = text.get(span.range()).unwrap_or_default();
        let start = span.end as usize - undecorated(source).len().min(span.end as usize);
        let source = undecorated(source);
        let style = Style::of(source);
        let mut reader = Reader {
            letters: Vec::new(),
            base: start,
            style,
        };
        match style {
            Style::Plain => reader.flow(source, 0),
            Style::SingleQuoted | Style::DoubleQuoted => {
                let quote = source.chars().next().unwrap_or_default();
                let inside = source.get(1..).unwrap_or_default();
                reader.flow(inside.strip_suffix(quote).unwrap_or(inside), 1);
            }
            Style::Literal | Style::Folded => reader.block(source),
        }
        let letters = reader.letters;
        Self { style, letters }
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.letter).collect()
    }

    /// Where some of its characters are written.
    pub(super) fn span(letters: &[Letter]) -> Option<Span> {
        Some(letters.first()?.span.to(letters.last()?.span))
    }

    /// The place in the text, counted in characters, of the first of some others.
    pub(super) fn find(letters: &[Letter], wanted: &str) -> Option<usize> {
        let length = wanted.chars().count();
        letters.windows(length.max(1)).position(|window| {
            let mut pairs = window.iter().zip(wanted.chars());
            pairs.all(|(letter, wanted)| letter.letter == wanted)
        })
    }
}

/// A scalar without the anchor and the tag before it.
fn undecorated(mut source: &str) -> &str {
    while source.starts_with(['&', '!']) {
        let Some((_, rest)) = source.split_once([' ', '\n']) else {
            break;
        };
        source = rest.trim_start();
    }
    source
}

struct Reader {
    letters: Vec<Letter>,
    base: usize,
    style: Style,
}

impl Reader {
    fn push(&mut self, letter: char, start: usize, end: usize) {
        let span = Span::new(self.base + start, self.base + end);
        self.letters.push(Letter { letter, span });
    }

    /// Text without quotes or inside of them: a line break and the blanks around it are one blank.
    fn flow(&mut self, source: &str, from: usize) {
        let mut rest = source.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let start = from + at;
            let end = start + c.len_utf8();
            match c {
                '\n' | '\r' => {
                    while self.letters.last().is_some_and(|l| l.letter == ' ') {
                        self.letters.pop();
                    }
                    while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                    self.push(' ', start, end);
                }
                '\'' if self.style == Style::SingleQuoted => {
                    let doubled = rest.next_if(|(_, c)| *c == '\'').is_some();
                    self.push('\'', start, end + usize::from(doubled));
                }
                '\\' if self.style == Style::DoubleQuoted => {
                    let behind = source.get(at + 1..).unwrap_or_default();
                    let (letter, length) = escaped(behind);
                    while rest.next_if(|(next, _)| *next <= at + length).is_some() {}
                    if let Some(letter) = letter {
                        self.push(letter, start, end + length);
                    }
                }
                _ => self.push(c, start, end),
            }
        }
    }

    fn block(&mut self, source: &str) {
        let Some(header) = source.find('\n') else {
            return;
        };
        let mut at = header + 1;
        let body = source.get(at..).unwrap_or_default();
        let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let said = body.split('\n').find(|line| !line.trim().is_empty());
        let indent = said.map_or(0, blanks);
        let separator = if self.style == Style::Literal {
            '\n'
        } else {
            ' '
        };
        for line in body.split_inclusive('\n') {
            let inside = line.trim_end_matches(['\n', '\r']);
            let skipped = blanks(inside).min(indent);
            let said = inside.get(skipped..).unwrap_or_default();
            for (offset, c) in said.char_indices() {
                let start = at + skipped + offset;
                self.push(c, start, start + c.len_utf8());
            }
            at += line.len();
            // More deeply indented lines stay lines of their own.
            let is_deeper = said.starts_with(' ') || said.is_empty();
            let line_break = if is_deeper { '\n' } else { separator };
            self.push(line_break, at.saturating_sub(1), at);
        }
        while self
            .letters
            .last()
            .is_some_and(|l| l.letter.is_whitespace())
        {
            self.letters.pop();
        }
    }
}

/// What stands for a character behind a backslash in double quotes, and how many bytes of it. A
/// line break behind a backslash is nothing.
fn escaped(behind: &str) -> (Option<char>, usize) {
    let Some(sign) = behind.chars().next() else {
        return (None, 0);
    };
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = behind.get(1..=digits);
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        return (code.and_then(char::from_u32), digits + 1);
    }
    match sign {
        '\n' | '\r' => (None, behind.len() - behind.trim_start().len()),
        'n' | 'r' | 'N' | 'L' | 'P' => (Some('\n'), 1),
        '"' | '\\' | '/' => (Some(sign), 1),
        _ => (Some(' '), sign.len_utf8()),
    }
}

/// A word, as SpecQL 0.8.7 finds it, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In small letters.
    pub(super) text: String,
    /// From its first letter to its last.
    pub(super) span: Span,
}

/// The words that SpecQL 0.8.7 looks at. This is [`crate::reading::words_of`] with places.
pub(super) fn words(letters: &[Letter]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut word: Vec<Letter> = Vec::new();
    let kept = without_quoted(letters);
    for letter in kept.into_iter().map(Some).chain([None]) {
        match letter {
            Some(letter) if letter.letter.is_alphanumeric() || letter.letter == '_' => {
                word.push(letter);
            }
            _ => {
                let text: String = word.iter().flat_map(|l| l.letter.to_lowercase()).collect();
                let span = Written::span(&word);
                words.extend(span.map(|span| Word { text, span }));
                word.clear();
            }
        }
    }
    words
}

/// The letters without those between two quotes of any kind.
fn without_quoted(letters: &[Letter]) -> Vec<Letter> {
    let is_quote = |letter: &Letter| matches!(letter.letter, '\'' | '"');
    let mut kept = Vec::new();
    let mut rest = letters;
    while let Some(open) = rest.iter().position(is_quote) {
        let (before, behind) = rest.split_at(open);
        let behind = behind.get(1..).unwrap_or_default();
        let Some(close) = behind.iter().position(is_quote) else {
            break;
        };
        kept.extend_from_slice(before);
        rest = behind.get(close + 1..).unwrap_or_default();
    }
    kept.extend_from_slice(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &str) -> (String, Vec<(String, String)>) {
        let written = Written::of(source, Span::new(0, source.len()));
        let words = words(&written.letters).into_iter();
        let words = words.map(|word| (word.text, source[word.span.range()].to_owned()));
        (written.text(), words.collect())
    }

    fn word(text: &str, source: &str) -> (String, String) {
        (text.to_owned(), source.to_owned())
    }

    #[test]
    fn plain_text_is_as_it_is_and_lines_are_joined() {
        let (text, words) = written("Total > 1\n    AND b = 'x'");
        assert_eq!(text, "Total > 1 AND b = 'x'");
        assert_eq!(
            words,
            [
                word("total", "Total"),
                word("1", "1"),
                word("and", "AND"),
                word("b", "b")
            ]
        );
    }

    #[test]
    fn quotes_and_escapes_are_undone() {
        let (text, words) = written("'a = ''x'' AND b'");
        assert_eq!(text, "a = 'x' AND b");
        assert_eq!(words.last(), Some(&word("b", "b")));
        let (text, words) = written("\"a = \\\"x\\\" \\u0062\\\n   c\"");
        assert_eq!(text, "a = \"x\" bc");
        assert_eq!(words.len(), 2);
    }

    #[test]
    fn blocks_keep_or_join_their_lines() {
        assert_eq!(written("|\n    a = 1\n    AND b\n").0, "a = 1\nAND b");
        assert_eq!(written(">-\n    a = 1\n    AND b\n").0, "a = 1 AND b");
        assert_eq!(written(">").0, "");
    }
}
