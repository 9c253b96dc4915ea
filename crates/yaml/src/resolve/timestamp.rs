//! Dates and times.

use super::{Malformed, Timestamp};
use crate::value::{Date, DateTime};

/// Whether a plain scalar is taken for a date or time.
pub(super) fn looks_like_timestamp(bytes: &[u8]) -> bool {
    match parse(bytes) {
        // A date alone must have two digits everywhere.
        Some(Fields { time: None, .. }) => bytes.len() == "2020-01-31".len(),
        Some(_) => true,
        None => false,
    }
}

/// The value of a text with the tag `!!timestamp`.
pub(crate) fn timestamp(text: &str) -> Result<Timestamp, Malformed> {
    let bytes = text.as_bytes();
    let fields = parse(bytes.strip_suffix(b"\n").unwrap_or(bytes))
        .ok_or(Malformed::new("not a date; write it as `2020-01-31`"))?;
    let date = Date {
        year: fields.year,
        month: fields.month,
        day: fields.day,
    };
    if fields.year == 0 || !(1..=12).contains(&fields.month) {
        return Err(Malformed::new(
            "this looks like a date, but there is no such month; put it in quotes if it is text",
        ));
    }
    if fields.day == 0 || fields.day > days_in_month(fields.year, fields.month) {
        return Err(Malformed::new(
            "this looks like a date, but its month has no such day; put it in quotes if it is text",
        ));
    }
    let Some(time) = fields.time else {
        return Ok(Timestamp::Date(date));
    };
    if time.hour > 23 || time.minute > 59 || time.second > 59 {
        return Err(Malformed::new(
            "this looks like a date with a time, but there is no such time of day; put it in \
             quotes if it is text",
        ));
    }
    if time.offset.is_some_and(|minutes| minutes.abs() >= 24 * 60) {
        return Err(Malformed::new(
            "a time zone must be less than 24 hours from UTC",
        ));
    }
    Ok(Timestamp::DateTime(DateTime {
        date,
        hour: time.hour,
        minute: time.minute,
        second: time.second,
        microsecond: time.microsecond,
        offset_minutes: time.offset,
    }))
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 }) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The numbers of a date as they are written, possible or not.
struct Fields {
    year: u16,
    month: u8,
    day: u8,
    time: Option<Time>,
}

struct Time {
    hour: u8,
    minute: u8,
    second: u8,
    microsecond: u32,
    offset: Option<i16>,
}

fn parse(bytes: &[u8]) -> Option<Fields> {
    let mut rest = Rest(bytes);
    let year = u16::from(rest.two_digits()?) * 100 + u16::from(rest.two_digits()?);
    rest.expect(b'-')?;
    let month = rest.one_or_two_digits()?;
    rest.expect(b'-')?;
    let day = rest.one_or_two_digits()?;
    let mut fields = Fields {
        year,
        month,
        day,
        time: None,
    };
    if rest.0.is_empty() {
        return Some(fields);
    }
    if rest.skip_blanks() == 0 {
        rest.expect(b'T').or_else(|| rest.expect(b't'))?;
    }
    let hour = rest.one_or_two_digits()?;
    rest.expect(b':')?;
    let minute = rest.two_digits()?;
    rest.expect(b':')?;
    let second = rest.two_digits()?;
    let microsecond = if rest.expect(b'.').is_some() {
        rest.fraction()
    } else {
        0
    };
    let mut time = Time {
        hour,
        minute,
        second,
        microsecond,
        offset: None,
    };
    // Blanks may stand before the time zone, but not without one.
    let blanks = rest.skip_blanks();
    if !rest.0.is_empty() {
        time.offset = Some(rest.offset()?);
    } else if blanks > 0 {
        return None;
    }
    fields.time = Some(time);
    rest.0.is_empty().then_some(fields)
}

struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn expect(&mut self, expected: u8) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        (*first == expected).then(|| self.0 = rest)
    }

    fn digit(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        first.is_ascii_digit().then(|| {
            self.0 = rest;
            first - b'0'
        })
    }

    fn two_digits(&mut self) -> Option<u8> {
        Some(self.digit()? * 10 + self.digit()?)
    }

    fn one_or_two_digits(&mut self) -> Option<u8> {
        let first = self.digit()?;
        Some(self.digit().map_or(first, |second| first * 10 + second))
    }

    fn skip_blanks(&mut self) -> usize {
        let len = self
            .0
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
        self.0 = self.0.get(len..).unwrap_or_default();
        len
    }

    /// Digits behind the point; what is finer than a microsecond is cut off.
    fn fraction(&mut self) -> u32 {
        let mut microsecond = 0;
        let mut unit = 100_000;
        while let Some(digit) = self.digit() {
            microsecond += u32::from(digit) * unit;
            unit /= 10;
        }
        microsecond
    }

    /// `Z`, `+2`, `-02:30`: minutes from UTC.
    fn offset(&mut self) -> Option<i16> {
        let sign = match self.0 {
            b"Z" => {
                self.0 = &[];
                return Some(0);
            }
            [b'+', ..] => 1,
            [b'-', ..] => -1,
            _ => return None,
        };
        self.0 = self.0.get(1..)?;
        let hours = i16::from(self.one_or_two_digits()?);
        let minutes = if self.expect(b':').is_some() {
            i16::from(self.two_digits()?)
        } else {
            0
        };
        Some(sign * (hours * 60 + minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        match timestamp(text).ok()? {
            Timestamp::Date(date) => Some(date.to_string()),
            Timestamp::DateTime(time) => Some(time.to_string()),
        }
    }

    #[test]
    fn dates_and_times() {
        for (text, value) in [
            ("2020-01-31", "2020-01-31"),
            ("2020-1-3 4:05:06", "2020-01-03T04:05:06"),
            (
                "2001-12-14t21:59:43.10-05:00",
                "2001-12-14T21:59:43.100000-05:00",
            ),
            (
                "2001-12-15T02:59:43.1234567Z",
                "2001-12-15T02:59:43.123456+00:00",
            ),
            ("2001-12-14 \t 21:59:43. +1", "2001-12-14T21:59:43+01:00"),
            ("2001-12-14 21:59:43 -0:30", "2001-12-14T21:59:43-00:30"),
        ] {
            assert!(looks_like_timestamp(text.as_bytes()), "{text}");
            assert_eq!(iso(text).as_deref(), Some(value));
        }
    }

    #[test]
    fn a_date_alone_needs_two_digits_unless_it_has_the_tag() {
        assert!(!looks_like_timestamp(b"2020-1-31"));
        assert_eq!(iso("2020-1-3").as_deref(), Some("2020-01-03"));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "2020-01",
            "20-01-01",
            "2020-01-01 ",
            "2020-01-01 10:00",
            "2020-01-01 10:0:00",
            "2020-01-01T",
            "2020-01-01 10:00:00 ",
            "2020-01-01 10:00:00z",
            "2020-01-01 10:00:00+1:5",
            "2020-01-01T 10:00:00",
            "2020-01-011",
        ] {
            assert!(!looks_like_timestamp(text.as_bytes()), "{text}");
            assert!(iso(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_date_and_is_none() {
        for text in [
            "2020-13-01",
            "2020-00-01",
            "2021-02-29",
            "1900-02-29",
            "0000-01-01",
            "2020-01-01 24:00:00",
            "2020-01-01 00:60:00",
            "2020-01-01 00:00:60",
            "2020-01-01 00:00:00+24",
            "2020-01-01 00:00:00-23:60",
        ] {
            assert!(looks_like_timestamp(text.as_bytes()), "{text}");
            assert!(iso(text).is_none(), "{text}");
        }
        assert!(iso("2020-02-29").is_some() && iso("2000-02-29").is_some());
    }
}
