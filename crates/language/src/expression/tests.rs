use std::collections::BTreeSet;

use super::*;
use crate::Effect;

#[test]
fn every_entry_is_documented_and_shows_a_use_of_itself() {
    let shows = |example: &str, name: &str| example.to_lowercase().contains(&name.to_lowercase());
    for function in functions() {
        assert!(function.doc.ends_with('.'), "{}", function.name);
        assert!(shows(function.example, function.name), "{}", function.name);
    }
    for operator in OPERATORS {
        assert!(operator.doc.ends_with('.'), "{}", operator.symbol);
        assert!(
            shows(operator.example, operator.symbol),
            "{}",
            operator.symbol
        );
    }
    for word in NAMES {
        assert!(word.doc.ends_with('.'), "{}", word.name);
        assert!(shows(word.example, word.name), "{}", word.name);
    }
    for test in TESTS {
        assert!(shows(test.example, test.word), "{}", test.word);
    }
}

#[test]
fn names_are_given_once() {
    let names: Vec<_> = functions().map(|function| function.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let symbols: BTreeSet<_> = OPERATORS.iter().map(|operator| operator.symbol).collect();
    assert_eq!(symbols.len(), OPERATORS.len());
}

/// What is said of a part agrees with what the check of 0.8.7 makes of its words.
#[test]
fn the_effect_of_an_operator_is_what_the_word_check_makes_of_it() {
    for operator in OPERATORS.iter().filter(|operator| operator.symbol != "::") {
        let mut words = operator
            .symbol
            .split(' ')
            .filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let passes = words.all(is_checked_word);
        assert_eq!(
            operator.effect == Effect::Used,
            passes,
            "{}",
            operator.symbol
        );
    }
    for word in NAMES {
        let passes = is_checked_word(word.name);
        assert_eq!(word.effect == Effect::Used, passes, "{}", word.name);
    }
    for test in TESTS {
        let passes = is_checked_word(test.word);
        assert_eq!(test.effect == Effect::Used, passes, "{}", test.word);
    }
    for pattern in PATTERNS {
        let passes = is_checked_word(pattern.name);
        assert_eq!(pattern.effect == Effect::Used, passes, "{}", pattern.name);
    }
    assert!(functions().all(|function| function.effect == Effect::Refused));
}

#[test]
fn only_the_last_parameter_may_be_given_more_than_once_and_optional_ones_come_last() {
    for function in functions() {
        let Some((last, others)) = function.parameters.split_last() else {
            continue;
        };
        assert!(
            others.iter().all(|other| !other.variadic),
            "{}",
            function.name
        );
        let first_optional = function.parameters.iter().position(|one| one.optional);
        let behind = first_optional.map_or(&[] as &[_], |at| &function.parameters[at..]);
        assert!(behind.iter().all(|one| one.optional), "{}", function.name);
        assert_eq!(
            function.most().is_none(),
            last.variadic,
            "{}",
            function.name
        );
    }
}

#[test]
fn arguments_find_their_parameters() {
    let substring = function("SUBSTRING").unwrap();
    assert_eq!((substring.least(), substring.most()), (2, Some(3)));
    assert!(substring.parameter(1).unwrap().takes(ValueType::Integer));
    assert!(!substring.parameter(2).unwrap().takes(ValueType::Date));
    assert_eq!(substring.parameter(3), None);

    let coalesce = function("coalesce").unwrap();
    assert_eq!((coalesce.least(), coalesce.most()), (1, None));
    assert_eq!(coalesce.parameter(7).unwrap().name, "value");
}

#[test]
fn a_pattern_is_named_after_a_rich_type() {
    assert_eq!(pattern("email_pattern"), "email");
    assert_eq!(pattern("phone_pattern"), "phoneNumber");
    assert_eq!(pattern("iban_pattern"), "iban");
    assert_eq!(pattern("iban"), "iban");
}

#[test]
fn comparing_does_not_depend_on_the_order() {
    for a in ValueType::ALL {
        for b in ValueType::ALL {
            assert_eq!(
                a.is_comparable_with(b),
                b.is_comparable_with(a),
                "{a:?} {b:?}"
            );
            assert_eq!(a.common_with(b), b.common_with(a), "{a:?} {b:?}");
            assert!(!a.converts_to(b) || a.is_assignable_to(b), "{a:?} {b:?}");
        }
        assert!(a.is_comparable_with(a) && a.is_assignable_to(a), "{a:?}");
    }
}

#[test]
fn values_go_where_postgresql_lets_them() {
    use ValueType::*;
    assert!(Integer.is_comparable_with(Number));
    assert!(Date.is_comparable_with(DateTime));
    assert!(Literal.is_comparable_with(Date));
    assert!(Reference.is_comparable_with(Uuid));
    assert!(!Text.is_comparable_with(Integer));
    assert!(!Boolean.is_comparable_with(Text));
    assert!(!Date.is_comparable_with(Interval));

    assert!(Number.is_assignable_to(Integer), "it is rounded");
    assert!(Boolean.is_assignable_to(Text), "all can be written as text");
    assert!(!Text.is_assignable_to(Integer));
    assert!(!Date.is_assignable_to(Boolean));
}

#[test]
fn a_text_in_quotes_is_refused_only_when_it_is_plainly_no_such_value() {
    use ValueType::*;
    for (value, text) in [
        (Integer, "-12"),
        (Number, "1.5e3"),
        (Boolean, "Yes"),
        (Date, "2025-01-31"),
        (Date, "tomorrow"),
        (Uuid, "7d2f0a3e-0000-4000-8000-1234567890ab"),
        (Interval, "3 days"),
        (Json, "{\"a\": 1}"),
        (Text, "anything"),
    ] {
        assert!(value.reads(text), "{value:?} {text}");
    }
    for (value, text) in [
        (Integer, "many"),
        (Number, "1,5"),
        (Boolean, "maybe"),
        (Date, "soon"),
        (Uuid, "12"),
        (Json, "red"),
    ] {
        assert!(!value.reads(text), "{value:?} {text}");
    }
}

#[test]
fn columns_have_types() {
    assert_eq!(ValueType::of_postgres("NUMERIC(19,4)"), ValueType::Number);
    assert_eq!(
        ValueType::of_postgres("Double Precision"),
        ValueType::Number
    );
    assert_eq!(ValueType::of_postgres("tsvector"), ValueType::Unknown);
    for value in ValueType::ALL {
        if let Some(name) = value.postgres() {
            let back = ValueType::of_postgres(name);
            assert!(value.is_assignable_to(back), "{value:?} {name}");
        }
    }
}
