use crate::Host;

use super::*;

fn host(files: &[(&str, &str)]) -> Host {
    let mut host = Host::new();
    host.set_files(files.iter().copied());
    host
}

fn way(host: &Host, path: &str) -> Option<(Vec<String>, bool)> {
    let file = host.file(path).unwrap();
    let circle = circle(host.db(), file).as_ref()?;
    let fields = circle.way.iter().map(|(field, _)| field.clone());
    Some((fields.collect(), circle.required))
}

#[test]
fn the_way_round_is_told_from_each_entity() {
    let host = host(&[
        ("a.yaml", "entity: A\nfields: {b: ref(B), own: ref(A)}\n"),
        ("b.yaml", "entity: B\nfields: {c: ref(C)!}\n"),
        ("c.yaml", "entity: C\nfields: {a: ref(A)!, d: ref(D)!}\n"),
        ("d.yaml", "entity: D\nfields: {own: ref(D)!}\n"),
    ]);
    let names = |fields: &[&str]| fields.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>();
    assert_eq!(way(&host, "a.yaml"), Some((names(&["b", "c", "a"]), false)));
    assert_eq!(way(&host, "b.yaml"), Some((names(&["c", "a", "b"]), false)));
    assert_eq!(way(&host, "d.yaml"), Some((names(&["own"]), true)));
}

#[test]
fn a_circle_of_required_references_comes_first() {
    let host = host(&[
        ("a.yaml", "entity: A\nfields: {x: ref(C), b: ref(B)!}\n"),
        ("b.yaml", "entity: B\nfields: {a: ref(A)!}\n"),
        ("c.yaml", "entity: C\nfields: {a: ref(A)}\n"),
    ]);
    let required = way(&host, "a.yaml").unwrap();
    assert_eq!(required, (vec!["b".to_owned(), "a".to_owned()], true));
    assert!(!way(&host, "c.yaml").unwrap().1);
}

#[test]
fn who_is_spoken_of() {
    let host = host(&[
        ("a.yaml", "entity: A\nfields: {b: list(ref(B))}\n"),
        ("b.yaml", "entity: B\nfields: {own: ref(B)}\n"),
        ("c.yaml", "entity: C\nfields: {own: ref(C)}\n"),
        (
            "d.yaml",
            "entity: D\nactions:\n  - name: x\n    steps:\n      - insert: E\n",
        ),
        ("e.yaml", "entity: E\n"),
    ]);
    let named = |path: &str| is_named_elsewhere(host.db(), host.file(path).unwrap());
    assert!(named("b.yaml") && named("e.yaml"));
    assert!(!named("a.yaml") && !named("c.yaml"));
}

#[test]
fn names_are_found_in_the_order_of_paths() {
    let spec = "entity: Order\nactions: [{name: pay}, {name: pay}]\n";
    let host = host(&[("b.yaml", spec), ("a.yaml", "entity: ORDER\n")]);
    let files = files_with(host.db(), NameKind::Entity, "order");
    let paths: Vec<_> = files.iter().map(|file| file.path(host.db())).collect();
    assert_eq!(paths, ["a.yaml", "b.yaml"]);
    assert_eq!(files_with(host.db(), NameKind::Action, "pay").len(), 1);
}
