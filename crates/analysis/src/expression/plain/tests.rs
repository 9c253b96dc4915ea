use specql_syntax::{Language, Parser};

use super::*;
use crate::expression::lower;

/// What is read of a scalar in a language, as text: without a tree, and with one.
fn both(language: Language, written: &str) -> (Option<String>, Option<String>) {
    let before = match language {
        Language::Type => "fields:\n  a: ",
        Language::Expression => "actions:\n- steps:\n  - validate: ",
        Language::Statement => "actions:\n- steps:\n  - update: ",
        Language::Call => "actions:\n- steps:\n  - call: ",
    };
    let text = format!("{before}{written}\n");
    let span = Span::new(before.len(), before.len() + written.len());
    let scalar = Scalar::at(&text, span);
    let tree = Parser::new().parse(&text, None);
    let (start, end) = (before.len(), before.len() + written.len());
    let mut node = tree
        .root()
        .named_descendant_for_byte_range(start, end)
        .unwrap();
    while let Some(parent) = node
        .parent()
        .filter(|parent| parent.byte_range() == node.byte_range())
    {
        node = parent;
    }
    match language {
        Language::Type => (
            scalar
                .and_then(Scalar::type_expression)
                .map(|read| format!("{read:#?}")),
            lower::type_expression(node, &text).map(|read| format!("{read:#?}")),
        ),
        Language::Expression => (
            scalar
                .and_then(Scalar::expression)
                .map(|read| format!("{read:#?}")),
            lower::expression(node, &text).map(|read| format!("{read:#?}")),
        ),
        Language::Statement => (
            scalar
                .and_then(Scalar::statement)
                .map(|read| format!("{read:#?}")),
            lower::statement(node, &text).map(|read| format!("{read:#?}")),
        ),
        Language::Call => (
            scalar
                .and_then(Scalar::call)
                .map(|read| format!("{read:#?}")),
            lower::call(node, &text).map(|read| format!("{read:#?}")),
        ),
    }
}

fn is_same(language: Language, written: &str) {
    let (plain, by_tree) = both(language, written);
    assert!(plain.is_some(), "{written} is not plain");
    assert_eq!(plain, by_tree, "{written}");
}

#[test]
fn types() {
    for written in [
        "text",
        "text!",
        "text !",
        "\"text!\"",
        "'email'",
        "text = open",
        "text = open!",
        "text! = open",
        "enum(a, b)",
        "enum( a , b c )!",
        "enum('a', \"b\") = 'a'",
        "enum(a)=a!",
        "ref(Contact)",
        "ref(crm.Contact)!",
        "ref(A | b.B)",
        "list(text)",
        "list(ref(A))!",
        "list(enum(a, b))",
        "list(list(text)) = x",
        "decimal(10, 2)",
        "varchar(20)!",
        "integer = 5",
        "date = 2020-01-01",
        "money = 1.5!",
        "\"enum('a', 'b')\"",
    ] {
        is_same(Language::Type, written);
    }
}

#[test]
fn expressions() {
    for written in [
        "a",
        "a = 1",
        "a != 'x y'",
        "a <> \"b\"",
        "a.b.c >= -1.5",
        "NOT a",
        "not a and b or c = d",
        "NOT a = b",
        "NOT NOT a",
        "a IS NULL",
        "a is not NULL AND b IS true",
        "email IS NOT valid",
        "a IN (1, 2)",
        "a NOT IN ('x', 'y') OR b",
        "a LIKE 'x%'",
        "a NOT ILIKE 'x%' AND c",
        "email MATCHES email_pattern",
        "a MATCHES '^x$'",
        "(a OR b) AND c",
        "a + b * c - d / e % f",
        "a || b || 'c'",
        "3 + -a",
        "a = -b",
        "lower(email) = trim(b)",
        "count(*) > 0",
        "now()",
        "crm.f(a, b + 1)",
        "a = (1, 2)",
        "a = TRUE",
        "f(false, null)",
        "a < b AND c <= d",
        "'a = b'",
        "\"a = 'x'\"",
        "f(a = b)",
        "a = b OR NOT c",
        "((a))",
        "a - -1",
        "extract_year(a)",
        "input.email IS NOT NULL",
        "a + (b)",
        "NOT (a AND b)",
        "position IS NOT NULL",
        "cast = 1",
    ] {
        is_same(Language::Expression, written);
    }
}

#[test]
fn statements() {
    for written in [
        "Contact",
        "crm.Contact",
        "Contact SET a = 1",
        "Contact SET a = b + 1, c.d = 'x' WHERE id = e AND f",
        "Contact WHERE a IS NULL",
        "Contact SET a = b AND c",
        "Contact SET a = NULL",
        "item IN items",
        "Contact AS c",
        "Contact WHERE a = 1 AS b",
        "Contact(a = 1, b = x)",
        "Contact (a, b)",
        "a.b.c SET d = f(g)",
        "\"Contact SET a = 'b'\"",
        "Contact SET limit = 5",
        "Contact()",
    ] {
        is_same(Language::Statement, written);
    }
}

#[test]
fn calls() {
    for written in [
        "f",
        "f()",
        "crm.f(a)",
        "send_mail(to = email, subject = 'Hello')",
        "f(a, b = 1 + 2, 'c')",
        "f(a.b)",
        "f(a = b AND c)",
    ] {
        is_same(Language::Call, written);
    }
}

/// Whatever the words: what is read without a tree is what the tree says.
#[test]
fn any_words_are_read_as_the_tree_has_them_or_not_at_all() {
    const WORDS: [&str; 62] = [
        "a",
        "b",
        "Order",
        "status",
        "1",
        "2.5",
        "'x'",
        "\"y\"",
        "=",
        "!=",
        "<",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "||",
        "(",
        ")",
        "(",
        ")",
        ",",
        ".",
        "!",
        "|",
        "and",
        "OR",
        "not",
        "IS",
        "null",
        "true",
        "in",
        "like",
        "matches",
        "between",
        "exists",
        "distinct",
        "case",
        "when",
        "then",
        "else",
        "end",
        "set",
        "SET",
        "WHERE",
        "from",
        "as",
        "values",
        "interval",
        "date",
        "for",
        "select",
        "cast",
        "position",
        "enum",
        "ref",
        "list",
        "text",
        "limit",
        "returning",
        "?",
    ];
    let mut seed = 7_u64;
    let mut random = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % bound
    };
    let languages = [
        Language::Type,
        Language::Expression,
        Language::Statement,
        Language::Call,
    ];
    let mut plain = 0;
    for _ in 0..30_000 {
        let mut written = String::new();
        for _ in 0..=random(9) {
            written.push_str(WORDS[random(WORDS.len())]);
            written.push_str(["", " ", " ", " "][random(4)]);
        }
        let written = written.trim();
        // Not every row of words is one scalar.
        if !specql_yaml::load(&format!("a: {written}")).is_ok_and(|d| {
            let value = d.get(d.root(), "a");
            value.is_some_and(|value| {
                d.span(value) == Span::new(3, 3 + written.len())
                    && d.value(value).as_str().is_some()
            })
        }) {
            continue;
        }
        let language = languages[random(4)];
        if let (Some(read), by_tree) = both(language, written) {
            plain += 1;
            assert_eq!(Some(read), by_tree, "{language:?}: {written}");
        }
    }
    assert!(plain > 500, "only {plain} were plain");
}
