//! Saying things to people: Markdown that no text of a file can break out of.

use std::ops::Range;

use specql_analysis::expression::infer::Type;
use specql_language::expression::{Function, ValueType};
use specql_language::{Effect, Target};

/// A block of code. Its fence is longer than any in the text.
pub(crate) fn block(language: &str, text: &str) -> String {
    let longest = runs_of_backticks(text).max(2);
    let fence = "`".repeat(longest + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// Code within a line.
pub(crate) fn code(text: &str) -> String {
    let fence = "`".repeat(runs_of_backticks(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn runs_of_backticks(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// What people have written, as it stands: none of it is Markdown.
pub(crate) fn prose(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|'
        ) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

/// The beginning of a text, in one line.
pub(crate) fn in_short(text: &str, most: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if !short.is_empty() {
            short.push(' ');
            length += 1;
        }
        for c in word.chars() {
            if length >= most {
                short.push('…');
                return short;
            }
            short.push(c);
            length += 1;
        }
    }
    short
}

/// What SpecQL 0.8.7 does with a part of the language, where that is not what it is there for.
pub(crate) fn effect(effect: Effect, target: Target) -> Option<String> {
    let does = match effect {
        Effect::Used => return None,
        Effect::Carried => "reads and checks it, and generates nothing from it",
        Effect::Ignored => "passes over it without a word",
        Effect::Refused => "refuses a file for it",
    };
    let planned = match target {
        Target::V0_8 => "",
        Target::Next => "; it is planned",
    };
    Some(format!("*SpecQL 0.8.7 {does}{planned}.*"))
}

/// A type, as it is written in a spec where it can be.
pub(crate) fn type_text(ty: &Type) -> String {
    match ty {
        Type::Value(value) => value_text(*value).to_owned(),
        Type::Enum(values) => {
            let values = values.join(", ");
            format!("enum({})", in_short(&values, 80))
        }
        Type::Reference(targets) => {
            let targets = targets.iter().map(|(schema, name)| match schema {
                Some(schema) => format!("{schema}.{name}"),
                None => name.clone(),
            });
            format!("ref({})", targets.collect::<Vec<_>>().join("|"))
        }
        Type::Composite(name) => name.to_string(),
        Type::List(item) => format!("list({})", type_text(item)),
        Type::Row(name) => name.to_string(),
    }
}

/// A kind of value by the type that stands for it in specs.
pub(crate) fn value_text(value: ValueType) -> &'static str {
    match value {
        ValueType::Unknown => "unknown",
        ValueType::Null => "null",
        ValueType::Literal | ValueType::Text => "text",
        ValueType::Number => "number",
        ValueType::Enum => "enum",
        ValueType::List => "list",
        ValueType::Composite => "composite",
        ValueType::Reference => "ref",
        ValueType::Row => "row",
        ValueType::Json => "json",
        ValueType::DateTime => "datetime",
        ValueType::Interval => "duration",
        ValueType::Point => "coordinates",
        ValueType::Network => "ipAddress",
        ValueType::Boolean
        | ValueType::Integer
        | ValueType::Bigint
        | ValueType::Date
        | ValueType::Time
        | ValueType::Uuid => value.postgres().unwrap_or("unknown"),
    }
}

/// How a function is called: `round(number, [digits])`, with the places of its parameters.
pub(crate) fn call_of(function: &Function) -> (String, Vec<Range<usize>>) {
    let mut written = format!("{}(", function.name);
    let mut places = Vec::new();
    for (number, parameter) in function.parameters.iter().enumerate() {
        if number > 0 {
            written.push_str(", ");
        }
        let start = written.len();
        let types: Vec<_> = parameter.accepts.iter().map(|ty| value_text(*ty)).collect();
        let types = match types.is_empty() {
            true => "any".to_owned(),
            false => types.join("|"),
        };
        let optional = if parameter.optional { "?" } else { "" };
        let more = if parameter.variadic { "…" } else { "" };
        written.push_str(&format!("{}{optional}{more}: {types}", parameter.name));
        places.push(start..written.len());
    }
    written.push(')');
    (written, places)
}

/// `1 field`, `2 fields`.
pub(crate) fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_do_not_break_out() {
        assert_eq!(block("sql", "a\n```\nb"), "````sql\na\n```\nb\n````");
        assert_eq!(code("a`b``"), "``` a`b`` ```");
        assert_eq!(prose("# <b>*x*"), "\\# \\<b\\>\\*x\\*");
    }

    #[test]
    fn a_text_is_cut_in_one_line() {
        assert_eq!(in_short("one\n  two three", 8), "one two …");
        assert_eq!(in_short("äöü", 2), "äö…");
        assert_eq!(in_short("one two", 7), "one two");
    }
}
