//! The tables of types and names agree with themselves, and with the facts about SpecQL 0.8.7.
//!
//! The facts are in the folder `shared` beside the repository. Without it, the tests say so and
//! pass; where `CI` is set, they fail.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail, and has to say what it leaves out"
)]

use std::collections::HashSet;
use std::path::Path;

use regex::Regex;
use serde_json::Value;
use specql_language::reserved::{
    EXPRESSION_KEYWORDS, FRAMEWORK_SCHEMAS, FieldGroup, POSTGRES_RESERVED, RESERVED_FIELDS,
    RESERVED_PREFIXES, SEPARATORS, is_expression_keyword, is_framework_schema,
    is_postgres_reserved, is_reserved_field, reserved_field,
};
use specql_language::types::{
    BASIC, COMPOSITES, MISLEADING, SCALARS, Scalar, composite, is_type, misleading, scalar,
};

// Within the tables.

#[test]
fn there_are_as_many_types_as_specql_has() {
    assert_eq!(SCALARS.len(), 50);
    assert_eq!(COMPOSITES.len(), 17);
    assert_eq!(BASIC.len(), 5);
    assert_eq!(MISLEADING.len(), 54);
}

#[test]
fn no_two_types_share_a_name() {
    let names = SCALARS
        .iter()
        .flat_map(|scalar| [Some(scalar.name), scalar.alias])
        .flatten()
        .chain(COMPOSITES.iter().map(|composite| composite.name))
        .chain(BASIC.iter().map(|basic| basic.name));
    assert_unique(names);
}

#[test]
fn rich_types_stand_by_category() {
    assert!(SCALARS.is_sorted_by_key(|scalar| scalar.category));
}

#[test]
fn documentation_is_one_sentence() {
    let docs = SCALARS
        .iter()
        .map(|scalar| scalar.doc)
        .chain(COMPOSITES.iter().map(|composite| composite.doc))
        .chain(BASIC.iter().map(|basic| basic.doc))
        .chain(RESERVED_FIELDS.iter().map(|field| field.doc))
        .chain(RESERVED_PREFIXES.iter().map(|prefix| prefix.doc))
        .chain(FRAMEWORK_SCHEMAS.iter().map(|schema| schema.doc))
        .chain(EXPRESSION_KEYWORDS.iter().map(|keyword| keyword.doc))
        .chain(SEPARATORS.iter().map(|separator| separator.doc))
        .chain(MISLEADING.iter().map(|entry| entry.hint))
        .filter(|doc| !doc.is_empty());
    for doc in docs {
        assert!(doc.ends_with('.'), "no full stop: {doc}");
        assert!(!doc.contains(". "), "more than one sentence: {doc}");
        assert!(doc.matches('`').count() % 2 == 0, "unpaired `: {doc}");
        assert_eq!(doc.trim(), doc);
    }
    for member in COMPOSITES.iter().flat_map(|composite| composite.members) {
        assert!(!member.doc.is_empty(), "{}", member.name);
        assert!(!member.doc.ends_with('.'), "{}", member.doc);
    }
}

#[test]
fn examples_of_rich_types_are_accepted() {
    for scalar in SCALARS {
        assert_accepts(scalar, scalar.example);
    }
}

#[test]
fn examples_of_basic_types_are_of_their_type() {
    for basic in BASIC {
        let fits = match basic.name {
            "integer" => basic.example.parse::<i32>().is_ok(),
            "bigint" => basic.example.parse::<i64>().is_ok(),
            "float" => basic.example.parse::<f64>().is_ok(),
            "boolean" => basic.example.parse::<bool>().is_ok(),
            _ => !basic.example.is_empty(),
        };
        assert!(fits, "{}: {}", basic.name, basic.example);
    }
}

#[test]
fn checks_say_what_patterns_and_ranges_say() {
    for scalar in SCALARS {
        let bound = |operator, value: f64| format!("{{field}} {operator} {value:?}");
        let bounds: Vec<String> = [
            scalar.min.map(|min| bound(">=", min)),
            scalar.max.map(|max| bound("<=", max)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let expected = match scalar.pattern {
            Some(pattern) => Some(format!("{{field}} ~* '{pattern}'")),
            None if bounds.is_empty() => None,
            None => Some(bounds.join(" AND ")),
        };
        if scalar.name == "coordinates" {
            assert!(expected.is_none());
        } else {
            assert_eq!(scalar.check, expected.as_deref(), "{}", scalar.name);
        }
    }
}

#[test]
fn actions_work_where_they_take_the_type_of_the_column() {
    for scalar in SCALARS {
        assert_eq!(
            scalar.works_in_crud,
            scalar.action_input == scalar.postgres,
            "{}",
            scalar.name
        );
    }
    for basic in BASIC {
        assert_eq!(
            basic.works_in_crud,
            basic.action_input == basic.postgres,
            "{}",
            basic.name
        );
    }
}

#[test]
fn composites_are_made_of_types() {
    for composite in COMPOSITES {
        assert_unique(composite.members.iter().map(|member| member.name));
        for member in composite.members {
            assert!(
                is_type(member.type_name),
                "{}.{}",
                composite.name,
                member.name
            );
        }
    }
}

#[test]
fn examples_of_composites_fit_their_members() {
    for composite in COMPOSITES {
        let example: Value = serde_json::from_str(composite.example).unwrap();
        assert_fits(composite.name, &example);
    }
}

#[test]
fn misleading_names_are_no_types() {
    assert_unique(MISLEADING.iter().map(|entry| (entry.name, entry.tail)));
    for entry in MISLEADING {
        assert!(
            !entry.tail.is_empty() || !is_type(entry.name),
            "{} is a type",
            entry.name
        );
        assert!(
            entry.tail.is_empty() || entry.tail.starts_with(['(', '[', '?']),
            "{}",
            entry.tail
        );
    }
}

#[test]
fn what_to_write_instead_is_a_type() {
    for entry in MISLEADING {
        if entry.instead.is_empty() {
            assert_eq!(entry.tail, "?");
            assert!(!entry.hint.is_empty());
        }
        assert_unique(entry.instead.iter().copied());
        for instead in entry.instead {
            let form = ["enum(", "list(", "ref("]
                .iter()
                .any(|form| instead.starts_with(form) && instead.ends_with(')'));
            assert!(
                form || is_type(instead),
                "{}{}: {instead} is no type",
                entry.name,
                entry.tail
            );
        }
    }
}

#[test]
fn misleading_names_are_found_as_they_are_written() {
    let instead = |written| misleading(written).and_then(|entry| entry.instead.first().copied());
    assert_eq!(instead("string"), Some("text"));
    assert_eq!(instead("varchar"), Some("text"));
    assert_eq!(instead("varchar(80)"), Some("text"));
    assert_eq!(instead("char"), Some("text"));
    assert_eq!(instead("string(80)"), Some("text"));
    assert_eq!(instead("text(80)"), Some("text"));
    assert_eq!(instead("integer(0, 10)"), Some("integer"));
    assert_eq!(instead("decimal (10, 2)"), Some("money"));
    assert_eq!(misleading("decimal(10,2)").unwrap().tail, "(p, s)");
    assert_eq!(misleading("decimal").unwrap().tail, "");
    assert_eq!(instead("text[]"), Some("list(text)"));
    assert_eq!(misleading("email?").unwrap().tail, "?");
    assert_eq!(misleading("ref(Customer)?").unwrap().tail, "?");
    for none in ["", "text", "integer", "Customer", "boolean[]", "enum(a)"] {
        assert_eq!(misleading(none), None, "{none}");
    }
}

#[test]
fn sorted_lists_are_sorted() {
    assert_sorted(POSTGRES_RESERVED.iter().copied());
    assert_sorted(RESERVED_FIELDS.iter().map(|field| field.name));
    assert_sorted(RESERVED_PREFIXES.iter().map(|prefix| prefix.name));
    assert_sorted(FRAMEWORK_SCHEMAS.iter().map(|schema| schema.name));
    assert_sorted(EXPRESSION_KEYWORDS.iter().map(|keyword| keyword.name));
    assert_unique(SEPARATORS.iter().map(|separator| separator.name));
    assert_unique(SEPARATORS.iter().map(|separator| separator.text));
}

#[test]
fn reserved_field_names_are_found_in_their_own_case_only() {
    for field in RESERVED_FIELDS {
        assert_eq!(is_reserved_field(field.name), Some(field.doc));
    }
    assert_eq!(reserved_field("fk_company").unwrap().name, "fk_");
    assert_eq!(reserved_field("pk_").unwrap().name, "pk_");
    for free in ["ID", "Created_At", "FK_company", "paths", "name", ""] {
        assert_eq!(is_reserved_field(free), None, "{free}");
    }
}

#[test]
fn reserved_words_of_postgres_are_found_in_any_case() {
    for word in POSTGRES_RESERVED {
        assert!(is_postgres_reserved(word), "{word}");
        assert!(is_postgres_reserved(&word.to_ascii_uppercase()), "{word}");
    }
    for free in ["name", "orders", "ord", "", "zone", "über"] {
        assert!(!is_postgres_reserved(free), "{free}");
    }
}

#[test]
fn words_and_schemas_are_found() {
    assert!(is_expression_keyword("MATCHES"));
    assert!(!is_expression_keyword("between"));
    assert!(is_framework_schema("app"));
    assert!(!is_framework_schema("crm"));
}

// Against the facts.

#[test]
fn rich_types_are_as_specql_has_them() {
    let Some(facts) = facts() else { return };
    assert_same_names(
        SCALARS.iter().map(|scalar| scalar.name),
        items(&facts, "scalar_types").map(|fact| text(fact, "name")),
    );
    for fact in items(&facts, "scalar_types") {
        let name = text(fact, "name");
        let ours = scalar(name).unwrap();
        assert_eq!(ours.postgres, text(fact, "postgres_type"), "{name}");
        let precision: Option<(u8, u8)> =
            serde_json::from_value(fact["postgres_precision"].clone()).unwrap();
        assert_eq!(ours.precision, precision, "{name}");
        let full = match ours.precision {
            Some((digits, behind)) => format!("{}({digits},{behind})", ours.postgres),
            None => ours.postgres.to_owned(),
        };
        assert_eq!(full, text(fact, "postgres_type_full"), "{name}");
        assert_eq!(ours.graphql, text(fact, "graphql_scalar"), "{name}");
        assert_eq!(ours.pattern, fact["pattern"].as_str(), "{name}");
        assert_eq!(ours.min, fact["min"].as_f64(), "{name}");
        assert_eq!(ours.max, fact["max"].as_f64(), "{name}");
        assert_eq!(ours.check, fact["check_constraint"].as_str(), "{name}");
        assert_eq!(ours.input, text(fact, "input_type"), "{name}");
        assert_eq!(
            ours.action_input,
            text(fact, "action_input_column_type"),
            "{name}"
        );
        assert_eq!(
            Some(ours.works_in_crud),
            fact["crud_mutation_works"].as_bool(),
            "{name}"
        );
        let aliases: Vec<&str> = strings(&fact["aliases"]).collect();
        assert_eq!(ours.alias.into_iter().collect::<Vec<_>>(), aliases);
    }
    for fact in items(&facts, "scalar_aliases") {
        assert_eq!(
            scalar(text(fact, "alias")).unwrap().name,
            text(fact, "target")
        );
    }
}

#[test]
fn composites_are_as_specql_has_them() {
    let Some(facts) = facts() else { return };
    assert_same_names(
        COMPOSITES.iter().map(|composite| composite.name),
        items(&facts, "composite_types").map(|fact| text(fact, "name")),
    );
    for fact in items(&facts, "composite_types") {
        let name = text(fact, "name");
        let ours = composite(name).unwrap();
        let members: Vec<(&str, &str, bool)> = items(fact, "fields")
            .map(|member| {
                let nullable = member["nullable"].as_bool().unwrap();
                (text(member, "name"), text(member, "type"), nullable)
            })
            .collect();
        let our_members: Vec<(&str, &str, bool)> = ours
            .members
            .iter()
            .map(|member| (member.name, member.type_name, member.nullable))
            .collect();
        assert_eq!(our_members, members, "{name}");
        assert_eq!(ours.input, text(fact, "input_type"), "{name}");
        // What all have in common has no column in the table.
        assert_eq!(text(fact, "postgres_type"), "JSONB", "{name}");
        assert_eq!(text(fact, "graphql_type"), name);
        assert_eq!(text(fact, "action_input_column_type"), "TEXT", "{name}");
        assert_eq!(fact["crud_mutation_works"].as_bool(), Some(false), "{name}");
        assert_eq!(fact["sql_check_generated"].as_bool(), Some(false), "{name}");
    }
}

#[test]
fn basic_types_are_as_specql_has_them() {
    let Some(facts) = facts() else { return };
    assert_same_names(
        BASIC.iter().map(|basic| basic.name),
        items(&facts, "basic_types").map(|fact| text(fact, "name")),
    );
    for fact in items(&facts, "basic_types") {
        let name = text(fact, "name");
        let ours = BASIC.iter().find(|basic| basic.name == name).unwrap();
        assert_eq!(ours.postgres, text(fact, "postgres_type"), "{name}");
        assert_eq!(ours.graphql, text(fact, "ast_graphql_type"), "{name}");
        assert_eq!(
            ours.action_input,
            text(fact, "action_input_column_type"),
            "{name}"
        );
        assert_eq!(
            Some(ours.works_in_crud),
            fact["crud_mutation_works"].as_bool(),
            "{name}"
        );
    }
}

#[test]
fn misleading_names_are_those_that_specql_makes_text_of() {
    let Some(facts) = facts() else { return };
    // The facts write `type` for any type.
    let written = MISLEADING.iter().map(|entry| match entry.tail {
        "?" => "type?".to_owned(),
        tail => format!("{}{tail}", entry.name),
    });
    let theirs: Vec<String> = items(&facts, "misleading_type_names")
        .map(|fact| text(fact, "name").to_owned())
        .collect();
    assert_same_names(written, theirs.into_iter());

    for fact in items(&facts, "misleading_type_names") {
        let name = text(fact, "name");
        let ours = misleading(name).unwrap();
        assert_eq!(text(fact, "column_type"), "TEXT", "{name}");
        if ours.tail != "?" {
            // What follows `with` is said in other words.
            let column = |expected: &'static str| expected.split(" with ").next();
            let expected = text(fact, "expected").split(" with ").next();
            assert_eq!(column(ours.expected), expected, "{name}");
        }
        let Some(suggested) = fact["suggest"].as_str() else {
            continue;
        };
        let suggested: Vec<&str> = match suggested {
            "translations block" => vec!["text"],
            "self ref" => vec!["ref(...)"],
            "drop the question mark" => vec![],
            types => types
                .split(", ")
                .flat_map(|part| part.split(" or "))
                .collect(),
        };
        assert!(
            ours.instead.starts_with(&suggested),
            "{name}: {:?} and not {suggested:?}",
            ours.instead
        );
    }
}

#[test]
fn reserved_fields_are_those_that_specql_refuses() {
    let Some(facts) = facts() else { return };
    let reserved = &facts["reserved"];
    assert_eq!(reserved["case_sensitive"].as_bool(), Some(true));
    assert_same_names(
        RESERVED_FIELDS.iter().map(|field| field.name),
        strings(&reserved["names"]),
    );
    assert_same_names(
        RESERVED_PREFIXES.iter().map(|prefix| prefix.name),
        strings(&reserved["prefixes"]),
    );
    let groups = [
        ("primary_and_tenant", FieldGroup::Keys),
        ("deduplication", FieldGroup::Deduplication),
        ("hierarchy", FieldGroup::Hierarchy),
        ("audit", FieldGroup::Audit),
        ("recalculation_audit", FieldGroup::Recalculation),
    ];
    assert_eq!(reserved["groups"].as_object().unwrap().len(), groups.len());
    for (theirs, ours) in groups {
        assert_same_names(
            RESERVED_FIELDS
                .iter()
                .filter(|field| field.group == ours)
                .map(|field| field.name),
            strings(&reserved["groups"][theirs]),
        );
    }
}

#[test]
fn reserved_words_are_those_of_postgres() {
    let Some(facts) = facts() else { return };
    let words = &facts["postgresql_reserved_column_names"];
    assert_same_names(
        POSTGRES_RESERVED.iter().copied(),
        strings(&words["reserved"]).chain(strings(&words["reserved_except_function_or_type"])),
    );
}

#[test]
fn keywords_and_separators_are_those_of_specql() {
    let Some(facts) = facts() else { return };
    assert_same_names(
        EXPRESSION_KEYWORDS.iter().map(|keyword| keyword.name),
        strings(&facts["expression_validator"]["keywords"]),
    );
    assert_same_names(
        SEPARATORS
            .iter()
            .map(|separator| (separator.name, separator.text)),
        facts["separators"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str().unwrap())),
    );
}

// Helpers.

fn facts() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/language/types.json");
    if path.is_file() {
        let text = std::fs::read_to_string(&path).unwrap();
        return Some(serde_json::from_str(&text).unwrap());
    }
    let what = "the folder `shared` beside the repository";
    let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    assert!(!in_ci, "{what} is missing");
    eprintln!("\n*** SKIPPED: {what} is missing, so nothing is compared with the facts ***\n");
    None
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().unwrap().iter()
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    let items = value.as_array().unwrap().iter();
    items.map(|item| item.as_str().unwrap())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn assert_unique<T: std::hash::Hash + Eq + std::fmt::Debug>(items: impl Iterator<Item = T>) {
    let mut seen = HashSet::new();
    for item in items {
        assert!(!seen.contains(&item), "twice: {item:?}");
        seen.insert(item);
    }
}

fn assert_sorted<'a>(names: impl Iterator<Item = &'a str>) {
    let names: Vec<&str> = names.collect();
    for pair in names.windows(2) {
        assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
    }
}

fn assert_same_names<T: Ord + std::fmt::Debug>(
    ours: impl Iterator<Item = T>,
    theirs: impl Iterator<Item = T>,
) {
    let mut ours: Vec<T> = ours.collect();
    let mut theirs: Vec<T> = theirs.collect();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}

/// As the check of the column would.
fn assert_accepts(scalar: &Scalar, value: &str) {
    let name = scalar.name;
    if let Some(pattern) = scalar.pattern {
        let pattern = Regex::new(&format!("(?i){pattern}")).unwrap();
        assert!(pattern.is_match(value), "{name}: {value}");
    }
    if scalar.postgres == "NUMERIC" {
        let number: f64 = value.parse().unwrap();
        assert!(
            scalar.min.is_none_or(|min| number >= min),
            "{name}: {value}"
        );
        assert!(
            scalar.max.is_none_or(|max| number <= max),
            "{name}: {value}"
        );
        let (digits, behind) = scalar.precision.unwrap();
        let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
        assert!(
            whole.len() <= usize::from(digits - behind),
            "{name}: {value}"
        );
        assert!(fraction.len() <= usize::from(behind), "{name}: {value}");
    }
    if scalar.name == "json" {
        serde_json::from_str::<Value>(value).unwrap();
    }
}

/// A value of a type: all that has to be there is there, nothing else is, and all of it fits.
fn assert_fits(type_name: &str, value: &Value) {
    if let Some(composite) = composite(type_name) {
        let object = value.as_object().unwrap();
        assert!(!object.is_empty(), "{type_name}");
        for name in object.keys() {
            assert!(
                composite.members.iter().any(|member| member.name == name),
                "{type_name} has no {name}"
            );
        }
        for member in composite.members {
            match object.get(member.name) {
                Some(value) => assert_fits(member.type_name, value),
                None => assert!(member.nullable, "{type_name} wants {}", member.name),
            }
        }
    } else if let Some(scalar) = scalar(type_name) {
        let is_number = scalar.postgres == "NUMERIC";
        assert_eq!(value.is_number(), is_number, "{type_name}: {value}");
        match value.as_str() {
            Some(text) => assert_accepts(scalar, text),
            None => assert_accepts(scalar, &value.to_string()),
        }
    } else {
        let fits = match type_name {
            "integer" | "bigint" => value.is_i64(),
            "float" => value.is_number(),
            "boolean" => value.is_boolean(),
            "text" => value.is_string(),
            _ => false,
        };
        assert!(fits, "{type_name}: {value}");
    }
}
