use lsp_types::{Position, Range};
use specql_analysis::position::Encoding;

use super::*;

const URI: &str = "untitled:a";

fn with(text: &str, encoding: Encoding) -> Session {
    let client = Client {
        encoding,
        ..Client::default()
    };
    let mut session = Session {
        client: Arc::new(client),
        ..Session::default()
    };
    let item = TextDocumentItem::new(uri(), "yaml".to_owned(), 1, text.to_owned());
    session.open(item);
    session
}

fn uri() -> Uri {
    URI.parse().unwrap()
}

fn text(session: &Session) -> String {
    let (id, project) = session.projects.first_key_value().unwrap();
    assert_eq!(project.id, *id);
    let file = project.host.file(URI).unwrap();
    file.text(project.host.db()).to_string()
}

fn change(line: u32, from: u32, to: u32, text: &str) -> TextDocumentContentChangeEvent {
    let range = Range::new(Position::new(line, from), Position::new(line, to));
    TextDocumentContentChangeEvent {
        range: Some(range),
        range_length: None,
        text: text.to_owned(),
    }
}

#[test]
fn places_count_as_was_agreed() {
    for (encoding, before, after) in [
        (Encoding::Utf8, 4, 10),
        (Encoding::Utf16, 4, 8),
        (Encoding::Utf32, 4, 7),
    ] {
        let mut session = with("a: b\nc: 'x😀yz'\n", encoding);
        session.change(&uri(), 2, vec![change(1, before, after, "-")]);
        assert_eq!(text(&session), "a: b\nc: '-z'\n", "{encoding:?}");
    }
}

#[test]
fn changes_are_made_one_after_the_other() {
    let mut session = with("entity: A\n", Encoding::Utf16);
    let changes = vec![
        change(0, 8, 9, "Bill"),
        change(0, 12, 12, "\nschema: shop"),
        change(1, 8, 12, "é"),
    ];
    session.change(&uri(), 2, changes);
    assert_eq!(text(&session), "entity: Bill\nschema: é\n");
}

#[test]
fn half_a_character_is_none() {
    let mut session = with("# 😀b\n", Encoding::Utf16);
    session.change(&uri(), 2, vec![change(0, 3, 4, "x")]);
    assert_eq!(text(&session), "# xb\n");
    session.change(&uri(), 3, vec![change(9, 5, 2, "y")]);
    assert_eq!(text(&session), "# xb\ny");
}
