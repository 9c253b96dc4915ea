//! SHA-1, for fingerprints of names. Nothing here is a secret.

/// The fingerprint of some bytes, in hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let state = blocks(bytes)
        .iter()
        .fold(START, |state, block| mixed(state, block));
    state.iter().map(|word| format!("{word:08x}")).collect()
}

const START: [u32; 5] = [
    0x6745_2301,
    0xefcd_ab89,
    0x98ba_dcfe,
    0x1032_5476,
    0xc3d2_e1f0,
];

/// The bytes with their length behind them, in blocks of sixteen words.
fn blocks(bytes: &[u8]) -> Vec<Vec<u32>> {
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    let bits = (bytes.len() as u64).wrapping_mul(8);
    padded.extend(bits.to_be_bytes());
    let word = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |word, byte| word << 8 | u32::from(*byte))
    };
    padded
        .chunks(64)
        .map(|block| block.chunks(4).map(word).collect())
        .collect()
}

fn mixed(state: [u32; 5], block: &[u32]) -> [u32; 5] {
    let mut words = block.to_vec();
    for round in 16..80 {
        let earlier = |back: usize| words.get(round - back).copied().unwrap_or_default();
        let word = earlier(3) ^ earlier(8) ^ earlier(14) ^ earlier(16);
        words.push(word.rotate_left(1));
    }
    let [mut a, mut b, mut c, mut d, mut e] = state;
    for (round, word) in words.into_iter().enumerate() {
        let (chosen, constant) = match round {
            0..20 => (b & c | !b & d, 0x5a82_7999_u32),
            20..40 => (b ^ c ^ d, 0x6ed9_eba1),
            40..60 => (b & c | b & d | c & d, 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6),
        };
        let next = a
            .rotate_left(5)
            .wrapping_add(chosen)
            .wrapping_add(e)
            .wrapping_add(constant)
            .wrapping_add(word);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
    }
    let [first, second, third, fourth, fifth] = state;
    [
        first.wrapping_add(a),
        second.wrapping_add(b),
        third.wrapping_add(c),
        fourth.wrapping_add(d),
        fifth.wrapping_add(e),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_fingerprint_that_everyone_knows() {
        assert_eq!(
            hexadecimal(b"abc"),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(hexadecimal(b""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(
            hexadecimal(&[b'a'; 1000]),
            "291e9a6c66994949b57ba5e650361e98fc36b1ba"
        );
    }
}
