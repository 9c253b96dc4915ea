//! Which keys are equal: `1`, `1.0` and `true` are, as they are in Python.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::bigint::Int;
use crate::compose::NodeId;
use crate::text::Text;
use crate::value::{Date, DateTime, Value};

/// A value as Python compares it with other keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key<'v> {
    Null,
    /// Also truth values and floats without a fraction.
    Number(Int),
    /// All other floats, by their bits.
    Fraction(u64),
    /// Not equal even to itself, but Python finds the very same object again: that of this node,
    /// or the one behind every `.nan`.
    Nan(Option<NodeId>),
    Text(&'v Text<'v>),
    Bytes(&'v [u8]),
    Date(Date),
    /// Microseconds, and whether they count from a moment or from midnight at an unknown place.
    Time(i64, bool),
}

impl<'v> Key<'v> {
    /// None for what cannot be a key.
    pub(crate) fn new(value: &'v Value<'_>, foreign_nan: Option<NodeId>) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Number(Int::Small(i64::from(*value))),
            Value::Int(value) => Self::Number(value.clone()),
            Value::Float(value) if value.is_nan() => Self::Nan(foreign_nan),
            Value::Float(value) => match Int::from_f64(*value) {
                Some(int) => Self::Number(int),
                None => Self::Fraction(value.to_bits()),
            },
            Value::Str(value) => Self::Text(value),
            Value::Bytes(value) => Self::Bytes(value),
            Value::Date(value) => Self::Date(*value),
            Value::DateTime(value) => {
                Self::Time(microseconds(value), value.offset_minutes.is_some())
            }
            _ => return None,
        })
    }
}

/// For each key the index of the first that equals it: its own, or an earlier one. None if no two
/// are equal, as it should be.
pub(crate) fn first_equals(keys: &[Key<'_>]) -> Option<Vec<usize>> {
    const FEW: usize = 16;
    if keys.len() <= FEW {
        let before = |index: usize| keys.get(..index).unwrap_or_default();
        if !keys
            .iter()
            .enumerate()
            .any(|(index, key)| before(index).contains(key))
        {
            return None;
        }
    }
    let mut seen = HashMap::with_capacity(keys.len());
    let first = |(index, key)| match seen.entry(key) {
        Slot::Occupied(slot) => *slot.get(),
        Slot::Vacant(slot) => *slot.insert(index),
    };
    let firsts: Vec<usize> = keys.iter().enumerate().map(first).collect();
    (seen.len() < keys.len()).then_some(firsts)
}

/// Microseconds since some moment, in UTC if a time zone is known.
fn microseconds(time: &DateTime) -> i64 {
    let days = days(time.date);
    let minutes = i64::from(time.hour) * 60 + i64::from(time.minute)
        - i64::from(time.offset_minutes.unwrap_or(0));
    ((days * 24 * 60 + minutes) * 60 + i64::from(time.second)) * 1_000_000
        + i64::from(time.microsecond)
}

/// Days since some day.
fn days(date: Date) -> i64 {
    // Years that begin in March have their leap day at the end.
    let (year, month) = (i64::from(date.year), i64::from(date.month));
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + i64::from(date.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(a: &Value<'_>, b: &Value<'_>) -> bool {
        Key::new(a, None).unwrap() == Key::new(b, None).unwrap()
    }

    #[test]
    fn numbers_are_equal_across_types() {
        let one = Value::Int(Int::Small(1));
        assert!(equal(&one, &Value::Bool(true)) && equal(&one, &Value::Float(1.0)));
        assert!(equal(&Value::Float(-0.0), &Value::Bool(false)));
        assert!(!equal(&one, &Value::Float(1.5)) && !equal(&one, &Value::Str("1".into())));
        assert!(!equal(&Value::Null, &Value::Bool(false)));
        assert!(!equal(
            &Value::Str("a".into()),
            &Value::Bytes(Box::new(*b"a"))
        ));
        assert!(equal(&Value::Float(f64::NAN), &Value::Float(f64::NAN)));
        assert!(equal(
            &Value::Float(f64::INFINITY),
            &Value::Float(f64::INFINITY)
        ));
    }

    #[test]
    fn times_with_a_zone_are_compared_as_moments() {
        let date = Date {
            year: 2020,
            month: 3,
            day: 1,
        };
        let earlier = Date {
            year: 2020,
            month: 2,
            day: 29,
        };
        let time = |date, hour, offset_minutes| {
            Value::DateTime(DateTime {
                date,
                hour,
                minute: 0,
                second: 0,
                microsecond: 0,
                offset_minutes,
            })
        };
        assert!(equal(
            &time(date, 1, Some(120)),
            &time(earlier, 23, Some(0))
        ));
        assert!(!equal(&time(date, 1, None), &time(date, 1, Some(0))));
        assert!(!equal(&time(date, 0, None), &Value::Date(date)));
    }

    #[test]
    fn the_first_of_equal_keys_is_found_among_few_and_many() {
        for count in [4_i64, 40] {
            let keys: Vec<_> = (0..count)
                .map(|n| Key::Number(Int::Small(n % (count / 2))))
                .collect();
            let firsts = first_equals(&keys).unwrap();
            assert_eq!(first_equals(&keys[..keys.len() / 2]), None);
            assert_eq!(firsts.len(), keys.len());
            assert!(
                (0..count)
                    .zip(firsts)
                    .all(|(n, first)| usize::try_from(n % (count / 2)) == Ok(first))
            );
        }
    }
}
