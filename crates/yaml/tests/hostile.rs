//! Texts made to exhaust a reader: long, deep, and self-referring. All must end soon and without
//! a panic; how soon is for a human to see, as clocks differ between machines.

use specql_yaml::{Composer, ErrorKind, construct, events, json, load, load_all};

/// In bytes. Unoptimised code gets less, so that the tests stay bearable.
const SIZE: usize = if cfg!(debug_assertions) {
    500_000
} else {
    10_000_000
};

fn repeated(piece: &str) -> String {
    piece.repeat(SIZE / piece.len())
}

/// All layers, with and without Python's limits.
fn survive(text: &str) {
    let _ = load(text);
    let _ = load_all(text);
    let mut composer = Composer::new(events(text));
    while let Ok(Some(graph)) = composer.next_document() {
        if let Ok(document) = construct(graph) {
            let _ = json::print(&document, SIZE);
        }
    }
}

macro_rules! hostile {
    ($($name:ident: $text:expr,)*) => {
        $(#[test]
        fn $name() {
            survive(&$text);
        })*
    };
}

hostile! {
    brackets: repeated("["),
    closed_brackets: format!("{}{}", "[".repeat(SIZE / 2), "]".repeat(SIZE / 2)),
    braces: repeated("{"),
    braces_with_keys: repeated("{a: "),
    closing_brackets: repeated("]"),
    brackets_in_pairs: repeated("[a: "),
    double_quotes: repeated("\""),
    one_double_quote: format!("\"{}", repeated("a")),
    quoted_lines: format!("\"{}\"", repeated("a\n")),
    quoted_blanks: format!("\"{}", repeated(" \n")),
    backslashes: format!("\"{}\"", repeated("\\\\")),
    anchors: repeated("&a "),
    anchors_without_space: repeated("&a"),
    different_anchors: (0..SIZE / 12).map(|n| format!("- &a{n} x\n")).collect::<String>(),
    aliases: format!("- &a x\n{}", repeated("- *a\n")),
    tags: repeated("!a "),
    tag_marks: repeated("!"),
    tag_handles: (0..SIZE / 20).map(|n| format!("%TAG !a{n}! b:\n")).collect::<String>(),
    one_word: repeated("a"),
    wide_word: repeated("é"),
    one_plain_text: repeated("a "),
    plain_lines: repeated("a\n"),
    plain_empty_lines: format!("a{}b", repeated(" \n")),
    keys: repeated("a: b\n"),
    different_keys: (0..SIZE / 12).map(|n| format!("k{n}: {n}\n")).collect::<String>(),
    question_marks: repeated("? "),
    colons: repeated(": "),
    dashes: repeated("- "),
    dashes_in_lines: repeated("-\n"),
    commas: format!("[{}", repeated("a,")),
    spaces: repeated(" "),
    tabs: repeated("\t"),
    line_breaks: repeated("\n"),
    line_separators: repeated("\u{2028}"),
    comments: repeated("#\n"),
    one_comment: repeated("#"),
    documents: repeated("---\n"),
    document_ends: format!("a\n{}", repeated("...\n")),
    byte_order_marks: repeated("\u{feff}"),
    literal_lines: format!("|\n{}", repeated(" a\n")),
    literal_empty_lines: format!("|+\n{}", repeated("  \n")),
    many_literals: repeated("- |\n"),
    folded_lines: format!(">\n{}", repeated(" a\n\n")),
    deep_indentation: (0..4_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<String>(),
    deep_indentation_of_lists: (0..4_000).map(|level| format!("{}-\n", " ".repeat(level))).collect::<String>(),
    long_number: repeated("9"),
    long_hexadecimal_number: format!("0x{}", repeated("f")),
    long_octal_number: format!("0{}", repeated("7")),
    long_float: format!("{}.5", repeated("9")),
    long_sexagesimal_number: format!("1{}", repeated(":59")),
    long_sexagesimal_float: format!("1{}.", repeated(":59")),
    long_base64: format!("!!binary {}", repeated("YWJj")),
    merged_mapping: format!("- &a {{x: 1}}\n- {{{}}}", repeated("<<: *a, ")),
    merged_list: format!("- &a {{x: 1}}\n- {{<<: [{}]}}", repeated("*a, ")),
    pairs: format!("!!omap [{}]", repeated("a: b, ")),
    set: format!("!!set {{{}}}", (0..SIZE / 12).map(|n| format!("a{n}, ")).collect::<String>()),
}

#[test]
fn a_million_brackets_become_a_million_lists() {
    let text = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert_eq!(load(&text).unwrap_err().kind(), ErrorKind::TooDeep);
    let graph = Composer::new(events(&text))
        .single_document()
        .unwrap()
        .unwrap();
    assert_eq!(graph.nodes().len(), 1_000_000);
    let document = construct(graph).unwrap();
    assert_eq!(json::print(&document, usize::MAX).unwrap(), text);
}

#[test]
fn a_million_indented_mappings_within_each_other_are_read() {
    let text = "? ".repeat(500_000);
    let graph = Composer::new(events(&text))
        .single_document()
        .unwrap()
        .unwrap();
    assert!(graph.nodes().len() > 500_000);
}

#[test]
fn aliases_of_aliases_stay_as_small_as_their_text() {
    let mut text = "- &a0 [x, x]\n".to_owned();
    for n in 1..10_000 {
        text += &format!("- &a{n} [*a{}, *a{}]\n", n - 1, n - 1);
    }
    let document = load(&text).unwrap();
    assert_eq!(json::print(&document, 1_000_000), None);
}

#[test]
fn every_beginning_of_a_text_is_survived() {
    let text = "%YAML 1.1\n--- &a\n? |2-\n   x\n: !!set {\"\\u00e9\\\n b\", 'c''d', *a : [e: f, ? g]}\n\
                h: >+\n  i\n\n  \u{2028}é\n<<: {k: 2020-01-01 10:00:00 +1}\n...\n";
    for (end, _) in text.char_indices() {
        let _ = load_all(&text[..end]);
    }
    // Events and their decoders also when the text is cut at the front.
    for (start, _) in text.char_indices() {
        let rest = &text[start..];
        let _ = load_all(rest);
        let _ = specql_yaml::decode::plain(rest);
        let _ = specql_yaml::decode::single_quoted(rest);
        let _ = specql_yaml::decode::double_quoted(rest);
        let _ = specql_yaml::decode::tag(rest);
        for indent in [isize::MIN, -1, 0, 3, isize::MAX] {
            let _ = specql_yaml::decode::block(rest, indent);
        }
    }
}
