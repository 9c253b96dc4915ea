//! The SQL of what is sound in specs that someone is typing, in a real database.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use support::Folder;
use support::postgres::Server;

const SPEC: &str = include_str!("../../ide/tests/fixtures/half_typed.yaml");

/// Some of all states that a spec has while it is typed: without one of its lines, or only to a
/// place in one.
fn states() -> Vec<String> {
    let lines: Vec<_> = SPEC.lines().collect();
    let mut states = Vec::new();
    for gone in (0..lines.len()).step_by(5) {
        let left = lines.iter().enumerate().filter(|(at, _)| *at != gone);
        states.push(left.map(|(_, line)| format!("{line}\n")).collect());
    }
    let ends = SPEC.char_indices().map(|(end, _)| end);
    states.extend(ends.skip(60).step_by(157).map(|end| SPEC[..end].to_owned()));
    states
}

#[test]
fn what_is_shown_of_a_broken_spec_loads() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = Folder::with(&[
        (
            "buyer.yaml",
            "entity: Buyer\nschema: crm\nfields: {name: text}\n",
        ),
        (
            "part.yaml",
            "entity: Part\nschema: shop\nfields: {price: money, left: integer}\n",
        ),
    ]);
    for (number, state) in states().into_iter().enumerate() {
        folder.write("order.yaml", state.as_bytes());
        for target in ["0.8", "next"] {
            let sql = folder.run(&["sql", "--target", target, "."]).out;
            let name = format!("state_{number}_{}", target.replace('.', "_"));
            let database = server.load(&name, &sql);
            assert_eq!(database.check(), "", "{state}");
        }
    }
}
