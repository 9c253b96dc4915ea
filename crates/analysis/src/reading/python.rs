//! The few things of Python's text handling that decide how SpecQL reads a spec.

use std::sync::LazyLock;

use regex::Regex;

/// Python's `str.strip()`.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Blank to Python; unlike Rust, it counts the four information separators.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `\w` of Python's regular expressions: letters and numbers of any script, and `_`. Marks are no
/// part of it.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // A pattern that compiles; if it did not, no letter beyond ASCII would be one.
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{L}\p{N}]$").ok());
    let mut buffer = [0; 4];
    WORD.as_ref()
        .is_some_and(|word| word.is_match(c.encode_utf8(&mut buffer)))
}

/// Python's `str.capitalize()`: the first letter as a title has it, the others small.
pub(super) fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        None => String::new(),
        Some(first) => first.to_uppercase().collect::<String>() + &letters.as_str().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_numbers_of_any_script() {
        assert!("aZ0_éжλ漢٣½Ⅷ".chars().all(is_word));
        assert!(!"- .$Ⓐ\u{301}€".chars().any(is_word));
    }

    #[test]
    fn blanks_are_pythons() {
        assert_eq!(strip("\u{1f}\u{a0} a b\u{3000}\n"), "a b");
    }

    #[test]
    fn capitals() {
        assert_eq!(capitalize("bigINT"), "Bigint");
        assert_eq!(capitalize(""), "");
    }
}
