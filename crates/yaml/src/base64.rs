//! Base64 as Python's `base64.decodebytes` reads it: characters that do not belong are passed over.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes; none when the number of characters is wrong.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    // What is left of the last character, and how many characters of four there were.
    let (mut rest, mut seen) = (0_u8, 0);
    let mut padding = 0;
    for &c in text {
        if c == b'=' {
            padding += 1;
            if seen >= 2 && seen + padding >= 4 {
                return Some(bytes);
            }
            // Python counts padding only from the third character of four on.
            if seen < 2 {
                padding = 0;
            }
            continue;
        }
        let Some(value) = value_of(c) else {
            continue;
        };
        padding = 0;
        match seen {
            0 => rest = value,
            1 => {
                bytes.push(rest << 2 | value >> 4);
                rest = value & 0x0F;
            }
            2 => {
                bytes.push(rest << 4 | value >> 2);
                rest = value & 0x03;
            }
            _ => bytes.push(rest << 6 | value),
        }
        seen = (seen + 1) % 4;
    }
    (seen == 0).then_some(bytes)
}

/// For printing.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let index = bits >> (18 - 6 * place) & 63;
            let c = ALPHABET.get(index as usize).copied().unwrap_or(b'=');
            text.push(if place > group.len() {
                '='
            } else {
                char::from(c)
            });
        }
    }
    text
}

fn value_of(c: u8) -> Option<u8> {
    match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        for bytes in [&b""[..], b"a", b"ab", b"abc", b"\xff\x00\xfe\x01"] {
            assert_eq!(decode(encode(bytes).as_bytes()).as_deref(), Some(bytes));
        }
        assert_eq!(encode(b"abcd"), "YWJjZA==");
    }

    #[test]
    fn foreign_characters_are_passed_over() {
        assert_eq!(decode(b" Y W\nJ!j ").as_deref(), Some(&b"abc"[..]));
        assert_eq!(
            decode(b"YQ==YWJj").as_deref(),
            Some(&b"a"[..]),
            "nothing behind the padding"
        );
        assert_eq!(decode(b"YQ=").as_deref(), None);
        assert_eq!(decode(b"YWI").as_deref(), None);
        assert_eq!(decode(b"Y").as_deref(), None);
        assert_eq!(decode(b"==YWJj").as_deref(), Some(&b"abc"[..]));
    }
}
