//! Words of SpecQL's own languages: types, functions, operators.

use specql_language::expression::{
    Function, NamedPattern, Operator, PATTERNS, Test, ValueType, Word, function, name, operator,
    test,
};
use specql_language::types::{self, Basic, Composite, Form, Scalar};
use specql_language::{Effect, Target};
use specql_syntax::{Kind, Node};

use crate::told::{block, call_of, code, effect, value_text};
use crate::word::text_of;

/// What is told about a word that means the same everywhere.
pub(super) fn word(text: &str, word: &Node<'_>) -> Option<Vec<String>> {
    let written = text_of(text, word);
    match Kind::of(word) {
        Kind::TypeName => type_named(written).or_else(|| no_type(text, word)),
        Kind::FunctionName => function(written).map(of_function),
        Kind::Required => of_key("nullable"),
        Kind::Identifier if is_asked_for(word, "MATCHES") => pattern(written),
        Kind::Identifier if is_after_is(word) => test(written).map(of_test),
        Kind::Anonymous | Kind::Null | Kind::True | Kind::False => sign(text, word),
        _ => None,
    }
}

// Types

/// The type of this name, whatever kind of type it is.
pub(super) fn type_named(name: &str) -> Option<Vec<String>> {
    if let Some(basic) = types::basic(name) {
        return Some(of_basic(basic));
    }
    if let Some(scalar) = types::scalar(name) {
        return Some(of_scalar(scalar));
    }
    if let Some(composite) = types::composite(name) {
        return Some(of_composite(composite));
    }
    None
}

/// What looks like a type and is none.
fn no_type(text: &str, word: &Node<'_>) -> Option<Vec<String>> {
    let name = text_of(text, word);
    let end = word
        .parent()
        .map_or(word.end_byte(), |whole| whole.end_byte());
    let with_brackets = text.get(word.start_byte()..end).and_then(types::misleading);
    let misleading = with_brackets.or_else(|| types::misleading(name))?;
    let instead: Vec<_> = misleading.instead.iter().map(|name| code(name)).collect();
    let instead = match instead.is_empty() {
        true => String::new(),
        false => format!("Instead: {}.", instead.join(", ")),
    };
    Some(vec![
        block("yaml", &format!("{name}{}", misleading.tail)),
        "No type of SpecQL, which makes a text column of it.".to_owned(),
        instead,
        misleading.hint.to_owned(),
    ])
}

fn of_basic(basic: &Basic) -> Vec<String> {
    vec![
        block(
            "sql",
            &format!("{} {}", basic.name, basic.postgres.to_lowercase()),
        ),
        basic.doc.to_owned(),
        format!("Example: {}", code(basic.example)),
        api(basic.graphql, basic.works_in_crud),
    ]
}

fn of_scalar(scalar: &Scalar) -> Vec<String> {
    let digits = scalar.precision;
    let digits = digits.map_or(String::new(), |(all, behind)| format!("({all},{behind})"));
    let column = scalar.postgres.to_lowercase();
    let mut sql = format!("{} {column}{digits}", scalar.name);
    if let Some(check) = scalar.check {
        let check = check.replace("{field}", scalar.name);
        sql.push_str(&format!("\n  CHECK ({check})"));
    }
    let alias = scalar.alias;
    let alias = alias.map_or(String::new(), |alias| {
        format!("Also written {}.", code(alias))
    });
    vec![
        block("sql", &sql),
        scalar.doc.to_owned(),
        format!("Example: {}", code(scalar.example)),
        api(scalar.graphql, scalar.works_in_crud),
        alias,
    ]
}

fn of_composite(composite: &Composite) -> Vec<String> {
    let members = composite.members.iter().map(|member| {
        let required = if member.nullable { "" } else { "!" };
        let written = format!("{}: {}{required}", member.name, member.type_name);
        format!("- {} {}", code(&written), member.doc)
    });
    vec![
        block("sql", &format!("{} jsonb", composite.name)),
        composite.doc.to_owned(),
        members.collect::<Vec<_>>().join("\n"),
        block("json", composite.example),
    ]
}

/// A member of a composite type.
pub(super) fn member(composite: &str, name: &str) -> Option<Vec<String>> {
    let composite = types::composite(composite)?;
    let mut members = composite.members.iter();
    let member = members.find(|member| member.name == name)?;
    let required = if member.nullable { "" } else { "!" };
    let written = format!("{}.{name}: {}{required}", composite.name, member.type_name);
    Some(vec![
        block("yaml", &written),
        member.doc.to_owned(),
        format!("Member of {}: {}", code(composite.name), composite.doc),
    ])
}

fn of_form(form: &Form) -> Vec<String> {
    let more = form
        .repeated
        .map(|sign| format!("{sign}…"))
        .unwrap_or_default();
    let written = format!("{}({}{more})", form.name, form.parameter);
    vec![
        block(
            "sql",
            &format!("{written} {}", form.postgres.to_lowercase()),
        ),
        form.doc.to_owned(),
        form.parameter_doc.to_owned(),
        format!("Example: {}", code(form.example)),
    ]
}

fn api(graphql: &str, works: bool) -> String {
    let mut told = format!("GraphQL: {}", code(graphql));
    if !works {
        told.push_str("\n\n*The create and update actions that SpecQL 0.8.7 writes fail with it.*");
    }
    told
}

fn of_key(name: &str) -> Option<Vec<String>> {
    use specql_language::key::Place;
    let key = Place::Field.key(name)?;
    let doc = format!("As {}: {}", code("nullable: false"), key.doc);
    Some(vec![block("yaml", "type!"), doc])
}

// Expressions

fn of_function(function: &Function) -> Vec<String> {
    vec![
        block("sql", &call_of(function).0),
        function.doc.to_owned(),
        format!("Example: {}", code(function.example)),
        effect(function.effect, Target::V0_8).unwrap_or_default(),
    ]
}

fn of_operator(operator: &Operator) -> Vec<String> {
    vec![
        block("sql", operator.symbol),
        operator.doc.to_owned(),
        format!("Example: {}", code(operator.example)),
        effect(operator.effect, Target::V0_8).unwrap_or_default(),
    ]
}

fn of_test(test: &Test) -> Vec<String> {
    vec![
        block("sql", &format!("IS {}", test.word)),
        test.doc.to_owned(),
        format!("Example: {}", code(test.example)),
        effect(test.effect, test.target).unwrap_or_default(),
    ]
}

/// A name that needs no field: `now`, `input`.
pub(super) fn of_word(word: &Word) -> Vec<String> {
    let mut head = word.name.to_owned();
    if word.value != ValueType::Unknown {
        head.push_str(&format!(": {}", value_text(word.value)));
    }
    vec![
        block("sql", &head),
        word.doc.to_owned(),
        format!("Example: {}", code(word.example)),
        effect(word.effect, Target::V0_8).unwrap_or_default(),
    ]
}

/// The word of the language that this name is.
pub(super) fn word_named(written: &str) -> Option<Vec<String>> {
    name(written).map(of_word)
}

/// A name behind `MATCHES`.
fn pattern(written: &str) -> Option<Vec<String>> {
    let scalar = types::scalar(specql_language::expression::pattern(written))?;
    let known = PATTERNS.iter().find(|pattern| pattern.name == written);
    let (doc, pattern_effect) = match known {
        Some(NamedPattern { doc, effect, .. }) => (*doc, *effect),
        None => (scalar.doc, Effect::Refused),
    };
    Some(vec![
        block("sql", &format!("MATCHES {written}")),
        doc.to_owned(),
        block("regex", scalar.pattern?),
        effect(pattern_effect, Target::V0_8).unwrap_or_default(),
    ])
}

/// Whether a name stands right behind a word of its expression.
fn is_asked_for(word: &Node<'_>, behind: &str) -> bool {
    let before = word.prev_sibling();
    before.is_some_and(|before| last_leaf(before).kind().eq_ignore_ascii_case(behind))
}

fn is_after_is(word: &Node<'_>) -> bool {
    let before = word.prev_sibling();
    before.is_some_and(|before| Kind::of(&before) == Kind::IsOperator)
}

fn last_leaf(node: Node<'_>) -> Node<'_> {
    let mut node = node;
    while let Some(last) = node
        .child_count()
        .checked_sub(1)
        .and_then(|at| node.child(at))
    {
        node = last;
    }
    node
}

/// An operator, or a word that begins a type: of several words the longest that fits.
fn sign(text: &str, word: &Node<'_>) -> Option<Vec<String>> {
    let parent = word.parent()?;
    match Kind::of(&parent) {
        Kind::EnumType | Kind::ReferenceType | Kind::ListType => {
            return types::form(word.kind()).map(of_form);
        }
        Kind::BlockMapping | Kind::Pair | Kind::FlowPair | Kind::FlowMapping => return None,
        Kind::FlowSequence | Kind::BlockSequenceItem | Kind::Arguments => return None,
        _ => {}
    }
    // What belongs to a path, a type or a call is no operator.
    if !is_in_expression(parent) {
        return None;
    }
    let written = text_of(text, word);
    if written.eq_ignore_ascii_case("NULL") && !is_after_is(word) {
        return None;
    }
    operator_around(text, word)
        .or_else(|| operator(written))
        .map(of_operator)
}

fn is_in_expression(node: Node<'_>) -> bool {
    matches!(
        Kind::of(&node),
        Kind::BinaryExpression
            | Kind::UnaryExpression
            | Kind::BetweenExpression
            | Kind::CaseExpression
            | Kind::CastExpression
            | Kind::IsOperator
            | Kind::NegatedOperator
            | Kind::Null
            | Kind::WhenClause
            | Kind::FunctionCall
            | Kind::Expression
    )
}

/// `IS NOT NULL`, `NOT IN`: operators of several words, from any of these.
fn operator_around(text: &str, word: &Node<'_>) -> Option<&'static Operator> {
    let mut whole = *word;
    while let Some(parent) = whole.parent() {
        match Kind::of(&parent) {
            Kind::IsOperator | Kind::NegatedOperator | Kind::Null => whole = parent,
            _ => break,
        }
    }
    let is_test = |node: &Node<'_>| Kind::of(node) == Kind::IsOperator;
    let (first, last) = if is_test(&whole) {
        (whole, whole.next_sibling().unwrap_or(whole))
    } else {
        let before = whole.prev_sibling().filter(is_test);
        (before.unwrap_or(whole), whole)
    };
    let written = text.get(first.start_byte()..last.end_byte())?;
    let words: Vec<_> = written.split_whitespace().take(5).collect();
    let known = |words: &[&str]| operator(&words.join(" "));
    known(&words).or_else(|| {
        known(
            text_of(text, &first)
                .split_whitespace()
                .collect::<Vec<_>>()
                .as_slice(),
        )
    })
}
