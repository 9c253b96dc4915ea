use lsp_types::{Position, Range};
use specql_analysis::position::Encoding;

use super::*;
use crate::server::tests::chance::{Chance, rounds};

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

#[test]
fn after_any_edits_the_text_is_the_client_s() {
    let pieces = [
        "",
        "a",
        "é",
        "漢",
        "😀",
        "\n",
        "\r\n",
        "x\ny",
        "longer text",
    ];
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let mut chance = Chance::new(5);
        let mut session = with("entity: A\n", encoding);
        let mut expected = "entity: A\n".to_owned();
        let mut changes = Vec::new();
        for version in 2..2 + i32::try_from(rounds(350_000)).unwrap() {
            let ends: Vec<_> = expected.char_indices().map(|(at, _)| at).collect();
            let end = ends.len();
            let ends: Vec<_> = ends.into_iter().chain([expected.len()]).collect();
            let from = chance.below(end + 1);
            let to = (from + chance.below(8)).min(end);
            let (from, to) = (ends[from], ends[to]);
            // Between the halves of a line break there is no place.
            let is_between = |at: usize| expected[..at].ends_with('\r');
            if is_between(from) || is_between(to) {
                continue;
            }
            let place = |at: usize| {
                let before = &expected[..at];
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let inside = &before[start..];
                let character = match encoding {
                    Encoding::Utf8 => inside.len(),
                    Encoding::Utf16 => inside.encode_utf16().count(),
                    Encoding::Utf32 => inside.chars().count(),
                };
                let line = before.matches('\n').count();
                Position::new(
                    u32::try_from(line).unwrap(),
                    u32::try_from(character).unwrap(),
                )
            };
            let piece = *chance.pick(&pieces);
            let change = TextDocumentContentChangeEvent {
                range: Some(Range::new(place(from), place(to))),
                range_length: None,
                text: piece.to_owned(),
            };
            changes.push(change);
            expected.replace_range(from..to, piece);
            if expected.len() > 200 {
                let whole = TextDocumentContentChangeEvent {
                    range: None,
                    range_length: None,
                    text: String::new(),
                };
                changes.push(whole);
                expected.clear();
            }
            if chance.below(20) == 0 {
                session.change(&uri(), version, std::mem::take(&mut changes));
                assert_eq!(text(&session), expected);
            }
        }
        session.change(&uri(), 0, changes);
        assert_eq!(text(&session), expected);
    }
}

/// A character of each row of the first plane, and some of what is hard: what joins with its
/// neighbour, what is written from the right, what takes two units of UTF-16.
fn alphabet() -> Vec<char> {
    let rows = (0..0x100_u32).filter_map(|row| char::from_u32(row << 8 | 0x41));
    let breaks = ['\r', '\n', '\u{85}', '\u{2028}', '\0'];
    let hard = [
        '\u{301}',
        '\u{200d}',
        '\u{202e}',
        'א',
        '漢',
        '😀',
        '\u{10ffff}',
        '\u{feff}',
    ];
    rows.chain(breaks).chain(hard).collect()
}

#[test]
fn a_place_and_its_offset_lead_to_each_other_in_every_script() {
    let alphabet = alphabet();
    let mut chance = Chance::new(3);
    for _ in 0..rounds(17_000) {
        let length = chance.below(40);
        let text: String = (0..length).map(|_| *chance.pick(&alphabet)).collect();
        let rope = Rope::from_str(&text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (at, _) in text.char_indices() {
                let span = Span::new(at, at);
                let start = convert::range(&rope, span, encoding).start;
                let back = convert::offset(&rope, start, encoding);
                // Between the halves of a line break there is no place.
                let is_between = text[..at].ends_with('\r') && text[at..].starts_with('\n');
                assert!(back == at || is_between, "{text:?} {at} {encoding:?}");
            }
            // Any other place is the nearest one.
            let place = Position::new(
                u32::try_from(chance.below(20)).unwrap(),
                u32::try_from(chance.below(90)).unwrap(),
            );
            let offset = convert::offset(&rope, place, encoding);
            assert!(text.is_char_boundary(offset), "{text:?} {place:?}");
        }
    }
}
