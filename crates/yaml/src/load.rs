//! A text's documents in one step.

use crate::compose::Composer;
use crate::construct::{construct, construct_tolerantly};
use crate::error::Error;
use crate::event::Event;
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

/// Reads the first document of a stream of events that may hold errors, and all its errors:
/// what is sound is there, what is broken is missing or stands as it is written.
pub fn read_tolerantly<'a>(
    events: impl Iterator<Item = Result<Event<'a>, Error>>,
) -> (Document<'a>, Vec<Error>) {
    let mut composer = Composer::tolerant(events);
    let graph = composer.single_document();
    let mut faults = composer.into_faults();
    let document = match graph {
        Ok(Some(graph)) => {
            let (document, found) = construct_tolerantly(graph);
            faults.extend(found);
            document
        }
        Ok(None) => Document::empty(),
        Err(error) => {
            faults.push(error);
            Document::empty()
        }
    };
    faults.sort_by_key(Error::span);
    (document, faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, Value};

    /// The values that are there, and where the errors are.
    fn tolerantly(text: &str) -> (String, Vec<u32>) {
        let (document, faults) = read_tolerantly(events(text));
        let places = faults.iter().map(|fault| fault.span().start).collect();
        (crate::json::print(&document, 10_000).unwrap(), places)
    }

    #[test]
    fn what_is_sound_is_there_and_every_error_is_told() {
        assert_eq!(
            tolerantly("a: *b\nc: &d 1\ne: &d 2020-13-45\nf: *d\n<<: 7\ng: !x [1]\n? [h]\n: i\n"),
            (
                r#"{"a":null,"c":1,"e":"2020-13-45","f":"2020-13-45","g":null}"#.to_owned(),
                vec![3, 17, 17, 41, 46, 55]
            )
        );
        assert_eq!(
            tolerantly("a: 1\n---\nb: 2\n"),
            (r#"{"a":1}"#.to_owned(), vec![5])
        );
    }

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
