//! Types that are written with brackets.

use super::Form;

/// The types that are written with brackets, and what stands in them.
pub const FORMS: &[Form] = &[
    Form {
        name: "enum",
        parameter: "value",
        repeated: Some(", "),
        postgres: "TEXT",
        doc: "One of the values that stand in the brackets.",
        parameter_doc: "A word that the field may hold, without quotes.",
        example: "enum(draft, sent, paid) = draft",
    },
    Form {
        name: "ref",
        parameter: "entity",
        repeated: Some("|"),
        postgres: "INTEGER",
        doc: "A row of another entity: a column with its key, and a foreign key.",
        parameter_doc: "The entity, with its schema if that is another one: `crm.Contact`. Of \
            several, 0.8.7 makes a foreign key to the first.",
        example: "ref(crm.Contact)!",
    },
    Form {
        name: "list",
        parameter: "type",
        repeated: None,
        postgres: "JSONB",
        doc: "Any number of values of one type, in a JSON column.",
        parameter_doc: "The type of the values.",
        example: "list(email)",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{form, is_type};

    #[test]
    fn each_is_found_by_its_name_and_documented() {
        for entry in FORMS {
            let name = entry.name;
            assert_eq!(form(name), Some(entry));
            assert!(!is_type(name), "{name} alone is no type");
            assert!(entry.example.starts_with(&format!("{name}(")), "{name}");
            crate::keys::check_doc(entry.doc, name);
            crate::keys::check_doc(entry.parameter_doc, name);
        }
    }
}
