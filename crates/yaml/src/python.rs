//! What Python makes of values: whether they count as true, and how `str()` and `repr()` write
//! them for a program that takes them for text.

use std::fmt::Write;

use crate::compose::NodeId;
use crate::json::float_digits;
use crate::text::Text;
use crate::value::{DateTime, Document, Value};

/// What `bool(value)` gives: empty things and zeros are false.
#[must_use]
pub fn is_true(value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Int(value) => value.to_i64() != Some(0),
        Value::Float(value) => *value != 0.0,
        Value::Str(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::Date(_) | Value::DateTime(_) => true,
        Value::Sequence(items) | Value::Set(items) => !items.is_empty(),
        Value::Mapping(entries) => !entries.is_empty(),
        Value::Pairs(pairs) => !pairs.is_empty(),
    }
}

/// What `str(value)` gives; none if that takes more than about `limit` bytes.
#[must_use]
pub fn str(document: &Document<'_>, id: NodeId, limit: usize) -> Option<String> {
    match document.value(id) {
        Value::Str(text) => Some(text.as_str().to_owned()),
        Value::Date(date) => Some(date.to_string()),
        Value::DateTime(time) => Some(time.to_string().replacen('T', " ", 1)),
        _ => repr(document, id, limit),
    }
}

/// What `repr(value)` gives; none if that takes more than about `limit` bytes.
#[must_use]
pub fn repr(document: &Document<'_>, id: NodeId, limit: usize) -> Option<String> {
    let mut writer = Writer {
        document,
        out: String::new(),
        limit,
        open: Vec::new(),
    };
    writer.value(id)?;
    Some(writer.out)
}

/// More levels than any document that loads has without an alias; Python's stack ends here, too.
const MAX_DEPTH: usize = 500;

struct Writer<'d> {
    document: &'d Document<'d>,
    out: String,
    limit: usize,
    /// The collections that are not written to the end.
    open: Vec<NodeId>,
}

impl Writer<'_> {
    fn value(&mut self, id: NodeId) -> Option<()> {
        if self.out.len() > self.limit {
            return None;
        }
        match self.document.value(id) {
            Value::Null => self.out.push_str("None"),
            Value::Bool(true) => self.out.push_str("True"),
            Value::Bool(false) => self.out.push_str("False"),
            Value::Int(value) => self.write(format_args!("{value}")),
            Value::Float(value) => self.float(*value),
            Value::Str(text) => self.text(text),
            Value::Bytes(bytes) => self.bytes(bytes),
            Value::Date(date) => self.write(format_args!(
                "datetime.date({}, {}, {})",
                date.year, date.month, date.day
            )),
            Value::DateTime(time) => self.date_time(time),
            Value::Sequence(items) => {
                self.collection(id, "[", "]", "[...]", items, |writer, item| {
                    writer.value(*item)
                })?;
            }
            Value::Set(items) if items.is_empty() => self.out.push_str("set()"),
            Value::Set(items) => {
                self.collection(id, "{", "}", "set(...)", items, |writer, item| {
                    writer.value(*item)
                })?;
            }
            Value::Mapping(entries) => {
                self.collection(id, "{", "}", "{...}", entries, |writer, entry| {
                    writer.value(entry.key)?;
                    writer.out.push_str(": ");
                    writer.value(entry.value)
                })?;
            }
            Value::Pairs(pairs) => {
                self.collection(id, "[", "]", "[...]", pairs, |writer, (first, second)| {
                    writer.out.push('(');
                    writer.value(*first)?;
                    writer.out.push_str(", ");
                    writer.value(*second)?;
                    writer.out.push(')');
                    Some(())
                })?;
            }
        }
        Some(())
    }

    fn collection<T>(
        &mut self,
        id: NodeId,
        opening: &str,
        closing: &str,
        inside_itself: &str,
        items: &[T],
        item: impl Fn(&mut Self, &T) -> Option<()>,
    ) -> Option<()> {
        if self.open.contains(&id) {
            self.out.push_str(inside_itself);
            return Some(());
        }
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        self.open.push(id);
        self.out.push_str(opening);
        for (index, part) in items.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            item(self, part)?;
        }
        self.out.push_str(closing);
        self.open.pop();
        Some(())
    }

    fn float(&mut self, value: f64) {
        match value {
            _ if value.is_nan() => self.out.push_str("nan"),
            f64::INFINITY => self.out.push_str("inf"),
            f64::NEG_INFINITY => self.out.push_str("-inf"),
            _ => self.out.push_str(&float_digits(value)),
        }
    }

    fn date_time(&mut self, time: &DateTime) {
        let date = time.date;
        self.write(format_args!(
            "datetime.datetime({}, {}, {}, {}, {}",
            date.year, date.month, date.day, time.hour, time.minute
        ));
        if time.second > 0 || time.microsecond > 0 {
            self.write(format_args!(", {}", time.second));
        }
        if time.microsecond > 0 {
            self.write(format_args!(", {}", time.microsecond));
        }
        match time.offset_minutes {
            None => {}
            Some(0) => self.out.push_str(", tzinfo=datetime.timezone.utc"),
            Some(offset) => {
                // Python keeps days and a number of seconds that is never negative.
                let seconds = i32::from(offset) * 60;
                let days = if seconds < 0 { "days=-1, " } else { "" };
                let seconds = seconds.rem_euclid(24 * 60 * 60);
                self.write(format_args!(
                    ", tzinfo=datetime.timezone(datetime.timedelta({days}seconds={seconds}))"
                ));
            }
        }
        self.out.push(')');
    }

    fn text(&mut self, text: &Text<'_>) {
        let quote = quote_for(text.contains('\''), text.contains('"'));
        self.out.push(quote);
        for code in text.codepoints() {
            match char::from_u32(code) {
                Some('\\') => self.out.push_str("\\\\"),
                Some('\n') => self.out.push_str("\\n"),
                Some('\r') => self.out.push_str("\\r"),
                Some('\t') => self.out.push_str("\\t"),
                Some(c) if c == quote => self.write(format_args!("\\{c}")),
                Some(c) if is_printable(c) => self.out.push(c),
                _ if code < 0x100 => self.write(format_args!("\\x{code:02x}")),
                _ if code < 0x1_0000 => self.write(format_args!("\\u{code:04x}")),
                _ => self.write(format_args!("\\U{code:08x}")),
            }
        }
        self.out.push(quote);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
        self.write(format_args!("b{quote}"));
        for byte in bytes {
            match char::from(*byte) {
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c if c == quote => self.write(format_args!("\\{c}")),
                c @ ' '..='~' => self.out.push(c),
                _ => self.write(format_args!("\\x{byte:02x}")),
            }
        }
        self.out.push(quote);
    }

    fn write(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(arguments);
    }
}

fn quote_for(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

/// Whether `repr()` shows the character as it is. Unassigned characters, of which each version of
/// Python has others, are taken to be printable.
fn is_printable(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' |
        '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{1680}' | '\u{2000}'..='\u{200f}' |
        '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' |
        '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' |
        '\u{e0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;

    fn written(text: &str) -> String {
        let document = load(text).unwrap();
        str(&document, document.root(), 10_000).unwrap()
    }

    #[test]
    fn scalars_are_written_as_python_writes_them() {
        assert_eq!(written("~"), "None");
        assert_eq!(written("yes"), "True");
        assert_eq!(written("12:30:00"), "45000");
        assert_eq!(written("-0x10000000000000000"), "-18446744073709551616");
        assert_eq!(written("1.0e+30"), "1e+30");
        assert_eq!(written("-.inf"), "-inf");
        assert_eq!(written("2020-01-31"), "2020-01-31");
        assert_eq!(written("2020-01-31 10:00:00Z"), "2020-01-31 10:00:00+00:00");
        assert_eq!(written("it's"), "it's");
    }

    #[test]
    fn collections_hold_the_representations_of_their_parts() {
        assert_eq!(
            written("[a, \"it's\", 'x\"''', 1, \"\\n\\x01é\"]"),
            r#"['a', "it's", 'x"\'', 1, '\n\x01é']"#
        );
        assert_eq!(written("{a: [], 1: {}}"), "{'a': [], 1: {}}");
        assert_eq!(written("!!set {}"), "set()");
        assert_eq!(written("!!pairs [a: 1]"), "[('a', 1)]");
        assert_eq!(written("&a [*a, {b: *a}]"), "[[...], {'b': [...]}]");
        assert_eq!(
            written("[2020-01-31, 2020-01-31 10:00:00.5-01:30, !!binary aGkn]"),
            "[datetime.date(2020, 1, 31), datetime.datetime(2020, 1, 31, 10, 0, 0, 500000, \
             tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=81000))), b\"hi'\"]"
        );
    }

    #[test]
    fn what_is_too_long_is_not_written() {
        let mut bomb = "- &a0 [x, x]\n".to_owned();
        for n in 1..100 {
            bomb += &format!("- &a{n} [*a{}, *a{}]\n", n - 1, n - 1);
        }
        let document = load(&bomb).unwrap();
        assert_eq!(repr(&document, document.root(), 1000), None);
    }
}
