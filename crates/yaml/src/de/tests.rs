use std::collections::BTreeMap;

use super::*;
use crate::load;

fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, DeError> {
    let document = load(text).unwrap();
    from_document(&document, document.root())
}

/// The text at the node of an error.
fn place<T: for<'de> Deserialize<'de> + fmt::Debug>(text: &str) -> &str {
    let document = load(text).unwrap();
    let error = from_document::<T>(&document, document.root()).unwrap_err();
    text[document.span(error.node.unwrap()).range()].trim_end()
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Person {
    name: String,
    #[serde(default)]
    age: Option<u8>,
}

/// Whatever a value is, told by the visitor's method that it came to.
#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(untagged)]
enum Any {
    Bool(bool),
    Int(i64),
    Large(u64),
    Float(f64),
    Text(String),
    List(Vec<Any>),
    Map(BTreeMap<String, Any>),
    Null(()),
}

#[test]
fn scalars_are_what_pyyaml_resolved() {
    let list: Vec<Any> = read(
        "[yes, 010, 12:30, 1_000, 1e3, 1.5, ~, 2020-01-31, 2020-01-31 10:00:00Z, '1',
          18446744073709551615, 18446744073709551616]",
    )
    .unwrap();
    let text = |text: &str| Any::Text(text.to_owned());
    let expected = [
        Any::Bool(true),
        Any::Int(8),
        Any::Int(750),
        Any::Int(1000),
        text("1e3"),
        Any::Float(1.5),
        Any::Null(()),
        text("2020-01-31"),
        text("2020-01-31T10:00:00+00:00"),
        text("1"),
        Any::Large(u64::MAX),
        text("18446744073709551616"),
    ];
    assert_eq!(list, expected);
}

#[test]
fn a_number_is_no_text_and_a_text_no_number() {
    assert_eq!(read::<BTreeMap<i64, i64>>("01: 2").unwrap()[&1], 2);
    assert!(read::<BTreeMap<String, i64>>("01: 2").is_err());
    assert_eq!(read::<BTreeMap<String, i64>>("'01': 2").unwrap()["01"], 2);
    assert!(read::<i64>("'5'").is_err());
    assert!(read::<i64>("1.0").is_err());
    assert_eq!(read::<f64>("1"), Ok(1.0));
    assert!(read::<u8>("256").is_err());
}

#[test]
fn texts_may_be_borrowed_from_the_document() {
    let document = load("[plain, \"esc\\x61ped\"]").unwrap();
    let texts: Vec<&str> = from_document(&document, document.root()).unwrap();
    assert_eq!(texts, ["plain", "escaped"]);
}

#[test]
fn collections_of_all_kinds() {
    let person = read::<Person>("name: Ada\nage: 36\nshoes: [1]").unwrap();
    assert_eq!((person.name.as_str(), person.age), ("Ada", Some(36)));
    assert_eq!(read::<Person>("{name: Ada, age: }").unwrap().age, None);
    assert_eq!(read::<Vec<String>>("!!set {a, b}").unwrap(), ["a", "b"]);
    let pairs = read::<Vec<(String, i64)>>("!!omap [a: 1, a: 2]").unwrap();
    assert_eq!(pairs, [("a".to_owned(), 1), ("a".to_owned(), 2)]);
    assert_eq!(read::<(i64, bool)>("[1, off]").unwrap(), (1, false));
    assert_eq!(
        read::<BTreeMap<String, i64>>("<<: {a: 1, b: 2}\na: 3").unwrap(),
        BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 2)])
    );
}

#[test]
fn forms() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    enum Form {
        Plain,
        One(i64),
        Named { x: i64 },
    }
    let forms: Vec<Form> = read("[Plain, One: 1, Named: {x: 2}]").unwrap();
    assert_eq!(forms, [Form::Plain, Form::One(1), Form::Named { x: 2 }]);
    for text in ["One", "Other", "1", "{One: 1, Plain: }", "Named: [1]"] {
        assert!(read::<Form>(text).is_err(), "{text}");
    }
}

#[test]
fn an_error_names_the_innermost_node() {
    assert_eq!(place::<Vec<Person>>("[{name: A}, {name: 5}]"), "5");
    assert_eq!(place::<Vec<Person>>("[{name: A}, {age: 5}]"), "{age: 5}");
    assert_eq!(place::<Vec<Person>>("[{name: A}, text]"), "text");

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(rename = "a")]
        _a: i64,
    }
    assert_eq!(place::<Strict>("{a: 1, b: 2}"), "b");
    assert_eq!(place::<Strict>("{a: 1, 0: 2}"), "0");
}

#[test]
fn fields_are_found_by_name_alone() {
    assert!(read::<Person>("[Ada, 36]").is_err(), "not by their order");
    assert!(read::<Person>("{0: Ada}").is_err(), "not by their number");
}

#[test]
fn a_document_that_holds_itself_is_refused() {
    let error = read::<Any>("&a [*a]").unwrap_err();
    assert!(error.node.is_some());
    assert!(read::<Any>("&a {x: *a, y: *a}").is_err());

    #[derive(Debug, serde::Deserialize)]
    struct Endless {
        #[serde(rename = "a", default)]
        _a: Vec<Located<Endless>>,
    }
    assert!(
        read::<Endless>("&a {a: [*a, *a, *a, *a]}").is_ok(),
        "each level keeps its mistakes, and all together come to an end"
    );
}

#[test]
fn a_document_that_multiplies_is_refused() {
    let mut text = String::from("- &a0 [x, x]\n");
    for level in 1..40 {
        text += &format!("- &a{level} [*a{}, *a{0}]\n", level - 1);
    }
    assert!(read::<Any>(&text).is_err());
    assert_eq!(read::<Vec<de::IgnoredAny>>(&text).unwrap().len(), 40);
}

#[test]
fn a_mistake_inside_of_a_located_part_stays_there() {
    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(default)]
    struct Shelf {
        books: Slot<Entries<Person>>,
        room: Slot<String>,
        floor: Slot<i64>,
    }
    let text = "books: {a: {name: A}, 2: {name: 3}, b: }\nroom:\n";
    let document = load(text).unwrap();
    let shelf: Shelf = from_document(&document, document.root()).unwrap();
    let books = &shelf.books.get().unwrap().0;
    let sound: Vec<_> = books.iter().map(|book| book.value.is_ok()).collect();
    assert_eq!(sound, [true, false, false]);
    let keys: Vec<_> = books
        .iter()
        .map(|book| &text[document.span(book.key().unwrap()).range()])
        .collect();
    assert_eq!(keys, ["a", "2", "b"]);
    assert!(shelf.room.written().is_some() && shelf.room.get().is_none());
    assert_eq!(shelf.floor, Slot::Missing);
}
