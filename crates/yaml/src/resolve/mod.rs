//! What a plain scalar is: YAML 1.1's table of numbers, dates and words, as PyYAML has it.
//!
//! [`plain_tag`] says which kind a text looks like, [`plain_kind`] also which value it has. The
//! two can disagree: `2020-13-01` looks like a date and is none, which is an error and not a text.

mod number;
mod timestamp;

pub use number::MAX_SEXAGESIMAL_PARTS;
pub(crate) use number::{MAX_DECIMAL_DIGITS, float, int, is_canonical_nan};
pub(crate) use timestamp::timestamp;

use crate::bigint::Int;
use crate::error::ErrorKind;
use crate::tag::Tag;
use crate::value::{Date, DateTime};

/// What a plain scalar is, with its value.
#[derive(Clone, Debug, PartialEq)]
pub enum ScalarKind {
    /// Empty, `~`, `null`
    Null,
    /// `yes`, `no`, `true`, `false`, `on`, `off`
    Bool(bool),
    /// `12`, `0o`-less octal `014`, `0xC`, `0b1100`, `1_000`, `1:30`
    Int(Int),
    /// `1.5`, `.5`, `1.5e+3`, `.inf`, `.nan`, `1:30.5`
    Float(f64),
    /// `2020-01-31`
    Date(Date),
    /// `2020-01-31 12:00:00`
    DateTime(DateTime),
    /// `<<`
    Merge,
    /// `=`
    Value,
    /// Anything else.
    Str,
}

/// Why a text that looks like a number or a date is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    pub(crate) kind: ErrorKind,
    pub(crate) message: &'static str,
}

impl Malformed {
    fn new(message: &'static str) -> Self {
        Self {
            kind: ErrorKind::Value,
            message,
        }
    }

    fn too_large(message: &'static str) -> Self {
        Self {
            kind: ErrorKind::TooLarge,
            message,
        }
    }

    /// [`ErrorKind::Value`], or [`ErrorKind::TooLarge`] for what is refused for its size.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        self.message
    }
}

/// What a plain scalar is, with its value.
///
/// # Errors
/// When it looks like a number or a date and is none; `safe_load` refuses the text then.
pub fn plain_kind(text: &str) -> Result<ScalarKind, Malformed> {
    Ok(match plain_tag(text) {
        Tag::Null => ScalarKind::Null,
        Tag::Bool => ScalarKind::Bool(truth(text).ok_or(NO_TRUTH_VALUE)?),
        Tag::Int => ScalarKind::Int(int(text)?),
        Tag::Float => ScalarKind::Float(float(text)?),
        Tag::Timestamp => match timestamp(text)? {
            Timestamp::Date(date) => ScalarKind::Date(date),
            Timestamp::DateTime(time) => ScalarKind::DateTime(time),
        },
        Tag::Merge => ScalarKind::Merge,
        Tag::Value => ScalarKind::Value,
        _ => ScalarKind::Str,
    })
}

/// The tag a plain scalar gets from its text alone.
#[must_use]
pub fn plain_tag(text: &str) -> Tag {
    let Some(first) = text.bytes().next() else {
        return Tag::Null;
    };
    // Python's `$` also matches before a line break at the end. Plain text never has one, but
    // a quoted text after a lone `!` is looked at in the same way.
    let bytes = text.as_bytes();
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    match first {
        b'0'..=b'9' => number(bytes),
        b'-' | b'+' | b'.' => match number(bytes) {
            Tag::Timestamp => Tag::Str,
            tag => tag,
        },
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' | b'<'
        | b'=' => word(bytes),
        b'!' | b'&' | b'*' if bytes.len() == 1 => Tag::Other("tag:yaml.org,2002:yaml".into()),
        _ => Tag::Str,
    }
}

fn number(bytes: &[u8]) -> Tag {
    if number::looks_like_float(bytes) {
        Tag::Float
    } else if number::looks_like_int(bytes) {
        Tag::Int
    } else if timestamp::looks_like_timestamp(bytes) {
        Tag::Timestamp
    } else {
        Tag::Str
    }
}

fn word(bytes: &[u8]) -> Tag {
    match bytes {
        b"yes" | b"Yes" | b"YES" | b"no" | b"No" | b"NO" | b"true" | b"True" | b"TRUE"
        | b"false" | b"False" | b"FALSE" | b"on" | b"On" | b"ON" | b"off" | b"Off" | b"OFF" => {
            Tag::Bool
        }
        b"~" | b"null" | b"Null" | b"NULL" => Tag::Null,
        b"<<" => Tag::Merge,
        b"=" => Tag::Value,
        _ => Tag::Str,
    }
}

/// A date, perhaps with a time.
pub(crate) enum Timestamp {
    Date(Date),
    DateTime(DateTime),
}

pub(crate) const NO_TRUTH_VALUE: Malformed = Malformed {
    kind: ErrorKind::Value,
    message: "not a truth value; write `true` or `false`",
};

/// The value of a text with the tag `!!bool`, in any mixture of capitals.
pub(crate) fn truth(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("yes") || is("true") || is("on") {
        Some(true)
    } else if is("no") || is("false") || is("off") {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for text in ["yes", "Yes", "YES", "on", "true"] {
            assert_eq!(plain_kind(text), Ok(ScalarKind::Bool(true)), "{text}");
        }
        for text in ["no", "No", "NO", "off", "False"] {
            assert_eq!(plain_kind(text), Ok(ScalarKind::Bool(false)), "{text}");
        }
        for text in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(plain_kind(text), Ok(ScalarKind::Null), "{text}");
        }
        for text in [
            "y", "n", "yEs", "tRue", "nUll", "none", "nullx", " ", "é", "-", "+", ".", "~~",
        ] {
            assert_eq!(plain_kind(text), Ok(ScalarKind::Str), "{text}");
        }
        assert_eq!(plain_kind("<<"), Ok(ScalarKind::Merge));
        assert_eq!(plain_kind("="), Ok(ScalarKind::Value));
    }

    #[test]
    fn a_line_break_at_the_end_is_looked_past() {
        assert_eq!(plain_kind("12\n"), Ok(ScalarKind::Int(Int::Small(12))));
        assert_eq!(plain_kind("~\n"), Ok(ScalarKind::Null));
        assert_eq!(plain_kind("\n"), Ok(ScalarKind::Str));
        assert_eq!(
            plain_kind("true\n"),
            Err(NO_TRUTH_VALUE),
            "but its value is not found"
        );
    }
}
