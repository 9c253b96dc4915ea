//! Values of a spec as JSON that a database reads.

use specql_yaml::{Document, NodeId, Value};

/// Longer values are not taken over.
const LONGEST: usize = 100_000;

/// Nor are deeper ones, among them those that hold themselves.
const DEEPEST: usize = 100;

/// A value as JSON. Days and times are texts there, and so are keys that are no texts.
pub(super) fn of(document: &Document<'_>, node: NodeId) -> Option<String> {
    let mut json = String::new();
    write(document, node, DEEPEST, &mut json)?;
    Some(json)
}

fn write(document: &Document<'_>, node: NodeId, depth: usize, out: &mut String) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    if out.len() > LONGEST {
        return None;
    }
    match document.value(node) {
        Value::Sequence(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                comma(number, out);
                write(document, *item, depth, out)?;
            }
            out.push(']');
        }
        Value::Mapping(entries) => {
            out.push('{');
            for (number, entry) in entries.iter().enumerate() {
                comma(number, out);
                let key = scalar(document.value(entry.key))?;
                match key.starts_with('"') {
                    true => out.push_str(&key),
                    false => out.push_str(&quoted(&key)),
                }
                out.push(':');
                write(document, entry.value, depth, out)?;
            }
            out.push('}');
        }
        value => out.push_str(&scalar(value)?),
    }
    Some(())
}

fn comma(number: usize, out: &mut String) {
    if number > 0 {
        out.push(',');
    }
}

fn scalar(value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) if number.is_finite() => number.to_string(),
        Value::Date(date) => quoted(&date.to_string()),
        Value::DateTime(time) => quoted(&time.to_string()),
        Value::Str(_) => quoted(value.as_str()?),
        _ => return None,
    })
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(yaml: &str) -> Option<String> {
        let document = specql_yaml::load(yaml).unwrap();
        of(&document, document.root())
    }

    #[test]
    fn values_are_as_a_database_reads_them() {
        let cases = [
            ("{$a: 1, b: [x, 'y\"']}", r#"{"$a":1,"b":["x","y\""]}"#),
            ("{day: 2020-01-31}", r#"{"day":"2020-01-31"}"#),
            (
                "[12345678901234567890123, 1.5, yes, ~]",
                "[12345678901234567890123,1.5,true,null]",
            ),
            ("{1: a, 2020-01-31: b}", r#"{"1":"a","2020-01-31":"b"}"#),
        ];
        for (yaml, wanted) in cases {
            assert_eq!(json(yaml).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn what_json_has_no_form_for_is_none() {
        for yaml in ["[.inf]", "&a [*a]", "!!binary aGk=", "{[a]: b}"] {
            assert_eq!(
                specql_yaml::load(yaml).ok().and_then(|_| json(yaml)),
                None,
                "{yaml}"
            );
        }
    }
}
