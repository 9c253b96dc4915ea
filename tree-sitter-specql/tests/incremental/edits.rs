//! Random edits, and what they do to a text and its tree.

use tree_sitter::{InputEdit, Point, Tree};

/// A xorshift generator: the same numbers everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Seeds that lie close together must not start alike.
        let mut random = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Less than `limit`, which is not zero.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % limit
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// These bytes give way to this text. In a script that was cut down, the bytes may lie
/// elsewhere than they did: they are moved to the nearest boundaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// What people type, and what is apt to confuse a scanner.
#[rustfmt::skip]
const SNIPPETS: &[&str] = &[
    "a", "e", "x1", "é", "ß", "日本", "😀", "\u{85}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{a0}", "\0", "\u{7}",
    "\r", "\r\n", "\n", "\n\n", "\n  ", "\n    ", "\n      ", "\t", "\n\t", " ", "  ", "\n ",
    "\"", "'", "''", "\\", "\\\"", "\\n", "\\x4", "[", "]", "{", "}", "(", ")", "[]", "{}", ",", ", ", ":", ": ", ":\n",
    "- ", "-", "\n- ", "\n  - ", "\n- a: b", "--- ", "\n---\n", "\n...\n", "%YAML 1.1\n", "? ", "\n? ", "\n: ",
    "key: v", "\nkey: v\n", "\n  key:\n", "word", "\nword\n", "#", " # note", "\n# note\n", "&a ", "*a", "!!str ", "! ",
    "|", "|\n", " |-\n    ", ">", " >2\n", "|+\n", "<<<<<<< ours\n", "\n=======\n", "\n>>>>>>> theirs\n", "<<: *a",
    "=", "!=", "<", ">=", "||", "::", ".", "!", "?", "$x", "1", "2.5", "1_0", "yes", "null", "~", "2020-01-01", "@", "`", "%",
    "text!", "enum(a, b) = a", "ref(Contact)", "list(", "SET ", " WHERE ", "AND", "NOT ", "CASE WHEN ", "END", "IN (1, 2)",
    "fields:\n  a: text\n", "actions:\n  - name: n\n    steps:\n      - validate: a = 'b'\n", "- update: Contact SET a = 1\n",
    "entity: A\n", "- call: f(x = 1)\n", "validate: ", "if: \"a = 'b'\"", "{a: b, c: [d]}", "\"a\n b\"", "'it''s'",
];

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The line at a place, with its break.
fn line_at(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |offset| at + offset + 1);
    (start, end)
}

impl Edit {
    /// An edit as a person or a program would make it. `last` is the edit before it,
    /// with what undoes it.
    pub fn random(random: &mut Random, text: &str, last: Option<&Self>) -> Self {
        // People edit where they have just been.
        let near = last
            .filter(|_| random.below(3) > 0)
            .map(|last| last.start + last.text.len());
        let at = match near {
            Some(near) => near.saturating_sub(random.below(4)) + random.below(4),
            None => random.below(text.len() + 1),
        };
        let at = boundary(text, at);
        let short = boundary(text, at + 1 + random.below(6)).max(at);
        let long = boundary(text, at + random.below(200)).max(at);
        let (line, line_end) = line_at(text, at);
        let insert = |at: usize, text: &str| Self {
            start: at,
            end: at,
            text: text.to_owned(),
        };
        match random.below(20) {
            0..8 => insert(at, random.one_of(SNIPPETS)),
            8..11 => Self {
                start: at,
                end: short,
                text: String::new(),
            },
            11 => Self {
                start: at,
                end: long,
                text: String::new(),
            },
            12..14 => Self {
                start: at,
                end: short,
                text: random.one_of(SNIPPETS).to_owned(),
            },
            14 => insert(line, &text[line..line_end]),
            15 => Self {
                start: line,
                end: line_end,
                text: String::new(),
            },
            16 => insert(line, random.one_of(SNIPPETS)),
            17 => insert(line_end, &text[at..long]),
            _ => last
                .cloned()
                .unwrap_or_else(|| insert(text.len(), random.one_of(SNIPPETS))),
        }
    }

    /// Edits the text, and the tree that belongs to it. Tells the edit that undoes this.
    pub fn apply(&self, text: &mut String, tree: &mut Tree) -> Self {
        let start = boundary(text, self.start);
        let end = boundary(text, self.end).max(start);
        let start_position = point_at(text, start);
        let old_end_position = point_at(text, end);
        let removed = text[start..end].to_owned();
        text.replace_range(start..end, &self.text);
        let new_end = start + self.text.len();
        tree.edit(&InputEdit {
            start_byte: start,
            old_end_byte: end,
            new_end_byte: new_end,
            start_position,
            old_end_position,
            new_end_position: point_at(text, new_end),
        });
        Self {
            start,
            end: new_end,
            text: removed,
        }
    }
}

fn point_at(text: &str, at: usize) -> Point {
    let (line, _) = line_at(text, at);
    Point {
        row: text[..line].matches('\n').count(),
        column: at - line,
    }
}
