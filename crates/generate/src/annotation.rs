//! Comments of objects: a sentence for people, and the annotations that FraiseQL reads.
//!
//! What comes from a spec is put on one line, so that nothing in it can become an annotation.

use crate::field::{Field, Kind};

/// A comment with annotations: pairs of keys and values.
pub(crate) fn block(sentence: &str, kind: &str, pairs: &[(&str, &str)]) -> String {
    let mut comment = on_one_line(sentence);
    comment.push_str("\n\n@fraiseql:");
    comment.push_str(kind);
    for (key, value) in pairs {
        comment.push('\n');
        comment.push_str(key);
        comment.push_str(": ");
        comment.push_str(&on_one_line(value));
    }
    comment
}

/// The comment of a column or an attribute: what it is called in the API, and its type there.
pub(crate) fn field(
    sentence: &str,
    name: &str,
    graphql: &str,
    is_required: bool,
    more: &[(&str, &str)],
) -> String {
    let graphql = if is_required {
        format!("{graphql}!")
    } else {
        graphql.to_owned()
    };
    let mut pairs = vec![
        ("name", name),
        ("type", graphql.as_str()),
        ("required", if is_required { "true" } else { "false" }),
    ];
    pairs.extend(more);
    block(sentence, "field", &pairs)
}

/// The comment of a field's column.
pub(crate) fn column(field: &Field<'_>) -> String {
    of_field(field, field.column_name().as_str(), field.is_required())
}

/// The comment of a field's attribute in the input of an action.
pub(crate) fn attribute(field: &Field<'_>) -> String {
    of_field(field, field.attribute_name().as_str(), field.is_required())
}

fn of_field(of: &Field<'_>, name: &str, is_required: bool) -> String {
    let sentence = sentence(of);
    let (targets, words);
    let more: &[(&str, &str)] = match &of.kind {
        Kind::Reference(reference) => {
            let names: Vec<_> = reference
                .targets
                .iter()
                .map(|t| t.written.as_str())
                .collect();
            targets = names.join(", ");
            &[("references", &targets)]
        }
        Kind::Enum(values) if !values.is_empty() => {
            words = values.join(", ");
            &[("enumValues", &words)]
        }
        _ => &[],
    };
    field(&sentence, name, of.kind.graphql(), is_required, more)
}

/// What a field is, as its author says it, or else as its type does.
fn sentence(field: &Field<'_>) -> String {
    if let Some(description) = &field.spec.description {
        return description.text.clone();
    }
    match &field.kind {
        Kind::Basic(basic) => basic.doc.to_owned(),
        Kind::Scalar(scalar) => scalar.doc.to_owned(),
        Kind::Composite(composite) => composite.doc.to_owned(),
        Kind::Enum(_) => "One of a few words.".to_owned(),
        Kind::List => "A list of values.".to_owned(),
        Kind::Reference(reference) => {
            let names: Vec<_> = reference
                .targets
                .iter()
                .map(|t| t.written.as_str())
                .collect();
            format!("Refers to {}.", names.join(" or "))
        }
        Kind::Foreign(_) | Kind::Limited(..) | Kind::Unknown(_) => field.name().to_owned(),
    }
}

/// A text without line breaks, and with one blank where there are several.
pub(crate) fn on_one_line(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_an_annotation() {
        let comment = block(
            "Mine\n\n@fraiseql:field\nname: yours",
            "type",
            &[("trinity", "true\nname: x")],
        );
        assert_eq!(
            comment,
            "Mine @fraiseql:field name: yours\n\n@fraiseql:type\ntrinity: true name: x"
        );
    }
}
