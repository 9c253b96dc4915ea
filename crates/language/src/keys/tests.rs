use std::collections::HashSet;

use super::*;
use crate::step::{STEP_KINDS, step_kind};
use crate::{Effect, Target};

/// The files of a project, at their tops.
const ROOTS: [Place; 7] = [
    Place::Root,
    Place::Registry,
    Place::PatternFile,
    Place::SecurityFile,
    Place::Confiture,
    Place::Project,
    Place::InfrastructureFile,
];

fn all() -> impl Iterator<Item = (Place, &'static Key)> {
    Place::ALL
        .iter()
        .flat_map(|&place| of(place).iter().map(move |key| (place, key)))
}

/// The choices that a shape offers, whichever way it is written.
fn choices(shape: Shape) -> Vec<Choice> {
    match shape {
        Shape::Choice(choices) => choices.to_vec(),
        Shape::OneOf(shapes) => shapes.iter().flat_map(|&shape| choices(shape)).collect(),
        _ => Vec::new(),
    }
}

/// The places that a shape leads to.
fn places(shape: Shape) -> Vec<Place> {
    match shape {
        Shape::Mapping(place) => vec![place],
        Shape::List(shape) | Shape::Named(_, shape) => places(*shape),
        Shape::OneOf(shapes) => shapes.iter().flat_map(|&shape| places(shape)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_place_is_listed_once() {
    for (at, place) in Place::ALL.iter().enumerate() {
        assert_eq!(*place as usize, at, "{place:?}");
    }
    let last = Place::InfrastructureLoadBalancer;
    assert_eq!(last as usize + 1, Place::ALL.len());
}

#[test]
fn every_place_has_keys() {
    for &place in Place::ALL {
        assert!(!of(place).is_empty(), "{place:?}");
    }
}

#[test]
fn every_place_can_be_reached() {
    let mut reached: HashSet<_> = ROOTS.into();
    let mut left = ROOTS.to_vec();
    while let Some(place) = left.pop() {
        for key in of(place) {
            for next in places(key.shape) {
                if reached.insert(next) {
                    left.push(next);
                }
            }
        }
    }
    for place in Place::ALL {
        assert!(reached.contains(place), "{place:?}");
    }
}

#[test]
fn names_are_unique() {
    for &place in Place::ALL {
        let mut seen = HashSet::new();
        for key in of(place) {
            assert!(seen.insert(key.name), "{place:?} {}", key.name);
        }
    }
}

#[test]
fn near_misses_mean_one_key_and_are_none() {
    for &place in Place::ALL {
        let mut seen: HashSet<_> = of(place).iter().map(|key| key.name).collect();
        for key in of(place) {
            for near_miss in key.near_misses {
                assert!(
                    seen.insert(near_miss),
                    "{place:?} {}: {near_miss}",
                    key.name
                );
            }
        }
    }
}

#[test]
fn docs_are_sentences() {
    for (place, key) in all() {
        check_doc(key.doc, &format!("{place:?} {}", key.name));
    }
}

#[test]
fn choices_are_documented_and_unique() {
    for (place, key) in all() {
        let mut seen = HashSet::new();
        for choice in choices(key.shape) {
            assert!(
                seen.insert(choice.value),
                "{place:?} {} {}",
                key.name,
                choice.value
            );
            check_doc(choice.doc, choice.value);
        }
    }
}

#[test]
fn examples_stand_where_the_shape_does_not_say_it_all() {
    for (place, key) in all() {
        let says_it_all = matches!(key.shape, Shape::Boolean | Shape::Choice(_))
            || key.effect == Effect::Ignored && key.target == Target::V0_8;
        assert!(
            says_it_all || !key.example.is_empty(),
            "{place:?} {}",
            key.name
        );
    }
}

#[test]
fn examples_are_no_more_than_a_value() {
    for (place, key) in all() {
        let at = format!("{place:?} {}", key.name);
        assert_eq!(key.example.trim(), key.example, "{at}");
        assert!(!key.example.contains('\t'), "{at}");
        match key.shape {
            Shape::Boolean => assert!(matches!(key.example, "" | "true" | "false"), "{at}"),
            Shape::Integer => assert!(key.example.parse::<i64>().is_ok(), "{at}"),
            Shape::Mapping(place) => {
                for line in key.example.lines().filter(|line| !line.starts_with(' ')) {
                    let name = line.split(':').next().unwrap_or_default();
                    assert!(place.key(name).is_some(), "{at}: {name}");
                }
            }
            Shape::List(Shape::Mapping(place)) => {
                for line in key.example.lines() {
                    let inner = line.strip_prefix("- ").or_else(|| line.strip_prefix("  "));
                    let inner = inner.unwrap_or_else(|| panic!("{at}: {line}"));
                    if !inner.starts_with([' ', '-', '{']) {
                        let name = inner.split(':').next().unwrap_or_default();
                        assert!(place.key(name).is_some(), "{at}: {name}");
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn defaults_fit_their_shapes() {
    for (place, key) in all() {
        let Some(default) = key.default else {
            continue;
        };
        let at = format!("{place:?} {}", key.name);
        assert!(!key.required, "{at}");
        let choices = choices(key.shape);
        let fits = match key.shape {
            Shape::Boolean => matches!(default, "true" | "false"),
            Shape::Integer => default.parse::<i64>().is_ok(),
            Shape::List(_) => default == "[]",
            Shape::Named(..) => default == "{}",
            _ if !choices.is_empty() => choices.iter().any(|choice| choice.value == default),
            _ => !default.is_empty(),
        };
        assert!(fits, "{at}: {default}");
    }
}

#[test]
fn targets_go_with_effects() {
    for (place, key) in all() {
        let at = format!("{place:?} {}", key.name);
        match key.effect {
            Effect::Used | Effect::Carried => assert_eq!(key.target, Target::V0_8, "{at}"),
            Effect::Refused => assert_eq!(key.target, Target::Next, "{at}"),
            Effect::Ignored => assert!(!key.required, "{at}"),
        }
    }
}

#[test]
fn every_step_kind_has_its_key() {
    for kind in STEP_KINDS {
        let key = Place::Step
            .key(kind.key)
            .unwrap_or_else(|| panic!("{}", kind.key));
        assert_eq!(
            (key.effect, key.target, key.doc),
            (kind.effect, kind.target, kind.doc)
        );
        for read in kind.reads {
            assert!(Place::Step.key(read).is_some(), "{} reads {read}", kind.key);
        }
    }
}

#[test]
fn every_key_of_a_step_is_a_kind_or_goes_with_one() {
    let read: HashSet<_> = STEP_KINDS.iter().flat_map(|kind| kind.reads).collect();
    for key in of(Place::Step) {
        let is_kind = step_kind(key.name).is_some();
        if matches!(key.effect, Effect::Used | Effect::Carried) {
            assert!(is_kind || read.contains(&key.name), "{}", key.name);
        } else {
            assert!(is_kind || key.effect == Effect::Ignored, "{}", key.name);
        }
    }
}

#[test]
fn the_released_root_keys_are_these() {
    let used: Vec<_> = of(Place::Root)
        .iter()
        .filter(|key| key.effect == Effect::Used)
        .map(|key| key.name)
        .collect();
    assert_eq!(
        used,
        [
            "entity",
            "schema",
            "description",
            "fields",
            "actions",
            "table_views",
            "organization"
        ]
    );
    let carried: Vec<_> = of(Place::Root)
        .iter()
        .filter(|key| key.effect == Effect::Carried)
        .map(|key| key.name)
        .collect();
    assert_eq!(
        carried,
        ["patterns", "translations", "identifier", "agents"]
    );
}

#[test]
fn the_refused_without_are_these() {
    let required: Vec<_> = all()
        .filter(|(place, key)| key.required && *place <= Place::StreamingInfrastructure)
        .map(|(place, key)| (place, key.name))
        .collect();
    assert_eq!(
        required,
        [
            (Place::Root, "entity"),
            (Place::Header, "name"),
            (Place::Action, "name"),
            (Place::Pattern, "type"),
            (Place::Agent, "name"),
            (Place::Organization, "table_code"),
            (Place::IdentifierComponent, "field"),
            (Place::IncludeRelation, "fields"),
        ]
    );
}
