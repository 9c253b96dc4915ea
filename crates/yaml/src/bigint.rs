//! Whole numbers of any size: Python's have no limit.
//!
//! Only what reading needs: from digits, sums for `1:30:00`, as hexadecimal and as a float.

use std::cmp::Ordering;
use std::fmt;

/// A whole number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Int {
    /// One that fits.
    Small(i64),
    /// One that does not.
    Big(Box<BigInt>),
}

/// A whole number outside of the range of `i64`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BigInt {
    negative: bool,
    magnitude: Magnitude,
}

impl Int {
    pub(crate) fn new(negative: bool, magnitude: Magnitude) -> Self {
        let small = magnitude.to_u64().and_then(|value| {
            if negative {
                0_i64.checked_sub_unsigned(value)
            } else {
                i64::try_from(value).ok()
            }
        });
        match small {
            Some(value) => Self::Small(value),
            None => Self::Big(Box::new(BigInt {
                negative,
                magnitude,
            })),
        }
    }

    /// The value of a float that has no fraction; none for others.
    pub(crate) fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() || value.fract() != 0.0 {
            return None;
        }
        let bits = value.abs().to_bits();
        let mut mantissa = bits & ((1 << 52) - 1);
        let mut exponent = (bits >> 52) as usize;
        if exponent > 0 {
            mantissa |= 1 << 52;
        } else {
            exponent = 1;
        }
        // The value is mantissa * 2^(exponent - 1075).
        let magnitude = match exponent.checked_sub(1075) {
            Some(shift) => Magnitude::from_u64(mantissa).shifted_left(shift),
            None => {
                let shift = u32::try_from(1075 - exponent).unwrap_or(u32::MAX);
                Magnitude::from_u64(mantissa.checked_shr(shift).unwrap_or(0))
            }
        };
        Some(Self::new(value < 0.0, magnitude))
    }

    /// The number if it fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Self::Small(value) => Some(*value),
            Self::Big(_) => None,
        }
    }

    /// Below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match self {
            Self::Small(value) => *value < 0,
            Self::Big(big) => big.negative,
        }
    }

    pub(crate) fn negated(self) -> Self {
        let negative = !self.is_negative();
        Self::new(negative, self.into_magnitude())
    }

    pub(crate) fn into_magnitude(self) -> Magnitude {
        match self {
            Self::Small(value) => Magnitude::from_u64(value.unsigned_abs()),
            Self::Big(big) => big.magnitude,
        }
    }
}

/// Decimal, as Python prints it.
impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Small(value) => write!(f, "{value}"),
            Self::Big(big) => {
                let sign = if big.negative { "-" } else { "" };
                write!(f, "{sign}{}", big.magnitude.decimal())
            }
        }
    }
}

/// Hexadecimal as Python's `hex()` prints it: `0x1f`, `-0x1f`.
impl fmt::LowerHex for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_negative() {
            f.write_str("-")?;
        }
        match self {
            Self::Small(value) => write!(f, "{:#x}", value.unsigned_abs()),
            Self::Big(big) => {
                let mut limbs = big.magnitude.0.iter().rev();
                write!(f, "{:#x}", limbs.next().unwrap_or(&0))?;
                limbs.try_for_each(|limb| write!(f, "{limb:08x}"))
            }
        }
    }
}

/// The amount of a number: digits of 32 bits, the lowest first, the highest never 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Magnitude(Vec<u32>);

impl Magnitude {
    fn from_u64(value: u64) -> Self {
        let mut magnitude = Self(vec![low(value), low(value >> 32)]);
        magnitude.trim();
        magnitude
    }

    fn to_u64(&self) -> Option<u64> {
        match *self.0.as_slice() {
            [] => Some(0),
            [low] => Some(u64::from(low)),
            [low, high] => Some(u64::from(high) << 32 | u64::from(low)),
            _ => None,
        }
    }

    /// From digits in a base of 2, 8, 10 or 16.
    pub(crate) fn from_digits(digits: &[u8], base: u32) -> Self {
        let value = |digit: u8| char::from(digit).to_digit(base).unwrap_or(0);
        if base == 10 {
            let mut magnitude = Self::default();
            for group in digits.chunks(9) {
                let number = group
                    .iter()
                    .fold(0, |number, digit| number * 10 + value(*digit));
                let factor = group.iter().fold(1, |factor, _| factor * 10);
                magnitude.multiply_add(factor, number);
            }
            return magnitude;
        }
        // A power of two: digits become bits, in linear time.
        let width = base.trailing_zeros();
        let mut magnitude = Self::default();
        let (mut limb, mut filled) = (0_u64, 0);
        for digit in digits.iter().rev() {
            limb |= u64::from(value(*digit)) << filled;
            filled += width;
            if filled >= 32 {
                magnitude.0.push(low(limb));
                limb >>= 32;
                filled -= 32;
            }
        }
        magnitude.0.push(low(limb));
        magnitude.trim();
        magnitude
    }

    /// `self * factor + number`
    pub(crate) fn multiply_add(&mut self, factor: u32, number: u32) {
        let mut carry = u64::from(number);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut carry = 0;
        let others = other.0.iter().chain(std::iter::repeat(&0));
        for (limb, other) in self.0.iter_mut().zip(others) {
            carry += u64::from(*limb) + u64::from(*other);
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    /// How much larger it is than `other`, and whether that is below zero.
    pub(crate) fn minus(&self, other: &Self) -> (bool, Self) {
        let negative = self.cmp(other) == Ordering::Less;
        let (large, small) = if negative {
            (other, self)
        } else {
            (self, other)
        };
        let mut difference = large.clone();
        let mut borrow = 0;
        let smalls = small.0.iter().chain(std::iter::repeat(&0));
        for (limb, small) in difference.0.iter_mut().zip(smalls) {
            let value = i64::from(*limb) - i64::from(*small) - borrow;
            borrow = i64::from(value < 0);
            *limb = low(value.cast_unsigned());
        }
        difference.trim();
        (negative, difference)
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn shifted_left(&self, bits: usize) -> Self {
        let mut shifted = Self(vec![0; bits / 32]);
        let mut carry = 0_u64;
        for limb in &self.0 {
            carry |= u64::from(*limb) << (bits % 32);
            shifted.0.push(low(carry));
            carry >>= 32;
        }
        shifted.0.push(low(carry));
        shifted.trim();
        shifted
    }

    /// The nearest float, ties to even; none if it is too large for one.
    pub(crate) fn to_f64(&self) -> Option<f64> {
        if let Some(value) = self.to_u64() {
            return Some(value as f64);
        }
        // The highest 64 bits decide; lower ones matter only by not all being zero.
        let top = self.0.len().checked_sub(3)?;
        let limb = |index: usize| u64::from(self.0.get(index).copied().unwrap_or(0));
        let zeros = limb(top + 2).leading_zeros().saturating_sub(32);
        let high = limb(top + 2) << 32 | limb(top + 1);
        let mut bits = high << zeros | (limb(top) << zeros) >> 32;
        let lost = low(limb(top) << zeros) != 0 || self.0.iter().take(top).any(|limb| *limb != 0);
        bits |= u64::from(lost);
        let exponent = i32::try_from(top * 32 + 32)
            .ok()?
            .checked_sub(i32::try_from(zeros).ok()?)?;
        let value =
            bits as f64 * 2_f64.powi(exponent.min(1000)) * 2_f64.powi((exponent - 1000).max(0));
        value.is_finite().then_some(value)
    }

    fn decimal(&self) -> String {
        const CHUNK: u64 = 1_000_000_000;
        let mut limbs = self.0.clone();
        let mut chunks = Vec::new();
        while limbs.iter().any(|limb| *limb > 0) {
            let mut rest = 0;
            for limb in limbs.iter_mut().rev() {
                let value = (rest << 32) | u64::from(*limb);
                *limb = low(value / CHUNK);
                rest = value % CHUNK;
            }
            chunks.push(rest);
        }
        let mut digits = chunks.pop().unwrap_or(0).to_string();
        for chunk in chunks.iter().rev() {
            digits += &format!("{chunk:09}");
        }
        digits
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

/// The low 32 bits.
fn low(value: u64) -> u32 {
    (value & u64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(digits: &str, base: u32) -> Int {
        Int::new(false, Magnitude::from_digits(digits.as_bytes(), base))
    }

    #[test]
    fn digits_of_every_base() {
        assert_eq!(int("0", 10), Int::Small(0));
        assert_eq!(int("9223372036854775807", 10), Int::Small(i64::MAX));
        assert_eq!(
            format!("{:x}", int("9223372036854775808", 10)),
            "0x8000000000000000"
        );
        assert_eq!(
            int("9223372036854775808", 10).negated(),
            Int::Small(i64::MIN)
        );
        for (digits, base) in [
            ("340282366920938463463374607431768211457", 10),
            ("100000000000000000000000000000001", 16),
            ("4000000000000000000000000000000000000000001", 8),
        ] {
            assert_eq!(
                format!("{:x}", int(digits, base)),
                "0x100000000000000000000000000000001"
            );
        }
        assert_eq!(
            format!("{:x}", int(&"1".repeat(65), 2).negated()),
            "-0x1ffffffffffffffff"
        );
        assert_eq!(format!("{:x}", Int::Small(-31)), "-0x1f");
    }

    #[test]
    fn sums_and_differences() {
        let mut large = Magnitude::from_digits(b"ffffffffffffffff", 16);
        large.add(&Magnitude::from_u64(1));
        assert_eq!(large, Magnitude::from_digits(b"10000000000000000", 16));
        assert_eq!(
            large.minus(&Magnitude::from_u64(1)).1.to_u64(),
            Some(u64::MAX)
        );
        assert_eq!(
            Magnitude::from_u64(1).minus(&Magnitude::from_u64(3)),
            (true, Magnitude::from_u64(2))
        );
    }

    #[test]
    fn to_and_from_floats() {
        assert_eq!(Int::from_f64(-0.0), Some(Int::Small(0)));
        assert_eq!(Int::from_f64(-3.0), Some(Int::Small(-3)));
        assert_eq!(Int::from_f64(0.5), None);
        assert_eq!(Int::from_f64(5e-324), None);
        assert_eq!(Int::from_f64(f64::INFINITY), None);
        for value in [1e16, 1e19, 1e22, 1.5e300, f64::MAX] {
            let magnitude = Int::from_f64(value).unwrap().into_magnitude();
            assert_eq!(magnitude.to_f64(), Some(value));
        }
        for digits in [
            "18446744073709553665",
            "36893488147419107329",
            "36893488147419107328",
            "36893488147419107327",
            "123456789012345678901234567890123456789",
        ] {
            let magnitude = Magnitude::from_digits(digits.as_bytes(), 10);
            assert_eq!(magnitude.to_f64(), digits.parse().ok(), "{digits}");
        }
        assert_eq!(
            Magnitude::from_digits("9".repeat(309).as_bytes(), 10).to_f64(),
            None
        );
        assert_eq!(
            Magnitude::from_digits("9".repeat(308).as_bytes(), 10).to_f64(),
            Some(1e308)
        );
    }
}
