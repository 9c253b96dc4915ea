//! Which files are specs.

use specql_yaml::{Value, load};

use crate::db::{Db, File};
use crate::project::FileKind;
use crate::source;
use crate::summary::summary;

/// Whether a file is a spec, or another file of a SpecQL project: there is something to check in
/// it.
#[must_use]
pub fn is_of_project(db: &dyn Db, file: File) -> bool {
    summary(db, file).kind != FileKind::Other || is_spec(&source::text_once(db, file))
}

/// Whether a text is a spec: YAML with a key `entity` at its top.
#[must_use]
pub fn is_spec(text: &str) -> bool {
    if !text.contains("entity") {
        return false;
    }
    match load(text) {
        Ok(document) => {
            matches!(document.value(document.root()), Value::Mapping(_)) && has_entity_key(text)
        }
        Err(_) => has_entity_key(text),
    }
}

/// Whether a line of the text starts with the key `entity`. In a text that does not load, this is
/// all there is to go by.
fn has_entity_key(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches(['\u{feff}', '{', ' ']);
        let key = ["entity", "\"entity\"", "'entity'"];
        key.iter().any(|key| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specs_are_told_by_their_entity() {
        assert!(is_spec("entity: A\n"));
        assert!(is_spec("{\"entity\": \"A\"}"));
        assert!(
            is_spec("entity: A\nfields: [\n"),
            "also while it is being typed"
        );
        assert!(!is_spec("description: |\n  entity and more\n"));
        assert!(!is_spec("- entity\n"));
    }
}
