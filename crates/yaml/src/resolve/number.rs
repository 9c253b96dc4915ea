//! Whole numbers and floats.
//!
//! Two questions with different answers: what *looks* like a number in a plain scalar (a narrow
//! pattern), and what Python makes of a text that has the tag (its own `int()` and `float()`,
//! which take much more).

use std::borrow::Cow;

use super::Malformed;
use crate::bigint::{Int, Magnitude};

/// Python reads no decimal number with more digits than this.
pub(crate) const MAX_DECIMAL_DIGITS: usize = 4300;

/// A number such as `1:30:00` may have so many parts. PyYAML has no limit, but its time grows
/// with their square.
pub const MAX_SEXAGESIMAL_PARTS: usize = 10_000;

// What looks like a number

pub(super) fn looks_like_int(bytes: &[u8]) -> bool {
    let digits = unsigned(bytes);
    let all = |digits: &[u8], fits: fn(u8) -> bool| {
        !digits.is_empty() && digits.iter().all(|b| *b == b'_' || fits(*b))
    };
    match digits {
        b"0" => true,
        [b'0', b'b', rest @ ..] => all(rest, |b| matches!(b, b'0' | b'1')),
        [b'0', b'x', rest @ ..] => all(rest, |b| b.is_ascii_hexdigit()),
        [b'0', rest @ ..] => all(rest, |b| matches!(b, b'0'..=b'7')),
        [b'1'..=b'9', ..] => match split_digits(digits) {
            (_, []) => true,
            (_, rest) => sixties(rest).is_some_and(<[u8]>::is_empty),
        },
        _ => false,
    }
}

pub(super) fn looks_like_float(bytes: &[u8]) -> bool {
    let number = unsigned(bytes);
    match number {
        b".inf" | b".Inf" | b".INF" => true,
        // These two take no sign.
        b".nan" | b".NaN" | b".NAN" => number.len() == bytes.len(),
        [b'.', fraction @ ..] => {
            number.len() == bytes.len()
                && fraction.first().is_some_and(u8::is_ascii_digit)
                && is_exponent_or_empty(split_digits(fraction).1)
        }
        [b'0'..=b'9', ..] => match split_digits(number) {
            (_, [b'.', fraction @ ..]) => is_exponent_or_empty(split_digits(fraction).1),
            (_, rest) => match sixties(rest) {
                Some([b'.', fraction @ ..]) => split_digits(fraction).1.is_empty(),
                _ => false,
            },
        },
        _ => false,
    }
}

fn unsigned(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'+' | b'-', rest @ ..] => rest,
        _ => bytes,
    }
}

/// The digits and underscores at the beginning, and the rest.
fn split_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let len = bytes
        .iter()
        .take_while(|b| b.is_ascii_digit() || **b == b'_')
        .count();
    bytes.split_at_checked(len).unwrap_or((bytes, &[]))
}

/// What is behind `:59:59`; none when there is nothing of this form, or something more.
fn sixties(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    while let [b':', behind @ ..] = rest {
        rest = match behind {
            [b'0'..=b'5', b'0'..=b'9', behind @ ..] => behind,
            [b'0'..=b'9', behind @ ..] => behind,
            _ => return None,
        };
    }
    (rest.len() < bytes.len()).then_some(rest)
}

fn is_exponent_or_empty(bytes: &[u8]) -> bool {
    match bytes {
        [] => true,
        [b'e' | b'E', b'+' | b'-', digits @ ..] => {
            !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

// What Python makes of it

const NO_INT: Malformed = Malformed {
    kind: crate::error::ErrorKind::Value,
    message: "this looks like a whole number and is none; put it in quotes if it is text",
};

const NO_FLOAT: Malformed = Malformed {
    kind: crate::error::ErrorKind::Value,
    message: "this looks like a number and is none; put it in quotes if it is text",
};

/// The value of a text with the tag `!!int`.
pub(crate) fn int(text: &str) -> Result<Int, Malformed> {
    // Nearly all numbers are short and plain.
    if matches!(text.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
        && let Ok(value) = text.parse()
    {
        return Ok(Int::Small(value));
    }
    let text = without_underscores(text);
    let (negative, digits) = sign(&text);
    let value = if digits.is_empty() {
        return Err(NO_INT);
    } else if let Some(digits) = digits.strip_prefix("0b") {
        python_int(digits, 2)?
    } else if let Some(digits) = digits.strip_prefix("0x") {
        python_int(digits, 16)?
    } else if digits.starts_with('0') && digits != "0" {
        python_int(digits, 8)?
    } else if digits.contains(':') {
        sexagesimal_int(digits)?
    } else {
        python_int(digits, 10)?
    };
    Ok(if negative { value.negated() } else { value })
}

fn sexagesimal_int(digits: &str) -> Result<Int, Malformed> {
    let parts = digits.split(':');
    if parts.clone().count() > MAX_SEXAGESIMAL_PARTS {
        return Err(Malformed::too_large(
            "a number with so many `:` is not read",
        ));
    }
    // Parts may be negative when the tag is written out, so there are two sums.
    let (mut positive, mut negative) = (Magnitude::default(), Magnitude::default());
    for part in parts {
        let value = python_int(part, 10)?;
        positive.multiply_add(60, 0);
        negative.multiply_add(60, 0);
        let sum = if value.is_negative() {
            &mut negative
        } else {
            &mut positive
        };
        sum.add(&value.into_magnitude());
    }
    let (is_negative, value) = positive.minus(&negative);
    Ok(Int::new(is_negative, value))
}

/// Python's `int(text, base)`.
fn python_int(text: &str, base: u32) -> Result<Int, Malformed> {
    let ascii = to_ascii(text);
    let (negative, digits) = sign(ascii.trim_matches(is_ascii_space));
    let digits = match base {
        2 => digits
            .strip_prefix("0b")
            .or_else(|| digits.strip_prefix("0B")),
        8 => digits
            .strip_prefix("0o")
            .or_else(|| digits.strip_prefix("0O")),
        16 => digits
            .strip_prefix("0x")
            .or_else(|| digits.strip_prefix("0X")),
        _ => None,
    }
    .unwrap_or(digits);
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(base)) {
        return Err(NO_INT);
    }
    if base == 10 && digits.len() > MAX_DECIMAL_DIGITS {
        return Err(Malformed::new(
            "Python reads no whole number of more than 4300 digits",
        ));
    }
    Ok(Int::new(
        negative,
        Magnitude::from_digits(digits.as_bytes(), base),
    ))
}

/// The value of a text with the tag `!!float`.
pub(crate) fn float(text: &str) -> Result<f64, Malformed> {
    let text = without_underscores(text).to_lowercase();
    let (negative, number) = sign(&text);
    let value = match number {
        "" => return Err(NO_FLOAT),
        ".inf" => f64::INFINITY,
        ".nan" => return Ok(f64::NAN),
        _ if number.contains(':') => sexagesimal_float(number)?,
        _ => python_float(number)?,
    };
    Ok(if negative { -value } else { value })
}

fn sexagesimal_float(number: &str) -> Result<f64, Malformed> {
    let parts: Vec<f64> = number
        .split(':')
        .map(python_float)
        .collect::<Result<_, _>>()?;
    let mut value = 0.0;
    let mut base = Int::Small(1).into_magnitude();
    for part in parts.iter().rev() {
        let factor = base.to_f64();
        value += part * factor.ok_or(Malformed::new("a number with so many `:` is too large"))?;
        base.multiply_add(60, 0);
    }
    Ok(value)
}

/// Python's `float(text)`.
fn python_float(text: &str) -> Result<f64, Malformed> {
    to_ascii(text)
        .trim_matches(is_ascii_space)
        .parse()
        .map_err(|_| NO_FLOAT)
}

/// Whether a text with the tag `!!float` is written `.nan`: PyYAML has only one such value, while
/// every `!!float nan` is another. It makes a difference for keys.
pub(crate) fn is_canonical_nan(text: &str) -> bool {
    sign(&without_underscores(text).to_lowercase()).1 == ".nan"
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') {
        text.replace('_', "").into()
    } else {
        text.into()
    }
}

fn sign(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix('-') {
        (true, rest)
    } else {
        (false, text.strip_prefix('+').unwrap_or(text))
    }
}

/// Python reads the digits of all scripts. Whatever else is not ASCII becomes something that no
/// number has.
fn to_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let convert = |c: char| match decimal_digit(c) {
        _ if c.is_ascii() => c,
        Some(digit) => char::from(b'0' + digit),
        None if c.is_whitespace() => ' ',
        None => '?',
    };
    text.chars().map(convert).collect()
}

fn is_ascii_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

fn decimal_digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = DECIMAL_ZEROS.iter().rev().find(|zero| **zero <= code)?;
    u8::try_from(code - zero).ok().filter(|digit| *digit < 10)
}

/// The digit zero of every script in Unicode 14, Python 3.11's version.
const DECIMAL_ZEROS: [u32; 65] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650,
    0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn small(text: &str) -> Option<i64> {
        int(text).ok().and_then(|int| int.to_i64())
    }

    #[test]
    fn what_looks_like_a_whole_number() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("+12", 12),
            ("1_000_", 1000),
            ("0_", 0),
            ("014", 12),
            ("-0_7", -7),
            ("0xfF", 255),
            ("0b1_0", 2),
            ("1:30", 90),
            ("-1:30:05", -5405),
            ("190:20:30", 685_230),
            ("1_0:5", 605),
        ] {
            assert!(looks_like_int(text.as_bytes()), "{text}");
            assert_eq!(small(text), Some(value), "{text}");
        }
        for text in [
            "", "-", "08", "0o7", "1:60", "1:", "0:30", "0x", "0b", "0b2", "_1", "1a", "0X1",
            "1:3:", "1 ", "--1", "+-1",
        ] {
            assert!(!looks_like_int(text.as_bytes()), "{text}");
        }
        for text in ["0b_", "0x_", "-0x__"] {
            assert!(
                looks_like_int(text.as_bytes()) && int(text).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn what_python_takes_for_a_whole_number_with_the_tag() {
        for (text, value) in [
            ("0o17", 15),
            ("--5", 5),
            ("- 5", -5),
            (" 12\n", 12),
            ("٣٤", 34),
            ("1:-5", 55),
            ("_5", 5),
            ("0x0X1f", 31),
            ("1:-90", -30),
        ] {
            assert_eq!(small(text), Some(value), "{text}");
        }
        for text in ["", "_", "-", "x", "1.5", "\u{1c}5", "0b", "09", "1::2", "é"] {
            assert!(int(text).is_err(), "{text}");
        }
    }

    #[test]
    fn whole_numbers_of_any_size() {
        assert_eq!(
            format!("{:x}", int("-12345678901234567890123").unwrap()),
            "-0x29d42b64e76714244cb"
        );
        assert!(int(&"9".repeat(4300)).is_ok());
        assert!(int(&"9".repeat(4301)).is_err());
        assert!(int(&format!("0x{}", "f".repeat(100_000))).is_ok());
        assert!(int(&format!("1{}", ":59".repeat(9_999))).is_ok());
        assert!(int(&format!("1{}", ":59".repeat(10_000))).is_err());
    }

    #[test]
    fn what_looks_like_a_float() {
        for (text, value) in [
            ("1.", 1.0),
            ("1.5", 1.5),
            ("-1_0.2_5", -10.25),
            (".5", 0.5),
            ("1.5e+3", 1500.0),
            (".5E-1", 0.05),
            ("-.inf", f64::NEG_INFINITY),
            ("1:30.5", 90.5),
            ("0:0_.5", 0.5),
            ("0.1", 0.1),
            ("._5", 0.5),
            ("1._", 1.0),
        ] {
            let looks = looks_like_float(text.as_bytes());
            assert_eq!(looks, !matches!(text, "0:0_.5" | "._5"), "{text}");
            assert_eq!(float(text), Ok(value), "{text}");
        }
        assert!(float(".NaN").is_ok_and(f64::is_nan) && looks_like_float(b".NaN"));
        for text in [
            "1e5", "1.5e3", "-.5", "-.nan", ".", "1.5e+", "1:60.5", ".iNF", "1.5 ", "_.5",
        ] {
            assert!(!looks_like_float(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_python_takes_for_a_float_with_the_tag() {
        assert_eq!(float(" 1e5 "), Ok(1e5));
        assert_eq!(float("INFINITY"), Ok(f64::INFINITY));
        assert_eq!(float("1e999"), Ok(f64::INFINITY));
        assert_eq!(float("-0"), Ok(0.0));
        assert!(float("-0").is_ok_and(f64::is_sign_negative));
        for text in ["", "-", ".", "e5", "0x1p3", "1:x"] {
            assert!(float(text).is_err(), "{text}");
        }
        assert!(float(&format!("1{}.0", ":0".repeat(173))).is_ok());
        assert!(float(&format!("1{}.0", ":0".repeat(174))).is_err());
    }
}
