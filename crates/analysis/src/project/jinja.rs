//! Which names a Jinja template takes from outside.
//!
//! No parser: it looks at the words in `{{ }}` and `{% %}` and leaves out attributes, filters,
//! tests, names of arguments and what the template itself declares, wherever it does.

use std::collections::HashSet;

/// The names, each once, in the order of the template.
pub(super) fn outer_names(template: &str) -> Vec<&str> {
    let blocks: Vec<Vec<Token<'_>>> = blocks(template).map(tokens).collect();
    let declared: HashSet<&str> = blocks.iter().flat_map(|block| declared(block)).collect();
    let mut seen = HashSet::new();
    let used = blocks.iter().flat_map(|block| used(block));
    used.filter(|name| !declared.contains(name) && seen.insert(*name))
        .collect()
}

/// What every template has, and the words of the language.
const KNOWN: &[&str] = &[
    "entity",
    "params",
    "loop",
    "range",
    "dict",
    "lipsum",
    "cycler",
    "joiner",
    "namespace",
    "self",
    "super",
    "caller",
    "varargs",
    "kwargs",
    "true",
    "false",
    "none",
    "True",
    "False",
    "None",
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "recursive",
    "set",
    "endset",
    "macro",
    "endmacro",
    "call",
    "endcall",
    "filter",
    "endfilter",
    "with",
    "endwith",
    "without",
    "context",
    "block",
    "endblock",
    "extends",
    "include",
    "import",
    "from",
    "as",
    "ignore",
    "missing",
    "raw",
    "endraw",
    "do",
    "break",
    "continue",
    "autoescape",
    "endautoescape",
];

#[derive(Clone, Copy, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    /// A number or a text in quotes.
    Literal,
    Sign(char),
    /// `==`, which is no assignment.
    Equals,
}

/// The insides of `{{ }}` and `{% %}`. One that is not closed ends with the template.
fn blocks(template: &str) -> impl Iterator<Item = &str> {
    let mut rest = template;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once('{')?;
            let close = match after.chars().next()? {
                '{' => "}}",
                '%' => "%}",
                '#' => "#}",
                _ => {
                    rest = after;
                    continue;
                }
            };
            let inner = after.get(1..)?;
            let (block, behind) = inner.split_once(close).unwrap_or((inner, ""));
            rest = behind;
            if close != "#}" {
                return Some(block);
            }
        }
    })
}

fn tokens(block: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = block;
    while let Some(c) = rest.chars().next() {
        let is_in_word = |c: char| c == '_' || c.is_alphanumeric();
        let length = if is_in_word(c) {
            let length = rest.find(|c| !is_in_word(c)).unwrap_or(rest.len());
            let word = rest.get(..length).unwrap_or_default();
            let is_number = c.is_numeric();
            tokens.push(if is_number {
                Token::Literal
            } else {
                Token::Word(word)
            });
            length
        } else if c == '\'' || c == '"' {
            tokens.push(Token::Literal);
            quoted(rest, c)
        } else if rest.starts_with("==") {
            tokens.push(Token::Equals);
            2
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Sign(c));
            }
            c.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

/// The length of a text in quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Names that a block declares: variables of loops, of `set` and `with`, macros and their
/// arguments.
fn declared<'b, 't>(block: &'b [Token<'t>]) -> impl Iterator<Item = &'t str> + 'b {
    let statement = block.iter().find_map(|token| match token {
        Token::Word(word) => Some(*word),
        _ => None,
    });
    let mut is_in_loop_head = false;
    block.iter().enumerate().filter_map(move |(at, token)| {
        let Token::Word(word) = *token else {
            return None;
        };
        match word {
            "for" => is_in_loop_head = true,
            "in" => is_in_loop_head = false,
            _ => {
                let is_assigned = block.get(at + 1) == Some(&Token::Sign('='));
                let is_declared = match statement {
                    Some("macro") => true,
                    // Also `set a`, whose value is the text up to `endset`.
                    Some("set") => at <= 2,
                    Some("with") => is_assigned,
                    _ => false,
                };
                return (is_in_loop_head || is_declared).then_some(word);
            }
        }
        None
    })
}

fn used<'b, 't>(block: &'b [Token<'t>]) -> impl Iterator<Item = &'t str> + 'b {
    block.iter().enumerate().filter_map(move |(at, token)| {
        let Token::Word(word) = *token else {
            return None;
        };
        let before = |back: usize| at.checked_sub(back).and_then(|at| block.get(at));
        let is_part = match before(1) {
            Some(Token::Sign('.' | '|') | Token::Word("is" | "filter")) => true,
            Some(Token::Word("not")) => before(2) == Some(&Token::Word("is")),
            _ => false,
        };
        let is_argument = block.get(at + 1) == Some(&Token::Sign('='));
        // Doubled quotes, as SQL has them: whoever wrote them meant a text, not a name.
        let is_quoted =
            before(1) == Some(&Token::Literal) || block.get(at + 1) == Some(&Token::Literal);
        (!is_quoted && !is_part && !is_argument && !KNOWN.contains(&word)).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::outer_names;

    #[test]
    fn words_in_blocks_are_names() {
        assert_eq!(
            outer_names("{{ a }} b {% if c and not d %}{{ a }}{% endif %}"),
            ["a", "c", "d"]
        );
        assert_eq!(outer_names("{# a #}{ b } {{- c -}}"), ["c"]);
        assert_eq!(outer_names("{{ a"), ["a"], "also while it is being typed");
    }

    #[test]
    fn parts_of_expressions_are_none() {
        assert_eq!(outer_names("{{ a.b['c'] | d(e=f) | g }}"), ["a", "f"]);
        assert_eq!(
            outer_names("{% if a is defined and b is not string %}"),
            ["a", "b"]
        );
        assert_eq!(outer_names("{{ 'a \\' b' ~ \"c\" ~ 10 ~ true }}"), [""; 0]);
        assert_eq!(outer_names("{% if a == b %}"), ["a", "b"]);
        assert_eq!(outer_names("{{ a | default(''b'') }}"), ["a"]);
        assert_eq!(outer_names("{{ entity.name }}{{ params.x }}"), [""; 0]);
    }

    #[test]
    fn what_the_template_declares_is_its_own() {
        assert_eq!(
            outer_names("{% for k, v in all.items() %}{{ k }}{{ v }}{{ loop.index }}"),
            ["all"]
        );
        assert_eq!(
            outer_names("{% set x = y %}{{ x }}{% set z %}t{% endset %}{{ z }}"),
            ["y"]
        );
        assert_eq!(
            outer_names("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1) }}"),
            [""; 0]
        );
        assert_eq!(
            outer_names("{% if 'x' in [r.t for r in rules] %}"),
            ["rules"]
        );
        assert_eq!(outer_names("{% with a = b %}{{ a }}"), ["b"]);
    }
}
