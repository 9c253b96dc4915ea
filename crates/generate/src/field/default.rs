//! Defaults. One that PostgreSQL would refuse as such is left out.

use specql_sql::{DataType, Expression};

use super::{Field, Kind, Limits};
use crate::block::Block;

/// Words for the present moment.
const NOW: [&str; 3] = ["now", "now()", "current_timestamp"];
/// Words for the present day.
const TODAY: [&str; 2] = ["today", "current_date"];

impl Field<'_> {
    /// The value of a row that says nothing else; or why that cannot be.
    pub(crate) fn default(&self) -> Result<Option<Expression>, String> {
        let Some(written) = &self.spec.default else {
            return Ok(None);
        };
        let text = written.text.as_str();
        let is_quoted = self
            .spec
            .field_type
            .default
            .as_ref()
            .is_some_and(|default| default.quoted);
        if text.is_empty() && !is_quoted && !self.spec.is_mapping {
            return Ok(None);
        }
        let block = self.block.and_then(|block| block.get("default"));
        // In a mapping, YAML tells the word from nothing.
        let is_word = block.and_then(Block::text).is_some() && self.data_type() == DataType::TEXT;
        if !is_quoted && !is_word && matches!(text, "null" | "NULL" | "~") {
            return Ok(None);
        }
        let json = block.and_then(Block::json);
        let value = self.value(text, json.as_deref());
        value
            .map(Some)
            .ok_or_else(|| format!("the default `{text}` of the field `{}`", self.name()))
    }

    fn value(&self, text: &str, json: Option<&str>) -> Option<Expression> {
        match &self.kind {
            Kind::Reference(_) => None,
            Kind::Enum(words) => words.contains(&text).then(|| Expression::text(text)),
            Kind::List | Kind::Composite(_) => json_value(text, json),
            Kind::Limited(data_type, limits) => {
                of_type(data_type, text).filter(|_| limits.allow(data_type, text))
            }
            Kind::Unknown(_) => Some(Expression::text(text)),
            Kind::Basic(_) | Kind::Scalar(_) | Kind::Foreign(_) => {
                let data_type = self.data_type();
                match data_type.built_in_name() {
                    Some("json" | "jsonb") => json_value(text, json),
                    _ => of_type(&data_type, text),
                }
            }
        }
    }
}

impl Limits {
    /// Whether a value lies within them.
    fn allow(self, data_type: &DataType, text: &str) -> bool {
        let value = if *data_type == DataType::TEXT {
            i64::try_from(text.chars().count()).ok()
        } else {
            text.trim().parse().ok()
        };
        value.is_none_or(|value| {
            self.least.is_none_or(|least| least <= value)
                && self.most.is_none_or(|most| value <= most)
        })
    }
}

fn json_value(text: &str, json: Option<&str>) -> Option<Expression> {
    let is_json = |text: &&str| serde_json::from_str::<serde_json::Value>(text).is_ok();
    let json = json.filter(is_json).or(Some(text).filter(is_json))?;
    // No database takes a zero byte, however it is written.
    (!json.contains("\\u0000")).then(|| Expression::text(json).cast(DataType::JSONB))
}

/// A text as a value of a type; none where PostgreSQL would not take it.
pub(crate) fn of_type(data_type: &DataType, text: &str) -> Option<Expression> {
    let small = text.trim().to_ascii_lowercase();
    let literal = || Some(Expression::text(text.trim()));
    let moment = NOW.contains(&small.as_str());
    let day = TODAY.contains(&small.as_str());
    match data_type.built_in_name()? {
        "text" | "varchar" => Some(Expression::text(text)),
        "integer" => whole::<i32>(&small),
        "bigint" => whole::<i64>(&small),
        "smallint" => whole::<i16>(&small),
        "numeric" | "double precision" | "real" => Expression::number(&small),
        "boolean" => match small.as_str() {
            "true" | "yes" | "on" | "1" => Some(Expression::Boolean(true)),
            "false" | "no" | "off" | "0" => Some(Expression::Boolean(false)),
            _ => None,
        },
        "date" if moment || day => Some(Expression::Word("current_date")),
        "date" => is_day(&small).then(literal)?,
        "timestamptz" | "timestamp" if moment => Some(Expression::call("now", [])),
        "timestamptz" | "timestamp" if day => Some(Expression::Word("current_date")),
        "timestamptz" | "timestamp" => is_moment(&small).then(literal)?,
        "time" if moment || small == "current_time" => Some(Expression::Word("localtime")),
        "time" => is_time(&small).then(literal)?,
        "uuid" if small.starts_with("gen_random_uuid") || small.starts_with("uuid_generate") => {
            Some(Expression::call("gen_random_uuid", []))
        }
        "uuid" => is_uuid(&small).then(literal)?,
        "interval" => is_interval(&small).then(literal)?,
        "inet" => is_address(&small).then(literal)?,
        "macaddr" => is_hardware_address(&small).then(literal)?,
        "point" => is_point(&small).then(literal)?,
        _ => None,
    }
}

fn whole<N: std::str::FromStr + Into<i64>>(text: &str) -> Option<Expression> {
    let number: N = text.parse().ok()?;
    Some(Expression::integer(number.into()))
}

fn digits(text: &str, most: usize) -> Option<u32> {
    let is_short = !text.is_empty() && text.len() <= most;
    let is_digits = text.bytes().all(|b| b.is_ascii_digit());
    (is_short && is_digits).then(|| text.parse().ok())?
}

fn is_day(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    };
    (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<_> = text.split(':').map(|part| digits(part, 2)).collect();
    let is_clock = match parts.as_slice() {
        [Some(hour), Some(minute)] => *hour < 24 && *minute < 60,
        [Some(hour), Some(minute), Some(second)] => *hour < 24 && *minute < 60 && *second < 60,
        _ => false,
    };
    is_clock && digits(fraction, 6).is_some()
}

fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.split_once(['t', ' ']) else {
        return is_day(text);
    };
    let time = time.strip_suffix('z').unwrap_or(time);
    let (time, zone) = match time.find(['+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, "+00"),
    };
    let zone = zone.get(1..).unwrap_or_default();
    let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "0"));
    let is_zone = digits(hours, 2).is_some_and(|hours| hours < 15)
        && digits(minutes, 2).is_some_and(|minutes| minutes < 60);
    is_day(day) && is_time(time.trim_end()) && is_zone
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// `1 day`, `90 minutes 30 seconds`, `08:00`.
fn is_interval(text: &str) -> bool {
    const UNITS: [&str; 9] = [
        "microsecond",
        "millisecond",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
    ];
    if is_time(text) {
        return true;
    }
    let words: Vec<_> = text.split_whitespace().collect();
    let is_pair = |pair: &[&str]| match pair {
        [count, unit] => {
            let unit = unit.strip_suffix('s').unwrap_or(unit);
            digits(count.strip_prefix('-').unwrap_or(count), 6).is_some() && UNITS.contains(&unit)
        }
        _ => false,
    };
    !words.is_empty() && words.chunks(2).all(is_pair)
}

fn is_address(text: &str) -> bool {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<std::net::IpAddr>() else {
        return false;
    };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| digits(bits, 3).is_some_and(|bits| bits <= most))
}

fn is_hardware_address(text: &str) -> bool {
    let parts: Vec<_> = text.split([':', '-']).collect();
    let is_byte = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit());
    parts.len() == 6 && parts.iter().all(is_byte)
}

fn is_point(text: &str) -> bool {
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .unwrap_or(text);
    let parts: Vec<_> = inner.split(',').collect();
    let is_number = |part: &&str| Expression::number(part.trim()).is_some();
    parts.len() == 2 && parts.iter().all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_postgres_takes_is_a_default() {
        let takes =
            |name: &str, text: &str| of_type(&DataType::built_in(name).unwrap(), text).is_some();
        let cases = [
            ("integer", "12", "1.5"),
            ("smallint", "-7", "40000"),
            ("numeric", "0.25", "a lot"),
            ("boolean", "yes", "maybe"),
            ("date", "2024-02-29", "2023-02-29"),
            ("date", "today", "tomorrow'"),
            ("timestamptz", "2024-01-31T10:00:00Z", "2024-01-31T25:00"),
            ("timestamptz", "now()", "later"),
            ("time", "08:30", "8 o'clock"),
            ("uuid", "00000000-0000-0000-0000-000000000000", "0000"),
            ("interval", "1 day 2 hours", "a while"),
            ("inet", "10.0.0.0/8", "10.0.0.0/33"),
            ("macaddr", "00:11:22:33:44:55", "00:11"),
            ("point", "(1.5,2)", "here"),
        ];
        for (name, right, wrong) in cases {
            assert!(takes(name, right), "{name} {right}");
            assert!(!takes(name, wrong), "{name} {wrong}");
        }
    }
}
