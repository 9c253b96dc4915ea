//! Rich types that the name of a field calls for.

/// A word in the name of a field, and the type that fits what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByName {
    /// A whole name in `snake_case`, or the last words of one.
    pub word: &'static str,
    /// Whether only a field that is called exactly so is meant.
    pub alone: bool,
    /// The name of the type.
    pub type_name: &'static str,
}

const fn ends(word: &'static str, type_name: &'static str) -> ByName {
    ByName {
        word,
        alone: false,
        type_name,
    }
}

const fn alone(word: &'static str, type_name: &'static str) -> ByName {
    ByName {
        alone: true,
        ..ends(word, type_name)
    }
}

/// Words that call for a rich type. Where a name has several, the first in this list counts.
pub const BY_NAME: &[ByName] = &[
    ends("email", "email"),
    ends("email_address", "email"),
    ends("phone", "phoneNumber"),
    ends("phone_number", "phoneNumber"),
    ends("url", "url"),
    ends("website", "url"),
    ends("domain_name", "domainName"),
    alone("slug", "slug"),
    ends("ip", "ipAddress"),
    ends("ip_address", "ipAddress"),
    ends("mac_address", "macAddress"),
    ends("iban", "iban"),
    ends("swift_code", "swiftCode"),
    ends("bic", "swiftCode"),
    alone("currency", "currencyCode"),
    ends("currency_code", "currencyCode"),
    ends("country_code", "countryCode"),
    ends("language_code", "languageCode"),
    ends("locale_code", "localeCode"),
    ends("time_zone", "timezone"),
    ends("timezone", "timezone"),
    ends("postal_code", "postalCode"),
    ends("zip_code", "postalCode"),
    alone("latitude", "latitude"),
    alone("longitude", "longitude"),
    ends("tracking_number", "trackingNumber"),
    alone("vin", "vin"),
    alone("license_plate", "licensePlate"),
    alone("mime_type", "mimeType"),
    ends("color", "color"),
    ends("colour", "color"),
    ends("price", "money"),
    ends("amount", "money"),
];

/// The type that a field of this name calls for.
#[must_use]
pub fn by_name(field: &str) -> Option<&'static ByName> {
    BY_NAME.iter().find(|entry| {
        field == entry.word
            || (!entry.alone
                && field
                    .strip_suffix(entry.word)
                    .is_some_and(|rest| rest.ends_with('_')))
    })
}

/// Words at the end of a name that say that the value is secret. The exact name counts, too.
pub const SECRETS: &[&str] = &[
    "access_token",
    "api_key",
    "api_token",
    "apikey",
    "auth_token",
    "client_secret",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "refresh_token",
    "secret",
    "secret_key",
    "totp_secret",
];

/// Whether the name of a field says that its value is secret.
#[must_use]
pub fn is_secret(field: &str) -> bool {
    let plain = field.to_ascii_lowercase();
    SECRETS.iter().any(|word| {
        plain
            .strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::scalar;

    #[test]
    fn each_leads_to_a_rich_type() {
        for entry in BY_NAME {
            assert!(scalar(entry.type_name).is_some(), "{}", entry.type_name);
        }
    }

    #[test]
    fn whole_words_count() {
        let of = |name| by_name(name).map(|entry| entry.type_name);
        assert_eq!(of("contact_email"), Some("email"));
        assert_eq!(of("homepage_url"), Some("url"));
        assert_eq!(of("curl"), None);
        assert_eq!(of("base_currency"), None);
        assert!(is_secret("password") && is_secret("smtp_password"));
        assert!(!is_secret("password_hash") && !is_secret("secretary"));
    }
}
