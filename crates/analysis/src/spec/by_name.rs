//! Finding fields by their names, in time that does not grow with their number.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Field;

/// So few fields are looked through one by one.
const FEW: usize = 32;

/// Where the fields of a spec are, by their names. It follows from the fields and is made when it
/// is needed, so it says nothing of its own: two are always equal.
#[derive(Debug, Default)]
pub(super) struct FieldsByName(OnceLock<Places>);

#[derive(Debug, Default)]
struct Places {
    /// Of several fields with the same name, the last one.
    exact: HashMap<Box<str>, usize>,
    /// The names, all in small letters; of several the first one.
    lower: HashMap<String, usize>,
}

impl FieldsByName {
    /// The last one of these fields that has this name.
    pub(super) fn last<'f>(&self, fields: &'f [Field], name: &str) -> Option<&'f Field> {
        if fields.len() <= FEW {
            return fields.iter().rfind(|field| field.name.text == name);
        }
        fields.get(*self.places(fields).exact.get(name)?)
    }

    /// The first one of these fields that is called so but for capitals.
    pub(super) fn ignoring_case<'f>(&self, fields: &'f [Field], name: &str) -> Option<&'f Field> {
        if fields.len() <= FEW {
            let mut fields = fields.iter();
            return fields.find(|field| is_same_ignoring_case(&field.name.text, name));
        }
        let lower = name.to_lowercase();
        fields.get(*self.places(fields).lower.get(&lower)?)
    }

    fn places(&self, fields: &[Field]) -> &Places {
        self.0.get_or_init(|| {
            let mut places = Places::default();
            for (at, field) in fields.iter().enumerate() {
                let name = field.name.text.as_str();
                places.exact.insert(name.into(), at);
                places.lower.entry(name.to_lowercase()).or_insert(at);
            }
            places
        })
    }
}

/// Whether two names are the same but for capitals.
fn is_same_ignoring_case(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.to_lowercase() == b.to_lowercase()
}

impl Clone for FieldsByName {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for FieldsByName {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::spec::Spec;
    use crate::spec::tests::spec_of;

    fn with_fields(count: usize) -> Spec {
        let names = (0..count).map(|number| format!("  f{number}: text\n"));
        let names: String = names.collect();
        spec_of(&format!(
            "entity: Wide\nfields:\n  Twice: text\n{names}  twice: text\n  Twice: date\n"
        ))
    }

    #[test]
    fn few_and_many_fields_are_found_the_same_way() {
        for count in [3, 3_000] {
            let spec = with_fields(count);
            let last = spec.field("Twice").unwrap();
            let mut fields = spec.fields.iter();
            let expected = fields.rfind(|field| field.name.text == "Twice").unwrap();
            assert!(std::ptr::eq(last, expected), "{count}");
            let first = spec.field_ignoring_case("TWICE").unwrap();
            assert!(std::ptr::eq(first, &spec.fields[0]), "{count}");
            assert_eq!(spec.field("F1"), None);
            assert_eq!(spec.field_ignoring_case("F1"), spec.field("f1"));
            assert_eq!(spec.field_ignoring_case("none"), None);
        }
    }

    #[test]
    fn having_looked_for_a_field_changes_nothing() {
        let spec = with_fields(100);
        let before = spec.clone();
        assert!(spec.field("f1").is_some());
        assert_eq!(spec, before);
    }
}
