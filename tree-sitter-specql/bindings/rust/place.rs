//! Places of the language, as the scanner knows them: which of SpecQL's own languages a scalar is
//! written in follows from the keys above it.

unsafe extern "C" {
    fn specql_place_of_value(place: u8, key: *const u8, length: usize) -> u8;
    fn specql_place_of_item(place: u8) -> u8;
    fn specql_language_at(place: u8) -> u8;
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place(u8);

/// One of SpecQL's own languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Types: `enum(a, b) = a!`.
    Type,
    /// Expressions.
    Expression,
    /// Statements: an entity, and what is done with it.
    Statement,
    /// Calls: a function and its arguments.
    Call,
}

impl Place {
    /// Where no language of SpecQL's is spoken.
    pub const ELSEWHERE: Self = Self(0);

    /// The outermost value of a document.
    pub const ROOT: Self = Self(1);

    /// The place of the value behind a key.
    #[must_use]
    pub fn of_value(self, key: &str) -> Self {
        // SAFETY: the function reads so many bytes of the key and keeps none of them.
        Self(unsafe { specql_place_of_value(self.0, key.as_ptr(), key.len()) })
    }

    /// The place of each item of a list.
    #[must_use]
    pub fn of_item(self) -> Self {
        // SAFETY: the function takes any number.
        Self(unsafe { specql_place_of_item(self.0) })
    }

    /// The language of a scalar.
    #[must_use]
    pub fn language(self) -> Option<Language> {
        // SAFETY: the function takes any number.
        match unsafe { specql_language_at(self.0) } {
            1 => Some(Language::Type),
            2 => Some(Language::Expression),
            3 => Some(Language::Statement),
            4 => Some(Language::Call),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_scalar_follows_from_the_keys_above_it() {
        let language = |keys: &[&str]| {
            let step = |place: Place, key: &&str| match *key {
                "-" => place.of_item(),
                key => place.of_value(key),
            };
            keys.iter().fold(Place::ROOT, step).language()
        };
        assert_eq!(language(&["fields", "email"]), Some(Language::Type));
        assert_eq!(language(&["fields", "email", "type"]), Some(Language::Type));
        let steps = ["actions", "-", "steps", "-"];
        for (key, spoken) in [
            ("validate", Some(Language::Expression)),
            ("insert", Some(Language::Statement)),
            ("notify", Some(Language::Call)),
            ("error", None),
        ] {
            assert_eq!(language(&[&steps[..], &[key]].concat()), spoken, "{key}");
        }
        assert_eq!(Place::ROOT.of_item(), Place::ELSEWHERE);
        assert_eq!(language(&["description"]), None);
        assert_eq!(language(&["fields\0", &"x".repeat(1_000)]), None);
    }
}
