//! "Did you mean …?"

/// The candidate that was most likely meant by a word: equal but for case, blanks, hyphens and
/// underscores, or at most two typing mistakes away (one, for short words).
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let most = if word.chars().count() <= 4 { 1 } else { 2 };
    let plain = letters(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word {
            continue;
        }
        let distance = if letters(candidate) == plain {
            0
        } else {
            distance(word, candidate, most)
        };
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(word: &str) -> String {
    let kept = word.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    kept.flat_map(char::to_lowercase).collect()
}

/// How many letters have to be put in, taken out, changed or swapped with their neighbour; more
/// than `most` is `most + 1`.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |back_a: usize, back_b: usize| -> usize {
                let row = (i + 1).checked_sub(back_a).and_then(|r| rows.get(r));
                let column = (j + 1).checked_sub(back_b);
                let found = row.zip(column).and_then(|(row, column)| row.get(column));
                found.copied().unwrap_or(most + 1)
            };
            let left = row.last().copied().unwrap_or(0) + 1;
            let mut least = left.min(at(1, 0) + 1).min(at(1, 1) + usize::from(x != y));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(2, 2) + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    let last = rows.last().and_then(|row| row.last());
    last.copied().unwrap_or(0).min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let keys = ["fields", "actions", "schema", "table_views"];
        assert_eq!(nearest("feilds", keys), Some("fields"));
        assert_eq!(nearest("Actions", keys), Some("actions"));
        assert_eq!(nearest("tableViews", keys), Some("table_views"));
        assert_eq!(nearest("shcema", keys), Some("schema"));
        assert_eq!(nearest("notes", keys), None);
        assert_eq!(nearest("fields", keys), None, "it is there already");
    }
}
