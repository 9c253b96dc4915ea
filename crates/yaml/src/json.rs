//! Prints values as JSON, for tests and tools.
//!
//! What JSON has no form for is an object with one key that begins with `$`:
//!
//! | | |
//! |---|---|
//! | whole number beyond 2^53-1 | `{"$int": "0x20000000000000"}` |
//! | infinite, not a number | `{"$float": ".inf"}`, `"-.inf"`, `".nan"` |
//! | date, date with time | `{"$date": "2020-01-31"}`, `{"$datetime": "2020-01-31T12:00:00+00:00"}` |
//! | bytes | `{"$bytes": "base64"}` |
//! | set | `{"$set": [...]}`, the items sorted by their JSON text |
//! | a pair of an omap | `{"$tuple": [key, value]}` |
//! | mapping with a key that is no text or begins with `$` | `{"$map": [[key, value], ...]}` |
//! | text with a lone surrogate | `{"$codepoints": [55296]}` |
//! | collection inside of itself | `{"$cycle": n}`: the one n levels up, 1 being that around |
//!
//! A float always has a point or an exponent, a whole number never. There is no space between the
//! parts, and the order of a mapping's keys is Python's.

use std::collections::HashMap;
use std::fmt::Write;

use crate::base64;
use crate::bigint::Int;
use crate::compose::NodeId;
use crate::text::Text;
use crate::value::{Document, Entry, Value};

/// Prints a document; none if it takes more than about `limit` bytes.
///
/// Aliases are written out, so a small text can have a very long form.
#[must_use]
pub fn print(document: &Document<'_>, limit: usize) -> Option<String> {
    print_value(document, document.root(), limit)
}

/// Prints one value of a document, as [`print`] does.
#[must_use]
pub fn print_value(document: &Document<'_>, id: NodeId, limit: usize) -> Option<String> {
    let mut printer = Printer {
        document,
        out: String::new(),
        open: Vec::new(),
        depth: HashMap::new(),
    };
    printer.value(id);
    while printer.step() {
        if printer.out.len() > limit {
            return None;
        }
    }
    Some(printer.out)
}

struct Printer<'d> {
    document: &'d Document<'d>,
    out: String,
    /// The collections that are not printed to the end.
    open: Vec<Open<'d>>,
    /// For each node that is open how many collections are, with it. A document has very many
    /// nodes, and one may ask for the text of each of them.
    depth: HashMap<NodeId, usize>,
}

struct Open<'d> {
    id: NodeId,
    rest: Rest<'d>,
    is_first: bool,
}

/// What is still to be printed.
enum Rest<'d> {
    Items(std::slice::Iter<'d, NodeId>),
    Pairs(std::slice::Iter<'d, (NodeId, NodeId)>),
    /// The second half of a pair.
    Second(std::slice::Iter<'d, (NodeId, NodeId)>, NodeId),
    Object(std::slice::Iter<'d, Entry>),
    Map(std::slice::Iter<'d, Entry>),
}

impl<'d> Printer<'d> {
    /// Prints the next part; false at the end.
    fn step(&mut self) -> bool {
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        if !std::mem::take(&mut open.is_first) && !matches!(open.rest, Rest::Second(..)) {
            // What closes the previous part, and perhaps a comma.
            self.out.push_str(match &open.rest {
                Rest::Pairs(_) => "]}",
                Rest::Map(_) => "]",
                _ => "",
            });
            if open.rest.is_not_empty() {
                self.out.push(',');
            }
        }
        match &mut open.rest {
            Rest::Items(items) => match items.next() {
                Some(item) => self.value(*item),
                None => self.close("]"),
            },
            Rest::Object(entries) => match entries.next() {
                Some(entry) => {
                    self.scalar(entry.key);
                    self.out.push(':');
                    self.value(entry.value);
                }
                None => self.close("}"),
            },
            Rest::Map(entries) => match entries.next() {
                Some(entry) => {
                    self.out.push('[');
                    self.scalar(entry.key);
                    self.out.push(',');
                    self.value(entry.value);
                }
                None => self.close("]}"),
            },
            Rest::Pairs(pairs) => match pairs.next() {
                Some((first, second)) => {
                    open.rest = Rest::Second(pairs.clone(), *second);
                    self.out.push_str(r#"{"$tuple":["#);
                    self.value(*first);
                }
                None => self.close("]"),
            },
            Rest::Second(pairs, second) => {
                let second = *second;
                open.rest = Rest::Pairs(pairs.clone());
                self.out.push(',');
                self.value(second);
            }
        }
        true
    }

    fn close(&mut self, end: &str) {
        self.out.push_str(end);
        if let Some(open) = self.open.pop() {
            self.depth.remove(&open.id);
        }
    }

    /// Prints a scalar, or begins a collection.
    fn value(&mut self, id: NodeId) {
        let document = self.document;
        let (start, rest) = match document.value(id) {
            Value::Sequence(items) => ("[", Rest::Items(items.iter())),
            Value::Pairs(pairs) => ("[", Rest::Pairs(pairs.iter())),
            Value::Mapping(entries) if entries.iter().all(|entry| self.is_plain_key(entry.key)) => {
                ("{", Rest::Object(entries.iter()))
            }
            Value::Mapping(entries) => (r#"{"$map":["#, Rest::Map(entries.iter())),
            _ => return self.scalar(id),
        };
        if let Some(depth) = self.depth.get(&id) {
            let levels = self.open.len() + 1 - depth;
            self.write(format_args!(r#"{{"$cycle":{levels}}}"#));
            return;
        }
        self.depth.insert(id, self.open.len() + 1);
        self.out.push_str(start);
        self.open.push(Open {
            id,
            rest,
            is_first: true,
        });
    }

    fn is_plain_key(&self, id: NodeId) -> bool {
        match self.document.value(id) {
            Value::Str(text) => !text.has_surrogates() && !text.starts_with('$'),
            _ => false,
        }
    }

    fn scalar(&mut self, id: NodeId) {
        match self.document.value(id) {
            Value::Null => self.out.push_str("null"),
            Value::Bool(value) => self.write(format_args!("{value}")),
            Value::Int(value) => self.int(value),
            Value::Float(value) => self.float(*value),
            Value::Str(text) => self.text(text),
            Value::Bytes(bytes) => {
                self.write(format_args!(r#"{{"$bytes":"{}"}}"#, base64::encode(bytes)));
            }
            Value::Date(date) => self.write(format_args!(r#"{{"$date":"{date}"}}"#)),
            Value::DateTime(time) => self.write(format_args!(r#"{{"$datetime":"{time}"}}"#)),
            Value::Set(items) => self.set(items),
            // Collections are never printed in one go.
            Value::Sequence(_) | Value::Mapping(_) | Value::Pairs(_) => {}
        }
    }

    fn set(&mut self, items: &[NodeId]) {
        // The items are scalars, so this goes no deeper.
        let mut printed: Vec<String> = Vec::with_capacity(items.len());
        let before = std::mem::take(&mut self.out);
        for item in items {
            self.scalar(*item);
            printed.push(std::mem::take(&mut self.out));
        }
        self.out = before;
        printed.sort_unstable();
        self.write(format_args!(r#"{{"$set":[{}]}}"#, printed.join(",")));
    }

    fn int(&mut self, value: &Int) {
        const LARGEST_EXACT: u64 = (1 << 53) - 1;
        match value.to_i64() {
            Some(small) if small.unsigned_abs() <= LARGEST_EXACT => {
                self.write(format_args!("{small}"));
            }
            _ => self.write(format_args!(r#"{{"$int":"{value:x}"}}"#)),
        }
    }

    fn float(&mut self, value: f64) {
        if value.is_nan() {
            return self.out.push_str(r#"{"$float":".nan"}"#);
        }
        if value.is_infinite() {
            let sign = if value < 0.0 { "-" } else { "" };
            return self.write(format_args!(r#"{{"$float":"{sign}.inf"}}"#));
        }
        self.out.push_str(&float_digits(value));
    }

    fn text(&mut self, text: &Text<'_>) {
        if text.has_surrogates() {
            let codes: Vec<String> = text.codepoints().map(|code| code.to_string()).collect();
            return self.write(format_args!(r#"{{"$codepoints":[{}]}}"#, codes.join(",")));
        }
        self.out.push('"');
        let is_plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\');
        if text.bytes().all(is_plain) {
            self.out.push_str(text);
            self.out.push('"');
            return;
        }
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                c if c < ' ' => self.write(format_args!("\\u{:04x}", u32::from(c))),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    fn write(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(arguments);
    }
}

/// The shortest digits that mean this float, as Python has them.
pub(crate) fn float_digits(value: f64) -> String {
    let printed = format!("{value:?}");
    let Some((digits, exponent)) = printed.split_once('e') else {
        return printed;
    };
    // Only exponents look different.
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(rest) => ('-', rest),
        None => ('+', exponent),
    };
    format!("{digits}e{sign}{exponent:0>2}")
}

impl Rest<'_> {
    fn is_not_empty(&self) -> bool {
        match self {
            Self::Items(items) => items.len() > 0,
            Self::Pairs(pairs) | Self::Second(pairs, _) => pairs.len() > 0,
            Self::Object(entries) | Self::Map(entries) => entries.len() > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;

    fn json(text: &str) -> String {
        print(&load(text).unwrap(), usize::MAX).unwrap()
    }

    #[test]
    fn numbers() {
        assert_eq!(
            json("[9007199254740991, 9007199254740992, -9007199254740992]"),
            r#"[9007199254740991,{"$int":"0x20000000000000"},{"$int":"-0x20000000000000"}]"#
        );
        assert_eq!(
            json("[1.0, -0.0, 0.0001, 0.00001, 1.e+16, 1.5e+300, 123456789012345680.0]"),
            "[1.0,-0.0,0.0001,1e-05,1e+16,1.5e+300,1.2345678901234568e+17]"
        );
        assert_eq!(
            json("[.inf, -.INF, .nan]"),
            r#"[{"$float":".inf"},{"$float":"-.inf"},{"$float":".nan"}]"#
        );
    }

    #[test]
    fn texts() {
        assert_eq!(
            json(r#""\"\\\b\f\n\r\t\0\e\x7fé""#),
            "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001b\u{7f}é\""
        );
        assert_eq!(json(r#""a\ud800""#), r#"{"$codepoints":[97,55296]}"#);
    }

    #[test]
    fn mappings_with_odd_keys() {
        assert_eq!(json("{a: {}, b: []}"), r#"{"a":{},"b":[]}"#);
        assert_eq!(
            json("{$a: [{}], b: 1}"),
            r#"{"$map":[["$a",[{}]],["b",1]]}"#
        );
        assert_eq!(
            json("!!pairs [{[a]: [b, c]}, {d: }]"),
            r#"[{"$tuple":[["a"],["b","c"]]},{"$tuple":["d",null]}]"#
        );
        assert_eq!(json("!!pairs []"), "[]");
    }

    #[test]
    fn aliases_are_written_out_up_to_a_limit() {
        assert_eq!(json("[&a [x], *a]"), r#"[["x"],["x"]]"#);
        let mut bomb = "- &a0 [x, x]\n".to_owned();
        for n in 1..100 {
            bomb += &format!("- &a{n} [*a{}, *a{}]\n", n - 1, n - 1);
        }
        assert_eq!(print(&load(&bomb).unwrap(), 100_000), None);
    }
}
