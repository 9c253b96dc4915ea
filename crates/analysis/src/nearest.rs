//! "Did you mean …?"

/// The candidate that was most likely meant by a word: equal but for case, blanks, hyphens and
/// underscores, or at most two typing mistakes away (one, for short words).
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let mut search = Search::new(word);
    for candidate in candidates {
        if search.may_be(signature(candidate)) {
            search.look_at(candidate);
        }
    }
    search.best.map(|(_, candidate)| candidate)
}

/// Very many names, to be searched again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<(u64, Box<str>)>);

impl Names {
    /// Of these names.
    pub(crate) fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let names = names.into_iter();
        Self(names.map(|name| (signature(name), name.into())).collect())
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The one that was most likely meant by a word.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let mut search = Search::new(word);
        for (signature, name) in &self.0 {
            if search.may_be(*signature) {
                search.look_at(name);
            }
        }
        search.best.map(|(_, candidate)| candidate)
    }
}

/// Which letters and digits occur in a word, whatever their case. A typing mistake changes two of
/// them at most, so most candidates need no second look.
fn signature(word: &str) -> u64 {
    word.bytes().fold(0, |set, byte| {
        let bit = match byte {
            b'a'..=b'z' => byte - b'a',
            b'A'..=b'Z' => byte - b'A',
            b'0'..=b'9' => byte - b'0' + 26,
            b'_' | b'-' | b' ' => return set,
            _ => 36 + byte % 28,
        };
        set | 1 << bit
    })
}

struct Search<'w, 'c> {
    word: &'w str,
    signature: u64,
    letters: Vec<char>,
    most: usize,
    best: Option<(usize, &'c str)>,
}

impl<'w, 'c> Search<'w, 'c> {
    fn new(word: &'w str) -> Self {
        Self {
            word,
            signature: signature(word),
            letters: word.chars().flat_map(char::to_lowercase).collect(),
            most: if word.chars().count() <= 4 { 1 } else { 2 },
            best: None,
        }
    }

    fn may_be(&self, signature: u64) -> bool {
        // The letters beyond ASCII take several bytes each.
        let most = if self.word.is_ascii() { 2 } else { 6 };
        let differences = (self.signature ^ signature).count_ones() as usize;
        differences <= most * self.most
    }

    fn look_at(&mut self, candidate: &'c str) {
        if candidate == self.word {
            return;
        }
        let distance = if plain(candidate).eq(plain(self.word)) {
            0
        } else {
            distance(&self.letters, candidate, self.most)
        };
        if distance <= self.most && self.best.is_none_or(|(least, _)| distance < least) {
            self.best = Some((distance, candidate));
        }
    }
}

fn plain(word: &str) -> impl Iterator<Item = char> {
    let kept = word.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    kept.flat_map(char::to_lowercase)
}

/// How many letters have to be put in, taken out, changed or swapped with their neighbour; more
/// than `most` is `most + 1`.
fn distance(a: &[char], b: &str, most: usize) -> usize {
    if b.chars().count().abs_diff(a.len()) > most {
        return most + 1;
    }
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(most + 1);
            let least = (at(&row, j) + 1)
                .min(at(&above, j + 1) + 1)
                .min(at(&above, j) + usize::from(x != y));
            let is_swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            row.push(if is_swapped {
                least.min(at(&before, j - 1) + 1)
            } else {
                least
            });
        }
        if row.iter().all(|distance| *distance > most) {
            return most + 1;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0).min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let keys = ["fields", "actions", "schema", "table_views"];
        let names = Names::new(keys);
        for (word, meant) in [
            ("feilds", Some("fields")),
            ("Actions", Some("actions")),
            ("tableViews", Some("table_views")),
            ("shcema", Some("schema")),
            ("scheme", Some("schema")),
            ("scema", Some("schema")),
            ("notes", None),
            ("fields", None),
        ] {
            assert_eq!(nearest(word, keys), meant, "{word}");
            assert_eq!(names.nearest(word), meant, "{word}");
        }
    }

    #[test]
    fn letters_of_all_scripts_count() {
        assert_eq!(
            nearest("größe", ["groesse", "grösse", "gröse"]),
            Some("gröse")
        );
        assert_eq!(nearest("名前", ["名", "名字"]), Some("名"));
    }
}
