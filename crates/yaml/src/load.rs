//! A text's documents in one step.

use crate::compose::Composer;
use crate::construct::construct;
use crate::error::Error;
use crate::parser::events;
use crate::value::Document;

/// Reads a text with one document, as `yaml.safe_load` does. A text without any is null.
///
/// # Errors
/// The error at which PyYAML stops.
pub fn load(text: &str) -> Result<Document<'_>, Error> {
    match Composer::with_python_limits(events(text)).single_document()? {
        Some(graph) => construct(graph),
        None => Ok(Document::empty()),
    }
}

/// Reads all documents of a text, as `yaml.safe_load_all` does: those before the first error, and
/// that error.
#[must_use]
pub fn load_all(text: &str) -> (Vec<Document<'_>>, Option<Error>) {
    let mut composer = Composer::with_python_limits(events(text));
    let mut documents = Vec::new();
    loop {
        let document = match composer.next_document() {
            Ok(Some(graph)) => construct(graph),
            Ok(None) => return (documents, None),
            Err(error) => Err(error),
        };
        match document {
            Ok(document) => documents.push(document),
            Err(error) => return (documents, Some(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, Value};

    #[test]
    fn a_text_without_a_document_is_null() {
        for text in ["", "\n \n", "# comment", "\u{feff}"] {
            let document = load(text).unwrap();
            assert!(document.is_empty());
            assert_eq!(document.value(document.root()), &Value::Null);
            assert_eq!(load_all(text), (vec![], None));
        }
        assert!(!load("---").unwrap().is_empty());
        assert!(!load("~").unwrap().is_empty());
    }

    #[test]
    fn a_second_document_is_refused_or_read() {
        assert_eq!(load("a\n---\nb").unwrap_err().kind(), ErrorKind::Composer);
        assert_eq!(load_all("a\n---\nb").0.len(), 2);
    }

    #[test]
    fn the_documents_before_an_error_are_kept() {
        let (documents, error) = load_all("a\n---\n0b_\n---\nc");
        assert_eq!(documents.len(), 1);
        assert_eq!(error.unwrap().kind(), ErrorKind::Value);
    }

    #[test]
    fn an_owned_document_is_the_same() {
        let document = load("[a, \"b\\n\", 1, 2020-01-01, !!set {x}]").unwrap();
        assert_eq!(document.clone().into_owned(), document);
    }

    #[test]
    fn line_ends_of_all_systems_give_the_same_values() {
        let text = "a: |\n  x\n  y\nb: \"c\n  d\"\ne:\n- f\n  g\n";
        let values = |text: &str| crate::json::print(&load(text).unwrap(), usize::MAX);
        assert_eq!(values(&text.replace('\n', "\r\n")), values(text));
        assert_eq!(values(&text.replace('\n', "\r")), values(text));
    }
}
