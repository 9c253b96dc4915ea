//! Of a spec that someone is typing, the preview shows what is sound and says the rest.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use specql_analysis::Host;
use specql_ide::preview;
use specql_language::Target;

const RICH: &str = include_str!("fixtures/half_typed.yaml");

const OTHERS: [(&str, &str); 2] = [
    (
        "buyer.yaml",
        "entity: Buyer\nschema: crm\nfields: {name: text}\n",
    ),
    (
        "part.yaml",
        "entity: Part\nschema: shop\nfields: {price: money, left: integer}\n",
    ),
];

/// The SQL of the rich spec with this text.
struct Typing {
    host: Host,
}

impl Typing {
    fn new(target: Target) -> Self {
        let mut host = specql_generate::host();
        host.set_target(target);
        host.set_files(OTHERS);
        Self { host }
    }

    fn sql(&mut self, text: &str) -> Option<String> {
        let file = self.host.open("order.yaml", text);
        // Whoever types is told of mistakes as well.
        specql_analysis::rules::diagnostics(self.host.db(), file);
        let shown = preview(self.host.db(), file, None)?;
        for piece in &shown.pieces {
            assert!(shown.sql.get(piece.sql.range()).is_some(), "{piece:?}");
            assert!(text.get(piece.spec.range()).is_some(), "{piece:?}\n{text}");
        }
        Some(shown.sql)
    }
}

/// The names of the fields that have a line each, with the numbers of these lines.
fn fields() -> Vec<(usize, &'static str)> {
    let lines = RICH.lines().enumerate();
    let lines = lines.skip_while(|(_, line)| *line != "fields:").skip(1);
    let lines = lines.take_while(|(_, line)| line.starts_with("  "));
    let fields = lines.filter(|(_, line)| !line.starts_with("   "));
    fields
        .map(|(number, line)| (number, line.trim().split(':').next().unwrap()))
        .collect()
}

/// Whether other fields may depend on a line: it begins the fields, or without it another list of
/// fields counts for them.
fn holds_fields(line: &str) -> bool {
    ["fields:", "translations:"].contains(&line)
}

/// Where people stop typing: before each word, and within it.
fn stops(text: &str) -> Vec<usize> {
    let mut stops = Vec::new();
    let mut before = [' ', ' '];
    for (at, c) in text.char_indices() {
        let is_word = |c: char| c.is_alphanumeric();
        let begins = is_word(c) && !is_word(before[1]);
        let is_second = is_word(c) && is_word(before[1]) && !is_word(before[0]);
        if begins || is_second || !is_word(c) && c != ' ' {
            stops.push(at);
        }
        before = [before[1], c];
    }
    stops
}

#[test]
fn every_beginning_has_the_sql_of_what_is_typed() {
    let head = RICH.find("entity: Order\n").unwrap() + "entity: Order".len();
    for target in [Target::V0_8, Target::Next] {
        let mut typing = Typing::new(target);
        for end in stops(RICH) {
            let sql = typing.sql(&RICH[..end]);
            if end >= head {
                assert!(sql.unwrap().contains("CREATE TABLE"), "{}", &RICH[..end]);
            }
        }
    }
}

#[test]
fn a_line_that_is_gone_costs_no_other_field() {
    let whole = RICH.lines().count();
    for target in [Target::V0_8, Target::Next] {
        let mut typing = Typing::new(target);
        let mut lost = Vec::new();
        for gone in 0..whole {
            let lines = RICH.lines().enumerate();
            let left = lines.filter(|(number, _)| *number != gone);
            let text: String = left.map(|(_, line)| format!("{line}\n")).collect();
            let line = RICH.lines().nth(gone).unwrap();
            let sql = typing.sql(&text);
            if line.starts_with("entity:") {
                continue;
            }
            let sql = sql.unwrap();
            let table = sql.find("CREATE TABLE").unwrap();
            let table = &sql[table..];
            for (number, field) in fields() {
                let column = [format!("    {field} "), format!("    fk_{field} ")];
                let is_there = column.iter().any(|column| table.contains(column));
                if number != gone && !is_there && !holds_fields(line) {
                    lost.push(format!("{field} without {line:?}"));
                }
            }
        }
        assert_eq!(lost, [""; 0]);
    }
}

#[test]
fn a_broken_line_costs_no_other_field() {
    let mut typing = Typing::new(Target::V0_8);
    let mut lost = Vec::new();
    for broken in 0..RICH.lines().count() {
        let line = RICH.lines().nth(broken).unwrap();
        for end in stops(line) {
            let lines = RICH.lines().enumerate();
            let cut = lines.map(|(number, line)| match number == broken {
                true => &line[..end],
                false => line,
            });
            let text: String = cut.map(|line| format!("{line}\n")).collect();
            let Some(sql) = typing.sql(&text) else {
                assert!(line.starts_with("entity:"), "{text}");
                continue;
            };
            for (number, field) in fields() {
                let column = [format!("    {field} "), format!("    fk_{field} ")];
                let is_there = column.iter().any(|column| sql.contains(column));
                if number != broken && !is_there && !holds_fields(line) {
                    lost.push(format!("{field} where {:?} is left", &line[..end]));
                }
            }
        }
    }
    assert_eq!(lost, [""; 0]);
}
