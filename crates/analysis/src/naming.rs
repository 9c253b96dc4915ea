//! What the names of entities become: in the database, and where people write them small.

/// The two forms that an entity's name takes.
pub struct Forms {
    /// In the statement that makes the table, in keys and in names of functions.
    pub joined: String,
    /// In the functions that read and write the table, and in names of checks.
    pub split: String,
}

impl Forms {
    /// The forms of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut split = split(name);
        if split.is_ascii() {
            split.make_ascii_lowercase();
        } else {
            split = split.to_lowercase();
        }
        let digit = split.starts_with(|c: char| c.is_ascii_digit());
        Self {
            joined: name.to_lowercase(),
            split: if digit {
                format!("entity_{split}")
            } else {
                split
            },
        }
    }

    /// Whether both are the same.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.joined == self.split
    }
}

/// A name with underscores at its humps, without accents and without what is no letter.
#[must_use]
pub fn split(name: &str) -> String {
    let mut split = String::with_capacity(name.len() + 4);
    let mut last = '_';
    for c in name.chars().filter_map(plain) {
        if last.is_ascii_lowercase() && c.is_ascii_uppercase() {
            split.push('_');
        }
        if c.is_alphanumeric() || c == '_' {
            split.push(c);
        } else if last.is_alphanumeric() || last == '_' {
            split.push('_');
        }
        last = c;
    }
    split.trim_matches('_').to_owned()
}

/// As people name files and fields: `order_item` for `OrderItem`.
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut written = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            written.push('_');
        }
        written.extend(c.to_lowercase());
        before = c;
    }
    written
}

/// Latin letters with accents, each behind the letter that it is without.
const ACCENTS: &[(char, &str)] = &[
    ('a', "àáâãäåāăą"),
    ('c', "çćĉċč"),
    ('d', "ď"),
    ('e', "èéêëēĕėęě"),
    ('g', "ĝğġģ"),
    ('h', "ĥ"),
    ('i', "ìíîïĩīĭį"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľ"),
    ('n', "ñńņň"),
    ('o', "òóôõöōŏő"),
    ('r', "ŕŗř"),
    ('s', "śŝşš"),
    ('t', "ţť"),
    ('u', "ùúûüũūŭůűų"),
    ('w', "ŵ"),
    ('y', "ýÿŷ"),
    ('z', "źżž"),
];

/// A letter without its accent; none for an accent that stands by itself.
fn plain(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    if ('\u{300}'..='\u{36f}').contains(&c) {
        return None;
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    let known = ACCENTS.iter().find(|(_, with)| with.contains(small));
    Some(match known {
        Some((letter, _)) if small == c => *letter,
        Some((letter, _)) => letter.to_ascii_uppercase(),
        None => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_forms_of_a_name() {
        let cases = [
            ("Contact", true, "contact"),
            ("OrderItem", false, "order_item"),
            ("order_item", true, "order_item"),
            ("APIKey", true, "apikey"),
            ("UserAPIToken", false, "user_apitoken"),
            ("Level2Item", true, "level2item"),
            ("iPhone", false, "i_phone"),
            ("Café", false, "cafe"),
            ("Straße", true, "straße"),
            ("Order Item", false, "order_item"),
            ("_Private", false, "private"),
            ("2ndItem", false, "entity_2nd_item"),
        ];
        for (name, agree, split) in cases {
            let forms = Forms::of(name);
            assert_eq!((forms.agree(), forms.split.as_str()), (agree, split));
        }
    }
}
