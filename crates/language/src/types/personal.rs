//! What tells of a person: types whose values do, and names of fields that do whatever their type.

/// The type of mail addresses.
pub const EMAIL: &str = "email";

/// Types whose values tell of a person.
const TYPES: &[&str] = &[
    EMAIL,
    "phoneNumber",
    "PersonName",
    "ContactInfo",
    "Contact",
    "PhoneNumber",
    "EmailAddress",
    "SimpleAddress",
];

/// Names of fields that hold what tells of a person.
const FIELDS: &[&str] = &[
    "name",
    "first_name",
    "middle_name",
    "last_name",
    "full_name",
    "maiden_name",
    "surname",
    "nickname",
    "birthday",
    "birth_date",
    "date_of_birth",
    "email",
    "phone",
    "mobile",
    "address",
    "street",
    "ssn",
    "social_security_number",
    "passport_number",
    "tax_number",
];

/// Whether values of a type tell of a person.
#[must_use]
pub fn is_personal_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Whether a field of this name holds what tells of a person.
#[must_use]
pub fn is_personal_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types;

    #[test]
    fn every_type_is_one() {
        for name in TYPES {
            let is_known = types::scalar(name).is_some() || types::composite(name).is_some();
            assert!(is_known, "{name}");
        }
    }
}
