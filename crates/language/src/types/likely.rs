//! Types by how often they are wanted: what to offer first to somebody who types one.
//!
//! This is about likelihood alone. Which names call for a rich type, so that another one is a
//! mistake, [`BY_NAME`](super::BY_NAME) says.

/// Where in the name of a field a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// It is the first of several words.
    Start,
    /// It is the whole name, or the last of its words.
    End,
}

const WORDS: &[(At, &str, &str)] = &[
    (At::Start, "is", "boolean"),
    (At::Start, "has", "boolean"),
    (At::Start, "can", "boolean"),
    (At::Start, "allows", "boolean"),
    (At::End, "active", "boolean"),
    (At::End, "enabled", "boolean"),
    (At::End, "archived", "boolean"),
    (At::End, "published", "boolean"),
    (At::End, "verified", "boolean"),
    (At::End, "at", "datetime"),
    (At::End, "timestamp", "datetime"),
    (At::End, "on", "date"),
    (At::End, "date", "date"),
    (At::End, "day", "date"),
    (At::End, "birthday", "date"),
    (At::End, "until", "date"),
    (At::End, "time", "time"),
    (At::End, "status", "enum"),
    (At::End, "state", "enum"),
    (At::End, "kind", "enum"),
    (At::End, "type", "enum"),
    (At::End, "priority", "enum"),
    (At::End, "severity", "enum"),
    (At::End, "category", "enum"),
    (At::End, "role", "enum"),
    (At::End, "count", "integer"),
    (At::End, "quantity", "integer"),
    (At::End, "position", "integer"),
    (At::End, "rank", "integer"),
    (At::End, "age", "integer"),
    (At::End, "year", "integer"),
    (At::End, "stock", "integer"),
    (At::End, "attempts", "integer"),
    (At::End, "total", "money"),
    (At::End, "cost", "money"),
    (At::End, "fee", "money"),
    (At::End, "salary", "money"),
    (At::End, "balance", "money"),
    (At::End, "budget", "money"),
    (At::End, "rate", "percentage"),
    (At::End, "percent", "percentage"),
    (At::End, "discount", "percentage"),
    (At::End, "duration", "duration"),
    (At::End, "country", "countryCode"),
    (At::End, "language", "languageCode"),
    (At::End, "locale", "localeCode"),
    (At::End, "location", "coordinates"),
    (At::End, "photo", "image"),
    (At::End, "picture", "image"),
    (At::End, "avatar", "image"),
    (At::End, "logo", "image"),
    (At::End, "link", "url"),
    (At::End, "parent", "ref"),
    (At::End, "owner", "ref"),
    (At::End, "settings", "json"),
    (At::End, "metadata", "json"),
    (At::End, "tags", "list"),
    (At::End, "uuid", "uuid"),
];

/// The type that a field of this name most likely has: a type's name, or `enum`, `ref`, `list`.
#[must_use]
pub fn likely(field: &str) -> Option<&'static str> {
    let fits = |(at, word, _): &&(At, &str, &str)| match at {
        At::Start => field
            .strip_prefix(word)
            .is_some_and(|rest| rest.starts_with('_')),
        At::End => field
            .strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('_')),
    };
    WORDS.iter().find(fits).map(|(.., type_name)| *type_name)
}

/// Rich types that many specs have, the most usual first.
pub const USUAL: &[&str] = &[
    "date",
    "datetime",
    "money",
    "email",
    "url",
    "phoneNumber",
    "markdown",
    "json",
    "uuid",
    "percentage",
    "time",
    "image",
    "duration",
    "countryCode",
    "languageCode",
    "currencyCode",
    "coordinates",
    "slug",
    "color",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{is_type, scalar};

    #[test]
    fn all_are_types() {
        for (_, word, type_name) in WORDS {
            let is_form = ["enum", "ref", "list"].contains(type_name);
            assert!(is_form || is_type(type_name), "{word}: {type_name}");
        }
        for name in USUAL {
            assert!(scalar(name).is_some(), "{name}");
        }
    }

    #[test]
    fn whole_words_count() {
        assert_eq!(likely("is_open"), Some("boolean"));
        assert_eq!(likely("sent_at"), Some("datetime"));
        assert_eq!(likely("order_status"), Some("enum"));
        assert_eq!(likely("island"), None);
        assert_eq!(likely("format"), None);
    }
}
