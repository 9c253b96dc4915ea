//! What the author of a spec means where SpecQL 0.8.7 reads something else.
//!
//! 0.8.7 takes a type that it does not know for text, drops most defaults, and goes over a text
//! like over a list of letters, all without a word. Here is what gets lost by that.

use serde::Serialize;
use specql_language::expression::ValueType;
use specql_language::types;
use specql_yaml::{Document, Value, load};

use crate::expression::ast::{EntityName, TypeArguments, TypeExpression, TypeKind};
use crate::expression::infer::Type;
use crate::reading::{self, Entity};
use crate::source::Once;
use crate::spec::{self, Spec};

/// What is meant otherwise than it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meant {
    /// Fields with another type, another default, or another need of a value. Of a spec that is
    /// refused, all fields.
    pub fields: Vec<Field>,
    /// Steps of two kinds.
    pub steps: Vec<Step>,
    /// Texts that are read letter by letter.
    pub texts: Vec<Text>,
}

/// A field as it is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type; none where that is still to be typed.
    #[serde(rename = "type")]
    pub type_name: Option<String>,
    /// Whether it has to have a value.
    pub required: bool,
    /// Its default, as text.
    pub default: Option<String>,
}

/// A step of two kinds. Only one of them is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The name of its action.
    pub action: Option<String>,
    /// The keys, the one that is read first.
    pub kinds: Vec<String>,
}

/// A text where a list belongs, which is read as a list of its letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Behind which keys it stands.
    pub key: &'static str,
    /// The only item that is meant.
    pub text: String,
}

/// What is meant otherwise in a text; none when there is nothing.
#[must_use]
pub fn meant_in(text: &str) -> Option<Meant> {
    let once = Once::of(text);
    let loaded = load(text).ok();
    let read = loaded
        .as_ref()
        .and_then(|document| reading::read(document).entity);
    meant(once.document(), read.as_ref(), &spec::spec_of(&once))
}

/// What is meant otherwise than it is read; none when there is nothing.
#[must_use]
pub fn meant(document: &Document<'_>, read: Option<&Entity>, spec: &Spec) -> Option<Meant> {
    let fields = spec.fields.iter().filter(|field| {
        let read = read.and_then(|entity| {
            let mut fields = entity.fields.iter();
            fields.find(|read| read.name == field.name.text)
        });
        read.is_none_or(|read| differs(field, read))
    });
    let meant = Meant {
        fields: fields.map(field).collect(),
        steps: steps(spec),
        texts: texts(document),
    };
    (meant != Meant::default()).then_some(meant)
}

fn field(field: &spec::Field) -> Field {
    Field {
        name: field.name.text.clone(),
        type_name: written(&field.field_type.kind),
        required: field.required,
        default: default(field),
    }
}

fn default(field: &spec::Field) -> Option<String> {
    let default = field.default.as_ref()?;
    // In a mapping, nothing behind the key is no default.
    let is_nothing = field.is_mapping && matches!(default.text.as_str(), "" | "~" | "null");
    (!is_nothing).then(|| default.text.clone())
}

fn differs(field: &spec::Field, read: &reading::Field) -> bool {
    let is_required = read.nullable.is_falsy();
    let has_default = read.default.as_ref().is_some_and(|read| !read.is_null());
    let default = default(field);
    let is_default_read = match &read.default {
        // Both are the same value of the mapping.
        _ if field.is_mapping => default.is_some() == has_default,
        Some(read) => read.as_text() == default.as_deref(),
        None => default.is_none(),
    };
    field.required != is_required
        || !is_default_read
        || !is_type_read(&field.field_type, field.is_mapping, read)
}

/// Whether a type is read as it is meant.
fn is_type_read(meant: &TypeExpression, is_mapping: bool, read: &reading::Field) -> bool {
    let read_as = match (&read.values, &read.item_type, &read.reference_entity) {
        (Some(values), _, _) => format!("enum({})", values.join(",")),
        (_, Some(item), _) => format!("list({item})"),
        (_, _, Some(entity)) => match read.reference_schema.as_deref() {
            Some(schema) if has_schema(meant) => format!("ref({schema}.{entity})"),
            _ => format!("ref({entity})"),
        },
        _ => read.type_name.clone(),
    };
    match written(&meant.kind) {
        // Without a type, a mapping is text for both.
        None => !is_mapping || read.type_name == "text",
        Some(written) => {
            without_blanks(&written) == without_blanks(&read_as) && !is_taken_for_text(meant, read)
        }
    }
}

/// Whether a type that means something is unknown to 0.8.7, and so text.
fn is_taken_for_text(meant: &TypeExpression, read: &reading::Field) -> bool {
    let is_unknown = read.tier == reading::Tier::Basic
        && read.values.is_none()
        && read.item_type.is_none()
        && types::basic(&read.type_name).is_none();
    let is_more_than_a_name = !matches!(
        meant.kind,
        TypeKind::Named {
            arguments: None,
            ..
        }
    );
    let value = Type::of(meant).value();
    is_unknown && (is_more_than_a_name || !matches!(value, ValueType::Unknown | ValueType::Text))
}

fn has_schema(meant: &TypeExpression) -> bool {
    match &meant.kind {
        TypeKind::Reference { targets, .. } => targets
            .first()
            .is_some_and(|target| target.schema.is_some()),
        _ => false,
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A type as it would be written in full.
fn written(kind: &TypeKind) -> Option<String> {
    let inside = |parts: Vec<&str>| parts.join(", ");
    Some(match kind {
        TypeKind::Named { name, arguments } => match arguments {
            Some(TypeArguments { items, .. }) => {
                let items = items.iter().map(|item| item.text.as_str()).collect();
                format!("{}({})", name.text, inside(items))
            }
            None => name.text.clone(),
        },
        TypeKind::Enum { values, brackets } => {
            let values = values.iter().map(|value| value.text.as_str()).collect();
            match brackets {
                Some(_) => format!("enum({})", inside(values)),
                None => "enum".to_owned(),
            }
        }
        TypeKind::List { item, .. } => {
            let item = item.as_ref().and_then(|item| written(&item.kind));
            format!("list({})", item.unwrap_or_default())
        }
        TypeKind::Reference {
            targets, options, ..
        } => {
            let targets: Vec<_> = targets.iter().map(entity).collect();
            let options = options.iter().map(|option| {
                let (name, value) = (&option.name.text, &option.value.text);
                format!("{name}: {value}")
            });
            let parts: Vec<_> = std::iter::once(targets.join("|")).chain(options).collect();
            format!("ref({})", parts.join(", "))
        }
        TypeKind::Array { item, .. } => format!("{}[]", written(item)?),
        TypeKind::Missing => return None,
    })
}

fn entity(name: &EntityName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", schema.text, name.name.text),
        None => name.name.text.clone(),
    }
}

fn steps(spec: &Spec) -> Vec<Step> {
    let mut found = Vec::new();
    for action in &spec.actions {
        let mut open: Vec<&spec::Step> = action.steps.iter().rev().collect();
        while let Some(step) = open.pop() {
            let below = step.branches.iter().rev();
            open.extend(below.flat_map(|branch| branch.steps.iter().rev()));
            if step.other_kinds.is_empty() {
                continue;
            }
            let keys = std::iter::once(&step.key).chain(&step.other_kinds);
            found.push(Step {
                action: action.name.as_ref().map(|name| name.text.clone()),
                kinds: keys.map(|key| key.text.clone()).collect(),
            });
        }
    }
    found
}

/// Where 0.8.7 goes over whatever stands there, and takes letters for names.
const LISTS: [(&str, &[&str]); 3] = [
    ("patterns", &["patterns"]),
    ("identifier.components", &["identifier", "components"]),
    (
        "table_views.extra_filter_columns",
        &["table_views", "extra_filter_columns"],
    ),
];

fn texts(document: &Document<'_>) -> Vec<Text> {
    let read_so = LISTS.iter().filter_map(|(key, path)| {
        let mut keys = path.iter();
        let node = keys.try_fold(document.root(), |node, key| document.get(node, key))?;
        match document.value(node) {
            Value::Str(text) if !text.as_str().is_empty() => Some(Text {
                key,
                text: text.as_str().to_owned(),
            }),
            _ => None,
        }
    });
    read_so.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        serde_json::to_string(&meant_in(text)).unwrap()
    }

    /// What one field means, if that is something else than 0.8.7 makes of it.
    fn field_of(written: &str) -> Option<String> {
        let meant = meant_in(&format!("entity: A\nfields:\n  f: {written}\n"))?;
        assert_eq!(meant.fields.len(), 1);
        let Field {
            type_name,
            required,
            default,
            ..
        } = &meant.fields[0];
        let mut shown = type_name.clone().unwrap_or_default();
        if let Some(default) = default {
            shown += &format!(" = {default}");
        }
        if *required {
            shown += "!";
        }
        Some(shown)
    }

    #[test]
    fn what_is_read_as_it_is_meant_is_not_listed() {
        for written in [
            "text",
            "text = 'x'!",
            "email!",
            "enum(a,b) = a",
            "list( email )",
            "ref(crm.Customer)!",
            "ref(Customer)",
            "SimpleAddress",
            "anything",
            "{type: integer, nullable: false, default: 3}",
            "{type: text, default: null}",
            "{}",
        ] {
            assert_eq!(field_of(written), None, "{written}");
        }
        assert_eq!(json("entity: A\nfields: {a: text}\n"), "null");
    }

    #[test]
    fn types_that_are_taken_for_text() {
        for (written, meant) in [
            ("text! = x", "text = x!"),
            ("enum(a, b)! = a", "enum(a, b) = a!"),
            ("text[]", "text[]"),
            ("ref(X)?", "ref(X)"),
            ("'ref(X, many: true)! = 1'", "ref(X, many: true) = 1!"),
            ("integer?", "integer"),
            ("decimal(10, 2)!", "decimal(10, 2)!"),
            ("timestamptz", "timestamptz"),
            ("{type: text!}", "text!"),
        ] {
            assert_eq!(field_of(written).as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn values_targets_and_defaults_that_get_lost() {
        for (written, meant) in [
            ("enum('a', 'b')", "enum(a, b)"),
            ("ref(Customer|Company)", "ref(Customer|Company)"),
            ("currencyCode = EUR", "currencyCode = EUR"),
            ("{type: money, default: 3}", "money = 3"),
            ("{type: text, required: true}", "text!"),
        ] {
            assert_eq!(field_of(written).as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn steps_of_two_kinds_and_texts_in_place_of_lists() {
        let text = "\
entity: A
fields: {a: text}
patterns: audit
actions:
  - name: b
    steps:
      - if: a = 'x'
        then:
          - {notify: 'x(y, z)', validate: a = 'x', error: e}
      - switch: a
        cases: []
        default: []
";
        let once = meant_in(text).unwrap();
        let expected = Step {
            action: Some("b".to_owned()),
            kinds: vec!["validate".to_owned(), "notify".to_owned()],
        };
        assert_eq!(once.steps, [expected]);
        let text = r#"{"key":"patterns","text":"audit"}"#;
        assert_eq!(serde_json::to_string(&once.texts[0]).unwrap(), text);
    }

    #[test]
    fn of_a_spec_that_is_refused_all_fields_are_listed() {
        assert_eq!(
            json("entity: A\nfields:\n  id: uuid!\n  b: text\n"),
            r#"{"fields":[{"name":"id","type":"uuid","required":true,"default":null},{"name":"b","type":"text","required":false,"default":null}],"steps":[],"texts":[]}"#
        );
        assert_eq!(meant_in("- a list\n"), None);
    }
}
